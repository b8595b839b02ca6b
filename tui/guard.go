package tui

import (
	tea "charm.land/bubbletea/v2"

	"orewire/internal/guard"
)

// guard does a piece of work; a panic in it ends the dashboard.
func (m *root) guard(where string, work func()) {
	if err := guard.Run(where, func() error { work(); return nil }); err != nil {
		m.end(err)
	}
}

// guarded is a command, or a batch of them, under guard.
func (m *root) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		var msg tea.Msg
		m.guard("command", func() { msg = cmd() })
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i, c := range batch {
				batch[i] = m.guarded(c)
			}
		}
		return msg
	}
}
