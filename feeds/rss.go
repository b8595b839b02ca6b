package feeds

import (
	"fmt"
	"io"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// readRSS reads RSS of any version, RDF among them.
func readRSS(text string) (channel, error) {
	feed, err := parseXML(strings.ReplaceAll(text, "pubDate>", hiddenDate+">"), (&rss.Parser{}).Parse)
	if err != nil {
		return channel{}, err
	}
	c := channel{title: feed.Title, link: feed.Link, entries: make([]entry, 0, len(feed.Items))}
	if c.link == "" {
		c.link = first(atomLinks(feed.Extensions))
	}
	for _, item := range feed.Items {
		c.entries = append(c.entries, rssEntry(item))
	}
	return c, nil
}

// hiddenDate is a name of our own for the dates of items. gofeed would try a hundred layouts on each, which takes a third of
// the memory of the whole parse, and parseDate reads them in any case.
const hiddenDate = "orewire-date"

// parseXML parses XML after a check of its size in every direction. Tangled XML is repaired first; what the parser refuses is
// repaired and parsed again.
func parseXML[Feed any](text string, parse func(io.Reader) (Feed, error)) (Feed, error) {
	var none Feed
	tangled, err := checkXML(text)
	if err != nil {
		return none, err
	}
	if !tangled {
		if feed, err := parse(strings.NewReader(text)); err == nil {
			return feed, nil
		}
	}
	feed, err := parse(strings.NewReader(repair(text)))
	if err != nil {
		return none, fmt.Errorf("broken XML: %w", err)
	}
	return feed, nil
}

func rssEntry(item *rss.Item) entry {
	e := entry{
		title:   or(item.Title, extension(item.Extensions, "dc", "title"), extension(item.Extensions, "media", "title")),
		summary: or(item.Description, extension(item.Extensions, "dc", "description"), atomText(item.Extensions, "summary"), extension(item.Extensions, "itunes", "summary"), extension(item.Extensions, "media", "description")),
		content: or(item.Content, atomText(item.Extensions, "content"), item.Custom["encoded"], extension(item.Extensions, "xhtml", "body")),
		author:  or(person(item.Author), extension(item.Extensions, "dc", "creator"), extension(item.Extensions, "dc", "author"), extension(item.Extensions, "itunes", "author"), atomAuthor(item.Extensions)),
		source:  extension(item.Extensions, "dc", "publisher"),
		dates: []string{or(item.Custom[hiddenDate], item.PubDate), extension(item.Extensions, "dc", "date"), atomText(item.Extensions, "published"), extension(item.Extensions, "dcterms", "created"),
			extension(item.Extensions, "dcterms", "issued"), atomText(item.Extensions, "updated"), extension(item.Extensions, "dcterms", "modified")},
	}
	if item.Source != nil {
		e.source = or(item.Source.Title, e.source)
	}
	e.links = append([]string{extension(item.Extensions, "feedburner", "origLink")}, item.Links...)
	e.links = append(e.links, atomLinks(item.Extensions)...)
	if item.GUID != nil {
		e.id = item.GUID.Value
		e.permalink = !strings.EqualFold(item.GUID.IsPermalink, "false")
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

var atomPrefixes = []string{"atom", "atom10", "atom03"}

// atomText returns the text of an Atom element in an RSS feed.
func atomText(all ext.Extensions, name string) string {
	for _, prefix := range atomPrefixes {
		if text := extension(all, prefix, name); text != "" {
			return text
		}
	}
	return ""
}

// atomLinks returns the addresses of the pages that Atom links in an RSS feed lead to.
func atomLinks(all ext.Extensions) (links []string) {
	for _, prefix := range atomPrefixes {
		for _, link := range all[prefix]["link"] {
			if rel := link.Attrs["rel"]; rel == "" || rel == "alternate" {
				links = append(links, link.Attrs["href"])
			}
		}
	}
	return links
}

func atomAuthor(all ext.Extensions) string {
	for _, prefix := range atomPrefixes {
		for _, author := range all[prefix]["author"] {
			for _, name := range author.Children["name"] {
				return name.Value
			}
		}
	}
	return ""
}

// person returns the name in an RSS author, which should be "mail@example.com (Name)" and often is the name alone.
func person(author string) string {
	mail, name, ok := strings.Cut(author, "(")
	if name = strings.TrimSuffix(strings.TrimSpace(name), ")"); !ok || name == "" {
		return author
	}
	if strings.Contains(name, "@") && !strings.Contains(mail, "@") { // "Name (mail@example.com)"
		return mail
	}
	return name
}
