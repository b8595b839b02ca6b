package linking

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// pair is two articles, with whether they report the same event.
type pair struct {
	lang, why string
	same      bool
	reports   [2]Report
	titles    [2]string
}

// readPairs links the articles of a file; their ids are 2n and 2n+1 for pair n.
func readPairs(t *testing.T, path string) []pair {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []pair
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "|")
		if len(col) != 7 {
			t.Fatalf("%d columns, want 7: %s", len(col), line)
		}
		hours, err := strconv.Atoi(col[2])
		if err != nil {
			t.Fatalf("%v in the third column: %s", err, line)
		}
		p := pair{lang: col[0], why: col[1], same: strings.HasPrefix(col[1], "same"), titles: [2]string{col[3], col[5]}}
		for i := range p.reports {
			a := article(col[3+2*i], col[4+2*i], "")
			builtin().Link(&a, Hints{Lang: p.lang})
			a.ID = int64(2*len(list) + i)
			a.Published = time.Date(2026, 11, 2, 8, len(list), 0, 0, time.UTC).Add(time.Duration(i*hours) * time.Hour)
			p.reports[i] = builtin().Report(&a)
		}
		list = append(list, p)
	}
	return list
}

// judge puts all articles of the pairs into one set and counts which pairs became one story: those that are not labelled so, also
// across pairs, are false alarms.
func judge(t *testing.T, pairs []pair) (all count, by map[string]*count) {
	s := NewStories(nil)
	by = map[string]*count{}
	for _, p := range pairs {
		for _, r := range p.reports {
			if _, err := s.Join(r); err != nil {
				t.Fatal(err)
			}
		}
	}
	for n, p := range pairs {
		c := count{}
		for _, v := range s.Versions(p.reports[1].ID) {
			switch other := int(v.ID); {
			case other == 2*n+1:
			case other == 2*n && p.same:
				c.right++
			case other < 2*n+1:
				c.extra++
				t.Logf("joined: %s, %s: %q and %q", p.lang, p.why, pairs[other/2].titles[other%2], p.titles[1])
			}
		}
		if p.same && c.right == 0 {
			c.missed++
			t.Logf("missed: %s, %s: %q and %q", p.lang, p.why, p.titles[0], p.titles[1])
		}
		all.add(c)
		if by[p.lang] == nil {
			by[p.lang] = &count{}
		}
		by[p.lang].add(c)
	}
	return all, by
}

func (c *count) add(other count) {
	c.right, c.extra, c.missed = c.right+other.right, c.extra+other.extra, c.missed+other.missed
}

// TestLabelledStories fails if any figure drops below what was reached.
func TestLabelledStories(t *testing.T) {
	for path, least := range map[string]struct{ f1, precision float64 }{
		"testdata/stories.txt": {0.98, 0.97}, "testdata/stories_second.txt": {0.95, 0.96}, "testdata/stories_third.txt": {0.94, 0.92}, "testdata/stories_fourth.txt": {0.95, 0.95},
	} {
		pairs := readPairs(t, path)
		all, by := judge(t, pairs)
		t.Logf("%s: %d pairs, F1 %.3f, precision %.3f, %+v", path, len(pairs), all.f1(), all.precision(), all)
		for lang, c := range by {
			t.Logf("%s: F1 %.3f, %+v", lang, c.f1(), *c)
		}
		if len(pairs) < 40 || all.f1() < least.f1 || all.precision() < least.precision {
			t.Errorf("%s: %d pairs, F1 %.3f, precision %.3f; want 40, %.2f and %.2f at least", path, len(pairs), all.f1(), all.precision(), least.f1, least.precision)
		}
	}
}
