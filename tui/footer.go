package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"

	"orewire/tui/cells"
	"orewire/tui/theme"
)

// here are the keys that work where the reader is, the most useful first.
func (m *root) here() []key.Binding {
	k := m.keys
	if m.overlay != nil {
		return m.overlay.keys(k)
	}
	move := named(k.Down, "j/k", "move")
	switch m.focus {
	case paneCommodities:
		return []key.Binding{move, k.Filter, k.Topics, k.NextPane, k.Search, k.Help}
	case paneArticle:
		keys := []key.Binding{named(k.Down, "j/k", "scroll"), k.Back, k.Open, k.Copy, k.Star, k.NextUnread, k.Explain, k.Zoom, k.Help}
		if len(m.article.versions) > 1 {
			keys = slices.Insert(keys, 3, doing(k.Versions, "version"))
		}
		if m.article.hasLinks() {
			keys = slices.Insert(keys, 3, k.Links)
		}
		if !m.article.whole && !m.asked.pages[m.article.article.ID] {
			keys = slices.Insert(keys, 1, doing(k.Read, "whole text"))
		}
		return keys
	case paneTickers:
		return []key.Binding{move, k.NextPane, k.Back, k.Explain, k.Zoom, k.Help}
	case paneChart:
		return []key.Binding{k.NextPane, k.Back, k.Zoom, k.Help}
	}
	keys := []key.Binding{move, k.Read, k.Open, k.Topics, k.Search, k.Explain, k.NextUnread, k.Newest, k.Help}
	if m.headlines.reading() == nil {
		keys = []key.Binding{k.View, k.Topics, k.Search, k.Feeds, k.Poll, k.Help, k.Quit}
	}
	if m.search.active() || len(m.filter) > 0 {
		keys = append([]key.Binding{doing(k.Back, "show all")}, keys...)
	}
	return keys
}

// footer writes the keys, and at the right what is wrong.
func (m *root) footerRow(w int) string {
	if m.layout.shape == narrow && m.overlay == nil && m.notice.text == "" {
		return m.paneNames(w)
	}
	r := cells.NewRow(m.look.theme, w).To(1)
	keys := m.here()
	right := m.trouble(max(w-3-bindingsWidth(keys), m.leastTrouble(w)))
	limit := w - 1 - spansWidth(right) - 1
	for i, b := range keys {
		item := cells.Width(b.Help().Key) + 1 + cells.Width(b.Help().Desc)
		rest := 0
		if i < len(keys)-1 {
			last := keys[len(keys)-1].Help()
			rest = cells.Width(last.Key) + cells.Width(last.Desc) + 3
		}
		if r.At()+item+rest > limit && i < len(keys)-1 || r.At()+item > limit {
			continue
		}
		r.Put(theme.Bold(theme.Key), b.Help().Key).Put(theme.Plain(theme.Dim), " "+b.Help().Desc).Put(theme.Style{}, "  ")
	}
	r.To(w - 1 - spansWidth(right))
	for _, s := range right {
		r.Put(s.style, s.text)
	}
	return r.String()
}

func bindingsWidth(keys []key.Binding) int {
	w := 0
	for _, b := range keys {
		w += cells.Width(b.Help().Key) + 1 + cells.Width(b.Help().Desc) + 2
	}
	return w
}

// leastTrouble is the room that trouble has at least: a notice, which goes away, may push most keys out.
func (m *root) leastTrouble(w int) int {
	switch {
	case m.notice.text != "":
		return max(w/2, min(cells.Width(m.notice.text), w-14))
	case !m.status.Notice.IsZero():
		return w / 2
	}
	return min(24, w/2)
}

// paneNames is the footer of the narrow layout: the panes that tab goes round.
func (m *root) paneNames(w int) string {
	right := m.trouble(max(12, w-52))
	limit := w - 1 - spansWidth(right)
	r := cells.NewRow(m.look.theme, w).To(1).Put(theme.Bold(theme.Key), "tab").Put(theme.Style{}, " ")
	for _, p := range m.panesThatFit(limit - r.At() - 1) {
		style := theme.Plain(theme.Dim)
		if p == m.focus {
			style = theme.Style{Ink: theme.SelText, On: theme.SelBg, Bold: true}
		}
		r.Put(style, " "+narrowName(p)+" ")
	}
	r.To(limit)
	for _, s := range right {
		r.Put(s.style, s.text)
	}
	return r.String()
}

// narrowName is a pane's name in the narrow layout.
func narrowName(p paneID) string {
	if p == paneCommodities {
		return "Topics"
	}
	return p.String()
}

// panesThatFit are as many panes of the narrow layout as have room for their names, in the order of tab: from the first on, or as
// far back from the focused one as it can be shown.
func (m *root) panesThatFit(room int) []paneID {
	order := m.layout.order()
	at := slices.Index(order, m.focus)
	for first := 0; first <= at; first++ {
		left, end := room, first
		for end < len(order) && left >= cells.Width(narrowName(order[end]))+2 {
			left -= cells.Width(narrowName(order[end])) + 2
			end++
		}
		if end > at {
			return order[first:end]
		}
	}
	return nil
}

// trouble says in at most w cells what is wrong, the weightiest first, and the key that shows more.
func (m *root) trouble(w int) []span {
	ink := theme.Warning
	var text, look string
	switch {
	case m.notice.text != "":
		text = m.notice.text
		ink = theme.Text
		if m.notice.fault {
			ink = theme.Error
		}
	case !m.status.Notice.IsZero():
		text, ink = m.status.Notice.String(), theme.Error
	case m.status.Failing > 0 && !m.showsFeeds():
		text, look = m.failing(w-3), m.keys.Feeds.Help().Key
	case !m.status.PriceError.IsZero():
		text = "no prices: " + strings.TrimPrefix(withoutSource(m.status.PriceError.String()), "no prices: ")
	}
	var spans []span
	if text != "" {
		spans = append(spans, span{theme.Plain(ink), cells.Cut(text, max(8, w-len(look)-2))})
	}
	if look != "" {
		spans = append(spans, span{theme.Style{}, "  "}, span{theme.Bold(theme.Key), look})
	}
	if m.layout.shape == narrow {
		spans = append(spans, span{theme.Style{}, "  "}, span{theme.Bold(theme.Key), m.keys.Help.Help().Key})
	}
	return spans
}

// showsFeeds reports that the feeds themselves are on the screen, with what is wrong with each.
func (m *root) showsFeeds() bool {
	_, ok := m.overlay.(*feedScreen)
	return ok
}

// failing counts the feeds that fail, with the first one's reason where there is room.
func (m *root) failing(w int) string {
	short := plural(m.status.Failing, "failing", "failing")
	if w < 16 {
		return short
	}
	text := plural(m.status.Failing, "feed", "feeds") + " failing"
	if w < 48 {
		return text
	}
	for _, f := range m.desk.Feeds() {
		if stateOfFeed(f) == failing {
			reason := f.Name.String() + ": " + strings.TrimPrefix(f.State.Error.String(), f.Name.String()+": ")
			return text + "  " + cells.Cut(reason, w-cells.Width(text)-2)
		}
	}
	return text
}
