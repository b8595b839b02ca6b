package desk

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"orewire"
	"orewire/feeds"
	"orewire/feeds/publisher"
	"orewire/internal/cleantext"
	"orewire/internal/guard"
	"orewire/internal/linking"
	"orewire/internal/store"
)

// Polled is the end of one feed's poll.
type Polled struct {
	Feed                    orewire.Feed
	State                   orewire.FeedState
	New, Updated, Unchanged int
}

// ingest takes what the poller got from one feed, in the feed's own goroutine. Its error, a panic too, makes the poller keep the
// old state, so that the feed is asked again in full; the others go on.
func (d *Desk) ingest(ctx context.Context, b feeds.Batch) error {
	var done store.Ingested
	err := guard.Run("ingest", func() (err error) {
		done, err = d.keepBatch(ctx, b)
		return err
	})
	if err != nil {
		err = fmt.Errorf("not stored: %w", err)
		d.log.Error("feed not stored", "feed", b.Feed.Name, "error", err)
	}
	d.health.answered(b, err)
	d.tell(Changes{New: done.New, Updated: append(done.Regrouped, done.Updated...), Feeds: true})
	if err == nil {
		d.polled(Polled{Feed: b.Feed, State: b.State, New: len(done.New), Updated: len(done.Updated), Unchanged: done.Unchanged})
	}
	return err
}

// keepBatch links what is new or changed, stores it together with the feed's state, and asks for the pages and prices of it.
func (d *Desk) keepBatch(ctx context.Context, b feeds.Batch) (store.Ingested, error) {
	items, err := d.link(ctx, b)
	if err != nil {
		return store.Ingested{}, err
	}
	done, err := d.store.Ingest(ctx, store.Batch{State: b.State, Items: items})
	if err != nil {
		return store.Ingested{}, err
	}
	done.Unchanged += len(b.Items) - len(items)
	if d.pages != nil && carryBlocks(b.Feed, items) {
		d.pages.add(b.Feed, done.New)
	}
	if len(done.New) > 0 {
		signal(d.arrived)
		signal(d.unindexed)
	}
	return done, nil
}

// signal puts a token into a channel that holds one.
func signal(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default: // told already
	}
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
	changed := all[:0]
	for i := range all {
		if known[i] {
			continue
		}
		a := &all[i].Article
		runtime.Gosched() // a key that was pressed goes first
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
