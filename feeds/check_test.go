package feeds

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

func TestCheck(t *testing.T) {
	client, feed := farm(t, map[string]http.HandlerFunc{
		"/good": answer(twoItems),
		"/403":  status(403),
		"/404":  status(404),
		"/500":  status(500),
		"/page": answer("<html>"),
		"/none": answer("<rss><channel></channel></rss>"),
		"/old":  answer(rssItem("<title>T</title><pubDate>1 Jan 2020</pubDate>")),
		"/moved": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/good", http.StatusMovedPermanently)
		},
		"/elsewhere": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/good", http.StatusFound)
		},
		"/cut": answer(twoItems[:strings.LastIndex(twoItems, "</title>")]),
	})
	for path, c := range map[string]struct {
		status, items int
		fault, advice string
	}{
		"/good":      {200, 2, "", ""},
		"/403":       {403, 0, "refused: 403 Forbidden", "set another `user_agent`"},
		"/404":       {404, 0, "not found (404)", "look for the feed's new address on 127.0.0.1"},
		"/500":       {500, 0, "server error: 500", "wait"},
		"/page":      {200, 0, "not a feed: a web page", "look for the feed's address"},
		"/none":      {200, 0, "no items", ""},
		"/old":       {200, 1, "silent: its newest item is 2520 days old", "see whether"},
		"/moved":     {200, 2, "", "has moved: use http://127.0.0.1:"},
		"/elsewhere": {200, 2, "", ""},
		"/cut":       {200, 1, "", "it breaks off within an item"},
	} {
		r := Check(t.Context(), client, feed(path), testNow)
		if r.Status != c.status || r.Items != c.items || !strings.HasPrefix(r.Error.String(), c.fault) || (c.fault == "") != r.Error.IsZero() ||
			!strings.HasPrefix(r.Advice.String(), c.advice) || (c.advice == "") != r.Advice.IsZero() {
			t.Errorf("%s: %+v, want %+v", path, r, c)
		}
	}
	if r := Check(t.Context(), client, feed("/good"), testNow); r.Newest.Format(time.RFC3339) != "2026-11-24T12:00:00Z" || r.Title.String() != "Ore" {
		t.Errorf("newest %v of %q, want 2026-11-24T12:00:00Z of %q", r.Newest, r.Title, "Ore")
	}
}

func TestAdvice(t *testing.T) {
	feed := testFeed(t)
	feed.Site = parseAddress(t, "https://ore.example/")
	for reason, want := range map[string]string{
		"larger than 10 MiB":          "raise `network.max_body`",
		"no answer within 15 s":       "try again later, or raise `network.timeout`",
		"host not found: ore.example": "check the address, the network and `network.proxy`",
		"redirects for ever":          "try again later",
	} {
		if got := advice(feed, &fetch.Error{Reason: cleantext.Line(reason)}); got != want {
			t.Errorf("advice on %q = %q, want %q", reason, got, want)
		}
	}
	for code, want := range map[int]string{
		401: "give the login in `headers` of this feed",
		410: "look for the feed's new address on https://ore.example/",
		429: "ask it less often with `every`",
	} {
		if got := advice(feed, &fetch.Error{Status: code}); got != want {
			t.Errorf("advice on %d = %q, want %q", code, got, want)
		}
	}
}
