package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// SetRead marks an article read or unread, and with it the other versions of its story. The mark survives a loss of power.
func (s *Store) SetRead(ctx context.Context, id int64, read bool) error {
	return s.writeDurably(ctx, func(c *change) error {
		const wanted = "articles a WHERE a.id IN (SELECT value FROM json_each(?))"
		list, err := c.versions(wanted, fmt.Sprintf("[%d]", id))
		switch {
		case err != nil:
			return err
		case len(list) == 0:
			return fmt.Errorf("article %d: %w", id, ErrNotFound)
		case list[0].read == read:
			return nil
		}
		if err := c.openStoryOf(list[0].place); err != nil {
			return err
		}
		if len(c.open) > 0 {
			ids, err := json.Marshal(slices.Collect(maps.Keys(c.open)))
			if err != nil {
				return fmt.Errorf("article %d: %w", id, err)
			}
			if list, err = c.versions(wanted, string(ids)); err != nil {
				return err
			}
		}
		for i := range list {
			if err := c.mark(&list[i], read); err != nil {
				return err
			}
		}
		return nil
	})
}

// mark marks one article read or unread, in the lists and counters of its labels too.
func (c *change) mark(v *version, read bool) error {
	if v.read == read {
		return nil
	}
	v.read = read
	if _, err := c.exec("UPDATE articles SET read = ? WHERE id = ?", bit(read), v.id); err != nil {
		return err
	}
	if e, ok := c.entries[v.place]; ok {
		e.read = read
		c.entries[v.place] = e
	} else {
		for _, label := range v.labels {
			if _, err := c.exec("UPDATE postings SET read = ? WHERE label = ? AND place = ?", bit(read), label, v.place); err != nil {
				return err
			}
		}
	}
	c.count(v.labels, 0, bit(!read)-bit(read))
	return nil
}

// SetStarred stars an article or takes its star away. The mark survives a loss of power.
func (s *Store) SetStarred(ctx context.Context, id int64, starred bool) error {
	return s.writeDurably(ctx, func(c *change) error {
		result, err := c.exec("UPDATE articles SET starred = ? WHERE id = ?", bit(starred), id)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		if err == nil && n == 0 {
			err = fmt.Errorf("article %d: %w", id, ErrNotFound)
		}
		return err
	})
}
