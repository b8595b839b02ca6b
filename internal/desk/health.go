package desk

import (
	"slices"
	"sync"

	"orewire"
	"orewire/feeds"
	"orewire/internal/cleantext"
)

// health is what polling has shown of each feed, for the header and the feed screen.
type health struct {
	mu    sync.Mutex
	feeds []FeedHealth
	at    map[string]int // by the feed's address
	fault cleantext.Text
}

func (h *health) list(list []orewire.Feed) {
	h.feeds, h.at = make([]FeedHealth, len(list)), make(map[string]int, len(list))
	for i, f := range list {
		h.feeds[i] = FeedHealth{Feed: f}
		h.at[f.URL.String()] = i
	}
}

// restore puts in what earlier runs have stored.
func (h *health) restore(states map[string]orewire.FeedState) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for url, state := range states {
		if i, ok := h.at[url]; ok && h.feeds[i].State.Checked.IsZero() {
			h.feeds[i].State = state
		}
	}
}

// asking notes that a request to the feed has begun.
func (h *health) asking(f orewire.Feed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i, ok := h.at[f.URL.String()]; ok {
		h.feeds[i].Asking = true
	}
}

// answered notes how a request ended, and whether what it brought could be stored.
func (h *health) answered(b feeds.Batch, stored error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fault = cleantext.Error(stored)
	if i, ok := h.at[b.Feed.URL.String()]; ok {
		h.feeds[i].Asking, h.feeds[i].State = false, b.State
	}
}

// notice keeps an error that concerns the whole program; nil takes it away.
func (h *health) notice(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fault = cleantext.Error(err)
}

// Feeds lists the feeds with what their polls have shown, in the order of the configuration. It reads memory only.
func (d *Desk) Feeds() []FeedHealth {
	d.health.mu.Lock()
	defer d.health.mu.Unlock()
	list := slices.Clone(d.health.feeds)
	for i := range list {
		list[i].Silent = feeds.Silent(list[i].State, d.now())
	}
	return list
}

// Status is what the header and the footer say. It reads memory only.
func (d *Desk) Status() Status {
	board := d.board.Status()
	s := Status{Prices: board.LastGood, PriceError: board.Err, PriceRetry: board.RetryAt, Demo: d.demo}
	d.health.mu.Lock()
	defer d.health.mu.Unlock()
	s.Feeds, s.Notice = len(d.health.feeds), d.health.fault
	if s.Notice.IsZero() {
		s.Notice = board.Keeping
	}
	for _, f := range d.health.feeds {
		if f.Asking {
			s.Asking++
		}
		if !f.State.Checked.IsZero() {
			s.Asked++
		}
		switch {
		case f.State.Paused:
			s.Paused++
		case !f.State.Error.IsZero():
			s.Failing++
		}
	}
	return s
}
