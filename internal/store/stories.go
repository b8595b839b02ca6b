package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"orewire"
	"orewire/internal/fold"
)

// Regroup says which stories change because of articles that a transaction has added or changed, just before it is committed; undo takes
// that back if the commit fails.
type Regroup func(changed []orewire.Article, near Near) (moves []Move, undo func(), err error)

// Move puts an article into the story around another article, or into one of its own if that is itself.
type Move struct{ Article, Around int64 }

// GroupBy sets what finds the stories of articles; without it each article is a story of its own. Call it before the first Ingest.
func (s *Store) GroupBy(r Regroup) { s.regroup = r }

// version is an article of a story.
type version struct {
	id                        int64
	place                     place
	read                      bool
	labels                    []int64
	published                 int64
	key, publisher, via, feed string
}

// openStories are the stories that a change touches: it opens them, which lists each of their articles for itself, and closes them at its end.
type openStories map[int64]int64 // by article: the story that it is to be in

// openStoryOf opens the story of the article at a place, if it has one of several articles.
func (c *change) openStoryOf(at place) error {
	var story int64
	found, err := c.row("SELECT story FROM versions WHERE place = ?", []any{at}, &story)
	if err != nil || !found {
		return err
	}
	list, err := c.versions("versions v JOIN articles a ON a.place = v.place WHERE v.story = ? ORDER BY v.rank", story)
	if err != nil {
		return err
	}
	for _, v := range list {
		c.open[v.id] = story
	}
	if _, err := c.exec("DELETE FROM stories WHERE id = ?", story); err != nil {
		return err
	}
	if _, err := c.exec("DELETE FROM versions WHERE story = ?", story); err != nil {
		return err
	}
	return eachCopy(list, func(label int64, v version) error {
		c.countOne(label, 1, 1-bit(v.read))
		_, err := c.exec("DELETE FROM copies WHERE label = ? AND place = ?", label, v.place)
		return err
	})
}

// versions reads articles as versions of a story.
func (c *change) versions(from string, args ...any) ([]version, error) {
	st, err := c.statement("SELECT a.id, a.place, a.read, a.labels, a.published, a.key, a.publisher, a.via, coalesce(a.feeds ->> 0, '') FROM " + from)
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(c.ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("read the store: %w", err)
	}
	defer rows.Close()
	var list []version
	for rows.Next() {
		var v version
		var labels []byte
		if err := rows.Scan(&v.id, &v.place, &v.read, &labels, &v.published, &v.key, &v.publisher, &v.via, &v.feed); err != nil {
			return nil, fmt.Errorf("read the store: %w", err)
		}
		if err := json.Unmarshal(labels, &v.labels); err != nil {
			return nil, fmt.Errorf("article %d: %w", v.id, err)
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

func (c *change) versionsByID(ids []int64) ([]version, error) {
	text, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("read the store: %w", err)
	}
	return c.versions("articles a WHERE a.id IN (SELECT value FROM json_each(?))", string(text))
}

// eachCopy tells of each label of each version that an earlier version has too.
func eachCopy(list []version, do func(label int64, v version) error) error {
	seen := map[int64]bool{}
	for _, v := range list {
		for _, label := range append([]int64{everyArticle}, v.labels...) {
			if seen[label] {
				if err := do(label, v); err != nil {
					return err
				}
			}
			seen[label] = true
		}
	}
	return nil
}

// formStories asks what becomes of the stories and closes those that are open.
func (c *change) formStories(regroup Regroup) (undo func(), err error) {
	undo = func() {}
	if regroup != nil && len(c.changed) > 0 {
		var moves []Move
		if moves, undo, err = regroup(c.changed, Near{c}); err != nil {
			return undo, fmt.Errorf("find the stories of articles: %w", err)
		}
		for _, m := range moves {
			if err := c.move(m); err != nil {
				return undo, err
			}
		}
	}
	return undo, c.closeStories()
}

func (c *change) move(m Move) error {
	for _, id := range []int64{m.Article, m.Around} {
		var at place
		found, err := c.row("SELECT place FROM articles WHERE id = ?", []any{id}, &at)
		if err != nil {
			return err
		}
		if found {
			if err := c.openStoryOf(at); err != nil {
				return err
			}
		}
		if _, ok := c.open[id]; !ok {
			c.open[id] = id
		}
	}
	c.open[m.Article] = m.Around
	return nil
}

// closeStories stores the open stories as they now are.
func (c *change) closeStories() error {
	if len(c.open) == 0 {
		return nil
	}
	members := map[int64][]int64{}
	for id, story := range c.open {
		members[story] = append(members[story], id)
		c.regrouped = append(c.regrouped, id)
	}
	for _, ids := range members {
		if len(ids) == 1 {
			continue
		}
		list, err := c.versionsByID(ids)
		if err != nil {
			return err
		}
		if len(list) < 2 {
			continue
		}
		if err := c.form(list); err != nil {
			return err
		}
	}
	clear(c.open)
	return nil
}

// form makes a story of articles. They share one mark: who has read one version has read the story.
func (c *change) form(list []version) error {
	story := rank(list)
	if slices.ContainsFunc(list, func(v version) bool { return v.read }) {
		for i := range list {
			if err := c.mark(&list[i], true); err != nil {
				return err
			}
		}
	}
	if _, err := c.exec("INSERT INTO stories (id, size, publishers) VALUES (?, ?, ?)", story, len(list), publishers(list)); err != nil {
		return err
	}
	for i, v := range list {
		if _, err := c.exec("INSERT INTO versions (story, rank, place) VALUES (?, ?, ?)", story, i, v.place); err != nil {
			return err
		}
	}
	return eachCopy(list, func(label int64, v version) error {
		c.countOne(label, -1, bit(v.read)-1)
		_, err := c.exec("INSERT INTO copies (label, place) VALUES (?, ?)", label, v.place)
		return err
	})
}

// rank puts versions in order and returns the id of the story, that of the version published first. It leads, unless it is a copy that was
// passed on: then the original stands before it.
func rank(list []version) (story int64) {
	slices.SortFunc(list, func(a, b version) int {
		return cmp.Or(cmp.Compare(a.published, b.published), cmp.Compare(a.key, b.key))
	})
	story = list[0].id
	for i := range list {
		if list[i].via != "" {
			continue
		}
		first := slices.IndexFunc(list[:i], func(v version) bool { return v.via != "" && fold.String(v.publisher) == fold.String(list[i].publisher) })
		if first >= 0 {
			original := list[i]
			copy(list[first+1:i+1], list[first:i])
			list[first] = original
		}
	}
	return story
}

// publishers counts who wrote the versions; one without a publisher counts as its feed's.
func publishers(list []version) int {
	names := map[string]bool{}
	for _, v := range list {
		names[fold.String(cmp.Or(v.publisher, v.feed))] = true
	}
	return len(names)
}

// Near reads the articles that a change may bring into a story: those indexed.
type Near struct{ c *change }

// Between returns the articles published from one time to another, the second excluded, with what it takes to compare them. Their Story.ID
// is the article that their story gathers around.
func (n Near) Between(from, to time.Time) ([]orewire.Article, error) {
	return n.read("a.place >= ? AND a.place < ?", firstPlace(from), firstPlace(to))
}

// Opened returns the articles of the stories of those that have changed.
func (n Near) Opened() ([]orewire.Article, error) {
	ids, err := json.Marshal(slices.Collect(maps.Keys(n.c.open)))
	if err != nil {
		return nil, fmt.Errorf("read the store: %w", err)
	}
	return n.read("a.id IN (SELECT value FROM json_each(?))", string(ids))
}

// After returns the articles that were stored after that of an id.
func (n Near) After(id int64) ([]orewire.Article, error) { return n.read("a.id > ?", id) }

func (n Near) read(where string, args ...any) ([]orewire.Article, error) {
	st, err := n.c.statement(`SELECT a.id, a.key, a.published, a.lang, a.title, a.summary, a.topics, a.links, coalesce(v.story, a.id)
		FROM articles a LEFT JOIN versions v ON v.place = a.place WHERE a.id <= (SELECT id FROM indexed) AND ` + where)
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(n.c.ctx, args...)
	if err != nil {
		return nil, fmt.Errorf("read the store: %w", err)
	}
	defer rows.Close()
	var list []orewire.Article
	for rows.Next() {
		var a orewire.Article
		var published int64
		var topics, links []byte
		if err := rows.Scan(&a.ID, &a.Key, &published, &a.Lang, &a.Title, &a.Summary, &topics, &links, &a.Story.ID); err != nil {
			return nil, fmt.Errorf("read the store: %w", err)
		}
		if err := errors.Join(json.Unmarshal(topics, &a.Topics), json.Unmarshal(links, &a.Links)); err != nil {
			return nil, fmt.Errorf("article %d: %w", a.ID, err)
		}
		a.Published = instant(published)
		if story, ok := n.c.open[a.ID]; ok {
			a.Story.ID = story
		}
		list = append(list, a)
	}
	return list, rows.Err()
}

// Versions reads the articles of the story that an article belongs to, in their order: itself alone if there are no others. Bodies are left
// out. It returns ErrNotFound if there is no such article.
func (s *Store) Versions(ctx context.Context, id int64) (list []orewire.Article, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		at, err := placeFor(ctx, tx, id, lowest)
		if err != nil {
			return err
		}
		if at == lowest {
			return ErrNotFound
		}
		places, err := versionPlaces(ctx, tx, at)
		if err != nil {
			return err
		}
		list, err = fetch(ctx, tx, places)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("versions of article %d: %w", id, err)
	}
	return list, nil
}

func versionPlaces(ctx context.Context, tx *sql.Tx, at place) ([]place, error) {
	rows, err := tx.QueryContext(ctx, "SELECT o.place FROM versions v JOIN versions o ON o.story = v.story WHERE v.place = ? ORDER BY o.rank", at)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var places []place
	for rows.Next() {
		var at place
		if err := rows.Scan(&at); err != nil {
			return nil, err
		}
		places = append(places, at)
	}
	if len(places) == 0 {
		places = []place{at}
	}
	return places, rows.Err()
}
