package desk

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/quotes"
)

const (
	recentSpan    = 24 * time.Hour // articles of this age and younger keep their instruments priced
	recentSymbols = 40
	askedAtOnce   = 4
)

// wanted is what the board is asked for, most wanted first.
type wanted struct {
	mu             sync.Mutex
	shown, recents []string
}

// Show tells what instruments are on the screen, most wanted first, so that the board asks for these before all others.
func (d *Desk) Show(symbols []string) {
	d.wanted.mu.Lock()
	defer d.wanted.mu.Unlock()
	d.wanted.shown = symbols
	d.board.Watch(d.wanted.shown, d.watchlist, d.wanted.recents)
}

func (d *Desk) wantRecent(symbols []string) {
	d.wanted.mu.Lock()
	defer d.wanted.mu.Unlock()
	d.wanted.recents = symbols
	d.board.Watch(d.wanted.shown, d.watchlist, d.wanted.recents)
}

// wantPrices keeps the board's list of the instruments of recent articles up to date.
func (d *Desk) wantPrices(ctx context.Context) error {
	for {
		symbols, err := d.store.RecentSymbols(ctx, d.now().Add(-recentSpan), recentSymbols)
		if err != nil && ctx.Err() == nil {
			d.health.notice(err)
		}
		d.wantRecent(symbols)
		select {
		case <-ctx.Done():
			return nil
		case <-d.arrived:
		}
		// A burst of arrivals asks the store once.
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(2 * time.Second):
		}
	}
}

// Ask asks for prices now and waits for the answers, in the order of the symbols. A price that did not come says why in its Error.
func (d *Desk) Ask(ctx context.Context, symbols []string) ([]orewire.Quote, error) {
	answers := make([]orewire.Quote, len(symbols))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(askedAtOnce)
	for i, symbol := range symbols {
		group.Go(func() error {
			return guarded("quotes", func() error {
				answers[i] = d.ask(ctx, symbol)
				return nil
			})
		})
	}
	err := group.Wait()
	return answers, err
}

// ask goes through the providers until one has a price.
func (d *Desk) ask(ctx context.Context, symbol string) orewire.Quote {
	q := orewire.Quote{Symbol: symbol}
	for _, provider := range d.sources {
		result := provider.Quotes(ctx, []string{symbol})[symbol]
		if result.Err == nil {
			result.Quote.Name = d.bySymbol[symbol].Name
			result.Quote.Decimals = quotes.Decimals(result.Quote)
			return result.Quote
		}
		q.Error = cleantext.Error(result.Err)
	}
	return q
}
