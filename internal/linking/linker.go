// Package linking says what a text is about: its topics and the instruments that stand beside it, each with its evidence.
//
// Shape: Link fills an article's Lang, Topics and Links; Explain says why, and what was left out by which words; Stories finds articles
// that report the same event. Evidence is given in bytes of the article's own Title, Summary and Body, on rune boundaries.
// It has no clock and does no I/O, but that Stories asks its Source, which the caller gives, for the articles of the days around; the same
// catalogue and texts always give the same result. A Linker is safe for concurrent use.
//
// How a text is read: names, idioms and harmless words are found together with the topics' terms and void those inside them, so that
// "Rare Holdings" is never rare earths. Weak terms count only beside a word that gives them context. What remains is scored: 3 for a place
// in the title, 1 elsewhere, half for a weak term.
package linking

import (
	"slices"
	"strings"
	"sync"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fold"
)

// Linker reads texts by a catalogue.
type Linker struct {
	topics      []orewire.Topic
	instruments []orewire.Instrument
	terms       []term
	words       *wordTrie
	runes       *runeTrie
	forms       map[int32]bool   // words that end a company's name
	lives       [][]int32        // by instrument: the topics that it lives off, the main one first
	exposed     [][]exposure     // by topic: the instruments that live off it, the most direct first
	parent      []int32          // by topic: the one that it implies, or -1
	byTopic     map[string]int32 // by id
	bySymbol    map[string]int32
	byName      map[string]int32              // by folded name without its legal form
	stories     func() map[string]*vocabulary // made when a first report is
	items       sync.Pool                     // *item
}

// Hints are what the feed says of its items.
type Hints struct {
	Lang    string // its language
	Context string // "metals": every item is about metals
}

// New makes a linker; a term or topic that the catalogue lacks is simply not found.
func New(c orewire.Catalog) *Linker {
	size := termsOf(c)
	l := &Linker{topics: c.Topics, instruments: c.Instruments, terms: make([]term, 0, size), words: newWordTrie(size), runes: newRuneTrie(size),
		byTopic: map[string]int32{}, bySymbol: map[string]int32{}, byName: map[string]int32{}}
	l.items.New = func() any { return &item{sure: map[int32]bool{}, lived: map[int32]string{}} }
	l.stories = sync.OnceValue(func() map[string]*vocabulary { return vocabularies(c.Stories) })
	l.compileAll(c)
	for i, t := range c.Topics {
		l.byTopic[t.ID] = int32(i)
	}
	for _, t := range c.Topics {
		parent, ok := l.byTopic[t.Parent]
		if !ok {
			parent = -1
		}
		l.parent = append(l.parent, parent)
	}
	for i := range c.Instruments {
		l.compileInstrument(int32(i))
	}
	l.rankExposures(c)
	return l
}

func (l *Linker) compileInstrument(i int32) {
	inst := &l.instruments[i]
	var lives []int32
	for _, id := range inst.Topics {
		if t, ok := l.byTopic[id]; ok {
			lives = append(lives, t)
		}
	}
	l.lives = append(l.lives, lives)
	for _, s := range append([]string{inst.Symbol}, inst.Also...) {
		if s != "" {
			l.bySymbol[s] = i
		}
	}
	for _, n := range append([]string{inst.Name.String()}, inst.Aliases...) {
		if key := l.nameKey(n); key != "" {
			if _, taken := l.byName[key]; !taken {
				l.byName[key] = i
			}
		}
	}
}

// nameKey folds a name and takes the legal forms off its end: "Rare Holdings Ltd." and "Rare Holdings" are the same.
func (l *Linker) nameKey(s string) string {
	words := fold.Words(s)
	for len(words) > 1 && l.forms[l.words.words[words[len(words)-1]]] {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// item is one text while it is read.
type item struct {
	linker    *Linker
	fields    []field
	metals    bool
	sure      map[int32]bool   // instruments whose name or symbol surely stands in the text
	lived     map[int32]string // topics that the instruments live off that title and summary name, each with the name
	codes     []code           // symbols in the text
	strangers int              // of those, symbols that the catalogue does not know
	ofCompany bool             // title or summary speak of a company
	main      langs
}

// readItem reads an article's texts and judges all that is found in them. The caller releases the item when it has taken what it needs.
func (l *Linker) readItem(a *orewire.Article, h Hints) *item {
	it := l.items.Get().(*item)
	it.linker, it.metals = l, h.Context == "metals"
	it.readField(orewire.InTitle, a.Title)
	it.readField(orewire.InSummary, a.Summary)
	it.readField(orewire.InBody, a.Body)
	hint := h.Lang
	if hint == "" {
		hint = a.Lang
	}
	var apply langs
	it.main, apply = l.language(it.fields, hint)
	for i := range it.fields {
		l.scan(&it.fields[i], apply)
		it.findCodes(&it.fields[i])
	}
	it.judgeNames()
	it.ofCompany = it.speaksOfCompany()
	it.judgeTopics()
	return it
}

func (it *item) readField(which orewire.Field, text cleantext.Text) {
	if text.IsZero() {
		return
	}
	it.fields = slices.Grow(it.fields, 1)[:len(it.fields)+1]
	it.linker.read(&it.fields[len(it.fields)-1], which, text.String())
}

// release gives an item's memory back for the next one. A text of unusual length keeps none.
func (it *item) release() {
	l := it.linker
	for _, f := range it.fields {
		if len(f.text) > longestKept {
			return
		}
	}
	clear(it.sure)
	clear(it.lived)
	it.fields, it.codes, it.strangers = it.fields[:0], it.codes[:0], 0
	l.items.Put(it)
}

// longestKept is how long a text may be, in bytes, whose memory is kept: few articles are longer.
const longestKept = 256 << 10

// Link fills in an article's language, topics and links. Links that its publisher listed are kept.
func (l *Linker) Link(a *orewire.Article, h Hints) {
	it := l.readItem(a, h)
	defer it.release()
	if len(it.fields) > 0 {
		a.Lang = it.main.code()
	}
	a.Topics = it.topics(it.tallies())
	a.Links = it.links(a)
}
