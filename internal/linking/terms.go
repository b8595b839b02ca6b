package linking

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orewire"
	"orewire/internal/fold"
)

// kind says what finding a term means.
type kind uint8

const (
	topicTerm kind = iota // it speaks for a topic
	notPhrase             // a topic's term inside it is void
	blocker               // any term inside it is void
	context               // a weak term of its topic near it counts
	mining                // a weak term of a topic that has general context near it counts
	market                // the same, but only near it
	foil                  // a weak term near it does not count
	topicFoil             // its topic is void, unless there is context
	name                  // it names an instrument
	company               // a weak name near it counts
	unrelated             // it says that a name beside it is not meant
	kinds                 // how many there are
)

// term is one entry of the lexicon.
type term struct {
	text       string // as the catalogue writes it
	kind       kind
	langs      langs
	topic      int32 // index of its topic
	instrument int32 // index of its instrument
	weak       bool
	exact      bool       // only in this spelling
	cjk        bool       // it may stand anywhere
	holdsName  bool       // some name is part of it
	capitals   []capitals // name: by word, what must be capital
	ascii      bool       // name: without a mark
}

// capitals says which letters of a word must be capitals.
type capitals uint8

const (
	anyCase capitals = iota
	initial          // the first
	allCaps          // all: the word is an acronym so short that it is else a word
)

// shortAcronym is how many letters an acronym has at most that only counts in capitals.
const shortAcronym = 4

// compile adds a term in each of its spellings. A term that folds to nothing matches nothing.
func (l *Linker) compile(t term) {
	id := int32(len(l.terms))
	added := false
	t.ascii = strings.IndexFunc(t.text, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
	for _, spelling := range spellings(t.text) {
		bare := strings.TrimRight(spelling, "*+")
		var ending byte
		if bare != spelling && t.kind != name {
			ending = spelling[len(bare)]
		} else {
			bare = spelling
		}
		added = l.compileSpelling(&t, bare, ending, id) || added
	}
	if added {
		l.terms = append(l.terms, t)
	}
}

func (l *Linker) compileSpelling(t *term, text string, ending byte, id int32) bool {
	folded := fold.Fold(text)
	tokens := fold.Tokens(nil, folded.String())
	if len(tokens) == 0 {
		return false
	}
	words := make([]string, len(tokens))
	for i, tok := range tokens {
		words[i] = folded.String()[tok.Start:tok.End]
		t.holdsName = t.holdsName || words[i] == nameSign
		t.cjk = t.cjk || tok.Kind == fold.Run
		if t.kind == name && len(t.capitals) < len(tokens) {
			from, to := folded.Origin(tok.Start, tok.End)
			t.capitals = append(t.capitals, capitalsOf(text[from:to]))
		}
	}
	if t.cjk {
		l.runes.add(folded.String(), id)
		return true
	}
	l.words.add(words, ending, id)
	if first := l.words.words[words[0]]; t.kind == topicTerm && ending == 0 {
		l.words.opens[first] = true
	}
	return true
}

func capitalsOf(word string) capitals {
	first, _ := utf8.DecodeRuneInString(word)
	switch {
	case !unicode.IsUpper(first):
		return anyCase
	case utf8.RuneCountInString(word) <= shortAcronym && utf8.RuneCountInString(word) > 1 && word == strings.ToUpper(word):
		return allCaps
	}
	return initial
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ø", "oe", "Ø", "Oe", "å", "aa", "Å", "Aa")

// spellings returns a term as it is written and, where it has umlauts, as it is written without them (Zölle, Zoelle).
func spellings(text string) []string {
	if plain := umlauts.Replace(text); plain != text {
		return []string{text, plain}
	}
	return []string{text}
}

// termsOf returns about how many terms a catalogue has, so that there is room for them at once.
func termsOf(c orewire.Catalog) (n int) {
	count := func(lists ...map[string][]string) {
		for _, words := range lists {
			for _, list := range words {
				n += len(list)
			}
		}
	}
	count(c.Mining, c.Market, c.Blockers, c.Foils, c.Company, c.Unrelated)
	for _, t := range c.Topics {
		count(t.Terms, t.Weak, t.Not, t.Foils)
		n += len(t.Exact) + len(t.ExactWeak) + len(t.Context)
	}
	for _, i := range c.Instruments {
		n += len(i.Aliases) + len(i.Weak)
	}
	return n
}

// compileAll compiles the whole catalogue.
func (l *Linker) compileAll(c orewire.Catalog) {
	for _, part := range c.Compounds {
		for _, s := range spellings(part) {
			l.words.addPart(fold.String(s))
		}
	}
	for _, words := range c.Stories.Numerals {
		for key, list := range words {
			for _, w := range list {
				l.words.numeral[l.words.word(fold.String(w))] |= languageOfKey[key]
			}
		}
	}
	for lang, words := range functionWords {
		for _, w := range words {
			l.words.spoken[l.words.word(w)] |= lang
		}
	}
	for _, g := range []struct {
		kind  kind
		words map[string][]string
	}{{mining, c.Mining}, {market, c.Market}, {blocker, c.Blockers}, {foil, c.Foils}, {company, c.Company}, {unrelated, c.Unrelated}} {
		l.compileWords(term{kind: g.kind}, g.words)
	}
	for i, t := range c.Topics {
		l.compileTopic(int32(i), t)
	}
	for i, inst := range c.Instruments {
		for _, alias := range inst.Aliases {
			l.compile(term{text: alias, kind: name, langs: anyLang, instrument: int32(i)})
		}
		for _, alias := range inst.Weak {
			l.compile(term{text: alias, kind: name, langs: anyLang, instrument: int32(i), weak: true})
		}
	}
	l.forms = l.wordSet(c.Forms)
}

func (l *Linker) compileTopic(i int32, t orewire.Topic) {
	l.compileWords(term{kind: topicTerm, topic: i}, t.Terms)
	l.compileWords(term{kind: topicTerm, topic: i, weak: true}, t.Weak)
	l.compileWords(term{kind: notPhrase, topic: i}, t.Not)
	l.compileWords(term{kind: topicFoil, topic: i}, t.Foils)
	for _, text := range t.Exact {
		l.compile(term{text: text, kind: topicTerm, langs: anyLang, topic: i, exact: true})
	}
	for _, text := range t.ExactWeak {
		l.compile(term{text: text, kind: topicTerm, langs: anyLang, topic: i, exact: true, weak: true})
	}
	for _, text := range t.Context {
		l.compile(term{text: text, kind: context, langs: anyLang, topic: i})
	}
}

// compileWords compiles the terms of each language, taking the rest from t.
func (l *Linker) compileWords(t term, byLanguage map[string][]string) {
	for _, key := range slices.Sorted(maps.Keys(byLanguage)) {
		for _, text := range byLanguage[key] {
			t.text, t.langs = text, languageOfKey[key]
			l.compile(t)
		}
	}
}

func (l *Linker) wordSet(texts []string) map[int32]bool {
	set := map[int32]bool{}
	for _, text := range texts {
		set[l.words.word(fold.String(text))] = true
	}
	return set
}
