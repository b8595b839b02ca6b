package feeds

import "strings"

// tokenKind is what a piece of XML is.
type tokenKind int

const (
	tokenText tokenKind = iota
	tokenStart
	tokenEmpty
	tokenEnd
	tokenCDATA
	tokenComment
	tokenInstruction
	tokenDoctype
	tokenCutOff // markup that never ends
)

// token is the piece s[start:end].
type token struct {
	kind       tokenKind
	start, end int
}

// name returns the name of a tag, with its prefix.
func (t token) name(s string) string {
	tag := strings.TrimPrefix(s[t.start+1:t.end], "/")
	return tag[:nameLength(tag)]
}

func nameLength(s string) int {
	n := 0
	for n < len(s) && s[n] > ' ' && s[n] != '>' && s[n] != '/' && s[n] != '=' {
		n++
	}
	return n
}

// nextToken reads the piece of XML at s[i:]. It is lenient: a < that begins no markup is text.
func nextToken(s string, i int) token {
	if s[i] != '<' || !beginsMarkup(s[i:]) {
		return token{tokenText, i, textEnd(s, i)}
	}
	rest := s[i:]
	switch {
	case strings.HasPrefix(rest, "<![CDATA["):
		return delimited(s, i, tokenCDATA, "]]>")
	case strings.HasPrefix(rest, "<!--"):
		return delimited(s, i, tokenComment, "-->")
	case strings.HasPrefix(rest, "<?"):
		return delimited(s, i, tokenInstruction, "?>")
	case strings.HasPrefix(rest, "<!"):
		return doctype(s, i)
	}
	end, ok := tagEnd(s, i)
	switch {
	case !ok && end == len(s):
		return token{tokenCutOff, i, end}
	case !ok:
		return token{tokenText, i, end}
	case s[i+1] == '/':
		return token{tokenEnd, i, end}
	case s[end-2] == '/':
		return token{tokenEmpty, i, end}
	}
	return token{tokenStart, i, end}
}

// beginsMarkup reports whether the < at the start of s begins markup.
func beginsMarkup(s string) bool {
	if len(s) < 2 {
		return false
	}
	if s[1] == '/' {
		return len(s) > 2 && isNameStart(s[2])
	}
	return s[1] == '!' || s[1] == '?' || isNameStart(s[1])
}

func isNameStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

// textEnd returns where the text at s[i:] ends: at the next markup.
func textEnd(s string, i int) int {
	for n := i + 1; n < len(s); n++ {
		next := strings.IndexByte(s[n:], '<')
		if next < 0 {
			break
		}
		if n += next; beginsMarkup(s[n:]) {
			return n
		}
	}
	return len(s)
}

func delimited(s string, i int, kind tokenKind, end string) token {
	n := strings.Index(s[i+2:], end)
	if n < 0 {
		if kind == tokenCDATA {
			return token{kind, i, len(s)}
		}
		return token{tokenCutOff, i, len(s)}
	}
	return token{kind, i, i + 2 + n + len(end)}
}

// doctype reads a document type with its internal subset.
func doctype(s string, i int) token {
	brackets := 0
	for n := i; n < len(s); n++ {
		switch s[n] {
		case '[':
			brackets++
		case ']':
			brackets--
		case '>':
			if brackets <= 0 {
				return token{tokenDoctype, i, n + 1}
			}
		}
	}
	return token{tokenCutOff, i, len(s)}
}

// tagEnd returns the end of the tag at s[i:], after its >, which may stand in quotes before. ok is false if there is none
// before the next < or the end of s.
func tagEnd(s string, i int) (end int, ok bool) {
	for n := i + 1; n < len(s); n++ {
		switch s[n] {
		case '>':
			return n + 1, true
		case '<':
			return n, false
		case '"', '\'':
			if s[n-1] != '=' && s[n-1] != ' ' { // an apostrophe, not a quoted value
				continue
			}
			closing := strings.IndexByte(s[n+1:], s[n])
			if closing < 0 {
				return len(s), false
			}
			n += 1 + closing
		}
	}
	return len(s), false
}

// Limits of what is handed to the parser, whose recursion and tables have none.
const (
	maxDepth      = 100
	maxNamespaces = 256
	maxAttributes = 1000
)

// elements is the stack of open elements, kept as lenient parsers do: an end tag closes what is open inside its element.
type elements []string

func (e *elements) open(name string) { *e = append(*e, name) }

// close closes an element; it reports whether it was open.
func (e *elements) close(name string) bool {
	for i := len(*e) - 1; i >= 0; i-- {
		if strings.EqualFold((*e)[i], name) {
			*e = (*e)[:i]
			return true
		}
	}
	return false
}

// isVoid reports whether an element of HTML that stands unescaped in a feed has no end tag.
func isVoid(name string) bool {
	switch strings.ToLower(name) {
	case "br", "hr", "img", "input", "wbr", "area", "col":
		return true
	}
	return false
}
