package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"orewire"
)

// Batch is what one answer of a feed brought.
type Batch struct {
	State orewire.FeedState // the feed's new state, saved with the items or not at all
	Items []Arrival
}

// Arrival is an item of a feed, linked.
type Arrival struct {
	GUID     string // the feed's own name for it; "": the article's key
	Feed     string // the feed's address
	FeedName string
	Article  orewire.Article

	given int64 // digest of the item as the feed gave it, once Known has seen it; 0: of Article
}

// Ingested is what a batch changed.
type Ingested struct {
	New, Updated []int64 // ids of articles
	Unchanged    int     // items that changed no article
}

// Known reports for each item whether the store has it already as this feed now gives it, so that it needs neither linking nor
// its page. It also notes in each item what the feed gave: a text or title that is put in its place later is then no change of the feed's.
func (s *Store) Known(ctx context.Context, items []Arrival) ([]bool, error) {
	known := make([]bool, len(items))
	err := s.read(ctx, func(tx *sql.Tx) error {
		st, err := tx.PrepareContext(ctx, "SELECT count(*) FROM feeds f JOIN sightings s ON s.feed = f.id WHERE f.url = ? AND s.guid = ? AND s.digest = ?")
		if err != nil {
			return err
		}
		defer st.Close()
		for i := range items {
			item := &items[i]
			item.given = digest(&item.Article)
			if err := st.QueryRowContext(ctx, item.Feed, item.guid(), item.given).Scan(&known[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up a feed's items: %w", err)
	}
	return known, nil
}

func (item *Arrival) guid() string {
	if item.GUID == "" {
		return item.Article.Key
	}
	return item.GUID
}

// digest stands for what a feed says of an item: title, summary, text and address. It is never 0.
func digest(a *orewire.Article) int64 {
	h := fnv.New64a()
	for _, part := range []string{a.Title.String(), a.Summary.String(), a.Body.String(), a.URL.String()} {
		h.Write(binary.AppendUvarint(nil, uint64(len(part))))
		h.Write([]byte(part))
	}
	return int64(h.Sum64() | 1)
}

// Ingest stores what a feed brought, with the feed's state, in one transaction. It may be repeated: an item is known by its GUID in its feed,
// else by its article's key. An item that another feed had first adds a sighting; one that this feed had first may change title, summary,
// text and address. Marks stay.
func (s *Store) Ingest(ctx context.Context, b Batch) (Ingested, error) {
	var done Ingested
	err := s.write(ctx, func(c *change) error {
		for i := range b.Items {
			if err := c.ingest(&b.Items[i], &done); err != nil {
				return err
			}
		}
		return c.saveFeedState(b.State)
	})
	if err != nil {
		return Ingested{}, err
	}
	return done, nil
}

func (c *change) ingest(item *Arrival, done *Ingested) error {
	feed, err := c.feedID(item.Feed)
	if err != nil {
		return err
	}
	given := item.given
	if given == 0 {
		given = digest(&item.Article)
	}
	var id, before int64
	sighted, err := c.row("SELECT article, digest FROM sightings WHERE feed = ? AND guid = ?", []any{feed, item.guid()}, &id, &before)
	if err != nil {
		return err
	}
	if sighted && before == given {
		done.Unchanged++
		return nil
	}
	found := sighted
	if !sighted {
		if found, err = c.row("SELECT id FROM articles WHERE key = ?", []any{item.Article.Key}, &id); err != nil {
			return err
		}
	}
	changed := false
	switch {
	case !found:
		if id, err = c.insert(feed, item); err == nil {
			done.New = append(done.New, id)
		}
	default:
		if changed, err = c.sightAgain(id, feed, item); changed {
			done.Updated = append(done.Updated, id)
		} else {
			done.Unchanged++
		}
	}
	if err != nil {
		return err
	}
	_, err = c.exec("INSERT INTO sightings (feed, guid, article, digest) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET digest = excluded.digest",
		feed, item.guid(), id, given)
	return err
}

// insert stores a new article.
func (c *change) insert(feed int64, item *Arrival) (int64, error) {
	a := item.Article
	a.ID, a.Read, a.Starred, a.Updated = 0, false, false, time.Time{}
	a.Feeds = []string{item.FeedName}
	if a.Seen.IsZero() {
		a.Seen = c.now
	}
	if a.Published.IsZero() {
		a.Published, a.Undated = a.Seen, true
	}
	return c.add(feed, a)
}

// sightAgain takes in an item whose article is stored, and reports whether that changed title, summary or text.
func (c *change) sightAgain(id, feed int64, item *Arrival) (bool, error) {
	old, found, err := c.load(id)
	if err != nil || !found { // swept
		return false, err
	}
	a := old.Article
	firstHand := old.feed == feed
	if firstHand {
		a = item.Article
		a.Published, a.PublishedAs, a.Zone, a.Undated = old.Published, old.PublishedAs, old.Zone, old.Undated
		if old.Undated && !item.Article.Undated && !item.Article.Published.IsZero() {
			a.Published, a.PublishedAs, a.Zone, a.Undated = item.Article.Published, item.Article.PublishedAs, item.Article.Zone, false
		}
		a.Updated, a.Feeds = old.Updated, old.Feeds
	}
	changed := a.Title != old.Title || a.Summary != old.Summary || a.Body != old.Body
	if changed {
		a.Updated = c.now
	}
	if !slices.Contains(a.Feeds, item.FeedName) {
		a.Feeds = append(slices.Clone(a.Feeds), item.FeedName)
	} else if !firstHand {
		return false, nil
	}
	return changed, c.rewrite(old, a)
}
