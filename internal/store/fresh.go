package store

import (
	"context"
	"database/sql"
	"errors"

	"orewire"
	"orewire/internal/query"
)

// fresh is what the indexes do not know yet.
type fresh struct {
	after   int64  // the id of the last article that the indexes know
	matches string // the places of the matches after it, as a list of SQL; "" if there are no articles after it
}

// findFresh makes a plan that asks the indexes find fresh articles too: its arms leave them out, and one more has those that match.
func (b *planner) findFresh(ctx context.Context, tx *sql.Tx, q query.Query) error {
	err := tx.QueryRowContext(ctx, "SELECT i.id FROM indexed i WHERE EXISTS (SELECT 1 FROM articles a WHERE a.id > i.id)").Scan(&b.fresh.after)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	places, err := b.freshMatches(ctx, tx, q)
	if err != nil {
		return err
	}
	b.fresh.matches = "(SELECT value FROM json_each(" + b.arg("["+numbers(places)+"]") + "))"
	b.where = append(b.where, b.isIndexed())
	b.arms = append(b.arms, arm{from: "articles t INDEXED BY articles_marks", key: "t.place", where: "t.place IN " + b.fresh.matches, whole: true})
	return nil
}

// isIndexed is the condition that the indexes know the row.
func (b *planner) isIndexed() string {
	return b.row + ".place & " + number(idMask) + " <= " + number(b.fresh.after)
}

// freshMatches returns the places of the fresh articles that match a query. It reads what a query can ask, no more.
func (b *planner) freshMatches(ctx context.Context, tx *sql.Tx, q query.Query) ([]place, error) {
	rows, err := tx.QueryContext(ctx, `SELECT a.id, a.place, a.read, a.starred, a.published, a.url, a.labels, a.title, a.summary, b.body, coalesce((`+publishersOf("a")+`), 1)
		FROM articles a JOIN bodies b ON b.id = a.id WHERE a.id > ?`, b.fresh.after)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var places []place
	for rows.Next() {
		var a orewire.Article
		var at place
		var published int64
		var labels []byte
		if err := rows.Scan(&a.ID, &at, &a.Read, &a.Starred, &published, &a.URL, &labels, &a.Title, &a.Summary, &a.Body, &a.Story.Publishers); err != nil {
			return nil, err
		}
		a.Published = instant(published)
		if err := b.labels.put(&a, labels); err != nil {
			return nil, err
		}
		if q.Match(&a, b.context) {
			places = append(places, at)
		}
	}
	return places, rows.Err()
}
