package reader

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/guard"
)

// Limits of a page; those that the press makes have some thousand tags and some hundred KiB.
const (
	maxTags = 100_000
	maxSlim = 4 << 20 // bytes, without scripts and the like
	maxTag  = 16 << 10
)

// decode makes UTF-8 of a page. Its character set is settled by byte-order mark, header, declaration and detection, as browsers do.
func decode(body []byte, contentType string) string {
	encoding, _, certain := charset.DetermineEncoding(body, contentType)
	if !certain && utf8.Valid(body) {
		return string(body)
	}
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil { // a decoder stops at nothing but the end of its input
		return string(body)
	}
	return string(text)
}

// slim is a page without what is no text.
type slim struct {
	html string
	paid bool // it says that it is not free
	cut  bool // it was longer than the limits
}

// notFree is how a page tells search engines that its text, or a part of it, is for subscribers.
var notFree = regexp.MustCompile(`(?i)"isAccessibleForFree"\s*:\s*"?\s*(https?://schema\.org/)?false`)

// slimDown copies a page without scripts, comments and marks of emphasis, within the limits. Emphasis must go before the page is
// parsed: a parser repeats marks that are left open in every paragraph after them, so that a small page can grow without end.
func slimDown(page string) slim {
	var s slim
	var out strings.Builder
	out.Grow(min(len(page), maxSlim))
	tokens := html.NewTokenizer(strings.NewReader(page))
	tags := 0
	var raw atom.Atom // the element whose text is left out
	for out.Len() < maxSlim && tags < maxTags {
		kind := tokens.Next()
		switch kind {
		case html.ErrorToken: // the end: a string cannot fail otherwise
			s.html = out.String()
			return s
		case html.TextToken:
			if raw == 0 {
				out.Write(tokens.Raw())
			} else if raw == atom.Script {
				s.paid = s.paid || notFree.Match(tokens.Raw())
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			tag := string(tokens.Raw())
			name, _ := tokens.TagName()
			element := atom.Lookup(name)
			raw = 0
			switch {
			case isEmphasis(element):
			case isHidden(element):
				if kind != html.EndTagToken {
					raw = element
				}
			default:
				tags++
				out.WriteString(slimTag(tag, string(name)))
			}
		}
	}
	s.html, s.cut = out.String(), true
	return s
}

// slimTag leaves out the attributes of a tag that is far too long, and makes a plain image of AMP's.
func slimTag(tag, name string) string {
	switch {
	case name == "amp-img" && strings.HasPrefix(tag, "</"):
		return ""
	case name == "amp-img" && len(tag) <= maxTag:
		return "<img" + tag[len("<amp-img"):]
	case len(tag) > maxTag && len(name) > maxTag:
		return ""
	case len(tag) > maxTag && strings.HasPrefix(tag, "</"):
		return "</" + name + ">"
	case len(tag) > maxTag:
		return "<" + name + ">"
	}
	return tag
}

// isEmphasis reports whether an element only changes the look of the words in it.
func isEmphasis(element atom.Atom) bool {
	switch element {
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.Nobr, atom.S, atom.Small, atom.Strike, atom.Strong,
		atom.Tt, atom.U:
		return true
	}
	return false
}

// isHidden reports whether the tokenizer gives an element's content as one text that is not for readers.
func isHidden(element atom.Atom) bool {
	switch element {
	case atom.Script, atom.Style, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes, atom.Xmp, atom.Plaintext, atom.Textarea:
		return true
	}
	return false
}

var errTooDeep = errors.New("its page nests too deeply to be read")

// maxWeight bounds the text of a page, each byte counted once for every element around it, as readability reads it so often.
const maxWeight = 100 << 20

// mainText is the element that holds the main text of a page.
type mainText struct {
	element *html.Node
	lead    []orewire.Block   // the picture above the text, which readability leaves out
	title   string            // of the page, without the site's name
	base    cleantext.Address // that its links start from
}

// findMainText finds the main text of a page.
func findMainText(page string, address cleantext.Address) (mainText, error) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil || weigh(root, 0) > maxWeight { // a string that is parsed fails in no other way
		return mainText{}, errTooDeep
	}
	main := mainText{base: baseOf(root, address)}
	main.lead = leadPicture(root, main.base)
	err = guard.Run("readability", func() error {
		parser := readability.NewParser()
		parser.DisableJSONLD = true                      // it went with the scripts
		article, err := parser.ParseAndMutate(root, nil) // links are made absolute later
		main.element, main.title = article.Node, article.Title()
		return err
	})
	switch {
	case err != nil:
		return mainText{}, err
	case main.element == nil:
		return mainText{}, ErrNoText
	}
	for n := range main.element.Descendants() { // readability renames elements
		n.DataAtom = atom.Lookup([]byte(n.Data))
	}
	return main, nil
}

func weigh(n *html.Node, depth int) int {
	weight := 0
	if n.Type == html.TextNode {
		weight = depth * len(n.Data)
	}
	for c := range n.ChildNodes() {
		weight += weigh(c, depth+1)
	}
	return weight
}

// leadPicture returns the first picture with a caption in the article; nil if it has none.
func leadPicture(root *html.Node, base cleantext.Address) []orewire.Block {
	article := first(root, atom.Article)
	if article == nil {
		return nil
	}
	figure := first(article, atom.Figcaption)
	for figure != nil && figure.DataAtom != atom.Figure {
		figure = figure.Parent
	}
	if figure == nil || first(figure, atom.Img) == nil {
		return nil
	}
	b := builder{base: base}
	b.figure(figure)
	b.end()
	return b.blocks
}

// baseOf returns the address that a page's base element names, else its own.
func baseOf(root *html.Node, address cleantext.Address) cleantext.Address {
	for n := range root.Descendants() {
		if ref := attribute(n, "href"); n.DataAtom == atom.Base && ref != "" {
			if base, err := address.Resolve(ref); err == nil {
				return base
			}
		}
	}
	return address
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
