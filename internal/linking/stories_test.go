package linking

import (
	"testing"
	"time"
)

// report links a headline and makes its report, published so many hours after the first.
func report(id string, hours int, lang, title, summary string) Report {
	a := article(title, summary, "")
	builtin().Link(&a, Hints{Lang: lang})
	a.Published = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
	return NewReport(id, &a)
}

func TestStories(t *testing.T) {
	first := report("first", 0, "en", "Boliden shuts Odda furnace after fire", "The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said.")
	for name, c := range map[string]struct {
		next Report
		want string
	}{
		"the same told anew": {report("b", 5, "en", "Fire shuts furnace at Boliden's Odda zinc works",
			"No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said."), "first"},
		"earlier, but arrived later": {report("b", -5, "en", "Fire shuts furnace at Boliden's Odda zinc works",
			"No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said."), "first"},
		"other figures": {report("b", 5, "en", "Boliden shuts Odda furnace after fire",
			"The zinc works in Norway will lose 4,000 tonnes; no one was hurt, the company said."), ""},
		"another company": {report("b", 5, "en", "Glencore shuts Portovesme furnace after fire",
			"The zinc works in Italy will lose 9,000 tonnes; no one was hurt, the company said."), ""},
		"a week later": {report("b", 170, "en", "Boliden shuts Odda furnace after fire",
			"The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said."), ""},
		"a translation": {report("b", 5, "de", "Boliden stoppt Ofen in Odda nach Brand",
			"Die Zinkhütte in Norwegen verliert 9.000 Tonnen; verletzt wurde niemand, sagte das Unternehmen."), ""},
		"something else": {report("b", 5, "en", "Kazakh uranium output slips", "Acid is short at three mines."), ""},
	} {
		s := NewStories()
		s.Join(first)
		if got, joined := s.Join(c.next); got != c.want || joined != (c.want != "") {
			t.Errorf("%s: joined %q (%v), want %q", name, got, joined, c.want)
		}
	}
}

func TestStoriesInCJK(t *testing.T) {
	s := NewStories()
	s.Join(report("first", 0, "ja", "川崎重工、液化水素運搬船を受注", "坂出工場で建造し、2029年に引き渡す。受注額は非公表。"))
	next := report("b", 3, "ja", "液化水素運搬船、川崎重工が受注", "2029年に引き渡す予定。坂出工場で建造する。")
	if got, _ := s.Join(next); got != "first" {
		t.Errorf("joined %q, want first", got)
	}
}
