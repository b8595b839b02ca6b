package demo

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"strings"
	"time"
)

// invented is what every feed and page of the demo says of itself.
const invented = "Invented for orewire's demo: nothing here is a statement about a real company, state or person."

// entry is an item as a feed shows it.
type entry struct {
	id, title, link, lead, body string // lead and body are HTML
	at                          time.Time
}

// entries makes what a feed shows of its items. finanzen.net's feed has no text but a lead that is cut off.
func entries(base string, items []item) []entry {
	var list []entry
	for _, i := range items {
		link := base + i.path()
		e := entry{id: link, title: i.headline, link: link, at: i.at, lead: html.EscapeString(i.paragraphs[0])}
		if i.publication.pages != "" {
			e.lead = html.EscapeString(cut(i.paragraphs[0], 140)) + "..."
		} else {
			e.body = htmlOf(i.paragraphs)
		}
		list = append(list, e)
	}
	return list
}

// cut returns the first words of a text, at most n characters.
func cut(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	short := string(runes[:n])
	if before, _, found := cutLast(short, " "); found {
		return before
	}
	return short
}

func htmlOf(paragraphs []string) string {
	var b strings.Builder
	for _, p := range paragraphs {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(p))
	}
	return b.String()
}

// writeFeed returns a feed in the publication's format, with its media type.
func writeFeed(p publication, base string, list []entry) (body []byte, mediaType string, err error) {
	for i := range list {
		list[i].at = list[i].at.In(p.zone)
	}
	switch p.format {
	case "atom":
		body, err = writeXML(atomOf(p, base, list))
		return body, "application/atom+xml; charset=utf-8", err
	case "rdf":
		body, err = writeXML(rdfOf(p, base, list))
		return body, "application/rdf+xml; charset=utf-8", err
	case "json":
		body, err = json.MarshalIndent(jsonFeedOf(p, base, list), "", " ")
		return body, "application/feed+json; charset=utf-8", err
	}
	body, err = writeXML(rssOf(p, base, list))
	return body, "application/rss+xml; charset=utf-8", err
}

func writeXML(v any) ([]byte, error) {
	body, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		return nil, err
	}
	return append([]byte(xml.Header), body...), nil
}

type (
	rssFeed struct {
		XMLName xml.Name   `xml:"rss"`
		Version string     `xml:"version,attr"`
		Content string     `xml:"xmlns:content,attr"`
		Channel rssChannel `xml:"channel"`
	}
	rssChannel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Items       []rssItem `xml:"item"`
	}
	rssItem struct {
		Title       string `xml:"title"`
		Link        string `xml:"link"`
		GUID        string `xml:"guid"`
		PubDate     string `xml:"pubDate"`
		Description string `xml:"description"`
		Content     string `xml:"content:encoded,omitempty"`
	}
)

func rssOf(p publication, base string, list []entry) rssFeed {
	channel := rssChannel{Title: p.name, Link: base + "/", Description: invented, Language: p.lang}
	for _, e := range list {
		channel.Items = append(channel.Items, rssItem{e.title, e.link, e.id, e.at.Format(time.RFC1123Z), e.lead, e.body})
	}
	return rssFeed{Version: "2.0", Content: "http://purl.org/rss/1.0/modules/content/", Channel: channel}
}

type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Lang     string      `xml:"xml:lang,attr"`
		ID       string      `xml:"id"`
		Title    string      `xml:"title"`
		Subtitle string      `xml:"subtitle"`
		Updated  string      `xml:"updated"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomEntry struct {
		ID        string   `xml:"id"`
		Title     string   `xml:"title"`
		Link      atomLink `xml:"link"`
		Published string   `xml:"published"`
		Updated   string   `xml:"updated"`
		Summary   atomText `xml:"summary"`
		Content   atomText `xml:"content"`
	}
	atomLink struct {
		Href string `xml:"href,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

func atomOf(p publication, base string, list []entry) atomFeed {
	feed := atomFeed{Lang: p.lang, ID: base + p.path(), Title: p.name, Subtitle: invented}
	for _, e := range list {
		at := e.at.Format(time.RFC3339)
		if feed.Updated == "" {
			feed.Updated = at
		}
		feed.Entries = append(feed.Entries, atomEntry{
			e.id, e.title, atomLink{e.link}, at, at, atomText{"html", e.lead}, atomText{"html", e.body},
		})
	}
	return feed
}

type (
	rdfFeed struct {
		XMLName xml.Name   `xml:"rdf:RDF"`
		RDF     string     `xml:"xmlns:rdf,attr"`
		RSS     string     `xml:"xmlns,attr"`
		DC      string     `xml:"xmlns:dc,attr"`
		Content string     `xml:"xmlns:content,attr"`
		Channel rdfChannel `xml:"channel"`
		Items   []rdfItem  `xml:"item"`
	}
	rdfChannel struct {
		About       string `xml:"rdf:about,attr"`
		Title       string `xml:"title"`
		Link        string `xml:"link"`
		Description string `xml:"description"`
		Language    string `xml:"dc:language"`
	}
	rdfItem struct {
		About       string `xml:"rdf:about,attr"`
		Title       string `xml:"title"`
		Link        string `xml:"link"`
		Description string `xml:"description"`
		Date        string `xml:"dc:date"`
		Content     string `xml:"content:encoded"`
	}
)

func rdfOf(p publication, base string, list []entry) rdfFeed {
	feed := rdfFeed{
		RDF: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", RSS: "http://purl.org/rss/1.0/",
		DC: "http://purl.org/dc/elements/1.1/", Content: "http://purl.org/rss/1.0/modules/content/",
		Channel: rdfChannel{base + p.path(), p.name, base + "/", invented, p.lang},
	}
	for _, e := range list {
		feed.Items = append(feed.Items, rdfItem{e.id, e.title, e.link, e.lead, e.at.Format(time.RFC3339), e.body})
	}
	return feed
}

type (
	jsonFeed struct {
		Version     string     `json:"version"`
		Title       string     `json:"title"`
		HomePage    string     `json:"home_page_url"`
		FeedURL     string     `json:"feed_url"`
		Description string     `json:"description"`
		Language    string     `json:"language"`
		Items       []jsonItem `json:"items"`
	}
	jsonItem struct {
		ID        string `json:"id"`
		URL       string `json:"url"`
		Title     string `json:"title"`
		Summary   string `json:"summary"`
		HTML      string `json:"content_html"`
		Published string `json:"date_published"`
	}
)

func jsonFeedOf(p publication, base string, list []entry) jsonFeed {
	feed := jsonFeed{"https://jsonfeed.org/version/1.1", p.name, base + "/", base + p.path(), invented, p.lang, nil}
	for _, e := range list {
		lead := html.UnescapeString(e.lead) // a summary is plain text here
		feed.Items = append(feed.Items, jsonItem{e.id, e.link, e.title, lead, e.body, e.at.Format(time.RFC3339)})
	}
	return feed
}
