package tui

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// feedScreen shows how every feed is: the failing ones first, then those that have gone quiet, then the rest as configured.
type feedScreen struct {
	feeds    []desk.FeedHealth
	selected int
	top, h   int
	now      time.Time
}

const (
	feedDetails = 11 // rows of the lower box, lines included
	quietAfter  = 7 * 24 * time.Hour
)

// feedState orders the feeds by what needs looking at.
type feedState int

const (
	failing feedState = iota
	quiet
	waiting // not asked yet
	fine
)

func stateOfFeed(f desk.FeedHealth, now time.Time) feedState {
	switch {
	case !f.State.Error.IsZero():
		return failing
	case f.State.Checked.IsZero():
		return waiting
	case !f.State.Newest.IsZero() && now.Sub(f.State.Newest) > quietAfter:
		return quiet
	}
	return fine
}

func (s feedState) mark() (string, theme.Role) {
	return [...]string{"✕", "!", "·", "●"}[s], [...]theme.Role{theme.Error, theme.Warning, theme.Dim, theme.Live}[s]
}

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
	slices.SortStableFunc(list, func(a, b desk.FeedHealth) int { return cmp.Compare(stateOfFeed(a, o.now), stateOfFeed(b, o.now)) })
	o.feeds = list
	if i := slices.IndexFunc(list, func(f desk.FeedHealth) bool { return f.URL.String() == url }); i >= 0 {
		o.selected = i
	}
	o.selected = max(0, min(o.selected, len(list)-1))
}

func (o *feedScreen) boxes(l layout) []box {
	top, bottom := l.boxes[0].y1, l.boxes[len(l.boxes)-1].y2
	middle := max(top+4, bottom-feedDetails)
	if bottom-middle < 3 {
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
		if i := o.top + y - 1; y == 0 {
			cols.heads(r)
		} else if i < len(o.feeds) {
			o.row(r, m.look, cols, i)
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
	for _, f := range o.feeds {
		n[stateOfFeed(f, o.now)]++
	}
	title := []span{{theme.Plain(theme.Dim), "  " + count(len(o.feeds))}, {theme.Plain(theme.Dim), "  " + count(n[fine]) + " fine"}}
	if n[waiting] > 0 {
		title = append(title, span{theme.Plain(theme.Dim), "  " + count(n[waiting]) + " not asked yet"})
	}
	if n[quiet] > 0 {
		title = append(title, span{theme.Plain(theme.Warning), "  " + count(n[quiet]) + " quiet"})
	}
	if n[failing] > 0 {
		title = append(title, span{theme.Plain(theme.Error), "  " + count(n[failing]) + " failing"})
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
	begin(c.note, "what is wrong")
}

func (o *feedScreen) row(r *cells.Row, l *look, c feedColumns, i int) {
	f := o.feeds[i]
	state := stateOfFeed(f, o.now)
	mark, ink := state.mark()
	selected := i == o.selected
	if selected {
		r.On(theme.SelBg).Put(theme.Plain(theme.Accent), "▌")
	}
	dim, text := theme.Plain(secondary(selected, theme.Dim)), theme.Plain(primary(selected, theme.Text))
	name := theme.Style{Ink: primary(selected, theme.Text), Bold: selected || state == failing}
	r.To(1).Put(theme.Plain(ink), mark).To(c.name).Put(name, cells.Cut(feedName(f), 25))
	if c.lang >= 0 {
		r.To(c.lang).Put(theme.Plain(secondary(selected, theme.Faint)), cells.Cut(f.Lang, 3))
	}
	if c.answer >= 0 {
		answer := dim
		if state == failing {
			answer = theme.Plain(ink)
		}
		r.To(c.answer).Put(answer, cells.Cut(feedAnswer(f), 13)).To(c.at).Put(dim, cells.Cut(timeOfDay(l, f.State.Checked), 8))
	}
	newest := text
	if state == quiet {
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
	r.To(c.note).Put(text, cells.Cut(feedNote(f, state, o.now), c.w-c.note-1))
}

func feedName(f desk.FeedHealth) string {
	for _, name := range []string{f.Name.String(), f.State.Title.String()} {
		if name != "" {
			return name
		}
	}
	return shortAddress(f.URL.String())
}

// feedAnswer is the status of the last answer with a word for what it means.
func feedAnswer(f desk.FeedHealth) string {
	switch {
	case f.Asking:
		return "asking"
	case f.State.Checked.IsZero():
		return unknown
	case f.State.Status == 0 && !f.State.Error.IsZero():
		return "no answer"
	case f.State.Status == 403:
		return "403 refused"
	case f.State.Status == 404 || f.State.Status == 410:
		return strconv.Itoa(f.State.Status) + " gone"
	}
	return strconv.Itoa(f.State.Status)
}

func timeOfDay(l *look, t time.Time) string {
	if t.IsZero() {
		return unknown
	}
	if !l.place.isToday(t) {
		return t.In(l.place.loc).Format("2 Jan")
	}
	return t.In(l.place.loc).Format("15:04:05")
}

func feedAge(t, now time.Time) string {
	if t.IsZero() {
		return unknown
	}
	return duration(max(0, now.Sub(t)), " ")
}

func feedEvery(f desk.FeedHealth) string {
	every := cmp.Or(f.Every, f.State.Interval)
	if every == 0 {
		return unknown
	}
	return duration(every, "")
}

func feedTook(f desk.FeedHealth) string {
	if f.State.Took == 0 {
		return unknown
	}
	return strconv.FormatInt(f.State.Took.Milliseconds(), 10)
}

// feedNote says in words what is wrong.
func feedNote(f desk.FeedHealth, state feedState, now time.Time) string {
	switch state {
	case failing:
		note := f.State.Error.String()
		if f.State.Failures > 1 {
			note += ", " + count(f.State.Failures) + " tries"
		}
		return note
	case quiet:
		return "answers, but nothing new for " + feedAge(f.State.Newest, now)
	}
	return ""
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
		for _, line := range o.facts(l, f) {
			r := cells.NewRow(l.theme, w).To(3).Put(theme.Plain(theme.Faint), line.name).To(16)
			rows = append(rows, r.Put(line.style, cells.Cut(line.text, w-17)).String())
		}
	}
	for len(rows) < h {
		rows = append(rows, cells.Blank(w))
	}
	v.rows = rows[:h]
	return v
}

type fact struct {
	name  string
	style theme.Style
	text  string
}

func (o *feedScreen) facts(l *look, f desk.FeedHealth) []fact {
	text, dim := theme.Plain(theme.Text), theme.Plain(theme.Dim)
	state := stateOfFeed(f, o.now)
	_, ink := state.mark()
	var facts []fact
	if note := feedNote(f, state, o.now); note != "" {
		facts = append(facts, fact{"problem", theme.Bold(ink), note})
	}
	facts = append(facts, fact{"address", text, f.URL.String()})
	asked := unknown
	if !f.State.Checked.IsZero() {
		asked = l.place.clock(f.State.Checked) + ", " + feedAnswer(f)
		if f.State.Took > 0 {
			asked += " in " + feedTook(f) + " ms"
		}
	}
	facts = append(facts, fact{"asked", dim, asked})
	if !f.State.OK.IsZero() {
		facts = append(facts, fact{"last good", dim, l.place.clock(f.State.OK) + ", " + plural(f.State.Items, "item", "items")})
	}
	next := l.place.clock(f.State.Next)
	if every := feedEvery(f); every != unknown {
		next += ", every " + every
	}
	facts = append(facts, fact{"next", dim, next})
	if len(f.Topics) > 0 {
		names := make([]string, len(f.Topics))
		for i, id := range f.Topics {
			names[i] = lowerFirst(l.topics.topic(id).name)
		}
		facts = append(facts, fact{"writes about", dim, strings.Join(names, ", ")})
	}
	if f.Bundle != "" {
		facts = append(facts, fact{"bundle", dim, f.Bundle})
	}
	return facts
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
