package feeds

import (
	"time"

	"orewire"
)

const (
	shortestPace  = time.Minute      // a feed that publishes all the time is asked so often
	longestPace   = 30 * time.Minute // and one that hardly does so seldom; no feed or server can ask for more
	firstRetry    = time.Minute      // after the first failure; then twice as long each time
	maxBackOff    = 6 * time.Hour    // a failing feed is asked so often for ever
	maxRetryAfter = 24 * time.Hour   // a server's wish beyond it is a mistake
	pause         = 24 * time.Hour   // after a server has said that a feed is gone
	offlineRetry  = 2 * time.Minute  // without a network of our own
)

// interval returns how often a feed is asked: as the reader has fixed it; else twice as often as it publishes, but not more
// often than it wants to be.
func (p *Poller) interval(feed orewire.Feed, state orewire.FeedState) time.Duration {
	if feed.Every > 0 {
		return max(feed.Every, p.options.Least)
	}
	interval := p.options.Refresh
	if interval < shortestPace { // a trial, on loopback
		return max(interval, p.options.Least)
	}
	if state.Pace > 0 {
		interval = min(max(state.Pace/2, shortestPace), longestPace)
	}
	return max(interval, min(state.Hint, longestPace), p.options.Least)
}

// spread shortens an interval by up to a tenth, so that feeds do not stay in step. One that the reader has fixed stays.
func (p *Poller) spread(feed orewire.Feed, interval time.Duration) time.Duration {
	if feed.Every > 0 {
		return interval
	}
	return max(p.options.Least, interval-time.Duration(p.options.Random()*float64(interval)/10))
}

// awake moves a time out of the hours and days in which a feed says that nothing comes, by a day at most. A reader who has
// fixed its interval knows better.
func awake(feed orewire.Feed, state orewire.FeedState, next time.Time) time.Time {
	if feed.Every > 0 || state.SkipHours == 0 && state.SkipDays == 0 {
		return next
	}
	latest := next.Add(24*time.Hour - longestPace) // a wait of more than a day would look like a clock set back
	at := next.UTC()
	for state.SkipHours&(1<<at.Hour()) != 0 || state.SkipDays&(1<<at.Weekday()) != 0 {
		at = at.Truncate(time.Hour).Add(time.Hour)
		if at.After(latest) {
			return latest
		}
	}
	return at
}

// backOff returns how long to leave a feed alone that has failed so many times in a row.
func (p *Poller) backOff(first time.Duration, failures int) time.Duration {
	delay := first
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
	if wait := s.state.Quiet.Sub(now); wait > 0 && wait <= maxRetryAfter {
		return wait
	}
	if nudged || s.state.Checked.IsZero() || s.state.Next.IsZero() {
		return 0
	}
	next := s.state.Next
	if s.state.Failures == 0 { // the interval may be shorter than in the last run
		if sooner := awake(s.feed, s.state, s.state.Checked.Add(p.interval(s.feed, s.state))); sooner.Before(next) {
			next = sooner
		}
	}
	wait := next.Sub(now)
	if wait > maxRetryAfter { // the clock was set back
		return 0
	}
	return wait
}
