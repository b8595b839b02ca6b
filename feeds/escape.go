package feeds

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"orewire/internal/cleantext"
)

// writeText writes text that is XML already: it escapes what is no reference and no text, and drops what XML does not allow.
func writeText(b *strings.Builder, s string) {
	for s != "" {
		n := plainLength(s)
		b.WriteString(s[:n])
		if s = s[n:]; s == "" {
			return
		}
		switch size := referenceLength(s); {
		case size > 0 && s[1] == '#': // HTML's meaning of it: &#150; is a dash
			writeEscaped(b, html.UnescapeString(s[:size]))
			s = s[size:]
		case size > 0:
			b.WriteString(s[:size])
			s = s[size:]
		default:
			s = writeEscapedRune(b, s)
		}
	}
}

// writeEscaped writes text as XML.
func writeEscaped(b *strings.Builder, s string) {
	for s != "" {
		n := plainLength(s)
		b.WriteString(s[:n])
		if s = s[n:]; s != "" {
			s = writeEscapedRune(b, s)
		}
	}
}

// plainLength returns how much of s XML takes as it is.
func plainLength(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '<', c == '>', c == '&', c < ' ' && c != '\t' && c != '\n':
			return i
		case c == 0xEF && !isAllowed(firstRune(s[i:])):
			return i
		}
	}
	return len(s)
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// writeEscapedRune writes the first character of s, and returns the rest.
func writeEscapedRune(b *strings.Builder, s string) string {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == '<':
		b.WriteString("&lt;")
	case r == '>':
		b.WriteString("&gt;")
	case r == '&':
		b.WriteString("&amp;")
	case r == '\r':
		b.WriteByte('\n')
	case isAllowed(r):
		b.WriteRune(r)
	case r >= ' ':
		b.WriteRune(utf8.RuneError)
	case r > 0: // a control character, kept for cleantext, which knows what belongs to it
		b.WriteString("&amp;#" + strconv.Itoa(int(r)) + ";")
	}
	return s[size:]
}

// withoutControls cleans a plain text that holds control characters. Nobody decodes it later, so none can wait in a reference.
func withoutControls(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return !isAllowed(r) && r < ' ' }) < 0 {
		return s
	}
	return cleantext.Line(s).String()
}

// isAllowed reports whether XML allows a character.
func isAllowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

const maxReference = 34 // bytes of the longest named character reference

// referenceLength returns the length of the character reference that s begins with; 0 if it begins with none.
func referenceLength(s string) int {
	if s[0] != '&' {
		return 0
	}
	end := strings.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 {
		return 0
	}
	label := s[1:end]
	if digits, ok := strings.CutPrefix(label, "#"); ok {
		base := 10
		if hex := strings.TrimLeft(digits, "xX"); hex != digits {
			digits, base = hex, 16
		}
		if _, err := strconv.ParseUint(digits, base, 64); err != nil {
			return 0
		}
		return end + 1
	}
	for _, c := range label {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return 0
		}
	}
	return end + 1
}

// decodeReferences decodes the character references of s once, and nothing that lacks its semicolon.
func decodeReferences(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		n := strings.IndexByte(s, '&')
		if n < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:n])
		s = s[n:]
		size := max(1, referenceLength(s))
		if size == 1 {
			b.WriteByte('&')
		} else {
			b.WriteString(html.UnescapeString(s[:size]))
		}
		s = s[size:]
	}
}
