package feeds

import (
	"context"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// Shown is a feed as a reader sees it, nothing of it kept.
type Shown struct {
	Title      cleantext.Text    `json:"title"`
	Link       cleantext.Address `json:"link,omitzero"`       // the page that it belongs to
	Error      cleantext.Text    `json:"error,omitzero"`      // why it could not be read; the rest is empty then
	Incomplete cleantext.Text    `json:"incomplete,omitzero"` // what of it was left out or did not come
	Items      []ShownItem       `json:"items"`               // in the feed's order, each once
}

// ShownItem is an item as its feed has it: title, summary and content are not yet weighed against each other.
type ShownItem struct {
	Title   cleantext.Text    `json:"title"`
	Link    cleantext.Address `json:"link,omitzero"`
	ID      cleantext.Text    `json:"id,omitzero"` // as the feed names it
	Summary cleantext.Text    `json:"summary,omitzero"`
	Content cleantext.Text    `json:"content,omitzero"` // the fullest text; paragraphs separated by a blank line
	Author  cleantext.Text    `json:"author,omitzero"`
	Date    time.Time         `json:"date,omitzero"` // UTC; zero if the feed gives none that is possible
}

// Show reads a feed once, without validators. The error is the one that Shown.Error puts into words.
func Show(ctx context.Context, client Fetcher, feed orewire.Feed, now time.Time) (Shown, error) {
	response, err := client.Get(ctx, fetch.Request{URL: feed.URL, UserAgent: feed.UserAgent, Headers: feed.Headers, Accept: accept})
	if err != nil {
		return unshown(err), err
	}
	feed.URL = response.URL
	return ShowBody(response.Body, response.Header.Get("Content-Type"), feed, now)
}

// ShowBody shows a feed that is here already. Without its address, links that are relative to it stay out.
func ShowBody(body []byte, contentType string, feed orewire.Feed, now time.Time) (Shown, error) {
	shown, err := showBody(body, contentType, feed, now)
	if err != nil {
		return unshown(err), err
	}
	return shown, nil
}

// unshown is what is shown of a feed that could not be read.
func unshown(err error) Shown { return Shown{Error: cleantext.Error(err), Items: []ShownItem{}} }

func showBody(body []byte, contentType string, feed orewire.Feed, now time.Time) (shown Shown, err error) {
	defer becomeError(&err)
	shown.Items = []ShownItem{}
	channel, err := read(body, contentType, feed)
	if err != nil {
		return shown, err
	}
	parsed := collect(channel, feed, now)
	kept := map[int]bool{}
	for _, item := range parsed.Items {
		kept[item.place] = true
	}
	base := parsed.base(feed)
	shown.Title, shown.Link, shown.Incomplete = parsed.Title, parsed.Site, parsed.Incomplete
	for i, e := range channel.entries {
		if says := newItem(e, base, feed, now); kept[i] || says.Article.Title.IsZero() {
			shown.Items = append(shown.Items, showEntry(e, base, says.Article))
		}
	}
	return shown, nil
}

// showEntry shows an entry, with what was made of it.
func showEntry(e entry, base cleantext.Address, a orewire.Article) ShownItem {
	summary, body := texts(e)
	s := ShownItem{
		Title:   a.Title,
		Link:    address(e, base),
		ID:      cleantext.Line(head(e.id)),
		Summary: cleantext.Truncate(summary.OneLine(), maxSummary),
		Content: body,
		Author:  a.Author,
	}
	if s.Content.IsZero() {
		s.Content = summary
	}
	if s.Summary.IsZero() {
		s.Summary = cleantext.Truncate(body.OneLine(), maxSummary)
	}
	if title := titleText(e.title, e.plain); !title.IsZero() {
		s.Title = title // with its source, if the feed has it there
	}
	if s.ID.IsZero() {
		s.ID = cleantext.Line(s.Link.String())
	}
	if !a.Undated {
		s.Date = a.Published
	}
	return s
}

const silentAfter = 21 * 24 * time.Hour // a feed of news without newer items says nothing any more

// Silent reports whether a feed answers well but has had nothing new for weeks, so that it only seems to live.
func Silent(state orewire.FeedState, now time.Time) bool {
	return state.Failures == 0 && !state.OK.IsZero() && !state.Newest.IsZero() && now.Sub(state.Newest) > silentAfter
}
