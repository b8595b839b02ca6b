package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"orewire"
	"orewire/internal/query"
)

// A few articles that arrive come at once into the indexes by label and word, and into their stories. Where many arrive these would be
// written all over for each few of them: then articles stay fresh until Index takes many in at once, and queries look at them one by one
// meanwhile (see fresh.go). As ids only grow, one number tells which are indexed.

const (
	few       = 10  // fresh articles at most that are taken in with those that have just arrived
	indexStep = 250 // articles that Index takes in in one transaction. It bounds how long a mark that the reader sets has to wait
)

// Index takes the fresh articles into the indexes and stories, the earliest to arrive first, until at most some are left. It returns the ids
// of articles of stories that are not as they were.
func (s *Store) Index(ctx context.Context, left int) (regrouped []int64, err error) {
	for {
		var done *change
		n := 0
		err := s.write(ctx, func(c *change) (err error) {
			done = c
			n, err = c.index(indexStep, left)
			return err
		})
		if err != nil {
			return regrouped, fmt.Errorf("index what has arrived: %w", err)
		}
		regrouped = append(regrouped, done.regrouped...)
		if n < indexStep {
			return regrouped, nil
		}
	}
}

// indexFew takes in what is fresh if that is few articles.
func (c *change) indexFew(few int) error {
	var n int
	_, err := c.row("SELECT count(*) FROM (SELECT 1 FROM articles WHERE id > (SELECT id FROM indexed) LIMIT ?)", []any{few + 1}, &n)
	if err == nil && 0 < n && n <= few {
		_, err = c.index(n, 0)
	}
	return err
}

// index takes up to n fresh articles in, but for the last to arrive, and returns how many.
func (c *change) index(n, left int) (int, error) {
	rows, err := c.tx.QueryContext(c.ctx, "SELECT "+columns+", b.body, a.labels FROM "+articlesAndStories+` JOIN bodies b ON b.id = a.id
		WHERE a.id > (SELECT id FROM indexed) AND a.id <= (SELECT max(id) FROM articles) - ? ORDER BY a.id LIMIT ?`, left, n)
	if err != nil {
		return 0, fmt.Errorf("read the store: %w", err)
	}
	defer rows.Close()
	var last int64
	for n = 0; rows.Next(); n++ {
		var a orewire.Article
		var labels []byte
		at, err := scan(rows, &a, &a.Body, &labels)
		if err != nil {
			return 0, fmt.Errorf("read the store: %w", err)
		}
		var ids []int64
		if err := json.Unmarshal(labels, &ids); err != nil {
			return 0, fmt.Errorf("article %d: %w", a.ID, err)
		}
		c.enter(a, at, ids)
		last = a.ID
	}
	if err := rows.Err(); err != nil || n == 0 {
		return 0, err
	}
	_, err = c.exec("UPDATE indexed SET id = ?", last)
	return n, err
}

// enter puts an article among those that come into the indexes and a story at the end of the change.
func (c *change) enter(a orewire.Article, at place, labels []int64) {
	c.entries[at] = entry{labels, a.Read, wordsOf(a.Title.String(), a.Summary.String(), a.Body.String())}
	c.changed = append(c.changed, a)
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
