package tui

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// feedScreen shows how every feed is: the failing ones first, then the paused and the silent, then the rest as configured.
type feedScreen struct {
	feeds    []desk.FeedHealth
	selected int
	top, h   int
	now      time.Time
}

const feedDetails = 13 // rows of the lower box, lines included

func newFeedScreen(m *root) *feedScreen {
	o := &feedScreen{now: m.look.place.now}
	o.take(m.desk.Feeds())
	return o
}

// take shows new states; the selection stays on its feed.
func (o *feedScreen) take(list []desk.FeedHealth) {
	url := ""
	if o.selected < len(o.feeds) {
		url = o.feeds[o.selected].URL.String()
	}
	slices.SortStableFunc(list, func(a, b desk.FeedHealth) int { return cmp.Compare(stateOfFeed(a), stateOfFeed(b)) })
	o.feeds = list
	if i := slices.IndexFunc(list, func(f desk.FeedHealth) bool { return f.URL.String() == url }); i >= 0 {
		o.selected = i
	}
	o.selected = max(0, min(o.selected, len(list)-1))
}

func (o *feedScreen) boxes(l layout) []box {
	top, bottom := l.boxes[0].y1, l.boxes[len(l.boxes)-1].y2
	middle := max(top+4, bottom-feedDetails, top+(bottom-top)/2)
	if bottom-middle < 3 || len(o.feeds) == 0 {
		return []box{{paneCount, 0, top, l.w - 1, bottom}}
	}
	return []box{{paneCount, 0, top, l.w - 1, middle}, {paneCount + 1, 0, middle, l.w - 1, bottom}}
}

func (o *feedScreen) views(m *root, boxes []box) []view {
	o.now = m.look.place.now
	w, h := boxes[0].inner()
	o.h = max(0, h-1)
	o.top = max(0, min(max(min(o.top, o.selected), o.selected-o.h+1), len(o.feeds)-o.h))
	cols := feedColumnsFor(w)
	rows := make([]string, h)
	for y := range rows {
		r := cells.NewRow(m.look.theme, w)
		switch i := o.top + y - 1; {
		case y == 0:
			cols.heads(r)
		case i < len(o.feeds):
			o.row(r, m.look, cols, i)
		case i == 0:
			r.To(cols.name).Put(theme.Plain(theme.Dim), "There are no feeds: `orewire feeds add` adds some.")
		}
		rows[y] = r.String()
	}
	views := []view{{box: boxes[0], name: "Feeds", rows: rows, border: border{title: o.title(), thumb: thumb{o.top, o.h, len(o.feeds)}}}}
	if len(boxes) > 1 {
		views = append(views, o.details(m.look, boxes[1]))
	}
	return views
}

// title counts the feeds by state.
func (o *feedScreen) title() []span {
	var n [fine + 1]int
	asking := 0
	for _, f := range o.feeds {
		state := stateOfFeed(f)
		if f.Asking {
			asking++
		}
		if !f.Asking || state != waiting { // for the first time: that is said already
			n[state]++
		}
	}
	title := []span{{theme.Plain(theme.Dim), "  " + count(len(o.feeds))}, {theme.Plain(theme.Dim), "  " + count(n[fine]) + " fine"}}
	for _, part := range []struct {
		n    int
		ink  theme.Role
		what string
	}{
		{n[failing], theme.Error, "failing"}, {n[paused], theme.Warning, "paused"}, {n[silent], theme.Warning, "silent"},
		{asking, theme.Dim, "asking"}, {n[waiting], theme.Dim, "not asked yet"},
	} {
		if part.n > 0 {
			title = append(title, span{theme.Plain(part.ink), "  " + count(part.n) + " " + part.what})
		}
	}
	return title
}

// feedColumns are the columns by where they begin, or end if they are of numbers; -1 where there is no room.
type feedColumns struct{ w, name, lang, answer, at, newest, items, every, next, took, note int }

func feedColumnsFor(w int) feedColumns {
	switch {
	case w >= 130:
		return feedColumns{w, 3, 30, 34, 48, 65, 73, 82, 85, 99, 103}
	case w >= 88:
		return feedColumns{w, 3, 29, 33, 47, 64, -1, -1, 67, -1, 77}
	}
	return feedColumns{w, 3, -1, -1, -1, 32, -1, -1, -1, -1, 34}
}

func (c feedColumns) heads(r *cells.Row) {
	faint := theme.Plain(theme.Faint)
	begin := func(at int, text string) {
		if at >= 0 {
			r.To(at).Put(faint, text)
		}
	}
	end := func(at int, text string) {
		if at >= 0 {
			r.EndAt(at, faint, text)
		}
	}
	begin(c.name, "feed")
	begin(c.answer, "answer")
	begin(c.at, "asked")
	end(c.newest, "newest")
	end(c.items, "items")
	end(c.every, "every")
	begin(c.next, "next")
	end(c.took, "ms")
	begin(c.note, "what to know")
}

func (o *feedScreen) row(r *cells.Row, l *look, c feedColumns, i int) {
	f := o.feeds[i]
	state := stateOfFeed(f)
	mark, ink := state.mark()
	selected := i == o.selected
	if selected {
		r.On(theme.SelBg).Put(theme.Plain(theme.Accent), "▌")
	}
	dim, text := theme.Plain(secondary(selected, theme.Dim)), theme.Plain(primary(selected, theme.Text))
	name := theme.Style{Ink: primary(selected, theme.Text), Bold: selected || state <= paused}
	if f.Asking {
		mark, ink = "○", theme.Accent
	}
	r.To(1).Put(theme.Plain(ink), mark).To(c.name).Put(name, cells.Cut(feedName(f), 25))
	if c.lang >= 0 {
		r.To(c.lang).Put(theme.Plain(secondary(selected, theme.Faint)), cells.Cut(f.Lang, 3))
	}
	if c.answer >= 0 {
		answer := dim
		if state <= paused && !f.Asking {
			answer = theme.Plain(ink)
		}
		r.To(c.answer).Put(answer, cells.Cut(feedAnswer(f), 13)).To(c.at).Put(dim, cells.Cut(timeOfDay(l, f.State.Checked), 8))
	}
	newest := text
	if state == silent {
		newest = theme.Plain(ink)
	}
	r.EndAt(c.newest, newest, feedAge(f.State.Newest, o.now))
	if c.items >= 0 {
		items := strconv.Itoa(f.State.Items)
		if f.State.Items == 0 {
			items = unknown
		}
		r.EndAt(c.items, text, items).EndAt(c.every, dim, feedEvery(f))
	}
	if c.next >= 0 {
		r.To(c.next).Put(dim, timeOfDay(l, f.State.Next))
	}
	if c.took >= 0 {
		r.EndAt(c.took, dim, feedTook(f))
	}
	r.To(c.note).Put(text, cells.Cut(feedNote(f, o.now), c.w-c.note-1))
}

// details shows the selected feed in full.
func (o *feedScreen) details(l *look, b box) view {
	w, h := b.inner()
	rows := make([]string, 0, h)
	v := view{box: b, name: "Feed"}
	if o.selected < len(o.feeds) {
		f := o.feeds[o.selected]
		v.name = feedName(f)
		rows = append(rows, cells.Blank(w))
		for _, fact := range feedFacts(l, f) {
			rows = append(rows, fact.rows(l.theme, w)...)
		}
	}
	for len(rows) < h {
		rows = append(rows, cells.Blank(w))
	}
	v.rows = rows[:h]
	return v
}

func (o *feedScreen) press(m *root, msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case key.Matches(msg, m.keys.Feeds):
		m.overlay = nil
		return nil
	case key.Matches(msg, m.keys.Poll):
		m.desk.PollNow()
		return m.say("Asking all feeds and prices now.")
	}
	if n, ok := m.steps(msg, o.h, len(o.feeds)); ok {
		o.selected = max(0, min(o.selected+n, len(o.feeds)-1))
	}
	return nil
}

func (o *feedScreen) keys(k Keys) []key.Binding {
	return []key.Binding{named(k.Down, "j/k", "move"), k.Poll, doing(k.Back, "back")}
}

func (o *feedScreen) cursor(*root) *tea.Cursor { return nil }
