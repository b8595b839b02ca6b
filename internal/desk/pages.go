package desk

import (
	"context"

	"orewire"
	"orewire/feeds/publisher"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// waitingPages bounds what a burst may queue; the newest matter most, so a page that finds no room is left out.
const waitingPages = 500

// page is an article whose publisher's own page is still to be read.
type page struct {
	id   int64
	feed orewire.Feed
}

// pageReader reads the pages of publishers that have blocks of their own (original source, listed values) as their items
// arrive: one at a time, within the client's limits, after the article itself is on the screen.
type pageReader struct {
	desk  *Desk
	queue chan page
}

func newPageReader(d *Desk) *pageReader {
	return &pageReader{desk: d, queue: make(chan page, waitingPages)}
}

// add asks for the pages of new articles of a feed.
func (r *pageReader) add(feed orewire.Feed, ids []int64) {
	for _, id := range ids {
		select {
		case r.queue <- page{id, feed}:
		default:
			r.desk.log.Warn("page left out: too many are waiting", "feed", feed.Name, "article", id)
		}
	}
}

// run reads pages until ctx ends.
func (r *pageReader) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case p := <-r.queue:
			r.try(ctx, p)
		}
	}
}

// drain reads the pages that wait now.
func (r *pageReader) drain(ctx context.Context) error {
	for {
		select {
		case p := <-r.queue:
			r.try(ctx, p)
		default:
			return ctx.Err()
		}
	}
}

// try reads a page; if that fails the article stands with its feed's own text, and the log keeps why.
func (r *pageReader) try(ctx context.Context, p page) {
	if err := r.read(ctx, p); err != nil && ctx.Err() == nil {
		r.desk.log.Warn("page not read", "feed", p.feed.Name, "article", p.id, "error", err)
	}
}

func (r *pageReader) read(ctx context.Context, p page) error {
	d := r.desk
	a, err := d.store.Article(ctx, p.id)
	if err != nil || !publisher.Has(p.feed.Pages, a.URL) {
		return err
	}
	read, err := d.readPublisherPage(ctx, pageOf(p.feed, a.URL))
	if err != nil {
		return err
	}
	apply(&a, read)
	return d.linkAnew(ctx, p.feed, a)
}

func (d *Desk) readPublisherPage(ctx context.Context, request fetch.Request) (publisher.Page, error) {
	answer, err := d.client.Get(ctx, request)
	if err != nil {
		return publisher.Page{}, err
	}
	return publisher.Read(answer.Body, answer.URL)
}

// pageOf asks for the page of an article as its feed is asked for.
func pageOf(feed orewire.Feed, address cleantext.Address) fetch.Request {
	return fetch.Request{URL: address, From: feed.URL, UserAgent: feed.UserAgent}
}

// linkAnew links and stores an article that has learnt more than its feed told.
func (d *Desk) linkAnew(ctx context.Context, feed orewire.Feed, a orewire.Article) error {
	d.linker().Link(&a, hints(feed))
	d.withhold(feed, &a)
	regrouped, err := d.store.Update(ctx, a)
	if err != nil {
		return err
	}
	d.tell(Changes{Updated: append(regrouped, a.ID)})
	return nil
}

// apply puts what the page says into the article; what the page does not say stays as the feed had it.
func apply(a *orewire.Article, p publisher.Page) {
	if !p.Title.IsZero() {
		a.Title = p.Title
	}
	if !p.Body.IsZero() {
		a.Body = p.Body
	}
	if !p.Publisher.IsZero() {
		a.Publisher, a.Via = p.Publisher, p.Via
	}
	if !p.Published.IsZero() {
		a.Published, a.PublishedAs, a.Zone, a.Undated = p.Published, p.PublishedAs, p.Zone, false
	}
	a.Links = p.Links // the linker adds the named and exposed ones
}

// withhold keeps the text of a publisher who forbids archiving out of the store; it can be read while the program runs.
func (d *Desk) withhold(feed orewire.Feed, a *orewire.Article) {
	if feed.Closed && !a.Body.IsZero() {
		d.unstored.put(a.ID, a.Body)
		a.Body = cleantext.Text{}
	}
}
