package feeds

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
	"orewire"
	"orewire/internal/fetch"
	"orewire/internal/guard"
)

// Batch is what one request to a feed brought. Its state and its items belong into one transaction: validators that are
// saved without the items would hide them behind "not modified" for ever.
type Batch struct {
	Feed        orewire.Feed
	State       orewire.FeedState
	Items       []Item
	NotModified bool          // the feed has nothing new; Items is empty
	Err         error         // the request failed; Items is empty, State.Error says why in words
	Took        time.Duration // of the request
}

// Sink takes a batch. It is called from the feed's own goroutine, for several feeds at once. If it returns an error the
// batch counts as never received: the old validators are kept and the feed is asked again soon.
type Sink func(ctx context.Context, b Batch) error

// Fetcher asks for addresses; *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (fetch.Response, error)
}

// PollerOptions are the poller's settings. The zero value of each field means its default.
type PollerOptions struct {
	Refresh time.Duration           // interval of feeds that fix none of their own; 5 minutes
	Least   time.Duration           // shortest interval; 30 seconds
	Started func(feed orewire.Feed) // called when a feed is asked, from its goroutine
	Random  func() float64          // from 0 to 1, spreads the times; default: math/rand
}

// Poller asks feeds when they are due. Each feed has a goroutine of its own, so that none waits for another.
type Poller struct {
	client  Fetcher
	now     func() time.Time
	sink    Sink
	options PollerOptions
	feeds   []*source
	digests *semaphore.Weighted // room for answers that are being parsed and stored; a large one needs all of it

	mu     sync.Mutex
	asking []string // addresses of the feeds that are being asked
}

// source is a feed with its state.
type source struct {
	feed   orewire.Feed
	state  orewire.FeedState
	unkept int           // batches in a row that the sink could not take
	nudge  chan struct{} // ask now
	digest int64         // room that it holds among the poller's digests
}

// NewPoller makes a poller of the feeds listed. states, by the feeds' addresses, is what former runs have learnt.
func NewPoller(client Fetcher, list []orewire.Feed, states map[string]orewire.FeedState, now func() time.Time, sink Sink, o PollerOptions) *Poller {
	if o.Least == 0 {
		o.Least = 30 * time.Second
	}
	if o.Refresh == 0 {
		o.Refresh = 5 * time.Minute
	}
	if o.Started == nil {
		o.Started = func(orewire.Feed) {}
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	p := &Poller{client: client, now: now, sink: sink, options: o, digests: semaphore.NewWeighted(digestRoom)}
	for _, feed := range list {
		state := states[feed.URL.String()]
		state.URL = feed.URL
		p.feeds = append(p.feeds, &source{feed: feed, state: state, nudge: make(chan struct{}, 1)})
	}
	return p
}

// Run asks each feed when it is due, until the context ends; it returns nil then. A feed that was never asked is due at once.
func (p *Poller) Run(ctx context.Context) error {
	err := p.each(ctx, func(ctx context.Context, s *source) error {
		for p.waitUntilDue(ctx, s) {
			p.ask(ctx, s) // the sink knows its own errors
		}
		return nil
	})
	if err == nil {
		<-ctx.Done() // there may be no feed
	}
	return err
}

// Once asks every feed once, due or not, and returns when all have answered. The error holds those of the sink and the
// context's; feeds that fail are told to the sink only.
func (p *Poller) Once(ctx context.Context) error {
	err := p.each(ctx, func(ctx context.Context, s *source) error {
		if err := p.ask(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.feed.Name, err)
		}
		return nil
	})
	return errors.Join(err, ctx.Err())
}

// Now makes all feeds due, but for those whose server has asked us to wait.
func (p *Poller) Now() {
	for _, s := range p.feeds {
		select {
		case s.nudge <- struct{}{}:
		default: // is due already
		}
	}
}

// Asking returns the addresses of the feeds that are being asked.
func (p *Poller) Asking() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asking)
}

// each runs work for every feed at once and returns when all have ended, with their errors. A panic is an error, and ends all.
func (p *Poller) each(ctx context.Context, work func(context.Context, *source) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(p.feeds))
	var all sync.WaitGroup
	for i, s := range p.feeds {
		all.Go(func() {
			panicked := guard.Run("poller", func() error {
				errs[i] = work(ctx, s)
				return nil
			})
			if panicked != nil {
				errs[i] = panicked
				stop()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// lookAgain is the longest sleep: the schedule goes by the wall clock, which a suspended machine's timers do not.
const lookAgain = time.Minute

// waitUntilDue waits for the feed's time or a nudge; it reports false if the context has ended.
func (p *Poller) waitUntilDue(ctx context.Context, s *source) bool {
	timer := time.NewTimer(0)
	defer timer.Stop()
	nudged := false
	for {
		wait := p.untilDue(s, nudged)
		if wait <= 0 {
			return ctx.Err() == nil
		}
		asleep := p.now().Round(0)
		timer.Reset(min(wait, lookAgain))
		select {
		case <-ctx.Done():
			return false
		case <-s.nudge:
			nudged = true
		case <-timer.C:
			if p.now().Round(0).Sub(asleep) > lookAgain+suspended && !p.stagger(ctx, s) {
				return false
			}
		}
	}
}

const (
	suspended = 30 * time.Second // a machine whose clock is so far ahead of its timers has slept
	roundTime = 10 * time.Second // in which all feeds are asked after that
)

// stagger waits for the feed's turn in the round after the machine has slept, or for a nudge; it reports false if the context
// has ended.
func (p *Poller) stagger(ctx context.Context, s *source) bool {
	turn := time.NewTimer(time.Duration(p.options.Random() * float64(roundTime)))
	defer turn.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-s.nudge:
	case <-turn.C:
	}
	return true
}

// ask makes one request, tells the sink and settles when the next is due. The error is the sink's.
func (p *Poller) ask(ctx context.Context, s *source) error {
	p.begin(s)
	batch := p.request(ctx, s)
	defer p.digested(s)
	if ctx.Err() != nil {
		p.end(s)
		return nil
	}
	err := p.deliver(ctx, batch)
	p.end(s)
	select {
	case <-s.nudge: // came while the feed was being asked
	default:
	}
	if err == nil {
		s.state, s.unkept = batch.State, 0
		return nil
	}
	s.unkept++
	s.state.Checked, s.state.Quiet = batch.State.Checked, batch.State.Quiet
	s.state.Next = batch.State.Checked.Add(p.backOff(min(firstRetry, p.interval(s.feed, s.state)), s.unkept))
	return err
}

func (p *Poller) begin(s *source) {
	p.mu.Lock()
	p.asking = append(p.asking, s.feed.URL.String())
	p.mu.Unlock()
	p.options.Started(s.feed)
}

func (p *Poller) end(s *source) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(p.asking, s.feed.URL.String()); i >= 0 {
		p.asking = slices.Delete(p.asking, i, i+1)
	}
}

// deliver hands a batch to the sink; a panic there is an error.
func (p *Poller) deliver(ctx context.Context, b Batch) error {
	return guard.Run("sink", func() error { return p.sink(ctx, b) })
}

const accept = "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"

// request asks a feed and makes a batch of the answer.
func (p *Poller) request(ctx context.Context, s *source) Batch {
	response, err := p.client.Get(ctx, requestFor(s.feed, s.state))
	defer response.Done()
	b := Batch{Feed: s.feed, State: s.state, Took: response.Took}
	b.State.Checked, b.State.Took = p.now().UTC(), response.Took
	b.State.Status = response.Status
	whole := true
	if err == nil && !response.NotModified {
		var parsed Parsed
		if parsed, err = p.parse(ctx, s, &response); err == nil {
			learn(&b, parsed)
			whole = !parsed.BrokenOff
		}
	}
	if err != nil {
		p.fail(s.feed, &b, err)
		return b
	}
	b.NotModified = response.NotModified
	if whole { // else what is missing could hide behind "not modified"
		remember(&b.State, response)
	}
	notice(&b.State, response)
	p.succeed(s.feed, &b.State)
	return b
}

// requestFor makes the request for a feed. Where it has moved is the publisher's word, not the reader's: it gets no headers of
// the reader's own on another host, and may not lead into a private network.
func requestFor(feed orewire.Feed, state orewire.FeedState) fetch.Request {
	r := fetch.Request{
		URL:          state.Address(),
		ETag:         state.ETag,
		LastModified: state.LastModified,
		UserAgent:    feed.UserAgent,
		Headers:      feed.Headers,
		Accept:       accept,
		Hold:         true, // until it is read: answers that wait for that would fill the memory
	}
	if r.URL != feed.URL {
		r.From = feed.URL
		if !fetch.KeepsSecrets(feed.URL, r.URL) {
			r.Headers = nil
		}
	}
	return r
}

var digestRoom = int64(runtime.GOMAXPROCS(0) + 2) // of which an answer needs 1, and 1 for each MiB

// parse reads an answer when there is room for it. The feed keeps that until its batch is delivered, so that many answers at once,
// or large ones, do not fill the memory. The answer loses its body.
func (p *Poller) parse(ctx context.Context, s *source, response *fetch.Response) (Parsed, error) {
	body := response.Body
	response.Body = nil
	room := min(1+int64(len(body)>>20), digestRoom)
	if err := p.digests.Acquire(ctx, room); err != nil {
		return Parsed{}, err
	}
	s.digest = room
	return Parse(body, response.Header.Get("Content-Type"), s.feed, p.now())
}

// digested gives back the room that the feed holds.
func (p *Poller) digested(s *source) {
	p.digests.Release(s.digest)
	s.digest = 0
}
