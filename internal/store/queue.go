package store

import (
	"context"
	"runtime"
	"sync"

	"orewire/internal/guard"
)

// groupItems is how many items batches bring into one transaction at most, unless one of them alone has more. It bounds how long a mark
// that the reader sets has to wait.
const groupItems = 500

// queue holds the batches that wait to be written. Whose turn it is writes all that wait, so that many small batches cost few
// transactions; nobody waits for more to come.
type queue struct {
	turn    chan struct{} // holds a token while somebody writes
	mu      sync.Mutex
	waiting []*pending
}

// pending is a batch that is to be written.
type pending struct {
	Batch
	ctx     context.Context
	records []record // of its items, should they be new
	done    Ingested
	err     error
	settled chan struct{} // closed once done or err is known
}

// Ingest stores what a feed brought, with the feed's state, in one transaction, perhaps together with other feeds. It may be repeated: an
// item is known by its GUID in its feed, else by its article's key. An item that another feed had first adds a sighting; one that this
// feed had first may change title, summary, text and address. Marks stay.
func (s *Store) Ingest(ctx context.Context, b Batch) (Ingested, error) {
	p := &pending{Batch: b, ctx: ctx, records: make([]record, len(b.Items)), settled: make(chan struct{})}
	for i := range b.Items {
		var err error
		a := b.Items[i].asNew()
		if p.records[i], err = recordOf(&a); err != nil {
			return Ingested{}, err
		}
	}
	s.queue.add(p)
	for {
		select {
		case <-p.settled:
			return p.done, p.err
		case s.queue.turn <- struct{}{}:
			s.ingest(s.queue.take())
			<-s.queue.turn
		}
	}
}

func (q *queue) add(p *pending) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, p)
}

// take returns the batches that have waited longest, as many as go into one transaction.
func (q *queue) take() []*pending {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, items := 0, 0
	for ; n < len(q.waiting); n++ {
		if items += len(q.waiting[n].Items); n > 0 && items > groupItems {
			break
		}
	}
	group := q.waiting[:n:n]
	q.waiting = append([]*pending(nil), q.waiting[n:]...)
	return group
}

// ingest writes batches in one transaction. If it fails for a reason that need not be all of theirs, each gets its own.
func (s *Store) ingest(group []*pending) {
	err := s.ingestTogether(group)
	for _, p := range group {
		if p.err = err; err != nil && len(group) > 1 && !isOfTheFile(err) {
			p.err = s.ingestTogether([]*pending{p})
		}
		if p.err != nil {
			p.done = Ingested{}
		}
		close(p.settled)
	}
}

func (s *Store) ingestTogether(group []*pending) error {
	if len(group) == 0 {
		return nil
	}
	return guard.Run("store", func() error {
		var done *change
		err := s.write(group[0].ctx, func(c *change) error {
			done = c
			for _, p := range group {
				if err := p.write(c); err != nil {
					return err
				}
			}
			return c.indexFew(s.few)
		})
		if err == nil {
			group[0].done.Regrouped = done.regrouped
		}
		return err
	})
}

func (p *pending) write(c *change) error {
	p.done = Ingested{}
	for i := range p.Items {
		runtime.Gosched() // a key that was pressed goes first
		if err := c.ingest(&p.Items[i], p.records[i], &p.done); err != nil {
			return err
		}
	}
	if err := p.ctx.Err(); err != nil {
		return err
	}
	return c.saveFeedState(p.State)
}
