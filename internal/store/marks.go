package store

import (
	"context"
	"encoding/json"
	"fmt"
)

// SetRead marks an article read or unread. The mark survives a loss of power.
func (s *Store) SetRead(ctx context.Context, id int64, read bool) error {
	return s.writeDurably(ctx, func(c *change) error {
		var at place
		var was bool
		var text []byte
		found, err := c.row("SELECT place, read, labels FROM articles WHERE id = ?", []any{id}, &at, &was, &text)
		switch {
		case err != nil:
			return err
		case !found:
			return fmt.Errorf("article %d: %w", id, ErrNotFound)
		case was == read:
			return nil
		}
		var labels []int64
		if err := json.Unmarshal(text, &labels); err != nil {
			return fmt.Errorf("article %d: %w", id, err)
		}
		if _, err := c.exec("UPDATE articles SET read = ? WHERE place = ?", bit(read), at); err != nil {
			return err
		}
		for _, label := range labels {
			if _, err := c.exec("UPDATE postings SET read = ? WHERE label = ? AND place = ?", bit(read), label, at); err != nil {
				return err
			}
		}
		c.count(labels, 0, bit(was)-bit(read))
		return nil
	})
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
