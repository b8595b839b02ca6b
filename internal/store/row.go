package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"orewire"
	"orewire/internal/cleantext"
)

// columns are what a list needs of an article; scan reads them.
const columns = "a.place, a.id, a.key, a.title, a.summary, a.url, a.publisher, a.via, a.author, a.feeds, a.lang, a.published, " +
	"a.published_as, a.zone, a.undated, a.seen, a.updated, a.topics, a.links, a.read, a.starred, " +
	"coalesce(v.story, a.id), coalesce(s.size, 1), coalesce(s.publishers, 1), coalesce(v.rank, 0) = 0"

const articlesAndStories = "articles a LEFT JOIN versions v ON v.place = a.place LEFT JOIN stories s ON s.id = v.story"

type scanner interface{ Scan(dest ...any) error }

// scan reads the columns, and further ones into more.
func scan(row scanner, a *orewire.Article, more ...any) (place, error) {
	var at place
	var published, seen, updated int64
	var key, lang, publishedAs, zone string
	var feeds, topics, links []byte
	err := row.Scan(append([]any{&at, &a.ID, &key, &a.Title, &a.Summary, &a.URL, &a.Publisher, &a.Via, &a.Author, &feeds, &lang, &published,
		&publishedAs, &zone, &a.Undated, &seen, &updated, &topics, &links, &a.Read, &a.Starred,
		&a.Story.ID, &a.Story.Size, &a.Story.Publishers, &a.Story.First}, more...)...)
	if err != nil {
		return 0, err
	}
	a.Key, a.Lang, a.PublishedAs, a.Zone = line(key), line(lang), line(publishedAs), line(zone)
	a.Published, a.Seen, a.Updated = instant(published), instant(seen), instant(updated)
	for _, part := range []struct {
		json []byte
		into any
	}{{feeds, &a.Feeds}, {topics, &a.Topics}, {links, &a.Links}} {
		if err := json.Unmarshal(part.json, part.into); err != nil {
			return 0, fmt.Errorf("article %d: %w", a.ID, err)
		}
	}
	clean(a)
	return at, nil
}

// line cleans a word that is kept as it is, as a symbol.
func line(s string) string {
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return cleantext.Line(s).String()
		}
	}
	return s
}

// clean makes an article that was read back fit to show: its plain words are clean, and its spans lie within its text.
func clean(a *orewire.Article) {
	for i := range a.Feeds {
		a.Feeds[i] = line(a.Feeds[i])
	}
	for i := range a.Topics {
		t := &a.Topics[i]
		t.ID = line(t.ID)
		t.Spans = cleanSpans(a, t.Spans)
	}
	for i := range a.Links {
		l := &a.Links[i]
		l.Symbol, l.Topic = line(l.Symbol), line(l.Topic)
		l.Spans = cleanSpans(a, l.Spans)
		if l.Printed != nil {
			l.Printed.Currency = line(l.Printed.Currency)
		}
	}
}

func cleanSpans(a *orewire.Article, spans []orewire.Span) []orewire.Span {
	spans = slices.DeleteFunc(spans, func(s orewire.Span) bool { return !within(s, fieldOf(a, s.Field)) })
	for i := range spans {
		spans[i].Topic, spans[i].Term = line(spans[i].Topic), line(spans[i].Term)
	}
	return spans
}

func fieldOf(a *orewire.Article, f orewire.Field) string {
	switch f {
	case orewire.InTitle:
		return a.Title.String()
	case orewire.InSummary:
		return a.Summary.String()
	}
	return a.Body.String()
}

func within(s orewire.Span, text string) bool {
	return s.Start >= 0 && s.Start < s.End && s.End <= len(text) && utf8.RuneStart(text[s.Start]) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
}

// bodySpans are the places in the body of an article's topics and of its links, in their order. Lists do without them.
type bodySpans struct {
	Topics [][]orewire.Span `json:"t"`
	Links  [][]orewire.Span `json:"l"`
}

// split returns an article's topics and links without their places in the body, and those places.
func split(a *orewire.Article) (topics []orewire.TopicHit, links []orewire.Link, body bodySpans) {
	inBody := func(s orewire.Span) bool { return s.Field == orewire.InBody }
	part := func(spans []orewire.Span) (head, body []orewire.Span) {
		head = slices.DeleteFunc(slices.Clone(spans), inBody)
		body = slices.DeleteFunc(slices.Clone(spans), func(s orewire.Span) bool { return !inBody(s) })
		return head, body
	}
	topics, links = slices.Clone(a.Topics), slices.Clone(a.Links)
	body.Topics, body.Links = make([][]orewire.Span, len(topics)), make([][]orewire.Span, len(links))
	for i := range topics {
		topics[i].Spans, body.Topics[i] = part(topics[i].Spans)
	}
	for i := range links {
		links[i].Spans, body.Links[i] = part(links[i].Spans)
	}
	return topics, links, body
}

// join puts the places in the body back behind those in title and summary.
func join(a *orewire.Article, body bodySpans) {
	for i, spans := range body.Topics {
		if i < len(a.Topics) {
			a.Topics[i].Spans = append(a.Topics[i].Spans, cleanSpans(a, spans)...)
		}
	}
	for i, spans := range body.Links {
		if i < len(a.Links) {
			a.Links[i].Spans = append(a.Links[i].Spans, cleanSpans(a, spans)...)
		}
	}
}
