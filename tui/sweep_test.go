package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/tui/theme"
)

// odd are texts that terminals and programs disagree about.
var odd = []string{
	"铜价上升 copper 한화오션 🇨🇱🔥 é̂ नमस्ते ภาษาไทย ﷽ 👩‍🚀 ❤️ end",
	"عربي מילה \u202eabc",
	"wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
	"",
	"。」、漢字かな交じり文、「引用」が続く長い見出しでございますので折り返しが必要になります",
}

func oddDesk() *fakeDesk {
	d := newFakeDesk()
	for i := range d.articles {
		a := &d.articles[i]
		words := odd[i%len(odd)]
		a.Title, a.Publisher, a.Author = cleantext.Line(words), cleantext.Line(words), cleantext.Line(words)
		a.Body = cleantext.Paragraphs(words + "\n\n" + words + " " + words)
		for j := range a.Links {
			a.Links[j].Name = cleantext.Line(words)
		}
		a.Topics = append(a.Topics, orewire.TopicHit{ID: "unknown-topic", Spans: []orewire.Span{{Start: 2, End: 7}, {Start: -1, End: 900}, {Field: orewire.InBody, Start: 0, End: 4}}})
	}
	for i := range d.feeds {
		d.feeds[i].Name = cleantext.Line(odd[i%len(odd)])
		d.feeds[i].State.Error = cleantext.Line(odd[(i+1)%len(odd)])
	}
	return d
}

// TestEverySize draws every pane and overlay at every size: each row has its exact width and nothing panics.
func TestEverySize(t *testing.T) {
	d := oddDesk()
	m := drive(t, d, 160, 45)
	step := 1
	if testing.Short() {
		step = 7
	}
	for w := 1; w <= 250; w += step {
		for _, h := range []int{1, 2, 9, 10, 11, 17, 25, 26, 30, 45, 60} {
			m.resize(t, w, h)
			m.check(t, "the screen")
		}
	}
	for h := 1; h <= 60; h += step {
		for _, w := range []int{1, 39, 40, 41, 70, 89, 90, 99, 100, 110, 139, 140, 160, 250} {
			m.resize(t, w, h)
			m.check(t, "the screen")
		}
	}
}

var sizes = [][2]int{{1, 1}, {39, 20}, {40, 10}, {41, 11}, {57, 13}, {70, 24}, {89, 25}, {90, 10}, {95, 26}, {110, 35}, {139, 29}, {140, 10}, {160, 45}, {250, 60}}

func TestEveryPaneAlone(t *testing.T) {
	d := oddDesk()
	m := drive(t, d, 160, 45)
	for p := range paneCount {
		for _, zoomed := range []bool{false, true} {
			m.setFocus(p)
			m.zoomed = zoomed
			for _, size := range sizes {
				m.resize(t, size[0], size[1])
				m.check(t, p.String())
			}
		}
	}
}

func TestEveryOverlay(t *testing.T) {
	for _, key := range []string{"x", "F", "?", "t", "/"} {
		d := oddDesk()
		m := drive(t, d, 160, 45)
		m.press(t, key)
		for _, size := range sizes {
			m.resize(t, size[0], size[1])
			m.check(t, "with "+key)
			m.send(t, tea.KeyPressMsg{Code: tea.KeyDown})
			m.send(t, tea.KeyPressMsg{Code: '漢', Text: "漢"})
			m.check(t, "with "+key)
		}
		m.send(t, tea.KeyPressMsg{Code: tea.KeyEscape})
		m.check(t, "after "+key)
	}
}

func TestASCIIOnly(t *testing.T) {
	d := newFakeDesk()
	d.articles = d.articles[3:4]
	d.articles[0].Body = cleantext.Line("plain words")
	m := drive(t, d, 160, 45)
	m.opt.ASCII, m.stale = true, true
	for _, r := range m.View().Content {
		if r > 0x7e {
			t.Fatalf("the frame holds %q", r)
		}
	}
	m.check(t, "ASCII")
}

func TestEmptyStore(t *testing.T) {
	d := newFakeDesk()
	d.articles, d.watch, d.feeds = nil, nil, nil
	m := drive(t, d, 160, 45)
	for _, size := range sizes {
		m.resize(t, size[0], size[1])
		m.check(t, "an empty store")
	}
	m.press(t, "j", "k", "G", "g", "n", "o", "y", "s", "u", "x", " ", "F")
	m.check(t, "an empty store after keys")
}

func TestThemes(t *testing.T) {
	for _, name := range theme.Names() {
		d := newFakeDesk()
		m := drive(t, d, 160, 45)
		m.opt.Theme = name
		m.repaint()
		m.check(t, name)
	}
}

func BenchmarkFrame(b *testing.B) {
	m := drive(b, newFakeDesk(), 180, 50)
	b.Run("nothing changed", func(b *testing.B) {
		for b.Loop() {
			m.Update(struct{}{})
			m.View()
		}
	})
	b.Run("one row down", func(b *testing.B) {
		for b.Loop() {
			if !m.headlines.move(1) {
				m.headlines.move(-1000)
			}
			m.stale = true
			m.View()
		}
	})
	b.Run("the clock", func(b *testing.B) {
		for b.Loop() {
			m.stale = true
			m.View()
		}
	})
	b.Run("all anew", func(b *testing.B) {
		for b.Loop() {
			m.repaint()
			m.View()
		}
	})
}
