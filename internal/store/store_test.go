package store

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

var (
	start   = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	sameAll = cmp.AllowUnexported(orewire.Figure{}, cleantext.Text{}, cleantext.Address{})
)

// clock is a time that a test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func open(t testing.TB, path string) (*Store, *clock) {
	t.Helper()
	c := &clock{start}
	s, err := Open(t.Context(), path, c.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, c
}

func openNew(t testing.TB) (*Store, *clock) {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "orewire.db"))
}

func address(s string) cleantext.Address {
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		panic(err)
	}
	return a
}

const (
	miningURL = "https://mining.example/feed"
	wireURL   = "https://wire.example/rss"
)

// item is an article as a feed brings it, published n minutes after start.
func item(guid, title string, n int) Arrival {
	return Arrival{GUID: guid, Feed: miningURL, FeedName: "Mining", Article: orewire.Article{
		Key: "https://mining.example/" + guid, URL: address("https://mining.example/" + guid), Title: cleantext.Line(title),
		Publisher: cleantext.Line("Mining Example"), Published: start.Add(time.Duration(n) * time.Minute),
	}}
}

func ingest(t testing.TB, s *Store, items ...Arrival) Ingested {
	t.Helper()
	done, err := s.Ingest(t.Context(), Batch{Items: items})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func index(t testing.TB, s *Store) {
	t.Helper()
	if _, err := s.Index(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
}

func parse(t testing.TB, text string) query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func page(t testing.TB, s *Store, r PageRequest) Page {
	t.Helper()
	if r.Context.Now.IsZero() {
		r.Context.Now = start
	}
	p, err := s.Page(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func titles(p Page) []string {
	var list []string
	for _, a := range p.Articles {
		list = append(list, a.Title.String())
	}
	return list
}

func found(t testing.TB, s *Store, text string) []string {
	t.Helper()
	return titles(page(t, s, PageRequest{Query: parse(t, text), Older: 1000}))
}

func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, sameAll); diff != "" {
		t.Errorf("%s, -want +got:\n%s", what, diff)
	}
}

func TestArticleComesBackWhole(t *testing.T) {
	s, c := openNew(t)
	in := item("1", "Japan offers rare earth deal 稀土", 0)
	a := &in.Article
	a.Summary, a.Body = cleantext.Line("A lead on neodymium."), cleantext.Paragraphs("First.\n\nMP Materials and rare earths.")
	a.Via, a.Author, a.Lang, a.PublishedAs, a.Zone = cleantext.Line("finanzen.example"), cleantext.Line("A. Writer"), "en", "24.11.26 10:00 Uhr", "Europe/Berlin"
	a.Topics = []orewire.TopicHit{{ID: "rare-earths", Score: 3.5, Spans: []orewire.Span{
		{Field: orewire.InTitle, Start: 13, End: 23, Topic: "rare-earths", Term: "rare earth", Score: 1},
		{Field: orewire.InSummary, Start: 10, End: 19, Topic: "rare-earths", Term: "neodymium", Score: 1.5, Weak: true},
		{Field: orewire.InBody, Start: 24, End: 35, Topic: "rare-earths", Term: "rare earths", Score: 1},
	}}, {ID: "mining", Score: 3.5}}
	a.Links = []orewire.Link{
		{Name: cleantext.Line("MP Materials"), Symbol: "MP", How: orewire.Named, Spans: []orewire.Span{{Field: orewire.InBody, Start: 8, End: 20, Term: "MP Materials", Score: 1}}},
		{Name: cleantext.Line("Rare Holdings Ltd."), How: orewire.Listed, Label: cleantext.Line("Werte in diesem Artikel"), Group: cleantext.Line("Aktien"),
			Printed: &orewire.Printed{Price: orewire.Known(2693), Percent: orewire.Known(1.66), Currency: "JPY", At: start}},
	}
	ingest(t, s, in)
	want := *a
	want.ID, want.Seen, want.Feeds = 1, c.at, []string{"Mining"}
	want.Story = orewire.Story{ID: 1, Size: 1, Publishers: 1, First: true}
	got, err := s.Article(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "article", got, want)

	want.Body = cleantext.Text{}
	want.Topics[0].Spans = want.Topics[0].Spans[:2]
	want.Links[0].Spans = []orewire.Span{}
	listed := page(t, s, PageRequest{Older: 5}).Articles[0]
	listed.Links[0].Spans = append([]orewire.Span{}, listed.Links[0].Spans...)
	same(t, "article in a list", listed, want)

	if _, err := s.Article(t.Context(), 2); !isNotFound(err) {
		t.Errorf("article 2: got %v, want ErrNotFound", err)
	}
}

func TestDamagedTextIsMadeSafe(t *testing.T) {
	s, _ := openNew(t)
	ingest(t, s, item("1", "Copper", 0))
	_, err := s.writer.ExecContext(t.Context(), `UPDATE articles SET title = char(27) || ']0;x' || char(7) || 'Co', lang = 'e' || char(27) || '[31mn',
		topics = '[{"id":"copper","spans":[{"f":0,"s":-1,"e":2},{"f":0,"s":0,"e":99},{"f":0,"s":0,"e":2,"w":"Co\u001b[1m"}]}]'`)
	if err != nil {
		t.Fatal(err)
	}
	a := page(t, s, PageRequest{Older: 1}).Articles[0]
	same(t, "title", a.Title.String(), "Co")
	same(t, "language", a.Lang, "en")
	same(t, "spans", a.Topics[0].Spans, []orewire.Span{{End: 2, Term: "Co"}})
}

func TestPageAroundAnArticle(t *testing.T) {
	s, _ := openNew(t)
	for n := range 10 {
		a := item(fmt.Sprint(n), fmt.Sprint("copper ", n), n) // id n+1
		if n%2 == 1 {
			a.Article.Topics = []orewire.TopicHit{{ID: "odd"}}
		}
		ingest(t, s, a)
	}
	for name, c := range map[string]struct {
		request       PageRequest
		want          []string
		around, above int
		total         int
	}{
		"newest":                   {PageRequest{Newer: 3, Older: 2}, []string{"copper 9", "copper 8", "copper 7"}, 0, 0, 10},
		"middle":                   {PageRequest{Around: 5, Newer: 2, Older: 1}, []string{"copper 6", "copper 5", "copper 4", "copper 3"}, 2, 3, 10},
		"oldest":                   {PageRequest{Around: 1, Newer: 1, Older: 5}, []string{"copper 1", "copper 0"}, 1, 8, 10},
		"the end":                  {PageRequest{Oldest: true, Newer: 2}, []string{"copper 2", "copper 1", "copper 0"}, 2, 7, 10},
		"the end of a topic":       {PageRequest{Query: parse(t, "topic:odd"), Oldest: true, Around: 6, Newer: 1}, []string{"copper 3", "copper 1"}, 1, 3, 5},
		"the end of few":           {PageRequest{Query: parse(t, "topic:odd"), Oldest: true, Newer: 50}, []string{"copper 9", "copper 7", "copper 5", "copper 3", "copper 1"}, 4, 0, 5},
		"the end of nothing":       {PageRequest{Query: parse(t, "zinc"), Oldest: true, Newer: 1}, nil, -1, 0, 0},
		"gone":                     {PageRequest{Around: 99, Newer: 1, Older: 1}, []string{"copper 9", "copper 8"}, 0, 0, 10},
		"topic":                    {PageRequest{Query: parse(t, "topic:odd"), Around: 6, Newer: 1, Older: 1}, []string{"copper 7", "copper 5", "copper 3"}, 1, 1, 5},
		"no match: older one":      {PageRequest{Query: parse(t, "topic:odd"), Around: 5, Newer: 1, Older: 1}, []string{"copper 5", "copper 3", "copper 1"}, 1, 2, 5},
		"no older match: newer":    {PageRequest{Query: parse(t, "topic:odd"), Around: 1, Newer: 2, Older: 2}, []string{"copper 3", "copper 1"}, 1, 3, 5},
		"words":                    {PageRequest{Query: parse(t, "copper"), Around: 5, Newer: 1, Older: 1}, []string{"copper 5", "copper 4", "copper 3"}, 1, 4, 10},
		"nothing":                  {PageRequest{Query: parse(t, "zinc"), Newer: 1, Older: 1}, nil, -1, 0, 0},
		"a topic nobody has heard": {PageRequest{Query: parse(t, "topic:x"), Newer: 1, Older: 1}, nil, -1, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := page(t, s, c.request)
			same(t, "articles", titles(p), c.want)
			same(t, "around, above, total, unread", [4]int{p.Around, p.Above, p.Total, p.Unread}, [4]int{c.around, c.above, c.total, c.total})
		})
	}
}

func TestSearch(t *testing.T) {
	s, _ := openNew(t)
	first, second := item("1", "Rare-Earth magnets", 1), item("2", "稀土永磁 exports", 2)
	first.Article.Summary, first.Article.Body = cleantext.Line("Price 2,693.50"), cleantext.Line("Lithium carbonate")
	second.Article.Body = cleantext.Line("电锂 and 锂电 in Tōkyō")
	ingest(t, s, first, second)
	for text, want := range map[string][]string{
		"rare earth":                       {"Rare-Earth magnets"},
		"lithi*":                           {"Rare-Earth magnets"},
		`"lithium carb"*`:                  {"Rare-Earth magnets"},
		`"2,693.50"`:                       {"Rare-Earth magnets"},
		"693":                              nil,
		`"50 lithium"`:                     nil,
		"tokyo":                            {"稀土永磁 exports"},
		"稀土":                               {"稀土永磁 exports"},
		"土永磁":                              {"稀土永磁 exports"},
		"土磁":                               nil,
		"锂":                                {"稀土永磁 exports"},
		"磁":                                {"稀土永磁 exports"},
		"锂锂":                               nil,
		"magnets or 稀土":                    {"稀土永磁 exports", "Rare-Earth magnets"},
		"-magnets":                         {"稀土永磁 exports"},
		"exports -稀土":                      nil,
		"topic:none ticker:none is:unread": nil,
	} {
		same(t, text, found(t, s, text), want)
	}
}

func TestMarks(t *testing.T) {
	s, _ := openNew(t)
	for n := range 4 {
		a := item(fmt.Sprint(n), fmt.Sprint("n", n), n)
		a.Article.Topics = []orewire.TopicHit{{ID: "copper"}}
		ingest(t, s, a)
	}
	ctx := t.Context()
	for _, err := range []error{s.SetRead(ctx, 1, true), s.SetRead(ctx, 1, true), s.SetRead(ctx, 3, true), s.SetRead(ctx, 3, false), s.SetStarred(ctx, 2, true)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetRead(ctx, 77, true); !isNotFound(err) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	if err := s.SetStarred(ctx, 77, true); !isNotFound(err) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
	same(t, "unread", found(t, s, "is:unread"), []string{"n3", "n2", "n1"})
	same(t, "read", found(t, s, "is:read"), []string{"n0"})
	same(t, "starred", found(t, s, "is:starred"), []string{"n1"})
	same(t, "unread of a topic", found(t, s, "topic:copper is:unread"), []string{"n3", "n2", "n1"})
	counts, err := s.TopicCounts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "counts", counts, map[string]Counts{"": {4, 3}, "copper": {4, 3}})
	for _, c := range []struct {
		from  int64
		older bool
		want  int64
	}{{4, true, 3}, {2, true, 0}, {1, false, 2}, {4, false, 0}, {0, true, 4}, {0, false, 2}} {
		got, err := s.NextUnread(ctx, parse(t, "topic:copper"), query.Context{Now: start}, c.from, c.older)
		if err != nil || got != c.want {
			t.Errorf("next unread from %d, older %v: got %d, %v, want %d", c.from, c.older, got, err, c.want)
		}
	}
}

func TestFlowAndRecentSymbols(t *testing.T) {
	s, _ := openNew(t)
	link := func(symbol string, how orewire.How) orewire.Link {
		return orewire.Link{Name: cleantext.Line("N " + symbol), Symbol: symbol, How: how}
	}
	a, b, old := item("1", "a", -30), item("2", "b", -90), item("3", "c", -25*60)
	a.Article.Links = []orewire.Link{link("", orewire.Named), link("EXP", orewire.Exposed)}
	b.Article.Links = []orewire.Link{link("NAM", orewire.Named), link("LST", orewire.Listed), link("EXP", orewire.Exposed)}
	b.Article.Topics = []orewire.TopicHit{{ID: "copper"}}
	old.Article.Links = []orewire.Link{link("OLD", orewire.Named)}
	ingest(t, s, a, b, old)
	flow, err := s.Flow(t.Context(), "", start)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "flow", flow, [24]int{22: 1, 23: 1})
	if flow, err = s.Flow(t.Context(), "copper", start); err != nil {
		t.Fatal(err)
	}
	same(t, "flow of copper", flow, [24]int{22: 1})
	symbols, err := s.RecentSymbols(t.Context(), start.Add(-24*time.Hour), 2)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "symbols", symbols, []string{"NAM", "LST"})
}

func TestPrices(t *testing.T) {
	s, _ := openNew(t)
	ctx := context.Background()
	quotes := []orewire.Quote{
		{Symbol: "MP", Name: cleantext.Line("MP Materials"), Price: orewire.Known(41.22), Currency: "USD", Decimals: 2, At: start, State: orewire.MarketOpen, Delay: time.Minute},
		{Symbol: "X", Error: cleantext.Line("unknown symbol")},
	}
	if err := s.SaveQuotes(ctx, quotes); err != nil {
		t.Fatal(err)
	}
	quotes[0].Price = orewire.Known(41.5)
	if err := s.SaveQuotes(ctx, quotes[:1]); err != nil {
		t.Fatal(err)
	}
	got, err := s.Quotes(ctx)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "quotes", got, quotes)

	step := 5 * time.Minute
	bars := []orewire.Bar{{Start: start, Close: 41, Volume: 10}, {Start: start.Add(step), Close: 42}, {Start: start.Add(2 * step), Close: 43}}
	for range 2 {
		if err := s.SaveBars(ctx, "MP", step, bars); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := s.Bars(ctx, "MP", step, start, start.Add(2*step))
	if err != nil {
		t.Fatal(err)
	}
	same(t, "bars", kept, bars[:2])
}
