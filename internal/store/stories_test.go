package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// byAuthor groups articles by their author, around the first that was published: a stand-in for what compares their words.
type byAuthor struct {
	known map[int64]orewire.Article
	fail  error
	undid int
}

func (g *byAuthor) regroup(changed []orewire.Article, _ Near) ([]Move, func(), error) {
	if g.known == nil {
		g.known = map[int64]orewire.Article{}
	}
	authors := map[string]bool{}
	for _, a := range changed {
		authors[g.known[a.ID].Author.String()], authors[a.Author.String()] = true, true
		g.known[a.ID] = a
	}
	first := map[string]orewire.Article{}
	for _, a := range g.known {
		if f, ok := first[a.Author.String()]; !ok || cmp.Or(a.Published.Compare(f.Published), cmp.Compare(a.Key, f.Key)) < 0 {
			first[a.Author.String()] = a
		}
	}
	var moves []Move
	for id, a := range g.known {
		switch author := a.Author.String(); {
		case !authors[author]:
		case author == "":
			moves = append(moves, Move{id, id})
		default:
			moves = append(moves, Move{id, first[author].ID})
		}
	}
	return moves, func() { g.undid++ }, g.fail
}

// by is an item of a story, published n minutes after start.
func by(author, guid, publisher string, n int) Arrival {
	a := item(guid, "Copper "+guid, n)
	a.Article.Author, a.Article.Publisher = cleantext.Line(author), cleantext.Line(publisher)
	a.Article.Topics = []orewire.TopicHit{{ID: "copper"}}
	return a
}

func openGrouped(t testing.TB) (*Store, *byAuthor) {
	s, _ := openNew(t)
	g := &byAuthor{}
	s.GroupBy(g.regroup)
	return s, g
}

// rows writes a list as the titles' last words, each with the size of its story if that is not 1.
func rows(t testing.TB, s *Store, text string) string {
	t.Helper()
	p := page(t, s, PageRequest{Query: parse(t, text), Context: query.Context{Now: start}, Older: 100})
	var list []string
	for _, a := range p.Articles {
		_, word, _ := strings.Cut(a.Title.String(), " ")
		if a.Story.Size > 1 {
			word += fmt.Sprint("×", a.Story.Size)
		}
		if !a.Story.First {
			word += "*"
		}
		list = append(list, word)
	}
	if p.Total != len(list) {
		t.Errorf("%q: %d counted, %d listed", text, p.Total, len(list))
	}
	return strings.Join(list, " ")
}

func TestAListHasOneRowAStory(t *testing.T) {
	s, _ := openGrouped(t)
	zinc := by("x", "c", "Wire", 5)
	zinc.Article.Topics = []orewire.TopicHit{{ID: "zinc"}, {ID: "copper"}}
	zinc.Article.Links = []orewire.Link{{Symbol: "MP", Name: cleantext.Line("MP Materials")}}
	ingest(t, s, by("x", "b", "Mining", 3), by("", "d", "Mining", 7), by("x", "a", "Wire", 1), zinc)
	for text, want := range map[string]string{
		"":                           "d a×3",
		"topic:copper":               "d a×3",
		"topic:zinc":                 "c×3*", // the first of the story that matches
		"ticker:MP":                  "c×3*",
		"topic:zinc topic:copper":    "c×3*",
		"topic:copper -topic:zinc":   "d a×3",
		"topic:zinc,copper":          "d a×3",
		"c":                          "c×3*",
		"copper":                     "d a×3",
		"c or b":                     "b×3*",
		"is:unread":                  "d a×3",
		"topic:copper is:unread":     "d a×3",
		"since:2026-11-24T09:02":     "d b×3*",
		"topic:copper -a":            "d b×3*",
		"topic:zinc or topic:copper": "d a×3",
		"story:>1":                   "a×3",
		"story:>1 topic:zinc":        "c×3*",
		"story:2 -a":                 "b×3*",
		"story:>2":                   "",
		"story:1":                    "d",
	} {
		if got := rows(t, s, text); got != want {
			t.Errorf("%q lists %q, want %q", text, got, want)
		}
	}
	versions, err := s.Versions(t.Context(), 4)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range versions {
		got = append(got, a.Title.String())
	}
	same(t, "versions", got, []string{"Copper a", "Copper b", "Copper c"})
	same(t, "story", versions[0].Story, orewire.Story{ID: 3, Size: 3, Publishers: 2, First: true})
}

func TestReadingOneVersionReadsTheStory(t *testing.T) {
	s, _ := openGrouped(t)
	ingest(t, s, by("x", "a", "Wire", 1), by("x", "b", "Mining", 3), by("", "d", "Mining", 7))
	if err := s.SetRead(t.Context(), 2, true); err != nil {
		t.Fatal(err)
	}
	same(t, "unread", rows(t, s, "is:unread"), "d")
	same(t, "read, of copper", rows(t, s, "topic:copper is:read"), "a×2")
	ingest(t, s, by("x", "c", "Third", 5))
	same(t, "unread after one more version", rows(t, s, "is:unread"), "d")
	if err := s.SetRead(t.Context(), 1, false); err != nil {
		t.Fatal(err)
	}
	same(t, "unread after the mark was taken back", rows(t, s, "is:unread"), "d a×3")
	same(t, "topic counts", topicCounts(t, s)["copper"], Counts{2, 2})
}

func TestAnOriginalStandsBeforeWhoPassesItOn(t *testing.T) {
	s, _ := openGrouped(t)
	passed := by("x", "a", "Mining.com", 1)
	passed.Article.Via = cleantext.Line("finanzen.net")
	ingest(t, s, passed, by("x", "b", "Wire", 2), by("x", "c", "mining.com", 9))
	same(t, "list", rows(t, s, ""), "c×3")
	versions, err := s.Versions(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the second", versions[1].Title.String(), "Copper a")
	same(t, "story", versions[0].Story.ID, int64(1))
}

func TestASweptLeaderHandsOver(t *testing.T) {
	s, _ := openGrouped(t)
	ingest(t, s, by("x", "a", "Wire", 1), by("x", "b", "Mining", 30), by("x", "c", "Third", 50))
	if err := s.SetStarred(t.Context(), 3, true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sweep(t.Context(), start.Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	same(t, "list", rows(t, s, "topic:copper"), "b×2")
	if _, err := s.Sweep(t.Context(), start.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	same(t, "list of the starred one that stays", rows(t, s, "topic:copper"), "c")
	same(t, "topic counts", topicCounts(t, s)["copper"], Counts{1, 1})
}

func TestAnEditMovesAnArticleToAnotherStory(t *testing.T) {
	s, _ := openGrouped(t)
	ingest(t, s, by("x", "a", "Wire", 1), by("x", "b", "Mining", 3), by("y", "c", "Wire", 4), by("y", "d", "Mining", 5))
	if err := s.SetRead(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	edited := by("y", "b", "Mining", 3)
	edited.Article.Summary = cleantext.Line("Rewritten.")
	done, err := s.Ingest(t.Context(), Batch{Items: []Arrival{edited}})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(done.Regrouped)
	same(t, "regrouped", done.Regrouped, []int64{1, 2, 3, 4})
	same(t, "list", rows(t, s, ""), "b×3 a")
	same(t, "read", rows(t, s, "is:read"), "b×3 a") // its mark stays, and is the story's
}

func TestAFailedChangeTakesItsStoriesBack(t *testing.T) {
	s, g := openGrouped(t)
	ingest(t, s, by("x", "a", "Wire", 1))
	g.fail = errors.New("no")
	if _, err := s.Ingest(t.Context(), Batch{Items: []Arrival{by("x", "b", "Mining", 3)}}); !errors.Is(err, g.fail) || g.undid != 1 {
		t.Fatalf("got %v and %d undone, want the failure and 1", err, g.undid)
	}
	g.fail = nil
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Ingest(ctx, Batch{Items: []Arrival{by("x", "c", "Mining", 3)}}); err == nil {
		t.Error("a change whose context has ended is stored")
	}
	same(t, "list", rows(t, s, ""), "a")
}

func topicCounts(t *testing.T, s *Store) map[string]Counts {
	t.Helper()
	counts, err := s.TopicCounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return counts
}

// Whatever arrives, changes, is marked and is swept, a list has of each story the first version that matches, and the counters count these.
func TestStoriesAgreeWithAModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, err := Open(t.Context(), filepath.Join(t.TempDir(), "orewire.db"), func() time.Time { return start })
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		s.GroupBy((&byAuthor{}).regroup)
		s.few = rapid.SampledFrom([]int{0, 2, few}).Draw(rt, "few")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		for n := range rapid.IntRange(1, 12).Draw(rt, "steps") {
			disturb(rt, s, r, n)
		}
		articles := everyOne(rt, s)
		for range 4 {
			text := queries().Draw(rt, "query")
			q, err := query.Parse(text)
			if err != nil {
				rt.Fatal(err)
			}
			c := query.Context{Now: start, Location: time.UTC, Watched: []string{"mp", "5401.T"}}
			want, unread := firstMatches(q, c, articles)
			p, err := s.Page(t.Context(), PageRequest{Query: q, Context: c, Newer: 200, Older: 200})
			if err != nil {
				rt.Fatal(err)
			}
			checkMatches(rt, p, want, unread)
			checkPaging(rt, s, q, c, p)
		}
		checkTopicCounts(rt, s, articles)
	})
}

// disturb changes the store at random.
func disturb(t *rapid.T, s *Store, r *rand.Rand, n int) {
	ctx := context.Background()
	var err error
	switch id := int64(1 + r.IntN(20)); r.IntN(9) {
	case 0:
		err = s.SetRead(ctx, id, r.IntN(3) > 0)
	case 1:
		err = s.SetStarred(ctx, id, true)
	case 2:
		_, err = s.Sweep(ctx, start.Add(-time.Duration(60+r.IntN(40))*time.Hour))
	case 3:
		a := generated(r, n).Article
		a.ID, a.Author = id, someAuthor(r)
		_, err = s.Update(ctx, a)
	case 4:
		_, err = s.Index(ctx, r.IntN(5))
	default:
		var items []Arrival
		for range 1 + r.IntN(5) {
			a := generated(r, r.IntN(40))
			a.Article.Author, a.Article.Publisher = someAuthor(r), cleantext.Line([]string{"A", "B", ""}[r.IntN(3)])
			if r.IntN(4) == 0 {
				a.Article.Via = cleantext.Line("C")
			}
			items = append(items, a)
		}
		_, err = s.Ingest(ctx, Batch{Items: items})
	}
	if err != nil && !isNotFound(err) {
		t.Fatal(err)
	}
}

func someAuthor(r *rand.Rand) cleantext.Text {
	return cleantext.Line([]string{"", "", "x", "y", "z"}[r.IntN(5)])
}

// everyOne reads all articles, those of a story in its order.
func everyOne(t *rapid.T, s *Store) []orewire.Article {
	var list []orewire.Article
	seen := map[int64]bool{}
	for id := int64(1); id <= 100; id++ {
		versions, err := s.Versions(context.Background(), id)
		if isNotFound(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range versions {
			if v.Story.Size != len(versions) || v.Story.First != (i == 0) || v.Read != versions[0].Read {
				t.Fatalf("version %d of %d is %+v, read %v", i, len(versions), v.Story, v.Read)
			}
			whole, err := s.Article(context.Background(), v.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !seen[v.ID] {
				seen[v.ID] = true
				list = append(list, whole)
			}
		}
	}
	return list
}

// firstMatches returns the ids of the rows that a query lists.
func firstMatches(q query.Query, c query.Context, articles []orewire.Article) (ids map[int64]bool, unread int) {
	ids = map[int64]bool{}
	stories := map[int64]bool{}
	for i := range articles {
		a := &articles[i]
		if stories[a.Story.ID] || !q.Match(a, c) {
			continue
		}
		ids[a.ID], stories[a.Story.ID] = true, true
		unread += 1 - bit(a.Read)
	}
	return ids, unread
}

// checkPaging reads a list three rows at a time.
func checkPaging(t *rapid.T, s *Store, q query.Query, c query.Context, whole Page) {
	after, at := int64(0), 0
	for at < len(whole.Articles) {
		p, err := s.Page(context.Background(), PageRequest{Query: q, Context: c, Around: after, Newer: 1, Older: 3})
		if err != nil {
			t.Fatal(err)
		}
		rest := p.Articles[p.Around:]
		if after != 0 {
			rest = rest[1:]
			if above := at - 1 - p.Around; p.Above != above {
				t.Fatalf("%d rows above, want %d", p.Above, above)
			}
		}
		if len(rest) == 0 {
			t.Fatalf("%d rows of %d", at, len(whole.Articles))
		}
		for _, a := range rest {
			if a.ID != whole.Articles[at].ID {
				t.Fatalf("row %d is article %d, want %d", at, a.ID, whole.Articles[at].ID)
			}
			at, after = at+1, a.ID
		}
	}
}

func checkTopicCounts(t *rapid.T, s *Store, articles []orewire.Article) {
	counts, err := s.TopicCounts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range append([]string{""}, topicIDs...) {
		want, unread := firstMatches(query.Topic(topic), query.Context{}, articles)
		if got := counts[topic]; got != (Counts{len(want), unread}) {
			t.Errorf("topic %q: counted %+v, want %d, %d unread", topic, got, len(want), unread)
		}
	}
}
