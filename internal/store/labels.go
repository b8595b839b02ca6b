package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// label is what lists can be narrowed to.
type label struct {
	kind  labelKind
	name  string // topic id, symbol, feed name, host
	title string // an instrument's name
}

type labelKind int

const (
	ofEvery labelKind = iota
	ofTopic
	ofInstrument
	ofFeed
	ofHost
)

// everyArticle is the id of the label that counts all articles; it has no postings.
const everyArticle int64 = 0

// labelsOf returns the labels of an article, each once.
func labelsOf(a *orewire.Article) []label {
	list := make([]label, 0, len(a.Topics)+len(a.Links)+len(a.Feeds)+1)
	add := func(l label) {
		if !slices.Contains(list, l) { // they are few
			list = append(list, l)
		}
	}
	for _, t := range a.Topics {
		add(label{ofTopic, t.ID, ""})
	}
	for _, l := range a.Links {
		add(label{ofInstrument, l.Symbol, l.Name.String()})
	}
	for _, f := range a.Feeds {
		add(label{ofFeed, f, ""})
	}
	if host := a.URL.Host(); host != "" {
		add(label{ofHost, host, ""})
	}
	return list
}

// labelSet is the committed labels in memory, which only ever grow.
type labelSet struct {
	mu   sync.Mutex
	last int64
	ids  map[label]int64
	list map[labelKind][]numberedLabel
	byID map[int64]label
}

type numberedLabel struct {
	label
	id     int64
	folded query.Folded // the title
}

func newLabelSet() *labelSet {
	return &labelSet{ids: map[label]int64{}, list: map[labelKind][]numberedLabel{}, byID: map[int64]label{}}
}

// refresh takes in what has been committed since. A change calls it before it adds labels of its own.
func (s *labelSet) refresh(ctx context.Context, tx *sql.Tx) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows, err := tx.QueryContext(ctx, "SELECT id, kind, name, title FROM labels WHERE id > ? ORDER BY id", s.last)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var l numberedLabel
		if err := rows.Scan(&l.id, &l.kind, &l.name, &l.title); err != nil {
			return err
		}
		l.folded = query.Fold(l.title)
		s.ids[l.label], s.byID[l.id] = l.id, l.label
		s.list[l.kind] = append(s.list[l.kind], l)
		s.last = l.id
	}
	return rows.Err()
}

func (s *labelSet) id(l label) (int64, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id, ok := s.ids[l]
	return id, ok
}

// put gives an article the topics, links and feeds that its labels name, of which it has a JSON list of ids.
func (s *labelSet) put(a *orewire.Article, ids []byte) error {
	var list []int64
	if err := json.Unmarshal(ids, &list); err != nil {
		return fmt.Errorf("article %d: %w", a.ID, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range list {
		switch l := s.byID[id]; l.kind {
		case ofTopic:
			a.Topics = append(a.Topics, orewire.TopicHit{ID: l.name})
		case ofInstrument:
			a.Links = append(a.Links, orewire.Link{Symbol: l.name, Name: cleantext.Line(l.title)})
		case ofFeed:
			a.Feeds = append(a.Feeds, l.name)
		}
	}
	return nil
}

// where returns the ids of the labels of a kind that pass a test.
func (s *labelSet) where(kind labelKind, test func(numberedLabel) bool) []int64 {
	s.mu.Lock()
	list := s.list[kind]
	s.mu.Unlock()
	var ids []int64
	for _, l := range list {
		if test(l) {
			ids = append(ids, l.id)
		}
	}
	return ids
}

// meant returns the ids of the labels that a term of a query means; ok is false if the term is of another sort.
func (s *labelSet) meant(n query.Node, c query.Context) (ids []int64, ok bool) {
	switch n := n.(type) {
	case query.HasTopic:
		return s.where(ofTopic, func(l numberedLabel) bool { return strings.EqualFold(l.name, n.ID) }), true
	case query.HasTicker:
		return s.where(ofInstrument, func(l numberedLabel) bool { return n.Matches(l.name, l.folded) }), true
	case query.FromFeed:
		test := func(l numberedLabel) bool { return n.Matches(l.name) }
		return append(s.where(ofFeed, test), s.where(ofHost, test)...), true
	case query.Is:
		if n == query.Watched {
			return s.where(ofInstrument, func(l numberedLabel) bool { return c.Watches(l.name) }), true
		}
	case query.Any:
		for _, each := range n {
			inner, isLabel := s.meant(each, c)
			if !isLabel {
				return nil, false
			}
			ids = append(ids, inner...)
		}
		return ids, true
	}
	return nil, false
}

// labelIDs returns the ids of labels, adding those that are new.
func (c *change) labelIDs(list []label) ([]int64, error) {
	ids := make([]int64, 0, len(list))
	for _, l := range list {
		id, ok := c.labels.id(l)
		if !ok {
			id, ok = c.added[l]
		}
		if !ok {
			if _, err := c.row("INSERT INTO labels (kind, name, title) VALUES (?, ?, ?) RETURNING id", []any{l.kind, l.name, l.title}, &id); err != nil {
				return nil, err
			}
			c.added[l] = id
		}
		ids = append(ids, id)
	}
	return ids, nil
}
