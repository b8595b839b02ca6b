package linking

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orewire"
	"orewire/internal/fold"
)

// headingWord is a word of a title, or a character of Chinese, Japanese and Korean.
type headingWord struct {
	hash   uint32
	pair   uint32 // such a character with the next; 0 for a word
	course course
	filler bool // a function word, an ending, a number
	name   bool // it may name somebody, something or a place, or is a topic's word
}

// longestHeading is how many words of a title are compared.
const longestHeading = 40

// headingOf reads the title of an article. A word with a capital may be a name; where most have one, none is known to be.
func headingOf(a *orewire.Article, title *passage) (words []headingWord) {
	capitals, all := 0, 0
	var topical []int // words that make a topic
	for i, t := range title.tokens {
		if len(words) >= longestHeading {
			break
		}
		switch word := title.word(i); t.Kind {
		case fold.Word:
			from, _ := title.text.Origin(t.Start, t.End)
			initial, _ := utf8.DecodeRuneInString(title.original[from:])
			w := headingWord{hash: title.vocabulary.hash(word), course: title.courseAt(i), name: unicode.IsUpper(initial)}
			w.filler = title.taken[i] || stopWords[word] || len(word) < 2 || isDigit(word[0])
			if isTopical(a, from) {
				topical = append(topical, len(words))
			}
			words = append(words, w)
			if !w.filler {
				all++
				if w.name {
					capitals++
				}
			}
		case fold.Run:
			words = appendCharacters(words, word, t.Start == 0)
		}
	}
	if all > 3 && 3*capitals > 2*all && (a.Lang != "de" || title.original == strings.ToUpper(title.original)) { // all nouns of German have one
		for i := range words {
			words[i].name = false
		}
	}
	for _, i := range topical {
		words[i].name = true
	}
	return words[:min(len(words), longestHeading)]
}

// isTopical reports whether a word of the title, by where it begins, is evidence for a topic.
func isTopical(a *orewire.Article, at int) bool {
	return slices.ContainsFunc(a.Topics, func(hit orewire.TopicHit) bool {
		return slices.ContainsFunc(hit.Spans, func(s orewire.Span) bool { return s.Field == orewire.InTitle && s.Start <= at && at < s.End })
	})
}

// appendCharacters appends the characters of a run.
func appendCharacters(words []headingWord, run string, isFirst bool) []headingWord {
	last := ""
	for pair := range fold.Pairs(run) {
		_, size := utf8.DecodeRuneInString(pair)
		w := characterOf(pair[:size], isFirst)
		if last = pair[size:]; last != "" {
			w.pair = hash(pair)
		}
		words = append(words, w)
	}
	if last != "" {
		words = append(words, characterOf(last, isFirst))
	}
	return words
}

// characterOf makes a word of a character. Of Korean only what begins a title may be a name: its verbs look like names.
func characterOf(character string, isFirst bool) headingWord {
	c, _ := utf8.DecodeRuneInString(character)
	name := unicode.In(c, unicode.Han, unicode.Katakana) || isFirst && unicode.Is(unicode.Hangul, c)
	return headingWord{hash: hash(character), name: name, filler: !name}
}

// keys goes through words by what they are looked up by: of a run of characters that is its pairs, as one says too little.
func keys(words []headingWord) iter.Seq2[uint32, headingWord] {
	return func(yield func(uint32, headingWord) bool) {
		for i, w := range words {
			key := w.hash
			switch {
			case w.pair != 0 && i+1 < len(words):
				key = w.pair
			case w.pair != 0 || i > 0 && words[i-1].pair != 0:
				continue
			}
			if !yield(key, w) {
				return
			}
		}
	}
}

// titleWords returns what the words of a title that say something are looked up by, sorted.
func titleWords(heading []headingWord) (list []uint32) {
	for key, w := range keys(heading) {
		if !w.filler {
			list = append(list, key)
		}
	}
	sortUnique(&list)
	return list
}

func (r *Report) has(key uint32) bool {
	_, found := slices.BinarySearch(r.words, key)
	return found
}

// headed returns the share of the words of a title that the other article has too: 1 if there are none.
func (r *Report) headed(other *Report) float64 {
	if len(r.title) == 0 {
		return 1
	}
	return float64(common(r.title, other.words)) / float64(len(r.title))
}

// sameTitle reports whether two titles alone say the same, whatever else the articles have.
func sameTitle(a, b *Report) bool {
	least := titleAlone * float64(max(len(a.title), len(b.title), leastShared))
	return float64(common(a.title, b.title)) >= least && !disagree(a.headline, b.headline)
}

// refilled reports whether two titles are one pattern with something else filled in: many of their words stand in both in the same order,
// and in a gap between these each has a name that the other article has nowhere, or they say the opposite. With a second gap of words that
// the other does not have, less of the pattern needs to be the same.
func refilled(a, b *Report) bool {
	matches := commonOrder(a.heading, b.heading)
	if len(matches) < 3 {
		return false
	}
	names, others, i, j := 0, 0, 0, 0
	for _, m := range append(matches, [2]int{len(a.heading), len(b.heading)}) {
		ours, theirs := a.heading[i:m[0]], b.heading[j:m[1]]
		switch {
		case b.lacks(ours, isName) && a.lacks(theirs, isName), opposed(ours, theirs):
			names++
		case b.lacks(ours, isContent) && a.lacks(theirs, isContent):
			others++
		}
		i, j = m[0]+1, m[1]+1
	}
	same := float64(len(matches)) / float64(max(len(a.heading), len(b.heading)))
	return names > 0 && (same >= samePattern || names+others > 1 && same >= samePatternTwice)
}

func isName(w headingWord) bool    { return w.name }
func isContent(w headingWord) bool { return !w.filler }

// lacks reports whether it has not got one of the words, of a kind.
func (r *Report) lacks(words []headingWord, kind func(headingWord) bool) bool {
	for key, w := range keys(words) {
		if kind(w) && !r.has(key) {
			return true
		}
	}
	return false
}

func opposed(a, b []headingWord) bool {
	var one, other course
	for _, w := range a {
		one |= w.course
	}
	for _, w := range b {
		other |= w.course
	}
	return one.contrary(other)
}

// commonOrder returns the longest sequence of words that stands in both titles, as pairs of places.
func commonOrder(a, b []headingWord) (matches [][2]int) {
	var longest [longestHeading + 1][longestHeading + 1]uint8 // of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].hash == b[j].hash {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].hash == b[j].hash:
			matches = append(matches, [2]int{i, j})
			i, j = i+1, j+1
		case longest[i+1][j] >= longest[i][j+1]:
			i++
		default:
			j++
		}
	}
	return matches
}
