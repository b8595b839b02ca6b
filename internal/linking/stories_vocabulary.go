package linking

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"orewire"
	"orewire/internal/fold"
)

// vocabulary is what the words of a language say of an event.
type vocabulary struct {
	courses  wordTable[course]
	units    wordTable[string]
	scales   wordTable[float64]
	numerals wordTable[float64] // and ordinals
	capitals wordTable[string]  // the countries that they stand for
	counters string
	comma    bool // is the decimal mark
}

// vocabularyKeys says by an article's language which languages of the catalogue it reads. English stands in texts of Chinese, Japanese and
// Korean. An article of no language is read as English.
var vocabularyKeys = map[string][]string{"en": {"en"}, "de": {"de"}, "fr": {"fr"}, "es": {"es"}, "pt": {"pt"}, "ja": {"ja", "en"},
	"zh": {"zh", "zh_hans", "zh_hant", "en"}, "ko": {"ko", "en"}, "": {"en"}}

// decimalComma are the languages that write 1,5 for one and a half.
var decimalComma = []string{"de", "fr", "es", "pt"}

// vocabularies makes the vocabulary of each language of articles.
func vocabularies(s orewire.StoryWords) map[string]*vocabulary {
	all := map[string]*vocabulary{}
	for lang, keys := range vocabularyKeys {
		v := &vocabulary{courses: newWordTable[course](), units: newWordTable[string](), scales: newWordTable[float64](),
			numerals: newWordTable[float64](), capitals: newWordTable[string](), counters: s.Counters, comma: slices.Contains(decimalComma, lang)}
		for _, key := range keys {
			for name, words := range s.Courses {
				v.courses.add(courseNamed[name], words[key])
			}
			for unit, words := range s.Units {
				v.units.add(unit, words[key])
			}
			for factor, words := range s.Scales {
				v.scales.add(float64(factor), words[key])
			}
			for _, numbers := range []map[int64]map[string][]string{s.Numerals, s.Ordinals} {
				for value, words := range numbers {
					v.numerals.add(float64(value), words[key])
				}
			}
			for country, cities := range s.Capitals[key] {
				v.capitals.add(fold.String(country), cities)
			}
		}
		v.courses.keepRuns()
		all[lang] = v
	}
	return all
}

func (l *Linker) vocabulary(lang string) *vocabulary {
	if v, ok := l.stories()[lang]; ok {
		return v
	}
	return l.stories()[""]
}

// wordTable says what words mean: whole ones, two together, or all that begin alike.
type wordTable[M any] struct {
	whole, beginnings map[string]M
	longest           int          // beginning, in bytes
	inRuns            map[string]M // of whole, those of Chinese, Japanese and Korean, which stand anywhere
}

func newWordTable[M any]() wordTable[M] {
	return wordTable[M]{whole: map[string]M{}, beginnings: map[string]M{}}
}

// add adds words of one meaning; one that ends in * stands for all that begin so.
func (t *wordTable[M]) add(meaning M, words []string) {
	for _, w := range words {
		for _, spelling := range spellings(w) {
			if beginning, ok := strings.CutSuffix(spelling, "*"); ok {
				beginning = fold.String(beginning)
				t.beginnings[beginning] = meaning
				t.longest = max(t.longest, len(beginning))
			} else {
				t.whole[fold.String(spelling)] = meaning
			}
		}
	}
}

func (t *wordTable[M]) keepRuns() {
	t.inRuns = maps.Clone(t.whole)
	maps.DeleteFunc(t.inRuns, func(word string, _ M) bool { return word[0] < utf8.RuneSelf })
}

// find looks a word up; the longest beginning decides.
func (t *wordTable[M]) find(word string) (meaning M, ok bool) {
	if meaning, ok = t.whole[word]; ok {
		return meaning, true
	}
	for n := min(len(word), t.longest); n > 0; n-- {
		if meaning, ok = t.beginnings[word[:n]]; ok {
			return meaning, true
		}
	}
	return meaning, false
}

// at looks up the words at a token, two together first, and returns how many of them have the meaning: 0 if none has.
func (t *wordTable[M]) at(folded string, tokens []fold.Token, i int) (meaning M, words int) {
	if i+1 < len(tokens) {
		if meaning, ok := t.whole[folded[tokens[i].Start:tokens[i+1].End]]; ok {
			return meaning, 2
		}
	}
	if meaning, ok := t.find(folded[tokens[i].Start:tokens[i].End]); ok {
		return meaning, 1
	}
	return meaning, 0
}
