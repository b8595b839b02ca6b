package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// Text is what the page of an article gave when it was read in full.
type Text struct {
	Blocks  []orewire.Block // nil if the page gave no text
	Fetched time.Time       // UTC
	Error   cleantext.Text  // why there are no blocks, or not all, in words; "" if they are the whole text
}

// SaveText keeps the full text of an article in the place of an earlier one. It goes when the article does.
func (s *Store) SaveText(ctx context.Context, id int64, t Text) error {
	blocks, err := json.Marshal(t.Blocks)
	if err != nil {
		return fmt.Errorf("text of article %d: %w", id, err)
	}
	return s.write(ctx, func(c *change) error {
		result, err := c.exec("INSERT OR REPLACE INTO texts (article, blocks, fetched, error) SELECT id, ?, ?, ? FROM bodies WHERE id = ?",
			string(blocks), millis(t.Fetched), t.Error, id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, fmt.Errorf("text of article %d: %w", id, ErrNotFound))
		}
		return nil
	})
}

// Text returns the full text of an article; found is false if its page has not been read.
func (s *Store) Text(ctx context.Context, id int64) (t Text, found bool, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		var blocks []byte
		var fetched int64
		err := tx.QueryRowContext(ctx, "SELECT blocks, fetched, error FROM texts WHERE article = ?", id).Scan(&blocks, &fetched, &t.Error)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		found, t.Fetched = true, instant(fetched)
		return json.Unmarshal(blocks, &t.Blocks)
	})
	if err != nil {
		return Text{}, false, fmt.Errorf("text of article %d: %w", id, err)
	}
	return t, found, nil
}
