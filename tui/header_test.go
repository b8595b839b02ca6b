package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"orewire/internal/cleantext"
	"orewire/internal/desk"
)

func TestHeaderClaimsNothingBeforeAFeedHasAnswered(t *testing.T) {
	for name, c := range map[string]struct {
		status desk.Status
		want   string
	}{
		"no feeds":                      {desk.Status{}, "no feeds"},
		"none asked":                    {desk.Status{Feeds: 5}, "○ asking 0/5 feeds"},
		"all that were asked have none": {desk.Status{Feeds: 5, Asked: 3, Failing: 3}, "○ asking 0/5 feeds"},
		"one has answered":              {desk.Status{Feeds: 5, Asked: 3, Failing: 2}, "● LIVE 1/5 feeds"},
		"all fail":                      {desk.Status{Feeds: 5, Asked: 5, Failing: 4, Paused: 1}, "✕ OFFLINE 0/5 feeds"},
	} {
		m := drive(t, newFakeDesk(), 160, 45)
		m.status, m.stale = c.status, true
		if got := m.plainRows()[0]; !strings.Contains(got, c.want) {
			t.Errorf("%s: the header is %q, want %q in it", name, got, c.want)
		}
	}
}

func TestTabSaysWhereCountingStopped(t *testing.T) {
	m := drive(t, newFakeDesk(), 160, 45)
	m.census.Views[1] = desk.Counts{Total: 10000, Unread: 9800, Capped: true}
	m.stale = true
	if got := m.plainRows()[0]; !strings.Contains(got, m.views[1].Name.String()+" 9,800+ ") {
		t.Errorf("the header is %q, want 9,800+ beside %s", got, m.views[1].Name)
	}
}

func TestWithoutFeedsTheScreenSaysHowToAddSome(t *testing.T) {
	d := newFakeDesk()
	d.feeds, d.articles = nil, nil
	m := drive(t, d, 110, 30)
	for _, key := range []string{"", "F"} {
		if key != "" {
			m.press(t, key)
		}
		if got := strings.Join(m.plainRows(), "\n"); !strings.Contains(got, "There are no feeds: `orewire feeds add` adds some.") {
			t.Errorf("after %q nothing says how to add feeds:\n%s", key, got)
		}
	}
}

func TestPricesThatFailAreSaidOnce(t *testing.T) {
	m := drive(t, newFakeDesk(), 160, 45)
	m.status = desk.Status{Feeds: 5, Asked: 5, PriceError: cleantext.Line("yahoo: no prices: connection refused")}
	m.stale = true
	rows := m.plainRows()
	if got := rows[len(rows)-1]; !strings.Contains(got, " no prices: connection refused") || strings.Count(got, "no prices") != 1 {
		t.Errorf("the footer is %q, want the reason once", got)
	}
}

func TestStripCountsWhatItHasNoRoomFor(t *testing.T) {
	m := drive(t, newFakeDesk(), 160, 45)
	whole := strings.TrimSpace(ansi.Strip(m.strip(1000)))
	for w := 40; w < 160; w++ {
		row := strings.TrimSpace(ansi.Strip(m.strip(w)))
		if row == whole {
			continue
		}
		if last := row[strings.LastIndex(row, " ")+1:]; !strings.HasPrefix(last, "+") || len(last) > 2 {
			t.Errorf("at %d columns the strip ends with %q, want how many are left out: %q", w, last, row)
		}
	}
}

func TestAnUnknownTopicIsNamed(t *testing.T) {
	m := drive(t, newFakeDesk(), 110, 30)
	m.press(t, "/")
	m.press(t, strings.Split("topic:coppr", "")...)
	if got := strings.Join(m.plainRows(), "\n"); !strings.Contains(got, "No topic is called “coppr”; did you mean “copper”?") {
		t.Errorf("the empty list does not say that the topic is unknown:\n%s", got)
	}
}
