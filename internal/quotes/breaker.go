package quotes

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

const (
	failuresToOpen = 3 // in a row; a single one says little of the provider
	probeEvery     = 30 * time.Second
	firstWait      = time.Minute // after "asked too often" without a time
	longestWait    = 10 * time.Minute
	longestAsked   = time.Hour // that a provider may ask us to wait
)

// breaker keeps a failing provider from being asked. While it is open, one request at a time probes whether all is well again.
type breaker struct {
	failures int       // in a row
	limited  int       // times in a row that the provider said it was asked too often
	opened   time.Time // zero: closed
	retry    time.Time // when the next probe may go
	probing  bool
}

func (b *breaker) open() bool { return !b.opened.IsZero() }

// readyAt tells when a request may go, if that is known: while one is probing, the next depends on it.
func (b *breaker) readyAt() (at time.Time, known bool) {
	return b.retry, !b.probing
}

// ready tells whether a request may go now.
func (b *breaker) ready(now time.Time) bool {
	at, known := b.readyAt()
	return known && !at.After(now)
}

// sent notes that a request went.
func (b *breaker) sent() { b.probing = b.open() }

// heard notes what came of a request that was sent at a time. It reports whether the provider is well again after it was not.
func (b *breaker) heard(err error, sent, now time.Time) (healed bool) {
	if errors.Is(err, context.Canceled) {
		b.probing = false
		return false
	}
	if err == nil || errors.Is(err, ErrNotFound) {
		healed = b.open()
		*b = breaker{}
		return healed
	}
	if b.open() && sent.Before(b.opened) {
		return false // it was under way when the breaker opened and tells nothing new
	}
	b.probing = false
	b.failures++
	var limited *RateLimited
	switch {
	case errors.As(err, &limited):
		b.retry = now.Add(b.wait(limited, now))
		b.limited++
	case b.open() || b.failures >= failuresToOpen:
		b.retry = now.Add(probeEvery)
	default:
		return false
	}
	b.opened = now
	return false
}

// wait tells how long to leave a provider alone that was asked too often.
func (b *breaker) wait(e *RateLimited, now time.Time) time.Duration {
	if asked := e.Until.Sub(now); !e.Until.IsZero() && asked > 0 {
		return min(asked, longestAsked)
	}
	wait := min(firstWait<<min(b.limited, 4), longestWait)
	return wait + time.Duration(float64(wait)*0.2*rand.Float64())
}

// force lets one request go now.
func (b *breaker) force(now time.Time) {
	if b.open() {
		b.retry = now
	}
}
