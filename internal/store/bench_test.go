package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// writer of benchmark articles of about 1.5 KB: words by Zipf's law, some Chinese, two topics and five instruments each.
type author struct {
	r    *rand.Rand
	zipf *rand.Zipf
}

func newAuthor() author {
	r := rand.New(rand.NewPCG(3, 4))
	return author{r, rand.NewZipf(r, 1.1, 3, 30_000)}
}

func (w author) words(n int) string {
	var b strings.Builder
	for range n {
		if w.r.IntN(40) == 0 {
			for range 4 {
				b.WriteRune(rune(0x4E00 + w.r.IntN(3000)))
			}
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "w%s ", strings.Map(func(r rune) rune { return r - '0' + 'g' }, fmt.Sprint(w.zipf.Uint64())))
	}
	return b.String()
}

func (w author) article(n int) Arrival {
	a := item(fmt.Sprint(n), w.words(10), n)
	a.FeedName = fmt.Sprint("Feed ", n%40)
	a.Article.Summary, a.Article.Body = cleantext.Line(w.words(30)), cleantext.Paragraphs(w.words(100)+"\n\n"+w.words(100))
	for i := range 2 {
		id := fmt.Sprint("topic-", (n+i*w.r.IntN(10))%20)
		a.Article.Topics = append(a.Article.Topics, orewire.TopicHit{ID: id, Score: 2, Spans: []orewire.Span{
			{Start: 0, End: 3, Topic: id, Term: "abc", Score: 1}, {Field: orewire.InSummary, Start: 4, End: 8, Topic: id, Term: "defg", Score: 1},
			{Field: orewire.InBody, Start: 100, End: 110, Topic: id, Term: "a long term", Score: 1}}})
	}
	for i := range 5 {
		symbol := fmt.Sprint("S", (n+i*w.r.IntN(60))%300)
		a.Article.Links = append(a.Article.Links, orewire.Link{Name: cleantext.Line("Company " + symbol), Symbol: symbol, How: orewire.Exposed, Topic: "topic-1"})
	}
	return a
}

// The stores that benchmarks share.
var (
	shelf       = map[int]string{}
	shelfMu     sync.Mutex
	shelfFolder string
)

func TestMain(m *testing.M) {
	var err error
	if shelfFolder, err = os.MkdirTemp("", "orewire-bench"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	os.RemoveAll(shelfFolder)
	os.Exit(status)
}

// threesomes makes a story of three of every ten articles, those that filled marks read.
func threesomes(changed []orewire.Article, _ Near) (moves []Move, undo func(), err error) {
	for i := range changed {
		if id := changed[i].ID; id > 2 && (id%10 == 1 || id%10 == 2) {
			moves = append(moves, Move{id, id - id%10})
		}
	}
	return moves, func() {}, nil
}

// filled returns the path of a store of n articles, made once; 30 % of them are read, and are stories of three.
func filled(b *testing.B, n int) string {
	b.Helper()
	shelfMu.Lock()
	defer shelfMu.Unlock()
	if path, ok := shelf[n]; ok {
		return path
	}
	if n > 10_000 && testing.Short() {
		b.Skip("takes a minute to fill")
	}
	path := filepath.Join(shelfFolder, fmt.Sprintf("%d.db", n))
	s, _ := open(b, path)
	s.GroupBy(threesomes)
	w := newAuthor()
	for at := 0; at < n; {
		var batch []Arrival
		for ; len(batch) < 100 && at < n; at++ {
			batch = append(batch, w.article(at))
		}
		ingest(b, s, batch...)
	}
	index(b, s)
	for _, table := range []string{"articles", "postings"} {
		if _, err := s.writer.Exec("UPDATE " + table + " SET read = 1 WHERE (place & 536870911) % 10 < 3"); err != nil {
			b.Fatal(err)
		}
	}
	shelf[n] = path
	return path
}

func sizes(b *testing.B, do func(b *testing.B, path string, n int)) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			path := filled(b, n)
			b.ResetTimer()
			do(b, path, n)
		})
	}
}

func BenchmarkOpenAndFirstPage(b *testing.B) {
	sizes(b, func(b *testing.B, path string, n int) {
		for b.Loop() {
			s, err := Open(b.Context(), path, time.Now)
			if err != nil {
				b.Fatal(err)
			}
			if p := page(b, s, PageRequest{Older: 59}); len(p.Articles) != 60 {
				b.Fatalf("got %d articles", len(p.Articles))
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkPage(b *testing.B) {
	for _, text := range []string{"", "topic:topic-3", "topic:topic-3 is:unread", "topic:topic-3,topic-7", "topic:topic-3 topic:topic-7", "is:watched", "is:unread",
		"ticker:S17", "feed:\"feed 7\"", "since:2d", "wg", "wgh", "wggg", "wg wh -wi", "wg*", "topic:topic-3 wg", "topic:topic-3 or wggg", "-wg"} {
		q := parse(b, text)
		b.Run(strings.ReplaceAll("q="+text, " ", "_"), func(b *testing.B) {
			sizes(b, func(b *testing.B, path string, n int) {
				s, _ := open(b, path)
				c := query.Context{Now: start.Add(time.Duration(n) * time.Minute), Watched: []string{"S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10"}}
				total := 0
				for b.Loop() {
					total = page(b, s, PageRequest{Query: q, Context: c, Around: int64(n - 20), Newer: 30, Older: 29}).Total
				}
				b.ReportMetric(float64(total), "matches")
			})
		})
	}
}

// BenchmarkPageOfFresh reads pages while 10,000 articles have just arrived.
func BenchmarkPageOfFresh(b *testing.B) {
	s, _ := openNew(b)
	w := newAuthor()
	var batch []Arrival
	for at := range 10_000 {
		batch = append(batch, w.article(at))
	}
	ingest(b, s, batch...)
	for _, text := range []string{"", "topic:topic-3", "wg wh -wi"} {
		b.Run(strings.ReplaceAll("q="+text, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				page(b, s, PageRequest{Query: parse(b, text), Older: 60})
			}
		})
	}
}

// BenchmarkIndex takes 500 articles at once into the indexes.
func BenchmarkIndex(b *testing.B) {
	s, _ := openNew(b)
	w := newAuthor()
	at := 0
	for b.Loop() {
		b.StopTimer()
		var batch []Arrival
		for range indexStep {
			batch = append(batch, w.article(at))
			at++
		}
		ingest(b, s, batch...)
		b.StartTimer()
		index(b, s)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(at), "µs/article")
}

func BenchmarkIngest(b *testing.B) {
	s, _ := openNew(b)
	w := newAuthor()
	at := 0
	for b.Loop() {
		var batch []Arrival
		for range 25 {
			batch = append(batch, w.article(at))
			at++
		}
		ingest(b, s, batch...)
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(at), "µs/article")
}

func BenchmarkIngestUnchanged(b *testing.B) {
	s, _ := openNew(b)
	w := newAuthor()
	var batch []Arrival
	for at := range 25 {
		batch = append(batch, w.article(at))
	}
	ingest(b, s, batch...)
	for b.Loop() {
		ingest(b, s, batch...)
	}
}

func BenchmarkMark(b *testing.B) {
	s, _ := open(b, filled(b, 10_000))
	read := false
	for b.Loop() {
		read = !read
		if err := s.SetRead(b.Context(), 9_990, read); err != nil {
			b.Fatal(err)
		}
	}
}
