package desk

import (
	"context"
	"sync"
	"time"
)

// Subscription gathers what happens until its reader asks. A slow reader gets one merged Changes later; it never
// holds up the desk.
type Subscription struct {
	mu      sync.Mutex
	fresh   map[int64]bool
	updated map[int64]bool
	quotes  map[string]bool
	feeds   bool
	wake    chan struct{} // holds one token while something waits to be read
}

// Subscribe starts to gather changes. The subscription lives as long as the desk.
func (d *Desk) Subscribe() *Subscription {
	s := &Subscription{wake: make(chan struct{}, 1)}
	s.clear()
	d.subscribers.Lock()
	d.subscribers.list = append(d.subscribers.list, s)
	d.subscribers.Unlock()
	return s
}

// Wait blocks until something has happened, then for one window more, and returns all of it. It returns false when ctx ended.
func (s *Subscription) Wait(ctx context.Context, window time.Duration) (Changes, bool) {
	select {
	case <-ctx.Done():
		return Changes{}, false
	case <-s.wake:
	}
	if window > 0 {
		timer := time.NewTimer(window)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return Changes{}, false
		case <-timer.C:
		}
	}
	return s.take(), true
}

func (s *Subscription) take() Changes {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := Changes{Feeds: s.feeds}
	for id := range s.fresh {
		c.New = append(c.New, id)
	}
	for id := range s.updated {
		if !s.fresh[id] {
			c.Updated = append(c.Updated, id)
		}
	}
	for symbol := range s.quotes {
		c.Quotes = append(c.Quotes, symbol)
	}
	s.clear()
	return c
}

func (s *Subscription) clear() {
	s.fresh, s.updated, s.quotes, s.feeds = map[int64]bool{}, map[int64]bool{}, map[string]bool{}, false
}

func (s *Subscription) put(c Changes) {
	s.mu.Lock()
	for _, id := range c.New {
		s.fresh[id] = true
	}
	for _, id := range c.Updated {
		s.updated[id] = true
	}
	for _, symbol := range c.Quotes {
		s.quotes[symbol] = true
	}
	s.feeds = s.feeds || c.Feeds
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // its reader is told already
	}
}

// tell hands a change to every subscriber.
func (d *Desk) tell(c Changes) {
	d.subscribers.Lock()
	defer d.subscribers.Unlock()
	for _, s := range d.subscribers.list {
		s.put(c)
	}
}
