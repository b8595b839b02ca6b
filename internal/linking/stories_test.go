package linking

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"orewire"
)

// report links a headline and makes its report, published so many hours after the first.
func report(id int64, hours int, lang, title, summary string) Report {
	a := article(title, summary, "")
	builtin().Link(&a, Hints{Lang: lang})
	a.Published = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
	a.ID = id
	return builtin().Report(&a)
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

// shelf keeps the stories of articles as the store does.
type shelf struct {
	reports map[int64]Report
	first   map[int64]int64
}

func (s *shelf) between(from, to time.Time) (list []Known, err error) {
	for id, r := range s.reports {
		if !r.Published.Before(from) && r.Published.Before(to) {
			list = append(list, Known{r, s.first[id]})
		}
	}
	return list, nil
}

func (s *shelf) join(t *rapid.T, stories *Stories, list ...Report) {
	for _, r := range list {
		if _, ok := s.reports[r.ID]; !ok {
			s.first[r.ID] = r.ID
		}
		for id, first := range s.first {
			if known, ok := s.reports[id]; ok && first == s.first[r.ID] {
				stories.Add(Known{known, first})
			}
		}
		s.reports[r.ID] = r
	}
	moves, err := stories.Join(list...)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range moves {
		s.first[m.Article] = m.First
	}
}

// Whatever the order in which articles come, alone or together, before or after a restart, and however they came to read as they do: the
// stories are the same.
func TestStoriesDependOnArticlesAlone(t *testing.T) {
	words := strings.Fields("boliden odda furnace fire zinc norway smelter shut works tonnes halted restart output plant cable power")
	rapid.Check(t, func(rt *rapid.T) {
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 4, 9).Draw(rt, label), " ")
		}
		write := func(id int64) Report {
			a := article(text("title"), text("summary"), "")
			a.ID, a.Key, a.Lang = id, fmt.Sprint("key", id), "en"
			a.Published = time.Date(2026, 3, 2, rapid.IntRange(0, 300).Draw(rt, "hour"), 0, 0, 0, time.UTC)
			return builtin().Report(&a)
		}
		var list []Report
		for id := range int64(rapid.IntRange(2, 25).Draw(rt, "articles")) {
			list = append(list, write(id+1))
		}
		want := &shelf{map[int64]Report{}, map[int64]int64{}}
		want.join(rt, NewStories(want.between), list...)

		got := &shelf{map[int64]Report{}, map[int64]int64{}}
		stories := NewStories(got.between)
		for _, r := range list {
			if rapid.IntRange(0, 4).Draw(rt, "edited later") == 0 {
				got.join(rt, stories, write(r.ID))
			}
		}
		rest := rapid.Permutation(list).Draw(rt, "order")
		for len(rest) > 0 {
			n := rapid.IntRange(1, min(4, len(rest))).Draw(rt, "batch")
			got.join(rt, stories, rest[:n]...)
			rest = rest[n:]
			if rapid.IntRange(0, 3).Draw(rt, "restart") == 0 {
				stories = NewStories(got.between)
			}
		}
		if diff := cmp.Diff(want.first, got.first); diff != "" {
			rt.Fatalf("stories, -in one go +in another order:\n%s", diff)
		}
	})
}

func TestTheOldestDaysAreLetGo(t *testing.T) {
	stories := NewStories(nil)
	stories.most = 100
	for n := range int64(500) {
		a := orewire.Article{ID: n, Published: time.Unix(n*3600, 0)}
		if _, err := stories.Join(builtin().Report(&a)); err != nil {
			t.Fatal(err)
		}
		stories.most = 100
	}
	if n := stories.reports.len(); n > 150 {
		t.Errorf("%d reports are kept, want about 100", n)
	}
	if first := stories.Versions(499); len(first) != 1 {
		t.Errorf("the newest is in a story of %d, want its own", len(first))
	}
}

func TestAStoryOfOneArticleKeepsNoList(t *testing.T) {
	stories := NewStories(nil)
	stories.assign(2, 1)
	stories.assign(2, 2)
	if n := len(stories.joined); n > 0 {
		t.Errorf("%d articles are said to have others, want none", n)
	}
}
