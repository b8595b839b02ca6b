package feeds

import (
	"fmt"
	"io"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// readRSS reads RSS of any version, RDF and the Channel Definition Format among them.
func readRSS(text string) (channel, error) {
	feed, d, err := parseXML(text, formatRSS, (&rss.Parser{}).Parse)
	if err != nil {
		return channel{}, err
	}
	c := channel{
		title:     or(feed.Title, extension(feed.Extensions, "dc", "title"), extension(feed.Extensions, "atom", "title")),
		link:      or(first(feed.Links), extension(feed.Extensions, "atom", "link")),
		entries:   make([]entry, 0, len(feed.Items)),
		left:      d.left,
		shortened: d.shortened,
		brokenOff: d.brokenOff,
		wishes: wishes{
			ttl:       feed.TTL,
			period:    extension(feed.Extensions, "sy", "updatePeriod"),
			frequency: extension(feed.Extensions, "sy", "updateFrequency"),
			hours:     values(feed.Extensions, own, "hour"),
			days:      values(feed.Extensions, own, "day"),
		},
	}
	author := mailbox(or(extension(feed.Extensions, "itunes", "author"), extension(feed.Extensions, "dc", "creator"),
		extension(feed.Extensions, "atom", "author"), feed.ManagingEditor, feed.WebMaster, extension(feed.Extensions, "itunes", "owner")))
	for _, item := range feed.Items {
		e := rssEntry(item)
		e.feedAuthor = author
		c.entries = append(c.entries, e)
	}
	return c, nil
}

// parseXML brings XML into the form that gofeed reads, and lets it read it.
func parseXML[Feed any](text string, f format, parse func(io.Reader) (Feed, error)) (feed Feed, d distilled, err error) {
	if d, err = distil(text, f); err != nil {
		return feed, d, err
	}
	if feed, err = parse(strings.NewReader(d.xml)); err != nil {
		return feed, d, fmt.Errorf("broken XML: %w", err)
	}
	return feed, d, nil
}

func rssEntry(item *rss.Item) entry {
	x := item.Extensions
	e := entry{
		title: or(item.Title, extension(x, "dc", "title"), extension(x, "atom", "title"), extension(x, "media", "title"), extension(x, "itunes", "title")),
		summary: or(item.Description, extension(x, "dc", "description"), extension(x, "atom", "summary"), extension(x, "itunes", "summary"),
			extension(x, "itunes", "subtitle"), extension(x, "media", "description")),
		content: or(item.Content, item.Custom["fullitem"], extension(x, "atom", "content"), item.Custom["body"]),
		author:  or(mailbox(item.Author), people(x, "dc", "creator"), people(x, "dc", "author"), people(x, "itunes", "author"), people(x, "atom", "author")),
		source:  extension(x, "dc", "publisher"),
		dates: []string{or(item.Custom[dateName], extension(x, "dc", "date")), extension(x, "dc", "date"), extension(x, "atom", "published"),
			extension(x, "dcterms", "created"), extension(x, "dcterms", "issued"), extension(x, "atom", "updated"), extension(x, "dcterms", "modified")},
	}
	if item.Source != nil {
		e.source = or(item.Source.Title, e.source)
	}
	e.links = append([]string{extension(x, "feedburner", "origLink")}, item.Links...)
	e.links = append(e.links, values(x, "atom", "link")...)
	switch {
	case item.GUID != nil:
		e.id = item.GUID.Value
		e.permalink = !strings.EqualFold(item.GUID.IsPermalink, "false")
	default:
		e.id = or(item.Custom["about"], extension(x, "atom", "id"))
		e.permalink = true
	}
	for _, enclosure := range item.Enclosures {
		if !strings.HasPrefix(enclosure.Type, "image/") {
			e.links = append(e.links, enclosure.URL)
		}
	}
	return e
}

// or returns the first text that is not empty.
func or(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func first(texts []string) string { return or(texts...) }

// extension returns the text of an element of another namespace, by its customary prefix.
func extension(all ext.Extensions, prefix, name string) string {
	for _, e := range all[prefix][name] {
		if e.Value != "" {
			return e.Value
		}
	}
	return ""
}

// values returns the texts of all elements of a name.
func values(all ext.Extensions, prefix, name string) (texts []string) {
	for _, e := range all[prefix][name] {
		texts = append(texts, e.Value)
	}
	return texts
}
