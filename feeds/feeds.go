// Package feeds goes from a feed's address to clean articles: it asks each feed when it is due, with conditional requests,
// parses RSS, Atom, RDF and JSON Feed, cleans all text, and gives each article its identity.
//
// Shape: a Poller hands a Batch to its Sink after every request, good or bad. Times are UTC.
// Errors: those of internal/fetch for answers that never came or were refused; ErrNotFeed for answers that are no feed.
// Both are in words that the reader of the news can be shown.
package feeds

import (
	"errors"
	"fmt"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// ErrNotFeed says that an answer is something else than a feed.
var ErrNotFeed = errors.New("not a feed")

const (
	maxItems    = 5000    // items of one answer that are read, the first ones
	maxItemText = 1 << 20 // bytes of one text of an item that are read
)

// Item is an article with what its feed calls it.
type Item struct {
	GUID    string          // names the item within its feed; never empty, and of one item only
	Article orewire.Article // ID is 0; topics and links are not yet there
	place   int             // in the feed
}

// Parsed is what a feed holds.
type Parsed struct {
	Title      cleantext.Text    // what the feed calls itself
	Items      []Item            // in the feed's order, no two with one key
	Site       cleantext.Address // the page that the feed belongs to; zero if it names none
	Cut        int               // items beyond the first 5,000, which were left out
	BrokenOff  bool              // it ends within an item, or before the end of its JSON
	Incomplete cleantext.Text    // what was left out or did not come, in words; "" if nothing
	Wishes     Wishes            // when the feed wants to be asked
}

// base returns the address that the items' relative ones are resolved against.
func (p Parsed) base(feed orewire.Feed) cleantext.Address {
	if p.Site.IsZero() {
		return feed.URL
	}
	return p.Site
}

// Parse reads a feed. contentType is the answer's header, for its character set; now is when the items are first seen.
// The error wraps ErrNotFeed if the body is no feed at all.
func Parse(body []byte, contentType string, feed orewire.Feed, now time.Time) (parsed Parsed, err error) {
	defer becomeError(&err)
	c, err := read(body, contentType, feed)
	if err != nil {
		return Parsed{}, err
	}
	return collect(c, feed, now), nil
}

// becomeError makes of a panic the error of the feed that caused it.
func becomeError(err *error) {
	if value := recover(); value != nil {
		*err = fmt.Errorf("feed that cannot be read: %v", value)
	}
}

// read reads a feed as its format gives it.
func read(body []byte, contentType string, feed orewire.Feed) (channel, error) {
	text := decode(body, contentType)
	format, err := recognise(text, feed.URL)
	if err != nil {
		if format, text = behindWarning(text); text == "" {
			return channel{}, err
		}
	}
	return readers[format](text)
}

// channel is a feed as its format gives it, before anything is cleaned.
type channel struct {
	title     string
	link      string // of the site
	plain     bool   // title is plain text
	entries   []entry
	left      int  // items that were left out, being too many
	shortened int  // items with more text than is read
	brokenOff bool // it ends within an item, or before the end of its JSON
	faulty    bool // what stands behind the last item is no JSON
	wishes    wishes
}

// entry is an item as its format gives it. Its texts may be HTML, unless it says that they are plain.
type entry struct {
	id         string
	permalink  bool // id may be an address of the item
	title      string
	links      []string // candidates, the best first; may be relative
	summary    string
	content    string
	plain      bool     // title and summary are plain text
	html       bool     // content is HTML though the rest is plain
	author     string   // names, with commas between
	feedAuthor string   // the same of the feed
	source     string   // name of the publisher that the item was taken from
	dates      []string // when it was published, the best first
}

var readers = map[format]func(string) (channel, error){
	formatRSS:  readRSS,
	formatAtom: readAtom,
	formatJSON: readJSON,
}
