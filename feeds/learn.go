package feeds

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// learn takes over what a feed holds.
func learn(b *Batch, parsed Parsed) {
	b.Items = parsed.Items
	s := &b.State
	s.Items, s.Incomplete = len(parsed.Items), parsed.Incomplete
	if !parsed.Title.IsZero() {
		s.Title = parsed.Title
	}
	s.Newest = newest(parsed.Items, s.Newest)
	s.Pace = pace(parsed.Items, s.Checked)
	s.Hint, s.SkipHours, s.SkipDays = parsed.Wishes.Every, parsed.Wishes.SkipHours, parsed.Wishes.SkipDays
}

// newest returns the time of the newest item that is dated, or before if none is newer.
func newest(items []Item, before time.Time) time.Time {
	for _, item := range items {
		if a := item.Article; !a.Undated && a.Published.After(before) {
			before = a.Published
		}
	}
	return before
}

const (
	paceItems = 20 // latest items that tell how often a feed publishes
	paceLeast = 3  // fewer tell nothing
)

// pace returns the mean time between a feed's latest items, with its silence since then; 0 if too few are dated.
func pace(items []Item, now time.Time) time.Duration {
	var times []time.Time
	for _, item := range items {
		if a := item.Article; !a.Undated && !a.Published.After(now) {
			times = append(times, a.Published)
		}
	}
	if len(times) < paceLeast {
		return 0
	}
	slices.SortFunc(times, func(a, b time.Time) int { return b.Compare(a) })
	times = times[:min(len(times), paceItems)]
	return now.Sub(times[len(times)-1]) / time.Duration(len(times))
}

// remember keeps the validators of a good answer, and forgets those that a full answer no longer has.
func remember(state *orewire.FeedState, response fetch.Response) {
	etag, modified := response.Header.Get("ETag"), response.Header.Get("Last-Modified")
	if etag != "" || !response.NotModified {
		state.ETag = etag
	}
	if modified != "" || !response.NotModified {
		state.LastModified = modified
	}
}

// notice takes over what a server says about when and where to ask.
func notice(state *orewire.FeedState, response fetch.Response) {
	state.Hint = max(state.Hint, freshness(response.Header))
	if state.Address() != state.URL { // is asked where it has moved already
		return
	}
	switch {
	case response.Moved.IsZero():
		state.Moved, state.MovedSeen = cleantext.Address{}, 0
	case response.Moved == state.Moved:
		state.MovedSeen++
	default:
		state.Moved, state.MovedSeen = response.Moved, 1
	}
}

// succeed notes a good answer.
func (p *Poller) succeed(feed orewire.Feed, state *orewire.FeedState) {
	state.OK = state.Checked
	state.Failures, state.Error, state.Paused, state.Quiet = 0, cleantext.Text{}, false, time.Time{}
	state.Interval = p.interval(feed, *state)
	state.Next = awake(feed, *state, state.Checked.Add(p.spread(feed, state.Interval)))
}

// fail notes a bad answer. The validators stay, since they belong to what is stored.
func (p *Poller) fail(feed orewire.Feed, b *Batch, err error) {
	b.Err, b.Items = err, nil
	s := &b.State
	s.Failures++
	s.Error = cleantext.Error(err)
	s.Interval = p.interval(feed, *s)
	s.Paused, s.Quiet = false, time.Time{}
	s.Next = s.Checked.Add(p.backOff(min(firstRetry, s.Interval), s.Failures))
	if s.Address() != s.URL { // perhaps it was no good word: back to where the reader said
		s.Moved, s.MovedSeen = cleantext.Address{}, 0
	}
	var refused *fetch.Error
	if !errors.As(err, &refused) {
		return
	}
	s.Status = refused.Status
	switch {
	case refused.RetryAfter > 0:
		s.Quiet = s.Checked.Add(min(refused.RetryAfter, maxRetryAfter))
		if s.Next.Before(s.Quiet) {
			s.Next = s.Quiet
		}
	case refused.Status == http.StatusGone:
		s.Paused, s.Next = true, s.Checked.Add(pause)
		s.Error = cleantext.Line(fmt.Sprintf("%v; paused, asked again once a day", err))
	case refused.Status == http.StatusTooManyRequests, refused.Status == http.StatusServiceUnavailable:
		s.Next = s.Checked.Add(p.backOff(s.Interval, s.Failures))
	case refused.Here: // bothers no server
		s.Next = s.Checked.Add(min(s.Next.Sub(s.Checked), offlineRetry))
	}
}
