package quotes

import (
	"sync"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

const quotesPerMinute = 20

// BoardOptions of a Board.
type BoardOptions struct {
	Refresh   time.Duration // age at which the quote of a visible instrument is asked for again; 0: 15 s
	PerMinute int           // requests for quotes a minute, and half as many for bars; 0: 20
	// Changed is told the symbols of which a reader sees something new: price, trade, state, error, first bars. It is called from
	// the board's goroutines, one call at a time, and must not block.
	Changed func(symbols []string)
}

// Board owns all asking for prices. It holds the last good quote of every instrument, with its age, and answers from memory; only
// Run asks. Its methods may be called from any goroutine.
type Board struct {
	opt     BoardOptions
	now     func() time.Time
	keeper  Keeper
	archive *archive
	wake    chan struct{}
	telling sync.Mutex // one call of Changed at a time

	mu       sync.Mutex
	listings map[string]*listing
	wanted   []*listing // most wanted first
	lanes    []*lane    // in the order of fail-over
	quotes   budget
	history  budget
	underWay int
	turn     int // requests for quotes so far
	lastGood time.Time
	fault    error // of the last answer that a provider could be blamed for; nil after a good one
	keeping  error
}

// lane is a provider with its breaker.
type lane struct {
	Provider
	breaker breaker
}

// Status says how asking goes.
type Status struct {
	LastGood time.Time      // UTC, of the last good answer; zero if there was none in this run
	Err      cleantext.Text // why prices are not coming; empty if they are
	RetryAt  time.Time      // UTC, when the next try goes, while Err holds and nobody is asked before
	Keeping  cleantext.Text // why prices cannot be kept for the next run; empty if they can
}

// NewBoard returns a board that asks the providers in order of fail-over. A nil keeper keeps nothing.
func NewBoard(providers []Provider, keeper Keeper, now func() time.Time, opt BoardOptions) *Board {
	if opt.Refresh <= 0 {
		opt.Refresh = 15 * time.Second
	}
	if opt.PerMinute <= 0 {
		opt.PerMinute = quotesPerMinute
	}
	if opt.Changed == nil {
		opt.Changed = func([]string) {}
	}
	b := &Board{
		opt: opt, now: now, keeper: keeper,
		wake:     make(chan struct{}, 1),
		listings: map[string]*listing{},
		quotes:   budget{limit: opt.PerMinute},
		history:  budget{limit: max(1, opt.PerMinute/2)},
	}
	for _, p := range providers {
		b.lanes = append(b.lanes, &lane{Provider: p})
	}
	b.archive = newArchive(keeper, now, b.restoreBars, b.noteKeeping)
	return b
}

// Watch says what to ask for, each list with the most wanted first: what is on the screen, then the watchlist, then the
// instruments of recent articles. It returns at once.
func (b *Board) Watch(onScreen, watchlist, recents []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	for _, l := range b.wanted {
		l.place = -1
	}
	before := b.wanted
	b.wanted = nil
	for i, list := range [][]string{onScreen, watchlist, recents} {
		for _, symbol := range list {
			if symbol == "" {
				continue
			}
			if l := b.listing(symbol); l.rank == 0 || l.place < 0 {
				l.want(visible+rank(i), len(b.wanted), now, b.opt.Refresh)
				b.wanted = append(b.wanted, l)
			}
		}
	}
	for _, l := range before {
		if l.place < 0 {
			l.rank, l.urgent = 0, false
		}
	}
	signal(b.wake)
}

// listing returns the listing of a symbol, a new one if it has none.
func (b *Board) listing(symbol string) *listing {
	l := b.listings[symbol]
	if l == nil {
		l = &listing{symbol: symbol}
		b.listings[symbol] = l
	}
	return l
}

// Quote returns the last good quote of a symbol; its Error says why a newer one failed. If only that is known, the price is
// unknown.
func (b *Board) Quote(symbol string) (orewire.Quote, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.listings[symbol]; l != nil && l.quote.Symbol != "" {
		return l.quote, true
	}
	return orewire.Quote{}, false
}

// Quotes returns what is known of several symbols.
func (b *Board) Quotes(symbols []string) map[string]orewire.Quote {
	known := make(map[string]orewire.Quote, len(symbols))
	for _, symbol := range symbols {
		if q, ok := b.Quote(symbol); ok {
			known[symbol] = q
		}
	}
	return known
}

// Bars returns the 5-minute bars of the last days, oldest first; nil until they are known. The slice must not be changed.
func (b *Board) Bars(symbol string) []orewire.Bar {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.listings[symbol]; l != nil {
		return l.bars.bars
	}
	return nil
}

// Move returns what an instrument has done since a moment, unknown if that cannot be said; see moveSince.
func (b *Board) Move(symbol string, since time.Time) orewire.Move {
	b.mu.Lock()
	defer b.mu.Unlock()
	if l := b.listings[symbol]; l != nil {
		return moveSince(since, l.quote, l.bars)
	}
	return orewire.Move{}
}

// Now asks for what is on the screen at once, as far as the limits allow, and lets one request go to each provider that is being
// left alone.
func (b *Board) Now() {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	for _, lane := range b.lanes {
		lane.breaker.force(now)
	}
	for _, l := range b.wanted {
		if l.rank == visible {
			l.force(now)
		}
	}
	signal(b.wake)
}

// Status says how asking goes.
func (b *Board) Status() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := Status{LastGood: b.lastGood, Err: cleantext.Error(b.fault), Keeping: cleantext.Error(b.keeping)}
	for _, lane := range b.lanes {
		if !lane.breaker.open() {
			s.RetryAt = time.Time{}
			break
		}
		if s.RetryAt.IsZero() || lane.breaker.retry.Before(s.RetryAt) {
			s.RetryAt = lane.breaker.retry.UTC()
		}
	}
	return s
}
