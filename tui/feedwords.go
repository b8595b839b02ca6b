package tui

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"
	"time"

	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// feedState orders the feeds by what needs looking at.
type feedState int

const (
	failing feedState = iota
	paused            // gone, says its server
	silent            // answers, but has had nothing new for weeks
	waiting           // not asked yet
	fine
)

func stateOfFeed(f desk.FeedHealth) feedState {
	switch {
	case f.State.Paused:
		return paused
	case !f.State.Error.IsZero():
		return failing
	case f.State.Checked.IsZero():
		return waiting
	case f.Silent:
		return silent
	}
	return fine
}

func (s feedState) mark() (string, theme.Role) {
	return [...]string{"✕", "!", "!", "·", "●"}[s], [...]theme.Role{theme.Error, theme.Warning, theme.Warning, theme.Dim, theme.Live}[s]
}

func feedName(f desk.FeedHealth) string {
	for _, name := range []string{f.Name.String(), f.State.Title.String()} {
		if name != "" {
			return name
		}
	}
	return shortAddress(f.URL.String())
}

// answers are words for the statuses that a reader meets.
var answers = map[int]string{
	http.StatusUnauthorized: "login", http.StatusForbidden: "refused", http.StatusNotFound: "not found", http.StatusGone: "gone",
	http.StatusTooManyRequests: "too often", http.StatusInternalServerError: "fault", http.StatusBadGateway: "fault",
	http.StatusServiceUnavailable: "busy", http.StatusGatewayTimeout: "fault",
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
	case f.State.Status < http.StatusBadRequest && !f.State.Error.IsZero():
		return strconv.Itoa(f.State.Status) + " unusable"
	}
	return strings.TrimSpace(strconv.Itoa(f.State.Status) + " " + answers[f.State.Status])
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

// feedNote says in words what is wrong, else what else there is to know.
func feedNote(f desk.FeedHealth, now time.Time) string {
	switch stateOfFeed(f) {
	case failing, paused:
		note := f.State.Error.String()
		if f.State.Failures > 1 {
			note += ", " + count(f.State.Failures) + " tries"
		}
		return note
	case silent:
		return "answers, but nothing new for " + feedAge(f.State.Newest, now)
	}
	var notes []string
	if !f.State.Moved.IsZero() {
		notes = append(notes, "moved to "+shortAddress(f.State.Moved.String()))
	}
	if !f.State.Incomplete.IsZero() {
		notes = append(notes, "cut: "+f.State.Incomplete.String())
	}
	return strings.Join(notes, "; ")
}

// feedRemedy says what the reader can do about a feed that is not fine; "" if nothing.
func feedRemedy(f desk.FeedHealth) string {
	home := shortAddress(f.Site.String())
	if home == "" {
		home = f.URL.Host()
	}
	switch status := f.State.Status; {
	case stateOfFeed(f) == silent:
		return "see on " + home + " whether it has moved"
	case f.State.Error.IsZero():
		return ""
	case status == http.StatusUnauthorized:
		return "give the login in headers: of this feed"
	case status == http.StatusForbidden:
		return "set another user_agent: for this feed; some publishers refuse programs that they do not know"
	case status == http.StatusNotFound, status == http.StatusGone:
		return "look for its new address on " + home + ", or remove it"
	case status == http.StatusTooManyRequests:
		return "ask it less often with every:"
	case status >= http.StatusInternalServerError:
		return "wait: the fault is the server's; it is asked again with growing pauses"
	case status == 0:
		return "check the address and the network; it is asked again with growing pauses"
	}
	return "look for the feed's address on " + home + "; what it has sent before stays"
}

// feedSource says where a feed comes from.
func feedSource(l *look, f desk.FeedHealth) string {
	switch {
	case !f.Added.IsZero():
		return "added by you " + f.Added.In(l.place.loc).Format("2 Jan 2006")
	case f.Bundle != "":
		return "the built-in bundle " + f.Bundle
	}
	return "the configuration"
}

// fact is a line of what is known of a feed.
type fact struct {
	name  string
	style theme.Style
	text  string
}

// feedFacts lists what is known of a feed, what is wrong first.
func feedFacts(l *look, f desk.FeedHealth) []fact {
	text, dim := theme.Plain(theme.Text), theme.Plain(theme.Dim)
	state := stateOfFeed(f)
	var facts []fact
	add := func(name string, style theme.Style, words string) {
		if words != "" {
			facts = append(facts, fact{name, style, words})
		}
	}
	if state <= silent {
		_, ink := state.mark()
		add("problem", theme.Bold(ink), feedNote(f, l.place.now))
		add("to do", text, feedRemedy(f))
	}
	add("address", text, f.URL.String())
	add("moved to", theme.Plain(theme.Warning), feedMove(f))
	add("cut", theme.Plain(theme.Warning), f.State.Incomplete.String())
	add("asked", dim, feedAsked(l, f))
	add("next", dim, feedNext(l, f))
	if !f.State.OK.IsZero() {
		add("last good", dim, l.place.clock(f.State.OK)+", "+plural(f.State.Items, "item", "items"))
	}
	if !f.State.Newest.IsZero() {
		add("newest", dim, l.place.clock(f.State.Newest)+", "+feedAge(f.State.Newest, l.place.now)+" ago")
	}
	from := feedSource(l, f)
	if !f.Group.IsZero() {
		from = f.Group.String() + "  ·  " + from
	}
	add("from", dim, from)
	names := make([]string, len(f.Topics))
	for i, id := range f.Topics {
		names[i] = lowerFirst(l.topics.topic(id).name)
	}
	add("writes about", dim, strings.Join(names, ", "))
	return facts
}

// feedMove says where a feed has moved, and whether it is asked there already.
func feedMove(f desk.FeedHealth) string {
	switch {
	case f.State.Moved.IsZero():
		return ""
	case f.State.Address() == f.State.Moved:
		return f.State.Moved.String() + ", where it is asked now"
	}
	return f.State.Moved.String() + ", says its server; once it has said so three times, it is asked there"
}

func feedAsked(l *look, f desk.FeedHealth) string {
	if f.State.Checked.IsZero() {
		return "not yet"
	}
	asked := l.place.clock(f.State.Checked) + ", " + feedAnswer(f)
	if f.State.Took > 0 {
		asked += " in " + feedTook(f) + " ms"
	}
	return asked
}

func feedNext(l *look, f desk.FeedHealth) string {
	next := l.place.clock(f.State.Next)
	if f.State.Paused {
		return next + ", once a day"
	}
	if every := feedEvery(f); every != unknown {
		next += ", every " + every
	}
	if !f.State.Quiet.IsZero() && f.State.Quiet.After(l.place.now) {
		next += "; its server asked us not to come before " + l.place.clock(f.State.Quiet)
	}
	return next
}

const factAt = 16 // column of a fact's text

// rows writes a fact into rows of w cells.
func (f fact) rows(t *theme.Theme, w int) []string {
	var rows []string
	for i, line := range cells.Wrap(f.text, max(1, w-factAt-1)) {
		r := cells.NewRow(t, w)
		if i == 0 {
			r.To(3).Put(theme.Plain(theme.Faint), f.name)
		}
		rows = append(rows, r.To(factAt).Put(f.style, f.text[line.Start:line.End]).String())
	}
	return rows
}
