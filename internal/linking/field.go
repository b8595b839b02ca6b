package linking

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orewire"
	"orewire/internal/fold"
)

// field is one text of an item with all that was found in it.
type field struct {
	which  orewire.Field
	text   string // the original
	folded fold.Text
	tokens []fold.Token
	ids    []int32      // by token: the word's number in the trie, 0 if no term has it
	hits   [kinds][]hit // by what they mean, each in the order of the text
	caps   style
	apply  langs // whose terms are looked for

	longest    int // hit, in tokens after its first
	longestRun int // hit in CJK, where tokens are as long as a clause, in bytes
}

// style is how a text uses capitals.
type style uint8

const (
	sentence style = iota // capitals begin sentences and names
	title                 // Most Words Have One, as German nouns do
	upper                 // ALL OF IT
)

// hit is a term found in a field.
type hit struct {
	term        *term
	start, end  int // bytes of the folded text
	first, last int // tokens
	verdict     verdict
	by          string // the words that void it
}

func (h *hit) overlaps(o *hit) bool { return h.start < o.end && o.start < h.end }
func (h *hit) within(o *hit) bool   { return h.start >= o.start && h.end <= o.end }

// verdict says whether a hit counts, and if not, why.
type verdict uint8

const (
	counts     verdict = iota
	inName             // part of a name
	inIdiom            // part of an idiom or harmless word
	inPhrase           // part of a phrase that means something else
	noContext          // weak, without a context word near it
	beside             // beside a word that speaks of something else
	properName         // part of a capitalised name that is not known
	repeated           // inside another term of the same topic
	lowerCase          // a name without its capitals
	noCompany          // a weak name without evidence of a company
	denied             // the text says that the name is not meant
)

// read folds a text and cuts it into tokens, in the memory that the field has.
func (l *Linker) read(f *field, which orewire.Field, text string) {
	f.which, f.text = which, text
	f.folded.Fold(text)
	folded := f.folded.String()
	f.tokens = fold.Tokens(slices.Grow(f.tokens[:0], len(folded)/5+4), folded)
	f.ids = slices.Grow(f.ids[:0], len(f.tokens))
	for _, t := range f.tokens {
		f.ids = append(f.ids, l.words.words[folded[t.Start:t.End]])
	}
	for k := range f.hits {
		f.hits[k] = f.hits[k][:0]
	}
	f.longest, f.longestRun = 0, 0
	f.caps = l.capitalStyle(f)
}

// styleTokens is how much of a text shows its style.
const styleTokens = 150

// capitalStyle looks at the first letters of the words of four and more letters that are no function words.
func (l *Linker) capitalStyle(f *field) style {
	words, capital, upperWords := 0, 0, 0
	for i := range f.tokens[:min(len(f.tokens), styleTokens)] {
		t := f.tokens[i]
		if t.Kind != fold.Word || t.End-t.Start < 4 || l.words.spoken[f.ids[i]] != noLang || isDigit(f.folded.String()[t.Start]) {
			continue
		}
		words++
		switch f.capital(i) {
		case allCaps:
			capital++
			upperWords++
		case initial:
			capital++
		}
	}
	switch {
	case words > 1 && 10*upperWords >= 8*words:
		return upper
	case words > 2 && 100*capital >= 85*words:
		return title
	}
	return sentence
}

// scan finds all terms of the languages.
func (l *Linker) scan(f *field, apply langs) {
	folded := f.folded.String()
	f.apply = apply
	l.words.scan(f, func(id int32, first, last int) {
		if t := &l.terms[id]; t.langs&apply != 0 {
			f.keep(hit{term: t, start: f.tokens[first].Start, end: f.tokens[last].End, first: first, last: last})
		}
	})
	for i, tok := range f.tokens {
		glued := tok.Kind == fold.Word && i+1 < len(f.tokens) && f.tokens[i+1].Kind == fold.Run
		if tok.Kind != fold.Run && !glued {
			continue
		}
		for at := tok.Start; at < tok.End; {
			l.runes.scan(folded, at, func(id int32, end int) {
				if t := &l.terms[id]; t.langs&apply != 0 {
					f.keep(hit{term: t, start: at, end: end, first: i, last: i})
				}
			})
			if glued {
				break
			}
			_, size := utf8.DecodeRuneInString(folded[at:])
			at += size
		}
	}
	for k := range f.hits {
		slices.SortStableFunc(f.hits[k], func(a, b hit) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	}
}

// keep keeps a hit, unless its spelling is wrong.
func (f *field) keep(h hit) {
	if h.term.exact && f.original(&h) != h.term.text {
		return
	}
	if h.term.kind == name && !f.capitalised(&h) {
		h.verdict = lowerCase
	}
	f.longest = max(f.longest, h.last-h.first)
	if h.term.cjk {
		f.longestRun = max(f.longestRun, h.end-h.start)
	}
	f.hits[h.term.kind] = append(f.hits[h.term.kind], h)
}

// original returns the words of a hit as they stand in the text.
func (f *field) original(h *hit) string {
	from, to := f.folded.Origin(h.start, h.end)
	return f.text[from:to]
}

// capitalised reports whether a name has the capitals that it needs, and no mark that it lacks: Über is not Uber.
func (f *field) capitalised(h *hit) bool {
	for i, need := range h.term.capitals {
		token := h.first + i
		if token > h.last {
			break
		}
		if need != anyCase && f.capital(token) < need || h.term.ascii && f.marked(token) {
			return false
		}
	}
	return true
}

// marked reports whether a token has letters beyond ASCII in the text, other than the full-width forms of those in ASCII.
func (f *field) marked(token int) bool {
	return strings.IndexFunc(f.word(token), func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) && !isFullWidth(r) }) >= 0
}

func isFullWidth(r rune) bool { return 'Ａ' <= r && r <= 'Ｚ' || 'ａ' <= r && r <= 'ｚ' }

// capital says what capitals a token has.
func (f *field) capital(token int) capitals {
	if token < 0 || token >= len(f.tokens) {
		return anyCase
	}
	from, to := f.folded.Origin(f.tokens[token].Start, f.tokens[token].End)
	word := f.text[from:to]
	first, size := utf8.DecodeRuneInString(word)
	if !unicode.IsUpper(first) {
		return anyCase
	}
	for _, r := range word[size:] {
		if unicode.IsLower(r) {
			return initial
		}
	}
	return allCaps
}

// begins reports whether a token begins a sentence, as far as punctuation shows it.
func (f *field) begins(token int) bool {
	if token == 0 {
		return true
	}
	if f.tokens[token-1].Kind != fold.Mark {
		return false
	}
	switch f.folded.String()[f.tokens[token-1].Start] {
	case ',', '/', '+', '$', '(', '%':
		return false
	}
	return true
}

// near returns those hits of a kind that lie at most so many tokens before or after another, few enough to look at each.
func (f *field) near(k kind, h *hit, reach int) []hit {
	list := f.hits[k]
	from, _ := slices.BinarySearchFunc(list, h.first-reach, func(o hit, token int) int { return cmp.Compare(o.first+f.longest, token) })
	to := from
	for to < min(len(list), from+mostNear) && list[to].first <= h.last+reach {
		to++
	}
	return list[from:to]
}

// mostNear is how many hits are looked at for another's sake. No text that says anything has so many of a kind in one place.
const mostNear = 200

// few returns the first hits of a kind, as near does.
func (f *field) few(k kind) []hit { return f.hits[k][:min(len(f.hits[k]), mostNear)] }

// overlapping returns the hits of a kind that may overlap another: those that begin before it ends, without those too far before it.
func (f *field) overlapping(k kind, h *hit) []hit {
	list := f.hits[k]
	from, _ := slices.BinarySearchFunc(list, h, func(o hit, h *hit) int {
		if h.term.cjk {
			return cmp.Compare(o.start+f.longestRun, h.start)
		}
		return cmp.Compare(o.first+f.longest, h.first)
	})
	to := from
	for to < len(list) && list[to].start < h.end {
		to++
	}
	return list[from:to]
}

// covering returns the first hit of a kind that covers another, as ok says (h.within or h.overlaps, or more); nil if none does. A name that
// the text denies covers what is in it too.
func (f *field) covering(k kind, h *hit, ok func(o *hit) bool) *hit {
	list := f.overlapping(k, h)
	for i := range list {
		if o := &list[i]; (o.verdict == counts || o.verdict == denied) && ok(o) {
			return o
		}
	}
	return nil
}
