package tui

import (
	"strings"
	"testing"
	"time"
)

func TestAStoryIsOneRowWithItsVersions(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press("j")
	s.selects("BEIJING ADDS SAMARIUM")
	at, first := s.row("BEIJING ADDS"), s.headline(0)
	s.press("=")
	s.shows("Nobody else has reported this.")

	d.report(d.articles[1].ID, "Nikkei", "China puts samarium on its licence list", 4*time.Minute)
	s.until("the size of the story", func(text string) bool {
		return strings.Contains(strings.Split(text, "\n")[at], " ×2 ")
	})
	s.selects("BEIJING ADDS SAMARIUM")
	if got := s.headline(0); got != first || s.row("BEIJING ADDS") != at {
		t.Errorf("the list has moved: %q at the top, the selection in row %d; want %q and %d", got, s.row("BEIJING ADDS"), first, at)
	}
	s.shows("2 versions  = next")
	s.shows("› Reuters")
	s.shows("16:08:10  4 m later")

	s.press("=")
	s.shows("› Nikkei")
	s.shows("The text of Nikkei.")
	s.press("o")
	s.shows("Opening other.example/Nikkei")
	s.selects("BEIJING ADDS SAMARIUM")
	s.press("=")
	s.shows("› Reuters")
	s.press("=", "j")
	s.shows("Yonhap economy")
	s.press("k")
	s.shows("› Reuters") // back on the row, its own article is read
}

func TestNarrowScreensOpenTheVersions(t *testing.T) {
	d := newFakeDesk()
	d.report(d.articles[0].ID, "Nikkei", "Dysprosium output climbs", 90*time.Minute)
	s := start(t, d, fixed(d), 70, 24)
	s.selects("Heavy dysprosium")
	s.shows("Stockhead  ×2  LYC.AX")
	s.press("=")
	s.shows("The text of Nikkei.")
	s.shows("› Nikkei")
	s.shows("1 h later")
}
