package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"orewire/tui/cells"
	"orewire/tui/theme"
)

// overlay is a screen over the panes. It has the keys while it is open.
type overlay interface {
	boxes(l layout) []box // where it stands, its main box first; all panes are hidden if it takes their whole room
	views(m *root, boxes []box) []view
	press(m *root, msg tea.KeyPressMsg) tea.Cmd
	keys(Keys) []key.Binding
	cursor(m *root) *tea.Cursor // nil: none
}

// pressInOverlay gives a key to the overlay; esc and the key that opened it close it. Where letters are typed, q is one.
func (m *root) pressInOverlay(msg tea.KeyPressMsg) tea.Cmd {
	m.stale = true
	if key.Matches(msg, m.keys.Back) {
		m.overlay = nil
		return nil
	}
	if _, typing := m.overlay.(*picker); key.Matches(msg, m.keys.Quit) && !(typing && msg.Text != "") {
		return tea.Quit
	}
	return m.overlay.press(m, msg)
}

// centred is a box of at most w by h cells, lines included, in the middle of the panes' room; a narrow screen is given to it whole.
func centred(l layout, w, h int) box {
	top, bottom := 1, l.h-2
	if l.shape == narrow {
		w, h = l.w, bottom-top+1
	}
	w, h = min(w, l.w), min(h, bottom-top+1)
	x, y := (l.w-w)/2, top+(bottom-top+1-h)/2
	return box{pane: paneCount, x1: x, y1: y, x2: x + w - 1, y2: y + h - 1}
}

// drawOverlay draws the overlay over the rows, which become a backdrop.
func (m *root) drawOverlay(rows []string) {
	boxes := m.overlay.boxes(m.layout)
	views := m.overlay.views(m, boxes)
	g := newGrid(m.w, m.h, boxes, boxes[0].pane)
	whole := boxes[0].x1 == 0 && boxes[0].x2 == m.w-1
	if whole {
		drawPanes(rows, m.look.theme, g, views)
		return
	}
	backdrop := theme.Plain(theme.Backdrop)
	over := make([]string, m.h)
	drawPanes(over, m.look.theme, g, views)
	for y := range rows {
		behind := ansi.Strip(rows[y])
		if y == m.layout.footer {
			continue
		}
		if over[y] == "" {
			rows[y] = m.look.theme.Paint(backdrop, behind)
			continue
		}
		x1, x2 := boxes[0].x1, boxes[0].x2
		rows[y] = m.look.theme.Paint(backdrop, cells.Slice(behind, 0, x1)) + over[y] +
			m.look.theme.Paint(backdrop, cells.Slice(behind, x2+1, m.w))
	}
}
