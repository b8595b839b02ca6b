package publisher

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A line is a run of text that a browser would show as one paragraph.
type line struct {
	text   string       // white space collapsed; not clean yet
	block  *html.Node   // the innermost block that holds it
	inline []*html.Node // the inline elements in it or around it, outermost first
	link   string       // the part of the text that is its first link
	target string       // where that link leads
	place  place
}

// place is what stands around a line.
type place struct {
	title   bool       // it is the page's heading
	prose   bool       // it stands in an element made for text
	aside   bool       // menus, adverts, captions, tables: nothing of the text
	button  bool       // it is a button
	article *html.Node // the innermost article around it
	body    *html.Node // the innermost article, main part or body around it
}

// text is a page as lines, in order. It is read so because a page's labels are visible text, and because that costs one pass
// however deep the page nests.
type text struct {
	lines []line
	spans map[*html.Node]span // the lines of each block
	boxes []span              // of the elements with the class "accordion"
}

// span is lines from start up to end, without end.
type span struct{ start, end int }

func (s span) holds(i int) bool { return s.start <= i && i < s.end }

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

// readText parts a page into its visible lines.
func readText(root *html.Node) text {
	s := splitter{block: root, text: text{spans: map[*html.Node]span{}}}
	s.walk(root)
	s.end()
	return s.text
}

// splitter gathers text until a block or a line break ends the line.
type splitter struct {
	text   text
	words  strings.Builder // of the line so far
	link   strings.Builder // those in anchor
	anchor *html.Node      // the line's first link that holds text
	block  *html.Node
	place  place
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
		s.walkBlock(n)
	}
}

func (s *splitter) walkBlock(n *html.Node) {
	s.end()
	outer, around, start := s.block, s.place, len(s.text.lines)
	s.block, s.place = n, around.inside(n)
	s.children(n)
	s.end()
	s.block, s.place = outer, around
	lines := span{start, len(s.text.lines)}
	s.text.spans[n] = lines
	if hasClass(n, "accordion") {
		s.text.boxes = append(s.text.boxes, lines)
	}
}

func (s *splitter) children(n *html.Node) {
	for c := range n.ChildNodes() {
		s.walk(c)
	}
}

// inside returns the place of lines in a block.
func (p place) inside(n *html.Node) place {
	switch n.DataAtom {
	case atom.H1:
		p.title = true
	case atom.P, atom.Li, atom.Blockquote, atom.H2, atom.H3, atom.H4:
		p.prose = true
	case atom.Nav, atom.Aside, atom.Footer, atom.Figure, atom.Form, atom.Table:
		p.aside = true
	case atom.Button:
		p.aside, p.button = true, true
	case atom.Article:
		p.article, p.body = n, n
	case atom.Main, atom.Body:
		p.body = n
	}
	p.aside = p.aside || hasClassLike(n, notText)
	return p
}

// add takes a piece of text. A caption and the way to the original stand on lines of their own, though some pages glue
// them to the paragraph before.
func (s *splitter) add(piece string) {
	head := strings.TrimSpace(piece)
	caption := isCaption(head)
	if caption || strings.HasPrefix(head, toOriginal) {
		s.end()
	}
	s.words.WriteString(piece)
	if i := slices.IndexFunc(s.open, isElement(atom.A)); i >= 0 && head != "" {
		if s.anchor == nil {
			s.anchor = s.open[i]
		}
		if s.anchor == s.open[i] {
			s.link.WriteString(piece)
		}
	}
	if caption {
		s.end()
	}
}

func (s *splitter) end() {
	if words := oneLine(s.words.String()); words != "" && len(s.text.lines) < maxLines {
		l := line{text: words, block: s.block, inline: s.inline, place: s.place}
		if s.anchor != nil {
			l.link, l.target = oneLine(s.link.String()), attribute(s.anchor, "href")
		}
		s.text.lines = append(s.text.lines, l)
	}
	s.words.Reset()
	s.link.Reset()
	s.anchor = nil
	s.inline = slices.Clone(s.open)
}

// oneLine makes white space of every kind single blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// wordsOf returns the text inside an inline element, on one line.
func wordsOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return oneLine(b.String())
}

func isElement(a atom.Atom) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.DataAtom == a }
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
