package tui

import (
	"strings"
	"unicode"

	"orewire"
	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// columns says which columns a headline has at a width. The title takes what is left.
type columns struct {
	w                        int
	seconds, publisher, lead bool
	story                    bool // how many articles tell it
	topics                   int  // codes: 2, 1 or 0
}

const (
	titleAtLeast   = 36
	timeWidth      = 8
	publisherWidth = 6
	leadWidth      = 6
	storyWidth     = 2
	codeWidth      = 4
)

// columnsFor gives the title its least width: the columns that a trader can do without go first, the move never.
func columnsFor(w int) columns {
	c := columns{w: w, seconds: true, publisher: true, lead: true, story: true, topics: 2}
	for _, drop := range []func(){
		func() { c.lead = false }, func() { c.topics = 1 }, func() { c.story = false }, func() { c.publisher = false },
		func() { c.seconds = false }, func() { c.topics = 0 },
	} {
		if c.title() >= titleAtLeast {
			break
		}
		drop()
	}
	return c
}

// The columns from the left: bar, mark, blank, time, publisher, title; from the right: blank, move, lead, story, topics.

func (c columns) titleAt() int {
	at := 3 + timeWidth + 1
	if !c.seconds {
		at -= 3
	}
	if c.publisher {
		at += publisherWidth + 1
	}
	return at
}

// moveEnd is the column after the move.
func (c columns) moveEnd() int { return c.w - 1 }

func (c columns) leadEnd() int { return c.moveEnd() - moveWidth - 1 }

func (c columns) storyEnd() int {
	if !c.lead {
		return c.leadEnd()
	}
	return c.leadEnd() - leadWidth - 1
}

func (c columns) topicsAt() int {
	end := c.storyEnd()
	if c.story {
		end -= storyWidth + 1
	}
	return end - c.topicsWidth()
}

func (c columns) topicsWidth() int {
	if c.topics == 0 {
		return -1 // nor its blank
	}
	return c.topics*(codeWidth+1) - 1
}

func (c columns) title() int { return max(0, c.topicsAt()-2-c.titleAt()) }

func (c columns) heads() []head {
	var h []head
	if c.topics == 2 {
		h = append(h, head{text: "topics", at: c.topicsAt()})
	}
	if c.lead {
		h = append(h, head{text: "lead", at: c.leadEnd() - 1, ends: true})
	}
	return append(h, head{text: "since", at: c.moveEnd() - 1, ends: true})
}

// rowState is all that the drawing of a row depends on: what is drawn once is drawn again only when one of these changed.
type rowState struct {
	id                               int64
	updated                          int64
	selected, focused, read, starred bool
	lead                             string
	move                             orewire.Figure
	topics, story                    int
}

func (p *headlines) row(i int, cols columns, focused bool) string {
	h := &p.rows[i]
	state := rowState{
		id: h.ID, updated: h.Updated.Unix(), selected: i == p.selected, focused: focused && i == p.selected,
		read: h.Read, starred: h.Starred, lead: h.Lead.Symbol, move: h.Move.Fraction, topics: len(h.Topics), story: h.Story.Size,
	}
	drawn, ok := p.drawn[state]
	if !ok {
		drawn = p.look.headlineRow(h, cols, state)
		p.drawn[state] = drawn
	}
	return drawn
}

// headlineRow draws a headline.
func (l *look) headlineRow(h *desk.Headline, cols columns, s rowState) string {
	ink := rowInks(s)
	r := cells.NewRow(l.theme, cols.w)
	if s.selected {
		r.On(selection(s.focused)).Put(theme.Plain(bar(s.focused)), "▌")
	}
	r.To(1)
	switch {
	case s.starred:
		r.Put(theme.Plain(theme.Starred), "★")
	case !s.read:
		r.Put(theme.Plain(theme.Unread), "•")
	}
	format := "15:04:05"
	if !cols.seconds {
		format = "15:04"
	}
	r.To(3).Put(theme.Plain(ink.time), h.Published.In(l.place.loc).Format(format))
	if cols.publisher {
		r.To(cols.titleAt()-publisherWidth-1).Field(theme.Plain(ink.publisher), publisherCode(&h.Article), publisherWidth)
	}
	title := h.Title.String()
	r.To(cols.titleAt()).Marked(ink.title, title, l.topics.marks(&h.Article, orewire.InTitle, title), cols.title())
	r.To(cols.topicsAt())
	for n, topic := range l.topics.foremost(h.Topics, cols.topics) {
		if n > 0 {
			r.Put(theme.Style{}, " ")
		}
		r.Put(theme.Plain(topic.ink), topic.code)
	}
	if cols.story {
		r.EndAt(cols.storyEnd(), theme.Plain(ink.story), storySize(h.Story))
	}
	if cols.lead {
		r.EndAt(cols.leadEnd(), theme.Plain(ink.lead), leadCode(h.Lead.Symbol))
	}
	move, moveInk := changeColumn(percentOf(h.Move.Fraction))
	return r.EndAt(cols.moveEnd(), theme.Style{Ink: moveInk, Bold: s.selected}, move).String()
}

// inks are the colours of a headline's columns by its state.
type inks struct {
	time, publisher, story, lead theme.Role
	title                        theme.Style
}

func rowInks(s rowState) inks {
	switch {
	case s.selected:
		return inks{theme.SelText, theme.SelDim, theme.SelDim, theme.SelText, theme.Bold(theme.SelText)}
	case s.read:
		return inks{theme.Faint, theme.Faint, theme.Dim, theme.Dim, theme.Plain(theme.Read)}
	}
	return inks{theme.Text, theme.Faint, theme.Dim, theme.Text, theme.Bold(theme.Text)}
}

// selection is the area under a selected row, bar the ink of the bar before it.
func selection(focused bool) theme.Role {
	if focused {
		return theme.SelBg
	}
	return theme.SelBgIdle
}

func bar(focused bool) theme.Role {
	if focused {
		return theme.Accent
	}
	return theme.Dim
}

// leadCode shortens a symbol that does not fit: its suffix goes whole.
func leadCode(symbol string) string {
	if len(symbol) > leadWidth {
		symbol, _, _ = strings.Cut(symbol, ".")
	}
	return cells.Cut(symbol, leadWidth)
}

// publisherCode makes six cells of a publisher's name: of one word its beginning, of two the beginnings of both, of more their
// initials.
func publisherCode(a *orewire.Article) string {
	name := a.Publisher.String()
	if name == "" {
		name = a.Via.String()
	}
	if name == "" && len(a.Feeds) > 0 {
		name = a.Feeds[0]
	}
	name = strings.ToUpper(strings.TrimPrefix(name, "The "))
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	if len(words) > 1 && (words[len(words)-1] == "COM" || words[len(words)-1] == "NET") {
		words = words[:len(words)-1]
	}
	switch {
	case len(words) == 0:
		return ""
	case len(words) == 1:
		code, _ := cells.Prefix(words[0], publisherWidth)
		return code
	case len(words) == 2:
		code, w := cells.Prefix(words[0], publisherWidth/2)
		rest, _ := cells.Prefix(words[1], publisherWidth-w)
		return code + rest
	}
	var code strings.Builder
	for _, w := range words[:min(len(words), publisherWidth)] {
		initial, _ := cells.Next(w)
		code.WriteString(initial)
	}
	short, _ := cells.Prefix(code.String(), publisherWidth)
	return short
}
