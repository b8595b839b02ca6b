package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"orewire/internal/cleantext"
)

// notice is a word to the reader in the footer; it goes away by itself.
type notice struct {
	number uint64
	text   string
	fault  bool
}

// say shows a word for a while.
func (m *root) say(text string) tea.Cmd { return m.notify(text, false) }

// fault shows what failed and why.
func (m *root) fault(what string, err error) tea.Cmd {
	return m.notify(what+": "+cleantext.Error(err).String(), true)
}

func (m *root) notify(text string, fault bool) tea.Cmd {
	m.stale = true
	number := m.notice.number + 1
	m.notice = notice{number, text, fault}
	return tea.Tick(noticeTime, func(time.Time) tea.Msg { return expiredMsg{number} })
}

func (m *root) expire(msg expiredMsg) {
	if msg.notice == m.notice.number {
		m.notice.text = ""
	}
}
