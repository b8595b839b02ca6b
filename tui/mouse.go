package tui

import tea "charm.land/bubbletea/v2"

const wheelRows = 3

// point takes a click or a turn of the wheel.
func (m *root) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	m.stale, m.follow = true, false
	if m.search.open {
		return nil
	}
	_, wheel := msg.(tea.MouseWheelMsg)
	switch {
	case m.overlay != nil:
		return m.wheelOverlay(at)
	case wheel:
		return m.wheel(at)
	}
	if at.Button != tea.MouseLeft {
		return nil
	}
	if at.Y == 0 {
		for _, t := range m.tabs {
			if at.X >= t.from && at.X < t.to {
				return m.setView(t.view)
			}
		}
		return nil
	}
	if at.Y == m.layout.topics {
		for _, p := range m.places {
			if at.X >= p.from && at.X < p.to {
				return m.setFilter(p.topics)
			}
		}
		return nil
	}
	return m.click(at)
}

// paneAt returns the box under the pointer.
func (m *root) paneAt(at tea.Mouse) (box, bool) {
	for _, b := range m.layout.boxes {
		if at.X > b.x1 && at.X < b.x2 && at.Y > b.y1 && at.Y < b.y2 {
			return b, true
		}
	}
	return box{}, false
}

// click gives the keys to a pane and selects what is under the pointer.
func (m *root) click(at tea.Mouse) tea.Cmd {
	b, ok := m.paneAt(at)
	if !ok {
		return nil
	}
	m.setFocus(b.pane)
	y := at.Y - b.y1 - 1
	switch b.pane {
	case paneHeadlines:
		return m.moved(m.headlines.selectLine(y))
	case paneTickers:
		if m.tickers.selectLine(y) {
			m.showChart()
			m.wantPrices()
		}
	case paneCommodities:
		if m.commodities.selectLine(y) {
			return tea.Batch(m.readCensus(), m.setFilter(m.commodities.chosen()))
		}
	}
	return nil
}

// wheel scrolls what is under the pointer.
func (m *root) wheel(at tea.Mouse) tea.Cmd {
	b, ok := m.paneAt(at)
	n := wheelRows
	switch at.Button {
	case tea.MouseWheelUp:
		n = -wheelRows
	case tea.MouseWheelDown:
	default:
		ok = false
	}
	if !ok {
		return nil
	}
	switch b.pane {
	case paneHeadlines:
		return m.moved(m.headlines.page(n))
	case paneArticle:
		m.article.scroll(n)
	case paneTickers:
		if m.tickers.move(n / wheelRows) {
			m.showChart()
			m.wantPrices()
		}
	case paneCommodities:
		if m.commodities.move(n) {
			return m.readCensus()
		}
	}
	return nil
}

// wheelOverlay moves in what is open over the panes as its arrow keys do.
func (m *root) wheelOverlay(at tea.Mouse) tea.Cmd {
	switch at.Button {
	case tea.MouseWheelUp:
		return m.overlay.press(m, tea.KeyPressMsg{Code: tea.KeyUp})
	case tea.MouseWheelDown:
		return m.overlay.press(m, tea.KeyPressMsg{Code: tea.KeyDown})
	}
	return nil
}
