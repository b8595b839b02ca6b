package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// press takes a key: first those that work everywhere, then those of what is open, then those of the focused pane.
func (m *root) press(msg tea.KeyPressMsg) tea.Cmd {
	m.follow = false
	k := m.keys
	switch {
	case key.Matches(msg, k.Suspend):
		return tea.Suspend
	case key.Matches(msg, k.Redraw):
		return tea.ClearScreen
	case m.overlay != nil:
		return m.pressInOverlay(msg)
	case m.search.open:
		return m.pressInSearch(msg)
	}
	m.stale = true
	if cmd, ok := m.pressAnywhere(msg); ok {
		return cmd
	}
	if cmd, ok := m.pressForArticle(msg); ok {
		return cmd
	}
	return m.pressInPane(msg)
}

// pressAnywhere takes the keys that do the same in every pane.
func (m *root) pressAnywhere(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := m.keys
	switch {
	case key.Matches(msg, k.Quit):
		return tea.Quit, true
	case key.Matches(msg, k.NextPane):
		m.setFocus(next(m.layout.order(), m.focus, 1))
	case key.Matches(msg, k.PreviousPane):
		m.setFocus(next(m.layout.order(), m.focus, -1))
	case key.Matches(msg, k.PaneLeft):
		m.setFocus(m.layout.beside(m.focus, -1))
	case key.Matches(msg, k.PaneRight):
		m.setFocus(m.layout.beside(m.focus, 1))
	case key.Matches(msg, k.Zoom):
		m.zoomed = !m.zoomed
		m.arrange()
	case key.Matches(msg, k.Search):
		return m.startSearch(), true
	case key.Matches(msg, k.Topics):
		m.overlay = newPicker(m)
	case key.Matches(msg, k.Feeds):
		m.overlay = newFeedScreen(m)
	case key.Matches(msg, k.Help):
		m.overlay = newHelp(m)
	case key.Matches(msg, k.Poll):
		m.desk.PollNow()
		return m.say("Asking all feeds and prices now."), true
	case key.Matches(msg, k.View):
		return m.setView((strings.Index("1234567890", msg.String()) + 10) % 10), true
	case key.Matches(msg, k.Newest):
		return m.jump(0), true
	default:
		return nil, false
	}
	return nil, true
}

// pressForArticle takes the keys that do something with the selected article, whatever the pane.
func (m *root) pressForArticle(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k := m.keys
	row := m.headlines.reading()
	if row == nil {
		return nil, false
	}
	switch {
	case key.Matches(msg, k.NextUnread):
		return m.nextUnread(true), true
	case key.Matches(msg, k.PreviousUnread):
		return m.nextUnread(false), true
	case key.Matches(msg, k.Open):
		return m.openPage(), true
	case key.Matches(msg, k.Copy):
		return m.copyAddress(), true
	case key.Matches(msg, k.Star):
		return m.markStarred(!row.Starred), true
	case key.Matches(msg, k.MarkRead):
		return m.markRead(!row.Read), true
	case key.Matches(msg, k.Links):
		return m.startLinks(), true
	case key.Matches(msg, k.Explain):
		return m.startExplain(), true
	case key.Matches(msg, k.Versions):
		return m.nextVersion(), true
	case key.Matches(msg, k.Scroll):
		m.article.scroll(max(1, m.article.h-2))
		return m.markRead(true), true
	}
	return nil, false
}

// pressInPane takes the keys of the focused pane.
func (m *root) pressInPane(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys
	switch m.focus {
	case paneHeadlines:
		return m.pressInHeadlines(msg)
	case paneArticle:
		if key.Matches(msg, k.Read) {
			return m.readPage()
		}
		m.pressInArticle(msg)
	case paneTickers:
		if n, ok := m.steps(msg, m.tickers.h/2, len(m.tickers.list)); ok && m.tickers.move(n) {
			m.showChart()
			m.wantPrices()
		}
	case paneCommodities:
		return m.pressInCommodities(msg)
	}
	if key.Matches(msg, k.Back) {
		return m.back()
	}
	return nil
}

// steps reads a key that moves: how many rows down, where a page is h rows and the end is far away.
func (m *root) steps(msg tea.KeyPressMsg, h, far int) (int, bool) {
	k := m.keys
	switch {
	case key.Matches(msg, k.Down):
		return 1, true
	case key.Matches(msg, k.Up):
		return -1, true
	case key.Matches(msg, k.HalfDown):
		return max(1, h/2), true
	case key.Matches(msg, k.HalfUp):
		return -max(1, h/2), true
	case key.Matches(msg, k.PageDown):
		return max(1, h-1), true
	case key.Matches(msg, k.PageUp):
		return -max(1, h-1), true
	case key.Matches(msg, k.Bottom):
		return far, true
	case key.Matches(msg, k.Top):
		return -far, true
	}
	return 0, false
}

func (m *root) pressInHeadlines(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys
	p := m.headlines
	switch {
	case key.Matches(msg, k.Read):
		if p.reading() == nil {
			return nil
		}
		m.setFocus(paneArticle)
		return tea.Batch(m.markRead(true), m.readPage())
	case key.Matches(msg, k.Back):
		return m.back()
	case key.Matches(msg, k.Top):
		if p.above == 0 {
			return m.moved(p.move(-len(p.rows)))
		}
		return m.jump(0)
	case key.Matches(msg, k.Bottom):
		if p.selected < 0 {
			return nil
		}
		return m.toOldest()
	}
	n, ok := m.steps(msg, p.h, 0)
	switch {
	case !ok:
		return nil
	case n == 1 || n == -1:
		return m.moved(p.move(n))
	}
	return m.moved(p.page(n))
}

func (m *root) pressInArticle(msg tea.KeyPressMsg) {
	if n, ok := m.steps(msg, m.article.h, len(m.article.lines)); ok {
		m.article.scroll(n)
	}
}

func (m *root) pressInCommodities(msg tea.KeyPressMsg) tea.Cmd {
	p := m.commodities
	switch {
	case key.Matches(msg, m.keys.Filter):
		return m.setFilter(p.chosen())
	case key.Matches(msg, m.keys.Back):
		return m.back()
	}
	if n, ok := m.steps(msg, p.listHeight(), len(p.entries)); ok && p.move(n) {
		return m.readCensus()
	}
	return nil
}

// back goes one step back: out of the zoom, to the headlines, out of the search, out of the filter.
func (m *root) back() tea.Cmd {
	switch {
	case m.zoomed:
		m.zoomed = false
		m.arrange()
	case m.focus != paneHeadlines:
		m.setFocus(paneHeadlines)
	case m.search.active():
		return m.clearSearch()
	case len(m.filter) > 0:
		return m.setFilter(nil)
	}
	return nil
}

// setFocus gives the keys to a pane.
func (m *root) setFocus(p paneID) {
	m.focus = p
	m.arrange()
}
