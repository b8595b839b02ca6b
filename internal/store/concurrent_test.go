package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"orewire/internal/query"
)

// atOnce runs tasks beside each other and reports their errors.
func atOnce(t *testing.T, tasks ...func() error) {
	t.Helper()
	var wg sync.WaitGroup
	for _, task := range tasks {
		wg.Go(func() {
			if err := task(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// writes ingests n batches of two articles under names of their own, one of which both writers have, and marks one of each.
func writes(ctx context.Context, s *Store, name string, n int) func() error {
	return func() error {
		for i := range n {
			done, err := s.Ingest(ctx, Batch{Items: []Arrival{item(fmt.Sprint(name, i), "own", i), item(fmt.Sprint("both", i), "shared", i)}})
			if err != nil {
				return err
			}
			if len(done.New) > 0 {
				if err := s.SetRead(ctx, done.New[0], true); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func reads(ctx context.Context, s *Store, text string, n int) func() error {
	return func() error {
		q, err := query.Parse(text)
		if err != nil {
			return err
		}
		for range n {
			p, err := s.Page(ctx, PageRequest{Query: q, Context: query.Context{Now: start}, Older: 20})
			if err != nil {
				return err
			}
			if len(p.Articles) < min(p.Total, 21) {
				return fmt.Errorf("%q: a page of %d from %d articles", text, len(p.Articles), p.Total)
			}
		}
		return nil
	}
}

func TestTwoStoresOnOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orewire.db")
	ctx := t.Context()
	var a, b *Store
	openInto := func(to **Store) func() error {
		return func() (err error) {
			*to, err = Open(ctx, path, (&clock{start}).now)
			return err
		}
	}
	atOnce(t, openInto(&a), openInto(&b))
	if t.Failed() {
		return
	}
	t.Cleanup(func() { a.Close(); b.Close() })
	const rounds = 100
	atOnce(t, writes(ctx, a, "a", rounds), writes(ctx, b, "b", rounds), reads(ctx, a, "shared", rounds), reads(ctx, b, "feed:mining is:unread", rounds),
		reads(ctx, b, "", rounds))
	counts, err := a.TopicCounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "articles", counts[""].Total, 3*rounds)
	same(t, "unread", len(titles(page(t, b, PageRequest{Query: query.Marked(query.Unread), Older: 1000}))), counts[""].Unread)
}
