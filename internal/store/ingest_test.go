package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

func isNotFound(err error) bool { return errors.Is(err, ErrNotFound) }

func article(t *testing.T, s *Store, id int64) orewire.Article {
	t.Helper()
	a, err := s.Article(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestIngestIsIdempotent(t *testing.T) {
	s, _ := openNew(t)
	items := []Arrival{item("1", "Copper rises", 0), item("", "Zinc falls", 1)}
	items[1].Article.Key = "mining:zinc"
	state := orewire.FeedState{URL: address(miningURL), ETag: `"a"`, Status: 200, Items: 2, Checked: start, Interval: time.Minute,
		Moved: address("https://new.example/feed"), MovedSeen: 2, Paused: true, Quiet: start.Add(time.Hour), Hint: time.Hour, Pace: time.Minute,
		SkipHours: 1<<23 | 1, SkipDays: 1<<6 | 1, Incomplete: cleantext.Line("3 items beyond the first 5,000")}
	for round, want := range []Ingested{{New: []int64{1, 2}}, {Unchanged: 2}} {
		done, err := s.Ingest(t.Context(), Batch{State: state, Items: items})
		if err != nil {
			t.Fatal(err)
		}
		same(t, fmt.Sprint("round ", round), done, want)
	}
	states, err := s.FeedStates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "state", states, map[string]orewire.FeedState{miningURL: state})
	counts, err := s.TopicCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "counts", counts, map[string]Counts{"": {2, 2}})
}

func TestTheFirstFeedEdits(t *testing.T) {
	s, c := openNew(t)
	first := item("1", "Copper rises", 0)
	first.Article.Topics = []orewire.TopicHit{{ID: "copper"}}
	ingest(t, s, first)
	if err := s.SetRead(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	if err := s.SetStarred(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	c.at = start.Add(time.Hour)
	edited := first
	edited.Article.Title, edited.Article.Published = cleantext.Line("Zinc rises"), start.Add(time.Hour)
	edited.Article.Topics = []orewire.TopicHit{{ID: "zinc"}}
	same(t, "edit", ingest(t, s, edited), Ingested{Updated: []int64{1}})
	a := article(t, s, 1)
	same(t, "title", a.Title.String(), "Zinc rises")
	same(t, "updated", a.Updated, c.at)
	same(t, "published", a.Published, start)
	same(t, "marks", [2]bool{a.Read, a.Starred}, [2]bool{true, true})
	same(t, "search for the old title", found(t, s, "copper"), []string(nil))
	same(t, "search for the new title", found(t, s, "zinc"), []string{"Zinc rises"})
	counts, err := s.TopicCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "counts", counts, map[string]Counts{"": {1, 0}, "copper": {}, "zinc": {1, 0}})
}

func TestOneAddressInTwoFeedsIsOneArticle(t *testing.T) {
	s, _ := openNew(t)
	first := item("1", "Copper rises", 0)
	ingest(t, s, first)
	second := first
	second.GUID, second.Feed, second.FeedName = "wire-9", wireURL, "Wire"
	second.Article.Title = cleantext.Line("Another title")
	same(t, "second feed", ingest(t, s, second), Ingested{Unchanged: 1})
	second.Article.Title = cleantext.Line("Yet another")
	same(t, "second feed's edit", ingest(t, s, second), Ingested{Unchanged: 1})
	a := article(t, s, 1)
	same(t, "title", a.Title.String(), "Copper rises")
	same(t, "feeds", a.Feeds, []string{"Mining", "Wire"})
	if !a.Updated.IsZero() {
		t.Errorf("updated %v by a feed that had it second", a.Updated)
	}
	same(t, "by feed", found(t, s, "feed:wire"), []string{"Copper rises"})
}

func TestAddressChanges(t *testing.T) {
	s, _ := openNew(t)
	first := item("guid-1", "Copper rises", 0)
	ingest(t, s, first)
	moved := first
	moved.Article.URL, moved.Article.Key = address("https://other.example/new"), "https://other.example/new"
	same(t, "moved", ingest(t, s, moved), Ingested{Unchanged: 1})
	a := article(t, s, 1)
	same(t, "address", a.URL.String(), "https://other.example/new")
	same(t, "key", a.Key, first.Article.Key)
	same(t, "by its new host", found(t, s, "feed:other.example"), []string{"Copper rises"})
	same(t, "by its old host", found(t, s, "feed:mining.example"), []string(nil))

	again := first
	again.GUID = "guid-2"
	same(t, "new GUID at the same address", ingest(t, s, again), Ingested{Unchanged: 1})
}

func TestAGUIDUsedAnewLeavesTheArticleOfBefore(t *testing.T) {
	s, _ := openNew(t)
	place := func(guid, slug, title string, n int) Arrival {
		a := item(guid, title, n)
		a.Article.URL, a.Article.Key = address("https://mining.example/"+slug), "https://mining.example/"+slug
		return a
	}
	ingest(t, s, place("1", "copper", "Copper rises in London", 0), place("2", "铜价", "铜价上涨", -1))
	done := ingest(t, s, place("1", "tin", "Smelter halts tin output", 2), place("2", "copper", "Copper rises in London", 0), place("3", "铜价", "铜价上涨", -1))
	same(t, "new", len(done.New), 1)
	same(t, "stored", found(t, s, ""), []string{"Smelter halts tin output", "Copper rises in London", "铜价上涨"})
	same(t, "again", ingest(t, s, place("1", "tin", "Smelter halts tin output", 2), place("2", "copper", "Copper rises in London", 0)), Ingested{Unchanged: 2})

	edited := place("1", "tin-output-halted", "Tin output halted by smelter", 3)
	ingest(t, s, edited)
	same(t, "edited with its address and date", found(t, s, "tin"), []string{"Tin output halted by smelter"})
}

func TestUndatedArticleGetsItsDate(t *testing.T) {
	s, c := openNew(t)
	c.at = start.Add(1500 * time.Millisecond)
	in := item("1", "Copper", 0)
	in.Article.Published = time.Time{}
	ingest(t, s, in)
	a := article(t, s, 1)
	same(t, "published", a.Published, start.Add(time.Second))
	same(t, "undated", a.Undated, true)
	in.Article.Title, in.Article.Published = cleantext.Line("Copper!"), start.Add(-time.Hour)
	ingest(t, s, in)
	a = article(t, s, 1)
	same(t, "published", a.Published, start.Add(-time.Hour))
	same(t, "undated", a.Undated, false)
}

func TestKnown(t *testing.T) {
	s, _ := openNew(t)
	known := func(items ...Arrival) []bool {
		t.Helper()
		list, err := s.Known(t.Context(), items)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	items := []Arrival{item("1", "Copper", 0), item("2", "Zinc", 0)}
	same(t, "at first", known(items...), []bool{false, false})
	if _, err := s.Known(t.Context(), items[:1]); err != nil {
		t.Fatal(err)
	}
	items[0].Article.Body = cleantext.Line("text from the page") // after Known, before Ingest
	ingest(t, s, items[0])
	changed := item("1", "Copper, corrected", 0)
	elsewhere := item("1", "Copper", 0)
	elsewhere.Feed = wireURL
	same(t, "later", known(item("1", "Copper", 0), items[1], changed, elsewhere), []bool{true, false, false, false})
}

func TestUpdateKeepsMarksAndIdentity(t *testing.T) {
	s, _ := openNew(t)
	ingest(t, s, item("1", "Copper", 0), item("2", "Zinc", 10))
	if err := s.SetRead(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	a := article(t, s, 1)
	key := a.Key
	a.Key, a.Read, a.Body, a.Published = "changed", false, cleantext.Line("neodymium"), start.Add(time.Hour)
	a.Topics = []orewire.TopicHit{{ID: "rare-earths", Score: 1}}
	if _, err := s.Update(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	same(t, "order", found(t, s, ""), []string{"Copper", "Zinc"})
	same(t, "text", found(t, s, "neodymium topic:rare-earths is:read"), []string{"Copper"})
	got := article(t, s, 1)
	same(t, "key", got.Key, key)
	if !got.Updated.IsZero() {
		t.Errorf("updated %v, but no feed changed it", got.Updated)
	}
	if _, err := s.Update(t.Context(), orewire.Article{ID: 5}); !isNotFound(err) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

func TestSweep(t *testing.T) {
	s, _ := openNew(t)
	var items []Arrival
	for n := range 450 {
		a := item(fmt.Sprint(n), fmt.Sprint("copper ", n), n)
		a.Article.Topics = []orewire.TopicHit{{ID: "copper"}}
		a.Article.Body = cleantext.Line(fmt.Sprint("a text of some length about ore, number ", n))
		items = append(items, a)
	}
	ingest(t, s, items...)
	if err := s.SetStarred(t.Context(), 3, true); err != nil {
		t.Fatal(err)
	}
	removed, err := s.Sweep(t.Context(), start.Add(440*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "removed", removed, 439)
	counts, err := s.TopicCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	same(t, "counts", counts, map[string]Counts{"": {11, 11}, "copper": {11, 11}})
	same(t, "matches", len(found(t, s, "copper ore")), 11)
	same(t, "starred", found(t, s, "is:starred"), []string{"copper 2"})
	same(t, "the feed still lists them", ingest(t, s, items...), Ingested{Unchanged: 450})
	edited := items[0]
	edited.Article.Title = cleantext.Line("new title")
	same(t, "and edits one", ingest(t, s, edited), Ingested{Unchanged: 1})
	next := item("new", "next", 500)
	same(t, "no id is used again", ingest(t, s, next).New, []int64{451})
	var free int
	if err := s.writer.QueryRow("PRAGMA freelist_count").Scan(&free); err != nil {
		t.Fatal(err)
	}
	same(t, "free pages", free, 0)
}
