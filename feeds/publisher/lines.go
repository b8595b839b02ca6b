package publisher

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A line is a run of text that a browser would show as one paragraph. A page is read as lines, in order, because its
// labels are visible text, and because that costs one pass however deep the page nests.
type line struct {
	text   string       // white space collapsed; not clean yet
	block  *html.Node   // the innermost block that holds it
	inline []*html.Node // the inline elements in it or around it, outermost first
	link   string       // the part of the text that is its first link
	target string       // where that link leads
}

// maxLines bounds the work on a page that is made to be slow; real ones have a few thousand, most of them in menus.
const maxLines = 20_000

// unseen are elements whose content no reader sees as text.
var unseen = []atom.Atom{
	atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Head, atom.Select, atom.Object,
	atom.Textarea,
}

// inline are elements that do not begin a new line.
var inline = []atom.Atom{
	atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Cite, atom.Code, atom.Data, atom.Del, atom.Em, atom.Font, atom.I,
	atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Q, atom.S, atom.Small, atom.Span, atom.Strong, atom.Sub,
	atom.Sup, atom.Time, atom.U, atom.Var, atom.Wbr,
}

// linesOf returns the visible lines of a page.
func linesOf(root *html.Node) []line {
	s := splitter{block: root}
	s.walk(root)
	s.end()
	return s.lines
}

// splitter gathers text until a block or a line break ends the line.
type splitter struct {
	lines  []line
	text   strings.Builder
	link   strings.Builder // the text of anchor in this line
	anchor *html.Node      // the line's first link that holds text
	block  *html.Node
	open   []*html.Node // inline elements not yet closed
	inline []*html.Node // those of the line so far
}

func (s *splitter) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		s.add(n.Data)
	case n.Type == html.CommentNode || slices.Contains(unseen, n.DataAtom):
	case n.DataAtom == atom.Br:
		s.end()
	case n.Type == html.ElementNode && slices.Contains(inline, n.DataAtom):
		s.open = append(s.open, n)
		s.inline = append(s.inline, n)
		s.children(n)
		s.open = s.open[:len(s.open)-1]
	default:
		s.end()
		outer := s.block
		s.block = n
		s.children(n)
		s.end()
		s.block = outer
	}
}

func (s *splitter) children(n *html.Node) {
	for c := range n.ChildNodes() {
		s.walk(c)
	}
}

// add takes a piece of text. A caption and the way to the original stand on lines of their own, though some pages glue
// them to the paragraph before.
func (s *splitter) add(text string) {
	head := strings.TrimSpace(text)
	caption := isCaption(head)
	if caption || strings.HasPrefix(head, toOriginal) {
		s.end()
	}
	s.text.WriteString(text)
	if i := slices.IndexFunc(s.open, anyOf(atom.A)); i >= 0 && head != "" {
		if s.anchor == nil {
			s.anchor = s.open[i]
		}
		if s.anchor == s.open[i] {
			s.link.WriteString(text)
		}
	}
	if caption {
		s.end()
	}
}

func (s *splitter) end() {
	if text := oneLine(s.text.String()); text != "" && len(s.lines) < maxLines {
		l := line{text: text, block: s.block, inline: s.inline}
		if s.anchor != nil {
			l.link, l.target = oneLine(s.link.String()), attribute(s.anchor, "href")
		}
		s.lines = append(s.lines, l)
	}
	s.text.Reset()
	s.link.Reset()
	s.anchor = nil
	s.inline = slices.Clone(s.open)
}

// oneLine makes white space of every kind single blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// within returns the nearest block around the line that fits, or nil.
func (l line) within(fits func(*html.Node) bool) *html.Node {
	for n := l.block; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && fits(n) {
			return n
		}
	}
	return nil
}

// textOf returns the text inside an inline element, on one line.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return oneLine(b.String())
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}

// hasClassLike reports whether one of the element's classes begins with one of the prefixes.
func hasClassLike(n *html.Node, prefixes []string) bool {
	return slices.ContainsFunc(strings.Fields(attribute(n, "class")), func(c string) bool { return hasPrefix(c, prefixes) })
}

func anyOf(atoms ...atom.Atom) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(atoms, n.DataAtom) }
}

func only(node *html.Node) func(*html.Node) bool {
	return func(n *html.Node) bool { return n == node }
}
