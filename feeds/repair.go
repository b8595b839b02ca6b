package feeds

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// repair makes well-formed XML of what a parser has refused: it escapes stray < and &, replaces characters that XML does not
// allow, drops end tags of what is not open, and closes what is. An item that is open at the end was cut off; it is left out.
func repair(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 256)
	var open elements
	item, atItem := -1, 0 // where the latest item begins in b, and how many elements were open then
	for i := 0; i < len(s); {
		t := nextToken(s, i)
		piece := s[t.start:t.end]
		i = t.end
		switch t.kind {
		case tokenText:
			repairText(&b, piece)
		case tokenCDATA:
			writeAllowed(&b, piece)
			if !strings.HasSuffix(piece, "]]>") {
				b.WriteString("]]>")
			}
		case tokenStart:
			name := t.name(s)
			if isVoid(name) {
				break
			}
			if isItem(name) {
				item, atItem = b.Len(), len(open)
			}
			open.open(name)
			repairTag(&b, piece)
		case tokenEmpty:
			repairTag(&b, piece)
		case tokenEnd:
			before := len(open)
			if open.close(t.name(s)) {
				closeElements(&b, open, before)
			}
			if len(open) <= atItem {
				item = -1
			}
		}
	}
	text := b.String()
	if item > 0 && strings.Count(text, "<"+open[atItem]) > 1 { // a whole item is there, too
		text, open = text[:item], open[:atItem]
	}
	b.Reset()
	b.WriteString(text)
	closeElements(&b, open[:0], len(open))
	return b.String()
}

// closeElements writes the end tags of the elements that were open and are no longer.
func closeElements(b *strings.Builder, open elements, before int) {
	for i := before - 1; i >= len(open); i-- {
		b.WriteString("</" + open[:before][i] + ">")
	}
}

func isItem(name string) bool {
	return strings.EqualFold(name, "item") || strings.EqualFold(name, "entry")
}

// repairTag repairs a tag's attributes.
func repairTag(b *strings.Builder, tag string) {
	b.WriteByte('<')
	repairText(b, tag[1:])
}

// repairText escapes what is no markup.
func repairText(b *strings.Builder, s string) {
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '<':
			b.WriteString("&lt;")
		case s[i] == '&' && !isReference(s[i:]):
			b.WriteString("&amp;")
		case s[i] < utf8.RuneSelf:
			if isAllowed(rune(s[i])) {
				b.WriteByte(s[i])
			}
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			writeRune(b, r)
			i += size - 1
		}
	}
}

func writeAllowed(b *strings.Builder, s string) {
	for _, r := range s {
		writeRune(b, r)
	}
}

func writeRune(b *strings.Builder, r rune) {
	if !isAllowed(r) {
		r = utf8.RuneError
	}
	b.WriteRune(r)
}

// isAllowed reports whether XML allows a character.
func isAllowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

const maxReference = 34 // bytes of the longest named character reference

// isReference reports whether the & at the start of s begins a character reference to an allowed character.
func isReference(s string) bool {
	end := strings.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 {
		return false
	}
	name := s[1:end]
	if digits, ok := strings.CutPrefix(name, "#"); ok {
		base := 10
		if hex := strings.TrimLeft(digits, "xX"); hex != digits {
			digits, base = hex, 16
		}
		n, err := strconv.ParseInt(digits, base, 32)
		return err == nil && n <= utf8.MaxRune && isAllowed(rune(n))
	}
	for _, c := range name {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return true
}
