package tui

import (
	"maps"
	"slices"

	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// headlines is the list of the newest articles. It holds a window of rows around the one the reader stands on, and lines: the
// rows with a rule before each day but today.
type headlines struct {
	look     *look
	w, h     int
	rows     []desk.Headline
	lines    []int // index of a row, or ^index for the rule above that row
	at       []int // by row, its line
	above    int   // matching articles newer than rows[0]
	total    int
	capped   bool // there are more than total
	older    bool // capped, and the window does not reach the oldest
	selected int  // index in rows; -1: there are none
	top      int  // first visible line
	newAbove int  // arrived above the first visible row since the reader was there
	loaded   bool
	empty    string // what is missing, for the empty list
	help     string // the key that helps
	drawn    map[rowState]string
}

func newHeadlines(l *look) *headlines {
	return &headlines{look: l, selected: -1, drawn: map[rowState]string{}}
}

// reading returns the selected row; nil if there is none.
func (p *headlines) reading() *desk.Headline {
	if p.selected < 0 {
		return nil
	}
	return &p.rows[p.selected]
}

// id returns the selected article's id; 0 if there is none.
func (p *headlines) id() int64 {
	if r := p.reading(); r != nil {
		return r.ID
	}
	return 0
}

// show takes a new window. Whatever arrived, the selected article stays where it is on the screen; if it no longer matches the
// query it is kept in its place until the reader leaves it. A jump goes to the row that was asked for instead.
func (p *headlines) show(h desk.Headlines, jump bool) {
	var kept *desk.Headline
	offset, topBefore := 0, 0
	if r := p.reading(); r != nil && !jump {
		row := *r
		kept, offset = &row, p.at[p.selected]-p.top
		topBefore = p.newerThanTop()
	}
	p.rows, p.above, p.total, p.loaded = h.Rows, h.Above, h.Total, true
	p.capped, p.older = h.Capped, h.Capped && len(h.Rows)-h.Around > rowsAtLeast
	p.selected = h.Around
	if kept != nil {
		p.selected = p.find(kept.ID)
		if p.selected < 0 {
			p.selected = min(max(h.Around, 0), len(p.rows))
			p.rows = slices.Insert(p.rows, p.selected, *kept)
		}
	}
	if p.selected < 0 && len(p.rows) > 0 {
		p.selected = 0
	}
	p.layLines()
	if p.selected < 0 {
		p.top, p.newAbove = 0, 0
		return
	}
	if jump {
		offset = p.h / 3
		if p.above+p.selected == 0 {
			offset = p.at[p.selected]
		}
	}
	p.top = p.at[p.selected] - offset
	p.keepVisible()
	if jump {
		p.newAbove = 0
	} else if kept != nil {
		p.newAbove += max(0, p.newerThanTop()-topBefore)
	}
	p.seen()
}

func (p *headlines) find(id int64) int {
	return slices.IndexFunc(p.rows, func(h desk.Headline) bool { return h.ID == id })
}

// layLines puts a rule before each row that begins another day than the one before it, and before the first unless it is of today.
func (p *headlines) layLines() {
	p.lines, p.at = p.lines[:0], p.at[:0]
	day := p.look.place.day(p.look.place.now)
	for i := range p.rows {
		if d := p.look.place.day(p.rows[i].Published); d != day {
			day = d
			p.lines = append(p.lines, ^i)
		}
		p.at = append(p.at, len(p.lines))
		p.lines = append(p.lines, i)
	}
}

// topRow returns the row at or after the first visible line.
func (p *headlines) topRow() int {
	if p.top >= len(p.lines) {
		return 0
	}
	if i := p.lines[p.top]; i >= 0 {
		return i
	}
	return ^p.lines[p.top]
}

// newerThanTop counts the articles above the first visible one.
func (p *headlines) newerThanTop() int {
	if len(p.rows) == 0 {
		return 0
	}
	return p.above + p.topRow()
}

// seen forgets new articles that have come into view.
func (p *headlines) seen() { p.newAbove = min(p.newAbove, p.newerThanTop()) }

// keepVisible moves the top as little as needed to show the selected row, with the rule above it if that is next.
func (p *headlines) keepVisible() {
	if p.selected < 0 {
		return
	}
	line := p.at[p.selected]
	p.top = min(p.top, line)
	p.top = max(p.top, line-p.h+1)
	p.top = min(p.top, max(0, len(p.lines)-p.h))
	p.top = max(p.top, 0)
	if p.top == line && line > 0 && p.lines[line-1] < 0 && p.h > 1 {
		p.top--
	}
}

// move goes n rows down, or up if n is negative; it reports whether the selection changed.
func (p *headlines) move(n int) bool {
	if p.selected < 0 {
		return false
	}
	before := p.selected
	p.selected = min(max(p.selected+n, 0), len(p.rows)-1)
	p.keepVisible()
	p.seen()
	return p.selected != before
}

// unreadFrom returns how many rows away the next unread one is, 0 if none is loaded.
func (p *headlines) unreadFrom(older bool) int {
	step := -1
	if older {
		step = 1
	}
	for i := p.selected + step; i >= 0 && i < len(p.rows); i += step {
		if !p.rows[i].Read {
			return i - p.selected
		}
	}
	return 0
}

// page goes n lines down or up and takes the view along.
func (p *headlines) page(n int) bool {
	p.top = min(max(p.top+n, 0), max(0, len(p.lines)-p.h))
	return p.move(n)
}

// selectLine selects the row in a visible line.
func (p *headlines) selectLine(y int) bool {
	if i := p.top + y; i < len(p.lines) && p.lines[i] >= 0 && p.lines[i] != p.selected {
		return p.move(p.lines[i] - p.selected)
	}
	return false
}

// resize keeps the selected row in view.
func (p *headlines) resize(w, h int) {
	if w != p.w {
		clear(p.drawn)
	}
	p.w, p.h = w, h
	p.keepVisible()
}

// visible returns the rows in view.
func (p *headlines) visible() []desk.Headline {
	if len(p.rows) == 0 {
		return nil
	}
	first := p.topRow()
	return p.rows[first:min(len(p.rows), first+p.h)]
}

// lacksNewer and lacksOlder report that the window's edge is nearer than a screen and that there is more beyond it.
func (p *headlines) lacksNewer() bool { return p.above > 0 && p.topRow() < p.h }
func (p *headlines) lacksOlder() bool {
	return p.hasOlder() && len(p.rows)-p.topRow() < 3*p.h
}

// hasOlder reports whether there are matching articles older than the last row of the window.
func (p *headlines) hasOlder() bool { return p.older || p.total > p.above+len(p.rows) }

// border is the view's name, the reader's place in it, what is new above, and the heads of the columns.
func (p *headlines) border(name string, asking string) border {
	b := border{title: []span{{theme.Plain(theme.Dim), "  " + name}}}
	if p.selected >= 0 {
		b.title = append(b.title, span{theme.Plain(theme.Dim), "  " + p.place()})
	}
	if p.newAbove > 0 {
		b.title = append(b.title, span{theme.Bold(theme.Accent), "  " + count(p.newAbove) + " new above"})
	}
	if asking != "" {
		b.title = append(b.title, span{theme.Plain(theme.Dim), "  " + asking})
	}
	if day := p.hiddenDay(); day != "" {
		b.title = append(b.title, span{theme.Plain(theme.Faint), "  " + day})
	}
	b.heads = columnsFor(p.w).heads()
	b.thumb = thumb{p.newerThanTop(), p.h, p.total}
	return b
}

// place writes which of how many the selected article is: 3/10,000+ if no more are counted.
func (p *headlines) place() string {
	at, total := count(p.above+p.selected+1), count(p.total)
	if p.capped {
		total += "+"
		if p.above+p.selected >= p.total {
			at = total
		}
	}
	return at + "/" + total
}

// hiddenDay names the day of the first visible row if the rule that says it is scrolled away.
func (p *headlines) hiddenDay() string {
	if p.top >= len(p.lines) || p.lines[p.top] < 0 {
		return ""
	}
	first := p.rows[p.lines[p.top]].Published
	if p.look.place.isToday(first) {
		return ""
	}
	return first.In(p.look.place.loc).Format("Mon 2 Jan")
}

// draw returns the visible lines.
func (p *headlines) draw(focused bool) []string {
	if len(p.drawn) > 8*max(p.h, 64) {
		clear(p.drawn) // the pane lives all day
	}
	if len(p.rows) == 0 {
		if !p.loaded {
			return emptyPane(p.look.theme, p.w, p.h)
		}
		return emptyPane(p.look.theme, p.w, p.h, p.empty, p.help)
	}
	cols := columnsFor(p.w)
	out := make([]string, p.h)
	for y := range out {
		i := p.top + y
		switch {
		case i >= len(p.lines):
			out[y] = cells.Blank(p.w)
		case p.lines[i] < 0:
			out[y] = p.rule(^p.lines[i])
		default:
			out[y] = p.row(p.lines[i], cols, focused)
		}
	}
	return out
}

// emptyPane says in a pane's upper third what is missing and what helps.
func emptyPane(t *theme.Theme, w, h int, words ...string) []string {
	out := make([]string, h)
	for y := range out {
		row := cells.NewRow(t, w)
		if i := y - h/3; i >= 0 && i < len(words) {
			row.To(2).Put(theme.Plain(theme.Dim), words[i])
		}
		out[y] = row.String()
	}
	return out
}

// rule separates two days.
func (p *headlines) rule(row int) string {
	name := " " + p.look.place.dayName(p.rows[row].Published) + " "
	r := cells.NewRow(p.look.theme, p.w).To(1).Put(theme.Plain(theme.Rule), "──").Put(theme.Plain(theme.Faint), name)
	for n := p.w - 1 - r.At(); n > 0; n-- {
		r.Put(theme.Plain(theme.Rule), "─")
	}
	return r.String()
}

// forget draws the rows of some articles anew.
func (p *headlines) forget(ids []int64) {
	maps.DeleteFunc(p.drawn, func(s rowState, _ string) bool { return slices.Contains(ids, s.id) })
}

// mentions reports whether a visible row's article has one of the instruments.
func (p *headlines) mentions(symbols []string) bool {
	for _, h := range p.visible() {
		for _, link := range h.Links {
			if link.Symbol != "" && slices.Contains(symbols, link.Symbol) {
				return true
			}
		}
	}
	return false
}
