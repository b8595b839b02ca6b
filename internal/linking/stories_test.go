package linking

import (
	"testing"
	"time"
)

// report links a headline and makes its report, published so many hours after the first.
func report(id int64, hours int, lang, title, summary string) Report {
	a := article(title, summary, "")
	builtin().Link(&a, Hints{Lang: lang})
	a.Published = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
	a.ID = id
	return NewReport(&a)
}

func TestStories(t *testing.T) {
	first := report(1, 0, "en", "Boliden shuts Odda furnace after fire", "The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said.")
	for name, c := range map[string]struct {
		next Report
		same bool
	}{
		"the same told anew": {report(2, 5, "en", "Fire shuts furnace at Boliden's Odda zinc works",
			"No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said."), true},
		"earlier, but arrived later": {report(2, -5, "en", "Fire shuts furnace at Boliden's Odda zinc works",
			"No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said."), true},
		"other figures": {report(2, 5, "en", "Boliden shuts Odda furnace after fire",
			"The zinc works in Norway will lose 4,000 tonnes; no one was hurt, the company said."), false},
		"another company": {report(2, 5, "en", "Glencore shuts Portovesme furnace after fire",
			"The zinc works in Italy will lose 9,000 tonnes; no one was hurt, the company said."), false},
		"a week later": {report(2, 170, "en", "Boliden shuts Odda furnace after fire",
			"The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said."), false},
		"a translation": {report(2, 5, "de", "Boliden stoppt Ofen in Odda nach Brand",
			"Die Zinkhütte in Norwegen verliert 9.000 Tonnen; verletzt wurde niemand, sagte das Unternehmen."), false},
		"something else": {report(2, 5, "en", "Kazakh uranium output slips", "Acid is short at three mines."), false},
	} {
		if got := same(t, first, c.next); got != c.same {
			t.Errorf("%s: one story is %v, want %v", name, got, c.same)
		}
	}
}

func TestStoriesInCJK(t *testing.T) {
	first := report(1, 0, "ja", "川崎重工、液化水素運搬船を受注", "坂出工場で建造し、2029年に引き渡す。受注額は非公表。")
	if next := report(2, 3, "ja", "液化水素運搬船、川崎重工が受注", "2029年に引き渡す予定。坂出工場で建造する。"); !same(t, first, next) {
		t.Errorf("the same told anew is another story")
	}
}

// same reports whether two articles become one story.
func same(t *testing.T, a, b Report) bool {
	t.Helper()
	s := NewStories(nil)
	if _, err := s.Join(a, b); err != nil {
		t.Fatal(err)
	}
	return len(s.Versions(a.ID)) == 2
}
