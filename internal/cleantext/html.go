package cleantext

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// HTML makes text of an HTML fragment: paragraphs are separated by a blank line; line breaks, list items and the rows of
// tables stand on lines of their own. Entities are decoded once, scripts, styles and embedded media are left out, and the
// result is cleaned last of all. A text without any tag keeps the paragraphs that its blank lines make.
func HTML(s string) Text {
	if !strings.ContainsAny(s, "<&") {
		return Paragraphs(unwrap(s))
	}
	if !strings.Contains(s, "<") {
		return Paragraphs(unwrap(html.UnescapeString(s)))
	}
	w := htmlText{}
	w.out.Grow(len(s) / 2)
	tokens := html.NewTokenizer(strings.NewReader(s))
	for {
		switch tokens.Next() {
		case html.ErrorToken: // the end: a string cannot fail otherwise
			return Paragraphs(w.out.String())
		case html.TextToken:
			if w.skipped == 0 {
				w.text(tokens.Text())
			}
		case html.StartTagToken:
			name, _ := tokens.TagName()
			w.tag(atom.Lookup(name), 1)
		case html.SelfClosingTagToken: // empty, as XHTML means it
			tokens.NextIsNotRawText()
			name, _ := tokens.TagName()
			if tag := atom.Lookup(name); !isSkipped(tag) {
				w.tag(tag, 1)
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			w.tag(atom.Lookup(name), -1)
		}
	}
}

// unwrap joins the lines of a paragraph in a text that has no tags; blank lines part paragraphs.
func unwrap(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			b.WriteString("\n\n")
		} else {
			b.WriteString(line)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// htmlText gathers the text of a stream of HTML tokens.
type htmlText struct {
	out     strings.Builder
	breaks  int    // line ends that are due before the next text
	mark    string // bullet, or bar between cells, that is due before the next text
	blank   bool   // a blank is due before the next text
	skipped int    // depth within elements that are left out
	pre     int    // depth within preformatted text
}

// text writes a piece of text with HTML's rules for white space. What is due comes first.
func (w *htmlText) text(s []byte) {
	for len(s) > 0 {
		n := 0
		for n < len(s) && !isHTMLSpace(s[n]) {
			n++
		}
		if n == 0 {
			w.blank = true
			if s[0] == '\n' && w.pre > 0 {
				w.breakLine(1)
			}
			s = s[1:]
			continue
		}
		w.lead()
		w.out.Write(s[:n])
		s = s[n:]
	}
}

// lead writes what is due before the next word.
func (w *htmlText) lead() {
	switch {
	case w.out.Len() > 0 && w.breaks > 0:
		w.out.WriteString("\n\n"[:w.breaks])
	case w.out.Len() > 0 && w.blank:
		w.out.WriteByte(' ')
	}
	if w.mark == bullet || w.mark == bar && w.breaks == 0 && w.out.Len() > 0 {
		w.out.WriteString(w.mark)
	}
	w.breaks, w.mark, w.blank = 0, "", false
}

const (
	bullet = "• "
	bar    = "| "
)

func isHTMLSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

// breakLine asks for so many line ends before the next text: 1 for a new line, 2 for a new paragraph.
func (w *htmlText) breakLine(n int) { w.breaks = max(w.breaks, n) }

// tag takes a start tag (step 1) or an end tag (step -1).
func (w *htmlText) tag(tag atom.Atom, step int) {
	switch {
	case isSkipped(tag):
		w.skipped = max(0, w.skipped+step)
	case w.skipped > 0:
	case tag == atom.Br:
		if w.breaks > 0 { // the second break parts paragraphs
			w.breakLine(2)
		}
		w.breakLine(1)
	case tag == atom.Pre:
		w.pre = max(0, w.pre+step)
		w.breakLine(2)
	case tag == atom.Li:
		w.breakLine(1)
		w.mark = ""
		if step > 0 {
			w.mark = bullet
		}
	case isParagraph(tag):
		w.breakLine(2)
	case isLine(tag):
		w.breakLine(1)
	case tag == atom.Td, tag == atom.Th:
		w.blank, w.mark = true, bar
	}
}

// isSkipped reports whether an element's content is no text for a reader.
func isSkipped(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes, atom.Object,
		atom.Svg, atom.Math, atom.Textarea, atom.Select, atom.Title, atom.Audio, atom.Video:
		return true
	}
	return false
}

// isParagraph reports whether an element is a paragraph of its own.
func isParagraph(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Blockquote,
		atom.Hr, atom.Section, atom.Article, atom.Aside, atom.Header, atom.Footer, atom.Figure, atom.Figcaption, atom.Address:
		return true
	}
	return false
}

// isLine reports whether an element begins a new line.
func isLine(tag atom.Atom) bool {
	switch tag {
	case atom.Div, atom.Tr, atom.Dt, atom.Dd, atom.Caption, atom.Main, atom.Nav, atom.Form, atom.Center, atom.Option:
		return true
	}
	return false
}
