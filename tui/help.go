package tui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"orewire/tui/cells"
	"orewire/tui/theme"
)

// help lists the keys by what they are for; those of the focused pane come first. It reads the key map itself.
type help struct {
	sections []helpSection
	top      int
	lines    int
	h        int
}

type helpSection struct {
	title    string
	bindings []key.Binding
}

func newHelp(m *root) *help {
	k := m.keys
	here := helpSection{m.focus.String(), nil}
	switch m.focus {
	case paneHeadlines:
		here.bindings = []key.Binding{doing(k.Read, "read all of it"), k.Scroll, k.NextUnread, k.PreviousUnread, k.Newest, doing(k.Back, "show all again")}
	case paneArticle:
		here.bindings = []key.Binding{named(k.Down, "j/k", "scroll"), k.Scroll, doing(k.Read, "read the whole text"), doing(k.Back, "to the headlines"), k.NextUnread, k.PreviousUnread}
	case paneCommodities:
		here.bindings = []key.Binding{named(k.Down, "j/k", "move"), doing(k.Filter, "show only these"), doing(k.Back, "to the headlines")}
	case paneTickers:
		here.bindings = []key.Binding{named(k.Down, "j/k", "choose what is charted"), doing(k.Back, "to the headlines")}
	case paneChart:
		here.bindings = []key.Binding{doing(k.Back, "to the headlines")}
	}
	return &help{sections: []helpSection{
		here,
		{"This article", m.forArticle()},
		{"Show", []key.Binding{k.View, k.Topics, k.Search, k.Feeds, k.Poll}},
		signs,
		{"Move", []key.Binding{k.Down, k.Up, k.HalfDown, k.HalfUp, k.PageDown, k.PageUp, k.Top, k.Bottom}},
		{"Panes", []key.Binding{k.NextPane, k.PreviousPane, k.PaneLeft, k.PaneRight, k.Zoom}},
		{"Program", []key.Binding{k.Help, k.Redraw, k.Suspend, k.Quit}},
	}}
}

// signs are what stands in the headlines without a word.
var signs = helpSection{"Signs", []key.Binding{
	sign("•", "unread"), sign("★", "starred"), sign("lead", "ticker most concerned"), sign("since", "its move since then"),
	sign(unknown, "unknown, or no trade"),
}}

func sign(text, means string) key.Binding { return key.NewBinding(key.WithHelp(text, means)) }

// forArticle are the keys that do something with the selected article; links only where it has any.
func (m *root) forArticle() []key.Binding {
	k := m.keys
	keys := []key.Binding{doing(k.Open, "open in the browser"), k.Copy, k.Star, k.MarkRead, k.Explain}
	if len(m.article.versions) > 1 {
		keys = append(keys, k.Versions)
	}
	if m.article.hasLinks() {
		keys = slices.Insert(keys, 1, doing(k.Links, "links in the text"))
	}
	return keys
}

const (
	helpWidth  = 72
	helpKeys   = 11
	helpColumn = 34
)

// columns deals the sections out to one or two columns of about the same height.
func (o *help) columns(w int) [][]helpLine {
	var all []helpLine
	for i, s := range o.sections {
		if i > 0 {
			all = append(all, helpLine{})
		}
		all = append(all, helpLine{title: s.title})
		for _, b := range s.bindings {
			all = append(all, helpLine{key: b.Help().Key, does: b.Help().Desc})
		}
	}
	if w < 2*helpColumn {
		return [][]helpLine{all}
	}
	cut := len(all)
	for i := range all {
		if all[i] == (helpLine{}) && max(i, len(all)-i) < max(cut, len(all)-cut) {
			cut = i
		}
	}
	left, right := all[:cut], all[min(cut+1, len(all)):]
	return [][]helpLine{left, right}
}

type helpLine struct{ title, key, does string }

func (o *help) boxes(l layout) []box {
	w := min(helpWidth, l.w)
	o.lines = 0
	for _, c := range o.columns(w - 2) {
		o.lines = max(o.lines, len(c))
	}
	return []box{centred(l, w, o.lines+4)}
}

func (o *help) views(m *root, boxes []box) []view {
	w, h := boxes[0].inner()
	o.h = max(0, h-2)
	o.top = max(0, min(o.top, o.lines-o.h))
	columns := o.columns(w)
	rows := make([]string, h)
	for y := range rows {
		r := cells.NewRow(m.look.theme, w)
		for x, c := range columns {
			i := y - 1 + o.top
			if y < 1 || y > o.h || i >= len(c) {
				continue
			}
			r.To(2 + x*helpColumn)
			switch line := c[i]; {
			case line.title != "":
				r.Put(theme.Bold(theme.Title), line.title)
			default:
				r.Field(theme.Bold(theme.Key), line.key, helpKeys).Put(theme.Plain(theme.Text), cells.Cut(line.does, helpColumn-helpKeys-2))
			}
		}
		rows[y] = r.String()
	}
	return []view{{box: boxes[0], rows: rows, name: "Help", border: border{thumb: thumb{o.top, o.h, o.lines}}}}
}

func (o *help) press(m *root, msg tea.KeyPressMsg) tea.Cmd {
	if key.Matches(msg, m.keys.Help) {
		m.overlay = nil
		return nil
	}
	if n, ok := m.steps(msg, o.h, o.lines); ok {
		o.top = max(0, min(o.top+n, o.lines-o.h))
	}
	return nil
}

func (o *help) keys(k Keys) []key.Binding {
	return []key.Binding{named(k.Down, "j/k", "scroll"), doing(k.Back, "close")}
}

func (o *help) cursor(*root) *tea.Cursor { return nil }
