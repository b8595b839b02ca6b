package feeds

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"orewire/internal/fetch"
)

// site serves pages by path, everything else is not found, and keeps what was asked for.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func newSite(t *testing.T, pages map[string]http.HandlerFunc) *site {
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.Path)
		s.mu.Unlock()
		if serve, ok := pages[r.URL.Path]; ok {
			serve(w, r)
			return
		}
		http.NotFound(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func newClient(t *testing.T) *fetch.Client {
	client := fetch.New(fetch.Options{Timeout: time.Second})
	t.Cleanup(client.Close)
	return client
}

const (
	atomFeed = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Yard</title><id>y</id><entry><id>1</id><title>Keel laid</title></entry></feed>`
	jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Shaft","items":[{"id":"1","content_text":"Shaft sunk"}]}`
)

func TestDiscover(t *testing.T) {
	for name, c := range map[string]struct {
		pages map[string]http.HandlerFunc
		at    string
		want  []string // path and title of what is found
		asked int
		fault string
	}{
		"a feed is itself": {map[string]http.HandlerFunc{"/rss": answer(twoItems)}, "/rss", []string{"/rss Ore"}, 1, ""},
		"a page names feeds of every format, in its order": {map[string]http.HandlerFunc{
			"/news/": answer(`<!doctype html><html><head><link rel="stylesheet" href="/x.css">
				<link rel="alternate" type="application/rss+xml" title="All &amp; more" href="all.rss">
				<LINK REL='home alternate' TYPE='application/atom+xml' HREF='/yard.atom'>
				<link rel=alternate type="application/feed+json" href="../shaft.json">
				<link rel=alternate type="application/rss+xml" href="/news/all.rss">
				<link rel=alternate type="application/json" href="/wp-json/"><link rel="alternate" hreflang="de" href="/de"></head>`),
			"/news/all.rss": answer(strings.Replace(twoItems, "<title>Ore</title>", "", 1)), "/yard.atom": answer(atomFeed), "/shaft.json": answer(jsonFeed),
		}, "/news/", []string{"/news/all.rss All & more", "/yard.atom Yard", "/shaft.json Shaft"}, 4, ""},
		"relative to the page's base": {map[string]http.HandlerFunc{
			"/": answer(`<base href="/deep/down/"><link rel="alternate" type="application/rss+xml" href="feed">`), "/deep/down/feed": answer(twoItems),
		}, "/", []string{"/deep/down/feed Ore"}, 2, ""},
		"what is named but is none is left out": {map[string]http.HandlerFunc{
			"/":  answer(`<link rel=alternate type="text/rss" href="/a"><link rel=alternate type="text/rss" href="/b"><link rel=alternate type="text/rss" href="javascript:x">`),
			"/a": answer("<html>"), "/b": answer(atomFeed),
		}, "/", []string{"/b Yard"}, 3, ""},
		"a usual place": {map[string]http.HandlerFunc{"/": answer("<html>"), "/rss.xml": answer(twoItems), "/atom.xml": answer(atomFeed)},
			"/", []string{"/rss.xml Ore"}, 4, ""},
		"a usual place of a page that is not there": {map[string]http.HandlerFunc{"/feed/": answer(twoItems)}, "/rss", []string{"/feed/ Ore"}, 2, ""},
		"nothing, after 6 requests":                 {map[string]http.HandlerFunc{"/": answer("<html>")}, "/", nil, 6, "not a feed: a web page, and no feed was found beside it"},
		"too many are named": {map[string]http.HandlerFunc{"/": answer(strings.Repeat(`<link rel=alternate type="text/rss" href="/a">`, 3) +
			`<link rel=feed href="/b"><link rel=feed href="/c"><link rel=feed href="/d"><link rel=feed href="/e"><link rel=feed href="/f"><link rel=feed href="/g">`),
			"/a": answer(twoItems), "/g": answer(twoItems)}, "/", []string{"/a Ore"}, 6, ""},
		"a site that is asked too often": {map[string]http.HandlerFunc{"/": answer("<html>"), "/feed/": status(429)}, "/", nil, 2, "asked too often (429)"},
		"a site that is broken":          {map[string]http.HandlerFunc{"/": status(500)}, "/", nil, 1, "server error: 500"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, c.pages)
			found, err := Discover(t.Context(), newClient(t), parseAddress(t, s.URL+c.at), testNow)
			var got []string
			for _, f := range found {
				got = append(got, strings.TrimPrefix(f.URL.String(), s.URL)+" "+f.Title.String())
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("found (-want +got):\n%s", d)
			}
			if len(s.asked) != c.asked {
				t.Errorf("asked for %q, want %d requests", s.asked, c.asked)
			}
			if (err == nil) != (c.fault == "") || err != nil && !strings.HasPrefix(err.Error(), c.fault) {
				t.Errorf("error is %v, want %q", err, c.fault)
			}
		})
	}
}

func TestDiscoverTellsOfItemsAndTheNewest(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": answer(twoItems)})
	found, err := Discover(t.Context(), newClient(t), parseAddress(t, s.URL+"/"), testNow)
	if err != nil || len(found) != 1 || found[0].Items != 2 || found[0].Newest.Format(time.RFC3339) != "2026-11-24T12:00:00Z" {
		t.Errorf("got %+v, %v; want 2 items, the newest of 2026-11-24T12:00:00Z", found, err)
	}
}

func TestNoFeedIsFoundWhereNothingAnswers(t *testing.T) {
	s := newSite(t, nil)
	s.Close()
	found, err := Discover(t.Context(), newClient(t), parseAddress(t, s.URL), testNow)
	if err == nil || found != nil || errors.Is(err, ErrNotFeed) {
		t.Errorf("got %v, %v; want the error of the connection", found, err)
	}
}

func FuzzNamedFeeds(f *testing.F) {
	f.Add(`<link rel=alternate type="application/rss+xml" href="feed" title="&#27;]0;x">`)
	f.Add(`<base href="//[::1"><link rel="feed" href="\\x">`)
	f.Fuzz(func(t *testing.T, page string) {
		for _, link := range namedFeeds(page, parseAddress(t, "https://ore.example/news/")) {
			if !strings.HasPrefix(link.url.String(), "http") || strings.ContainsAny(link.url.String()+link.title.String(), "\x1b\u009b\n") {
				t.Errorf("%q names %q, %q", page, link.url, link.title)
			}
		}
	})
}
