package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"orewire"
	"orewire/internal/query"
)

// PageRequest asks for the articles around one.
type PageRequest struct {
	Query        query.Query
	Context      query.Context
	Around       int64 // id of the article that the reader stands on; 0: the newest
	Newer, Older int   // articles wanted above and below it
	Oldest       bool  // stand on the oldest match instead of Around
}

// Page is a stretch of a list.
type Page struct {
	Articles []orewire.Article // of each story the first version that matches, newest first, without Body and without places in it
	Around   int               // index of the article asked for, else of its nearest older neighbour, else of the oldest; -1 if there is none
	Above    int               // rows newer than the first of Articles
	Total    int               // rows: matching stories
	Unread   int               // of them
	Capped   bool              // there are more: Total and Unread are of the newest CountLimit matching articles
}

// CountLimit is how many matching articles are counted at most where no counters are kept: for all but every article and one topic, instrument or feed.
const CountLimit = 10_000

// Page reads the articles that match a query around one of them.
func (s *Store) Page(ctx context.Context, r PageRequest) (Page, error) {
	page := Page{Around: -1}
	err := s.read(ctx, func(tx *sql.Tx) error {
		p, err := s.newPlan(ctx, tx, r.Query, r.Context)
		if err != nil {
			return err
		}
		at, err := placeFor(ctx, tx, r.Around, highest-1)
		if err != nil {
			return err
		}
		if r.Oldest {
			at, r.Newer = lowest, r.Newer+1
		}
		newer, err := p.list(ctx, tx, at, highest, true, r.Newer)
		if err != nil {
			return err
		}
		older, err := p.list(ctx, tx, lowest, at+1, false, r.Older+1)
		if err != nil {
			return err
		}
		slices.Reverse(newer)
		if page.Articles, err = fetch(ctx, tx, append(newer, older...)); err != nil {
			return err
		}
		page.Around = min(len(newer), len(page.Articles)-1)
		if len(newer) > 0 && len(newer) == r.Newer {
			if page.Above, err = p.above(ctx, tx, newer[0]); err != nil {
				return err
			}
		}
		page.Total, page.Unread, page.Capped, err = p.counts(ctx, tx)
		return err
	})
	if err != nil {
		return Page{}, fmt.Errorf("list articles: %w", err)
	}
	return page, nil
}

// placeFor returns the place of an article, or other if there is no such article.
func placeFor(ctx context.Context, tx *sql.Tx, id int64, other place) (place, error) {
	at := other
	if id == 0 {
		return at, nil
	}
	err := tx.QueryRowContext(ctx, "SELECT place FROM articles WHERE id = ?", id).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return other, nil
	}
	return at, err
}

// list returns the places of up to limit matches between two places.
func (p *plan) list(ctx context.Context, tx *sql.Tx, above, below place, oldestFirst bool, limit int) ([]place, error) {
	if limit <= 0 {
		return nil, nil
	}
	rows, err := tx.QueryContext(ctx, p.places(above, below, oldestFirst, limit), p.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []place
	for rows.Next() {
		var at place
		var read bool
		if err := rows.Scan(&at, &read); err != nil {
			return nil, err
		}
		list = append(list, at)
	}
	return list, rows.Err()
}

// fetch reads the articles at some places, in their order.
func fetch(ctx context.Context, tx *sql.Tx, places []place) ([]orewire.Article, error) {
	ids := make([]int64, len(places))
	for i, at := range places {
		ids[i] = at & idMask
	}
	rows, err := tx.QueryContext(ctx, "SELECT "+columns+" FROM json_each(?) wanted CROSS JOIN "+articlesAndStories+" WHERE a.id = wanted.value", "["+numbers(ids)+"]")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := make([]orewire.Article, 0, len(places))
	for rows.Next() {
		var a orewire.Article
		if _, err := scan(rows, &a); err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

// Article reads one article with its body; ErrNotFound if there is none.
func (s *Store) Article(ctx context.Context, id int64) (orewire.Article, error) {
	var a orewire.Article
	err := s.read(ctx, func(tx *sql.Tx) error {
		row := tx.QueryRowContext(ctx, "SELECT "+columns+", b.body, b.spans FROM "+articlesAndStories+" JOIN bodies b ON b.id = a.id WHERE a.id = ?", id)
		_, err := scanWhole(row, &a)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		return err
	})
	if err != nil {
		return orewire.Article{}, fmt.Errorf("article %d: %w", id, err)
	}
	return a, nil
}

// NextUnread returns the id of the nearest unread match older or newer than an article, 0 if there is none. From 0 it looks at all matches.
func (s *Store) NextUnread(ctx context.Context, q query.Query, c query.Context, from int64, older bool) (int64, error) {
	var id int64
	err := s.read(ctx, func(tx *sql.Tx) error {
		p, err := s.newPlan(ctx, tx, query.And(q, query.Marked(query.Unread)), c)
		if err != nil {
			return err
		}
		above, below := lowest, highest
		if older {
			below, err = placeFor(ctx, tx, from, highest)
		} else {
			above, err = placeFor(ctx, tx, from, lowest)
		}
		if err != nil {
			return err
		}
		next, err := p.list(ctx, tx, above, below, !older, 1)
		if err != nil || len(next) == 0 {
			return err
		}
		return tx.QueryRowContext(ctx, "SELECT id FROM articles WHERE place = ?", next[0]).Scan(&id)
	})
	if err != nil {
		return 0, fmt.Errorf("next unread article: %w", err)
	}
	return id, nil
}
