package store

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"path/filepath"
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// checkIndexes wants the indexed articles, and no others, in the indexes, each under its labels and with its mark; and left others.
func checkIndexes(t *testing.T, s *Store, left int) {
	t.Helper()
	for what, c := range map[string]struct {
		count string
		want  int
	}{
		"fresh articles": {"SELECT count(*) FROM articles WHERE id > (SELECT id FROM indexed)", left},
		"labels without their posting": {`SELECT count(*) FROM articles a, json_each(a.labels) l WHERE a.id <= (SELECT id FROM indexed)
			AND NOT EXISTS (SELECT 1 FROM postings p WHERE p.label = l.value AND p.place = a.place AND p.read = a.read)`, 0},
		"postings without their label": {`SELECT count(*) FROM postings p WHERE NOT EXISTS (SELECT 1 FROM articles a, json_each(a.labels) l
			WHERE a.place = p.place AND l.value = p.label AND a.id <= (SELECT id FROM indexed))`, 0},
		"articles without their words": {`SELECT count(*) FROM articles WHERE id <= (SELECT id FROM indexed) AND place NOT IN (SELECT rowid FROM search)`, 0},
		"words without their article": {`SELECT count(*) FROM search WHERE rowid NOT IN
			(SELECT place FROM articles WHERE id <= (SELECT id FROM indexed))`, 0},
	} {
		var got int
		if err := s.writer.QueryRow(c.count).Scan(&got); err != nil {
			t.Fatal(err)
		}
		same(t, what, got, c.want)
	}
}

// story is what happens to a store, in steps.
var story = []func(t *testing.T, s *Store, c *clock){
	func(t *testing.T, s *Store, _ *clock) { ingest(t, s, copper(1), copper(2), copper(3), copper(-3000)) },
	func(t *testing.T, s *Store, _ *clock) {
		if err := errors.Join(s.SetRead(t.Context(), 1, true), s.SetStarred(t.Context(), 2, true)); err != nil {
			t.Fatal(err)
		}
	},
	func(t *testing.T, s *Store, _ *clock) { ingest(t, s, copper(4), copper(5)) },
	func(t *testing.T, s *Store, c *clock) {
		c.at = start.Add(time.Hour)
		edited, again := copper(1), copper(2)
		edited.Article.Title, edited.Article.Topics = cleantext.Line("Zinc falls"), []orewire.TopicHit{{ID: "zinc"}}
		again.GUID, again.Feed, again.FeedName = "wire-2", wireURL, "Wire"
		ingest(t, s, edited, again)
	},
	func(t *testing.T, s *Store, _ *clock) {
		a := article(t, s, 5)
		a.Body, a.Published = cleantext.Line("neodymium from its page"), start.Add(-time.Hour)
		if _, err := s.Update(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRead(t.Context(), 5, true); err != nil {
			t.Fatal(err)
		}
	},
	func(t *testing.T, s *Store, _ *clock) {
		if removed, err := s.Sweep(t.Context(), start.Add(-24*time.Hour)); err != nil || removed != 1 {
			t.Fatalf("removed %d, %v, want 1", removed, err)
		}
	},
	func(t *testing.T, s *Store, _ *clock) { ingest(t, s, copper(6)) },
}

func copper(n int) Arrival {
	a := item(fmt.Sprint(n), fmt.Sprint("Copper rises ", n), n)
	a.Article.Body = cleantext.Line("ore of the Straße 稀土永磁")
	a.Article.Topics = []orewire.TopicHit{{ID: "copper"}, {ID: "mines"}}
	a.Article.Links = []orewire.Link{{Symbol: "MP", Name: cleantext.Line("MP Materials")}}
	return a
}

// seen is all that can be asked of a store.
type seen struct {
	Found  map[string][]string
	Topics map[string]Counts
	Flow   [24]int
	Next   [2]int64 // unread of copper, older and newer than 4
}

func look(t *testing.T, s *Store) seen {
	t.Helper()
	got := seen{Found: map[string][]string{}}
	for _, text := range []string{"", "copper", "zinc", "-copper", "strasse", "土永", "neodymium", "topic:copper", "topic:zinc", "topic:mines is:unread",
		"-topic:zinc", "ticker:mp is:read", "feed:wire", "feed:mining is:starred", "topic:mines rises since:2026-11-24T09:02", "is:unread"} {
		p := page(t, s, PageRequest{Query: parse(t, text), Older: 100})
		got.Found[text] = append(titles(p), fmt.Sprint(p.Total, " ", p.Unread))
	}
	var err error
	if got.Topics, err = s.TopicCounts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got.Flow, err = s.Flow(t.Context(), "copper", start.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for i, older := range []bool{true, false} {
		if got.Next[i], err = s.NextUnread(t.Context(), parse(t, "topic:copper"), query.Context{Now: start}, 4, older); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

// Whenever what has arrived is indexed, before or after it is marked, edited, learnt more of or swept, the same is found.
func TestWhenArticlesAreIndexedDoesNotMatter(t *testing.T) {
	var want []seen // after each step
	for round := range 1 << len(story) {
		if bits.OnesCount(uint(round)) > 2 {
			continue // how two follow each other is enough
		}
		s, c := openNew(t)
		s.few = 0
		for i, step := range story {
			step(t, s, c)
			indexed := round>>i&1 == 1
			if indexed {
				index(t, s)
				checkIndexes(t, s, 0)
			}
			if round == 0 {
				want = append(want, look(t, s))
			} else if indexed || i == len(story)-1 {
				same(t, fmt.Sprintf("indexed after the steps of %07b, after step %d", round, i), look(t, s), want[i])
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if t.Failed() {
			return
		}
	}
}

func TestFewAreIndexedAtOnce(t *testing.T) {
	s, _ := openNew(t)
	s.few = 3
	for _, c := range []struct{ arrive, left int }{{3, 0}, {4, 4}, {1, 5}} {
		var items []Arrival
		for range c.arrive {
			items = append(items, copper(len(found(t, s, ""))+len(items)))
		}
		ingest(t, s, items...)
		checkIndexes(t, s, c.left)
	}
	if _, err := s.Index(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	ingest(t, s, copper(100))
	checkIndexes(t, s, 0)
}

func TestIndexLeavesTheLastToArrive(t *testing.T) {
	s, _ := openNew(t)
	s.few = 0
	var items []Arrival
	for n := range 2*indexStep + 100 {
		items = append(items, copper(-n))
	}
	ingest(t, s, items...)
	for _, left := range []int{len(items) + 1, len(items), len(items) - 1, indexStep, 0, 0} {
		if _, err := s.Index(t.Context(), left); err != nil {
			t.Fatal(err)
		}
		checkIndexes(t, s, min(left, len(items)))
		same(t, "found", len(found(t, s, "copper topic:mines")), len(items))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ingest(t, s, copper(1))
	if _, err := s.Index(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	checkIndexes(t, s, 1)
}

// What a program that is killed has not indexed the next one does.
func TestIndexAfterKill(t *testing.T) {
	path, copied := filepath.Join(t.TempDir(), "orewire.db"), filepath.Join(t.TempDir(), "copy.db")
	s, _ := open(t, path)
	s.few = 0
	ingest(t, s, copper(1), copper(2))
	index(t, s)
	ingest(t, s, copper(3), copper(4))
	copyStore(t, path, copied)
	again, _ := open(t, copied)
	checkIndexes(t, again, 2)
	before := look(t, again)
	index(t, again)
	checkIndexes(t, again, 0)
	same(t, "indexed", look(t, again), before)
}
