package quotes

import (
	"math"
	"slices"
	"sort"
	"time"

	"orewire"
)

const (
	kept         = 7 * 24 * time.Hour // five sessions and a week-end
	shortestDay  = 3 * time.Hour      // no session is shorter, so none can hide in a gap as short as that
	splitAtLeast = 0.2                // a previous close that differs so much from ours was restated: a split, or worse
)

// series is an instrument's bars. They are complete between from and through; older ones may have gaps, as when orewire did not
// run. Its bars are never changed in place, so readers may keep the slice.
type series struct {
	bars          []orewire.Bar // oldest first
	from, through time.Time     // both zero if nothing is known to be complete
}

// addSession adds the bars of the latest session, which came with a quote. It returns those that are new.
func (s *series) addSession(r Result) []orewire.Bar {
	q := r.Quote
	if r.Since.IsZero() {
		return nil
	}
	if s.through.Before(r.Since) && (!s.reaches(r.Since) || s.restated(q, r.Since)) {
		s.from = r.Since
	}
	s.through = q.Fetched.Add(-q.Delay)
	if q.At.After(s.through) {
		s.through = q.At // our clock is behind the exchange's
	}
	return s.merge(r.Bars, q.Fetched.Add(-kept))
}

// addHistory adds every bar between two times. It returns those that are new.
func (s *series) addHistory(bars []orewire.Bar, from, through time.Time) []orewire.Bar {
	s.from = from
	if s.through.Before(through) {
		s.through = through
	}
	return s.merge(bars, from)
}

// restore puts bars of an earlier run behind those that are known already. Whether they have gaps is not known, but a session
// that was recorded up to the last trade has none.
func (s *series) restore(bars []orewire.Bar, lastTrade time.Time) {
	known := s.bars
	s.bars = bars
	s.merge(known, time.Time{})
	if n := len(bars); s.from.IsZero() && n > 0 && bars[n-1].Start.Add(Step+shortestDay).After(lastTrade) {
		s.from, s.through = latestSession(bars)[0].Start, lastTrade
	}
}

// reaches reports whether no session can lie between what is complete and t.
func (s *series) reaches(t time.Time) bool {
	return !s.through.IsZero() && t.Sub(s.through) <= shortestDay
}

// restated reports whether the previous close of a session that begins now is not the price that we last saw.
func (s *series) restated(q orewire.Quote, opens time.Time) bool {
	previous, known := q.PreviousClose.Get()
	n, _ := slices.BinarySearchFunc(s.bars, opens, func(b orewire.Bar, t time.Time) int { return b.Start.Compare(t) })
	return known && n > 0 && math.Abs(s.bars[n-1].Close/previous-1) > splitAtLeast
}

// merge adds bars and forgets those older than the oldest wanted. It returns those that are new or different.
func (s *series) merge(bars []orewire.Bar, oldest time.Time) []orewire.Bar {
	merged, fresh := mergeBars(s.bars, bars)
	n := sort.Search(len(merged), func(i int) bool { return !merged[i].Start.Before(oldest) })
	s.bars = merged[n:]
	return fresh
}

// mergeBars puts two lists together, both oldest first. Where both have a bar, that of more counts; fresh are those of more that
// are new or different.
func mergeBars(bars, more []orewire.Bar) (merged, fresh []orewire.Bar) {
	merged = make([]orewire.Bar, 0, len(bars)+len(more))
	for _, bar := range more {
		for len(bars) > 0 && bars[0].Start.Before(bar.Start) {
			merged, bars = append(merged, bars[0]), bars[1:]
		}
		known := len(bars) > 0 && bars[0].Start.Equal(bar.Start)
		if !known || bars[0] != bar {
			fresh = append(fresh, bar)
		}
		if known {
			bars = bars[1:]
		}
		merged = append(merged, bar)
	}
	return append(merged, bars...), fresh
}

// latestSession returns the bars of the latest session: back from the last one to a gap that is longer than a break, or to a day
// before it where an exchange hardly closes.
func latestSession(bars []orewire.Bar) []orewire.Bar {
	if len(bars) == 0 {
		return nil
	}
	last := bars[len(bars)-1].Start
	i := len(bars) - 1
	for i > 0 && bars[i].Start.Sub(bars[i-1].Start) <= shortestDay && last.Sub(bars[i-1].Start) < 24*time.Hour {
		i--
	}
	return bars[i:]
}

// Session returns the closes of the session that a quote's price belongs to, oldest first: what a sparkline shows. It is nil if
// the bars end before that session.
func Session(bars []orewire.Bar, q orewire.Quote) []float64 {
	session := latestSession(bars)
	if len(session) == 0 || q.At.Sub(session[len(session)-1].Start) > Step+shortestDay {
		return nil
	}
	closes := make([]float64, len(session))
	for i, bar := range session {
		closes[i] = bar.Close
	}
	return closes
}
