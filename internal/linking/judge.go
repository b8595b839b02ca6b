package linking

import (
	"slices"

	"orewire"
)

// How far from a weak term, in tokens, context and foils may stand, and from a word in a proper name what makes it a commodity all the same.
const (
	contextReach    = 8
	foilReach       = 8
	properNameReach = 2
)

// judgeTopics decides which terms of topics count.
func (it *item) judgeTopics() {
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			it.judgeVoid(f, &f.hits[topicTerm][j])
		}
	}
	it.judgeFoiled()
	established := it.established()
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			if h := &f.hits[topicTerm][j]; h.verdict == counts {
				it.judgeContext(f, h, established)
			}
		}
		unrepeated(f.hits[topicTerm])
	}
}

// judgeVoid finds the name, idiom or phrase that a term is part of.
func (it *item) judgeVoid(f *field, h *hit) {
	if o := covering(f.hits[name], h, true); o != nil {
		h.verdict, h.by = inName, f.original(o)
		return
	}
	if o := covering(f.hits[blocker], h, false); o != nil {
		h.verdict, h.by = inIdiom, f.original(o)
		return
	}
	for i := range f.hits[notPhrase] {
		if o := &f.hits[notPhrase][i]; o.term.topic == h.term.topic && h.within(o) {
			h.verdict, h.by = inPhrase, f.original(o)
			return
		}
	}
}

// judgeFoiled voids a topic in an item with one of its own foils: its weak terms, and the others unless something gives them context.
func (it *item) judgeFoiled() {
	foils := map[int32]string{}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicFoil] {
			if h := &f.hits[topicFoil][j]; foils[h.term.topic] == "" && covering(f.hits[name], h, true) == nil {
				foils[h.term.topic] = f.original(h)
			}
		}
	}
	if len(foils) == 0 {
		return
	}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			h := &f.hits[topicTerm][j]
			if by := foils[h.term.topic]; by != "" && h.verdict == counts && (h.term.weak || !it.inContext(f, h, contextReach)) {
				h.verdict, h.by = beside, by
			}
		}
	}
}

// established returns the topics that a sure term speaks for: their weak terms need no further context.
func (it *item) established() map[int32]bool {
	topics := map[int32]bool{}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			h := &f.hits[topicTerm][j]
			if h.verdict == counts && !h.term.weak && !it.suspect(f, h) {
				topics[h.term.topic] = true
			}
		}
	}
	return topics
}

// judgeContext voids a weak term without context, and any single word of a commodity that is part of a proper name.
func (it *item) judgeContext(f *field, h *hit, established map[int32]bool) {
	if it.suspect(f, h) {
		if !it.inContext(f, h, properNameReach) && !established[h.term.topic] {
			h.verdict = properName
		}
		return
	}
	if !h.term.weak {
		return
	}
	for _, o := range f.near(foil, h, foilReach) {
		if distance(&o, h) <= foilReach && covering(f.hits[name], &o, true) == nil {
			h.verdict, h.by = beside, f.original(&o)
			return
		}
	}
	topic := &it.linker.topics[h.term.topic]
	if established[h.term.topic] || !topic.Own && (it.metals && !topic.Strict || it.speaksOfCommodity(established)) || it.inContext(f, h, contextReach) {
		return
	}
	h.verdict = noContext
}

// speaksOfCommodity reports whether the item surely speaks of a commodity.
func (it *item) speaksOfCommodity(established map[int32]bool) bool {
	for topic := range established {
		if isCommodity(&it.linker.topics[topic]) {
			return true
		}
	}
	return false
}

// suspect reports whether a commodity's term looks like part of a proper name: a single word, or one whose every word has its capital.
func (it *item) suspect(f *field, h *hit) bool {
	t := &it.linker.topics[h.term.topic]
	if it.main == german || !isCommodity(t) && t.Kind != "umbrella" {
		return false
	}
	for token := h.first + 1; token <= h.last; token++ {
		if f.capital(token) != initial {
			return false
		}
	}
	return it.linker.properName(f, h)
}

func isCommodity(t *orewire.Topic) bool { return t.Kind == "commodity" || t.Kind == "element" }

// inContext reports whether a word that gives a term context stands near it, or in the other of title and summary. Such a word is one of the
// topic's own, a general one unless the topic takes its own only, or near it another commodity or, unless it must be close, a word of
// trade. The name of an instrument that lives off the topic is context too, and for some topics any name right after the word.
func (it *item) inContext(f *field, h *hit, reach int) bool {
	topic := &it.linker.topics[h.term.topic]
	if topic.Names && it.beforeName(f, h) {
		return true
	}
	speaks := func(k kind, o *hit) bool {
		switch k {
		case context:
			return o.term.topic == h.term.topic
		case topicTerm:
			return !o.term.weak && o.term.topic != h.term.topic && o.verdict == counts && isCommodity(&it.linker.topics[o.term.topic])
		}
		return true
	}
	near, across := []kind{context, mining, topicTerm, market}, []kind{context, mining}
	switch {
	case topic.Own:
		near, across = near[:1], across[:1]
	case reach < contextReach:
		near = near[:3]
	}
	for _, k := range near {
		if f.anyAround(k, h, reach, func(o *hit) bool { return speaks(k, o) && !o.overlaps(h) && f.free(o) }) {
			return true
		}
	}
	if reach < contextReach {
		return false
	}
	if h.term.weak && !topic.Strict && it.lived[h.term.topic] {
		return true
	}
	if f.which == orewire.InBody {
		return false
	}
	for i := range it.fields {
		other := &it.fields[i]
		if other.which == f.which || other.which == orewire.InBody {
			continue
		}
		for _, k := range across {
			if slices.ContainsFunc(other.hits[k], func(o hit) bool { return speaks(k, &o) && other.free(&o) }) {
				return true
			}
		}
	}
	return false
}

// anyAround reports whether ok holds for a hit of a kind within reach; in CJK of the whole title or summary.
func (f *field) anyAround(k kind, h *hit, reach int, ok func(*hit) bool) bool {
	list := f.near(k, h, reach)
	if h.term.cjk && f.which != orewire.InBody {
		list, reach = f.hits[k], len(f.tokens)
	}
	for i := range list {
		if distance(&list[i], h) <= reach && ok(&list[i]) {
			return true
		}
	}
	return false
}

// free reports whether a word of context is not itself part of a name or idiom.
func (f *field) free(o *hit) bool {
	return covering(f.hits[name], o, true) == nil && covering(f.hits[blocker], o, false) == nil
}

// unrepeated leaves of a topic's overlapping terms the first and longest.
func unrepeated(hits []hit) {
	ends := map[int32]int{}
	for i := range hits {
		if h := &hits[i]; h.verdict == counts {
			if h.start < ends[h.term.topic] {
				h.verdict = repeated
				continue
			}
			ends[h.term.topic] = h.end
		}
	}
}
