package feeds

import (
	"strings"

	"github.com/mmcdole/gofeed/atom"
)

// readAtom reads Atom 0.3 and 1.0.
func readAtom(text string) (channel, error) {
	feed, d, err := parseXML(text, formatAtom, (&atom.Parser{}).Parse)
	if err != nil {
		return channel{}, err
	}
	pages, _ := alternates(feed.Links)
	c := channel{
		title:     or(feed.Title, extension(feed.Extensions, "dc", "title")),
		link:      first(pages),
		entries:   make([]entry, 0, len(feed.Entries)),
		left:      d.left,
		shortened: d.shortened,
		brokenOff: d.brokenOff,
		wishes: wishes{
			period:    extension(feed.Extensions, "sy", "updatePeriod"),
			frequency: extension(feed.Extensions, "sy", "updateFrequency"),
		},
	}
	author := or(personNames(feed.Authors), people(feed.Extensions, "dc", "creator"))
	for _, item := range feed.Entries {
		e := atomEntry(item)
		e.feedAuthor = author
		c.entries = append(c.entries, e)
	}
	return c, nil
}

func atomEntry(item *atom.Entry) entry {
	x := item.Extensions
	pages, rest := alternates(item.Links)
	e := entry{
		id:        item.ID,
		permalink: true,
		title:     or(item.Title, extension(x, "dc", "title"), extension(x, "media", "title")),
		links:     append([]string{extension(x, "feedburner", "origLink")}, append(pages, rest...)...),
		summary:   or(item.Summary, extension(x, "dc", "description"), extension(x, "media", "description")),
		author:    or(personNames(item.Authors), people(x, "dc", "creator"), people(x, own, "author")),
		dates:     append(append(values(x, own, "published"), values(x, own, "created")...), values(x, own, "updated")...),
	}
	if item.Content != nil {
		e.content = item.Content.Value
		e.links = append(e.links, item.Content.Src)
	}
	if item.Source != nil {
		e.source = item.Source.Title
	}
	return e
}

// alternates returns the addresses of the links that lead to a page, web pages first, and those that can stand in for one.
func alternates(links []*atom.Link) (pages, rest []string) {
	var other []string
	for _, link := range links {
		switch {
		case link.Rel == "alternate" && (link.Type == "" || strings.Contains(link.Type, "html")):
			pages = append(pages, link.Href)
		case link.Rel == "alternate":
			other = append(other, link.Href)
		case link.Rel == "related", link.Rel == "via", link.Rel == "enclosure", link.Rel == "self":
			rest = append(rest, link.Href)
		}
	}
	return append(pages, other...), rest
}

func personNames(people []*atom.Person) string {
	var names []string
	for _, p := range people {
		names = append(names, or(p.Name, p.Email))
	}
	return join(names)
}
