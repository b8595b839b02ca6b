package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"orewire/internal/cleantext"
)

// Subscription is what the reader has changed about one feed in the program: added it, named it, or removed it.
type Subscription struct {
	URL     cleantext.Address
	Removed bool           // not wanted, though a bundle or the configuration has it
	Name    cleantext.Text // this and the next three: "" leaves what the bundle or the configuration says
	Group   cleantext.Text
	Lang    string
	Site    cleantext.Address // the page that the feed belongs to
	Changed time.Time         // UTC
}

// SaveSubscriptions keeps changes of the list of feeds, all or none, in place of earlier ones of the same addresses. They survive a
// loss of power.
func (s *Store) SaveSubscriptions(ctx context.Context, list []Subscription) error {
	return s.writeDurably(ctx, func(c *change) error {
		for _, f := range list {
			_, err := c.exec(`INSERT INTO subscriptions (url, removed, name, folder, lang, site, changed) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET removed = excluded.removed, name = excluded.name, folder = excluded.folder, lang = excluded.lang,
				site = excluded.site, changed = excluded.changed`, f.URL, bit(f.Removed), f.Name, f.Group, f.Lang, f.Site, millis(f.Changed))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Subscriptions returns all changes of the list of feeds, in the order they were made.
func (s *Store) Subscriptions(ctx context.Context) ([]Subscription, error) {
	var list []Subscription
	err := s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT url, removed, name, folder, lang, site, changed FROM subscriptions ORDER BY changed, rowid")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var f Subscription
			var changed int64
			if err := rows.Scan(&f.URL, &f.Removed, &f.Name, &f.Group, &f.Lang, &f.Site, &changed); err != nil {
				return err
			}
			if f.URL.IsZero() {
				continue // not an address any more: nothing can be polled there
			}
			f.Name, f.Group, f.Lang, f.Changed = f.Name.OneLine(), f.Group.OneLine(), line(f.Lang), instant(changed)
			list = append(list, f)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the subscriptions: %w", err)
	}
	return list, nil
}
