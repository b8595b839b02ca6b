package tui

import (
	"strconv"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// links lists where the links of the open article lead. A link is opened by its number, or selected and opened.
type links struct {
	list     []textLink
	typed    int // number that is being typed; 0: none
	selected int
	top, h   int
}

// textLink is a link as the text words it where it first stands.
type textLink struct {
	words   string
	address cleantext.Address
}

// linksOf lists the links of a text: the first is that of number 1.
func linksOf(blocks []orewire.Block) []textLink {
	var list []textLink
	for _, b := range blocks {
		text := b.Text.String()
		for _, l := range b.Links {
			if l.Number == len(list)+1 && 0 <= l.Start && l.Start <= l.End && l.End <= len(text) {
				list = append(list, textLink{cleantext.Line(text[l.Start:l.End]).String(), l.Address})
			}
		}
	}
	return list
}

const (
	linksWidth  = 100
	linksHeight = 26
	linkWords   = 8  // column of the words
	linkAddress = 44 // column of the address, where there is room
)

func (m *root) startLinks() tea.Cmd {
	list := linksOf(m.article.blocks)
	if len(list) == 0 {
		if m.article.whole {
			return m.say("This text has no links.")
		}
		return m.say("This text has no links; " + m.keys.Read.Help().Key + " reads the whole page.")
	}
	m.overlay = &links{list: list}
	return nil
}

func (o *links) boxes(l layout) []box {
	return []box{centred(l, linksWidth, min(linksHeight, len(o.list)+4))}
}

func (o *links) views(m *root, boxes []box) []view {
	w, h := boxes[0].inner()
	o.h = max(0, h-2)
	o.top = max(0, min(max(min(o.top, o.selected), o.selected-o.h+1), len(o.list)-o.h))
	rows := make([]string, h)
	for y := range rows {
		r := cells.NewRow(m.look.theme, w)
		if i := o.top + y - 1; y > 0 && y <= o.h && i < len(o.list) {
			o.row(r, i)
		}
		rows[y] = r.String()
	}
	title := []span{{theme.Plain(theme.Dim), "  " + count(len(o.list))}}
	return []view{{box: boxes[0], name: "Links", rows: rows, border: border{title: title, thumb: thumb{o.top, o.h, len(o.list)}}}}
}

func (o *links) row(r *cells.Row, i int) {
	selected := i == o.selected
	if selected {
		r.On(theme.SelBg).Put(theme.Plain(theme.Accent), "▌")
	}
	r.EndAt(linkWords-2, theme.Bold(theme.Key), strconv.Itoa(i+1)).To(linkWords)
	address := shortAddress(o.list[i].address.String())
	if r.Left() > linkAddress {
		r.Put(theme.Plain(primary(selected, theme.Text)), cells.Cut(o.list[i].words, linkAddress-linkWords-2)).To(linkAddress)
	}
	r.Put(theme.Plain(secondary(selected, theme.Dim)), cells.Cut(address, r.Left()-1))
}

func (o *links) press(m *root, msg tea.KeyPressMsg) tea.Cmd {
	if digit, err := strconv.Atoi(msg.Text); err == nil && len(msg.Text) == 1 {
		return o.digit(m, digit)
	}
	o.typed = 0
	switch {
	case key.Matches(msg, m.keys.Links):
		m.overlay = nil
		return nil
	case key.Matches(msg, m.keys.Accept):
		return o.open(m, o.selected)
	}
	if n, ok := m.steps(msg, o.h, len(o.list)); ok {
		o.selected = max(0, min(o.selected+n, len(o.list)-1))
	}
	return nil
}

// digit selects by the number typed so far, and opens the link when no longer number could follow.
func (o *links) digit(m *root, digit int) tea.Cmd {
	if o.typed = 10*o.typed + digit; o.typed > len(o.list) {
		o.typed = digit
	}
	if o.typed == 0 || o.typed > len(o.list) {
		o.typed = 0
		return nil
	}
	o.selected = o.typed - 1
	if 10*o.typed > len(o.list) {
		return o.open(m, o.selected)
	}
	return nil
}

func (o *links) open(m *root, i int) tea.Cmd {
	m.overlay = nil
	address := o.list[i].address
	return tea.Batch(m.say("Opening "+shortAddress(address.String())), func() tea.Msg {
		return doneMsg{"the link was not opened", m.desk.OpenAddress(m.ctx, address)}
	})
}

func (o *links) keys(k Keys) []key.Binding {
	return []key.Binding{named(k.Down, "j/k", "move"), named(k.Accept, "number or enter", "open"), doing(k.Back, "close")}
}

func (o *links) cursor(*root) *tea.Cursor { return nil }
