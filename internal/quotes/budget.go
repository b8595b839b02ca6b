package quotes

import "time"

// minute is how long a request counts: a little more than a minute, since requests do not all travel equally fast.
const minute = 61 * time.Second

// budget lets at most limit requests go within a minute.
type budget struct {
	limit int
	sent  []time.Time // within the last minute, oldest first
}

// ready tells when the next request may go; zero is now. A paced one also keeps its distance from the one before it, so that
// what is asked over and over is spread over the minute.
func (b *budget) ready(paced bool) time.Time {
	var at time.Time
	n := len(b.sent)
	if n >= b.limit {
		at = b.sent[n-b.limit].Add(minute)
	}
	if n > 0 && paced {
		at = later(at, b.sent[n-1].Add(minute/time.Duration(b.limit)))
	}
	return at
}

// spend counts a request.
func (b *budget) spend(now time.Time) {
	for len(b.sent) > 0 && now.Sub(b.sent[0]) >= minute {
		b.sent = b.sent[1:]
	}
	b.sent = append(b.sent, now)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
