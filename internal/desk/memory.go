package desk

import "sync"

const keptInMemory = 200

// memory keeps what may not be stored of the articles read last, since their publishers' terms forbid it: it can be read while
// the program runs.
type memory[T any] struct {
	mu    sync.Mutex
	of    map[int64]T // by article
	order []int64
}

func (m *memory[T]) put(id int64, what T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of == nil {
		m.of = map[int64]T{}
	}
	if _, known := m.of[id]; !known {
		m.order = append(m.order, id)
	}
	m.of[id] = what
	if len(m.order) > keptInMemory {
		delete(m.of, m.order[0])
		m.order = m.order[1:]
	}
}

// get returns what is kept of an article; the zero value if that is nothing.
func (m *memory[T]) get(id int64) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.of[id]
}
