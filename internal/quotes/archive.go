package quotes

import (
	"context"
	"errors"
	"sync"
	"time"

	"orewire"
)

// Keeper keeps quotes and bars from one run to the next.
type Keeper interface {
	SaveQuotes(ctx context.Context, quotes []orewire.Quote) error
	Quotes(ctx context.Context) ([]orewire.Quote, error)
	SaveBars(ctx context.Context, symbol string, step time.Duration, bars []orewire.Bar) error
	Bars(ctx context.Context, symbol string, step time.Duration, from, to time.Time) ([]orewire.Bar, error)
}

const (
	saveEvery = 10 * time.Second
	lastSave  = time.Second // what the end of the program may wait for a busy store
)

// archive saves what comes and loads what is asked for, in a goroutine of its own, so that a busy store holds up no price.
type archive struct {
	keeper Keeper
	loaded func(symbol string, bars []orewire.Bar)
	told   func(error) // why keeping fails; nil when it works again
	now    func() time.Time

	mu     sync.Mutex
	quotes map[string]orewire.Quote
	bars   map[string][]orewire.Bar
	wanted []string // symbols whose bars are to be loaded
	wake   chan struct{}
}

func newArchive(keeper Keeper, now func() time.Time, loaded func(string, []orewire.Bar), told func(error)) *archive {
	return &archive{
		keeper: keeper, loaded: loaded, told: told, now: now,
		quotes: map[string]orewire.Quote{}, bars: map[string][]orewire.Bar{}, wake: make(chan struct{}, 1),
	}
}

// save takes what is to be kept.
func (a *archive) save(q orewire.Quote, bars []orewire.Bar) {
	if a.keeper == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if !q.Fetched.IsZero() {
		a.quotes[q.Symbol] = q
	}
	if len(bars) > 0 {
		a.bars[q.Symbol], _ = mergeBars(a.bars[q.Symbol], bars)
	}
}

// load asks for the bars of a symbol.
func (a *archive) load(symbol string) {
	a.mu.Lock()
	a.wanted = append(a.wanted, symbol)
	a.mu.Unlock()
	signal(a.wake)
}

// run works until ctx ends, then saves what is left.
func (a *archive) run(ctx context.Context) {
	tick := time.NewTicker(saveEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), lastSave)
			defer stop()
			a.told(a.flush(ctx))
			return
		case <-tick.C:
			if err := a.flush(ctx); ctx.Err() == nil {
				a.told(err)
			}
		case <-a.wake:
			if err := a.fill(ctx); err != nil && ctx.Err() == nil {
				a.told(err)
			}
		}
	}
}

// fill loads the bars that were asked for.
func (a *archive) fill(ctx context.Context) error {
	a.mu.Lock()
	wanted := a.wanted
	a.wanted = nil
	a.mu.Unlock()
	now := a.now()
	var all error
	for _, symbol := range wanted {
		bars, err := a.keeper.Bars(ctx, symbol, Step, now.Add(-kept), now)
		if err != nil {
			all = errors.Join(all, err)
			continue
		}
		a.loaded(symbol, bars)
	}
	return all
}

// flush saves what has come. Bars go first: a quote must never be newer than its bars. What cannot be saved is tried again.
func (a *archive) flush(ctx context.Context) error {
	a.mu.Lock()
	quotes, bars := a.quotes, a.bars
	a.quotes, a.bars = map[string]orewire.Quote{}, map[string][]orewire.Bar{}
	a.mu.Unlock()
	for symbol, list := range bars {
		if err := a.keeper.SaveBars(ctx, symbol, Step, list); err != nil {
			a.putBack(quotes, bars)
			return err
		}
		delete(bars, symbol)
	}
	if len(quotes) == 0 {
		return nil
	}
	list := make([]orewire.Quote, 0, len(quotes))
	for _, q := range quotes {
		list = append(list, q)
	}
	if err := a.keeper.SaveQuotes(ctx, list); err != nil {
		a.putBack(quotes, bars)
		return err
	}
	return nil
}

// putBack keeps what could not be saved, unless something newer has come.
func (a *archive) putBack(quotes map[string]orewire.Quote, bars map[string][]orewire.Bar) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for symbol, q := range quotes {
		if _, newer := a.quotes[symbol]; !newer {
			a.quotes[symbol] = q
		}
	}
	for symbol, list := range bars {
		a.bars[symbol], _ = mergeBars(list, a.bars[symbol])
	}
}

// signal wakes a goroutine that has not been woken yet.
func signal(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}

// restoreQuotes loads the quotes of earlier runs.
func (b *Board) restoreQuotes(ctx context.Context) {
	stored, err := b.keeper.Quotes(ctx)
	if err != nil && ctx.Err() == nil {
		b.noteKeeping(err)
	}
	var symbols []string
	b.mu.Lock()
	for _, q := range stored {
		if l := b.listing(q.Symbol); !l.known() {
			q.Error = l.quote.Error
			l.quote = q
			symbols = append(symbols, q.Symbol)
		}
	}
	b.mu.Unlock()
	b.tell(symbols)
}

// restoreBars takes the bars of earlier runs.
func (b *Board) restoreBars(symbol string, bars []orewire.Bar) {
	if len(bars) == 0 {
		return
	}
	b.mu.Lock()
	l := b.listing(symbol)
	l.bars.restore(bars, l.quote.At)
	b.mu.Unlock()
	b.tell([]string{symbol})
}

func (b *Board) noteKeeping(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keeping = err
}
