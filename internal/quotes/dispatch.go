package quotes

import "time"

// job is one request.
type job struct {
	lane     *lane
	listings []*listing // one if it is for history
	history  bool
}

func (j job) symbols() []string {
	symbols := make([]string, len(j.listings))
	for i, l := range j.listings {
		symbols[i] = l.symbol
	}
	return symbols
}

const (
	idle      = time.Minute // the longest sleep of a board that has nothing to do
	shareRest = 5           // one request of so many goes to what is not visible, if any of it is due
)

// dispatch starts every request that may go now, and tells how long there is nothing to do.
func (b *Board) dispatch(start func(job)) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	b.loadBars()
	for b.underWay < atOnce {
		j, ok := b.nextQuotes(now)
		if !ok {
			j, ok = b.nextHistory(now)
		}
		if !ok {
			break
		}
		b.underWay++
		j.lane.breaker.sent()
		start(j)
	}
	return b.nothingUntil(now).Sub(now)
}

// loadBars has the bars of what is visible loaded from earlier runs, once.
func (b *Board) loadBars() {
	if b.keeper == nil {
		return
	}
	for _, l := range b.wanted {
		if l.rank == visible && !l.loaded {
			l.loaded = true
			b.archive.load(l.symbol)
		}
	}
}

// nextQuotes chooses the next request for quotes, and notes it as sent.
func (b *Board) nextQuotes(now time.Time) (job, bool) {
	lane := b.readyLane(now)
	first := b.mostWanted(now)
	if lane == nil || first == nil || b.quotes.ready(!first.urgent).After(now) {
		return job{}, false
	}
	j := job{lane: lane, listings: []*listing{first}}
	if !lane.breaker.open() {
		for _, l := range b.wanted {
			if len(j.listings) >= lane.Batch() {
				break
			}
			if l != first && l.isDue(now) {
				j.listings = append(j.listings, l)
			}
		}
	}
	for _, l := range j.listings {
		l.asking, l.asked, l.urgent = true, now, false
	}
	b.quotes.spend(now)
	b.turn++
	return j, true
}

// readyLane returns the first provider that may be asked.
func (b *Board) readyLane(now time.Time) *lane {
	for _, lane := range b.lanes {
		if lane.breaker.ready(now) {
			return lane
		}
	}
	return nil
}

// mostWanted returns the instrument that is asked for next: the visible ones first, in turn, and now and then one of the rest.
func (b *Board) mostWanted(now time.Time) *listing {
	var shown, rest *listing
	for _, l := range b.wanted {
		switch {
		case !l.isDue(now):
		case l.rank == visible:
			if shown == nil || before(l, shown) {
				shown = l
			}
		case rest == nil || before(l, rest):
			rest = l
		}
	}
	turnOfRest := b.turn%shareRest == shareRest-1 && rest != nil
	if shown == nil || turnOfRest && !shown.urgent {
		return rest
	}
	return shown
}

// before reports whether a comes before b among instruments that are due.
func before(a, b *listing) bool {
	switch {
	case a.urgent != b.urgent:
		return a.urgent
	case a.rank != b.rank:
		return a.rank < b.rank
	case !a.asked.Equal(b.asked):
		return a.asked.Before(b.asked)
	}
	return a.place < b.place
}

// nextHistory chooses the next request for the bars of the last days, and notes it as sent. It probes no failing provider.
func (b *Board) nextHistory(now time.Time) (job, bool) {
	if b.history.ready(false).After(now) {
		return job{}, false
	}
	for _, l := range b.wanted {
		if !l.wantsHistory(now) {
			continue
		}
		for _, lane := range b.lanes {
			if lane.Name() == l.quote.Provider && !lane.breaker.open() {
				l.historyAsking = true
				b.history.spend(now)
				return job{lane: lane, listings: []*listing{l}, history: true}, true
			}
		}
	}
	return job{}, false
}

// nothingUntil tells when the next request may be due if nothing happens before.
func (b *Board) nothingUntil(now time.Time) time.Time {
	until := now.Add(idle)
	if b.underWay >= atOnce {
		return until // an answer wakes the board
	}
	for _, lane := range b.lanes {
		if at, ok := lane.breaker.readyAt(); ok {
			until = earlier(until, later(at, b.quotesDue(now)))
		}
	}
	for _, l := range b.wanted {
		if l.rank == visible && l.historyDue.After(now) {
			until = earlier(until, l.historyDue)
		} else if l.wantsHistory(now) && b.history.ready(false).After(now) {
			until = earlier(until, b.history.ready(false))
		}
	}
	return until
}

// quotesDue tells when the next request for quotes is due by age and by budget.
func (b *Board) quotesDue(now time.Time) time.Time {
	if first := b.mostWanted(now); first != nil {
		return b.quotes.ready(!first.urgent)
	}
	due := now.Add(idle)
	for _, l := range b.wanted {
		if !l.asking {
			due = earlier(due, l.due())
		}
	}
	return due
}
