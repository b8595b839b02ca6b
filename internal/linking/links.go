package linking

import (
	"cmp"
	"slices"

	"orewire"
	"orewire/internal/cleantext"
)

// mostExposed is how many exposed instruments stand beside an article at most.
const mostExposed = 6

// exposedPlaces is how many of an instrument's topics it stands beside as exposed: those further on hardly move it.
const exposedPlaces = 2

// exposure is an instrument that lives off a topic.
type exposure struct {
	instrument int32
	rank       int // how direct: smaller is more
}

// rankExposures orders the instruments of each topic: the commodity's own future, then those whose main topic it is, makers before
// users, then the others by the place of the topic among theirs.
func (l *Linker) rankExposures(c orewire.Catalog) {
	l.exposed = make([][]exposure, len(l.topics))
	for i, lives := range l.lives {
		inst := &c.Instruments[i]
		if inst.Symbol == "" {
			continue
		}
		for place, topic := range lives[:min(len(lives), exposedPlaces)] {
			l.exposed[topic] = append(l.exposed[topic], exposure{int32(i), directness(inst.Role, place)})
		}
	}
	for _, list := range l.exposed {
		slices.SortStableFunc(list, func(a, b exposure) int { return cmp.Compare(a.rank, b.rank) })
	}
}

// directness ranks an instrument by the place of the topic among its own, then by its role.
func directness(role string, place int) int {
	rank, ok := byRole[role]
	if !ok {
		rank = producing
	}
	return roles*place + rank
}

// byRole ranks the roles of instruments that make nothing themselves, or out of what others make; those of the others are producing.
var byRole = map[string]int{"future": 0, "processor": 2, "recycler": 2, "etf": 3, "trader": 4, "oem": 4, "conglomerate": 4}

const (
	producing = 1
	roles     = 5
)

// links returns the instruments beside the article: named, listed, exposed.
func (it *item) links(a *orewire.Article) []orewire.Link {
	named := it.named()
	var listed []orewire.Link
	for _, old := range a.Links {
		if old.How != orewire.Listed && old.Printed == nil && old.Label.IsZero() {
			continue
		}
		l := orewire.Link{Name: old.Name, Symbol: old.Symbol, How: orewire.Listed, Label: old.Label, Group: old.Group, Printed: old.Printed}
		if i, ok := it.linker.byName[it.linker.nameKey(l.Name.String())]; ok && l.Symbol == "" {
			l.Symbol = it.linker.instruments[i].Symbol
		}
		if n := slices.IndexFunc(named, func(n orewire.Link) bool { return sameInstrument(n, l) }); n >= 0 {
			named[n].Label, named[n].Group, named[n].Printed = l.Label, l.Group, l.Printed
		} else {
			listed = append(listed, l)
		}
	}
	links := append(named, listed...)
	return append(links, it.exposedLinks(a.Topics, links)...)
}

func sameInstrument(a, b orewire.Link) bool {
	return a.Name == b.Name || a.Symbol != "" && a.Symbol == b.Symbol
}

// named returns the instruments whose names or symbols stand in the text, in the order of the text.
func (it *item) named() []orewire.Link {
	var links []orewire.Link
	at := map[int32]int{}
	add := func(i int32, s orewire.Span) {
		n, ok := at[i]
		if !ok {
			n = len(links)
			at[i] = n
			inst := &it.linker.instruments[i]
			links = append(links, orewire.Link{Name: inst.Name, Symbol: inst.Symbol, How: orewire.Named})
		}
		links[n].Spans = append(links[n].Spans, s)
	}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[name] {
			if h := &f.hits[name][j]; h.verdict == counts {
				s := f.span(h)
				s.Weak = h.term.weak
				add(h.term.instrument, s)
			}
		}
		for _, c := range it.codes {
			switch {
			case c.span.Field != f.which:
			case c.instrument != unlisted:
				add(c.instrument, c.span)
			case !slices.ContainsFunc(links, func(l orewire.Link) bool { return l.Symbol == c.symbol }):
				links = append(links, orewire.Link{Name: cleantext.Line(c.name), Symbol: c.symbol, How: orewire.Named, Spans: []orewire.Span{c.span}})
			}
		}
	}
	return links
}

// shares is how many exposed instruments the first topics give that have any; further rounds give the same while there are more.
var shares = []int{3, 2, 1}

// exposedLinks returns the instruments that live off the topics, in the order of the topics.
func (it *item) exposedLinks(topics []orewire.TopicHit, links []orewire.Link) []orewire.Link {
	l := it.linker
	taken := map[string]bool{}
	for _, link := range links {
		taken[link.Symbol] = true
	}
	var queues [][]exposure
	var ids []string
	for _, t := range topics {
		if list := l.exposed[l.byTopic[t.ID]]; len(list) > 0 {
			queues, ids = append(queues, list), append(ids, t.ID)
		}
	}
	chosen := make([][]orewire.Link, len(queues))
	n := 0
	for more := true; more && n < mostExposed; {
		more = false
		for q := 0; q < min(len(queues), len(shares)); q++ {
			for range shares[q] {
				link, ok := l.nextExposed(&queues[q], ids[q], taken)
				if !ok || n == mostExposed {
					break
				}
				chosen[q], more = append(chosen[q], link), true
				n++
			}
		}
	}
	return slices.Concat(chosen...)
}

// nextExposed takes the next instrument of a topic that does not stand beside the article yet.
func (l *Linker) nextExposed(queue *[]exposure, topic string, taken map[string]bool) (orewire.Link, bool) {
	for len(*queue) > 0 {
		inst := &l.instruments[(*queue)[0].instrument]
		*queue = (*queue)[1:]
		if !taken[inst.Symbol] {
			taken[inst.Symbol] = true
			return orewire.Link{Name: inst.Name, Symbol: inst.Symbol, How: orewire.Exposed, Topic: topic}, true
		}
	}
	return orewire.Link{}, false
}
