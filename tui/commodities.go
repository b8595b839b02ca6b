package tui

import (
	"slices"
	"strconv"
	"strings"

	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// commodities is the filter bar: all, the groups and their topics with the unread articles of each, and the flow of the last day.
type commodities struct {
	look     *look
	w, h     int
	entries  []entry
	selected int
	wanted   []string // the topics of the row that the reader went to, which may be folded into its group now
	top      int
	census   desk.Census
	filtered map[string]bool // topics that the list is filtered by; none: all
}

// entry is a row of the filter bar.
type entry struct {
	name   string
	topics []string // what it filters by; none for all
	ink    theme.Role
	depth  int // 0 for all and the groups
}

const (
	flowHeight = 5 // name, three rows of bars, figures
	flowFrom   = 24
	flowBars   = 18
)

// resize lays the entries anew: groups are opened in order as long as all of them stay in view.
func (p *commodities) resize(w, h int) {
	p.w, p.h = w, h
	p.lay()
}

func (p *commodities) lay() {
	room := p.listHeight() - 1 - len(p.look.topics.groups)
	p.entries = append(p.entries[:0], entry{name: "All"})
	for _, g := range p.look.topics.groups {
		ink := theme.OfGroup(g.ID)
		p.entries = append(p.entries, entry{name: groupName(g), topics: g.Topics, ink: ink})
		inside := g.Topics
		if len(inside) > 0 && p.isWhole(inside[0], g.Name) {
			inside = inside[1:]
		}
		if len(inside) > room {
			continue
		}
		room -= len(inside)
		for _, id := range inside {
			p.entries = append(p.entries, entry{name: nameWithin(p.look.topics.topic(id), g.Name), topics: []string{id}, ink: ink, depth: 1})
		}
	}
	p.selected = p.find(p.wanted)
	p.keepVisible()
}

// find returns the row of some topics, or the group that they are folded into.
func (p *commodities) find(topics []string) int {
	if i := slices.IndexFunc(p.entries, func(e entry) bool { return slices.Equal(e.topics, topics) }); i >= 0 {
		return i
	}
	return max(0, slices.IndexFunc(p.entries, func(e entry) bool { return len(topics) > 0 && slices.Contains(e.topics, topics[0]) }))
}

// shortNames are those of topics whose own do not fit into the filter bar.
var shortNames = map[string]string{
	"magnets": "Magnets", "pgm": "Platinum", "minor-metals": "Other", "semiconductors": "Chips", "export-controls": "Controls",
	"licences-quotas": "Licences", "supply-disruption": "Disruption",
}

// nameWithin shortens a topic's name to what its group does not say already: heavy rare earths are Heavy among the rare earths,
// and shipping and freight are Shipping.
func nameWithin(topic topicInfo, group string) string {
	if short, ok := shortNames[topic.id]; ok {
		return short
	}
	name := strings.TrimSuffix(topic.name, " "+lowerFirst(group))
	name, _, _ = strings.Cut(name, " and ")
	return name
}

// isWhole reports that a topic is what its whole group is about, so that the group's row stands for it.
func (p *commodities) isWhole(topic, group string) bool {
	return p.look.topics.topic(topic).name == group
}

func (p *commodities) listHeight() int {
	if p.h >= flowFrom {
		return p.h - flowHeight - 1
	}
	return p.h
}

func (p *commodities) keepVisible() {
	h := p.listHeight()
	p.top = max(0, min(max(min(p.top, p.selected), p.selected-h+1), len(p.entries)-h))
}

func (p *commodities) move(n int) bool {
	before := p.selected
	p.selected = max(0, min(p.selected+n, len(p.entries)-1))
	p.wanted = p.chosen()
	p.keepVisible()
	return before != p.selected
}

func (p *commodities) selectLine(y int) bool {
	if i := p.top + y; y < p.listHeight() && i < len(p.entries) {
		p.move(i - p.selected)
		return true
	}
	return false
}

// chosen returns the topics of the selected row; none for all.
func (p *commodities) chosen() []string {
	if len(p.entries) == 0 {
		return nil
	}
	return p.entries[p.selected].topics
}

// unread counts an entry's unread articles. A group whose first topic is implied by the others has that one's count.
func (p *commodities) unread(e entry) int {
	switch {
	case len(e.topics) == 0:
		return p.census.Topics[""].Unread
	case e.depth == 0 && p.look.topics.implied(e.topics):
		return p.census.Topics[e.topics[0]].Unread
	}
	n := 0
	for _, id := range e.topics {
		n += p.census.Topics[id].Unread
	}
	return n
}

func (p *commodities) isFiltered(e entry) bool {
	if len(e.topics) == 0 {
		return len(p.filtered) == 0
	}
	for _, id := range e.topics {
		if !p.filtered[id] {
			return false
		}
	}
	return true
}

func (p *commodities) border() border {
	return border{thumb: thumb{p.top, p.listHeight(), len(p.entries)}}
}

func (p *commodities) draw(focused bool) []string {
	out := make([]string, p.h)
	for y := range out {
		switch i := p.top + y; {
		case y >= p.listHeight():
			out[y] = p.flowRow(y - p.listHeight() - 1)
		case i < len(p.entries):
			out[y] = p.row(i, focused)
		default:
			out[y] = cells.Blank(p.w)
		}
	}
	return out
}

func (p *commodities) row(i int, focused bool) string {
	e := p.entries[i]
	r := cells.NewRow(p.look.theme, p.w)
	shown := i == p.selected && focused
	filtered := p.isFiltered(e)
	switch {
	case shown:
		r.On(theme.SelBg).Put(theme.Plain(theme.Accent), "▌")
	case filtered:
		r.On(theme.SelBgIdle).Put(theme.Plain(theme.Dim), "▌")
	}
	n := p.unread(e)
	number := ""
	if n > 0 {
		number = count(n)
	}
	s := theme.Style{Ink: theme.Dim, Bold: filtered}
	numberInk := theme.Dim
	if e.depth == 0 {
		s, numberInk = theme.Bold(e.ink), theme.Text
		if e.ink == theme.None {
			s = theme.Bold(theme.Text)
		}
	}
	if shown {
		numberInk = theme.SelText
		if s.Ink == theme.Dim {
			s.Ink = theme.SelDim
		}
	}
	r.To(1 + e.depth)
	r.Put(s, cells.Cut(e.name, p.w-2-r.At()-cells.Width(number)))
	return r.EndAt(p.w-1, theme.Plain(numberInk), number).String()
}

// flowTopic is the topic whose flow is shown: that of the selected row, "" for all.
func (p *commodities) flowTopic() string {
	if t := p.chosen(); len(t) > 0 {
		return t[0]
	}
	return ""
}

// flowRow draws a row of the flow: the name, the bars of the last 24 hours, and the last hour beside the usual one.
func (p *commodities) flowRow(y int) string {
	r := cells.NewRow(p.look.theme, p.w)
	if y < 0 || y >= flowHeight || p.w < flowBars+2 {
		return r.String()
	}
	flow := p.census.Flow
	now := flow[len(flow)-1]
	usual := 0.0
	for _, n := range flow[:len(flow)-1] {
		usual += float64(n) / float64(len(flow)-1)
	}
	r.To(1)
	switch y {
	case 0:
		name, ink := "All", theme.Text
		if p.selected > 0 {
			name, ink = p.entries[p.selected].name, p.entries[p.selected].ink
		}
		r.Put(theme.Bold(ink), cells.Cut(name, p.w-8)).EndAt(p.w-1, theme.Plain(theme.Faint), "24 h")
	case flowHeight - 1:
		late, mostly := strconv.Itoa(now)+"/h now", "usual "+strconv.FormatFloat(usual, 'f', decimalsOf(usual), 64)+"/h"
		if len(late)+len(mostly)+3 > p.w {
			late = strconv.Itoa(now) + "/h"
		}
		r.Put(theme.Plain(theme.Text), late).EndAt(p.w-1, theme.Plain(theme.Dim), mostly)
	default:
		p.bars(r, y-1, float64(now) > 3*usual && now > 1)
	}
	return r.String()
}

func decimalsOf(v float64) int {
	if v > 0 && v < 3 {
		return 1
	}
	return 0
}

// bars draws one of the three rows of the bars; the hours are spread over the columns that there are.
func (p *commodities) bars(r *cells.Row, y int, hot bool) {
	columns := spread(p.census.Flow[:], flowBars)
	highest := 0.0
	for _, v := range columns {
		highest = max(highest, v)
	}
	for i, v := range columns {
		eighths := 0
		if highest > 0 {
			eighths = int(v/highest*24 + 0.5)
		}
		ink := theme.Heat
		if hot && i == len(columns)-1 {
			ink = theme.Hot
		}
		level := min(8, max(0, eighths-(2-y)*8))
		if y == 2 {
			level = max(1, level)
		}
		if level == 0 {
			r.Put(theme.Style{}, " ")
			continue
		}
		r.Put(theme.Plain(ink), string(blocks[level-1]))
	}
}

// spread shares counts of equal spans of time out over n columns.
func spread(counts []int, n int) []float64 {
	out := make([]float64, n)
	step := float64(len(counts)) / float64(n)
	for i := range out {
		from, to := float64(i)*step, float64(i+1)*step
		for j := int(from); j < len(counts) && float64(j) < to; j++ {
			out[i] += float64(counts[j]) * (min(to, float64(j+1)) - max(from, float64(j))) / step
		}
	}
	return out
}
