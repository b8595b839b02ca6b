package tui

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"orewire/tui/cells"
	"orewire/tui/theme"
)

// arrange lays out the screen for its size and state, and gives the panes their rectangles.
func (m *root) arrange() {
	m.stale = true
	if m.w <= 0 || m.h <= 0 {
		return
	}
	m.layout = arrange(m.w, m.h, arranging{m.focus, m.zoomed, m.search.open, len(m.watchlist) == 0})
	if m.layout.shape == medium && !m.zoomed && m.focus == paneCommodities {
		m.focus = paneHeadlines
	}
	m.grid = newGrid(m.w, m.h, m.layout.boxes, m.focus)
	for _, b := range m.layout.boxes {
		w, h := b.inner()
		switch b.pane {
		case paneCommodities:
			m.commodities.resize(w, h)
		case paneHeadlines:
			m.headlines.resize(w, h)
		case paneArticle:
			m.article.tickers = m.tickersInText()
			m.article.resize(w, h)
		case paneTickers:
			m.tickers.resize(w, h)
		case paneChart:
			m.chart.resize(w, h)
		}
	}
}

// View returns the screen. The frame is drawn anew only after something has changed.
func (m *root) View() tea.View {
	if m.stale {
		m.guard("view", func() { m.frame = m.draw() })
		m.stale = false
	}
	v := tea.NewView(m.frame)
	v.AltScreen = true
	v.WindowTitle = m.windowTitle()
	v.Cursor = m.cursor()
	if m.opt.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (m *root) draw() string {
	if m.w <= 0 || m.h <= 0 {
		return ""
	}
	rows := make([]string, m.h)
	if m.layout.shape == tiny {
		m.drawTiny(rows)
	} else {
		m.drawScreen(rows)
	}
	frame := strings.Join(rows, "\n")
	if m.opt.ASCII {
		frame = asciiOnly.Replace(frame)
	}
	return frame
}

// drawTiny says that there is no room.
func (m *root) drawTiny(rows []string) {
	for y := range rows {
		r := cells.NewRow(m.look.theme, m.w)
		if y == len(rows)/2 {
			r.Put(theme.Plain(theme.Text), "orewire needs "+strconv.Itoa(narrowFrom)+"x"+strconv.Itoa(shortest))
		}
		rows[y] = r.String()
	}
}

func (m *root) drawScreen(rows []string) {
	l := m.layout
	rows[0], m.tabs = m.header(m.w)
	if l.strip >= 0 {
		rows[l.strip] = m.strip(m.w)
	}
	m.places = nil
	if l.topics >= 0 {
		rows[l.topics], m.places = m.topicLine(m.w)
	}
	if l.prompt >= 0 {
		prompt := m.promptRows(m.w)
		rows[l.prompt], rows[l.prompt+1] = prompt[0], prompt[1]
	}
	if l.footer >= 0 {
		rows[l.footer] = m.footerRow(m.w)
	}
	views := make([]view, len(l.boxes))
	for i, b := range l.boxes {
		views[i] = m.drawPane(b)
	}
	drawPanes(rows, m.look.theme, m.grid, views)
	if m.overlay != nil {
		m.drawOverlay(rows)
	}
}

func (m *root) drawPane(b box) view {
	v := view{box: b, name: b.pane.String()}
	focused := b.pane == m.focus
	switch b.pane {
	case paneCommodities:
		v.rows, v.border = m.commodities.draw(focused), m.commodities.border()
	case paneHeadlines:
		m.headlines.help = m.emptyHelp()
		v.rows, v.border = m.headlines.draw(focused), m.headlines.border(m.listName(), m.asking())
		v.border.below = m.lost(b)
	case paneArticle:
		v.rows, v.border = m.article.draw(), m.article.border(m.position(), m.asked.pages[m.article.article.ID])
	case paneTickers:
		v.rows, v.border = m.tickers.draw(focused), m.tickers.border()
	case paneChart:
		v.rows, v.border = m.chart.draw(), m.chart.border()
	}
	return v
}

// listName says what the list shows: the view, its filter and the search.
func (m *root) listName() string {
	name := ""
	if m.view < len(m.views) {
		name = m.views[m.view].Name.String()
	}
	for i, id := range m.filter {
		if i == 3 {
			name += " …"
			break
		}
		name += map[bool]string{true: " · ", false: ","}[i == 0] + m.look.topics.topic(id).code
	}
	if m.search.active() {
		name += " / " + cells.Cut(m.search.text, 24)
	}
	return name
}

// position says which of the headlines the article is, where the list is not beside it.
func (m *root) position() string {
	if _, ok := m.layout.box(paneHeadlines); ok || m.headlines.selected < 0 {
		return ""
	}
	return m.headlines.place()
}

// lost says below the narrow list what its selected row has no columns for.
func (m *root) lost(b box) []span {
	row := m.headlines.reading()
	w, _ := b.inner()
	cols := columnsFor(w)
	if row == nil || cols.publisher && cols.lead && cols.story || m.layout.shape != narrow {
		return nil
	}
	dim := theme.Plain(theme.Dim)
	spans := []span{{dim, row.Publisher.String()}}
	if !row.Via.IsZero() {
		spans[0].text += " via " + row.Via.String()
	}
	if size := storySize(row.Story); size != "" {
		spans = append(spans, span{dim, "  " + size})
	}
	if row.Lead.Symbol != "" {
		spans = append(spans, span{dim, "  " + row.Lead.Symbol})
	}
	return spans
}

// asciiOnly draws the frame for terminals and eyes that want nothing else; every character keeps its one cell.
var asciiOnly = strings.NewReplacer(asciiPairs()...)

func asciiPairs() []string {
	pairs := []string{
		"│", "|", "─", "-", "╭", "+", "╮", "+", "╰", "+", "╯", "+", "├", "+", "┤", "+", "┬", "+", "┴", "+", "┼", "+", "┃", "#",
		"▌", ">", "•", "*", "★", "s", "●", "*", "○", "o", "▲", "^", "▼", "v", "◂", "<", "✕", "x", "┊", ":", "…", "~", "—", "-", "−", "-", "×", "x",
		"·", "-", "›", ">", "↓", "v", "↑", "^", "–", "-", "“", "\"", "”", "\"",
	}
	for i, block := range blocks {
		pairs = append(pairs, string(block), string("_.,-=+#@"[i]))
	}
	for dots := rune(0x2801); dots <= 0x28ff; dots++ {
		pairs = append(pairs, string(dots), ".")
	}
	return pairs
}
