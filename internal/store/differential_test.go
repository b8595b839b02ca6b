package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

var (
	vocabulary = strings.Fields("copper lithium rare earth nickel price cut rises falls mine Japan China export controls U.S. Tōkyō magnets ore " +
		"2,693.50 ship yard order 稀土 稀土永磁 锂电 电锂 锂 銅 ニッケル 희토류 5G稀土 rare-earth carbonate Straße")
	topicIDs = []string{"rare-earths", "copper", "lithium", "shipbuilding", "export-controls"}
	names    = [][2]string{{"MP", "MP Materials"}, {"LYC.AX", "Lynas Rare Earths"}, {"", "Rare Holdings Ltd."}, {"5401.T", "日本製鉄"}, {"HG=F", "Copper future"}}
	sources  = [][2]string{{"Mining", miningURL}, {"Wire", wireURL}, {"日経", "https://nikkei.example/rss"}}
)

// generated returns an article made of the vocabulary, the same for the same seed and number.
func generated(r *rand.Rand, n int) Arrival {
	words := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(vocabulary[r.IntN(len(vocabulary))] + []string{" ", " ", ", ", ". ", ""}[r.IntN(5)])
		}
		return b.String()
	}
	source := sources[r.IntN(len(sources))]
	a := item(fmt.Sprint(n), words(2+r.IntN(6)), -r.IntN(4*24*60))
	a.FeedName, a.Feed = source[0], source[1]
	a.Article.URL = address(fmt.Sprintf("https://%s.example/%d", []string{"mining", "wire", "other"}[r.IntN(3)], n))
	a.Article.Summary, a.Article.Body = cleantext.Line(words(r.IntN(8))), cleantext.Line(words(r.IntN(30)))
	for _, id := range topicIDs {
		if r.IntN(4) == 0 {
			a.Article.Topics = append(a.Article.Topics, orewire.TopicHit{ID: id, Score: 1})
		}
	}
	for _, name := range names {
		if r.IntN(5) == 0 {
			a.Article.Links = append(a.Article.Links, orewire.Link{Symbol: name[0], Name: cleantext.Line(name[1]), How: orewire.How(1 + r.IntN(3))})
		}
	}
	return a
}

// queries draws queries that hit generated articles.
func queries() *rapid.Generator[string] {
	word := rapid.SampledFrom(append([]string{"土", "土永", "lith*", "电", "zinc", "c*", "us", "strasse", "2,693.50"}, vocabulary...))
	leaf := rapid.OneOf(
		word,
		rapid.Map(rapid.SliceOfN(word, 1, 3), func(w []string) string {
			return `"` + strings.ReplaceAll(strings.Join(w, " "), "*", "") + `"`
		}),
		rapid.Map(rapid.SampledFrom(append([]string{"none", "Copper"}, topicIDs...)), func(id string) string { return "topic:" + id }),
		rapid.SampledFrom([]string{
			"topic:copper,lithium", "topic:copper,none", "ticker:mp", "ticker:copper", `ticker:"rare earths",HG=F`, "ticker:日本", "ticker:none",
			"feed:mining", "feed:日経", "feed:example", "feed:other", "feed:none", "is:read", "is:unread", "is:starred", "is:watched", "is:read,starred", "story:>1", "story:1", "story:<3", "story:2,3",
			"since:2h", "since:36h", "since:midnight", "since:2026-11-23", "since:2026-11-23T12:30",
		}),
	)
	var tree func(depth int) *rapid.Generator[string]
	tree = func(depth int) *rapid.Generator[string] {
		if depth == 0 {
			return leaf
		}
		list := rapid.SliceOfN(tree(depth-1), 1, 3)
		return rapid.OneOf(leaf,
			rapid.Map(list, func(l []string) string { return "(" + strings.Join(l, " ") + ")" }),
			rapid.Map(list, func(l []string) string { return "(" + strings.Join(l, " or ") + ")" }),
			rapid.Map(tree(depth-1), func(s string) string { return "-" + s }),
		)
	}
	return rapid.Map(rapid.SliceOfN(tree(2), 1, 3), func(l []string) string { return strings.Join(l, " ") })
}

// The store finds what Match finds, for every query, whether its articles are indexed, fresh or some of each.
func TestStoreAgreesWithMatch(t *testing.T) {
	for name, left := range map[string]int{"indexed": 0, "fresh": 150, "some of each": 60} {
		t.Run(name, func(t *testing.T) { storeAgreesWithMatch(t, left) })
	}
}

func storeAgreesWithMatch(t *testing.T, left int) {
	s, _ := openNew(t)
	r := rand.New(rand.NewPCG(1, 2))
	var items []Arrival
	for n := range 150 {
		items = append(items, generated(r, n))
	}
	ingest(t, s, items...)
	if _, err := s.Index(t.Context(), left); err != nil {
		t.Fatal(err)
	}
	var articles []orewire.Article
	for id := int64(1); id <= 150; id++ {
		if r.IntN(3) == 0 {
			if err := s.SetRead(t.Context(), id, true); err != nil {
				t.Fatal(err)
			}
		}
		if r.IntN(9) == 0 {
			if err := s.SetStarred(t.Context(), id, true); err != nil {
				t.Fatal(err)
			}
		}
		articles = append(articles, article(t, s, id))
	}
	c := query.Context{Now: start.Add(123 * time.Millisecond), Location: time.FixedZone("", 9*3600), Watched: []string{"mp", "5401.T"}}
	rapid.Check(t, func(rt *rapid.T) {
		text := queries().Draw(rt, "query")
		q, err := query.Parse(text)
		if err != nil {
			rt.Fatal(err)
		}
		want, unread := map[int64]bool{}, 0
		for i := range articles {
			if q.Match(&articles[i], c) {
				want[articles[i].ID] = true
				if !articles[i].Read {
					unread++
				}
			}
		}
		p, err := s.Page(t.Context(), PageRequest{Query: q, Context: c, Around: int64(rapid.IntRange(0, 150).Draw(rt, "around")), Newer: 200, Older: 200})
		if err != nil {
			rt.Fatal(err)
		}
		checkMatches(rt, p, want, unread)
	})
}

func checkMatches(t *rapid.T, p Page, want map[int64]bool, unread int) {
	for i, a := range p.Articles {
		if !want[a.ID] {
			t.Errorf("article %d (%s) is found and does not match", a.ID, a.Title)
		}
		delete(want, a.ID)
		if i > 0 && placeOf(a.Published, a.ID) >= placeOf(p.Articles[i-1].Published, p.Articles[i-1].ID) {
			t.Errorf("article %d is out of order", a.ID)
		}
	}
	for id := range want {
		t.Errorf("article %d matches and is not found", id)
	}
	if p.Total != len(p.Articles) || p.Unread != unread {
		t.Errorf("counted %d, %d unread; want %d, %d", p.Total, p.Unread, len(p.Articles), unread)
	}
}

// Words of any script, whole or cut anywhere, are found as Match finds them.
func TestSearchAgreesOnAnyText(t *testing.T) {
	s, _ := openNew(t)
	s.few = 0
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		piece := rapid.OneOf(rapid.String(), rapid.SampledFrom(vocabulary))
		in := item(fmt.Sprint(n), strings.Join(rapid.SliceOfN(piece, 1, 4).Draw(rt, "title"), ""), n)
		in.Article.Body = cleantext.Line(strings.Join(rapid.SliceOfN(piece, 0, 4).Draw(rt, "body"), " "))
		if _, err := s.Ingest(t.Context(), Batch{Items: []Arrival{in}}); err != nil {
			rt.Fatal(err)
		}
		if rapid.Bool().Draw(rt, "indexed") {
			index(t, s)
		}
		whole := []rune(in.Article.Title.String() + " " + in.Article.Body.String())
		from := rapid.IntRange(0, len(whole)-1).Draw(rt, "from")
		to := rapid.IntRange(from+1, len(whole)).Draw(rt, "to")
		text := strings.NewReplacer(`"`, "", `\`, "").Replace(string(whole[from:to]))
		q, err := query.Parse(`"` + text + `"` + []string{"", "*"}[rapid.IntRange(0, 1).Draw(rt, "prefix")])
		if err != nil {
			return // nothing to search for in it
		}
		p, err := s.Page(t.Context(), PageRequest{Query: q, Older: n})
		if err != nil {
			rt.Fatal(err)
		}
		if got, want := len(p.Articles) > 0 && p.Articles[0].ID == int64(n), q.Match(&in.Article, query.Context{}); got != want {
			rt.Fatalf("%q in %q: the store says %v, Match %v", q, string(whole), got, want)
		}
	})
}

func TestLargestQueries(t *testing.T) {
	s, _ := openNew(t)
	a := item("1", "copper", 0)
	a.Article.Topics = []orewire.TopicHit{{ID: "copper"}}
	ingest(t, s, a)
	for text, want := range map[string]int{
		strings.Repeat("copper ", 200):                                              1,
		strings.Repeat("-zinc ", 200):                                               1,
		strings.Repeat("zinc or ", 199) + "copper":                                  1,
		strings.Repeat("(", 32) + "copper" + strings.Repeat(")", 32):                1,
		strings.Repeat("topic:copper ", 200):                                        1,
		strings.Repeat("-topic:a ", 100) + strings.Repeat("-is:read ", 100):         1,
		strings.Repeat("(copper -(zinc or ", 16) + "tin" + strings.Repeat("))", 16): 0,
		strings.Repeat("(copper -(zinc or ", 15) + "tin" + strings.Repeat("))", 15): 1,
		"ticker:" + strings.Repeat("a,", 199) + "a":                                 0,
		"since:9999-01-01": 0,
		"since:0001-01-02": 1,
	} {
		if got := len(found(t, s, text)); got != want {
			t.Errorf("%.60s…: found %d, want %d", text, got, want)
		}
	}
}
