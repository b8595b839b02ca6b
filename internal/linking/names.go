package linking

import (
	"cmp"
	"slices"

	"orewire/internal/fold"
)

// How far from a weak name, in tokens, evidence of a company may stand, and from a name a phrase that denies it.
const (
	companyReach   = 5
	unrelatedReach = 2
	unrelatedBytes = 6 // of a phrase in CJK, which follows the name
)

// judgeNames decides which names of an item count. A weak one needs a strong one of the same instrument, its symbol, a company's word
// near it, or one of the instrument's topics elsewhere in the item.
func (it *item) judgeNames() {
	for i := range it.fields {
		f := &it.fields[i]
		longestNames(f)
		for j := range f.hits[name] {
			h := &f.hits[name][j]
			if h.verdict != counts {
				continue
			}
			if by, ok := f.deniedBy(h); ok {
				h.verdict, h.by = denied, by
			} else if !f.needsEvidence(h) {
				it.sure[h.term.instrument] = true
			}
		}
	}
	spoken := it.spokenTopics()
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[name] {
			h := &f.hits[name][j]
			if h.verdict != counts || !f.needsEvidence(h) || it.sure[h.term.instrument] {
				continue
			}
			lives := it.linker.lives[h.term.instrument]
			onTopic := slices.ContainsFunc(lives, func(topic int32) bool { return spoken[topic] })
			if f.partOfLongerName(h) || !onTopic && !f.besideCompany(h) {
				h.verdict = noCompany
			}
		}
	}
}

// needsEvidence reports whether a name counts only with evidence of a company: a weak one, and a short acronym where all is in capitals.
func (f *field) needsEvidence(h *hit) bool {
	return h.term.weak || f.caps == upper && slices.Contains(h.term.capitals, allCaps)
}

// longestNames leaves of overlapping names the first and longest. Two instruments of one name both stay.
func longestNames(f *field) {
	var last *hit
	for i := range f.hits[name] {
		h := &f.hits[name][i]
		switch {
		case h.verdict != counts:
		case last == nil || h.start >= last.end:
			last = h
		case h.start != last.start || h.end != last.end:
			h.verdict, h.by = inName, f.original(last)
		}
	}
}

// spokenTopics returns the topics that the item surely speaks of outside names.
func (it *item) spokenTopics() map[int32]bool {
	spoken := map[int32]bool{}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			if h := &f.hits[topicTerm][j]; !h.term.weak && !spoken[h.term.topic] && covering(f.hits[name], h, true) == nil {
				spoken[h.term.topic] = true
			}
		}
	}
	return spoken
}

// deniedBy looks for a phrase such as "no relation to" before a name, or one of CJK after it.
func (f *field) deniedBy(h *hit) (string, bool) {
	for _, o := range f.hits[unrelated] {
		before := !o.term.cjk && o.last < h.first && h.first-o.last <= unrelatedReach
		after := o.term.cjk && o.start >= h.end && o.start-h.end <= unrelatedBytes
		if before || after {
			return f.original(&o), true
		}
	}
	return "", false
}

// besideCompany reports whether a company's word stands near a name, or in CJK anywhere in the field.
func (f *field) besideCompany(h *hit) bool {
	list := f.near(company, h, companyReach)
	if h.term.cjk {
		list = f.hits[company]
	}
	return slices.ContainsFunc(list, func(o hit) bool { return !o.overlaps(h) && (h.term.cjk || distance(&o, h) <= companyReach) })
}

// partOfLongerName reports whether a capitalised word stands right before or after a name where capitals mean names.
func (f *field) partOfLongerName(h *hit) bool {
	if f.caps != sentence || h.term.cjk {
		return false
	}
	if f.adjoining(h.last) && f.capital(h.last+1) == initial && !f.isCompanyWord(h.last+1) {
		return true
	}
	return f.adjoining(h.first-1) && f.capital(h.first-1) == initial && !f.begins(h.first-1) && !f.isCompanyWord(h.first-1)
}

func (f *field) isCompanyWord(token int) bool {
	at, found := slices.BinarySearchFunc(f.hits[company], token, func(o hit, token int) int { return cmp.Compare(o.first, token) })
	return found && f.hits[company][at].last == token
}

// properName reports whether a commodity's word, where capitals mean names, is part of a capitalised name: Danielle Steel, Copper Road.
func (l *Linker) properName(f *field, h *hit) bool {
	if h.term.cjk || f.caps == upper || f.capital(h.first) == anyCase {
		return false
	}
	after := noToken
	if f.adjoining(h.last) && f.capital(h.last+1) != anyCase {
		after = h.last + 1
	}
	if after != noToken && l.forms[f.ids[after]] {
		return true
	}
	if f.caps != sentence {
		return false
	}
	if after != noToken && f.capital(after) == initial {
		return true
	}
	return f.adjoining(h.first-1) && f.capital(h.first-1) == initial && l.words.spoken[f.ids[h.first-1]] == noLang
}

const noToken = -1

// distance is how many tokens lie from one hit to another.
func distance(a, b *hit) int {
	switch {
	case a.last < b.first:
		return b.first - a.last
	case b.last < a.first:
		return a.first - b.last
	}
	return 0
}

// adjoining reports whether a token and the next are words with only a blank between.
func (f *field) adjoining(token int) bool {
	return token >= 0 && token+1 < len(f.tokens) && f.tokens[token].Kind == fold.Word && f.tokens[token+1].Kind == fold.Word
}
