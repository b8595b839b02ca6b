package reader

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"orewire"
	"orewire/internal/cleantext"
)

const maxText = 1 << 20 // bytes of text that are read of a page

// builder makes blocks of the elements of a text.
type builder struct {
	base   cleantext.Address // that links start from
	blocks []orewire.Block
	size   int  // bytes of text so far
	cut    bool // there was more than maxText

	run     run
	target  cleantext.Address // of the link that is open
	heading int               // level of the heading that is open
	quotes  int               // quotes that are open
	lists   []*list           // lists that are open
	inner   orewire.BlockKind // the innermost of quotes and lists that are open; "" if none is
	images  []orewire.Block   // that stand within the open block: they come after it
}

// list is a list that is open.
type list struct {
	next int            // number of the next item; 0: not numbered
	mark cleantext.Text // that is due before the next text
}

var bullet = cleantext.Line("•")

func (b *builder) walk(n *html.Node) {
	if b.cut {
		return
	}
	switch n.Type {
	case html.TextNode:
		b.run.add(n.Data, b.target)
		return
	case html.ElementNode:
	default:
		return
	}
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Math, atom.Object, atom.Select,
		atom.Textarea, atom.Button, atom.Audio, atom.Video, atom.Canvas, atom.Rt, atom.Rp:
	case atom.Br:
		b.breakLine()
	case atom.A:
		b.link(n)
	case atom.Q:
		b.run.add("“", b.target)
		b.children(n)
		b.run.add("”", b.target)
	case atom.Sup:
		b.run.add(superscript(textOf(n)), b.target)
	case atom.Time:
		if !b.isDateline(n) {
			b.element(n)
		}
	case atom.Img:
		b.image(n, attribute(n, "alt"))
	case atom.Figure:
		b.figure(n)
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		b.end()
		b.heading = int(n.Data[1] - '0')
		b.children(n)
		b.end()
		b.heading = 0
	case atom.Blockquote:
		b.nest(orewire.BlockQuote, func() { b.quotes++; b.children(n); b.end(); b.quotes-- })
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		b.nest(orewire.BlockItem, func() { b.list(n) })
	case atom.Li:
		b.item(n)
	case atom.Pre:
		b.end()
		b.preformatted(n)
	case atom.Table:
		b.end()
		b.table(n)
	default:
		b.element(n)
	}
}

// isDateline reports whether a time stands alone, before all text but headings: the article's own, which its head says.
func (b *builder) isDateline(n *html.Node) bool {
	return !slices.ContainsFunc(b.blocks, func(o orewire.Block) bool { return o.Kind != orewire.BlockHeading }) && n.Parent != nil && strings.TrimSpace(textOf(n.Parent)) == strings.TrimSpace(textOf(n))
}

func (b *builder) children(n *html.Node) {
	for c := range n.ChildNodes() {
		b.walk(c)
	}
}

// element goes through an element that is a block unless it is known to stand within a line.
func (b *builder) element(n *html.Node) {
	if isInline(n.DataAtom) {
		b.children(n)
		return
	}
	b.end()
	b.children(n)
	b.end()
}

// isInline reports whether an element stands within a line of text. Unknown elements (DataAtom 0) do, as in browsers.
func isInline(element atom.Atom) bool {
	switch element {
	case 0, atom.Abbr, atom.Acronym, atom.Bdi, atom.Bdo, atom.Cite, atom.Data, atom.Del, atom.Dfn, atom.Ins, atom.Kbd, atom.Label,
		atom.Mark, atom.Picture, atom.Ruby, atom.Samp, atom.Span, atom.Sub, atom.Time, atom.Var, atom.Wbr:
		return true
	}
	return false
}

// breakLine begins a new line; the second break in a row begins a new paragraph.
func (b *builder) breakLine() {
	if b.run.endsLine() {
		b.end()
		return
	}
	b.run.breakLine()
}

func (b *builder) link(n *html.Node) {
	outer := b.target
	if ref := attribute(n, "href"); ref != "" && !strings.HasPrefix(ref, "#") {
		b.target, _ = b.base.Resolve(ref) // mailto: and the like lead to no page: their text stands without a link
	}
	b.children(n)
	b.target = outer
}

// nest goes into a quote or list.
func (b *builder) nest(kind orewire.BlockKind, inside func()) {
	b.end()
	outer := b.inner
	b.inner = kind
	inside()
	b.end()
	b.inner = outer
}

func (b *builder) list(n *html.Node) {
	l := &list{}
	if n.DataAtom == atom.Ol {
		l.next = 1
		if start, err := strconv.Atoi(attribute(n, "start")); err == nil && start > 0 && start < 1e6 {
			l.next = start
		}
	}
	b.lists = append(b.lists, l)
	b.children(n)
	b.end()
	b.lists = b.lists[:len(b.lists)-1]
}

func (b *builder) item(n *html.Node) {
	if len(b.lists) == 0 { // an item without a list
		b.nest(orewire.BlockItem, func() {
			b.lists = append(b.lists, &list{mark: bullet})
			b.children(n)
			b.end()
			b.lists = b.lists[:0]
		})
		return
	}
	b.end()
	l := b.lists[len(b.lists)-1]
	l.mark = bullet
	if l.next > 0 {
		l.mark = cleantext.Line(strconv.Itoa(l.next) + ".")
		l.next++
	}
	b.children(n)
	b.end()
	l.mark = cleantext.Text{}
}

// end makes a block of what was gathered, and adds the images that stood in it.
func (b *builder) end() {
	text, links := b.run.text()
	b.run.pieces = b.run.pieces[:0]
	if !text.IsZero() {
		block := orewire.Block{Kind: orewire.BlockParagraph, Text: text, Links: links}
		switch {
		case b.heading > 0:
			block.Kind, block.Level = orewire.BlockHeading, b.heading
		case b.inner == orewire.BlockQuote:
			block.Kind, block.Level = b.inner, b.quotes
		case b.inner == orewire.BlockItem:
			l := b.lists[len(b.lists)-1]
			block.Kind, block.Level, block.Mark = b.inner, len(b.lists), l.mark
			l.mark = cleantext.Text{}
		}
		b.add(block)
	}
	images := b.images
	b.images = nil
	for _, image := range images {
		b.add(image)
	}
}

// advertLabels are what stands above an advert whose picture is not here.
var advertLabels = map[string]bool{
	"ad": true, "advert": true, "advertisement": true, "advertising": true, "sponsored": true, "sponsored content": true,
	"anzeige": true, "werbung": true, "publicité": true, "publicidad": true, "publicidade": true, "広告": true, "广告": true,
	"廣告": true, "광고": true,
}

// add adds a block, as far as there is room.
func (b *builder) add(block orewire.Block) {
	if advertLabels[strings.ToLower(block.Text.String())] {
		return
	}
	b.size += len(block.Text.String())
	if b.cut = b.cut || b.size > maxText; b.cut {
		return
	}
	b.blocks = append(b.blocks, block)
}

// superscript writes digits as raised ones, since 10⁶ is not 106.
func superscript(s string) string {
	if strings.Trim(s, "0123456789+-−") != "" {
		return s
	}
	return raised.Replace(s)
}

var raised = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹",
	"+", "⁺", "-", "⁻", "−", "⁻")

// textOf returns all text inside an element.
func textOf(n *html.Node) string {
	var text strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			text.WriteString(d.Data)
		}
	}
	return text.String()
}
