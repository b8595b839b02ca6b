package query

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// Since matches articles published at or after a moment: a time ago, a time of the reader's clock, or the last midnight.
type Since struct {
	Ago  time.Duration // whole seconds; 0 if another field says when
	Wall time.Time     // what the reader's clock showed, to the minute, written as if it were UTC; zero: the last midnight
}

var errMoment = errors.New("since takes a time ago (30m, 2h, 3d, 2w), a date (2026-11-01, 2026-11-01T07:00) or midnight")

const (
	minute = "2006-01-02T15:04"
	longer = 100 * 366 * 24 * time.Hour // no news is older
)

var units = []struct {
	letter byte
	length time.Duration
}{{'w', 7 * 24 * time.Hour}, {'d', 24 * time.Hour}, {'h', time.Hour}, {'m', time.Minute}, {'s', time.Second}}

// parseSince reads the value of since:.
func parseSince(value string) (Since, error) {
	if strings.EqualFold(value, "midnight") {
		return Since{}, nil
	}
	for _, layout := range []string{time.DateOnly, minute} {
		if wall, err := time.Parse(layout, strings.ToUpper(value)); err == nil && !wall.IsZero() {
			return Since{Wall: wall}, nil
		}
	}
	number, unit := value, byte(0)
	if value != "" {
		number, unit = value[:len(value)-1], value[len(value)-1]|0x20
	}
	n, err := strconv.ParseUint(number, 10, 32)
	for _, u := range units {
		if err == nil && n > 0 && unit == u.letter && n <= uint64(longer/u.length) {
			return Since{Ago: time.Duration(n) * u.length}, nil
		}
	}
	return Since{}, errMoment
}

// Start returns the moment in UTC.
func (n Since) Start(c Context) time.Time {
	loc := c.Location
	if loc == nil {
		loc = time.UTC
	}
	day := n.Wall
	switch {
	case n.Ago > 0:
		return c.Now.Add(-n.Ago).UTC()
	case day.IsZero():
		now := c.Now.In(loc)
		day = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), day.Hour(), day.Minute(), 0, 0, loc).UTC()
}

// String returns the moment as it is written after since:.
func (n Since) String() string {
	switch {
	case n.Ago > 0:
		for _, u := range units {
			if n.Ago%u.length == 0 {
				return strconv.FormatInt(int64(n.Ago/u.length), 10) + string(u.letter)
			}
		}
	case n.Wall.IsZero():
		return "midnight"
	case n.Wall.Hour() == 0 && n.Wall.Minute() == 0:
		return n.Wall.Format(time.DateOnly)
	}
	return n.Wall.Format(minute)
}
