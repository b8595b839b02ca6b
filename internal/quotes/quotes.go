// Package quotes gets the prices of instruments and says what they have done since a moment.
//
// Shape: a Provider asks one source; the Board owns all asking, keeps the last good quote of every instrument and its bars of
// the last days, and answers from memory. Move compares the last price with the last bar that had ended at a moment.
// Units: prices are in the quote's own unit (GBp is pence, see Minor), percentages in percent, moves as fractions. Times are UTC.
// A value that is not known is unknown, never 0.
// Errors: a Provider returns one for each symbol: ErrNotFound, ErrBadPayload, ErrDown or *RateLimited, wrapped in words.
// Source: Yahoo's chart endpoint (v8), unofficial and without a promise; its answers are read with distrust.
package quotes

import (
	"context"
	"errors"
	"time"

	"orewire"
)

// Step is the length of the bars that the board keeps.
const Step = 5 * time.Minute

// Provider asks one source of prices. Its methods end when ctx does.
type Provider interface {
	Name() string
	Batch() int // how many symbols Quotes takes in one request
	// Quotes answers for every symbol asked for.
	Quotes(ctx context.Context, symbols []string) map[string]Result
	// Bars returns every bar since from, oldest first. The last one may still be growing.
	Bars(ctx context.Context, symbol string, from time.Time, step time.Duration) ([]orewire.Bar, error)
}

// Result is what a provider says of one symbol: a quote, or why there is none.
type Result struct {
	Quote orewire.Quote
	Opens time.Time     // UTC, start of the regular session that Quote.Closes ends; zero if unknown
	Bars  []orewire.Bar // that came with the quote, of length Step, oldest first
	Since time.Time     // Bars holds every bar from then on; zero if no bars came along
	Err   error
}

// Why there is no quote. Providers wrap them in words that name the source.
var (
	ErrNotFound   = errors.New("symbol not known")
	ErrBadPayload = errors.New("answer not understood")
	ErrDown       = errors.New("no prices")
)

// RateLimited says that a provider wants to be asked less often.
type RateLimited struct {
	Until time.Time // when it may be asked again; zero if it did not say
}

func (*RateLimited) Error() string { return "asked too often" }
