// Package reader reads the full text of an article from its page, as blocks for a terminal.
//
// Shape: Read asks for one page and returns one Text: headings, paragraphs, items of lists, quotes, tables and the captions of
// images, in the order of the page, with their links numbered. The main text is found by go-readability; all that is shown is
// cleaned last of all.
// Errors: *fetch.Error if the page did not come; ErrNoText and others, in words for the reader, if it holds no text to show.
// Limits: the first 100,000 tags and 4 MiB of a page without its scripts, 512 elements deep, and 1 MiB of text.
package reader

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// Text is the main text of a page.
type Text struct {
	Blocks  []orewire.Block
	Address cleantext.Address // of the page, after redirects
	Notice  cleantext.Text    // what is missing, in words: that the rest is for subscribers, or was cut; "" if nothing is known to be
}

// ErrNoText says that a page holds no text that could be an article's.
var ErrNoText = errors.New("its page has no article text")

// shortest is the least text, in runes, that is taken for an article's; less is a notice or a button.
const shortest = 60

// Read asks for a page and reads its main text. The request's From says which feed or page named it.
func Read(ctx context.Context, client *fetch.Client, request fetch.Request) (Text, error) {
	request.Accept = "text/html, application/xhtml+xml, text/plain;q=0.8, */*;q=0.1"
	answer, err := client.Get(ctx, request)
	if err != nil {
		return Text{}, err
	}
	return read(answer.Body, answer.Header.Get("Content-Type"), answer.URL)
}

// read reads the main text of a page as it was sent.
func read(body []byte, contentType string, address cleantext.Address) (Text, error) {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil || kind == "application/octet-stream" {
		kind, _, _ = mime.ParseMediaType(http.DetectContentType(body))
	}
	text := Text{Address: address}
	switch {
	case strings.Contains(kind, "html"), strings.HasSuffix(kind, "xml"):
		err = text.readHTML(decode(body, contentType))
	case kind == "text/plain":
		text.readPlain(decode(body, contentType))
	case kind == "application/pdf":
		return Text{}, errors.New("its page is a PDF document, which orewire cannot read")
	default:
		return Text{}, fmt.Errorf("its page is no text but %s", cleantext.Line(kind))
	}
	if err != nil {
		return Text{}, err
	}
	if utf8.RuneCountInString(orewire.Plain(text.Blocks).String()) < shortest {
		return Text{}, ErrNoText
	}
	return text, nil
}

// The notices.
const (
	forSubscribers = "For subscribers: the page may show only its beginning"
	wasCut         = "The page is very long: its end is left out"
)

func (t *Text) readPlain(page string) {
	if len(page) > maxText {
		page = page[:maxText]
		t.Notice = cleantext.Line(wasCut)
	}
	t.Blocks = orewire.Paragraphs(cleantext.Paragraphs(page))
}

func (t *Text) readHTML(page string) error {
	slim := slimDown(page)
	main, err := findMainText(slim.html, t.Address)
	if err != nil {
		return err
	}
	b := builder{base: main.base}
	b.walk(main.element)
	b.end()
	t.Blocks = withoutMenus(b.blocks)
	if len(t.Blocks) > 0 && isTitle(t.Blocks[0], main.title) {
		t.Blocks = t.Blocks[1:]
	}
	if len(main.lead) > 0 && !hasText(t.Blocks, main.lead[0].Text) {
		t.Blocks = append(main.lead, t.Blocks...)
	}
	orewire.NumberLinks(t.Blocks)
	switch {
	case slim.paid:
		t.Notice = cleantext.Line(forSubscribers)
	case slim.cut || b.cut:
		t.Notice = cleantext.Line(wasCut)
	}
	return nil
}

// withoutMenus leaves out lists of links before and after the text.
func withoutMenus(blocks []orewire.Block) []orewire.Block {
	for len(blocks) > 0 && isMenu(blocks[0]) {
		blocks = blocks[1:]
	}
	for len(blocks) > 0 && isMenu(blocks[len(blocks)-1]) {
		blocks = blocks[:len(blocks)-1]
	}
	return blocks
}

// isMenu reports whether a block is an item that is nothing but a link.
func isMenu(b orewire.Block) bool {
	return b.Kind == orewire.BlockItem && len(b.Links) == 1 && b.Links[0].Start == 0 && b.Links[0].End == len(b.Text.String())
}

func hasText(blocks []orewire.Block, text cleantext.Text) bool {
	return slices.ContainsFunc(blocks, func(b orewire.Block) bool { return b.Text == text })
}

// isTitle reports whether a block only repeats the page's title.
func isTitle(b orewire.Block, title string) bool {
	return b.Kind == orewire.BlockHeading && strings.HasPrefix(cleantext.Line(title).String(), b.Text.String())
}
