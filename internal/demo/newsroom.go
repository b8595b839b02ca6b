package demo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	pastDays     = 4 * 24 * time.Hour
	pastArticles = 240              // that stand in the feeds when the demo starts
	recent       = 75 * time.Minute // before the start; what stands there is placed by hand
	inFeed       = 60               // the newest that a feed shows
	kept         = 400              // the newest of a publication that still have a page
	shortestGap  = 3 * time.Second
	longestGap   = 7 * time.Second
	storyGap     = 35 * time.Minute // the longest after which another publisher reports the same
	firstSerial  = 1001
)

// item is a published article.
type item struct {
	dispatch
	publication publication
	serial      int
}

// path is where the article's page is served.
func (i item) path() string {
	return fmt.Sprintf("/%s/%d/%s", i.publication.slug, i.serial, slugOf(i.headline))
}

// slugOf makes the readable end of an address from the letters and digits of a headline, as far as they are Latin.
func slugOf(headline string) string {
	words := strings.FieldsFunc(strings.ToLower(norm.NFD.String(headline)), func(r rune) bool {
		return r < unicode.MaxASCII && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	var slug []string
	for _, word := range words {
		latin := strings.Map(func(r rune) rune {
			if r > unicode.MaxASCII {
				return -1
			}
			return r
		}, word)
		if latin != "" && len(slug) < 7 {
			slug = append(slug, latin)
		}
	}
	if slug == nil {
		return "article"
	}
	return strings.Join(slug, "-")
}

// assignment is a dispatch with the publication that it is for.
type assignment struct {
	dispatch
	publication publication
}

// newsroom publishes. What it publishes when depends on the seed and the time of its start alone.
type newsroom struct {
	mu        sync.Mutex
	published func(item) // told of each item, in the order of publication
	items     map[string][]item
	serial    int
	next      time.Time    // when the next article is due
	coming    []assignment // written for the running demo, the next first
	templates []assignment
	writer    writer
	used      map[string]bool // headlines, so that none comes twice
}

// newNewsroom publishes the articles of the last days and is then ready to go on.
func newNewsroom(seed uint64, now time.Time, published func(item)) (*newsroom, error) {
	words, err := readWords()
	if err != nil {
		return nil, err
	}
	n := &newsroom{
		published: published, items: map[string][]item{}, serial: firstSerial, used: map[string]bool{},
		writer: writer{words, rand.New(rand.NewPCG(seed, 0))},
	}
	var past []assignment
	for _, p := range publications {
		dispatches, err := readDispatches(p.slug)
		if err != nil {
			return nil, err
		}
		for _, d := range dispatches {
			switch a := (assignment{d, p}); {
			case d.template:
				n.templates = append(n.templates, a)
			case d.live:
				n.coming = append(n.coming, a)
			default:
				past = append(past, a)
			}
		}
	}
	n.writer.dice.Shuffle(len(n.coming), func(i, j int) { n.coming[i], n.coming[j] = n.coming[j], n.coming[i] })
	if err := n.publishPast(past, now); err != nil {
		return nil, err
	}
	n.next = now.Add(n.gap())
	return n, nil
}

// publishPast spreads the written articles and some made from templates over the last days, more over the last hours.
func (n *newsroom) publishPast(past []assignment, now time.Time) error {
	for len(past) < pastArticles {
		a, err := n.fromTemplate()
		if err != nil {
			return err
		}
		past = append(past, a)
	}
	stories := map[string]time.Time{}
	for i := range past {
		a := &past[i]
		told, again := stories[a.story]
		switch {
		case !a.at.IsZero():
		case a.ago > 0:
			a.at = now.Add(-a.ago - n.within(40*time.Second))
		case again && a.story != "":
			a.at = told.Add(n.within(min(storyGap, now.Sub(told))))
		default:
			a.at = now.Add(-recent - time.Duration(math.Pow(n.writer.dice.Float64(), 1.7)*float64(pastDays-recent-storyGap)))
			a.at = a.at.Add(-storyGap)
		}
		if a.story != "" && !again {
			stories[a.story] = a.at
		}
	}
	slices.SortStableFunc(past, func(a, b assignment) int { return a.at.Compare(b.at) })
	for _, a := range past {
		n.publish(a)
	}
	return nil
}

// advance publishes what is due at now.
func (n *newsroom) advance(now time.Time) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	for !n.next.After(now) {
		a, err := n.write()
		if err != nil {
			return err
		}
		a.at = n.next
		n.publish(a)
		n.next = n.next.Add(n.gap())
	}
	return nil
}

// write returns the next article: one written for the running demo, while there are any, or one made of a template.
func (n *newsroom) write() (assignment, error) {
	if len(n.coming) > 0 && n.writer.dice.IntN(3) > 0 {
		a := n.coming[0]
		n.coming = n.coming[1:]
		return a, nil
	}
	return n.fromTemplate()
}

// fromTemplate fills in a template, preferring a headline that was not used yet.
func (n *newsroom) fromTemplate() (assignment, error) {
	var a assignment
	for range 20 {
		a = n.templates[n.writer.dice.IntN(len(n.templates))]
		d, err := n.writer.write(a.dispatch)
		if err != nil {
			return a, fmt.Errorf("wire/%s.txt: %w", a.publication.slug, err)
		}
		d.moves = n.tempered(d.moves)
		a.dispatch = d
		if !n.used[d.headline] {
			break
		}
	}
	n.used[a.headline] = true
	return a, nil
}

// tempered makes moves of different size of those of a template, and often none: most headlines move nothing.
func (n *newsroom) tempered(moves []move) []move {
	if n.writer.dice.IntN(2) == 0 {
		return nil
	}
	for i := range moves {
		moves[i].fraction *= 0.3 + n.writer.dice.Float64()
	}
	return moves
}

func (n *newsroom) publish(a assignment) {
	published := item{a.dispatch, a.publication, n.serial}
	n.serial++
	newest := append([]item{published}, n.items[a.publication.slug]...)
	n.items[a.publication.slug] = newest[:min(len(newest), kept)]
	n.published(published)
}

func (n *newsroom) gap() time.Duration {
	return (shortestGap + n.within(longestGap-shortestGap)).Truncate(time.Millisecond)
}

// within returns a time from 0 up to the longest.
func (n *newsroom) within(longest time.Duration) time.Duration {
	return time.Duration(n.writer.dice.Int64N(int64(longest)))
}

// newest returns what a publication's feed shows, the newest first.
func (n *newsroom) newest(slug string) []item {
	n.mu.Lock()
	defer n.mu.Unlock()
	items := n.items[slug]
	return slices.Clone(items[:min(len(items), inFeed)])
}

// find returns an article by its number.
func (n *newsroom) find(slug string, serial int) (item, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, i := range n.items[slug] {
		if i.serial == serial {
			return i, true
		}
	}
	return item{}, false
}
