package cleantext

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Line makes one line of text: white space of every kind becomes single blanks.
func Line(s string) Text {
	if isTidy(s, false) {
		return Text{s}
	}
	return Text{strings.Join(strings.Fields(clean(s)), " ")}
}

// Paragraphs makes text of several lines: LF and blank lines are kept (never two blank lines together), the rest is as in Line.
func Paragraphs(s string) Text {
	if isTidy(s, true) {
		return Text{s}
	}
	s = clean(s)
	var b strings.Builder
	b.Grow(len(s))
	blank := 0 // line ends since the last text
	for line := range strings.SplitSeq(s, "\n") {
		words := strings.Fields(line)
		if len(words) > 0 && b.Len() > 0 {
			b.WriteString("\n\n"[:min(blank, 2)])
		}
		for i, word := range words {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(word)
		}
		if len(words) > 0 {
			blank = 0
		}
		blank++
	}
	return Text{b.String()}
}

// Error makes one line of an error's words, which may quote what a server sent.
func Error(err error) Text {
	if err == nil {
		return Text{}
	}
	return Line(err.Error())
}

// Truncate cuts a text to at most so many runes, at a blank if there is one near the end; what was cut shows as "…".
func Truncate(t Text, runes int) Text {
	if len(t.s) <= runes || utf8.RuneCountInString(t.s) <= runes {
		return t
	}
	if runes <= 0 {
		return Text{}
	}
	end := 0
	for range runes - 1 {
		_, size := utf8.DecodeRuneInString(t.s[end:])
		end += size
	}
	for end > 0 {
		r, _ := utf8.DecodeRuneInString(t.s[end:])
		if !unicode.Is(unicode.M, r) && !isJoiner(r) {
			break
		}
		_, size := utf8.DecodeLastRuneInString(t.s[:end])
		end -= size
	}
	cut := t.s[:end]
	if blank := strings.LastIndexAny(cut, " \n"); blank > len(cut)*2/3 {
		cut = cut[:blank]
	}
	return Paragraphs(strings.TrimRight(cut, " \n,;:–—-") + "…")
}

// isTidy reports whether s is clean already, by a test that is quick rather than complete: it knows the runes that most news
// is written in, none of which combines with another. breaks says whether LF may stand in it, at most two together.
func isTidy(s string, breaks bool) bool {
	previous := byte('\n') // a blank or a line end may not come first
	lines := 2             // line ends in a row
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c > ' ' && c < 0x7F:
			lines = 0
		case c == ' ':
			if previous == ' ' || previous == '\n' {
				return false
			}
		case c == '\n':
			if lines++; !breaks || previous == ' ' || lines > 2 {
				return false
			}
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !isPlain(r) {
				return false
			}
			lines = 0
			i += size
			previous = 0
			continue
		}
		previous = c
		i++
	}
	return previous != ' ' && (previous != '\n' || s == "")
}

// isPlain reports whether a rune beyond ASCII is a visible one that needs no care and is the same in every normal form
// of its surroundings.
func isPlain(r rune) bool {
	switch {
	case r < 0x300:
		return r > 0xA0 && r != 0xAD
	case r >= 0x2010 && r <= 0x2027, r >= 0x2030 && r <= 0x205E, r >= 0x20A0 && r <= 0x20BF: // dashes, quotes, currencies
		return true
	case r >= 0x0391 && r <= 0x03C9, r >= 0x0410 && r <= 0x044F: // Greek, Cyrillic
		return true
	case r >= 0x3001 && r <= 0x3029, r >= 0x3041 && r <= 0x3096, r >= 0x30A0 && r <= 0x30FF: // CJK punctuation, kana
		return true
	case r >= 0x4E00 && r <= 0x9FFF, r >= 0xAC00 && r <= 0xD7A3, r >= 0xFF01 && r <= 0xFF9D: // Han, Hangul, full width
		return true
	}
	return false
}

// clean drops and replaces all that the package comment names, and leaves white space as blanks and LF.
// Composing can part marks from a letter and the other way round, so it goes on until nothing changes;
// every round but the last drops something.
func clean(s string) string {
	s = dropControls(s)
	for {
		next := norm.NFC.String(filter(s))
		if next == s {
			return s
		}
		s = next
	}
}

const maxMarks = 8 // combining marks kept on one base

// filter drops invisible characters, needless marks and the parts of emoji that terminals measure differently.
func filter(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	var previous rune // last rune kept; a blank before the first
	previous = ' '
	marks := 0
	var joiner rune // a joiner that waits to be between two letters
	for _, r := range s {
		switch {
		case r < 0x7F || isPlain(r):
			joiner = endOfWord(&b, joiner, previous)
			marks = 0
		case isJoiner(r):
			if joins(previous) {
				joiner = r
			}
			continue
		case isInvisible(r), isEmojiModifier(r), isVariation(r, previous):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks || previous == ' ' || previous == '\n' {
				continue
			}
			joiner = insideWord(&b, joiner, r)
		case isNoncharacter(r):
			r = utf8.RuneError
			joiner, marks = endOfWord(&b, joiner, previous), 0
		default:
			if joins(r) {
				joiner = insideWord(&b, joiner, r)
			}
			joiner, marks = endOfWord(&b, joiner, previous), 0
		}
		b.WriteRune(r)
		previous = r
	}
	endOfWord(&b, joiner, previous)
	return b.String()
}

// insideWord writes the joiner that waited, since a letter or mark of a script that needs it follows. It returns none waiting.
func insideWord(b *strings.Builder, joiner, next rune) rune {
	if joiner != 0 && joins(next) {
		b.WriteRune(joiner)
	}
	return 0
}

// endOfWord drops the joiner that waited, but for a joiner after a virama, which is how some Malayalam words end.
func endOfWord(b *strings.Builder, joiner, last rune) rune {
	if joiner == zeroWidthJoiner && isVirama(last) {
		b.WriteRune(joiner)
	}
	return 0
}
