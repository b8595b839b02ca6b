package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
)

func TestFeedsByWhatNeedsLookingAt(t *testing.T) {
	d := newFakeDesk()
	d.feeds[19].State.Moved = mustAddress(t, "https://new.example/rss")
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.shows("2 feeds failing")
	s.shows("LIVE 37/40 feeds") // the paused one is none of them
	s.press("F")
	s.shows("Feeds  40  36 fine  2 failing  1 paused  1 silent  1 asking")
	s.shows("✕ Feed 8 of the trade")
	s.shows("403 refused")
	s.shows("refused: 403 Forbidden, 4 tries")
	s.shows("! Feed 14 of the trade")
	s.shows("410 gone")
	s.shows("answers, but nothing new for 24 d")
	s.shows("moved to new.example/rss")
	s.shows("cut: 2,000 of its items left out")
	s.shows("○ Feed 24 of the trade")
	s.shows("to do        set another user_agent: for this feed")
	s.press("jjj")
	s.shows("Mining / Rare earths  ·  added by you 4 Mar 2025")
}

func mustAddress(t *testing.T, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestFeedAnswers(t *testing.T) {
	failed := cleantext.Line("it failed")
	for want, f := range map[string]desk.FeedHealth{
		"—":             {},
		"asking":        {Asking: true, State: orewire.FeedState{Checked: newFakeDesk().now, Status: 404, Error: failed}},
		"404 not found": {State: orewire.FeedState{Checked: newFakeDesk().now, Status: 404, Error: failed}},
		"410 gone":      {State: orewire.FeedState{Checked: newFakeDesk().now, Status: 410, Error: failed, Paused: true}},
		"no answer":     {State: orewire.FeedState{Checked: newFakeDesk().now, Error: failed}},
		"200 unusable":  {State: orewire.FeedState{Checked: newFakeDesk().now, Status: 200, Error: failed}},
		"304":           {State: orewire.FeedState{Checked: newFakeDesk().now, Status: 304}},
	} {
		if got := feedAnswer(f); got != want {
			t.Errorf("answer of %d is %q, want %q", f.State.Status, got, want)
		}
	}
}

func TestFeedFacts(t *testing.T) {
	d := newFakeDesk()
	r := drive(t, d, 160, 45)
	f := d.feeds[13]
	f.Site, f.State.Quiet = mustAddress(t, "https://www.ores.example/"), d.now.Add(3*60e9)
	f.State.Moved, f.State.MovedSeen = mustAddress(t, "https://new.example/rss"), 3
	if got, want := feedNext(r.look, desk.FeedHealth{State: orewire.FeedState{Next: f.State.Next, Quiet: f.State.Quiet}}),
		"16:17:07; its server asked us not to come before 16:15:07"; got != want {
		t.Errorf("next is %q, want %q", got, want)
	}
	var got []string
	for _, fact := range feedFacts(r.look, f) {
		got = append(got, fact.name+": "+fact.text)
	}
	want := []string{
		"problem: gone for good (410); paused, asked again once a day",
		"to do: look for its new address on ores.example, or remove it",
		"address: https://feed13.example/rss",
		"moved to: https://new.example/rss, where it is asked now",
		"asked: 16:07:47, 410 gone in 171 ms",
		"next: 16:17:07, once a day",
		"last good: 16:07:47, 13 items",
		"newest: 1 Jun 08:40:07, 31 h ago",
		"from: the built-in bundle minerals",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
}

func TestFeedScreenKeepsItsSelection(t *testing.T) {
	d := newFakeDesk()
	r := drive(t, d, 160, 45)
	r.press(t, "F", "j", "j", "j", "j", "j")
	o := r.overlay.(*feedScreen)
	name := feedName(o.feeds[o.selected])
	d.feeds[30].State.Error = cleantext.Line("it failed")
	r.readMemory()
	if got := feedName(o.feeds[o.selected]); got != name {
		t.Errorf("after another feed failed %q is selected, want %q", got, name)
	}
	if rows := strings.Split(r.View().Content, "\n"); !strings.Contains(ansi.Strip(rows[2]), "3 failing") {
		t.Errorf("the head is %q, want 3 failing", ansi.Strip(rows[2]))
	}
}

func TestTheWheelMovesInWhatIsOpen(t *testing.T) {
	m := drive(t, newFakeDesk(), 160, 45)
	m.press(t, "F")
	o := m.overlay.(*feedScreen)
	m.send(t, tea.MouseWheelMsg{X: 60, Y: 10, Button: tea.MouseWheelDown})
	m.send(t, tea.MouseWheelMsg{X: 60, Y: 10, Button: tea.MouseWheelDown})
	m.send(t, tea.MouseWheelMsg{X: 60, Y: 10, Button: tea.MouseWheelUp})
	if o.selected != 1 {
		t.Errorf("after two turns down and one up feed %d is selected, want 1", o.selected)
	}
	if m.headlines.selected != 0 {
		t.Errorf("headline %d behind it is selected, want 0", m.headlines.selected)
	}
}
