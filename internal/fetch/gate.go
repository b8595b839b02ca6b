package fetch

import (
	"context"
	"slices"
	"sync"
)

// gate lets so many through at a time: those whom a reader waits for first, the others in order.
type gate struct {
	mu             sync.Mutex
	places, free   int
	urgent, others []chan struct{} // who waits; closed when let through
}

func newGate(places int) *gate { return &gate{places: places, free: places} }

// enter takes a place, or returns the context's error.
func (g *gate) enter(ctx context.Context, urgent bool) error {
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return nil
	}
	turn, line := make(chan struct{}), &g.others
	if urgent {
		line = &g.urgent
	}
	*line = append(*line, turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	i := slices.Index(*line, turn)
	if i >= 0 {
		*line = slices.Delete(*line, i, i+1)
	}
	g.mu.Unlock()
	if i < 0 { // let through in this very moment
		g.leave()
	}
	return ctx.Err()
}

// leave gives a place to the next.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	line := &g.others
	if len(g.urgent) > 0 {
		line = &g.urgent
	}
	if len(*line) == 0 {
		g.free++
		return
	}
	close((*line)[0])
	*line = (*line)[1:]
}
