package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
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
	Regrouped    []int64 // ids of articles of stories that are not as they were, these and others
}

// Known reports for each item whether the store has it already as this feed now gives it, so that it needs neither linking nor
// its page. It also notes in each item what the feed gave: a text or title that is put in its place later is then no change of the feed's.
func (s *Store) Known(ctx context.Context, items []Arrival) ([]bool, error) {
	names := make([][2]string, len(items))
	for i := range items {
		items[i].given = digest(&items[i].Article)
		names[i] = [2]string{items[i].Feed, items[i].guid()}
	}
	list, err := json.Marshal(names)
	if err != nil {
		return nil, fmt.Errorf("look up a feed's items: %w", err)
	}
	known := make([]bool, len(items))
	rows, err := s.readers.QueryContext(ctx, `SELECT item.key, s.digest FROM json_each(?) item CROSS JOIN feeds f ON f.url = item.value ->> 0
		CROSS JOIN sightings s ON s.feed = f.id AND s.guid = item.value ->> 1`, string(list))
	if err != nil {
		return nil, fmt.Errorf("look up a feed's items: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var i int
		var before int64
		if err := rows.Scan(&i, &before); err != nil {
			return nil, fmt.Errorf("look up a feed's items: %w", err)
		}
		known[i] = before == items[i].given
	}
	if err := rows.Err(); err != nil {
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

func (c *change) ingest(item *Arrival, r record, done *Ingested) error {
	feed, err := c.feedID(item.Feed)
	if err != nil {
		return err
	}
	given := item.given
	if given == 0 {
		given = digest(&item.Article)
	}
	var id, keyed, before int64 // 0 if there is none
	if _, err := c.row(`SELECT coalesce(s.article, 0), coalesce(a.id, 0), coalesce(s.digest, 0) FROM (SELECT 1)
		LEFT JOIN sightings s ON s.feed = ? AND s.guid = ? LEFT JOIN articles a ON a.key = ?`,
		[]any{feed, item.guid(), item.Article.Key}, &id, &keyed, &before); err != nil {
		return err
	}
	if before == given {
		done.Unchanged++
		return nil
	}
	if id == 0 {
		id = keyed
	} else if id != keyed {
		anew, err := c.isUsedAnew(id, item)
		if err != nil {
			return err
		}
		if anew {
			id = keyed
		}
	}
	changed := false
	switch {
	case id == 0:
		if id, err = c.insert(feed, item.asNew(), r); err == nil {
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
	_, err = c.exec("INSERT INTO sightings (feed, guid, article, digest) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET article = excluded.article, digest = excluded.digest",
		feed, item.guid(), id, given)
	return err
}

// isUsedAnew reports whether the GUID of an item, which led to a stored article, now names another: one with another address, another date if
// it has one, and a title that hardly shares a word with that of before. Feeds do so that number their items by place.
func (c *change) isUsedAnew(id int64, item *Arrival) (bool, error) {
	old, found, err := c.load(id)
	if err != nil || !found {
		return false, err
	}
	sameDate := !item.Article.Published.IsZero() && item.Article.Published.Unix() == old.Published.Unix()
	return !sameDate && item.Article.URL != old.URL && !alike(item.Article.Title, old.Title), nil
}

// alike reports whether the shorter of two titles shares half of its words with the longer.
func alike(a, b cleantext.Text) bool {
	few, many := titleWords(a), titleWords(b)
	if len(few) > len(many) {
		few, many = many, few
	}
	shared := 0
	for _, word := range few {
		if slices.Contains(many, word) {
			shared++
		}
	}
	return 2*shared >= len(few)
}

// titleWords are the words of a title, and its pairs of CJK characters.
func titleWords(title cleantext.Text) []string {
	folded := query.Fold(title.String())
	return strings.Fields(folded.Words + " " + folded.Pairs())
}

// asNew is the article of an item that is new.
func (item *Arrival) asNew() orewire.Article {
	a := item.Article
	a.ID, a.Read, a.Starred, a.Updated = 0, false, false, time.Time{}
	a.Feeds = []string{item.FeedName}
	return a
}

// insert stores a new article.
func (c *change) insert(feed int64, a orewire.Article, r record) (int64, error) {
	if a.Seen.IsZero() {
		a.Seen = c.now
	}
	if a.Published.IsZero() {
		a.Published, a.Undated = a.Seen, true
	}
	_, err := c.add(feed, &a, r)
	return a.ID, err
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
