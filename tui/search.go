package tui

import (
	"errors"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"orewire/internal/cleantext"
	"orewire/internal/query"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// search is the query line at the bottom. The list follows while it is typed; a query with an error leaves the list as it is.
type search struct {
	input  textinput.Model
	open   bool
	query  query.Query
	text   string // of the query that holds
	err    error
	before int64 // article that the reader stood on
}

const queryAtMost = 500 // characters

func newSearch() search {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = queryAtMost
	in.SetVirtualCursor(false)
	return search{input: in}
}

// active reports that the list is searched.
func (s *search) active() bool { return s.text != "" }

// startSearch opens the query line with the query that holds.
func (m *root) startSearch() tea.Cmd {
	if !m.search.open && !m.search.active() {
		m.search.before = m.headlines.id()
	}
	m.search.open = true
	m.search.input.CursorEnd()
	m.arrange()
	return m.search.input.Focus()
}

// closeSearch leaves the query line; the query stays.
func (m *root) closeSearch() {
	m.search.open = false
	m.search.input.Blur()
	m.arrange()
}

// clearSearch takes the query away and goes back to where the reader stood.
func (m *root) clearSearch() tea.Cmd {
	m.closeSearch()
	m.search.input.Reset()
	if !m.search.active() {
		m.search.err = nil
		return nil
	}
	m.search.query, m.search.text, m.search.err = query.Query{}, "", nil
	m.setQuery()
	return m.jump(m.search.before)
}

// pressInSearch takes a key in the query line.
func (m *root) pressInSearch(msg tea.KeyPressMsg) tea.Cmd {
	m.stale = true
	switch {
	case key.Matches(msg, m.keys.Back):
		return m.clearSearch()
	case key.Matches(msg, m.keys.Accept):
		if m.search.err == nil {
			m.closeSearch()
		}
		return nil
	case key.Matches(msg, m.keys.Quit) && msg.Text == "":
		return tea.Quit
	}
	return m.edit(msg)
}

// edit changes the text of the query line and reads it.
func (m *root) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	m.search.input, cmd = m.search.input.Update(msg)
	text := m.search.input.Value()
	if text == m.search.text && m.search.err == nil {
		return cmd
	}
	q, err := query.Parse(text)
	m.search.err = err
	if err != nil {
		return cmd
	}
	m.search.query, m.search.text = q, text
	m.setQuery()
	around := int64(0)
	if text == "" {
		around = m.search.before
	}
	return tea.Batch(cmd, m.jump(around))
}

func (m *root) paste(msg tea.PasteMsg) tea.Cmd {
	m.stale = true
	msg.Content = cleantext.Line(msg.Content).String()
	if o, ok := m.overlay.(*picker); ok {
		return o.paste(msg)
	}
	if m.search.open {
		return m.edit(msg)
	}
	return nil
}

// shownQuery is the part of the query that fits w cells around the cursor, and the cells between its beginning and the cursor.
func (s *search) shownQuery(w int) (text string, hidden, cursor int) {
	runes := []rune(s.input.Value())
	before := cells.Width(string(runes[:min(s.input.Position(), len(runes))]))
	if before >= w {
		hidden = before - w + 1
	}
	return cells.Slice(s.input.Value(), hidden, hidden+w), hidden, before - hidden
}

// queryAt is the column of the query in its row.
const queryAt = 3

// promptRows draws the query line and below it what is wrong with it, or what it understands.
func (m *root) promptRows(w int) [2]string {
	text, hidden, _ := m.search.shownQuery(max(0, w-queryAt-1))
	line := cells.NewRow(m.look.theme, w).To(1).Put(theme.Bold(theme.Accent), "/").To(queryAt).Put(theme.Plain(theme.Text), text)
	below := cells.NewRow(m.look.theme, w)
	if m.search.err == nil {
		m.promptHints(below)
		return [2]string{line.String(), below.String()}
	}
	message := cleantext.Error(m.search.err).String()
	var wrong *query.Error
	if errors.As(m.search.err, &wrong) {
		message = wrong.Message
		value := m.search.input.Value()
		at := queryAt + cells.Width(value[:min(max(wrong.Offset, 0), len(value))]) - hidden
		if at = max(at, queryAt); at+2+cells.Width(message) <= w-1 {
			below.To(at).Put(theme.Bold(theme.Error), "^ ")
		} else if at-1-cells.Width(message) > 0 {
			below.To(at-1-cells.Width(message)).Put(theme.Plain(theme.Warning), message+" ").Put(theme.Bold(theme.Error), "^")
			return [2]string{line.String(), below.String()}
		}
	}
	return [2]string{line.String(), below.To(1).Put(theme.Plain(theme.Warning), message).String()}
}

// promptHints says how much is found, what the keys do and what a query can hold, as far as there is room.
func (m *root) promptHints(r *cells.Row) {
	r.To(queryAt)
	if m.search.active() {
		found := plural(m.headlines.total, "headline", "headlines")
		if m.headlines.capped {
			found = count(m.headlines.total) + "+ headlines"
		}
		r.Put(theme.Plain(theme.Text), found).To(r.At() + 3)
	}
	for _, b := range []key.Binding{doing(m.keys.Accept, "keep"), doing(m.keys.Back, "clear")} {
		if name, does := b.Help().Key, " "+b.Help().Desc; cells.Width(name+does) <= r.Left() {
			r.Put(theme.Bold(theme.Key), name).Put(theme.Plain(theme.Dim), does).To(r.At() + 3)
		}
	}
	for _, hint := range []string{"words", `"phrases"`, "topic:", "ticker:", "feed:", "since:2h", "is:unread", "or", "-not"} {
		if cells.Width(hint) >= r.Left() {
			return
		}
		r.Put(theme.Plain(theme.Faint), hint).To(r.At() + 2)
	}
}

// cursor is where the terminal's cursor stands in the query line.
func (m *root) cursor() *tea.Cursor {
	switch {
	case m.layout.shape == tiny:
		return nil
	case m.overlay != nil:
		return m.overlay.cursor(m)
	case !m.search.open || m.layout.prompt < 0:
		return nil
	}
	_, _, at := m.search.shownQuery(max(0, m.w-queryAt-1))
	c := tea.NewCursor(queryAt+at, m.layout.prompt)
	c.Blink = false
	return c
}
