package linking

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
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

// NewReport makes the report of a linked article.
func NewReport(a *orewire.Article) Report {
	r := Report{ID: a.ID, Key: a.Key, Published: a.Published.Truncate(time.Second), lang: a.Lang}
	heading := fold.Fold(a.Title.String())
	title, summary := heading.String(), fold.String(a.Summary.String())
	r.heading = headingOf(a, heading)
	r.title = titleWords(r.heading)
	r.read(title)
	r.headline = slices.Clone(r.figures)
	r.read(summary)
	r.course = courseOf(title)&^denial | courseOf(title+" "+summary)&denial
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

// compare puts reports in order of publishing, and those of one second in an order that does not depend on when they came.
func (r *Report) compare(other *Report) int {
	return cmp.Or(r.Published.Compare(other.Published), cmp.Compare(r.Key, other.Key), cmp.Compare(r.ID, other.ID))
}

func (r *Report) read(folded string) {
	tokens := fold.Tokens(nil, folded)
	figures, taken := figuresOf(folded, tokens, r.lang)
	for _, f := range figures {
		r.figures = append(r.figures, f)
		r.words = append(r.words, hash(strconv.FormatFloat(f.value, 'g', 6, 64)))
	}
	for i, t := range tokens {
		word := folded[t.Start:t.End]
		switch {
		case taken[i] || t.Kind == fold.Mark:
		case t.Kind == fold.Run:
			for pair := range strings.SplitSeq(fold.CJKPairs(word), " ") {
				r.words = append(r.words, hash(pair))
			}
		case !stopWords[word] && len(word) > 1:
			r.words = append(r.words, wordHash(word))
		}
	}
}

// wordHash stands for a word, cut so that its forms are one; a capital for its country.
func wordHash(word string) uint32 {
	if country, ok := countryOf.whole[word]; ok {
		word = country
	}
	return hash(stem(word))
}

// countryOf has the cities that headlines say instead of a country or its government.
var countryOf = tableOf(map[string]string{
	"china": "beijing peking pekin pequim", "us": "washington", "eu": "brussels brussel bruxelles bruselas bruxelas", "congo": "kinshasa",
	"japan": "tokyo tokio", "russia": "moscow moskau moscou moscu", "indonesia": "jakarta", "india": "delhi", "canada": "ottawa",
	"australia": "canberra", "germany": "berlin", "brasil": "brasilia", "mali": "bamako", "niger": "niamey",
	"guinea": "conakry", "korea": "seoul",
}, nil)

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
