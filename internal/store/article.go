package store

import (
	"context"
	"encoding/json"
	"fmt"

	"orewire"
)

// stored is an article with what only the store knows of it.
type stored struct {
	orewire.Article
	place  place
	feed   int64   // the feed that first had it
	labels []int64 // under which it is posted
}

// load reads an article with its body.
func (c *change) load(id int64) (old stored, found bool, err error) {
	st, err := c.statement("SELECT " + columns + ", b.body, b.spans, a.feed, a.labels FROM " + articlesAndStories + " JOIN bodies b ON b.id = a.id WHERE a.id = ?")
	if err != nil {
		return stored{}, false, err
	}
	rows, err := st.QueryContext(c.ctx, id)
	if err != nil {
		return stored{}, false, fmt.Errorf("read the store: %w", err)
	}
	defer rows.Close()
	if !rows.Next() {
		return stored{}, false, rows.Err()
	}
	var labels []byte
	if old.place, err = scanWhole(rows, &old.Article, &old.feed, &labels); err != nil {
		return stored{}, false, err
	}
	if err := json.Unmarshal(labels, &old.labels); err != nil {
		return stored{}, false, fmt.Errorf("article %d: %w", id, err)
	}
	return old, true, nil
}

// scanWhole reads the columns, the body and its spans, and further ones into more.
func scanWhole(row scanner, a *orewire.Article, more ...any) (place, error) {
	var places []byte
	at, err := scan(row, a, append([]any{&a.Body, &places}, more...)...)
	if err != nil {
		return 0, err
	}
	var body bodySpans
	if err := json.Unmarshal(places, &body); err != nil {
		return 0, fmt.Errorf("article %d: %w", a.ID, err)
	}
	join(a, body)
	return at, nil
}

// rewrite puts an article in the place of what is stored of it; id, key, marks and the time first seen stay.
func (c *change) rewrite(old stored, a orewire.Article) error {
	indexed, err := c.remove(old)
	if err != nil {
		return err
	}
	a.ID, a.Key, a.Read, a.Starred, a.Seen = old.ID, old.Key, old.Read, old.Starred, old.Seen
	r, err := recordOf(&a)
	if err != nil {
		return err
	}
	labels, err := c.add(old.feed, &a, r)
	if err == nil && indexed {
		c.enter(a, placeOf(a.Published, a.ID), labels)
	}
	return err
}

// add stores an article, under a new id if it has none, and returns the ids of its labels.
func (c *change) add(feed int64, a *orewire.Article, r record) ([]int64, error) {
	labels, err := c.labelIDs(r.labels)
	if err != nil {
		return nil, err
	}
	ids, err := json.Marshal(labels)
	if err != nil {
		return nil, fmt.Errorf("article %q: %w", a.Key, err)
	}
	if err := c.saveBody(a, r.spans); err != nil {
		return nil, err
	}
	_, err = c.exec(`INSERT INTO articles (place, id, read, starred, feed, labels, key, published, published_as, zone, undated, seen, updated, lang,
		url, publisher, via, author, title, summary, feeds, topics, links) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		placeOf(a.Published, a.ID), a.ID, bit(a.Read), bit(a.Starred), feed, string(ids), a.Key, a.Published.Unix()*1000, a.PublishedAs, a.Zone, bit(a.Undated),
		millis(a.Seen), millis(a.Updated), a.Lang, a.URL, a.Publisher, a.Via, a.Author, a.Title, a.Summary, r.feeds, r.topics, r.links)
	c.count(labels, 1, 1-bit(a.Read))
	return labels, err
}

func (c *change) saveBody(a *orewire.Article, spans string) error {
	if a.ID != 0 {
		_, err := c.exec("UPDATE bodies SET body = ?, spans = ? WHERE id = ?", a.Body, spans, a.ID)
		return err
	}
	result, err := c.exec("INSERT INTO bodies (body, spans) VALUES (?, ?)", a.Body, spans)
	if err == nil {
		a.ID, err = result.LastInsertId()
	}
	return err
}

// remove undoes add, but for the body, and takes the article out of the indexes if it was in them.
func (c *change) remove(old stored) (indexed bool, err error) {
	if err := c.openStoryOf(old.place); err != nil {
		return false, err
	}
	if indexed, err = c.isIndexed(old.ID); err != nil {
		return false, err
	}
	if indexed {
		if err := c.unlist(old); err != nil {
			return false, err
		}
	}
	c.count(old.labels, -1, bit(old.Read)-1)
	_, err = c.exec("DELETE FROM articles WHERE id = ?", old.ID)
	return indexed, err
}

// Update stores what was learnt of an article after it had arrived, as from its page: its text, what is known of its publishing, topics and
// links. Its id says which; its key, marks, sightings and the time that its feed last changed it stay. It returns the ids of articles of
// stories that are not as they were.
func (s *Store) Update(ctx context.Context, a orewire.Article) (regrouped []int64, err error) {
	var done *change
	err = s.write(ctx, func(c *change) error {
		done = c
		old, found, err := c.load(a.ID)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("article %d: %w", a.ID, ErrNotFound)
		}
		a.Feeds, a.Updated = old.Feeds, old.Updated
		return c.rewrite(old, a)
	})
	if err != nil {
		return nil, err
	}
	return done.regrouped, nil
}
