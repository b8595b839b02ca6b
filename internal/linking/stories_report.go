package linking

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"orewire"
	"orewire/internal/fold"
)

// When two articles report the same event. The figures were measured on labelled pairs.
const (
	sharedWords  = 0.21 // Jaccard of the words of title and summary
	sharedFigure = 0.5  // of the smaller set of figures, if both have any
	leastShared  = 4    // words, however short the texts
	stemRunes    = 6    // words are cut to so many characters
)

// Report is what of an article decides to which story it belongs.
type Report struct {
	ID        int64
	Published time.Time // zero if unknown: then no window applies
	Key       string    // orders reports of the same second
	lang      string
	words     []uint32 // hashed, sorted
	figures   []string // sorted, without points and commas
	named     []string // names of the instruments in the text, sorted
}

// NewReport makes the report of a linked article.
func NewReport(a *orewire.Article) Report {
	r := Report{ID: a.ID, Key: a.Key, Published: a.Published.Truncate(time.Second), lang: a.Lang}
	r.read(a.Title.String())
	r.read(a.Summary.String())
	for _, link := range a.Links {
		if link.How == orewire.Named {
			r.named = append(r.named, link.Name.String())
		}
	}
	sortUnique(&r.words)
	sortUnique(&r.figures)
	sortUnique(&r.named)
	return r
}

// compare puts reports in order of publishing, and those of one second in an order that does not depend on when they came.
func (r *Report) compare(other *Report) int {
	return cmp.Or(r.Published.Compare(other.Published), cmp.Compare(r.Key, other.Key), cmp.Compare(r.ID, other.ID))
}

func (r *Report) read(text string) {
	folded := fold.String(text)
	for _, t := range fold.Tokens(nil, folded) {
		word := folded[t.Start:t.End]
		switch {
		case t.Kind == fold.Mark:
		case t.Kind == fold.Run:
			for pair := range strings.SplitSeq(fold.CJKPairs(word), " ") {
				r.words = append(r.words, hash(pair))
			}
		case word[0] >= '0' && word[0] <= '9':
			r.figures = append(r.figures, strings.NewReplacer(",", "", ".", "").Replace(word))
			r.words = append(r.words, hash(word))
		case !stopWords[word] && len(word) > 1:
			r.words = append(r.words, hash(stem(word)))
		}
	}
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
	score := float64(shared) / float64(len(r.words)+len(other.words)-shared)
	if score < sharedWords || r.lang != other.lang {
		return 0
	}
	if !r.Published.IsZero() && !other.Published.IsZero() && r.Published.Sub(other.Published).Abs() > storyWindow {
		return 0
	}
	if len(r.named) > 0 && len(other.named) > 0 && common(r.named, other.named) == 0 {
		return 0
	}
	smaller := min(len(r.figures), len(other.figures))
	if smaller > 0 && float64(common(r.figures, other.figures)) < sharedFigure*float64(smaller) {
		return 0
	}
	return score
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
