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

// judgeFoiled voids a topic in an item with one of its own foils, unless something gives its terms context.
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
			if by := foils[h.term.topic]; by != "" && h.verdict == counts && !it.inContext(f, h, contextReach) {
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

// suspect reports whether a term is a single word of a commodity that looks like part of a proper name.
func (it *item) suspect(f *field, h *hit) bool {
	return it.main != german && h.first == h.last && isCommodity(&it.linker.topics[h.term.topic]) && it.linker.properName(f, h)
}

func isCommodity(t *orewire.Topic) bool { return t.Kind == "commodity" || t.Kind == "element" }

// inContext reports whether a word that gives a term context stands within reach; in CJK anywhere in a title or summary. Such a word is
// one of the topic's own, a general one unless the topic takes its own only, or another commodity.
func (it *item) inContext(f *field, h *hit, reach int) bool {
	topic := &it.linker.topics[h.term.topic]
	gives := func(o *hit) bool {
		return !o.overlaps(h) && (f.acrossField(h) || distance(o, h) <= reach) && covering(f.hits[name], o, true) == nil &&
			covering(f.hits[blocker], o, false) == nil
	}
	around := func(k kind) []hit {
		if f.acrossField(h) {
			return f.hits[k]
		}
		return f.near(k, h, reach)
	}
	if slices.ContainsFunc(around(context), func(o hit) bool { return o.term.topic == h.term.topic && gives(&o) }) {
		return true
	}
	if topic.Own {
		return false
	}
	return slices.ContainsFunc(around(mining), func(o hit) bool { return gives(&o) }) ||
		slices.ContainsFunc(around(topicTerm), func(o hit) bool {
			return !o.term.weak && o.term.topic != h.term.topic && o.verdict == counts && isCommodity(&it.linker.topics[o.term.topic]) && gives(&o)
		})
}

// acrossField reports whether context for a hit may stand anywhere in the field.
func (f *field) acrossField(h *hit) bool { return h.term.cjk && f.which != orewire.InBody }

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
