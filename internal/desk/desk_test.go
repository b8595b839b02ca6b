package desk_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/desk"
	"orewire/internal/query"
)

// site is a publisher on loopback: a feed whose items can be changed, and pages.
type site struct {
	*httptest.Server
	mu     sync.Mutex
	items  []string
	etag   int
	pages  map[string]string
	asked  int
	unsent int // answers of 304
}

func newSite(t *testing.T) *site {
	s := &site{pages: map[string]string{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

// published counts the items of all sites: each is a second newer than the one before.
var published atomic.Int64

func (s *site) publish(title, link, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.etag++
	at := time.Now().Add(-time.Hour + time.Duration(published.Add(1))*time.Second)
	s.items = append([]string{fmt.Sprintf(`<item><title>%s</title><link>%s</link><guid>%s</guid><description>%s</description><pubDate>%s</pubDate></item>`,
		title, s.URL+link, link, text, at.UTC().Format(time.RFC1123Z))}, s.items...)
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if page, ok := s.pages[r.URL.Path]; ok {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
		return
	}
	if r.URL.Path != "/feed" {
		http.NotFound(w, r)
		return
	}
	s.asked++
	tag := fmt.Sprintf(`"%d"`, s.etag)
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		s.unsent++
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Test Wire</title>%s</channel></rss>`, strings.Join(s.items, ""))
}

func address(t *testing.T, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// open opens a desk on the feeds alone: no bundles, no prices.
func open(t *testing.T, path string, list ...orewire.Feed) *desk.Desk {
	t.Helper()
	cfg, err := config.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Bundles, cfg.Feeds, cfg.Quotes.Providers = nil, list, nil
	d, err := desk.Open(t.Context(), desk.Options{Config: cfg, Store: path})
	if err != nil {
		t.Fatalf("open the desk: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func titles(t *testing.T, d *desk.Desk, q query.Query) []string {
	t.Helper()
	page, err := d.Headlines(t.Context(), desk.Window{Query: q, Older: 50})
	if err != nil {
		t.Fatalf("headlines: %v", err)
	}
	var list []string
	for _, row := range page.Rows {
		list = append(list, row.Title.String())
	}
	return list
}

func TestAPollBringsLinkedArticlesAndASecondOneNothing(t *testing.T) {
	s := newSite(t)
	s.publish("Lynas lifts dysprosium output", "/1", "More heavy rare earths.")
	s.publish("Mayor opens a school", "/2", "A new school.")
	path := filepath.Join(t.TempDir(), "orewire.db")
	feed := orewire.Feed{Name: cleantext.Line("Test Wire"), URL: address(t, s.URL+"/feed")}
	d := open(t, path, feed)
	var polls []desk.Polled
	d.OnPoll(func(p desk.Polled) { polls = append(polls, p) })

	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatalf("first poll: %v", err)
	}
	if len(polls) != 1 || polls[0].New != 2 {
		t.Fatalf("first poll told %+v, want one feed with 2 new articles", polls)
	}
	got := titles(t, d, query.Topic("rare-earths"))
	if len(got) != 1 || got[0] != "Lynas lifts dysprosium output" {
		t.Errorf("articles on rare earths = %q, want the one on dysprosium", got)
	}
	page, err := d.Headlines(t.Context(), desk.Window{Query: query.Topic("rare-earths"), Older: 1})
	if err != nil || len(page.Rows) == 0 {
		t.Fatalf("headlines: %v, %d rows", err, len(page.Rows))
	}
	if lead := page.Rows[0].Lead; lead.Symbol != "LYC.AX" || lead.How != orewire.Named {
		t.Errorf("lead = %s %s, want LYC.AX named", lead.Symbol, lead.How)
	}

	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatalf("second poll: %v", err)
	}
	if last := polls[len(polls)-1]; last.New != 0 || last.State.Status != http.StatusNotModified || s.unsent != 1 {
		t.Errorf("second poll told %+v and the site sent %d times 304, want nothing new and one 304", last, s.unsent)
	}
}

func TestReopeningShowsEverythingBeforeAnyPoll(t *testing.T) {
	s := newSite(t)
	s.publish("Copper mine in Chile reopens", "/1", "Ore flows again.")
	path := filepath.Join(t.TempDir(), "orewire.db")
	feed := orewire.Feed{Name: cleantext.Line("Test Wire"), URL: address(t, s.URL+"/feed")}
	first := open(t, path, feed)
	if err := first.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := first.Headlines(t.Context(), desk.Window{Older: 1})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("headlines: %v, %d rows", err, len(page.Rows))
	}
	if err := first.SetStarred(t.Context(), page.Rows[0].ID, true); err != nil {
		t.Fatal(err)
	}
	first.Close()
	s.Close()

	again := open(t, path, feed)
	page, err = again.Headlines(t.Context(), desk.Window{Older: 10})
	if err != nil || len(page.Rows) != 1 || !page.Rows[0].Starred {
		t.Fatalf("after reopening: %v, rows %+v; want the starred article", err, page.Rows)
	}
	if err := again.PollOnce(t.Context()); err != nil {
		t.Fatalf("a poll without network must not be an error of the desk: %v", err)
	}
	health := again.Feeds()
	if len(health) != 1 || health[0].State.Error.IsZero() {
		t.Errorf("feeds = %+v, want the reason of the failure", health)
	}
}

func TestSubscribersAreToldWhatArrives(t *testing.T) {
	s := newSite(t)
	s.publish("Zinc smelter restarts", "/1", "Refined zinc.")
	d := open(t, filepath.Join(t.TempDir(), "orewire.db"), orewire.Feed{Name: cleantext.Line("Test Wire"), URL: address(t, s.URL+"/feed")})
	told := d.Subscribe()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()

	deadline, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		changes, ok := told.Wait(deadline, 0)
		if !ok {
			t.Fatal("no article was told within 20 s")
		}
		if len(changes.New) == 1 {
			break
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Run ended with %v, want nil", err)
	}
}

func TestAnArticleOfThePublishersPageIsReadAndLinkedAnew(t *testing.T) {
	s := newSite(t)
	s.publish("Talks on rare earths", "/seed", "Two governments talk.")
	s.pages["/seed"] = `<html><body><article class="news-container"><h1>Talks on rare earths</h1>
<time datetime="2025-06-01T15:06:00">01.06.25 15:06 Uhr</time>
<div class="accordion"><div class="accordion__label">Werte in diesem Artikel</div>
<div class="grid__item-12 h4">Aktien</div><div class="grid__item-7"></div><div class="grid__item-5">2.693,00 JPY <span>44,00 JPY 1,66%</span></div></div>
<p>Officials spoke of supplies of rare earths and of work for shipyards.</p>
<p><a href="https://www.mining.com/talks/">Weiter zum vollständigen Artikel bei Mining.com</a></p>
<p>Quelle: Mining.com</p><h2>Nachrichten zu Rare Holdings Ltd.</h2></article></body></html>`
	feed := orewire.Feed{Name: cleantext.Line("finanzen.net"), URL: address(t, s.URL+"/feed"), Pages: "finanzen.net", Lang: "de"}
	d := open(t, filepath.Join(t.TempDir(), "orewire.db"), feed)
	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := d.Headlines(t.Context(), desk.Window{Older: 1})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("headlines: %v, %d rows", err, len(page.Rows))
	}
	a, err := d.Article(t.Context(), page.Rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if a.Publisher.String() != "Mining.com" || a.Via.String() != "finanzen.net" {
		t.Errorf("publisher %q via %q, want Mining.com via finanzen.net", a.Publisher, a.Via)
	}
	if want := time.Date(2025, 6, 1, 13, 6, 0, 0, time.UTC); !a.Published.Equal(want) {
		t.Errorf("published %s, want %s", a.Published, want)
	}
	var listed []orewire.Link
	for _, link := range a.Links {
		if link.How == orewire.Listed {
			listed = append(listed, link)
		}
		if strings.Contains(link.Name.String(), "Rare Holdings") && link.How != orewire.Listed {
			t.Errorf("Rare Holdings is %s, want listed only", link.How)
		}
	}
	if len(listed) != 1 || listed[0].Name.String() != "Rare Holdings Ltd." || listed[0].Printed == nil {
		t.Fatalf("listed = %+v, want Rare Holdings Ltd. with its printed price", listed)
	}
	if price, _ := listed[0].Printed.Price.Get(); price != 2693 {
		t.Errorf("printed price %v, want 2693", price)
	}
}

func TestTheTextOfAClosedArchiveIsReadableButNotStored(t *testing.T) {
	s := newSite(t)
	s.publish("Kupfer steigt", "/1", "Der Kupferpreis steigt.")
	s.pages["/1"] = `<html><body><article class="news-container"><h1>Kupfer steigt</h1><time datetime="2025-06-01T15:06:00">01.06.25 15:06 Uhr</time>
<p>Der Kupferpreis steigt in London weiter, denn die Lager sind leer.</p><p>Quelle: Testdienst</p></article></body></html>`
	path := filepath.Join(t.TempDir(), "orewire.db")
	feed := orewire.Feed{Name: cleantext.Line("finanzen.net"), URL: address(t, s.URL+"/feed"), Pages: "finanzen.net", Lang: "de", Closed: true}
	d := open(t, path, feed)
	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := d.Headlines(t.Context(), desk.Window{Older: 1})
	if err != nil || len(page.Rows) != 1 {
		t.Fatalf("headlines: %v, %d rows", err, len(page.Rows))
	}
	id := page.Rows[0].ID
	if a, err := d.Article(t.Context(), id); err != nil || !strings.Contains(a.Body.String(), "Lager sind leer") {
		t.Errorf("body while the program runs = %q, %v; want the page's text", a.Body, err)
	}
	d.Close()
	again := open(t, path, feed)
	if a, err := again.Article(t.Context(), id); err != nil || !a.Body.IsZero() {
		t.Errorf("body after a restart = %q, %v; want none", a.Body, err)
	}
}

func TestRunEndsWithItsContextAndWithoutAnError(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "orewire.db"))
	ctx, end := context.WithCancel(t.Context())
	end()
	if err := d.Run(ctx); err != nil {
		t.Errorf("Run of a context that had ended = %v, want nil", err)
	}
}
