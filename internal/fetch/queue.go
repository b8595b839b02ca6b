package fetch

import (
	"context"
	"sync"
	"time"
)

const (
	silentAfter = time.Second // a request that has heard nothing for so long gives its place among all to another
	maxSilent   = 64          // requests that may be silent so, beside those that hold a place
)

// queue lets a limited number of requests through, in all and per host.
type queue struct {
	all     *gate
	silent  chan struct{}
	perHost int

	mu    sync.Mutex
	hosts map[string]*host
}

// host is a host that is being asked or waited for.
type host struct {
	places *gate
	users  int // guarded by queue.mu; the host is forgotten when nobody uses it
}

func newQueue(perHost, all int) *queue {
	return &queue{
		all:     newGate(all),
		silent:  make(chan struct{}, maxSilent),
		perHost: perHost,
		hosts:   map[string]*host{},
	}
}

// place is the right to ask a host. While a request is silent it holds one of the places for silent ones instead of one
// among all, so that dead hosts do not keep the others waiting.
type place struct {
	queue *queue
	name  string
	host  *host
	timer *time.Timer

	mu     sync.Mutex
	silent bool
	over   bool // heard or left: the timer comes too late
}

// wait returns a place, or the context's error. An urgent request goes before the others that wait.
func (q *queue) wait(ctx context.Context, name string, urgent bool) (*place, error) {
	h := q.use(name)
	if err := h.places.enter(ctx, urgent); err != nil {
		q.forget(name, h)
		return nil, err
	}
	if err := q.all.enter(ctx, urgent); err != nil {
		h.places.leave()
		q.forget(name, h)
		return nil, err
	}
	p := &place{queue: q, name: name, host: h}
	p.timer = time.AfterFunc(silentAfter, p.fallSilent)
	return p, nil
}

func (q *queue) use(name string) *host {
	q.mu.Lock()
	defer q.mu.Unlock()
	h := q.hosts[name]
	if h == nil {
		h = &host{places: newGate(q.perHost)}
		q.hosts[name] = h
	}
	h.users++
	return h
}

func (q *queue) forget(name string, h *host) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if h.users--; h.users == 0 {
		delete(q.hosts, name)
	}
}

func (p *place) fallSilent() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over {
		return
	}
	select {
	case p.queue.silent <- struct{}{}:
		p.silent = true
		p.queue.all.leave()
	default: // too many are silent already
	}
}

// heard says that the host has begun to answer.
func (p *place) heard() {
	p.timer.Stop()
	p.mu.Lock()
	p.over = true
	p.mu.Unlock()
}

// leaveHost lets the next ask the host; the place among all is kept.
func (p *place) leaveHost() {
	p.heard()
	p.host.places.leave()
	p.queue.forget(p.name, p.host)
}

// leave gives the place among all to the next.
func (p *place) leave() {
	if p.silent {
		<-p.queue.silent
	} else {
		p.queue.all.leave()
	}
}
