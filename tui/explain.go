package tui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// explain shows by which words an article has its topics and instruments, and what looks like evidence and is not.
type explain struct {
	title   string
	e       desk.Explanation
	tickers []desk.Ticker
	lines   []explainLine
	width   int // that lines were made for
	links   int
	link    int // the selected instrument
	top, h  int
	all     bool // the view is not bound to the selected instrument
}

// explainLine is a line of the overlay; link is the index of its instrument, or -1.
type explainLine struct {
	link  int
	write func(r *cells.Row, selected bool)
}

const (
	explainMargin = 2
	explainWidth  = 116
	explainHeight = 34
	explainRoomy  = 90
	explainTight  = 72 // below it reasons stand under what they are for, not beside it
	whatAt        = explainMargin + 6
)

func (m *root) startExplain() tea.Cmd {
	id := m.readingID()
	if id == 0 {
		return nil
	}
	m.asked.explain = id
	return func() tea.Msg {
		e, err := m.desk.Explain(m.ctx, id)
		return explainMsg{id, e, err}
	}
}

func (m *root) showExplanation(msg explainMsg) tea.Cmd {
	a := m.reading()
	if msg.id != m.asked.explain || a == nil || a.ID != msg.id || m.overlay != nil {
		return nil
	}
	m.asked.explain = 0
	if msg.err != nil {
		return m.fault("cannot explain the article", msg.err)
	}
	m.overlay = &explain{title: a.Title.String(), e: msg.explanation, tickers: m.tickers.list, links: len(msg.explanation.Links), all: true}
	return nil
}

func (o *explain) boxes(l layout) []box { return []box{centred(l, explainWidth, explainHeight)} }

func (o *explain) views(m *root, boxes []box) []view {
	w, h := boxes[0].inner()
	if w != o.width {
		o.width = w
		o.lay(m.look)
	}
	o.h = max(0, h-2)
	o.keepVisible()
	rows := make([]string, h)
	for y := range rows {
		r := cells.NewRow(m.look.theme, w)
		if i := o.top + y - 1; y > 0 && y <= o.h && i < len(o.lines) {
			line := o.lines[i]
			selected := line.link == o.link && line.link >= 0
			if selected {
				r.On(theme.SelBg).Put(theme.Plain(theme.Accent), "▌")
			}
			line.write(r, selected)
		}
		rows[y] = r.String()
	}
	title := []span{{theme.Plain(theme.Text), "  " + o.title}}
	return []view{{box: boxes[0], name: "Explain", rows: rows, border: border{title: title, thumb: thumb{o.top, o.h, len(o.lines)}}}}
}

func (o *explain) keepVisible() {
	if o.links > 0 && !o.all {
		first := slices.IndexFunc(o.lines, func(l explainLine) bool { return l.link == o.link })
		last := first
		for last+1 < len(o.lines) && o.lines[last+1].link == o.link {
			last++
		}
		o.top = min(max(o.top, last-o.h+1), max(first, 0))
	}
	o.top = max(0, min(o.top, len(o.lines)-o.h))
}

func (o *explain) press(m *root, msg tea.KeyPressMsg) tea.Cmd {
	if key.Matches(msg, m.keys.Explain) {
		m.overlay = nil
		return nil
	}
	n, ok := m.steps(msg, o.h, len(o.lines))
	switch {
	case !ok:
	case o.links > 0 && (n == 1 || n == -1):
		o.step(n)
	default:
		o.all = true
		o.top += n
	}
	return nil
}

// step goes to the next instrument, or where the selected one is out of view to the first one in view. Without any in view it
// scrolls.
func (o *explain) step(n int) {
	first, last := o.linksInView()
	switch {
	case first < 0:
		o.all = true
		o.top += n
		return
	case o.link < first || o.link > last:
		o.link = first
	default:
		o.link = max(0, min(o.link+n, o.links-1))
	}
	o.all = false
}

// linksInView returns the first and the last instrument of which a line is in view; -1 if there is none.
func (o *explain) linksInView() (first, last int) {
	first, last = -1, -1
	for _, line := range o.lines[min(o.top, len(o.lines)):min(o.top+o.h, len(o.lines))] {
		if line.link >= 0 && first < 0 {
			first = line.link
		}
		last = max(last, line.link)
	}
	return first, last
}

func (o *explain) keys(k Keys) []key.Binding {
	return []key.Binding{named(k.Down, "j/k", "move"), k.PageDown, doing(k.Back, "close")}
}

func (o *explain) cursor(*root) *tea.Cursor { return nil }
