package tui

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"orewire"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// topicInfo is a topic as the screen shows it.
type topicInfo struct {
	id, code, name string
	ink            theme.Role
	group          int
	parent         string
	highlighted    bool // of the reader's two classes
}

// topicIndex knows the catalogue's topics and what colour an instrument has.
type topicIndex struct {
	groups      []orewire.Group
	byID        map[string]topicInfo
	list        []topicInfo // in the order of the filter bar
	instruments map[string]theme.Role
	exchanges   map[string]string // by symbol, the place where it trades
	names       map[string]string // by symbol
}

func newTopicIndex(c orewire.Catalog) *topicIndex {
	x := &topicIndex{
		groups: c.Groups, byID: map[string]topicInfo{}, instruments: map[string]theme.Role{},
		exchanges: map[string]string{}, names: map[string]string{},
	}
	topics := map[string]orewire.Topic{}
	for _, t := range c.Topics {
		topics[t.ID] = t
	}
	for i, g := range c.Groups {
		for _, id := range g.Topics {
			info := topicInfo{id: id, code: strings.ToUpper(id), name: id, ink: theme.OfGroup(g.ID), group: i}
			if t, ok := topics[id]; ok {
				info.code, info.name, info.parent = cmp.Or(t.Short, info.code), cmp.Or(shortName(t.Name), id), t.Parent
				info.highlighted = t.Highlight != ""
			}
			x.byID[id] = info
			x.list = append(x.list, info)
		}
	}
	for _, i := range c.Instruments {
		ink := theme.None
		if len(i.Topics) > 0 {
			ink = x.topic(i.Topics[0]).ink
		}
		x.instruments[i.Name.String()] = ink
		if i.Symbol != "" {
			x.exchanges[i.Symbol], x.names[i.Symbol] = i.Exchange, i.Name.String()
		}
	}
	return x
}

// shortName leaves out what a topic's name explains in brackets or lists: "Aluminium, bauxite, alumina".
func shortName(name string) string {
	if i := strings.IndexAny(name, "(,:"); i > 0 {
		return strings.TrimSpace(name[:i])
	}
	return name
}

// topic returns a topic; one that the catalogue no longer has is shown by its id.
func (x *topicIndex) topic(id string) topicInfo {
	if t, ok := x.byID[id]; ok {
		return t
	}
	code := strings.ToUpper(id)
	if len(code) > 4 {
		code, _ = cells.Prefix(code, 4)
	}
	return topicInfo{id: id, code: code, name: id, ink: theme.Event, group: -1}
}

// ids are those of all topics.
func (x *topicIndex) ids() []string { return slices.Collect(maps.Keys(x.byID)) }

// foremost returns up to n of an article's topics: those of the highlighted classes first, then by score.
func (x *topicIndex) foremost(hits []orewire.TopicHit, n int) []topicInfo {
	list := make([]topicInfo, len(hits))
	for i, hit := range hits {
		list[i] = x.topic(hit.ID)
	}
	slices.SortStableFunc(list, func(a, b topicInfo) int {
		switch {
		case a.highlighted && !b.highlighted:
			return -1
		case b.highlighted && !a.highlighted:
			return 1
		}
		return 0
	})
	return list[:min(n, len(list))]
}

// implied reports that the first of some topics is implied by all others, so that its articles are all of theirs.
func (x *topicIndex) implied(ids []string) bool {
	for _, id := range ids[1:] {
		if x.topic(id).parent != ids[0] {
			return false
		}
	}
	return true
}

// marks are the places in one field of an article that are evidence, in order and without overlaps; where two begin together
// the longer one is taken.
func (x *topicIndex) marks(a *orewire.Article, field orewire.Field, text string) []cells.Mark {
	var all []cells.Mark
	add := func(spans []orewire.Span, ink theme.Role) {
		for _, s := range spans {
			if s.Field == field && s.Start >= 0 && s.Start < s.End && s.End <= len(text) && ink != theme.None {
				all = append(all, cells.Mark{Start: s.Start, End: s.End, Ink: ink})
			}
		}
	}
	for _, hit := range a.Topics {
		add(hit.Spans, x.topic(hit.ID).ink)
	}
	for _, link := range a.Links {
		add(link.Spans, x.instruments[link.Name.String()])
	}
	slices.SortStableFunc(all, func(a, b cells.Mark) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	kept := all[:0]
	for _, m := range all {
		if len(kept) > 0 && m.Start < kept[len(kept)-1].End {
			continue
		}
		kept = append(kept, m)
	}
	return kept
}

// look is what all panes need to draw: the theme, the topics, the reader's zone, and the moment.
type look struct {
	theme  *theme.Theme
	topics *topicIndex
	place  placeInTime
}
