package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"orewire"
	"orewire/feeds"
)

// OnPoll asks to be told the end of every feed's poll, from the feeds' own goroutines; call it before Run or PollOnce.
func (d *Desk) OnPoll(told func(Polled)) { d.onPoll = told }

func (d *Desk) polled(p Polled) {
	d.log.Info("polled", "feed", p.Feed.Name, "status", p.State.Status, "new", p.New, "updated", p.Updated, "error", p.State.Error)
	if d.onPoll != nil {
		d.onPoll(p)
	}
}

// leftFresh is how many articles PollOnce leaves to CatchUp at most: as many as a query looks through in a moment.
const leftFresh = 10_000

// PollOnce asks every feed once and reads the pages of new articles. What of a burst is not indexed by then is left to
// the next start or CatchUp: it is found all the same, and nobody waits for it.
func (d *Desk) PollOnce(ctx context.Context) error {
	indexing, stop := context.WithCancel(ctx)
	var indexer sync.WaitGroup
	var indexErr error
	indexer.Go(func() { indexErr = guarded("index", func() error { return d.index(indexing) }) })
	err := d.pollOnce(ctx)
	stop()
	indexer.Wait()
	d.catchUp(ctx, leftFresh)
	return errors.Join(err, indexErr)
}

func (d *Desk) pollOnce(ctx context.Context) error {
	poller, err := d.newPoller(ctx)
	if err != nil {
		return err
	}
	if err := guarded("poller", func() error { return poller.Once(ctx) }); err != nil {
		return err
	}
	if d.pages != nil {
		return guarded("pages", func() error { return d.pages.drain(ctx) })
	}
	return nil
}

// newPoller makes a poller that knows what earlier runs learned of the feeds. It is made in Run, not in Open, since the first
// headlines do not need it.
func (d *Desk) newPoller(ctx context.Context) (*feeds.Poller, error) {
	states, err := d.store.FeedStates(ctx)
	if err != nil {
		return nil, fmt.Errorf("state of the feeds: %w", err)
	}
	d.health.restore(states)
	d.tell(Changes{Feeds: true})
	return feeds.NewPoller(d.client, d.feeds, states, d.now, d.ingest, feeds.PollerOptions{
		Refresh: d.refresh,
		Least:   time.Second, // the configuration allows less than 30 s on loopback only
		Started: func(f orewire.Feed) {
			d.health.asking(f)
			d.tell(Changes{Feeds: true})
		},
	}), nil
}

// StoredFeeds lists the feeds with what earlier runs have learned of them.
func (d *Desk) StoredFeeds(ctx context.Context) ([]FeedHealth, error) {
	states, err := d.store.FeedStates(ctx)
	if err != nil {
		return nil, fmt.Errorf("state of the feeds: %w", err)
	}
	d.health.restore(states)
	return d.Feeds(), nil
}

// PollNow asks every feed and the prices now.
func (d *Desk) PollNow() {
	if p := d.poller.Load(); p != nil {
		p.Now()
	}
	d.board.Now()
}
