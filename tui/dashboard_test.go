package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"orewire"
	"orewire/internal/desk"
)

func TestHeadlinesReachTheScreen(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.shows("Copper slips as tariff deadline keeps buyers aw…")
	s.shows("レアアースの輸出規制、磁石メーカーが減産へ")
	s.shows("Sunday 1 June")
	s.shows("LIVE 37/40 feeds")
	s.shows("16:12:07 JST")
	s.shows("2 feeds failing")
	s.shows("refused: 403 Forbidden")
	s.selects("Heavy dysprosium")
}

func TestArticleShowsWhoSaidItAndWhen(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.shows("Copper slips")
	s.press(strings.Repeat("j", 14))
	s.shows("Mining.com via finanzen.net")
	s.shows("1 Jun 2025 15:06 CEST (22:06 JST)")
	s.shows("here 22:06:41, 41 s later")
	s.shows("REE rare earths 2")
	s.shows("Tokyo will put a package on rare earths")
	s.shows("listed by finanzen.net")
	s.shows("Rare Holdings Ltd.")
	s.shows("2,693.00 JPY ▲ 44.00 +1.66%")
	s.shows("printed 1 Jun 2025 15:06 CEST")
	s.shows("exposed to rare earths")
	s.shows("Tokyo 15m")
	s.shows("1,588.5 JPY")
	s.shows("78,900 KRW")
}

func TestArrivalDoesNotMoveTheSelection(t *testing.T) {
	for name, c := range map[string]struct{ down int }{"at the top": {0}, "further down": {5}} {
		t.Run(name, func(t *testing.T) {
			d := newFakeDesk()
			s := start(t, d, fixed(d), 160, 45)
			title := d.articles[c.down].Title.String()[:20]
			s.shows("Copper slips")
			s.press(strings.Repeat("j", c.down))
			s.selects(title)
			at, first := s.row(title), s.headline(0)
			for i := range 7 {
				d.arrive("Fresh copper " + string(rune('A'+i)))
			}
			s.shows("7 new above")
			s.selects(title)
			if got := s.row(title); got != at {
				t.Errorf("the selection moved from row %d to %d", at, got)
			}
			if got := s.headline(0); got != first {
				t.Errorf("the first visible row became %q, want %q", got, first)
			}
			s.press(".")
			s.selects("Fresh copper G")
			s.hides("new above")
		})
	}
}

func TestEnterReadsAndMarksRead(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("j", "j", "k")
	s.selects("BEIJING")
	s.press(enter)
	s.until("the mark gone", func(text string) bool { return !strings.Contains(text, "• 16:04:10") })
	d.mu.Lock()
	read, passed := d.articles[1].Read, d.articles[0].Read || d.articles[2].Read
	d.mu.Unlock()
	if !read || passed {
		t.Errorf("read is %v and passed ones read is %v, want true and false", read, passed)
	}
	s.shows("j/k scroll")
	s.press("u")
	s.shows("• 16:04:10")
	s.press("s")
	s.shows("★ 16:04:10")
}

func TestUnreadJumps(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("n", "n", "n")
	s.selects("Copper slips")
	s.press("N")
	s.selects("한화오션")
	s.press("N", "N", "N")
	s.shows("No newer unread article here.")
}

func TestFilterByCommodity(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("h")
	s.shows("enter filter")
	s.press(strings.Repeat("j", 29))
	s.until("Shipbuilding selected", func(text string) bool { return strings.Contains(text, "▌Shipbuilding") })
	s.press(enter)
	s.shows("All · SHIP,FRT")
	s.hides("Gold holds near record")
	s.press(esc)
	s.shows("j/k move  enter read")
	s.press(esc)
	s.shows("Gold holds near record")
}

func TestTopicPicker(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 110, 35)
	s.selects("Heavy dysprosium")
	s.press("t")
	s.shows("0 chosen")
	s.press("lith")
	s.shows("LI    Lithium")
	s.press(" ")
	s.shows("1 chosen")
	s.press("\x7f\x7f\x7f\x7f", "uran", " ")
	s.shows("2 chosen")
	s.press(enter)
	s.shows("All · LI,U")
	s.shows("Lithium producer trims")
	s.shows("Kazakh uranium miner")
	s.hides("Copper slips")
}

func TestSearch(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 110, 35)
	s.selects("Heavy dysprosium")
	s.press("j", "j")
	s.selects("한화오션")
	s.press("/")
	s.press("gold")
	s.shows("1 headline ")
	s.selects("Gold holds")
	s.press(" or nosuch:x")
	s.until("where the error is", func(text string) bool {
		lines := strings.Split(text, "\n")
		return strings.Index(lines[33], "nosuch") == strings.Index(lines[34], "^")
	})
	s.press(esc)
	s.selects("한화오션")
	s.press("/", "gold", enter)
	s.shows("esc show all")
	s.selects("Gold holds")
	s.press(esc)
	s.selects("한화오션")
}

func TestViews(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("3")
	s.selects("한화오션")
	s.hides("Gold holds")
	s.press("5")
	s.selects("Lithium producer")
	s.press("s")
	s.until("the star gone, the row kept while it is read", func(text string) bool {
		return strings.Contains(text, "Lithium producer") && !strings.Contains(text, "★")
	})
}

func TestOverlays(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press(strings.Repeat("j", 14))
	s.shows("via finanzen.net")
	s.press("x")
	s.shows("words that count")
	s.shows("not       named: “Rare Holdings” is not in the title, summary or text")
	s.press(esc)
	s.hides("words that count")
	s.press("F")
	s.shows("403 refused")
	s.shows("https://feed7.example/rss")
	s.press(esc)
	s.hides("403 refused")
	s.press("?")
	s.shows("half a page down")
	s.press(esc)
	s.hides("half a page down")
}

func TestNarrowGoesRoundThePanes(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 70, 24)
	s.selects("Heavy dysprosium")
	s.shows("╰─ Stockhead  LYC.AX")
	s.press(tabKey)
	s.shows("The feed gives only the headline.")
	s.press(tabKey)
	s.shows("exposed to rare earths")
	s.press(tabKey)
	s.shows("Chart  LYC.AX")
	s.press(tabKey)
	s.shows("Iron & steel")
	s.press(shiftTab, shiftTab, shiftTab, shiftTab)
	s.selects("Heavy dysprosium")
}

func TestQuitsAtOnceThoughAllHangs(t *testing.T) {
	for _, key := range []string{"q", ctrlC} {
		d := newFakeDesk()
		d.hang = make(chan struct{})
		s := start(t, d, fixed(d), 160, 45)
		s.shows("Commodities")
		s.press(key)
		if err := s.end(); err != nil {
			t.Errorf("after %q Run returned %v, want nil", key, err)
		}
	}
}

func TestEndOfContextIsTheError(t *testing.T) {
	d := newFakeDesk()
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("a worker failed")
	s := startIn(ctx, t, d, fixed(d), 80, 24)
	s.shows("Headlines")
	cancel(reason)
	if err := s.end(); !errors.Is(err, reason) {
		t.Errorf("Run returned %v, want %v", err, reason)
	}
	if s.emu.IsAltScreen() {
		t.Error("the terminal was left on its other screen")
	}
}

func TestIdleWritesNothing(t *testing.T) {
	d := newFakeDesk()
	opt := fixed(d)
	opt.Clock = false
	s := start(t, d, opt, 160, 45)
	s.shows("Copper slips")
	s.shows("The feed gives only the headline.")
	last, since := s.bytes(), time.Now()
	for time.Since(since) < 300*time.Millisecond {
		time.Sleep(5 * time.Millisecond)
		if n := s.bytes(); n != last {
			last, since = n, time.Now() // the first screen may come in pieces
		}
	}
	before := s.bytes()
	d.tick("NOBODY", 1)
	time.Sleep(300 * time.Millisecond)
	if got := s.bytes() - before; got != 0 {
		t.Errorf("%d bytes were written while nothing on the screen changed, want 0", got)
	}
}

func TestNoColour(t *testing.T) {
	d := newFakeDesk()
	opt := fixed(d)
	opt.NoColor = true
	s := start(t, d, opt, 160, 45)
	s.shows("Copper slips")
	s.mu.Lock()
	defer s.mu.Unlock()
	underlined := false
	for y := range s.emu.Height() {
		for x := range s.emu.Width() {
			c := s.emu.CellAt(x, y)
			if c == nil {
				continue
			}
			if c.Style.Fg != nil || c.Style.Bg != nil {
				t.Fatalf("cell %d,%d %q has a colour", x, y, c.Content)
			}
			underlined = underlined || c.Style.Underline != 0
		}
	}
	if !underlined {
		t.Error("no highlight is underlined")
	}
}

func TestPricesTickWithoutMovingAnything(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.shows("8.14 AUD")
	d.tick("LYC.AX", 8.21)
	s.shows("8.21 AUD")
	s.selects("Heavy dysprosium")
}

func TestFaultIsSaidAndTheListStays(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	d.mu.Lock()
	d.fail = errors.New("disk I/O error")
	d.mu.Unlock()
	s.press("2")
	s.shows("cannot read the headlines: disk I/O error")
	s.shows("Gold holds near record")
}

func TestTheOldestAndBack(t *testing.T) {
	d := newFakeDesk()
	d.fill(6000)
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("G")
	s.shows("6,419/6,419")
	s.press("g")
	s.shows("1/6,419")
	s.selects("Heavy dysprosium")
}

func TestMoreMatchesThanAreCounted(t *testing.T) {
	d := newFakeDesk()
	d.limit = 300
	r := drive(t, d, 160, 45)
	last := d.articles[len(d.articles)-1].ID
	if got, want := r.headlines.place(), "1/300+"; got != want {
		t.Errorf("the first is %q, want %q", got, want)
	}
	for range 30 {
		r.send(t, tea.KeyPressMsg{Code: tea.KeyPgDown})
	}
	if got, want := r.headlines.place(), "300+/300+"; got != want || r.headlines.id() != last {
		t.Errorf("after thirty pages: %q, article %d, want %q and the last, %d", got, r.headlines.id(), want, last)
	}
	r.press(t, "g", "G")
	if got, want := r.headlines.place(), "300+/300+"; got != want || r.headlines.id() != last {
		t.Errorf("after G: %q, article %d, want %q and the last, %d", got, r.headlines.id(), want, last)
	}
	r.press(t, "g")
	if got, want := r.headlines.place(), "1/300+"; got != want {
		t.Errorf("after g: %q, want %q", got, want)
	}
}

func TestHighlightedTopicsComeFirst(t *testing.T) {
	x := newTopicIndex(orewire.Catalog{
		Groups: []orewire.Group{{ID: "g", Topics: []string{"gold", "tariffs", "shipbuilding"}}},
		Topics: []orewire.Topic{{ID: "gold", Short: "AU"}, {ID: "tariffs", Short: "TRF"}, {ID: "shipbuilding", Short: "SHIP", Highlight: "ship"}},
	})
	hits := []orewire.TopicHit{{ID: "tariffs", Score: 9}, {ID: "gold", Score: 5}, {ID: "shipbuilding", Score: 3}}
	var codes []string
	for _, topic := range x.foremost(hits, 2) {
		codes = append(codes, topic.code)
	}
	if want := []string{"SHIP", "TRF"}; !slices.Equal(codes, want) {
		t.Errorf("codes = %q, want %q", codes, want)
	}
}

func TestWhatIsAskedOfTheDesk(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("o")
	s.shows("Opening news.example/0/a-story")
	s.press("y")
	s.shows("Address sent to the clipboard.")
	s.press("r")
	s.shows("Asking all feeds and prices now.")
	s.until("the rest", func(string) bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.polls == 1 && len(d.opened) == 1 && d.articles[0].Read && len(d.shown) > 5 && d.shown[0] == "LYC.AX"
	})
}

func TestZoom(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("z")
	s.hides("Tickers")
	s.shows("Older story 9 ")
	s.press(esc)
	s.shows("Tickers")
}

func TestMouse(t *testing.T) {
	d := newFakeDesk()
	m := drive(t, d, 160, 45)
	click := func(x, y int) { m.send(t, tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(40, 6)
	if got, want := m.headlines.id(), d.articles[3].ID; got != want {
		t.Errorf("a click selected %d, want %d", got, want)
	}
	m.send(t, tea.MouseWheelMsg{X: 40, Y: 6, Button: tea.MouseWheelDown})
	if got := m.headlines.top; got != wheelRows {
		t.Errorf("the wheel scrolled to line %d, want %d", got, wheelRows)
	}
	m.View()
	click(m.tabs[2].from, 0)
	if m.view != 2 {
		t.Errorf("a click on the third tab shows view %d", m.view)
	}
	click(5, 4)
	if got := m.filter; len(got) == 0 || got[0] != "rare-earths" || m.focus != paneCommodities {
		t.Errorf("a click on a group filters by %v", got)
	}
	click(140, 3)
	if m.focus != paneTickers {
		t.Errorf("a click on the tickers gives the keys to %v", m.focus)
	}
	m.resize(t, 110, 35)
	m.View()
	click(m.places[0].from, m.layout.topics)
	if len(m.filter) == 0 {
		t.Error("a click on the topic line does not filter")
	}
}

// TestFirstRoundIsFollowed: on an empty store the newest stays in view until the reader touches something or all were asked.
func TestFirstRoundIsFollowed(t *testing.T) {
	d := newFakeDesk()
	all := d.articles
	d.articles, d.asked = nil, 3
	s := start(t, d, fixed(d), 160, 45)
	s.shows("asking 3/40")
	s.shows("No headlines in All.")
	add := func(n int) {
		d.mu.Lock()
		d.articles = all[n:]
		d.mu.Unlock()
		d.changes <- desk.Changes{New: []int64{all[n].ID}}
	}
	add(9)
	s.selects("レアアース")
	add(3)
	s.selects("Copper slips")
	s.press("j")
	s.selects("Polar icebreaker")
	add(0)
	s.shows("3 new above")
	s.selects("Polar icebreaker")
}

func TestResizeKeepsTheSelection(t *testing.T) {
	d := newFakeDesk()
	m := drive(t, d, 160, 45)
	m.press(t, "j", "j", "j")
	want := m.headlines.id()
	for _, size := range [][2]int{{110, 35}, {70, 24}, {39, 9}, {40, 10}, {200, 60}, {140, 12}} {
		m.resize(t, size[0], size[1])
		if got := m.headlines.id(); got != want {
			t.Errorf("at %v the selection is %d, want %d", size, got, want)
		}
		if size[0] >= 40 && (m.headlines.at[m.headlines.selected] < m.headlines.top || m.headlines.at[m.headlines.selected] >= m.headlines.top+max(1, m.headlines.h)) {
			t.Errorf("at %v the selection is out of view", size)
		}
	}
}
