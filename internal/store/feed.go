package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// feedID returns the id of the feed at an address, adding it if it is new.
func (c *change) feedID(address string) (int64, error) {
	if id, ok := c.feeds[address]; ok {
		return id, nil
	}
	var id int64
	found, err := c.row("SELECT id FROM feeds WHERE url = ?", []any{address}, &id)
	if err == nil && !found {
		_, err = c.row("INSERT INTO feeds (url) VALUES (?) RETURNING id", []any{address}, &id)
	}
	if err == nil {
		c.feeds[address] = id
	}
	return id, err
}

// SaveFeedState keeps what a poll without items has shown.
func (s *Store) SaveFeedState(ctx context.Context, state orewire.FeedState) error {
	return s.write(ctx, func(c *change) error { return c.saveFeedState(state) })
}

func (c *change) saveFeedState(f orewire.FeedState) error {
	if f.URL.IsZero() {
		return nil
	}
	id, err := c.feedID(f.URL.String())
	if err != nil {
		return err
	}
	_, err = c.exec(`UPDATE feeds SET title = ?, etag = ?, last_modified = ?, checked = ?, ok = ?, next = ?, interval = ?, newest = ?, items = ?,
		status = ?, failures = ?, error = ?, took = ?, moved = ?, moved_seen = ?, paused = ?, quiet = ?, hint = ?, pace = ?, skip_hours = ?,
		skip_days = ?, incomplete = ? WHERE id = ?`,
		f.Title, f.ETag, f.LastModified, millis(f.Checked), millis(f.OK), millis(f.Next), int64(f.Interval), millis(f.Newest), f.Items,
		f.Status, f.Failures, f.Error, int64(f.Took), f.Moved, f.MovedSeen, f.Paused, millis(f.Quiet), int64(f.Hint), int64(f.Pace), f.SkipHours,
		f.SkipDays, f.Incomplete, id)
	return err
}

// FeedStates returns what is known of each feed, by its address.
func (s *Store) FeedStates(ctx context.Context) (map[string]orewire.FeedState, error) {
	states := map[string]orewire.FeedState{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT url, title, etag, last_modified, checked, ok, next, interval, newest, items, status, failures,
			error, took, moved, moved_seen, paused, quiet, hint, pace, skip_hours, skip_days, incomplete FROM feeds`)
		if err != nil {
			return fmt.Errorf("read the feeds' states: %w", err)
		}
		defer rows.Close()
		for rows.Next() {
			var url string
			var f orewire.FeedState
			var checked, ok, next, newest, interval, took, quiet, hint, pace int64
			if err := rows.Scan(&url, &f.Title, &f.ETag, &f.LastModified, &checked, &ok, &next, &interval, &newest, &f.Items, &f.Status,
				&f.Failures, &f.Error, &took, &f.Moved, &f.MovedSeen, &f.Paused, &quiet, &hint, &pace, &f.SkipHours, &f.SkipDays,
				&f.Incomplete); err != nil {
				return fmt.Errorf("read the feeds' states: %w", err)
			}
			if f.URL, err = cleantext.ParseAddress(url); err != nil {
				continue // not an address any more: nothing can be polled there
			}
			f.Checked, f.OK, f.Next, f.Newest = instant(checked), instant(ok), instant(next), instant(newest)
			f.Quiet, f.Interval, f.Took = instant(quiet), time.Duration(interval), time.Duration(took)
			f.Hint, f.Pace = time.Duration(hint), time.Duration(pace)
			states[url] = f
		}
		return rows.Err()
	})
	return states, err
}
