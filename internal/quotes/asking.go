package quotes

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"orewire"
	"orewire/internal/guard"
)

const (
	patience = 8 * time.Second // with one request
	atOnce   = 4               // requests under way
)

var errPatience = fmt.Errorf("no answer within %d s", patience/time.Second)

// Run asks until ctx ends. It loads what was kept, keeps what comes, and returns an error only if one of its goroutines panicked.
func (b *Board) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	workers := crew{failed: make(chan error, 1)}
	defer workers.running.Wait()
	defer stop()

	if b.keeper != nil {
		b.restoreQuotes(ctx)
		workers.start("price archive", func() { b.archive.run(ctx) })
	}
	for {
		wait := b.dispatch(func(j job) {
			workers.start("price request", func() { b.ask(ctx, j) })
		})
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case err := <-workers.failed:
			timer.Stop()
			return err
		case <-b.wake:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// crew are the board's goroutines; failed gets the first panic in one of them, as an error.
type crew struct {
	running sync.WaitGroup
	failed  chan error
}

func (c *crew) start(what string, work func()) {
	c.running.Go(func() {
		err := guard.Run(what, func() error {
			work()
			return nil
		})
		if err != nil {
			select {
			case c.failed <- err:
			default: // one is enough to end the board
			}
		}
	})
}

// ask does a job and takes the answer.
func (b *Board) ask(ctx context.Context, j job) {
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errPatience)
	defer cancel()
	sent := b.now()
	var changed []string
	if j.history {
		from := sent.Add(-kept)
		bars, err := j.lane.Bars(ctx, j.listings[0].symbol, from, Step)
		changed = b.acceptHistory(j, sent, from, bars, err)
	} else {
		changed = b.acceptQuotes(j, sent, j.lane.Quotes(ctx, j.symbols()))
	}
	signal(b.wake)
	b.tell(changed)
}

// acceptQuotes takes the answer to a request for quotes. It returns the symbols of which a reader sees something new.
func (b *Board) acceptQuotes(j job, sent time.Time, results map[string]Result) (changed []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.underWay--
	now := b.now()
	for _, l := range j.listings {
		l.asking = false
		r, answered := results[l.symbol]
		if !answered {
			r.Err = fmt.Errorf("%s: %w", j.lane.Name(), ErrNotFound)
		}
		b.heard(j.lane, r.Err, sent, now)
		if errors.Is(r.Err, context.Canceled) {
			continue
		}
		differs, fresh := l.accept(r, now, b.opt.Refresh)
		if differs {
			changed = append(changed, l.symbol)
		}
		if r.Err == nil {
			b.archive.save(l.quote, fresh)
		}
	}
	return changed
}

// acceptHistory takes the answer to a request for the bars of the last days. It returns the symbol if there are new ones.
func (b *Board) acceptHistory(j job, sent, from time.Time, bars []orewire.Bar, err error) (changed []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.underWay--
	l, now := j.listings[0], b.now()
	l.historyAsking = false
	l.historyDue = now.Add(historyRetry)
	b.heard(j.lane, err, sent, now)
	if err != nil || l.quote.Provider != j.lane.Name() {
		return nil
	}
	fresh := l.bars.addHistory(bars, from, sent.Add(-l.quote.Delay))
	b.archive.save(l.quote, fresh)
	if len(fresh) == 0 {
		return nil
	}
	return []string{l.symbol}
}

// heard notes what an answer says of the provider. One that is well again is asked at once for what it owes the screen.
func (b *Board) heard(l *lane, err error, sent, now time.Time) {
	healed := l.breaker.heard(err, sent, now)
	switch {
	case err == nil:
		b.lastGood, b.fault = now.UTC(), nil
	case !errors.Is(err, ErrNotFound) && !errors.Is(err, context.Canceled):
		b.fault = err
	}
	if !healed {
		return
	}
	for _, w := range b.wanted {
		owed := w.isDue(now) || !w.quote.Error.IsZero() && w.unknown == 0
		if w.rank == visible && owed {
			w.force(now)
		}
	}
}

// tell reports changes.
func (b *Board) tell(symbols []string) {
	if len(symbols) == 0 {
		return
	}
	b.telling.Lock()
	defer b.telling.Unlock()
	b.opt.Changed(symbols)
}
