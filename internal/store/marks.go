package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// SetRead marks an article read or unread, and with it the other versions of its story. The mark survives a loss of power.
func (s *Store) SetRead(ctx context.Context, id int64, read bool) error {
	return s.writeDurably(ctx, func(c *change) error {
		var at place
		found, err := c.row("SELECT place FROM articles WHERE id = ?", []any{id}, &at)
		if err == nil && !found {
			err = fmt.Errorf("article %d: %w", id, ErrNotFound)
		}
		if err != nil {
			return err
		}
		if err := c.openStoryOf(at); err != nil {
			return err
		}
		list, err := c.versionsByID(append(slices.Collect(maps.Keys(c.open)), id))
		for i := range list {
			if err == nil {
				err = c.mark(&list[i], read)
			}
		}
		return err
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
