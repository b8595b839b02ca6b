// Package publisher reads what a publisher prints on an article's page beside the text: the original source, the exact
// time, the list of instruments that it sets beside the article, with their printed prices, and the leverage products on them.
//
// Shape: one Page for one HTML page. Each instrument is a Link with How Listed; it says what the publisher listed, never
// what the text names. Prices are in the printed currency, percentages in percent, times in UTC.
// Errors: a page that is no HTML or carries no article is an error; a block that is missing or cannot be read is left out.
// Limits: the first 100,000 tags of a page, 512 elements deep.
// Source: the pages of finanzen.net. Their visible German labels are the anchors; class names only help out, because they
// change more often.
package publisher

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"golang.org/x/net/html"

	"orewire"
	"orewire/internal/cleantext"
)

// FinanzenNet is the name, in orewire.Feed.Pages, of the reader of finanzen.net's pages.
const FinanzenNet = "finanzen.net"

// Page is what a publisher's page says of its article. Whatever the page does not say is zero.
type Page struct {
	Title       cleantext.Text
	Blocks      []orewire.Block // the text, with the captions of its infographics, without picture credits and adverts
	Body        cleantext.Text  // orewire.Plain(Blocks)
	Published   time.Time       // UTC
	PublishedAs string          // as it was printed: "01.06.25 15:06 Uhr"
	Zone        string          // the zone that it was printed in: "Europe/Berlin"
	Publisher   cleantext.Text  // who wrote it
	Via         cleantext.Text  // who passed it on, if that is somebody else
	Original    cleantext.Address
	Links       []orewire.Link // How is Listed, in the order of the page
	Products    []orewire.LeverageProduct
}

// Has reports whether an article's page carries blocks that Read can read. pages is the feed's own word for it
// (orewire.Feed.Pages); where that is empty, the host of the article's address decides.
func Has(pages string, address cleantext.Address) bool {
	if pages != "" {
		return pages == FinanzenNet
	}
	host := address.Host()
	return host == FinanzenNet || strings.HasSuffix(host, "."+FinanzenNet)
}

// Read reads a page in UTF-8 that Has accepts. address is where the page was found; relative links are resolved against it.
func Read(page []byte, address cleantext.Address) (Page, error) {
	root, err := html.Parse(bytes.NewReader(slimDown(page)))
	if err != nil {
		return Page{}, fmt.Errorf("page of %s: %w", address, err)
	}
	read, err := readFinanzenNet(root, address)
	if err != nil {
		return Page{}, fmt.Errorf("page of %s: %w", address, err)
	}
	return read, nil
}
