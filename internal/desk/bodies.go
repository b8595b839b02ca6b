package desk

import (
	"sync"

	"orewire/internal/cleantext"
)

const unstoredBodies = 200

// bodies keeps the newest texts of publishers whose terms forbid storing them: they can be read while the program runs.
type bodies struct {
	mu    sync.Mutex
	text  map[int64]cleantext.Text
	order []int64
}

func (b *bodies) put(id int64, text cleantext.Text) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.text == nil {
		b.text = map[int64]cleantext.Text{}
	}
	if _, known := b.text[id]; !known {
		b.order = append(b.order, id)
	}
	b.text[id] = text
	if len(b.order) > unstoredBodies {
		delete(b.text, b.order[0])
		b.order = b.order[1:]
	}
}

func (b *bodies) get(id int64) cleantext.Text {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text[id]
}
