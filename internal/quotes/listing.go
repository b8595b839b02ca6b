package quotes

import (
	"errors"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// rank says how much an instrument is wanted; the smaller, the more.
type rank uint8

const (
	visible rank = iota + 1
	watched
	recent
)

// refresh tells how often a rank is asked while its market is open.
func (r rank) refresh(shortest time.Duration) time.Duration {
	switch r {
	case watched:
		return max(shortest, time.Minute)
	case recent:
		return max(shortest, 5*time.Minute)
	}
	return shortest
}

const (
	closedEvery  = 15 * time.Minute
	settling     = time.Minute      // after the close until its price stands
	retryFailed  = 30 * time.Second // an instrument whose answer was bad
	retryUnknown = time.Minute      // one that the provider does not know; doubled each time
	longestRetry = 2 * time.Hour
	historyRetry = 5 * time.Minute
	urgentAge    = time.Minute // an instrument with a quote as old as that, or with none, is asked for at once when it comes on screen
)

// listing is an instrument on the board.
type listing struct {
	symbol string
	rank   rank // 0: not wanted now
	place  int  // within its rank

	quote   orewire.Quote
	opens   time.Time // of the session that quote.Closes ends
	bars    series
	loaded  bool // its bars were asked of the keeper
	unknown int  // times in a row that the provider did not know it

	asking bool
	asked  time.Time // the last time
	next   time.Time // when the quote is worth asking for again
	retry  time.Time // not before, after a bad answer
	urgent bool      // does not keep to the pace

	historyAsking bool
	historyDue    time.Time
}

func (l *listing) known() bool { return !l.quote.Price.IsZero() }

// wantsHistory tells whether the bars of the last days are to be asked for.
func (l *listing) wantsHistory(now time.Time) bool {
	complete := !l.bars.from.IsZero() && now.Sub(l.bars.from) > kept-24*time.Hour
	return l.rank == visible && l.known() && !l.historyAsking && !complete && !now.Before(l.historyDue)
}

// want notes how much the instrument is wanted from now on.
func (l *listing) want(r rank, place int, now time.Time, refresh time.Duration) {
	shown := r == visible && l.rank != visible
	l.rank, l.place = r, place
	if !l.urgent {
		l.next = l.nextAsk(refresh)
	}
	if shown && l.isDue(now) && now.Sub(l.quote.Fetched) >= urgentAge {
		l.urgent = true
	}
}

// force asks for the instrument now.
func (l *listing) force(now time.Time) {
	l.next, l.retry, l.urgent = now, time.Time{}, true
}

// due tells when the instrument is to be asked for.
func (l *listing) due() time.Time { return later(l.next, l.retry) }

func (l *listing) isDue(now time.Time) bool { return l.rank != 0 && !l.asking && !l.due().After(now) }

// accept takes the answer to a request that was sent at a time. It reports whether what a reader sees changed, and the bars that
// are new.
func (l *listing) accept(r Result, now time.Time, refresh time.Duration) (changed bool, fresh []orewire.Bar) {
	before := l.quote
	l.urgent = false
	if r.Err != nil {
		l.quote.Symbol, l.quote.Error = l.symbol, cleantext.Error(r.Err)
		l.retry = now.Add(max(refresh, retryFailed))
		if errors.Is(r.Err, ErrNotFound) {
			l.retry = now.Add(min(retryUnknown<<min(l.unknown, 10), longestRetry))
			l.unknown++
		}
		return l.quote.Error != before.Error, nil
	}
	if before.Provider != "" && before.Provider != r.Quote.Provider {
		l.bars, l.historyDue = series{}, now // two sources are never mixed in one figure
	}
	first := len(l.bars.bars) == 0
	l.quote, l.opens, l.unknown, l.retry = r.Quote, r.Opens, 0, time.Time{}
	fresh = l.bars.addSession(r)
	l.next = l.nextAsk(refresh)
	return differs(before, l.quote) || first && len(fresh) > 0, fresh
}

// differs reports whether a reader sees a difference: another trade, state or reason, not the same once more.
func differs(a, b orewire.Quote) bool {
	a.Fetched, b.Fetched = time.Time{}, time.Time{}
	return a != b
}

// nextAsk tells when the quote is worth asking for again: after the refresh of its rank while the market may trade; once when
// the close has settled; then now and then, and when the next session opens.
func (l *listing) nextAsk(refresh time.Duration) time.Time {
	q := l.quote
	if !l.known() {
		return time.Time{}
	}
	if q.State == orewire.MarketOpen || q.State == "" {
		return q.Fetched.Add(l.rank.refresh(refresh))
	}
	next := q.Fetched.Add(max(closedEvery, refresh))
	settled := q.Closes.Add(q.Delay + settling)
	if !q.Fetched.Before(q.Closes) && q.Fetched.Before(settled) && settled.Before(next) {
		next = settled
	}
	if opening := l.nextOpening(); !opening.IsZero() && opening.Before(next) {
		next = opening
	}
	return next
}

// nextOpening tells when the first session after the last quote opens: the one that the provider named, or else the same time on
// a later day. It is zero if no session is known.
func (l *listing) nextOpening() time.Time {
	if l.opens.IsZero() {
		return time.Time{}
	}
	opening := l.opens
	if zone, err := time.LoadLocation(l.quote.Zone); err == nil {
		opening = opening.In(zone)
	}
	for !opening.After(l.quote.Fetched) {
		opening = opening.AddDate(0, 0, 1)
	}
	return opening
}
