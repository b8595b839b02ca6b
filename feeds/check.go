package feeds

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// Report is what asking a feed once has shown.
type Report struct {
	Feed   orewire.Feed
	Title  cleantext.Text // what the feed calls itself
	Status int            // HTTP status; 0 if there was no answer
	Items  int
	Newest time.Time // UTC; zero if no item is dated
	Took   time.Duration
	Error  cleantext.Text // what is wrong, in words; "" if nothing is
	Advice cleantext.Text // what to do about it; "" if nothing can be done
}

// Check asks a feed once, without validators, and says what is wrong with it and what to do.
func Check(ctx context.Context, client Fetcher, feed orewire.Feed, now time.Time) Report {
	r := Report{Feed: feed}
	response, err := client.Get(ctx, fetch.Request{URL: feed.URL, UserAgent: feed.UserAgent, Headers: feed.Headers, Accept: accept})
	r.Status, r.Took = response.Status, response.Took
	var parsed Parsed
	if err == nil {
		parsed, err = Parse(response.Body, response.Header.Get("Content-Type"), feed, now)
	}
	if err != nil {
		r.Error, r.Advice = cleantext.Error(err), cleantext.Line(advice(feed, err))
		return r
	}
	r.Title, r.Items, r.Newest = parsed.Title, len(parsed.Items), newest(parsed.Items, time.Time{})
	switch {
	case r.Items == 0:
		r.Error = cleantext.Line("no items")
	case r.Newest.IsZero():
		r.Error = cleantext.Line("no item has a date")
		r.Advice = cleantext.Line("its articles show when they were first seen")
	case now.Sub(r.Newest) > silentAfter:
		r.Error = cleantext.Line(fmt.Sprintf("silent: its newest item is %d days old", int(now.Sub(r.Newest).Hours()/24)))
		r.Advice = cleantext.Line("see whether the publisher has moved it")
	case !response.Moved.IsZero():
		r.Advice = cleantext.Line("has moved: use " + response.Moved.String())
	case !parsed.Incomplete.IsZero():
		r.Advice = parsed.Incomplete
	}
	return r
}

// advice says what the reader can do about an error.
func advice(feed orewire.Feed, err error) string {
	var failed *fetch.Error
	if !errors.As(err, &failed) {
		if errors.Is(err, ErrNotFeed) {
			return "look for the feed's address on " + home(feed)
		}
		return "tell the publisher; orewire reads it again as soon as it is whole"
	}
	words := failed.Error()
	switch failed.Status {
	case http.StatusUnauthorized:
		return "give the login in `headers` of this feed"
	case http.StatusForbidden:
		return "set another `user_agent` for this feed: some publishers refuse programs that they do not know"
	case http.StatusNotFound, http.StatusGone:
		return "look for the feed's new address on " + home(feed)
	case http.StatusTooManyRequests:
		return "ask it less often with `every`"
	}
	switch {
	case failed.Status >= 500:
		return "wait: the fault is the server's"
	case strings.HasPrefix(words, "larger than"):
		return "raise `network.max_body`"
	case strings.HasPrefix(words, "no answer within"), strings.HasPrefix(words, "answer not complete"):
		return "try again later, or raise `network.timeout`"
	case strings.HasPrefix(words, "host"), strings.HasPrefix(words, "no connection"), strings.HasPrefix(words, "network"):
		return "check the address, the network and `network.proxy`"
	}
	return "try again later"
}

// home returns where a feed's site is.
func home(feed orewire.Feed) string {
	if !feed.Site.IsZero() {
		return feed.Site.String()
	}
	return feed.URL.Host()
}
