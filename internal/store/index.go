package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"orewire/internal/query"
)

// An article that arrives is fresh: it stands in no index by label or word until Index takes many in at once, since a few articles at a
// time would be written all over these indexes. Until then queries look at the fresh articles one by one and so find the same (see
// fresh.go). As ids only grow, one number tells which are indexed.

// indexStep is how many articles are indexed in one transaction. It bounds how long a mark that the reader sets has to wait.
const indexStep = 500

// Index takes the fresh articles into the indexes, the earliest to arrive first, until at most some are left.
func (s *Store) Index(ctx context.Context, left int) error {
	for {
		n := 0
		err := s.write(ctx, func(c *change) (err error) {
			n, err = c.index(indexStep, left)
			return err
		})
		if err != nil {
			return fmt.Errorf("index what has arrived: %w", err)
		}
		if n < indexStep {
			return nil
		}
	}
}

// index takes up to n fresh articles into the indexes, but for the last to arrive, and returns how many.
func (c *change) index(n, left int) (int, error) {
	rows, err := c.tx.QueryContext(c.ctx, `SELECT a.id, a.place, a.read, a.labels, a.title, a.summary, b.body FROM articles a JOIN bodies b ON b.id = a.id
		WHERE a.id > (SELECT id FROM indexed) AND a.id <= (SELECT max(id) FROM articles) - ? ORDER BY a.id LIMIT ?`, left, n)
	if err != nil {
		return 0, fmt.Errorf("read the store: %w", err)
	}
	defer rows.Close()
	var last int64
	for rows.Next() {
		var at place
		var e entry
		var labels []byte
		var title, summary, body string
		if err := rows.Scan(&last, &at, &e.read, &labels, &title, &summary, &body); err != nil {
			return 0, fmt.Errorf("read the store: %w", err)
		}
		if err := json.Unmarshal(labels, &e.labels); err != nil {
			return 0, fmt.Errorf("article %d: %w", last, err)
		}
		e.words = wordsOf(title, summary, body)
		c.entries[at] = e
	}
	if err := rows.Err(); err != nil || last == 0 {
		return 0, err
	}
	_, err = c.exec("UPDATE indexed SET id = ?", last)
	return len(c.entries), err
}

// isIndexed reports whether an article is in the indexes.
func (c *change) isIndexed(id int64) (bool, error) {
	var last int64
	_, err := c.row("SELECT id FROM indexed", nil, &last)
	return id <= last, err
}

// entry is what the indexes hold of an article: its labels' postings and its words.
type entry struct {
	labels []int64
	read   bool
	words  words
}

// list adds the entries to the indexes in order of place, which the full-text index needs to gather them: an entry lower than the
// one before makes it write out all that it has gathered.
func (c *change) list() error {
	postings := map[posting][]place{}
	for _, at := range slices.Sorted(maps.Keys(c.entries)) {
		e := c.entries[at]
		if _, err := c.exec("INSERT INTO search (rowid, title, text, pairs) VALUES (?, ?, ?, ?)", at, e.words.title, e.words.text, e.words.pairs); err != nil {
			return err
		}
		for _, id := range e.labels {
			p := posting{id, bit(e.read)}
			postings[p] = append(postings[p], at)
		}
	}
	for p, places := range postings {
		text, err := json.Marshal(places)
		if err != nil {
			return fmt.Errorf("write the store: %w", err)
		}
		if _, err := c.exec("INSERT INTO postings (label, place, read) SELECT ?, value, ? FROM json_each(?)", p.label, p.read, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// posting is what the postings of several articles have in common.
type posting struct {
	label int64
	read  int
}

// unlist takes an article out of the indexes.
func (c *change) unlist(old stored) error {
	if _, ok := c.entries[old.place]; ok {
		delete(c.entries, old.place)
		return nil
	}
	for _, id := range old.labels {
		if _, err := c.exec("DELETE FROM postings WHERE label = ? AND place = ?", id, old.place); err != nil {
			return err
		}
	}
	_, err := c.exec("DELETE FROM search WHERE rowid = ?", old.place)
	return err
}

// words is an article's text as the full-text index takes it.
type words struct{ title, text, pairs string }

func wordsOf(title, summary, body string) words {
	head, lead, text := query.Fold(title), query.Fold(summary), query.Fold(body)
	if !repeats(text, lead) {
		text = query.Folded{Words: lead.Words + query.Break + text.Words, Runs: lead.Runs + text.Runs}
	}
	return words{head.Words, text.Words, head.Pairs() + text.Pairs()}
}

// repeats reports whether all that can be found in a part is found in the whole too, as a summary that is the text's beginning.
func repeats(whole, part query.Folded) bool {
	return strings.Contains(whole.Words, part.Words) && strings.Contains(whole.Runs, strings.TrimSuffix(part.Runs, query.Break))
}
