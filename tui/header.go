package tui

import (
	"strconv"

	"orewire"
	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// tab is a view in the header, with the columns it takes.
type tab struct{ view, from, to int }

// The columns of the brand, and of what stands for the views without room.
const brandWidth, moreWidth = 10, 3

// header writes the brand, the views with their unread articles, and how the program stands; it returns where the views are.
func (m *root) header(w int) (string, []tab) {
	right := m.headerRight(w)
	limit := w - 1 - spansWidth(right)
	r := cells.NewRow(m.look.theme, w).To(1)
	if limit-brandWidth-moreWidth >= m.tabWidth(m.view) { // where the reader is comes before what the program is called
		r.Put(theme.Bold(theme.Accent), "orewire").To(brandWidth)
	}
	room := limit - moreWidth - r.At()
	tabs := make([]tab, 0, len(m.views))
	for _, i := range m.tabsThatFit(room) {
		from := r.At()
		m.tab(r, i, room)
		tabs = append(tabs, tab{i, from, r.At()})
	}
	if len(tabs) < len(m.views) {
		r.Put(theme.Plain(theme.Faint), " ›")
	}
	r.To(limit)
	for _, s := range right {
		r.Put(s.style, s.text)
	}
	return r.String(), tabs
}

// tabsThatFit returns the views from the first on that fit the room; the active one is always among them, cut if it must be.
func (m *root) tabsThatFit(room int) []int {
	fits := func(first int) []int {
		var list []int
		for i, left := first, room; i < len(m.views); i++ {
			if left -= m.tabWidth(i); left < 0 {
				break
			}
			list = append(list, i)
		}
		return list
	}
	for first := 0; first < m.view; first++ {
		if list := fits(first); len(list) > 0 && list[len(list)-1] >= m.view {
			return list
		}
	}
	if list := fits(m.view); len(list) > 0 {
		return list
	}
	return []int{m.view}
}

func (m *root) tabParts(i int) (key, name, unread string) {
	key = ""
	if i < 10 {
		key = strconv.Itoa((i + 1) % 10)
	}
	if i < len(m.census.Views) && m.census.Views[i].Unread > 0 {
		unread = " " + count(m.census.Views[i].Unread)
		if m.census.Views[i].Capped {
			unread += "+"
		}
	}
	return key, m.views[i].Name.String(), unread
}

func (m *root) tabWidth(i int) int {
	key, name, unread := m.tabParts(i)
	return cells.Width(key) + cells.Width(name) + cells.Width(unread) + 3
}

func (m *root) tab(r *cells.Row, i, room int) {
	key, name, unread := m.tabParts(i)
	name = cells.Cut(name, max(1, room-(m.tabWidth(i)-cells.Width(name))))
	keyStyle, nameStyle, countStyle := theme.Plain(theme.Faint), theme.Plain(theme.Dim), theme.Plain(theme.Faint)
	if i == m.view {
		on := theme.SelBg
		keyStyle = theme.Style{Ink: theme.Accent, On: on, Bold: true}
		nameStyle = theme.Style{Ink: theme.SelText, On: on, Bold: true}
		countStyle = theme.Style{Ink: theme.SelText, On: on}
	}
	r.Put(keyStyle, " "+key).Put(nameStyle, " "+name).Put(countStyle, unread+" ")
}

// headerRight says whether the news is live, how old the prices are, and the time.
func (m *root) headerRight(w int) []span {
	var spans []span
	add := func(s theme.Style, text string) { spans = append(spans, span{s, text}) }
	roomy := w >= wideFrom
	answered := max(0, m.status.Asked-m.status.Failing-m.status.Paused)
	switch s := m.status; {
	case s.Demo:
		add(theme.Style{Ink: theme.BadgeText, On: theme.Demo, Bold: true}, " DEMO ")
	case s.Feeds == 0:
		add(theme.Plain(theme.Warning), "no feeds")
	case answered == 0 && s.Asked < s.Feeds:
		add(theme.Plain(theme.Dim), "○ asking")
	case answered == 0:
		add(theme.Bold(theme.Error), "✕ OFFLINE")
	default:
		add(theme.Plain(theme.Live), "● ")
		add(theme.Bold(theme.Live), "LIVE")
	}
	if m.status.Feeds > 0 && !m.status.Demo {
		text := " " + strconv.Itoa(answered) + "/" + strconv.Itoa(m.status.Feeds)
		if w >= mediumFrom {
			text += " feeds"
		}
		add(theme.Plain(theme.Dim), text)
	}
	if roomy && !m.status.Prices.IsZero() {
		add(theme.Plain(theme.Faint), "  prices ")
		add(theme.Plain(theme.Dim), m.look.place.clock(m.status.Prices))
	}
	if m.opt.Clock {
		format := "15:04:05 MST"
		if w < mediumFrom {
			format = "15:04:05"
		}
		add(theme.Plain(theme.Text), "  "+m.look.place.now.In(m.look.place.loc).Format(format))
	}
	return spans
}

// asking says how far the first round over the feeds is; "" when it is over.
func (m *root) asking() string {
	if s := m.status; s.Asked < s.Feeds {
		return "asking " + strconv.Itoa(s.Asked) + "/" + strconv.Itoa(s.Feeds)
	}
	return ""
}

const stripGap = 3

// strip writes the watchlist's prices, and how many there is no room for.
func (m *root) strip(w int) string {
	r := cells.NewRow(m.look.theme, w).To(1)
	for i, t := range m.watchlist {
		item := m.stripItem(t)
		from, rest := r.At(), ""
		if i > 0 {
			from += stripGap
		}
		if left := len(m.watchlist) - i - 1; left > 0 {
			rest = "+" + strconv.Itoa(left)
		}
		if from+spansWidth(item)+1+len(rest) > w-1 {
			return r.EndAt(w-1, theme.Plain(theme.Faint), "+"+strconv.Itoa(len(m.watchlist)-i)).String()
		}
		r.To(from)
		for _, s := range item {
			r.Put(s.style, s.text)
		}
	}
	return r.String()
}

func (m *root) stripItem(t desk.Ticker) []span {
	if t.Quote.Price.IsZero() {
		return []span{{theme.Plain(theme.Text), t.Symbol + " "}, {theme.Plain(theme.Faint), unknown}}
	}
	state := stateOf(t.Quote, m.look.place.now, m.look.place.loc)
	age := state.age
	if age == "" {
		age = state.market
	}
	symbol, price := theme.Bold(theme.Text), theme.Plain(theme.Text)
	if age != "" {
		symbol, price = theme.Plain(theme.Text), theme.Plain(theme.Stale)
	}
	change, ink := changeShort(t.Quote.Percent)
	item := []span{{symbol, t.Symbol + " "}, {price, amount(t.Quote.Price, t.Quote.Decimals) + " "}, {theme.Plain(ink), change}}
	if age != "" {
		item = append(item, span{theme.Plain(theme.Faint), " " + age})
	}
	return item
}

// topicPlace is where a group stands in the topic line.
type topicPlace struct {
	topics   []string
	from, to int
}

// topicLine writes the groups with their unread articles in one line, those that have any first of all.
func (m *root) topicLine(w int) (string, []topicPlace) {
	r := cells.NewRow(m.look.theme, w).To(1)
	var places []topicPlace
	groups := m.look.topics.groups
	rest := 0
	for i, g := range groups {
		e := entry{name: groupName(g), topics: g.Topics, ink: theme.OfGroup(g.ID)}
		n := m.commodities.unread(e)
		text := " " + count(n)
		more := "t  " + strconv.Itoa(len(groups)-i) + " more"
		filtered := len(m.filter) > 0 && m.commodities.isFiltered(e)
		if n == 0 && !filtered {
			rest++
			continue
		}
		if r.At()+cells.Width(e.name)+len(text)+2+len(more) > w-1 {
			rest++
			continue
		}
		from := r.At()
		name, number := theme.Plain(e.ink), theme.Plain(theme.Dim)
		if filtered {
			name, number = theme.Style{Ink: e.ink, On: theme.SelBg, Bold: true}, theme.Style{Ink: theme.SelText, On: theme.SelBg}
		}
		r.Put(name, e.name).Put(number, text)
		places = append(places, topicPlace{g.Topics, from, r.At()})
		r.Put(theme.Style{}, "  ")
	}
	if rest > 0 {
		words := "  " + strconv.Itoa(rest) + " more"
		if len(places) == 0 {
			words = "  topics"
		}
		r.To(w - 2 - cells.Width(words))
		r.Put(theme.Bold(theme.Key), "t").Put(theme.Plain(theme.Faint), words)
	}
	return r.String(), places
}

func groupName(g orewire.Group) string {
	if g.Short != "" {
		return g.Short
	}
	return g.Name
}
