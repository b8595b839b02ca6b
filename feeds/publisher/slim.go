package publisher

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const maxTags = 100_000 // of a page; what comes after is not read

// slimDown makes spans of a page's marks of emphasis, and cuts it where it has too many tags. A parser repeats marks that are left
// open in every paragraph after them, so that a small page could grow without end.
func slimDown(page []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(page))
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for tags := 0; tags < maxTags; {
		kind := tokens.Next()
		switch kind {
		case html.ErrorToken: // the end: bytes cannot fail otherwise
			return out.Bytes()
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			tags++
			tag := string(tokens.Raw())
			name, _ := tokens.TagName()
			out.WriteString(asSpan(tag, name))
		default:
			out.Write(tokens.Raw())
		}
	}
	return out.Bytes()
}

// asSpan returns a tag, under the name of span if it is one of emphasis.
func asSpan(tag string, name []byte) string {
	switch atom.Lookup(name) {
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		begin := len(tag) - len(strings.TrimLeft(tag, "</"))
		return tag[:begin] + "span" + tag[begin+len(name):]
	}
	return tag
}
