package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"orewire"
)

// change is a transaction that writes. Statements are compiled once in it; entries of the indexes and counters are written at its end.
type change struct {
	ctx        context.Context // never ends: the driver watches one that can in a goroutine for each statement
	tx         *sql.Tx
	now        time.Time
	statements map[string]*sql.Stmt
	labels     *labelSet        // those of before
	added      map[label]int64  // labels that this change adds
	counts     map[int64]Counts // what to add to the labels' counters
	feeds      map[string]int64 // ids by address
	entries    map[place]entry  // what to add to the indexes
	open       openStories
	changed    []orewire.Article // what was indexed or changed: their stories are to be found
	regrouped  []int64           // articles of stories that are not as they were
}

func newChange(ctx context.Context, tx *sql.Tx, labels *labelSet, now time.Time) *change {
	return &change{ctx: context.WithoutCancel(ctx), tx: tx, now: now.UTC(), labels: labels, statements: map[string]*sql.Stmt{}, added: map[label]int64{},
		counts: map[int64]Counts{}, feeds: map[string]int64{}, entries: map[place]entry{}, open: openStories{}}
}

func (c *change) statement(query string) (*sql.Stmt, error) {
	if st, ok := c.statements[query]; ok {
		return st, nil
	}
	st, err := c.tx.PrepareContext(c.ctx, query)
	if err != nil {
		return nil, fmt.Errorf("write the store: %w", err)
	}
	c.statements[query] = st
	return st, nil
}

func (c *change) exec(query string, args ...any) (sql.Result, error) {
	st, err := c.statement(query)
	if err != nil {
		return nil, err
	}
	result, err := st.ExecContext(c.ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("write the store: %w", err)
	}
	return result, nil
}

// row reads one row into dest; found is false if there is none.
func (c *change) row(query string, args []any, dest ...any) (found bool, err error) {
	st, err := c.statement(query)
	if err != nil {
		return false, err
	}
	switch err := st.QueryRowContext(c.ctx, args...).Scan(dest...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("read the store: %w", err)
	}
	return true, nil
}

// count adds to the counters of every article and of some labels.
func (c *change) count(labels []int64, total, unread int) {
	for _, id := range append([]int64{everyArticle}, labels...) {
		c.countOne(id, total, unread)
	}
}

func (c *change) countOne(label int64, total, unread int) {
	n := c.counts[label]
	c.counts[label] = Counts{n.Total + total, n.Unread + unread}
}

// flush writes what was kept for the end.
func (c *change) flush() error {
	if err := c.list(); err != nil {
		return err
	}
	ids := make([]int64, 0, len(c.counts))
	for id := range c.counts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if n := c.counts[id]; n != (Counts{}) {
			if _, err := c.exec("UPDATE labels SET total = total + ?, unread = unread + ? WHERE id = ?", n.Total, n.Unread, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// bit is a flag as SQLite keeps it.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
