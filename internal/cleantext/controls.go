package cleantext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The controls that begin a sequence, as C1 code points; in 7 bits each is ESC and its code less 0x40.
const (
	escape   = 0x1B
	bell     = 0x07
	dcs      = 0x90 // device control string
	sos      = 0x98 // start of string
	csi      = 0x9B // control sequence introducer
	endMark  = 0x9C // string terminator
	osc      = 0x9D // operating system command
	pm       = 0x9E // privacy message
	apc      = 0x9F // application program command
	nextLine = 0x85
)

// dropControls takes out control characters and the sequences that they begin, makes all white space blanks and LF,
// and invalid UTF-8 U+FFFD.
func dropControls(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		c, size := control(s[i:])
		switch {
		case c < 0: // no control
			if s[i] < utf8.RuneSelf {
				b.WriteByte(s[i])
			} else {
				r, _ := utf8.DecodeRuneInString(s[i:])
				b.WriteRune(visible(r))
			}
		case c == '\r' && i+1 < len(s) && s[i+1] == '\n': // LF follows
		case c == '\n', c == '\r':
			b.WriteByte('\n')
		case c == '\t', c == '\v', c == '\f', c == nextLine:
			b.WriteByte(' ')
		case c == escape:
			size += escapeSequence(s[i+size:])
		case c == csi:
			size += controlSequence(s[i+size:])
		case beginsString(c):
			size += controlString(s[i+size:], c)
		}
		i += size
	}
	return b.String()
}

// visible makes a blank of a space of any kind and LF of a separator of lines; other characters it returns as they are.
func visible(r rune) rune {
	switch {
	case isPlain(r):
		return r
	case unicode.Is(unicode.Zs, r), r == '\u2800': // with the blank Braille cell
		return ' '
	case r == '\u2028', r == '\u2029':
		return '\n'
	}
	return r
}

// control returns the control character that s begins with, and its size; -1 if it begins with none.
// A C1 control may be a code point or a single byte.
func control(s string) (c rune, size int) {
	if s[0] >= ' ' && s[0] < 0x7F {
		return -1, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 && s[0] >= 0x80 && s[0] < 0xA0 {
		return rune(s[0]), 1
	}
	if r < 0x20 || r >= 0x7F && r < 0xA0 {
		return r, size
	}
	return -1, size
}

// beginsString reports whether the C1 control c begins a string with a payload.
func beginsString(c rune) bool { return c == dcs || c == sos || c == osc || c == pm || c == apc }

// escapeSequence returns the length of what belongs to the ESC before s.
func escapeSequence(s string) int {
	if s == "" {
		return 0
	}
	if c := rune(s[0]) + 0x40; s[0] < 0x60 && s[0] >= 0x40 {
		switch {
		case c == csi:
			return 1 + controlSequence(s[1:])
		case beginsString(c):
			return 1 + controlString(s[1:], c)
		}
	}
	n := 0
	for n < len(s) && s[n] >= 0x20 && s[n] <= 0x2F { // intermediates, as in ESC ( B
		n++
	}
	if n < len(s) && s[n] >= 0x30 && s[n] <= 0x7E {
		n++
	}
	return n
}

// controlSequence returns the length of the rest of a CSI sequence: parameters, intermediates and the final byte.
// As terminals do, it passes over control characters in between.
func controlSequence(s string) int {
	for n := 0; n < len(s); n++ {
		switch c := s[n]; {
		case c >= 0x40 && c <= 0x7E:
			return n + 1
		case c == escape, c == '\n', c > 0x7E:
			return n
		}
	}
	return len(s)
}

// controlString returns the length of the rest of a string sequence that c began: the payload and its terminator. Another
// sequence ends the string; one that is never ended goes to the end of its line.
func controlString(s string, c rune) int {
	line := len(s)
	for n := 0; n < len(s); {
		at, size := control(s[n:])
		switch {
		case at == endMark, at == bell && c == osc, at == 0x18, at == 0x1A: // ST, BEL, CAN, SUB
			return n + size
		case at == escape && strings.HasPrefix(s[n+1:], `\`):
			return n + 2
		case at == escape, at == csi, beginsString(at):
			return min(n, line)
		case at == '\n' && line == len(s):
			line = n
		}
		n += size
	}
	return line
}
