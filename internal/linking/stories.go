package linking

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// storyWindow is how far apart two articles on the same event may be published.
const storyWindow = 72 * time.Hour

// Stories groups articles that report the same event. In order of publishing, an article joins the earlier one that it is most like, if
// that has begun a story, or begins one itself: so the stories depend on the articles and on nothing else, whatever order these come in.
//
// Only the articles of some days are at hand: those that came, and those that Source gave because they are near. It is not safe for
// concurrent use.
type Stories struct {
	source  Source
	reports reports
	days    map[int64]bool    // those that source has given
	first   map[int64]int64   // by article, the one that began its story
	joined  map[int64][]int64 // by such an article, the others of its story that are at hand
	waiting []int64           // articles whose story is to be found, in order of publishing
	fresh   map[int64]bool    // of those, the ones that came or changed
	most    int               // reports at hand before the oldest days are let go
}

// Source gives the articles published from one time to another, the second excluded, each with the article that began its story. Those
// that have none of their own were put into no story yet. It may leave out what is at hand.
type Source func(from, to time.Time) ([]Known, error)

// Known is an article whose story was found before.
type Known struct {
	Report
	First int64 // the article that began its story, perhaps itself
}

// Move puts an article into the story that another one began, or begins one if that is itself.
type Move struct{ Article, First int64 }

// NewStories returns an empty set of stories; a nil source means that there are no other articles.
func NewStories(source Source) *Stories {
	return &Stories{
		source: source, reports: newReports(), days: map[int64]bool{}, first: map[int64]int64{}, joined: map[int64][]int64{},
		fresh: map[int64]bool{}, most: mostReports,
	}
}

// Join finds the stories of articles that are new or have changed, and of those whose story these began. The articles of the story of a
// changed one, itself too, must have been added, as it may be of another time now. It returns the moves that follow, their own and those
// of others. After an error the set is no longer good.
func (s *Stories) Join(list ...Report) ([]Move, error) {
	for _, r := range list {
		if err := s.want(r.Published); err != nil {
			return nil, err
		}
	}
	for _, r := range list {
		s.put(r)
	}
	for _, r := range list { // not before all have their new time, which is their place among those that wait
		s.wait(r.ID)
		for _, id := range s.joined[r.ID] {
			s.wait(id)
		}
	}
	moved := map[int64]bool{}
	for len(s.waiting) > 0 {
		id := s.waiting[0]
		s.waiting = s.waiting[1:]
		if err := s.settle(id, moved); err != nil {
			return nil, err
		}
	}
	moves := make([]Move, 0, len(moved))
	for _, id := range slices.Sorted(maps.Keys(moved)) {
		moves = append(moves, Move{id, s.first[id]})
	}
	s.letGo()
	return moves, nil
}

// Versions returns the reports at hand of the story that an article belongs to, its own among them, in no order.
func (s *Stories) Versions(id int64) []*Report {
	first := s.first[id]
	var list []*Report
	for _, version := range append([]int64{first}, s.joined[first]...) {
		if s.reports.has(version) {
			list = append(list, s.reports.get(version))
		}
	}
	return list
}

// Has reports whether an article is at hand.
func (s *Stories) Has(id int64) bool { return s.reports.has(id) }

// Add takes in an article whose story is known, unless it is at hand.
func (s *Stories) Add(k Known) {
	if !s.Has(k.ID) {
		s.reports.add(k.Report)
		s.assign(k.ID, k.First)
	}
}

// assign notes the article that began the story of another one.
func (s *Stories) assign(id, first int64) {
	if old, ok := s.first[id]; ok && old != id {
		s.joined[old] = slices.DeleteFunc(s.joined[old], func(other int64) bool { return other == id })
		if len(s.joined[old]) == 0 {
			delete(s.joined, old)
		}
	}
	s.first[id] = first
	if first != id {
		s.joined[first] = append(s.joined[first], id)
	}
}

// put takes in an article that is new or has changed.
func (s *Stories) put(r Report) {
	if s.reports.has(r.ID) {
		s.reports.remove(r.ID)
	} else {
		s.first[r.ID] = r.ID
	}
	s.reports.add(r)
	s.fresh[r.ID] = true
}

// wait puts an article in its place among those whose story is to be found.
func (s *Stories) wait(id int64) {
	at, found := slices.BinarySearchFunc(s.waiting, id, func(a, b int64) int { return s.reports.get(a).compare(s.reports.get(b)) })
	if !found {
		s.waiting = slices.Insert(s.waiting, at, id)
	}
}

// settle finds the story of an article, and whose else is to be found because of that. These are all published later.
func (s *Stories) settle(id int64, moved map[int64]bool) error {
	r := s.reports.get(id)
	if err := s.want(r.Published); err != nil {
		return err
	}
	before, changed := s.first[id], s.fresh[id]
	delete(s.fresh, id)
	alike := s.reports.like(r)
	now := s.choose(r, alike)
	if now != before {
		moved[id], changed = true, true
		s.assign(id, now)
	}
	if !changed {
		return nil
	}
	if before == id && now != id {
		for _, other := range s.joined[id] {
			s.wait(other)
		}
	}
	if now == id {
		for _, other := range alike {
			if other.compare(r) > 0 {
				s.wait(other.ID)
			}
		}
	}
	return nil
}

// choose returns the one that is most like an article among the earlier ones that began a story, or itself. Of several it is the earliest.
func (s *Stories) choose(r *Report, alike []likeness) int64 {
	best := likeness{Report: r}
	for _, other := range alike {
		if s.first[other.ID] != other.ID || other.compare(r) >= 0 {
			continue
		}
		if other.score > best.score || other.score == best.score && other.compare(best.Report) < 0 {
			best = other
		}
	}
	return best.ID
}

// want sees to it that all articles that one of a time could be like are at hand.
func (s *Stories) want(at time.Time) error {
	if s.source == nil {
		return nil
	}
	for d := day(at.Add(-storyWindow)); d <= day(at.Add(storyWindow)); d++ {
		if s.days[d] {
			continue
		}
		known, err := s.source(time.Unix(d*secondsOfDay, 0), time.Unix((d+1)*secondsOfDay, 0))
		if err != nil {
			return fmt.Errorf("articles near %s: %w", at.Format(time.DateOnly), err)
		}
		s.days[d] = true
		for _, k := range known {
			s.Add(k)
		}
	}
	return nil
}

// letGo forgets the oldest days when there is more at hand than is worth its memory. They are asked for again when they are wanted.
func (s *Stories) letGo() {
	if s.reports.len() <= s.most {
		return
	}
	oldest := s.reports.median()
	for d := range s.days {
		if d < day(oldest) {
			delete(s.days, d)
		}
	}
	var old []int64
	s.reports, old = s.reports.since(time.Unix(day(oldest)*secondsOfDay, 0))
	for _, id := range old {
		s.assign(id, id)
		delete(s.first, id)
	}
	s.most = max(mostReports, 2*s.reports.len())
}

const (
	mostReports  = 150_000 // at about 1 KB each; a busy desk has 50,000 in 72 hours
	secondsOfDay = 24 * 60 * 60
)

// day numbers the days from 1970 in UTC.
func day(t time.Time) int64 { return int64(math.Floor(float64(t.Unix()) / secondsOfDay)) }
