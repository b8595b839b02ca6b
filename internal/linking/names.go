package linking

import (
	"cmp"
	"slices"

	"orewire"
	"orewire/internal/fold"
)

// How far from a weak name, in tokens, evidence of a company may stand, and from a name a phrase that denies it.
const (
	companyReach   = 7
	unrelatedReach = 2
	nameReach      = 2 // from a word of a deal to the name of what is bought
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
			if o := f.covering(blocker, h, h.within); o != nil && o.end-o.start > h.end-h.start {
				h.verdict, h.by = inIdiom, f.original(o)
			} else if by, ok := f.deniedBy(h); ok {
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
			h.by = f.companyWord(h)
			for _, topic := range it.linker.lives[h.term.instrument] {
				h.by = cmp.Or(h.by, spoken[topic])
			}
			if h.by == "" || f.partOfLongerName(h) {
				h.verdict, h.by = noCompany, ""
			}
		}
	}
	it.noteLives()
}

// noteLives notes what the instruments live off that title and summary name, and by which words they do. A name that itself rests on a
// topic's word is no evidence of the topic.
func (it *item) noteLives() {
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[name] {
			h := &f.hits[name][j]
			if h.verdict != counts || f.which == orewire.InBody || f.needsEvidence(h) && !it.sure[h.term.instrument] && f.companyWord(h) == "" {
				continue
			}
			for _, topic := range it.linker.lives[h.term.instrument] {
				it.lived[topic] = cmp.Or(it.lived[topic], f.original(h))
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

// spokenTopics returns the topics that the item speaks of outside names, surely or by a commodity's own word, each with the words.
func (it *item) spokenTopics() map[int32]string {
	spoken := map[int32]string{}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			h := &f.hits[topicTerm][j]
			topic := &it.linker.topics[h.term.topic]
			if spoken[h.term.topic] != "" || h.term.weak && (topic.Strict || !isCommodity(topic)) {
				continue
			}
			if f.free(h) {
				spoken[h.term.topic] = f.original(h)
			}
		}
	}
	return spoken
}

// deniedBy looks for a phrase such as "no relation to" before a name, or one of CJK after it.
func (f *field) deniedBy(h *hit) (string, bool) {
	for _, o := range f.near(unrelated, h, unrelatedBytes) { // no more tokens lie in so many bytes
		before := !o.term.cjk && o.last < h.first && h.first-o.last <= unrelatedReach
		after := o.term.cjk && o.start >= h.end && o.start-h.end <= unrelatedBytes
		if before || after {
			return f.original(&o), true
		}
	}
	return "", false
}

// companyWord returns a company's word that stands near a name, or in CJK anywhere in the field; "" if there is none.
func (f *field) companyWord(h *hit) string {
	list, reach := f.near(company, h, companyReach), companyReach
	if h.term.cjk {
		list, reach = f.few(company), len(f.tokens)
	}
	for i := range list {
		if o := &list[i]; !o.overlaps(h) && distance(o, h) <= reach {
			return f.original(o)
		}
	}
	return ""
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

// nameAfter returns the name that stands right after a word, if nothing is said of what is the name's: "to buy Teck for …", but not
// "to buy Teck shares". Names are those of instruments, and in an item that speaks of a company all that is capitalised.
func (it *item) nameAfter(f *field, h *hit) string {
	last := h.last
	for _, o := range f.near(name, h, nameReach) {
		if o.verdict == counts && o.first > h.last && o.first <= h.last+nameReach {
			last = o.last
		}
	}
	if last == h.last && f.caps == sentence && it.main == english && it.ofCompany && f.adjoining(last) {
		if end := f.properNoun(last + 1); end != noToken {
			last = end
		}
	}
	if last == h.last || f.adjoining(last) && it.linker.words.spoken[f.ids[last+1]] == noLang {
		return ""
	}
	from, _ := f.folded.Origin(f.tokens[h.last+1].Start, f.tokens[h.last+1].End)
	_, to := f.folded.Origin(f.tokens[last].Start, f.tokens[last].End)
	return f.text[from:to]
}

// speaksOfCompany reports whether title or summary name an instrument or have a company's word.
func (it *item) speaksOfCompany() bool {
	return slices.ContainsFunc(it.fields, func(f field) bool {
		return f.which != orewire.InBody && (len(f.hits[company]) > 0 || slices.ContainsFunc(f.hits[name], func(h hit) bool { return h.verdict == counts }))
	})
}

// adjoining reports whether a token and the next are words with only a blank between.
func (f *field) adjoining(token int) bool {
	return token >= 0 && token+1 < len(f.tokens) && f.tokens[token].Kind == fold.Word && f.tokens[token+1].Kind == fold.Word
}

// touching reports whether a token and the next stand in the text with nothing between.
func (f *field) touching(token int) bool {
	return token+1 < len(f.tokens) && f.tokens[token].End == f.tokens[token+1].Start
}

// properNoun returns the last of the capitalised words that begin at a token; noToken if there is none, if they are more than a name has, or
// if all of the text is in capitals.
func (f *field) properNoun(token int) int {
	if f.caps == upper || f.tokens[token].Kind != fold.Word || f.capital(token) == anyCase {
		return noToken
	}
	for range maxNameWords {
		if !f.adjoining(token) || f.capital(token+1) == anyCase {
			return token
		}
		token++
	}
	return noToken
}
