package quotes

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// Yahoo asks Yahoo's chart endpoint (v8), which needs no session, one symbol a request. It says who it is and consents to nothing.
type Yahoo struct {
	get  func(context.Context, fetch.Request) (fetch.Response, error)
	base string
	now  func() time.Time
}

// NewYahoo returns the provider at base, as "https://query1.finance.yahoo.com".
func NewYahoo(client *fetch.Client, base string, now func() time.Time) *Yahoo {
	return &Yahoo{get: client.Get, base: strings.TrimRight(base, "/"), now: now}
}

// Name returns "yahoo".
func (y *Yahoo) Name() string { return "yahoo" }

// Batch returns 1: the endpoint answers for one symbol.
func (y *Yahoo) Batch() int { return 1 }

// Quotes asks for each symbol's last price and today's bars in one request.
func (y *Yahoo) Quotes(ctx context.Context, symbols []string) map[string]Result {
	results := make(map[string]Result, len(symbols))
	for _, symbol := range symbols {
		results[symbol] = y.quote(ctx, symbol)
	}
	return results
}

func (y *Yahoo) quote(ctx context.Context, symbol string) Result {
	c, err := y.ask(ctx, symbol, Step, url.Values{"range": {"1d"}})
	if err != nil {
		return Result{Err: err}
	}
	now := y.now()
	q, err := c.quote(symbol, now)
	if err != nil {
		return Result{Err: fmt.Errorf("yahoo: %w", err)}
	}
	q.Provider = y.Name()
	opens, _ := c.meta.session(now)
	return Result{Quote: q, Opens: opens, Bars: c.bars, Since: c.since()}
}

// Bars asks for the bars since from. Yahoo keeps bars under an hour for 60 days.
func (y *Yahoo) Bars(ctx context.Context, symbol string, from time.Time, step time.Duration) ([]orewire.Bar, error) {
	c, err := y.ask(ctx, symbol, step, url.Values{
		"period1": {strconv.FormatInt(from.Unix(), 10)},
		"period2": {strconv.FormatInt(y.now().Unix(), 10)},
	})
	return c.bars, err
}

// ask asks for one chart of regular trade.
func (y *Yahoo) ask(ctx context.Context, symbol string, step time.Duration, span url.Values) (chart, error) {
	span.Set("interval", interval(step))
	span.Set("includePrePost", "false")
	address, err := cleantext.ParseAddress(y.base + "/v8/finance/chart/" + url.PathEscape(symbol) + "?" + span.Encode())
	if err != nil {
		return chart{}, fmt.Errorf("yahoo: %w: %w", ErrDown, err)
	}
	response, err := y.get(ctx, fetch.Request{URL: address, Accept: "application/json", Urgent: true})
	if err != nil {
		return chart{}, fmt.Errorf("yahoo: %w", y.failure(ctx, err))
	}
	c, err := parseChart(response.Body, step)
	if err != nil {
		return chart{}, fmt.Errorf("yahoo: %w", err)
	}
	return c, nil
}

// interval writes a step as Yahoo does.
func interval(step time.Duration) string {
	if step >= 24*time.Hour {
		return strconv.Itoa(int(step/(24*time.Hour))) + "d"
	}
	return strconv.Itoa(int(step/time.Minute)) + "m"
}

// failure says what a failed request means.
func (y *Yahoo) failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ErrDown, context.Cause(ctx))
	}
	var refused *fetch.Error
	if !errors.As(err, &refused) {
		return fmt.Errorf("%w: %w", ErrDown, err)
	}
	switch refused.Status {
	case http.StatusNotFound:
		return fmt.Errorf("%w: it may be delisted", ErrNotFound)
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return fmt.Errorf("%w: %w", ErrBadPayload, err)
	case http.StatusTooManyRequests:
		limited := &RateLimited{}
		if refused.RetryAfter > 0 {
			limited.Until = y.now().Add(refused.RetryAfter)
		}
		return limited
	}
	return fmt.Errorf("%w: %w", ErrDown, err)
}
