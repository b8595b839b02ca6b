package linking

import (
	"strings"
	"unicode/utf8"

	"orewire/internal/fold"
)

// wordTrie finds terms of spaced scripts: a trie over whole words, so that a term ends where a word ends.
// Node 0 is the root, word 0 is a word of no term, words anyNumber and anyName stand in terms for any number and any name.
type wordTrie struct {
	words    map[string]int32
	spoken   []langs          // by word: the languages that it is a function word of
	opens    []bool           // by word: it begins a term of a topic
	first    []int32          // by word: the node that it leads to from the root
	next     map[uint64]int32 // by node and word
	ends     [][]int32        // by node: the terms that end there
	names    []int32          // by node: the node that a name leads to
	parts    map[string]bool  // second parts of German compounds
	longest  int              // such a part, in bytes
	numeral  []langs          // by word: the languages in which it is a number
	openings map[int32][]opening
	fresh    map[string][]opening // those of the root, by their first bytes
}

// opening is the beginning of a word that a term ends with: kupfer* or, before a second part from the list only, blei+.
type opening struct {
	begins   string
	compound bool
	term     int32
}

// freshBytes is how many bytes of a word choose the openings that are tried; no opening is shorter.
const freshBytes = 2

// The words of terms that stand for any number and any name.
const (
	anyNumber  = 1
	anyName    = 2
	reserved   = 3 // how many words have no text: none, and these two
	numberSign = "#"
	nameSign   = "@"
)

// newWordTrie makes a trie with room for about so many terms.
func newWordTrie(terms int) *wordTrie {
	t := &wordTrie{words: make(map[string]int32, terms), spoken: make([]langs, reserved), opens: make([]bool, reserved), first: make([]int32, reserved),
		next: make(map[uint64]int32, terms), ends: append(make([][]int32, 0, 2*terms), nil), names: append(make([]int32, 0, 2*terms), 0),
		parts: map[string]bool{}, numeral: make([]langs, reserved), openings: map[int32][]opening{}, fresh: map[string][]opening{}}
	return t
}

// termWord is a word of a term.
func (t *wordTrie) termWord(w string) int32 {
	switch w {
	case numberSign:
		return anyNumber
	case nameSign:
		return anyName
	}
	return t.word(w)
}

func (t *wordTrie) word(w string) int32 {
	id, ok := t.words[w]
	if !ok {
		id = int32(len(t.first))
		t.words[w] = id
		t.first, t.spoken = append(t.first, 0), append(t.spoken, 0)
		t.opens, t.numeral = append(t.opens, false), append(t.numeral, 0)
	}
	return id
}

// add adds a term that is made of these folded words. After an ending of '*' the last may go on, after '+' it goes on with one of parts.
func (t *wordTrie) add(words []string, ending byte, term int32) {
	node := int32(0)
	for i, w := range words {
		if i == len(words)-1 && ending != 0 {
			t.open(node, opening{w, ending == '+', term})
			if ending == '+' {
				return
			}
		}
		node = t.step(node, t.termWord(w))
	}
	t.ends[node] = append(t.ends[node], term)
}

func (t *wordTrie) addPart(part string) {
	t.parts[part] = true
	t.longest = max(t.longest, len(part))
}

func (t *wordTrie) open(node int32, o opening) {
	if node == 0 && len(o.begins) >= freshBytes {
		key := o.begins[:freshBytes]
		t.fresh[key] = append(t.fresh[key], o)
		return
	}
	t.openings[node] = append(t.openings[node], o)
}

func (t *wordTrie) step(node, word int32) int32 {
	to := t.child(node, word)
	if to == 0 {
		to = int32(len(t.ends))
		t.ends, t.names = append(t.ends, nil), append(t.names, 0)
		switch {
		case node == 0:
			t.first[word] = to
		case word == anyName:
			t.names[node] = to
		default:
			t.next[edge(node, word)] = to
		}
	}
	return to
}

func (t *wordTrie) child(node, word int32) int32 {
	switch {
	case node == 0:
		return t.first[word]
	case word == anyName:
		return t.names[node]
	}
	return t.next[edge(node, word)]
}

func edge(node, word int32) uint64 { return uint64(node)<<32 | uint64(word) }

// scan calls found for every term in the field, with its first and last token.
func (t *wordTrie) scan(f *field, found func(term int32, first, last int)) {
	text := f.folded.String()
	for i := range f.tokens {
		if f.apply&german != 0 && f.tokens[i].Kind == fold.Word {
			t.scanOpenings(text[f.tokens[i].Start:f.tokens[i].End], 0, func(term int32) { found(term, i, i) })
		}
		if node := t.first[f.ids[i]]; node != 0 {
			t.walk(f, node, i, i, found)
		}
		if last := t.number(f, i); last != noToken && t.first[anyNumber] != 0 {
			t.walk(f, t.first[anyNumber], i, last, found)
		}
	}
}

// walk calls found for the terms that end at a node, which the tokens from first to last led to, and for those that go on from there.
func (t *wordTrie) walk(f *field, node int32, first, last int, found func(term int32, first, last int)) {
	for _, term := range t.ends[node] {
		found(term, first, last)
	}
	next := last + 1
	if next == len(f.tokens) {
		return
	}
	if len(t.openings) > 0 && f.tokens[next].Kind == fold.Word {
		word := f.folded.String()[f.tokens[next].Start:f.tokens[next].End]
		t.scanOpenings(word, node, func(term int32) { found(term, first, next) })
	}
	if id := f.ids[next]; id != 0 {
		if to := t.next[edge(node, id)]; to != 0 {
			t.walk(f, to, first, next, found)
		}
	}
	if end := t.number(f, next); end != noToken {
		if to := t.next[edge(node, anyNumber)]; to != 0 {
			t.walk(f, to, first, end, found)
		}
	}
	// Where Most Words Have Capitals, only a word without one shows where a name ends.
	if to := t.names[node]; to != 0 && (f.caps == sentence || len(t.ends[to]) == 0) {
		if end := f.properNoun(next); end != noToken {
			t.walk(f, to, first, end, found)
		}
	}
}

// number returns the last token of a number that begins at a token, in figures or words and with a currency before it ("C$ 4.3");
// noToken if none does.
func (t *wordTrie) number(f *field, token int) int {
	text := f.folded.String()
	switch c := text[f.tokens[token].Start]; {
	case isDigit(c) || t.numeral[f.ids[token]]&f.apply != 0:
		return token
	case f.tokens[token].Kind == fold.Word && f.touching(token) && text[f.tokens[token+1].Start] == '$':
		token++
	case f.tokens[token].Kind != fold.Mark || !strings.Contains(currencySigns, text[f.tokens[token].Start:f.tokens[token].End]):
		return noToken
	}
	if token+1 < len(f.tokens) && isDigit(text[f.tokens[token+1].Start]) {
		return token + 1
	}
	return noToken
}

const currencySigns = "$€£¥₩₹"

// scanOpenings calls found for the terms that end with a beginning of the word, after what led to the node.
func (t *wordTrie) scanOpenings(word string, node int32, found func(term int32)) {
	list := t.openings[node]
	if node == 0 && len(word) > freshBytes {
		list = t.fresh[word[:freshBytes]]
	}
	for _, o := range list {
		if rest, ok := strings.CutPrefix(word, o.begins); ok && rest != "" && (!o.compound || t.part(rest)) {
			found(o.term)
		}
	}
}

// part reports whether the rest of a German word is one of the second parts, or two of them, with or without what joins them.
func (t *wordTrie) part(rest string) bool {
	for _, joint := range []string{"", "s", "n", "en"} {
		tail, ok := strings.CutPrefix(rest, joint)
		if !ok || len(tail) > 2*t.longest {
			continue
		}
		if t.parts[tail] {
			return true
		}
		for i := range tail {
			if i > 0 && t.parts[tail[:i]] && t.parts[tail[i:]] {
				return true
			}
		}
	}
	return false
}

// runeTrie finds terms of Chinese, Japanese and Korean, anywhere in a text.
type runeTrie struct {
	first [1 << 16]int32   // by rune: the node that it leads to from the root; rarer runes are in next
	next  map[uint64]int32 // by node and rune
	ends  [][]int32        // by node: the terms that end there
}

func newRuneTrie(terms int) *runeTrie {
	return &runeTrie{next: make(map[uint64]int32, terms), ends: append(make([][]int32, 0, terms), nil)}
}

func (t *runeTrie) add(folded string, term int32) {
	node := int32(0)
	for _, r := range folded {
		to := t.child(node, r)
		if to == 0 {
			to = int32(len(t.ends))
			t.ends = append(t.ends, nil)
			if node == 0 && int(r) < len(t.first) {
				t.first[r] = to
			} else {
				t.next[edge(node, r)] = to
			}
		}
		node = to
	}
	t.ends[node] = append(t.ends[node], term)
}

func (t *runeTrie) child(node int32, r rune) int32 {
	if node == 0 && int(r) < len(t.first) {
		return t.first[r]
	}
	return t.next[edge(node, r)]
}

// scan calls found for every term that begins at byte i, with its end. A term that ends in a Latin letter or digit ends with the word.
func (t *runeTrie) scan(text string, i int, found func(term int32, end int)) {
	node := int32(0)
	for end := i; end < len(text); {
		r, size := utf8.DecodeRuneInString(text[end:])
		if node = t.child(node, r); node == 0 {
			return
		}
		end += size
		if len(t.ends[node]) == 0 || r < utf8.RuneSelf && end < len(text) && isAlphanumeric(text[end]) {
			continue
		}
		for _, term := range t.ends[node] {
			found(term, end)
		}
	}
}

func isAlphanumeric(c byte) bool { return 'a' <= c && c <= 'z' || isDigit(c) }
func isDigit(c byte) bool        { return '0' <= c && c <= '9' }
