package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// setQuery puts together what the list shows, and says what an empty list lacks.
func (m *root) setQuery() {
	q := query.Query{}
	name := "all articles"
	if m.view < len(m.views) {
		q, name = m.views[m.view].Query, m.views[m.view].Name.String()
	}
	if len(m.filter) > 0 {
		if t, err := query.Parse("topic:" + strings.Join(m.filter, ",")); err == nil {
			q = query.And(q, t)
		}
	}
	m.query = query.And(q, m.search.query)
	m.headlines.empty = "No headlines in " + name + "."
	if m.search.active() {
		m.headlines.empty = "No headline in " + name + " matches the search."
	}
	if unknown := m.query.UnknownTopic(m.look.topics.ids()); unknown != "" {
		m.headlines.empty = upperFirst(unknown)
	}
	m.commodities.filtered = map[string]bool{}
	for _, id := range m.filter {
		m.commodities.filtered[id] = true
	}
}

// emptyHelp says what helps where the list is empty.
func (m *root) emptyHelp() string {
	k := m.keys
	switch {
	case len(m.filter) > 0 || m.search.active():
		return k.Back.Help().Key + " shows all of it."
	case m.status.Feeds == 0:
		return "There are no feeds: `orewire feeds add` adds some."
	case m.asking() != "":
		return "The feeds are being asked."
	case m.status.Failing > 0:
		return k.Feeds.Help().Key + " says what is wrong with the feeds."
	case m.view > 0:
		return "1 shows all articles."
	}
	return k.Poll.Help().Key + " asks all feeds now."
}

// setView shows a view from its newest article on.
func (m *root) setView(i int) tea.Cmd {
	if i >= len(m.views) || i == m.view {
		return nil
	}
	m.view = i
	m.setQuery()
	return m.jump(0)
}

// setFilter shows only articles of some topics, near the selected one.
func (m *root) setFilter(topics []string) tea.Cmd {
	if slices.Equal(m.filter, topics) {
		return nil
	}
	m.filter = topics
	m.setQuery()
	return m.jump(m.headlines.id())
}

// windowTitle names the view.
func (m *root) windowTitle() string {
	if m.view < len(m.views) {
		return cleantext.Line("orewire — " + m.views[m.view].Name.String()).String()
	}
	return "orewire"
}
