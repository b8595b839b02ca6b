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

const (
	longPage = `<html><head><title>Harbour talks</title></head><body><nav><a href="/">Home</a></nav><article><h1>Harbour talks</h1>
<p>Two ministers met at the harbour on Monday and spoke for an hour about what either side would give, and what it would not.</p>
<h2>Magnets</h2><p>Dysprosium and other <a href="/ree">rare earths</a> would be shipped again under a licence that holds for a year, they said.</p>
<ul><li>Ten shipments are in port.</li></ul></article></body></html>`
	stubPage = `<html><head><title>Harbour talks</title></head><body><article><h1>Harbour talks</h1>
<p>Two ministers met at the harbour on Monday and spoke for an hour about what…</p></article></body></html>`
)

// paper is a publisher of one article on loopback.
type paper struct {
	*httptest.Server
	text   string // of the feed's item
	page   func(w http.ResponseWriter, r *http.Request)
	pages  atomic.Int32 // times that the page was asked for
	waited chan bool    // told when the page is asked for
}

func newPaper(t *testing.T, text, page string) *paper {
	p := &paper{text: text, waited: make(chan bool, 100)}
	p.page = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, page)
	}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *paper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/feed" {
		p.pages.Add(1)
		p.waited <- true
		p.page(w, r)
		return
	}
	fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title><item><title>Harbour talks</title>
<link>%s/talks</link><guid>1</guid><description>%s</description></item></channel></rss>`, p.URL, p.text)
}

func (p *paper) feed(t *testing.T) orewire.Feed {
	return orewire.Feed{Name: cleantext.Line("Paper"), URL: address(t, p.URL+"/feed"), Lang: "en"}
}

// follow opens a desk on a paper, whose clock the test moves, and returns the article's id.
func follow(t *testing.T, path string, now func() time.Time, feed orewire.Feed) (*desk.Desk, int64) {
	t.Helper()
	cfg, err := config.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Bundles, cfg.Feeds, cfg.Quotes.Providers, cfg.Network.PagesAtIngest = nil, []orewire.Feed{feed}, nil, false
	d, err := desk.Open(t.Context(), desk.Options{Config: cfg, Store: path, Now: now})
	if err != nil {
		t.Fatalf("open the desk: %v", err)
	}
	t.Cleanup(func() { d.Close() })
	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := d.Headlines(t.Context(), desk.Window{Older: 1})
	if err != nil || len(list.Rows) != 1 {
		t.Fatalf("headlines: %v, %d rows", err, len(list.Rows))
	}
	return d, list.Rows[0].ID
}

func fullText(t *testing.T, d *desk.Desk, id int64) desk.FullText {
	t.Helper()
	full, err := d.FullText(t.Context(), id)
	if err != nil {
		t.Fatalf("full text: %v", err)
	}
	return full
}

func TestFullTextIsReadOnceLinkedAnewAndKept(t *testing.T) {
	p := newPaper(t, "Two ministers met.", longPage)
	path := filepath.Join(t.TempDir(), "orewire.db")
	d, id := follow(t, path, time.Now, p.feed(t))
	if got := titles(t, d, query.Topic("rare-earths")); len(got) != 0 {
		t.Fatalf("before its page was read the article is on rare earths: %q", got)
	}
	if err := d.SetStarred(t.Context(), id, true); err != nil {
		t.Fatal(err)
	}
	if full, kept, err := d.StoredText(t.Context(), id); kept || err != nil || orewire.Plain(full.Blocks).String() != "Two ministers met." || !full.Notice.IsZero() {
		t.Errorf("stored text before = %+v, %v, %v; want the feed's alone, nothing kept", full, kept, err)
	}
	told := d.Subscribe()

	var at sync.WaitGroup
	for range 8 {
		at.Go(func() {
			full := fullText(t, d, id)
			if !full.Notice.IsZero() || full.Body != orewire.Plain(full.Blocks) || !full.Starred {
				t.Errorf("notice %q, body %q, starred %v; want no notice, the blocks' text and the star", full.Notice, full.Body, full.Starred)
			}
		})
	}
	at.Wait()
	if n := p.pages.Load(); n != 1 {
		t.Errorf("the page was asked for %d times, want once", n)
	}
	if changes, ok := told.Wait(t.Context(), 0); !ok || len(changes.Updated) != 1 || changes.Updated[0] != id {
		t.Errorf("told %+v, want that the article was updated", changes)
	}
	if got := titles(t, d, query.Topic("rare-earths")); len(got) != 1 {
		t.Errorf("articles on rare earths after its page was read = %q, want it", got)
	}

	d.Close()
	p.Close()
	again := open(t, path, p.feed(t))
	full, kept, err := again.StoredText(t.Context(), id)
	if !kept || err != nil || !full.Notice.IsZero() {
		t.Errorf("stored text after a restart: kept %v, %v, notice %q; want it kept", kept, err, full.Notice)
	}
	var kinds []string
	for _, b := range full.Blocks {
		kinds = append(kinds, string(b.Kind))
	}
	if got := strings.Join(kinds, " "); got != "paragraph heading paragraph item" {
		t.Errorf("blocks after a restart without network = %q, want a paragraph, a heading, a paragraph, an item", got)
	}
	if got := orewire.Addresses(full.Blocks); len(got) != 1 || got[0].String() != p.URL+"/ree" {
		t.Errorf("links = %v, want the one on rare earths", got)
	}
}

func TestFullTextFallsBackToTheFeedsText(t *testing.T) {
	long := strings.Repeat("The feed itself tells what the ministers said at length. ", 20)
	status := func(code int) func(http.ResponseWriter, *http.Request) {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	for name, c := range map[string]struct {
		text, page string
		answer     func(http.ResponseWriter, *http.Request)
		notice     string
		again      bool // the page is asked for when it is wanted again at once
	}{
		"a stub":         {long, stubPage, nil, "This is the feed's own text: the page shows only its beginning", false},
		"refused":        {long, "", status(403), "This is the feed's own text: refused: 403 Forbidden", false},
		"a fault":        {"Two ministers met.", "", status(502), "This is the feed's summary: server error: 502 Bad Gateway", true},
		"no article":     {"", "<p>Sign in", nil, "There is only the headline: its page has no article text", false},
		"nested for you": {long, strings.Repeat("<div>", 100_000), nil, "This is the feed's own text: its page nests too deeply to be read", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPaper(t, c.text, c.page)
			if c.answer != nil {
				p.page = c.answer
			}
			now := time.Now()
			d, id := follow(t, filepath.Join(t.TempDir(), "orewire.db"), func() time.Time { return now }, p.feed(t))
			for range 2 {
				full := fullText(t, d, id)
				if got := full.Notice.String(); !strings.HasPrefix(got, c.notice) {
					t.Errorf("notice = %q, want %q", got, c.notice)
				}
				stored, kept, err := d.StoredText(t.Context(), id)
				if kept == c.again || err != nil || kept && stored.Notice != full.Notice {
					t.Errorf("stored: kept %v, notice %q, %v; want that a lasting reason is kept", kept, stored.Notice, err)
				}
				if got := orewire.Plain(full.Blocks).String(); got != strings.TrimSpace(c.text) {
					t.Errorf("text = %q, want the feed's %q", got, c.text)
				}
			}
			if n := p.pages.Load(); n > 1 != c.again {
				t.Errorf("the page was asked for %d times", n)
			}
			now = now.Add(time.Hour)
			before := p.pages.Load()
			fullText(t, d, id)
			if p.pages.Load() != before+1 {
				t.Error("the page was not asked for again after an hour")
			}
		})
	}
}

func TestFullTextOfAClosedArchiveIsNotStored(t *testing.T) {
	p := newPaper(t, "Two ministers met.", longPage)
	path := filepath.Join(t.TempDir(), "orewire.db")
	feed := p.feed(t)
	feed.Closed = true
	d, id := follow(t, path, time.Now, feed)
	for range 2 {
		if full := fullText(t, d, id); len(full.Blocks) != 4 || full.Body != orewire.Plain(full.Blocks) {
			t.Errorf("full text while the program runs = %+v, want the page's", full.Blocks)
		}
	}
	if n := p.pages.Load(); n != 1 {
		t.Errorf("the page was asked for %d times, want once", n)
	}
	d.Close()
	again := open(t, path, feed)
	if a, err := again.Article(t.Context(), id); err != nil || !a.Body.IsZero() {
		t.Errorf("body after a restart = %q, %v, want none", a.Body, err)
	}
	if full := fullText(t, again, id); len(full.Blocks) != 4 || p.pages.Load() != 2 {
		t.Errorf("after a restart: %d blocks, page asked for %d times in all; want it read again", len(full.Blocks), p.pages.Load())
	}
}

// Who follows a feed no more has not typed its address: its articles may not lead to this machine.
func TestFullTextOfAForgottenFeedStaysOffPrivateAddresses(t *testing.T) {
	p := newPaper(t, "Two ministers met.", longPage)
	path := filepath.Join(t.TempDir(), "orewire.db")
	d, id := follow(t, path, time.Now, p.feed(t))
	d.Close()
	full := fullText(t, open(t, path), id)
	if got, want := full.Notice.String(), "This is the feed's summary: leads to a private address that nobody typed"; got != want || p.pages.Load() != 0 {
		t.Errorf("notice = %q, page asked for %d times; want %q and never", got, p.pages.Load(), want)
	}
}

func TestFullTextOutlivesTheFirstWhoAsked(t *testing.T) {
	p := newPaper(t, "Two ministers met.", "")
	answer := make(chan bool)
	p.page = func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-answer:
			fmt.Fprint(w, longPage)
		case <-r.Context().Done():
		}
	}
	d, id := follow(t, filepath.Join(t.TempDir(), "orewire.db"), time.Now, p.feed(t))
	first, leave := context.WithCancel(t.Context())
	gone, read := make(chan error), make(chan desk.FullText)
	go func() { _, err := d.FullText(first, id); gone <- err }()
	<-p.waited
	go func() { full, _ := d.FullText(t.Context(), id); read <- full }()
	leave()
	if err := <-gone; err != context.Canceled {
		t.Errorf("the first got %v, want %v", err, context.Canceled)
	}
	close(answer)
	if full := <-read; len(full.Blocks) != 4 {
		t.Errorf("the second got %+v, want the page's text", full.Blocks)
	}
}

func TestFullTextOfAPublishersPageHasItsInfographics(t *testing.T) {
	page := `<html><body><article class="news-container"><h1>Harbour talks</h1><time datetime="2025-06-01T15:06:00">01.06.25 15:06 Uhr</time>
<p>Two ministers met at the harbour on Monday.<a href="/img/1.png">Infographic: Who digs dysprosium</a></p><p>Quelle: Mining.com</p></article></body></html>`
	p := newPaper(t, "", page)
	feed := p.feed(t)
	feed.Pages = "finanzen.net"
	d, id := follow(t, filepath.Join(t.TempDir(), "orewire.db"), time.Now, feed)
	full := fullText(t, d, id)
	if got := full.Publisher.String(); got != "Mining.com" {
		t.Errorf("publisher = %q, want Mining.com", got)
	}
	if n := len(full.Blocks); n != 2 || full.Blocks[1].Kind != orewire.BlockImage || full.Body.String() != "Two ministers met at the harbour on Monday." {
		t.Errorf("blocks %+v, body %q; want a paragraph and a caption, and the paragraph alone", full.Blocks, full.Body)
	}
}
