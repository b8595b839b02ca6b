package tui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"orewire/tui/cells"
	"orewire/tui/theme"
)

// picker finds topics by a few of their letters; several can be chosen.
type picker struct {
	all      []topicInfo
	found    []topicInfo
	chosen   map[string]bool
	touched  bool // something was chosen or given up here
	input    textinput.Model
	selected int
	top, h   int
}

const (
	pickerWidth  = 48
	pickerHeight = 24
)

func newPicker(m *root) *picker {
	o := &picker{all: m.look.topics.list, chosen: map[string]bool{}, input: textinput.New()}
	o.input.Prompt = ""
	o.input.CharLimit = 40
	o.input.SetVirtualCursor(false)
	o.input.Focus()
	for _, id := range m.filter {
		o.chosen[id] = true
	}
	o.find()
	return o
}

// find lists the topics that the letters fit, the best first; all of them without letters.
func (o *picker) find() {
	o.selected, o.top = 0, 0
	text := o.input.Value()
	if text == "" {
		o.found = o.all
		return
	}
	names := make([]string, len(o.all))
	for i, t := range o.all {
		names[i] = t.name + " " + t.code
	}
	o.found = nil
	for _, match := range fuzzy.Find(text, names) {
		o.found = append(o.found, o.all[match.Index])
	}
}

func (o *picker) boxes(l layout) []box { return []box{centred(l, pickerWidth, pickerHeight)} }

func (o *picker) views(m *root, boxes []box) []view {
	w, h := boxes[0].inner()
	o.h = max(0, h-2)
	o.top = max(0, min(max(min(o.top, o.selected), o.selected-o.h+1), len(o.found)-o.h))
	rows := make([]string, h)
	for y := range rows {
		r := cells.NewRow(m.look.theme, w)
		switch i := o.top + y - 2; {
		case y == 0:
			r.To(1).Put(theme.Bold(theme.Accent), "›").To(queryAt).Put(theme.Plain(theme.Text), o.input.Value())
		case y == 1:
		case i < len(o.found):
			o.row(m, r, i)
		case i == 0:
			r.To(queryAt).Put(theme.Plain(theme.Dim), "No topic has these letters.")
		}
		rows[y] = r.String()
	}
	title := []span{{theme.Plain(theme.Dim), "  " + count(len(o.chosen)) + " chosen"}}
	return []view{{box: boxes[0], rows: rows, name: "Topics", border: border{title: title, thumb: thumb{o.top, o.h, len(o.found)}}}}
}

func (o *picker) row(m *root, r *cells.Row, i int) {
	t := o.found[i]
	name, number := theme.Plain(theme.Text), theme.Plain(theme.Dim)
	if i == o.selected {
		r.On(theme.SelBg).Put(theme.Plain(theme.Accent), "▌")
		name, number = theme.Bold(theme.SelText), theme.Plain(theme.SelDim)
	}
	mark := " "
	if o.chosen[t.id] {
		mark = "●"
	}
	r.To(1).Put(theme.Plain(theme.Accent), mark).To(queryAt).Field(theme.Bold(t.ink), t.code, 6).Put(name, t.name)
	if n := m.census.Topics[t.id].Unread; n > 0 {
		r.EndAt(r.At()+r.Left()-1, number, count(n))
	}
}

func (o *picker) press(m *root, msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys
	switch {
	case key.Matches(msg, k.Choose):
		o.toggle()
	case key.Matches(msg, k.Accept):
		m.overlay = nil
		return m.setFilter(o.result())
	case msg.Code == tea.KeyDown || msg.String() == "ctrl+n":
		o.selected = min(o.selected+1, len(o.found)-1)
	case msg.Code == tea.KeyUp || msg.String() == "ctrl+p":
		o.selected = max(o.selected-1, 0)
	case msg.Code == tea.KeyPgDown:
		o.selected = max(0, min(o.selected+o.h, len(o.found)-1))
	case msg.Code == tea.KeyPgUp:
		o.selected = max(o.selected-o.h, 0)
	default:
		return o.edit(msg)
	}
	return nil
}

func (o *picker) edit(msg tea.Msg) tea.Cmd {
	before := o.input.Value()
	var cmd tea.Cmd
	if o.input, cmd = o.input.Update(msg); o.input.Value() != before {
		o.find()
	}
	return cmd
}

func (o *picker) paste(msg tea.PasteMsg) tea.Cmd { return o.edit(msg) }

func (o *picker) toggle() {
	if o.selected >= len(o.found) {
		return
	}
	o.touched = true
	if id := o.found[o.selected].id; o.chosen[id] {
		delete(o.chosen, id)
	} else {
		o.chosen[id] = true
	}
}

// result is what was chosen, in the order of the filter bar; or the selected topic, if the reader only looked for one.
func (o *picker) result() []string {
	var ids []string
	for _, t := range o.all {
		if o.chosen[t.id] {
			ids = append(ids, t.id)
		}
	}
	if len(ids) == 0 && !o.touched && o.selected < len(o.found) {
		ids = append(ids, o.found[o.selected].id)
	}
	return slices.Clip(ids)
}

func (o *picker) keys(k Keys) []key.Binding {
	return []key.Binding{named(k.Down, "↑/↓", "move"), k.Choose, k.Accept, doing(k.Back, "close")}
}

func (o *picker) cursor(m *root) *tea.Cursor {
	b := o.boxes(m.layout)[0]
	c := tea.NewCursor(b.x1+1+queryAt+cells.Width(string([]rune(o.input.Value())[:o.input.Position()])), b.y1+1)
	c.Blink = false
	return c
}
