package reader

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"orewire"
	"orewire/internal/cleantext"
)

// image keeps an image that has words of its own for after the open block.
func (b *builder) image(n *html.Node, caption string) {
	text := cleantext.Line(caption)
	if text.IsZero() {
		return
	}
	block := orewire.Block{Kind: orewire.BlockImage, Text: text}
	for _, key := range []string{"src", "data-src"} { // the second where a script is to load it
		ref := attribute(n, key)
		if address, err := b.base.Resolve(ref); err == nil && ref != "" {
			block.Links = []orewire.Hyperlink{{End: len(text.String()), Address: address}}
			break
		}
	}
	b.images = append(b.images, block)
}

// figure takes an image with its caption; what else a figure may hold (a table, a quote) is gone through as text.
func (b *builder) figure(n *html.Node) {
	image, caption := first(n, atom.Img), first(n, atom.Figcaption)
	if image == nil {
		b.element(n)
		return
	}
	words := attribute(image, "alt")
	if caption != nil {
		if text := cleantext.Line(textOf(caption)); !text.IsZero() {
			words = text.String()
		}
	}
	b.image(image, words)
}

// first returns the first of an element's descendants that is of a kind, or nil.
func first(n *html.Node, element atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.DataAtom == element {
			return d
		}
	}
	return nil
}
