package linking

import (
	"strings"
	"unicode/utf8"

	"orewire/internal/fold"
)

// wordTrie finds terms of spaced scripts: a trie over whole words, so that a term ends where a word ends.
// Node 0 is the root, word 0 is a word of no term, word anyNumber stands in terms for any number.
type wordTrie struct {
	words    map[string]int32
	spoken   []langs          // by word: the languages that it is a function word of
	opens    []bool           // by word: it begins a term of a topic
	first    []int32          // by word: the node that it leads to from the root
	next     map[uint64]int32 // by node and word
	ends     [][]int32        // by node: the terms that end there
	parts    map[string]bool  // second parts of German compounds
	numeral  []bool           // by word: it is a number
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

// anyNumber is the word "#".
const anyNumber = 1

func newWordTrie() *wordTrie {
	t := &wordTrie{words: map[string]int32{}, spoken: []langs{0}, opens: []bool{false}, first: []int32{0}, next: map[uint64]int32{},
		ends: [][]int32{nil}, parts: map[string]bool{}, numeral: []bool{false}, openings: map[int32][]opening{}, fresh: map[string][]opening{}}
	t.word("#")
	return t
}

func (t *wordTrie) word(w string) int32 {
	id, ok := t.words[w]
	if !ok {
		id = int32(len(t.first))
		t.words[w] = id
		t.first, t.spoken = append(t.first, 0), append(t.spoken, 0)
		t.opens, t.numeral = append(t.opens, false), append(t.numeral, false)
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
		node = t.step(node, t.word(w))
	}
	t.ends[node] = append(t.ends[node], term)
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
		t.ends = append(t.ends, nil)
		if node == 0 {
			t.first[word] = to
		} else {
			t.next[edge(node, word)] = to
		}
	}
	return to
}

func (t *wordTrie) child(node, word int32) int32 {
	if node == 0 {
		return t.first[word]
	}
	return t.next[edge(node, word)]
}

func edge(node, word int32) uint64 { return uint64(node)<<32 | uint64(word) }

// scan calls found for every term in the field, with its first and last token.
func (t *wordTrie) scan(f *field, compounds bool, found func(term int32, first, last int)) {
	text := f.folded.String()
	for i := range f.tokens {
		if compounds && f.tokens[i].Kind == fold.Word {
			t.scanOpenings(text[f.tokens[i].Start:f.tokens[i].End], 0, func(term int32) { found(term, i, i) })
		}
		node := t.first[f.ids[i]]
		if node == 0 && t.isNumber(f, i) {
			node = t.first[anyNumber]
		}
		for last := i; node != 0; {
			for _, term := range t.ends[node] {
				found(term, i, last)
			}
			if last++; last == len(f.tokens) {
				break
			}
			if len(t.openings) > 0 && f.tokens[last].Kind == fold.Word {
				t.scanOpenings(text[f.tokens[last].Start:f.tokens[last].End], node, func(term int32) { found(term, i, last) })
			}
			node = t.follow(node, f, last)
		}
	}
}

// follow returns the node that a token leads to, by its own word or as a number; 0 if there is none.
func (t *wordTrie) follow(node int32, f *field, token int) int32 {
	if id := f.ids[token]; id != 0 {
		if to := t.next[edge(node, id)]; to != 0 {
			return to
		}
	}
	if t.isNumber(f, token) {
		return t.next[edge(node, anyNumber)]
	}
	return 0
}

// isNumber reports whether a token is a number, in figures or words.
func (t *wordTrie) isNumber(f *field, token int) bool {
	return isDigit(f.folded.String()[f.tokens[token].Start]) || t.numeral[f.ids[token]]
}

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
		if !ok {
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

func newRuneTrie() *runeTrie {
	return &runeTrie{next: map[uint64]int32{}, ends: [][]int32{nil}}
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
