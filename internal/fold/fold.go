// Package fold is the one truth for comparing text: what is folded away before words are matched, searched or counted.
//
// Fold makes of any text, in any script, the form in which it is compared: compatibility characters in their plain form (NFKC), lower case,
// Latin, Greek and Cyrillic letters without marks, and ß ø æ œ ł đ ð þ ı as ss o ae oe l d d th i. White space, hyphens, dashes, apostrophes,
// quotation marks and ™ ® © become one blank, & becomes "and", and abbreviations of single letters lose their dots (U.S. = us). Marks of other scripts
// stay: ガ is not カ. Other punctuation stays too, so that it still parts words.
//
// Offsets are bytes.
package fold

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text is a folded text that knows where each of its bytes comes from. The zero value is the empty text.
type Text struct {
	s    string
	from []int32 // by byte of s, and one more for its end: where in the original its piece begins
	out  []byte  // where s is made; kept to be used again
}

// String returns the folded text.
func (t *Text) String() string { return t.s }

// Origin returns the piece of the original text that the folded bytes start to end came from, widened to whole runes.
func (t *Text) Origin(start, end int) (from, to int) {
	if start >= end {
		return int(t.from[start]), int(t.from[start])
	}
	for end < len(t.s) && t.from[end] == t.from[end-1] {
		end++ // in the middle of what one rune gave, as of ﬁ
	}
	return int(t.from[start]), int(t.from[end])
}

// String folds a text whose origin does not matter.
func String(s string) string { return Fold(s).s }

// Fold folds a text. Invalid bytes become U+FFFD.
func Fold(s string) *Text {
	t := &Text{}
	t.Fold(s)
	return t
}

// Fold makes t the folded form of s, in the memory that t has.
func (t *Text) Fold(s string) {
	f := folder{in: s, out: slices.Grow(t.out[:0], len(s)+8), from: slices.Grow(t.from[:0], len(s)+9)}
	for f.pos < len(s) {
		if f.asciiRun(); f.pos == len(s) {
			break
		}
		if c := s[f.pos]; c < utf8.RuneSelf {
			f.ascii(c)
		} else {
			f.rune()
		}
	}
	f.dropDots()
	end := len(s)
	if n := len(f.out); n > 0 && f.out[n-1] == ' ' {
		if f.from[n-1] > f.from[n-2] {
			end = int(f.from[n-1])
		}
		f.out, f.from = f.out[:n-1], f.from[:n-1]
	}
	t.s, t.out, t.from = string(f.out), f.out, append(f.from, int32(end))
}

type folder struct {
	in   string
	pos  int // the next byte of in
	out  []byte
	from []int32
}

// plainASCII holds what letters, digits and marks fold to that mean the same whatever stands beside them in ASCII; 0 for the others.
var plainASCII = func() (t [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case 'A' <= c && c <= 'Z':
			t[c] = c + 'a' - 'A'
		case !isBlankASCII(c) && c != '&':
			t[c] = c
		}
	}
	return t
}()

// asciiRun folds the plain characters from pos on, but the last before one beyond ASCII, which may be a mark on it. A single blank
// between two words is plain too.
func (f *folder) asciiRun() {
	s, i := f.in, f.pos
	for ; i+1 < len(s) && s[i] < utf8.RuneSelf && s[i+1] < utf8.RuneSelf; i++ {
		c := plainASCII[s[i]]
		if c == 0 {
			if s[i] != ' ' || i == f.pos || plainASCII[s[i-1]] == 0 {
				break
			}
			c = ' '
		}
		f.out = append(f.out, c)
		f.from = append(f.from, int32(i))
	}
	f.pos = i
}

func (f *folder) ascii(c byte) {
	if f.pos+1 < len(f.in) && f.in[f.pos+1] >= utf8.RuneSelf && isLetter(c) {
		if next, _ := utf8.DecodeRuneInString(f.in[f.pos+1:]); joins(next) {
			f.segment()
			return
		}
	}
	switch {
	case 'A' <= c && c <= 'Z':
		f.emit(c + 'a' - 'A')
	case isBlankASCII(c):
		f.blank()
	case c == '&':
		f.blank()
		f.emitString("and")
		f.pos++
		f.blank()
		return
	default:
		f.emit(c)
	}
	f.pos++
}

// rune folds the rune at pos, alone if it is of a kind that never changes, with those of that kind after it.
func (f *folder) rune() {
	r, size := utf8.DecodeRuneInString(f.in[f.pos:])
	for {
		after, next := utf8.DecodeRuneInString(f.in[f.pos+size:])
		if joins(after) {
			f.segment()
			return
		}
		if !plain(r) {
			break
		}
		for range size {
			f.from = append(f.from, int32(f.pos))
		}
		f.out = append(f.out, f.in[f.pos:f.pos+size]...)
		f.pos += size
		if r, size = after, next; r < utf8.RuneSelf || size == 0 {
			return
		}
	}
	switch {
	case isBlank(r):
		f.blank()
	case int(r) < len(latin):
		f.place(latin[r])
	default:
		f.segment()
		return
	}
	f.pos += size
}

// segment folds the rune at pos together with the marks that follow it.
func (f *folder) segment() {
	n := boundary(f.in[f.pos:])
	for { // marks of some scripts, as the vowels of India's, count as boundaries
		next, _ := utf8.DecodeRuneInString(f.in[f.pos+n:])
		if !unicode.Is(unicode.M, next) {
			break
		}
		n += boundary(f.in[f.pos+n:])
	}
	f.place(foldSegment(f.in[f.pos : f.pos+n]))
	f.pos += n
}

// boundary returns where the first character of a text ends, at least one rune on.
func boundary(s string) int {
	if n := norm.NFKC.NextBoundaryInString(s, true); n > 0 {
		return n
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// place emits what the rune at pos has become.
func (f *folder) place(piece string) {
	for i := 0; i < len(piece); {
		r, size := utf8.DecodeRuneInString(piece[i:])
		switch {
		case r == '&':
			f.blank()
			f.emitString("and")
			f.blank()
		case isBlank(r) || r < utf8.RuneSelf && isBlankASCII(byte(r)):
			f.blank()
		default:
			f.emitString(piece[i : i+size])
		}
		i += size
	}
}

func (f *folder) emit(c byte) {
	f.out = append(f.out, c)
	f.from = append(f.from, int32(f.pos))
}

func (f *folder) emitString(s string) {
	for i := range len(s) {
		f.emit(s[i])
	}
}

// dropDots takes the dots of abbreviations out of what is folded, where there are any. Some come of other characters, as those of ㏂.
func (f *folder) dropDots() {
	i := bytes.IndexByte(f.out, '.')
	for i >= 0 && !abbreviates(f.out, i, false) {
		next := bytes.IndexByte(f.out[i+1:], '.')
		if next < 0 {
			return
		}
		i += 1 + next
	}
	if i < 0 {
		return
	}
	old, kept, dropped := slices.Clone(f.out), i, -2
	for ; i < len(old); i++ {
		if abbreviates(old, i, dropped == i-2) {
			dropped = i
			continue
		}
		f.out[kept], f.from[kept] = old[i], f.from[i]
		kept++
	}
	f.out, f.from = f.out[:kept], f.from[:kept]
}

// abbreviates reports whether a dot stands at i that follows a single letter and belongs to a row of such, as in u.s. or s.p.a.; another
// says that the one before that letter does.
func abbreviates(s []byte, i int, another bool) bool {
	if i == 0 || i >= len(s) || s[i] != '.' || !isLetter(s[i-1]) {
		return false
	}
	if another {
		return true
	}
	if before, _ := utf8.DecodeLastRune(s[:i-1]); before == '.' || unicode.IsLetter(before) || unicode.IsDigit(before) {
		return false
	}
	return i+2 < len(s) && isLetter(s[i+1]) && s[i+2] == '.'
}

// blank adds a blank unless there is one already.
func (f *folder) blank() {
	if n := len(f.out); n > 0 && f.out[n-1] != ' ' {
		f.emit(' ')
	}
}

// foldSegment folds a base with its marks, or any short piece of text, without looking at its neighbours.
func foldSegment(s string) string {
	s = norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	bare := true // marks are dropped: the base is Latin, Greek or Cyrillic, or no letter
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) {
			if !bare {
				b.WriteRune(r)
			}
			continue
		}
		bare = !unicode.IsLetter(r) || isBlank(r) || unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
		switch r = unicode.ToLower(r); r {
		case 'ß':
			b.WriteString("ss")
		case 'æ':
			b.WriteString("ae")
		case 'œ':
			b.WriteString("oe")
		case 'þ':
			b.WriteString("th")
		case 'ø':
			b.WriteByte('o')
		case 'ł':
			b.WriteByte('l')
		case 'đ', 'ð':
			b.WriteByte('d')
		case 'ı':
			b.WriteByte('i')
		case 'ς':
			b.WriteRune('σ')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// latin holds the folded forms of the letters up to U+024F, which are the most of all that change.
var latin = func() (t [0x250]string) {
	for r := range t {
		t[r] = foldSegment(string(rune(r)))
	}
	return t
}()

// plain reports whether a rune is one of those CJK characters that folding leaves alone.
func plain(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FE || r >= 0xAC00 && r <= 0xD7A3 ||
		r >= 0x3001 && r <= 0x301B
}

// joins reports whether a rune may belong to the character before it.
func joins(r rune) bool {
	return r >= 0x300 && !plain(r) && r != utf8.RuneError && (unicode.Is(unicode.M, r) || r == 0xFF9E || r == 0xFF9F || isJamo(r))
}

// isJamo reports whether a rune is a vowel or a final of Hangul, or a letter (compatible or half as wide) that may stand for one.
func isJamo(r rune) bool {
	return r >= 0x1160 && r <= 0x11FF || r >= 0x3131 && r <= 0x3163 || r >= 0xFFA0 && r <= 0xFFDC
}

// isBlank reports whether a rune beyond ASCII counts as a blank: white space, dashes, quotation marks, apostrophes, and ™ ® ©.
func isBlank(r rune) bool {
	switch {
	case r < 0xA0:
		return r >= 0x7F
	case r == 0xA0 || r == 0xA9 || r == 0xAB || r == 0xAD || r == 0xAE || r == 0xB4 || r == 0xBB || r == 0x3000:
		return true
	case r >= 0x2000 && r <= 0x206F:
		return r <= 0x201F || r >= 0x2028 && r <= 0x202F || r == 0x2039 || r == 0x203A || r >= 0x205F
	}
	return r == 0x2212 || r == 0x2120 || r == 0x2122 || r == 0x02BC || r == 0xFEFF || r == 0xFE58 || r == 0xFE63 || r == 0xFF07 || r == 0xFF0D || r == 0xFF02
}

func isBlankASCII(c byte) bool {
	return c <= ' ' || c == '-' || c == '\'' || c == '"' || c == '`' || c == 0x7F
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
