package feeds

import (
	"strings"

	"github.com/mmcdole/gofeed/atom"
)

// readAtom reads Atom 0.3 and 1.0.
func readAtom(text string) (channel, error) {
	feed, err := parseXML(text, (&atom.Parser{}).Parse)
	if err != nil {
		return channel{}, err
	}
	c := channel{title: feed.Title, link: first(alternates(feed.Links)), entries: make([]entry, 0, len(feed.Entries))}
	author := names(feed.Authors)
	for _, item := range feed.Entries {
		e := atomEntry(item)
		e.author = or(e.author, author)
		c.entries = append(c.entries, e)
	}
	return c, nil
}

func atomEntry(item *atom.Entry) entry {
	e := entry{
		id:        item.ID,
		permalink: true,
		title:     item.Title,
		links:     alternates(item.Links),
		summary:   item.Summary,
		author:    names(item.Authors),
		dates:     []string{item.Published, item.Updated},
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

// alternates returns the addresses of the links that lead to a page, web pages first; other links stand in if there is none.
func alternates(links []*atom.Link) []string {
	var pages, other, rest []string
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
	return append(append(pages, other...), rest...)
}

func names(people []*atom.Person) string {
	var all []string
	for _, p := range people {
		if name := or(p.Name, p.Email); name != "" {
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}
