package desk

import (
	"context"
	"fmt"
	"slices"

	"orewire"
	"orewire/feeds"
	"orewire/feeds/publisher"
	"orewire/internal/cleantext"
	"orewire/internal/linking"
	"orewire/internal/store"
	"orewire/internal/tripwire"
)

// Polled is the end of one feed's poll.
type Polled struct {
	Feed                    orewire.Feed
	State                   orewire.FeedState
	New, Updated, Unchanged int
}

// ingest takes what the poller got from one feed: links what is new or changed, stores it together with the feed's state, and
// tells the subscribers. It runs in the feed's own goroutine. Its error makes the poller keep the old state, so that the feed is
// asked again in full.
func (d *Desk) ingest(ctx context.Context, b feeds.Batch) error {
	tripwire.At("ingest")
	items, err := d.link(ctx, b)
	var done store.Ingested
	if err == nil {
		done, err = d.store.Ingest(ctx, store.Batch{State: b.State, Items: items})
	}
	if err != nil {
		err = fmt.Errorf("%s not stored: %w", b.Feed.Name, err)
		d.health.answered(b, err)
		d.tell(Changes{Feeds: true})
		return err
	}
	done.Unchanged += len(b.Items) - len(items)
	d.health.answered(b, nil)
	d.tell(Changes{New: done.New, Updated: done.Updated, Feeds: true})
	if d.pages != nil && carryBlocks(b.Feed, items) {
		d.pages.add(b.Feed, done.New)
	}
	if len(done.New) > 0 {
		select {
		case d.arrived <- struct{}{}:
		default: // told already
		}
	}
	d.polled(Polled{Feed: b.Feed, State: b.State, New: len(done.New), Updated: len(done.Updated), Unchanged: done.Unchanged})
	return nil
}

// link returns the items of a batch that the store does not have as they are, with topics and links.
func (d *Desk) link(ctx context.Context, b feeds.Batch) ([]store.Arrival, error) {
	if len(b.Items) == 0 {
		return nil, nil
	}
	all := make([]store.Arrival, len(b.Items))
	for i, item := range b.Items {
		all[i] = store.Arrival{GUID: item.GUID, Feed: b.Feed.URL.String(), FeedName: b.Feed.Name.String(), Article: item.Article}
	}
	known, err := d.store.Known(ctx, all)
	if err != nil {
		return nil, err
	}
	var changed []store.Arrival
	for i := range all {
		if known[i] {
			continue
		}
		a := &all[i].Article
		d.linker().Link(a, hints(b.Feed))
		if b.Feed.Closed {
			a.Body = cleantext.Text{} // its publisher's terms: linked, not kept
		}
		changed = append(changed, all[i])
	}
	return changed, nil
}

// carryBlocks reports whether the page of any of these articles has blocks of its publisher's own.
func carryBlocks(feed orewire.Feed, items []store.Arrival) bool {
	return slices.ContainsFunc(items, func(i store.Arrival) bool { return publisher.Has(feed.Pages, i.Article.URL) })
}

func hints(f orewire.Feed) linking.Hints { return linking.Hints{Lang: f.Lang, Context: f.Context} }

// hintsOf finds the hints of the feed that first had an article.
func (d *Desk) hintsOf(a orewire.Article) linking.Hints {
	for _, f := range d.feeds {
		if len(a.Feeds) > 0 && f.Name.String() == a.Feeds[0] {
			return hints(f)
		}
	}
	return linking.Hints{Lang: a.Lang}
}
