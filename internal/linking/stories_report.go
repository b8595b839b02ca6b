package linking

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"orewire"
	"orewire/internal/fold"
)

// When two articles report the same event. The figures were measured on labelled pairs.
const (
	sharedWords = 0.24 // Jaccard of the words of title and summary
	leastShared = 4    // words, however short the texts
	stemRunes   = 6    // words are cut to so many characters

	titleAlone        = 0.6 // of the words of each title stand in the other: then the rest may differ
	titleInOther      = 0.4 // of the words of one title stand in the other article too: summaries may all end in the same phrases
	titleInOtherLeast = 0.2 // and of the other title's

	samePattern      = 0.6 // of the words of the longer title, if one name in it was replaced
	samePatternTwice = 0.4 // if more than that was
)

// Report is what of an article decides to which story it belongs.
type Report struct {
	ID        int64
	Published time.Time // zero if unknown: then no window applies
	Key       string    // orders reports of the same second
	lang      string
	words     []uint32 // hashed, sorted
	figures   []figure
	headline  []figure      // those of the title
	course    course        // of the title
	heading   []headingWord // the title
	title     []uint32      // those of the words that stand in it and say something
	named     []string      // names of the instruments in the text, sorted
}

// Report makes the report of an article that the linker has linked.
func (l *Linker) Report(a *orewire.Article) Report {
	r := Report{ID: a.ID, Key: a.Key, Published: a.Published.Truncate(time.Second), lang: a.Lang}
	v := l.vocabulary(a.Lang)
	title, summary := newPassage(v, a.Title.String()), newPassage(v, a.Summary.String())
	r.heading = headingOf(a, title)
	r.title = titleWords(r.heading)
	r.words = summary.appendWords(title.appendWords(nil))
	r.headline = title.figures
	r.figures = slices.Concat(title.figures, summary.figures)
	r.course = title.course()&^denial | (title.course()|summary.course())&denial
	for _, link := range a.Links {
		if link.How == orewire.Named {
			r.named = append(r.named, link.Name.String())
			r.words = append(r.words, hash(link.Name.String())) // by whatever name the text calls it
		}
	}
	sortUnique(&r.words)
	r.figures, r.headline = unique(r.figures), unique(r.headline)
	sortUnique(&r.named)
	return r
}

// passage is a title or summary as the words of its language make it out.
type passage struct {
	vocabulary *vocabulary
	original   string
	text       *fold.Text
	folded     string
	tokens     []fold.Token
	figures    []figure
	taken      []bool // by token: it is a word of a figure
}

func newPassage(v *vocabulary, text string) *passage {
	p := &passage{vocabulary: v, original: text, text: fold.Fold(text)}
	p.folded = p.text.String()
	p.tokens = fold.Tokens(nil, p.folded)
	p.readFigures()
	return p
}

// word returns a token; "" beyond the first and last.
func (p *passage) word(i int) string {
	if i < 0 || i >= len(p.tokens) {
		return ""
	}
	return p.folded[p.tokens[i].Start:p.tokens[i].End]
}

// compare puts reports in order of publishing, and those of one second in an order that does not depend on when they came.
func (r *Report) compare(other *Report) int {
	return cmp.Or(r.Published.Compare(other.Published), cmp.Compare(r.Key, other.Key), cmp.Compare(r.ID, other.ID))
}

// appendWords appends the hashes of the words of a passage that say something, of its figures and of its pairs of characters.
func (p *passage) appendWords(list []uint32) []uint32 {
	for _, f := range p.figures {
		list = append(list, hash(strconv.FormatFloat(f.value, 'g', 6, 64)))
	}
	for i, t := range p.tokens {
		word := p.word(i)
		switch {
		case p.taken[i] || t.Kind == fold.Mark:
		case t.Kind == fold.Run:
			for pair := range fold.Pairs(word) {
				list = append(list, hash(pair))
			}
		case !stopWords[word] && len(word) > 1:
			list = append(list, p.vocabulary.hash(word))
		}
	}
	return list
}

// hash stands for a word, cut so that its forms are one; a capital for its country.
func (v *vocabulary) hash(word string) uint32 {
	if country, ok := v.capitals.whole[word]; ok {
		word = country
	}
	return hash(stem(word))
}

func hash(word string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(word))
	return h.Sum32()
}

func stem(word string) string {
	for i, n := 0, 0; i < len(word); n++ {
		if n == stemRunes {
			return word[:i]
		}
		_, size := utf8.DecodeRuneInString(word[i:])
		i += size
	}
	return word
}

// stopWords are the function words of all languages: they say nothing of an event.
var stopWords = func() map[string]bool {
	m := map[string]bool{}
	for _, words := range functionWords {
		for _, w := range words {
			m[w] = true
		}
	}
	return m
}()

func sortUnique[E cmp.Ordered](s *[]E) {
	slices.Sort(*s)
	*s = slices.Compact(*s)
}

// likeness says how like two reports are that share so many words, 0 if they do not tell of the same event.
func (r *Report) likeness(other *Report, shared int) float64 {
	if r.lang != other.lang || apart(r, other) {
		return 0
	}
	if other.compare(r) < 0 {
		r, other = other, r // whichever of the two is asked
	}
	score := float64(shared) / float64(len(r.words)+len(other.words)-shared)
	enough := score >= sharedWords && shared >= leastShared
	if !enough && !sameTitle(r, other) || differ(r, other) {
		return 0
	}
	return score
}

// apart reports whether too much time lies between two reports.
func apart(a, b *Report) bool {
	return !a.Published.IsZero() && !b.Published.IsZero() && a.Published.Sub(b.Published).Abs() > storyWindow
}

// differ reports whether two reports tell of two events, though in the same words.
func differ(a, b *Report) bool {
	if len(a.named) > 0 && len(b.named) > 0 && common(a.named, b.named) == 0 {
		return true
	}
	if a.course.contrary(b.course) || disagree(a.figures, b.figures) {
		return true
	}
	one, other := a.headed(b), b.headed(a)
	return max(one, other) < titleInOther || min(one, other) < titleInOtherLeast || refilled(a, b)
}

// common counts what two sorted lists share.
func common[E cmp.Ordered](a, b []E) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := cmp.Compare(a[i], b[j]); {
		case c < 0:
			i++
		case c > 0:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}
