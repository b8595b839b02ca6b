package feeds

import (
	"time"

	"orewire"
)

const (
	firstRetry    = time.Minute    // after the first failure; then twice as long each time
	maxBackOff    = 6 * time.Hour  // a failing feed is asked so often for ever
	maxRetryAfter = 24 * time.Hour // a server's wish beyond it is a mistake
)

// interval returns how often a feed is asked.
func (p *Poller) interval(feed orewire.Feed) time.Duration {
	if feed.Every > 0 {
		return max(feed.Every, p.options.Least)
	}
	return max(p.options.Refresh, p.options.Least)
}

// spread shortens an interval by up to a tenth, so that feeds do not stay in step. One that the reader has fixed stays.
func (p *Poller) spread(feed orewire.Feed, interval time.Duration) time.Duration {
	if feed.Every > 0 {
		return interval
	}
	return max(p.options.Least, interval-time.Duration(p.options.Random()*float64(interval)/10))
}

// backOff returns how long to leave a feed alone that has failed so many times in a row.
func (p *Poller) backOff(interval time.Duration, failures int) time.Duration {
	delay := min(firstRetry, interval)
	for range failures - 1 {
		if delay *= 2; delay >= maxBackOff {
			delay = maxBackOff
			break
		}
	}
	return max(p.options.Least, delay-time.Duration(p.options.Random()*float64(delay)/5))
}

// untilDue returns how long a feed has to wait. A nudge makes it due at once, unless its server has asked us to wait.
func (p *Poller) untilDue(s *source, nudged bool) time.Duration {
	now := p.now().Round(0) // the wall clock
	if wait := s.quiet.Sub(now); wait > 0 {
		return wait
	}
	if nudged || s.state.Checked.IsZero() || s.state.Next.IsZero() {
		return 0
	}
	wait := s.state.Next.Sub(now)
	if s.state.Failures == 0 { // the interval may be shorter than in the last run
		wait = min(wait, s.state.Checked.Add(p.interval(s.feed)).Sub(now))
	}
	if wait > maxRetryAfter { // the clock was set back
		return 0
	}
	return wait
}
