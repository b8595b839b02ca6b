package demo

import (
	"sync"
	"time"
)

// market holds the prices of all listings.
type market struct {
	mu    sync.Mutex
	paths map[string]*path // by symbol
}

// newMarket makes the prices of all listings as they come about by now and after.
func newMarket(listings []listing, seed uint64, now time.Time) *market {
	m := &market{paths: make(map[string]*path, len(listings))}
	for _, l := range listings {
		m.paths[l.symbol] = newPath(l, seed, now.Add(-history))
	}
	return m
}

// react lets a headline move a price, from its time on, by a fraction. Headlines come in the order of their time.
func (m *market) react(symbol string, at time.Time, size float64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if p := m.paths[symbol]; p != nil {
		p.react(at, size)
	}
}

// ask lets look see the path of a symbol as it stands at now; false if nobody trades the symbol.
func (m *market) ask(symbol string, now time.Time, look func(*path)) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := m.paths[symbol]
	if p == nil {
		return false
	}
	p.walk(now)
	look(p)
	return true
}
