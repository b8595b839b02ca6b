package desk

import (
	"context"
	"slices"
	"time"

	"orewire"
	"orewire/internal/linking"
	"orewire/internal/store"
)

// stories finds the stories of what arrives. What it holds of articles is a copy of some days of the store; it is let go whenever a
// transaction fails, and read again.
type stories struct {
	set    *linking.Stories
	near   store.Near // of the transaction under way
	linker func() *linking.Linker
	last   int64 // no article with a higher id is known
}

// regroup is the store's Regroup, which calls it within its transactions, one at a time.
func (s *stories) regroup(changed []orewire.Article, near store.Near) (moves []store.Move, undo func(), err error) {
	s.near = near
	if s.set == nil {
		s.set, s.last = linking.NewStories(s.between), newestOf(changed)
	}
	if err := s.catchUp(changed); err != nil {
		return nil, s.forget, err
	}
	list := make([]linking.Report, len(changed))
	for i := range changed {
		list[i] = s.linker().Report(&changed[i])
	}
	found, err := s.set.Join(list...)
	for _, m := range found {
		moves = append(moves, store.Move{Article: m.Article, Around: m.First})
	}
	return moves, s.forget, err
}

// catchUp takes in what was stored since, by other programs too, and the stories of changed articles.
func (s *stories) catchUp(changed []orewire.Article) error {
	after, err := s.near.After(s.last)
	if err != nil {
		return err
	}
	opened, err := s.near.Opened()
	if err != nil {
		return err
	}
	for _, k := range s.known(append(after, opened...)) {
		s.set.Add(k)
	}
	s.last = max(s.last, newestOf(changed), newestOf(after))
	return nil
}

func newestOf(list []orewire.Article) (id int64) {
	for i := range list {
		id = max(id, list[i].ID)
	}
	return id
}

func (s *stories) between(from, to time.Time) ([]linking.Known, error) {
	articles, err := s.near.Between(from, to)
	return s.known(articles), err
}

// known makes reports of those articles that are not at hand.
func (s *stories) known(articles []orewire.Article) []linking.Known {
	var list []linking.Known
	for i := range articles {
		if a := &articles[i]; !s.set.Has(a.ID) {
			list = append(list, linking.Known{Report: s.linker().Report(a), First: a.Story.ID})
		}
	}
	return list
}

// forget lets go of all that is held.
func (s *stories) forget() { s.set = nil }

// Versions reads the articles of the story that an article belongs to, the leading one first; itself alone if there are no others.
func (d *Desk) Versions(ctx context.Context, id int64) ([]orewire.Article, error) {
	return d.store.Versions(ctx, id)
}

// Lag is how long after the first of a story's versions one of them was published.
func Lag(versions []orewire.Article, i int) time.Duration {
	first := slices.MinFunc(versions, func(a, b orewire.Article) int { return a.Published.Compare(b.Published) })
	return versions[i].Published.Sub(first.Published)
}
