package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

const (
	sweepStep = 200 // articles removed in one transaction
	spacePage = 500 // pages given back, or merged, in one step
)

// Sweep removes the articles published before a time, but for starred ones, in small transactions, and gives their space back. It returns
// how many it removed. What it removes does not come back as new while its feed still lists it.
func (s *Store) Sweep(ctx context.Context, before time.Time) (int, error) {
	removed := 0
	for {
		n := 0
		err := s.write(ctx, func(c *change) error {
			old, err := c.oldest(firstPlace(before), sweepStep)
			if err != nil {
				return err
			}
			for _, a := range old {
				if _, err := c.remove(a); err != nil {
					return err
				}
				if _, err := c.exec("DELETE FROM bodies WHERE id = ?", a.ID); err != nil {
					return err
				}
			}
			n = len(old)
			if n == 0 {
				return nil
			}
			_, err = c.exec("INSERT INTO search (search, rank) VALUES ('merge', ?)", spacePage)
			return err
		})
		if err != nil {
			return removed, fmt.Errorf("remove old articles: %w", err)
		}
		if removed += n; n < sweepStep {
			break
		}
	}
	if removed == 0 {
		return 0, nil
	}
	return removed, s.giveBack(ctx)
}

// oldest returns up to n articles below a place that are not starred, with what it takes to remove them.
func (c *change) oldest(below place, n int) ([]stored, error) {
	rows, err := c.tx.QueryContext(c.ctx, "SELECT id, place, read, labels FROM articles WHERE place < ? AND starred = 0 ORDER BY place LIMIT ?", below, n)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []stored
	for rows.Next() {
		var a stored
		var labels []byte
		if err := rows.Scan(&a.ID, &a.place, &a.Read, &labels); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(labels, &a.labels); err != nil {
			return nil, fmt.Errorf("article %d: %w", a.ID, err)
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

// giveBack returns free pages to the file system, a few in each transaction.
func (s *Store) giveBack(ctx context.Context) error {
	for last := -1; ; {
		var free int
		if err := s.writer.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil {
			return fmt.Errorf("give back space: %w", err)
		}
		if free == 0 || free == last {
			return nil
		}
		last = free
		rows, err := s.writer.QueryContext(ctx, fmt.Sprintf("PRAGMA incremental_vacuum(%d)", spacePage))
		if err != nil {
			return fmt.Errorf("give back space: %w", err)
		}
		for rows.Next() {
		}
		if err := rows.Close(); err != nil {
			return fmt.Errorf("give back space: %w", err)
		}
	}
}
