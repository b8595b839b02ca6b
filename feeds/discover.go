package feeds

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// Found is a feed that a site has; it was read, so it is one.
type Found struct {
	URL    cleantext.Address
	Title  cleantext.Text // as it calls itself, else as the page calls it; may be ""
	Items  int
	Newest time.Time // UTC; zero if no item is dated
}

// maxDiscovery is how many requests a discovery makes, the page itself included.
const maxDiscovery = 6

// usualPlaces are where sites keep their feed, the likeliest first. They are tried if the page names none.
var usualPlaces = []string{"/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml"}

// Discover finds the feeds of an address: the feed itself if it is one; else those that the page names, in the page's order; else
// the first one at the site's usual places. It asks for one after the other, 6 in all at most.
// The error wraps ErrNotFeed if there is none, or is that of the page, in words.
func Discover(ctx context.Context, client Fetcher, address cleantext.Address, now time.Time) ([]Found, error) {
	d := discovery{client: client, now: now}
	page, err := d.ask(ctx, address, cleantext.Address{})
	var refused *fetch.Error
	switch {
	case err == nil:
		return d.found, nil
	case errors.As(err, &refused) && !slices.Contains([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusGone}, refused.Status):
		return nil, err
	case refused == nil && !errors.Is(err, ErrNotFeed):
		return nil, err // a feed, but broken
	case refused != nil:
		page.URL = address
	}
	for _, link := range namedFeeds(decode(page.Body, page.Header.Get("Content-Type")), page.URL) {
		if err := d.verify(ctx, link, page.URL); err != nil {
			return d.found, err
		}
	}
	for _, place := range usualPlaces {
		if len(d.found) > 0 {
			break
		}
		at, err := page.URL.Resolve(place)
		if err != nil {
			return nil, err
		}
		if err := d.verify(ctx, namedFeed{url: at}, page.URL); err != nil {
			return nil, err
		}
	}
	if len(d.found) == 0 {
		return nil, fmt.Errorf("%w, and no feed was found beside it", err)
	}
	return d.found, nil
}

// discovery is what one search has asked and found.
type discovery struct {
	client Fetcher
	now    time.Time
	asked  []cleantext.Address
	found  []Found
}

// ask reads the feed at an address that from named, and keeps it as found. An answer that is no feed comes back with the error.
func (d *discovery) ask(ctx context.Context, at, from cleantext.Address) (fetch.Response, error) {
	d.asked = append(d.asked, at)
	response, err := d.client.Get(ctx, fetch.Request{URL: at, From: from, Accept: accept})
	if err != nil {
		return response, err
	}
	parsed, err := Parse(response.Body, response.Header.Get("Content-Type"), orewire.Feed{URL: response.URL}, d.now)
	if err == nil {
		d.found = append(d.found, Found{URL: at, Title: parsed.Title, Items: len(parsed.Items), Newest: newest(parsed.Items, time.Time{})})
	}
	return response, err
}

// verify asks for what may be a feed, unless it was asked for or enough was. The error says that the site wants no more of it.
func (d *discovery) verify(ctx context.Context, link namedFeed, from cleantext.Address) error {
	if len(d.asked) >= maxDiscovery || slices.Contains(d.asked, link.url) {
		return nil
	}
	_, err := d.ask(ctx, link.url, from)
	var refused *fetch.Error
	switch {
	case err == nil:
		if last := &d.found[len(d.found)-1]; last.Title.IsZero() {
			last.Title = link.title
		}
	case ctx.Err() != nil:
		return err
	case errors.As(err, &refused) && (refused.Status == http.StatusTooManyRequests || refused.RetryAfter > 0):
		return err
	}
	return nil
}

// namedFeed is a feed that a page names.
type namedFeed struct {
	url   cleantext.Address
	title cleantext.Text
}

const maxHead = 256 << 10 // bytes of a page in which its feeds are named

// namedFeeds lists the feeds that a page names, each once; relative addresses are resolved against its base.
func namedFeeds(page string, at cleantext.Address) []namedFeed {
	var list []namedFeed
	tokens := html.NewTokenizer(strings.NewReader(page[:min(len(page), maxHead)]))
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return list
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		token := tokens.Token()
		attr := map[string]string{}
		for _, a := range token.Attr {
			attr[a.Key] = a.Val
		}
		switch token.Data {
		case "base":
			if base, err := at.Resolve(attr["href"]); err == nil {
				at = base
			}
		case "link":
			url, err := at.Resolve(attr["href"])
			if err == nil && isFeedLink(attr["rel"], attr["type"]) && !slices.ContainsFunc(list, func(l namedFeed) bool { return l.url == url }) {
				list = append(list, namedFeed{url, cleantext.Truncate(cleantext.Line(attr["title"]), maxTitle)})
			}
		}
	}
}

// isFeedLink reports whether a link element of a page names a feed.
func isFeedLink(rel, mediaType string) bool {
	mediaType = strings.ToLower(mediaType)
	for word := range strings.FieldsSeq(strings.ToLower(rel)) {
		switch word {
		case "feed":
			return true
		case "alternate":
			return strings.Contains(mediaType, "rss") || strings.Contains(mediaType, "atom") || strings.Contains(mediaType, "rdf") ||
				strings.Contains(mediaType, "feed+json")
		}
	}
	return false
}
