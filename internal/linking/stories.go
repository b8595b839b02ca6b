package linking

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"orewire"
	"orewire/internal/fold"
)

// When two articles report the same event. The figures were measured on labelled pairs.
const (
	storyWindow  = 72 * time.Hour
	sharedWords  = 0.21 // Jaccard of the words of title and summary
	sharedFigure = 0.5  // of the smaller set of figures, if both have any
	leastShared  = 4    // words, however short the texts
	stemRunes    = 6    // words are cut to so many characters
)

// Report is what of an article decides to which story it belongs.
type Report struct {
	id        string
	published time.Time // zero if unknown: then no window applies
	lang      string
	words     []uint64 // hashed, sorted
	figures   []string // sorted, without points and commas
	named     []string // names of the instruments in the text, sorted
}

// NewReport makes the report of a linked article. The id is the caller's.
func NewReport(id string, a *orewire.Article) Report {
	r := Report{id: id, published: a.Published, lang: a.Lang}
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

var seed = maphash.MakeSeed()

func (r *Report) read(text string) {
	folded := fold.String(text)
	for _, t := range fold.Tokens(nil, folded) {
		word := folded[t.Start:t.End]
		switch {
		case t.Kind == fold.Mark:
		case t.Kind == fold.Run:
			for pair := range strings.SplitSeq(fold.CJKPairs(word), " ") {
				r.words = append(r.words, maphash.String(seed, pair))
			}
		case word[0] >= '0' && word[0] <= '9':
			r.figures = append(r.figures, strings.NewReplacer(",", "", ".", "").Replace(word))
			r.words = append(r.words, maphash.String(seed, word))
		case !stopWords[word] && len(word) > 1:
			r.words = append(r.words, maphash.String(seed, stem(word)))
		}
	}
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

// Stories finds the story of each report among those that came before. The zero value is not ready: use NewStories.
// It is not safe for concurrent use.
type Stories struct {
	firsts []Report           // the first report of each story
	byWord map[uint64][]int32 // by word: the stories whose first report has it
	shared map[int32]int      // by story: words shared with the report at hand
	newest time.Time
}

// NewStories returns an empty set of stories.
func NewStories() *Stories {
	return &Stories{byWord: map[uint64][]int32{}, shared: map[int32]int{}}
}

// Join returns the id of the first report of the story that a report belongs to, and false if it begins a story of its own.
func (s *Stories) Join(r Report) (first string, joined bool) {
	if r.published.After(s.newest) {
		s.newest = r.published
	}
	best, bestScore := -1, 0.0
	for story, shared := range s.candidates(r) {
		if shared < leastShared {
			continue
		}
		if score := jaccard(r, s.firsts[story], shared); score > bestScore || score == bestScore && int(story) < best {
			if sameEvent(r, s.firsts[story], score) {
				best, bestScore = int(story), score
			}
		}
	}
	if best >= 0 {
		return s.firsts[best].id, true
	}
	story := int32(len(s.firsts))
	s.firsts = append(s.firsts, r)
	for _, w := range r.words {
		s.byWord[w] = append(s.byWord[w], story)
	}
	return "", false
}

// candidates counts the shared words of the stories that share enough to be looked at. A word is not looked up if enough rarer ones
// must be shared too: two sets with a Jaccard index of j share at least j of the words of either.
func (s *Stories) candidates(r Report) map[int32]int {
	clear(s.shared)
	words := slices.Clone(r.words)
	slices.SortFunc(words, func(a, b uint64) int { return len(s.byWord[a]) - len(s.byWord[b]) })
	need := int(math.Ceil(sharedWords * float64(len(words))))
	for i, w := range words {
		list := s.current(w)
		for _, story := range list {
			if _, seen := s.shared[story]; seen || i <= len(words)-need {
				s.shared[story]++
			}
		}
	}
	return s.shared
}

// current returns the stories with a word, without those that are too old for any report to come.
func (s *Stories) current(word uint64) []int32 {
	list := s.byWord[word]
	if len(list) == 0 {
		return nil
	}
	if oldest := s.firsts[list[0]].published; !oldest.IsZero() && s.newest.Sub(oldest) > 2*storyWindow {
		list = slices.DeleteFunc(list, func(story int32) bool {
			p := s.firsts[story].published
			return !p.IsZero() && s.newest.Sub(p) > 2*storyWindow
		})
		if len(list) == 0 {
			delete(s.byWord, word)
			return nil
		}
		s.byWord[word] = list
	}
	return list
}

func jaccard(a, b Report, shared int) float64 {
	return float64(shared) / float64(len(a.words)+len(b.words)-shared)
}

// sameEvent reports whether two reports with that share of words report the same event.
func sameEvent(a, b Report, score float64) bool {
	if score < sharedWords || a.lang != b.lang {
		return false
	}
	if !a.published.IsZero() && !b.published.IsZero() && a.published.Sub(b.published).Abs() > storyWindow {
		return false
	}
	if len(a.named) > 0 && len(b.named) > 0 && common(a.named, b.named) == 0 {
		return false
	}
	smaller := min(len(a.figures), len(b.figures))
	return smaller == 0 || float64(common(a.figures, b.figures)) >= sharedFigure*float64(smaller)
}

// common counts what two sorted lists share.
func common(a, b []string) int {
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
