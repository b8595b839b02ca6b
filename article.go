package orewire

import (
	"time"

	"orewire/internal/cleantext"
)

// Article is one item of a feed, with its own identity, kept in the store.
type Article struct {
	ID          int64             // the store's number, rising in order of arrival; 0 before it is stored
	Key         string            // identity across feeds and runs: see feeds.Identify
	Title       cleantext.Text    // one line
	Summary     cleantext.Text    // the feed's lead, one line, at most 600 characters; "" if the feed gives only a title
	Body        cleantext.Text    // paragraphs separated by a blank line; empty in lists, which never load it
	URL         cleantext.Address // canonical address of the article
	Publisher   cleantext.Text    // who wrote it
	Via         cleantext.Text    // who passed it on, if that is somebody else
	Author      cleantext.Text
	Feeds       []string   // names of the feeds that it was seen in, the first sighting first
	Lang        string     // language of the text: en de fr es pt ja zh ko; "" if unknown
	Published   time.Time  // UTC; the time first seen where Undated
	PublishedAs string     // what the publisher wrote, cleaned: "01.06.25 15:06 Uhr"
	Zone        string     // the zone the publisher wrote in: an IANA name or an offset as "+02:00"; "" if unknown
	Undated     bool       // the publisher gave no date, or an impossible one
	Seen        time.Time  // UTC, when it first reached us
	Updated     time.Time  // UTC, when title or text last changed after that; zero if never
	Topics      []TopicHit // highest score first
	Links       []Link     // named, then listed, then exposed
	Story       Story
	Read        bool
	Starred     bool
}

// Field says which text of an article a Span lies in.
type Field uint8

// The fields of an article that are matched and highlighted.
const (
	InTitle Field = iota
	InSummary
	InBody
)

// String returns the word that explain prints.
func (f Field) String() string {
	switch f {
	case InSummary:
		return "summary"
	case InBody:
		return "text"
	}
	return "title"
}

// Span is a piece of an article's text that is evidence for a topic or an instrument: bytes Start to End of the field's
// text, on rune boundaries.
type Span struct {
	Field Field   `json:"f"`
	Start int     `json:"s"`
	End   int     `json:"e"`
	Topic string  `json:"t,omitempty"` // the topic's id; "" for an instrument's name
	Term  string  `json:"w"`           // the words as they stand in the text
	Score float64 `json:"p"`           // points that this place gave
	Weak  bool    `json:"k,omitempty"` // counted only because of its context
}

// TopicHit says that an article is about a topic, and by which words.
type TopicHit struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"` // sum of the spans' points; a parent implied by its child has the child's
	Spans []Span  `json:"spans,omitempty"`
}

// How says why an instrument stands beside an article.
type How uint8

// In order of strength.
const (
	Named   How = iota + 1 // its name or symbol is in the text
	Listed                 // the publisher printed it beside the article
	Exposed                // it lives off the article's topic
)

// String returns "named", "listed" or "exposed".
func (h How) String() string {
	switch h {
	case Named:
		return "named"
	case Listed:
		return "listed"
	case Exposed:
		return "exposed"
	}
	return ""
}

// Link is an instrument that stands beside an article, with the reason.
type Link struct {
	Name    cleantext.Text `json:"name"`
	Symbol  string         `json:"symbol,omitempty"` // as the quote provider writes it; "" if none is known
	How     How            `json:"how"`
	Topic   string         `json:"topic,omitempty"` // Exposed: the topic
	Label   cleantext.Text `json:"label,omitzero"`  // Listed: the publisher's label above its list
	Group   cleantext.Text `json:"group,omitzero"`  // Listed: the section of the list, as "Aktien"
	Spans   []Span         `json:"spans,omitempty"` // Named: where it stands
	Printed *Printed       `json:"printed,omitempty"`
}

// Printed is a price as a publisher printed it beside an article. It is never a live price.
type Printed struct {
	Price    Figure         `json:"price,omitzero"`
	Change   Figure         `json:"change,omitzero"`
	Percent  Figure         `json:"percent,omitzero"` // percent: 1.66 is 1.66 %
	Currency string         `json:"currency,omitempty"`
	At       time.Time      `json:"at,omitzero"`   // UTC, the time of the page
	Text     cleantext.Text `json:"text,omitzero"` // as it was printed; the only field if its number format could not be settled
}

// LeverageProduct is a security that a publisher offers beside an article, which gains or loses a multiple of what an instrument does.
type LeverageProduct struct {
	Name     cleantext.Text `json:"name"`
	Side     string         `json:"side,omitempty"`    // "long" or "short"; "" if the page does not say
	Leverage Figure         `json:"leverage,omitzero"` // the multiple
	Knockout Figure         `json:"knockout,omitzero"` // the barrier: the instrument's price at which it ends worthless
	Currency string         `json:"currency,omitempty"`
	Issuer   cleantext.Text `json:"issuer,omitzero"`
	On       cleantext.Text `json:"on,omitzero"`    // the instrument, as the publisher names it
	ISIN     string         `json:"isin,omitempty"` // of the instrument
}
