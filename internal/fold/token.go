package fold

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind says what a token is.
type Kind uint8

// The kinds of token.
const (
	Word Kind = iota // letters and digits of a script that is written with blanks; a number keeps its points and commas
	Run              // characters of Chinese, Japanese or Korean, which have no blanks to rely on, up to the next other character
	Mark             // one character of anything else but a blank
)

// Token is a piece of a folded text, bytes Start to End.
type Token struct {
	Start, End int
	Kind       Kind
}

// Tokens appends the tokens of a folded text to list. Blanks are no tokens.
func Tokens(list []Token, folded string) []Token {
	for i := 0; i < len(folded); {
		if folded[i] == ' ' {
			i++
			continue
		}
		kind, size := classify(folded[i:])
		end := i + size
		if kind != Mark {
			end = extent(folded, end, kind)
		}
		list = append(list, Token{i, end, kind})
		i = end
	}
	return list
}

// extent returns where the word or run ends that is under way at byte i. A point or comma between digits belongs to the number.
func extent(s string, i int, kind Kind) int {
	for i < len(s) {
		c := s[i]
		switch {
		case kind == Word && wordASCII[c]:
			i++
		case kind == Word && (c == '.' || c == ',') && isDigit(s[i-1]) && i+1 < len(s) && isDigit(s[i+1]):
			i++
		default:
			k, size := classify(s[i:])
			if k != kind {
				return i
			}
			i += size
		}
	}
	return i
}

func classify(s string) (Kind, int) {
	if c := s[0]; c < utf8.RuneSelf {
		if wordASCII[c] {
			return Word, 1
		}
		return Mark, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case IsCJK(r):
		return Run, size
	case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r):
		return Word, size
	}
	return Mark, size
}

// IsCJK reports whether a rune is a character of Chinese, Japanese or Korean script.
func IsCJK(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3, r >= 0x3041 && r <= 0x3096, r >= 0x30A1 && r <= 0x30FA,
		r >= 0x30FC && r <= 0x30FF, r >= 0x3400 && r <= 0x4DBF, r == 0x3005 || r == 0x3007, r >= 0x20000 && r <= 0x3FFFF:
		return true
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// Words returns the words and CJK runs of any text, folded: what a search looks for.
func Words(text string) []string {
	folded := String(text)
	var words []string
	for _, t := range Tokens(nil, folded) {
		if t.Kind != Mark {
			words = append(words, folded[t.Start:t.End])
		}
	}
	return words
}

// CJKPhrases returns each CJK run of any text as its overlapping pairs of characters, folded and parted by blanks: 稀土永磁 is
// "稀土 土永 永磁". A run of one character is that character. A search looks for each as a phrase among the CJKPairs of a text.
func CJKPhrases(text string) []string {
	folded := String(text)
	var phrases []string
	for _, t := range Tokens(nil, folded) {
		if t.Kind == Run {
			phrases = append(phrases, pairs(folded[t.Start:t.End]))
		}
	}
	return phrases
}

// CJKPairs returns all the pairs of CJKPhrases in one line; "" if the text has no CJK.
func CJKPairs(text string) string { return strings.Join(CJKPhrases(text), " ") }

// Pairs goes through the overlapping pairs of characters of a folded run; a run of one character is that character.
func Pairs(run string) iter.Seq[string] {
	return func(yield func(string) bool) {
		_, first := utf8.DecodeRuneInString(run)
		if first == len(run) {
			yield(run)
			return
		}
		for i, next := 0, first; next < len(run); {
			_, size := utf8.DecodeRuneInString(run[next:])
			if !yield(run[i : next+size]) {
				return
			}
			i, next = next, next+size
		}
	}
}

func pairs(run string) string {
	var b strings.Builder
	b.Grow(3 * len(run))
	for pair := range Pairs(run) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(pair)
	}
	return b.String()
}

// wordASCII says which bytes are ASCII characters of a folded word.
var wordASCII = func() (t [256]bool) {
	for c := range t {
		t[c] = isLower(byte(c)) || isDigit(byte(c))
	}
	return t
}()

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
