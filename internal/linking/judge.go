package linking

import (
	"cmp"

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

// judgeVoid finds the name, idiom or phrase that a term is part of. A term that holds a name is void only inside a longer one.
func (it *item) judgeVoid(f *field, h *hit) {
	partOf := h.overlaps
	if h.term.holdsName {
		partOf = h.within
	}
	if o := f.covering(name, h, partOf); o != nil {
		h.verdict, h.by = inName, f.original(o)
		return
	}
	if o := f.covering(blocker, h, h.within); o != nil {
		h.verdict, h.by = inIdiom, f.original(o)
		return
	}
	if o := f.covering(notPhrase, h, func(o *hit) bool { return o.term.topic == h.term.topic && h.within(o) }); o != nil {
		h.verdict, h.by = inPhrase, f.original(o)
	}
}

// judgeFoiled voids a topic in an item with one of its own foils: its weak terms, and the others unless something gives them context.
func (it *item) judgeFoiled() {
	foils := map[int32]string{}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicFoil] {
			if h := &f.hits[topicFoil][j]; foils[h.term.topic] == "" && f.covering(name, h, h.overlaps) == nil {
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
			if by := foils[h.term.topic]; by != "" && h.verdict == counts && (h.term.weak || it.contextOf(f, h, contextReach) == "") {
				h.verdict, h.by = beside, by
			}
		}
	}
}

// established returns the topics that a sure term speaks for, each with the term: their weak terms need no further context.
func (it *item) established() map[int32]string {
	topics := map[int32]string{}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			h := &f.hits[topicTerm][j]
			if h.verdict == counts && !h.term.weak && topics[h.term.topic] == "" && !it.suspect(f, h) {
				topics[h.term.topic] = f.original(h)
			}
		}
	}
	return topics
}

// judgeContext voids a weak term without context, and any single word of a commodity that is part of a proper name. Of a weak term that
// counts it notes what gives it context.
func (it *item) judgeContext(f *field, h *hit, established map[int32]string) {
	if it.suspect(f, h) {
		if established[h.term.topic] == "" && it.contextOf(f, h, properNameReach) == "" {
			h.verdict = properName
		}
		return
	}
	if !h.term.weak {
		return
	}
	topic := &it.linker.topics[h.term.topic]
	if isCommodity(topic) {
		for _, o := range f.near(foil, h, foilReach) {
			if distance(&o, h) <= foilReach && f.covering(name, &o, o.overlaps) == nil {
				h.verdict, h.by = beside, f.original(&o)
				return
			}
		}
	}
	h.by = cmp.Or(it.contextOf(f, h, contextReach), established[h.term.topic])
	if h.by == "" && !topic.Own {
		h.by = it.commodity(established)
	}
	if h.by == "" && !(it.metals && !topic.Own && !topic.Strict) {
		h.verdict = noContext
	}
}

// commodity returns the words by which the item surely speaks of a commodity, "" if it speaks of none.
func (it *item) commodity(established map[int32]string) string {
	for i := range it.linker.topics {
		if words := established[int32(i)]; words != "" && isCommodity(&it.linker.topics[i]) {
			return words
		}
	}
	return ""
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

// contextOf returns a word that gives a term context: near it, or in the other of title and summary; "" if there is none. Such a word is
// one of the topic's own, a general one unless the topic takes its own only, or near it another commodity or, unless it must be close, a
// word of trade. The name of an instrument that lives off the topic is context too, and for some topics any name right after the word.
func (it *item) contextOf(f *field, h *hit, reach int) string {
	topic := &it.linker.topics[h.term.topic]
	if topic.Names {
		if words := it.nameAfter(f, h); words != "" {
			return words
		}
	}
	near, across := []kind{context, mining, topicTerm, market}, []kind{context, mining}
	switch {
	case topic.Own:
		near, across = near[:1], across[:1]
	case reach < contextReach:
		near = near[:3]
	}
	for _, k := range near {
		if o := f.around(k, h, reach, func(o *hit) bool { return it.speaksFor(o, h) && !o.overlaps(h) && f.free(o) }); o != nil {
			return f.original(o)
		}
	}
	if reach < contextReach {
		return ""
	}
	if words := it.lived[h.term.topic]; words != "" && h.term.weak && !topic.Strict {
		return words
	}
	if f.which == orewire.InBody {
		return ""
	}
	for i := range it.fields {
		other := &it.fields[i]
		if other.which == f.which || other.which == orewire.InBody {
			continue
		}
		for _, k := range across {
			if words := it.firstFree(other, k, h, 1); words != "" {
				return words
			}
		}
		if !topic.Own {
			if words := it.firstFree(other, market, h, tradeWords); words != "" {
				return words
			}
		}
	}
	return ""
}

// tradeWords is how many words of trade in the other of title and summary give context: one may stand there by chance.
const tradeWords = 2

// firstFree returns the first word of context of a kind in a field that speaks for a term and is not part of a name or idiom; "" if there
// are fewer than so many.
func (it *item) firstFree(f *field, k kind, h *hit, least int) (words string) {
	list := f.few(k)
	for i := range list {
		if o := &list[i]; it.speaksFor(o, h) && f.free(o) {
			if words == "" {
				words = f.original(o)
			}
			if least--; least == 0 {
				return words
			}
		}
	}
	return ""
}

// speaksFor reports whether a word of context is one for a term's topic.
func (it *item) speaksFor(o, h *hit) bool {
	switch o.term.kind {
	case context:
		return o.term.topic == h.term.topic
	case topicTerm:
		return !o.term.weak && o.term.topic != h.term.topic && o.verdict == counts && isCommodity(&it.linker.topics[o.term.topic])
	}
	return true
}

// around returns the first hit of a kind within reach that is ok, in CJK the first of the title or summary; nil if there is none.
func (f *field) around(k kind, h *hit, reach int, ok func(*hit) bool) *hit {
	list := f.near(k, h, reach)
	if h.term.cjk && f.which != orewire.InBody {
		list, reach = f.few(k), len(f.tokens)
	}
	for i := range list {
		if distance(&list[i], h) <= reach && ok(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// free reports whether a word of context is not itself part of a name or idiom.
func (f *field) free(o *hit) bool {
	return f.covering(name, o, o.overlaps) == nil && f.covering(blocker, o, o.within) == nil
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
