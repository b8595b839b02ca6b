package tui

import (
	"strings"
	"time"

	"orewire"
)

// placeInTime is the reader's moment and zone.
type placeInTime struct {
	now time.Time
	loc *time.Location
}

// day returns the date of a moment in the reader's zone, as a number that grows by the day.
func (p placeInTime) day(t time.Time) int {
	y, m, d := t.In(p.loc).Date()
	return y*10000 + int(m)*100 + d
}

func (p placeInTime) isToday(t time.Time) bool { return p.day(t) == p.day(p.now) }

// dayName writes a date for the rule between two days: Sunday 1 June, with the year if it is another.
func (p placeInTime) dayName(t time.Time) string {
	t = t.In(p.loc)
	if t.Year() != p.now.In(p.loc).Year() {
		return t.Format("Monday 2 January 2006")
	}
	return t.Format("Monday 2 January")
}

// clock writes a moment to the second, with its date unless it is today.
func (p placeInTime) clock(t time.Time) string {
	if t.IsZero() {
		return unknown
	}
	local := t.In(p.loc)
	switch {
	case p.isToday(t):
		return local.Format("15:04:05")
	case local.Year() == p.now.In(p.loc).Year():
		return local.Format("2 Jan 15:04:05")
	}
	return local.Format("2 Jan 2006 15:04")
}

// inZone puts a moment into the zone that a publisher wrote it in: an IANA name or an offset; nil if it is not known.
func inZone(t time.Time, zone string) (time.Time, bool) {
	if zone == "" {
		return t, false
	}
	if offset, err := time.Parse("-07:00", zone); err == nil {
		_, seconds := offset.Zone()
		return t.In(time.FixedZone("UTC"+strings.TrimSuffix(zone, ":00"), seconds)), true
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return t, false
	}
	return t.In(loc), true
}

// published writes when an article appeared: first as its publisher says it, then in the reader's zone if that differs.
func (p placeInTime) published(a *orewire.Article) (theirs, ours string) {
	mine := a.Published.In(p.loc)
	if a.Undated {
		return "no date; first seen " + mine.Format("2 Jan 2006 15:04 MST"), ""
	}
	t, known := inZone(a.Published, a.Zone)
	if !known || t.Format("15:04 MST") == mine.Format("15:04 MST") {
		return mine.Format("2 Jan 2006 15:04:05 MST"), ""
	}
	format := "15:04 MST"
	if t.Day() != mine.Day() {
		format = "2 Jan 15:04 MST"
	}
	return t.Format("2 Jan 2006 15:04 MST"), mine.Format(format)
}

// arrived writes when an article reached us, and how long after it appeared.
func (p placeInTime) arrived(a *orewire.Article) string {
	if a.Seen.IsZero() || a.Undated {
		return ""
	}
	lag := a.Seen.Sub(a.Published)
	here := "here " + p.clock(a.Seen)
	if p.day(a.Seen) == p.day(a.Published) {
		here = "here " + a.Seen.In(p.loc).Format("15:04:05")
	}
	if lag < 0 {
		return here
	}
	return here + ", " + duration(lag, " ") + " later"
}
