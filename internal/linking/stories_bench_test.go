package linking

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// newsroom writes articles of words by Zipf's law, 50,000 of them within 72 hours, one in five after another one.
type newsroom struct {
	r    *rand.Rand
	zipf *rand.Zipf
	told []orewire.Article
}

func newNewsroom() *newsroom {
	r := rand.New(rand.NewPCG(5, 6))
	return &newsroom{r: r, zipf: rand.NewZipf(r, 1.1, 30, 30_000)}
}

func (n *newsroom) words(count int) string {
	var b strings.Builder
	for range count {
		fmt.Fprintf(&b, "w%s ", strings.Map(func(r rune) rune { return r - '0' + 'g' }, fmt.Sprint(n.zipf.Uint64())))
	}
	return b.String()
}

func (n *newsroom) article(id int64) orewire.Article {
	a := orewire.Article{ID: id, Key: fmt.Sprint(id), Lang: "en", Published: time.Unix(1_780_000_000, 0).Add(time.Duration(id) * 72 * time.Hour / 50_000)}
	a.Title, a.Summary = cleantext.Line(n.words(10)), cleantext.Line(n.words(25))
	if len(n.told) > 0 && n.r.IntN(5) == 0 {
		from := n.told[max(0, len(n.told)-1-n.r.IntN(2000))]
		a.Title, a.Summary = from.Title, cleantext.Line(from.Summary.String()+n.words(8))
	}
	n.told = append(n.told, a)
	return a
}

func BenchmarkReport(b *testing.B) {
	a := newNewsroom().article(1)
	for b.Loop() {
		builtin().Report(&a)
	}
}

// BenchmarkStories finds the story of one article more among 50,000 of the 72 hours before it.
func BenchmarkStories(b *testing.B) {
	room, stories := newNewsroom(), NewStories(nil)
	next := int64(1)
	join := func() time.Duration {
		a := room.article(next)
		next++
		r := builtin().Report(&a)
		start := time.Now()
		if _, err := stories.Join(r); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	for range 50_000 {
		join()
	}
	var took []time.Duration
	for b.Loop() {
		took = append(took, join())
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
}
