package main

import (
	"encoding/json"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
)

// The shapes of JSON that scripts rely on: they may grow, but what is here keeps its meaning. A value that is not known is absent.

type articleRecord struct {
	ID          int64              `json:"id"`
	Key         string             `json:"key"`
	Title       cleantext.Text     `json:"title"`
	Summary     cleantext.Text     `json:"summary,omitzero"`
	Body        cleantext.Text     `json:"body,omitzero"` // of show only
	URL         cleantext.Address  `json:"url,omitzero"`
	Publisher   cleantext.Text     `json:"publisher,omitzero"`
	Via         cleantext.Text     `json:"via,omitzero"`
	Feeds       []string           `json:"feeds"`
	Lang        string             `json:"lang,omitempty"`
	Published   time.Time          `json:"published"`
	Seen        time.Time          `json:"seen"`
	Updated     time.Time          `json:"updated,omitzero"`
	Topics      []topicRecord      `json:"topics"`
	Instruments []instrumentRecord `json:"instruments"`
	Story       storyRecord        `json:"story"`
	Versions    []versionRecord    `json:"versions,omitempty"` // of show only, and only if there are several
	Read        bool               `json:"read"`
	Starred     bool               `json:"starred"`
}

// storyRecord is the articles that report the same event, as one of them belongs to it.
type storyRecord struct {
	ID    string `json:"id"`
	Size  int    `json:"size"`
	First bool   `json:"first"` // the article leads it
}

// versionRecord is an article of a story, in its order.
type versionRecord struct {
	ID        int64             `json:"id"`
	Title     cleantext.Text    `json:"title"`
	URL       cleantext.Address `json:"url,omitzero"`
	Publisher cleantext.Text    `json:"publisher,omitzero"`
	Published time.Time         `json:"published"`
	Lag       int64             `json:"lag_s"` // after the version that was published first
}

type topicRecord struct {
	ID    string   `json:"id"`
	Score float64  `json:"score"`
	Terms []string `json:"terms"` // as they stand in the text
}

type instrumentRecord struct {
	Name     cleantext.Text `json:"name"`
	Symbol   string         `json:"symbol,omitempty"`
	How      string         `json:"how"`
	Evidence []string       `json:"evidence"` // named: words of the text; listed: the publisher's label; exposed: the topic
	Quote    *priceRecord   `json:"quote,omitempty"`
	Move     *moveRecord    `json:"move,omitempty"`
	Printed  *printedRecord `json:"printed,omitempty"`
}

// priceRecord is a quote beside an article.
type priceRecord struct {
	Price    orewire.Figure `json:"price,omitzero"`
	Change   orewire.Figure `json:"change,omitzero"`
	Percent  orewire.Figure `json:"percent,omitzero"`
	Currency string         `json:"currency,omitempty"`
	At       time.Time      `json:"at,omitzero"`
	State    string         `json:"state,omitempty"`
	Delay    int64          `json:"delay_s,omitempty"`
	Provider string         `json:"provider,omitempty"`
}

type moveRecord struct {
	Percent orewire.Figure `json:"percent"`
	Base    orewire.Figure `json:"base,omitzero"`
	BaseAt  time.Time      `json:"base_at,omitzero"`
	NowAt   time.Time      `json:"now_at,omitzero"`
}

type printedRecord struct {
	Price    orewire.Figure `json:"price,omitzero"`
	Change   orewire.Figure `json:"change,omitzero"`
	Percent  orewire.Figure `json:"percent,omitzero"`
	Currency string         `json:"currency,omitempty"`
	At       time.Time      `json:"at,omitzero"`
	Text     cleantext.Text `json:"text,omitzero"` // as printed, if its number format could not be settled
}

// quoteRecord is a line of `orewire quotes --json`: a price, or why there is none.
type quoteRecord struct {
	Symbol   string         `json:"symbol"`
	Name     cleantext.Text `json:"name,omitzero"`
	Price    orewire.Figure `json:"price,omitzero"`
	Change   orewire.Figure `json:"change,omitzero"`
	Percent  orewire.Figure `json:"percent,omitzero"`
	Currency string         `json:"currency,omitempty"`
	At       time.Time      `json:"at,omitzero"`
	Fetched  time.Time      `json:"fetched,omitzero"`
	State    string         `json:"state,omitempty"`
	Delay    int64          `json:"delay_s,omitempty"`
	Provider string         `json:"provider,omitempty"`
	Error    cleantext.Text `json:"error,omitzero"`
}

// polledRecord is a feed's line of `orewire poll --json`.
type polledRecord struct {
	Name      cleantext.Text    `json:"name"`
	URL       cleantext.Address `json:"url"`
	Status    int               `json:"status,omitempty"` // HTTP; absent if there was no answer
	New       int               `json:"new"`
	Updated   int               `json:"updated"`
	Unchanged int               `json:"unchanged"`
	Took      int64             `json:"ms"`
	Error     cleantext.Text    `json:"error,omitzero"`
	Missing   cleantext.Text    `json:"incomplete,omitzero"` // what of its answer was left out or did not come
}

// totalRecord is the last line of `orewire poll --once --json`.
type totalRecord struct {
	Total pollTotal `json:"total"`
}

type pollTotal struct {
	Feeds   int   `json:"feeds"`
	OK      int   `json:"ok"`
	Failed  int   `json:"failed"`
	New     int   `json:"new"`
	Updated int   `json:"updated"`
	Took    int64 `json:"ms"`
}

// feedRecord is a line of `orewire feeds list --json`.
type feedRecord struct {
	Name    cleantext.Text    `json:"name"`
	URL     cleantext.Address `json:"url"`
	Bundle  string            `json:"bundle,omitempty"` // absent for one that is added or of the configuration
	From    string            `json:"from"`             // "bundle minerals", "configuration" or "added"
	Group   cleantext.Text    `json:"group,omitzero"`
	Added   time.Time         `json:"added,omitzero"`
	Lang    string            `json:"lang,omitempty"`
	Checked time.Time         `json:"checked,omitzero"`
	OK      time.Time         `json:"ok,omitzero"`
	Newest  time.Time         `json:"newest,omitzero"`
	Status  int               `json:"status,omitempty"`
	Items   int               `json:"items,omitempty"`
	Error   cleantext.Text    `json:"error,omitzero"`
}

// checkedRecord is a line of `orewire feeds check --json`.
type checkedRecord struct {
	Name   cleantext.Text    `json:"name"`
	URL    cleantext.Address `json:"url"`
	Status int               `json:"status,omitempty"`
	Items  int               `json:"items"`
	Newest time.Time         `json:"newest,omitzero"`
	Took   int64             `json:"ms"`
	Error  cleantext.Text    `json:"error,omitzero"`
	Advice cleantext.Text    `json:"advice,omitzero"` // what to do about it
}

// foundRecord is a line of `orewire feeds discover --json`.
type foundRecord struct {
	URL    cleantext.Address `json:"url"`
	Title  cleantext.Text    `json:"title,omitzero"`
	Items  int               `json:"items"`
	Newest time.Time         `json:"newest,omitzero"`
}

// taggedRecord is a line of `orewire tag`.
type taggedRecord struct {
	ID          json.RawMessage     `json:"id"` // as it was given
	Topics      []string            `json:"topics"`
	Symbols     []string            `json:"symbols"` // of named instruments only
	Names       []string            `json:"names"`
	Evidence    map[string][]string `json:"evidence"` // by topic
	DuplicateOf json.RawMessage     `json:"duplicate_of"`
}

// lines writes records as JSON Lines.
func lines(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

func newArticleRecord(a orewire.Article, tickers []desk.Ticker) articleRecord {
	r := articleRecord{
		ID: a.ID, Key: a.Key, Title: a.Title, Summary: a.Summary, Body: a.Body, URL: a.URL, Publisher: a.Publisher, Via: a.Via,
		Feeds: append([]string{}, a.Feeds...), Lang: a.Lang, Published: second(a.Published), Seen: second(a.Seen), Updated: second(a.Updated),
		Topics: []topicRecord{}, Instruments: []instrumentRecord{}, Read: a.Read, Starred: a.Starred,
		Story: storyRecord{strconv.FormatInt(a.Story.ID, 10), a.Story.Size, a.Story.First},
	}
	for _, t := range a.Topics {
		r.Topics = append(r.Topics, topicRecord{t.ID, round(t.Score, 2), terms(t.Spans)})
	}
	for _, t := range tickers {
		r.Instruments = append(r.Instruments, newInstrumentRecord(t))
	}
	return r
}

// newVersionRecords returns the records of a story's articles; nil if there is only one.
func newVersionRecords(versions []orewire.Article) []versionRecord {
	if len(versions) < 2 {
		return nil
	}
	var list []versionRecord
	for i := range versions {
		v := &versions[i]
		list = append(list, versionRecord{v.ID, v.Title, v.URL, v.Publisher, second(v.Published), int64(desk.Lag(versions, i).Seconds())})
	}
	return list
}

func newInstrumentRecord(t desk.Ticker) instrumentRecord {
	r := instrumentRecord{Name: t.Name, Symbol: t.Symbol, How: t.How.String(), Evidence: evidence(t.Link)}
	if _, priced := t.Quote.Price.Get(); priced {
		q := newQuoteRecord(t.Quote)
		r.Quote = &priceRecord{q.Price, q.Change, q.Percent, q.Currency, q.At, q.State, q.Delay, q.Provider}
	}
	if fraction, moved := t.Move.Fraction.Get(); moved {
		r.Move = &moveRecord{orewire.Known(round(100*fraction, 4)), t.Move.Base, second(t.Move.BaseAt), second(t.Move.NowAt)}
	}
	if p := t.Printed; p != nil {
		r.Printed = &printedRecord{p.Price, p.Change, p.Percent, p.Currency, second(p.At), p.Text}
	}
	return r
}

func newQuoteRecord(q orewire.Quote) quoteRecord {
	return quoteRecord{
		Symbol: q.Symbol, Name: q.Name, Price: q.Price, Change: rounded(q.Change, 6), Percent: rounded(q.Percent, 4), Currency: q.Currency,
		At: second(q.At), Fetched: second(q.Fetched), State: string(q.State), Delay: int64(q.Delay / time.Second), Provider: q.Provider, Error: q.Error,
	}
}

// evidence says by what an instrument stands beside an article.
func evidence(l orewire.Link) []string {
	switch l.How {
	case orewire.Named:
		return terms(l.Spans)
	case orewire.Listed:
		if !l.Label.IsZero() {
			return []string{l.Label.String()}
		}
	case orewire.Exposed:
		return []string{l.Topic}
	}
	return []string{}
}

// terms lists the words of spans, each once whatever the case of its letters, in the order of the text.
func terms(spans []orewire.Span) []string {
	list := []string{}
	for _, s := range spans {
		if !slices.ContainsFunc(list, func(t string) bool { return strings.EqualFold(t, s.Term) }) {
			list = append(list, s.Term)
		}
	}
	return list
}

// second is a time as JSON shows it: in UTC, without fractions of a second.
func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// rounded takes away the noise of binary fractions, which no exchange prints.
func rounded(f orewire.Figure, digits int) orewire.Figure {
	v, known := f.Get()
	if !known {
		return f
	}
	return orewire.Known(round(v, digits))
}

func round(v float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(v*scale) / scale
}
