package demo

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"go.uber.org/goleak"

	"orewire"
	"orewire/feeds/publisher"
	"orewire/internal/cleantext"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// hands is a clock that tests move.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (h *hands) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hands) forward(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// wednesday is 14:30 in Tokyo, 06:30 in Berlin, 00:30 in New York.
var wednesday = time.Date(2026, 11, 25, 5, 30, 12, 0, time.UTC)

func serve(t *testing.T, at time.Time) (*Demo, *hands) {
	t.Helper()
	clock := &hands{at: at}
	d, err := Serve(t.Context(), clock.now, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		if err := d.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	})
	return d, clock
}

func get(t *testing.T, address string, header ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, body
}

func parse(t *testing.T, feed orewire.Feed) *gofeed.Feed {
	t.Helper()
	response, body := get(t, feed.URL.String())
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d", feed.Name, response.StatusCode)
	}
	parsed, err := gofeed.NewParser().ParseString(string(body))
	if err != nil {
		t.Fatalf("%s: %v", feed.Name, err)
	}
	return parsed
}

// good are the feeds that answer.
func good(d *Demo) []orewire.Feed { return d.Feeds[:len(publications)] }

func TestEveryFeedParses(t *testing.T) {
	d, _ := serve(t, wednesday)
	total, languages, links := 0, map[string]int{}, map[string]bool{}
	for _, feed := range good(d) {
		parsed := parse(t, feed)
		if parsed.Title != feed.Name.String() || parsed.Description != invented {
			t.Errorf("%s calls itself %q, %q", feed.Name, parsed.Title, parsed.Description)
		}
		for _, item := range parsed.Items {
			total++
			languages[feed.Lang]++
			if item.Title == "" || item.Description == "" || item.PublishedParsed == nil || links[item.Link] {
				t.Errorf("%s: item %+v lacks a part or shares its link", feed.Name, item)
				continue
			}
			links[item.Link] = true
			if item.Content == "" && feed.Pages == "" {
				t.Errorf("%s: %q has no text", feed.Name, item.Title)
			}
			if item.PublishedParsed.After(wednesday) {
				t.Errorf("%s: %q is of %v, after now", feed.Name, item.Title, item.PublishedParsed)
			}
			if strings.ContainsAny(item.Title+item.Content, "{}|~") {
				t.Errorf("%s: %q holds a slot that was not filled", feed.Name, item.Title)
			}
		}
	}
	if total < 200 {
		t.Errorf("%d articles at the start, want at least 200", total)
	}
	for _, lang := range []string{"en", "de", "ja", "zh", "ko", "fr", "es", "pt"} {
		if languages[lang] < 5 {
			t.Errorf("%d articles in %s, want at least 5", languages[lang], lang)
		}
	}
}

func TestHeadlinesArriveAsTimePasses(t *testing.T) {
	d, clock := serve(t, wednesday)
	count := func() (titles map[string]bool, newest time.Time) {
		titles = map[string]bool{}
		for _, feed := range good(d) {
			for _, item := range parse(t, feed).Items {
				titles[item.Link] = true
				if item.PublishedParsed.After(newest) {
					newest = *item.PublishedParsed
				}
			}
		}
		return titles, newest
	}
	before, _ := count()
	clock.forward(time.Minute)
	after, newest := count()
	arrived := len(after) - len(before)
	if arrived < 60/7-1 || arrived > 60/3 {
		t.Errorf("%d articles in a minute, want one every 3 to 7 seconds", arrived)
	}
	if age := clock.now().Sub(newest); age < 0 || age > 8*time.Second {
		t.Errorf("the newest article is %v old, want a few seconds", age)
	}
}

func TestSameSeedSameNews(t *testing.T) {
	headlines := func() []string {
		d, clock := serve(t, wednesday)
		clock.forward(10 * time.Minute)
		var all []string
		for _, feed := range good(d) {
			for _, item := range parse(t, feed).Items {
				all = append(all, item.Published+" "+item.Title)
			}
		}
		return all
	}
	if diff := cmp.Diff(headlines(), headlines()); diff != "" {
		t.Errorf("two demos with one seed differ:\n%s", diff)
	}
}

func TestHoursOfTemplates(t *testing.T) {
	d, clock := serve(t, wednesday)
	clock.forward(3 * time.Hour)
	seen := map[string]int{}
	for _, feed := range good(d) {
		for _, item := range parse(t, feed).Items {
			seen[item.Title]++
		}
	}
	again := 0
	for _, n := range seen {
		again += n - 1
	}
	if len(seen) < 700 || again > len(seen)/10 {
		t.Errorf("%d headlines in the feeds, %d of them again, want at least 700 with few repeats", len(seen), again)
	}
}

func TestUnchangedFeedIsNotSentAgain(t *testing.T) {
	d, clock := serve(t, wednesday)
	for _, feed := range good(d) {
		first, _ := get(t, feed.URL.String())
		etag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
		for name, header := range map[string][]string{
			"ETag":                        {"If-None-Match", etag},
			"weak ETag":                   {"If-None-Match", "W/" + etag},
			"Last-Modified":               {"If-Modified-Since", modified},
			"ETag with older date beside": {"If-None-Match", etag, "If-Modified-Since", "Mon, 02 Jan 2006 15:04:05 GMT"},
		} {
			if again, body := get(t, feed.URL.String(), header...); again.StatusCode != http.StatusNotModified || len(body) != 0 {
				t.Errorf("%s by %s: status %d with %d bytes, want 304 with none", feed.Name, name, again.StatusCode, len(body))
			}
		}
	}
	clock.forward(5 * time.Minute)
	first, _ := get(t, good(d)[0].URL.String(), "If-None-Match", `"oxide-wire-1"`)
	if first.StatusCode != http.StatusOK {
		t.Errorf("with an old ETag: status %d, want 200", first.StatusCode)
	}
}

func TestPackedFeed(t *testing.T) {
	d, _ := serve(t, wednesday)
	address := good(d)[0].URL.String()
	_, plain := get(t, address, "Accept-Encoding", "identity")
	response, packed := get(t, address, "Accept-Encoding", "gzip")
	if response.Header.Get("Content-Encoding") != "gzip" || len(packed) > len(plain)/2 {
		t.Errorf("%d bytes packed as %q, want less than half of %d as gzip",
			len(packed), response.Header.Get("Content-Encoding"), len(plain))
	}
}

func TestFailingFeeds(t *testing.T) {
	d, _ := serve(t, wednesday)
	failing := d.Feeds[len(publications):]
	if len(failing) != 2 {
		t.Fatalf("%d failing feeds, want 2", len(failing))
	}
	if response, _ := get(t, failing[0].URL.String()); response.StatusCode != http.StatusNotFound {
		t.Errorf("%s: status %d, want 404", failing[0].Name, response.StatusCode)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, failing[1].URL.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := http.DefaultClient.Do(r); err == nil {
		response.Body.Close()
		t.Errorf("%s answered %d, want silence", failing[1].Name, response.StatusCode)
	}
}

func TestCloseEndsASilentRequest(t *testing.T) {
	d, _ := serve(t, wednesday)
	asked := make(chan error, 1)
	go func() {
		response, err := http.Get(d.base + silentPath)
		if err == nil {
			response.Body.Close()
		}
		asked <- err
	}()
	time.Sleep(20 * time.Millisecond) // lets the request reach the server; too early only makes the test easier
	if err := d.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	<-asked
}

func TestContextEndsTheDemo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	d, err := Serve(ctx, func() time.Time { return wednesday }, 1)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := d.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if response, err := http.Get(d.base + "/"); err == nil {
		response.Body.Close()
		t.Error("the demo still answers after its context ended")
	}
}

// pages reads every page of the finanzen.net feed through its publisher's reader, by headline.
func pages(t *testing.T, d *Demo) map[string]publisher.Page {
	t.Helper()
	read := map[string]publisher.Page{}
	for _, feed := range good(d) {
		if feed.Pages == "" {
			continue
		}
		for _, item := range parse(t, feed).Items {
			address, err := cleantext.ParseAddress(item.Link)
			if err != nil {
				t.Fatal(err)
			}
			if !publisher.Has(feed.Pages, address) {
				t.Fatalf("publisher.Has(%q, %s) = false", feed.Pages, address)
			}
			_, body := get(t, item.Link)
			page, err := publisher.Read(body, address)
			if err != nil {
				t.Fatal(err)
			}
			if !page.Published.Equal(item.PublishedParsed.Truncate(time.Second)) {
				t.Errorf("%q: page of %v, feed says %v", item.Title, page.Published, item.PublishedParsed)
			}
			read[item.Title] = page
		}
	}
	return read
}

func TestSeedPage(t *testing.T) {
	d, _ := serve(t, wednesday)
	page, found := pages(t, d)["Japan offers US a rare earths and shipbuilding pact in tariff talks"]
	if !found {
		t.Fatal("the seed's article is not in the feed")
	}
	if want := time.Date(2025, 6, 1, 13, 6, 0, 0, time.UTC); !page.Published.Equal(want) {
		t.Errorf("published %v, want %v", page.Published, want)
	}
	got := []string{page.PublishedAs, page.Zone, page.Publisher.String(), page.Via.String()}
	if diff := cmp.Diff([]string{"01.06.25 15:06 Uhr", "Europe/Berlin", "Mining.com", "finanzen.net"}, got); diff != "" {
		t.Errorf("time, zone, publisher, via (-want +got):\n%s", diff)
	}
	if len(page.Links) != 1 {
		t.Fatalf("%d links, want 1: %+v", len(page.Links), page.Links)
	}
	link, err := json.Marshal(page.Links[0])
	if err != nil {
		t.Fatal(err)
	}
	want := `{"name":"Rare Holdings Ltd.","how":2,"label":"Werte in diesem Artikel","group":"Aktien",` +
		`"printed":{"price":2693,"change":44,"percent":1.66,"currency":"JPY","at":"2025-06-01T13:06:00Z",` +
		`"text":"2.693,00 JPY 44,00 JPY 1,66%"}}`
	if diff := cmp.Diff(want, string(link)); diff != "" {
		t.Errorf("link (-want +got):\n%s", diff)
	}
	if paragraphs := strings.Split(page.Body.String(), "\n\n"); len(paragraphs) != 5 {
		t.Errorf("%d paragraphs, want 5:\n%s", len(paragraphs), page.Body)
	}
	if response, body := get(t, page.Original.String()); response.StatusCode != 200 || !strings.Contains(string(body), "Mining.com") {
		t.Errorf("original %s: status %d, want a page of Mining.com", page.Original, response.StatusCode)
	}
}

func TestListedPricesCanBeRead(t *testing.T) {
	d, _ := serve(t, wednesday)
	rows, priced, changed := 0, 0, 0
	for title, page := range pages(t, d) {
		for _, l := range page.Links {
			rows++
			if l.Printed == nil || l.Printed.Price.IsZero() {
				t.Errorf("%q: price of %s not read: %+v", title, l.Name, l.Printed)
				continue
			}
			priced++
			if !l.Printed.Percent.IsZero() {
				changed++
			}
		}
	}
	if rows < 15 || changed < rows*8/10 {
		t.Errorf("%d rows, %d with price, %d with change; want at least 15, nearly all with change", rows, priced, changed)
	}
}

func TestWordsStayOurs(t *testing.T) {
	for _, p := range publications {
		body, err := wire.ReadFile("wire/" + p.slug + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(body), invented+"\n") {
			t.Errorf("wire/%s.txt does not begin with the line that all is invented", p.slug)
		}
	}
}

func TestMovesNameListings(t *testing.T) {
	listings, err := readListings()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, l := range listings {
		known[l.symbol] = true
	}
	w, err := readWords()
	if err != nil {
		t.Fatal(err)
	}
	for company, symbol := range w.symbols {
		if !known[symbol] {
			t.Errorf("words.txt: %s has the symbol %s, which is not in listings.tsv", company, symbol)
		}
	}
	for _, p := range publications {
		dispatches, err := readDispatches(p.slug)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range dispatches {
			for _, m := range d.moves {
				if slot := strings.Trim(m.symbol, "{}"); !known[m.symbol] && w.sets[slot] == nil {
					t.Errorf("%s: %q moves %s, which is not in listings.tsv", p.slug, d.headline, m.symbol)
				}
			}
			for _, v := range d.values {
				if !strings.Contains(v, "=") && !known[v] {
					t.Errorf("%s: %q lists %s, which is not in listings.tsv", p.slug, d.headline, v)
				}
			}
		}
	}
}
