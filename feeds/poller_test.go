package feeds

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const twoItems = `<rss><channel><title>Ore</title><item><title>A</title><link>https://ore.example/a</link><pubDate>Tue, 24 Nov 2026 12:00:00 GMT</pubDate></item>
	<item><title>B</title><link>https://ore.example/b</link></item></channel></rss>`

// batches is a sink that keeps what it gets, by the feed's address.
type batches struct {
	mu  sync.Mutex
	got map[string][]Batch
	err error
}

func (b *batches) take(_ context.Context, batch Batch) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.got == nil {
		b.got = map[string][]Batch{}
	}
	b.got[batch.Feed.URL.String()] = append(b.got[batch.Feed.URL.String()], batch)
	return b.err
}

func (b *batches) of(f orewire.Feed) []Batch {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.got[f.URL.String()]
}

// farm serves feeds over loopback, one a path.
func farm(t *testing.T, pages map[string]http.HandlerFunc) (*fetch.Client, func(path string) orewire.Feed) {
	t.Helper()
	mux := http.NewServeMux()
	for path, handler := range pages {
		mux.HandleFunc(path, handler)
	}
	server := httptest.NewServer(mux)
	client := fetch.New(fetch.Options{MaxBody: 1 << 20, Timeout: time.Second, PerHost: 20})
	t.Cleanup(func() { client.Close(); server.Close() })
	return client, func(path string) orewire.Feed {
		return orewire.Feed{Name: cleantext.Line("Feed " + path), URL: parseAddress(t, server.URL+path)}
	}
}

func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, body) }
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

// Every kind of bad answer marks its feed, with the reason in words, and the good feed comes through.
func TestBadFeedsAreMarked(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	z.Write(make([]byte, 20<<20))
	z.Close()
	bad := map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"/html":      {answer("<!doctype html><html>hello</html>"), "not a feed: a web page"},
		"/empty":     {answer(""), "not a feed: the answer is empty"},
		"/text":      {answer("hello"), "not a feed: the answer is plain text"},
		"/json":      {answer(`{"message":"no such key"}`), `not a feed: JSON that says "no such key"`},
		"/brokenxml": {answer("<rss"), "not a feed: the answer is plain text"},
		"/403":       {status(403), "refused: 403 Forbidden"},
		"/404":       {status(404), "not found (404)"},
		"/500":       {status(500), "server error: 500 Internal Server Error"},
		"/timeout":   {func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "no answer within 1 s"},
		"/loop":      {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) }, "redirects for ever"},
		"/100MB": {func(w http.ResponseWriter, r *http.Request) {
			for range 100 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}, "larger than 1 MiB"},
		"/bomb": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb.Bytes())
		}, "larger than 1 MiB"},
	}
	pages := map[string]http.HandlerFunc{
		"/good":      answer(twoItems),
		"/truncated": answer(twoItems[:len(twoItems)-40]),
		"/null":      answer(`{"items":[null,{"id":"1","title":"A"}]}`),
	}
	for path, page := range bad {
		pages[path] = page.handler
	}
	client, feed := farm(t, pages)
	var list []orewire.Feed
	for path := range pages {
		list = append(list, feed(path))
	}
	var sink batches
	p := NewPoller(client, list, nil, time.Now, sink.take, PollerOptions{})
	if err := p.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	for path, page := range bad {
		got := sink.of(feed(path))
		if len(got) != 1 || got[0].Err == nil || got[0].State.Error.String() != page.want || got[0].State.Failures != 1 {
			t.Errorf("%s: %+v, want one batch with %q", path, got, page.want)
		}
	}
	for path, items := range map[string]int{"/good": 2, "/truncated": 1, "/null": 1} {
		got := sink.of(feed(path))
		if len(got) != 1 || got[0].Err != nil || len(got[0].Items) != items || !got[0].State.Error.IsZero() {
			t.Errorf("%s: %+v, want one batch with %d items", path, got, items)
		}
	}
	if asking := p.Asking(); len(asking) != 0 {
		t.Errorf("still asking %v", asking)
	}
}

// conditional serves a feed with validators and counts its full answers.
func conditional(full *int) http.HandlerFunc {
	const etag, modified = `W/"1-a"`, "Tue, 24 Nov 2026 12:00:00 UTC"
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", etag)
		w.Header().Set("Last-Modified", modified)
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		*full++
		io.WriteString(w, twoItems)
	}
}

func TestNotModified(t *testing.T) {
	full := 0
	client, feed := farm(t, map[string]http.HandlerFunc{"/": conditional(&full)})
	var sink batches
	states := map[string]orewire.FeedState{}
	for range 3 { // three runs of the program
		if err := NewPoller(client, []orewire.Feed{feed("/")}, states, time.Now, sink.take, PollerOptions{}).Once(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := sink.of(feed("/"))
		states[feed("/").URL.String()] = got[len(got)-1].State
	}
	got := sink.of(feed("/"))
	if full != 1 || len(got) != 3 || len(got[0].Items) != 2 || !got[1].NotModified || !got[2].NotModified {
		t.Errorf("%d full answers, batches %+v, want one and two that are not modified", full, got)
	}
	last := got[2].State
	if last.Items != 2 || last.Title.String() != "Ore" || last.Newest.Format(time.RFC3339) != "2026-11-24T12:00:00Z" || last.Status != 304 {
		t.Errorf("state after 304 = %+v, want what the full answer taught", last)
	}
}

// A batch that could not be stored leaves the validators as they were, so that its items come again.
func TestValidatorsWaitForTheSink(t *testing.T) {
	full := 0
	client, feed := farm(t, map[string]http.HandlerFunc{"/": conditional(&full)})
	sink := batches{err: errors.New("disk full")}
	p := NewPoller(client, []orewire.Feed{feed("/")}, nil, time.Now, sink.take, PollerOptions{})
	if err := p.Once(t.Context()); err == nil || err.Error() != "Feed /: disk full" {
		t.Errorf("Once: %v, want the sink's error", err)
	}
	sink.err = nil
	if err := p.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := sink.of(feed("/")); full != 2 || len(got) != 2 || len(got[1].Items) != 2 {
		t.Errorf("%d full answers, batches %+v, want the items twice", full, got)
	}
}

// An answer that breaks off is asked for whole the next time: many servers give both the same validators.
func TestValidatorsOfAHalfAreForgotten(t *testing.T) {
	half := map[string]string{"/xml": twoItems[:strings.LastIndex(twoItems, "</item>")], "/json": `{"items":[{"id":"1","title":"T"},{"id":`}
	asked := map[string][]string{}
	handlers := map[string]http.HandlerFunc{}
	for path, body := range half {
		handlers[path] = func(w http.ResponseWriter, r *http.Request) {
			asked[path] = append(asked[path], r.Header.Get("If-None-Match"))
			w.Header().Set("ETag", `"1"`)
			if len(asked[path]) > 1 {
				body = twoItems
			}
			io.WriteString(w, body)
		}
	}
	client, feed := farm(t, handlers)
	for path := range half {
		var sink batches
		p := NewPoller(client, []orewire.Feed{feed(path)}, nil, time.Now, sink.take, PollerOptions{})
		for range 3 {
			if err := p.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		got := sink.of(feed(path))
		if d := cmp.Diff([]string{"", "", `"1"`}, asked[path]); d != "" || len(got) != 3 || len(got[0].Items) != 1 || len(got[1].Items) != 2 {
			t.Errorf("%s: validators (-want +got):\n%sbatches %+v", path, d, got)
		}
	}
}

func TestSinkPanicIsAnError(t *testing.T) {
	client, feed := farm(t, map[string]http.HandlerFunc{"/": answer(twoItems)})
	p := NewPoller(client, []orewire.Feed{feed("/")}, nil, time.Now, func(context.Context, Batch) error { panic("no") }, PollerOptions{})
	if err := p.Once(t.Context()); err == nil || err.Error() != "Feed /: sink: panic: no" {
		t.Errorf("Once: %v, want the panic", err)
	}
}

// script is a Fetcher that answers as it is told, in no time or as long as it is told.
type script func(ctx context.Context, r fetch.Request, n int) (fetch.Response, error)

type scripted struct {
	mu    sync.Mutex
	asked map[string][]time.Time
	play  script
}

func (s *scripted) Get(ctx context.Context, r fetch.Request) (fetch.Response, error) {
	s.mu.Lock()
	if s.asked == nil {
		s.asked = map[string][]time.Time{}
	}
	s.asked[r.URL.String()] = append(s.asked[r.URL.String()], time.Now())
	n := len(s.asked[r.URL.String()])
	s.mu.Unlock()
	return s.play(ctx, r, n)
}

// intervals returns the times between the requests to a feed, in seconds.
func (s *scripted) intervals(f orewire.Feed) (between []int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked[f.URL.String()]
	for i := 1; i < len(asked); i++ {
		between = append(between, int(asked[i].Sub(asked[i-1]).Seconds()))
	}
	return between
}

func good() (fetch.Response, error) {
	return fetch.Response{Status: 200, Body: []byte(twoItems), Header: http.Header{}}, nil
}

func noRandom() float64 { return 0 }

// runFor runs a poller for a time of the synctest clock.
func runFor(t *testing.T, p *Poller, d time.Duration, meanwhile func()) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	if meanwhile != nil {
		go meanwhile()
	}
	if err := p.Run(ctx); err != nil {
		t.Errorf("Run: %v", err)
	}
}

func TestSchedule(t *testing.T) {
	refused := func(wait time.Duration) error {
		return &fetch.Error{Status: 429, Reason: cleantext.Line("asked too often"), RetryAfter: wait}
	}
	for name, c := range map[string]struct {
		every, refresh, run time.Duration
		play                func(n int) (fetch.Response, error)
		want                []int // seconds between requests
	}{
		"default":          {0, 0, 16 * time.Minute, func(int) (fetch.Response, error) { return good() }, []int{300, 300, 300}},
		"refresh":          {0, time.Minute, 3*time.Minute + 1, func(int) (fetch.Response, error) { return good() }, []int{60, 60, 60}},
		"every":            {2 * time.Minute, 0, 5 * time.Minute, func(int) (fetch.Response, error) { return good() }, []int{120, 120}},
		"never below 30 s": {time.Second, 0, 95 * time.Second, func(int) (fetch.Response, error) { return good() }, []int{30, 30, 30}},
		"backs off":        {0, 0, 70 * time.Minute, func(int) (fetch.Response, error) { return fetch.Response{}, errors.New("no") }, []int{60, 120, 240, 480, 960, 1920}},
		"never stops":      {0, 0, 60 * time.Hour, func(n int) (fetch.Response, error) { return fetch.Response{}, errors.New("no") }, []int{60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 21600, 21600, 21600, 21600, 21600, 21600, 21600, 21600}},
		"recovers": {0, 0, 9 * time.Minute, func(n int) (fetch.Response, error) {
			if n < 3 {
				return fetch.Response{}, errors.New("no")
			}
			return good()
		}, []int{60, 120, 300}},
		"keeps Retry-After": {0, 0, 19 * time.Minute, func(n int) (fetch.Response, error) {
			if n == 1 {
				return fetch.Response{}, refused(10 * time.Minute)
			}
			return good()
		}, []int{600, 300}},
		"caps Retry-After": {0, 0, 25 * time.Hour, func(n int) (fetch.Response, error) {
			if n == 1 {
				return fetch.Response{}, refused(1000 * time.Hour)
			}
			return fetch.Response{}, context.Canceled
		}, []int{86400, 120, 240, 480, 960}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				feed := testFeed(t)
				feed.Every = c.every
				client := &scripted{play: func(_ context.Context, _ fetch.Request, n int) (fetch.Response, error) { return c.play(n) }}
				var sink batches
				runFor(t, NewPoller(client, []orewire.Feed{feed}, nil, time.Now, sink.take, PollerOptions{Refresh: c.refresh, Random: noRandom}), c.run, nil)
				if diff := cmp.Diff(c.want, client.intervals(feed)); diff != "" {
					t.Errorf("seconds between requests (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestJitter(t *testing.T) {
	p := NewPoller(nil, nil, nil, time.Now, nil, PollerOptions{Random: func() float64 { return 1 }})
	free, fixed := orewire.Feed{}, orewire.Feed{Every: time.Minute}
	for name, c := range map[string]struct{ got, want time.Duration }{
		"free":    {p.spread(free, 10*time.Minute), 9 * time.Minute},
		"fixed":   {p.spread(fixed, time.Minute), time.Minute},
		"least":   {p.spread(free, 31*time.Second), 30 * time.Second},
		"failing": {p.backOff(time.Minute, 2), 96 * time.Second},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
}

func TestStateIsHonouredAtTheNextStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		feeds := make([]orewire.Feed, 4)
		states := map[string]orewire.FeedState{}
		for i, state := range []orewire.FeedState{
			{},
			{Checked: now, Next: now.Add(2 * time.Minute)},
			{Checked: now.Add(-time.Hour), Next: now.Add(-time.Minute)},
			{Checked: now, Next: now.Add(time.Hour)}, // of a run with a longer interval
		} {
			feeds[i] = testFeed(t)
			feeds[i].URL = parseAddress(t, fmt.Sprintf("https://%d.example/", i))
			states[feeds[i].URL.String()] = state
		}
		client := &scripted{play: func(context.Context, fetch.Request, int) (fetch.Response, error) { return good() }}
		var sink batches
		runFor(t, NewPoller(client, feeds, states, time.Now, sink.take, PollerOptions{Random: noRandom}), 5*time.Minute+1, nil)
		for i, want := range []time.Duration{0, 2 * time.Minute, 0, 5 * time.Minute} {
			asked := client.asked[feeds[i].URL.String()]
			if len(asked) == 0 || asked[0].Sub(now) != want {
				t.Errorf("feed %d asked at %v, want first after %v", i, asked, want)
			}
		}
	})
}

func TestHungFeedDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hung, other := testFeed(t), testFeed(t)
		hung.URL = parseAddress(t, "https://hung.example/")
		client := &scripted{play: func(ctx context.Context, r fetch.Request, _ int) (fetch.Response, error) {
			if r.URL == hung.URL {
				<-ctx.Done()
				return fetch.Response{}, ctx.Err()
			}
			return good()
		}}
		var sink batches
		p := NewPoller(client, []orewire.Feed{hung, other}, nil, time.Now, sink.take, PollerOptions{Random: noRandom})
		runFor(t, p, time.Hour+1, func() {
			time.Sleep(time.Minute)
			if diff := cmp.Diff([]string{hung.URL.String()}, p.Asking()); diff != "" {
				t.Errorf("asking (-want +got):\n%s", diff)
			}
		})
		if got := len(sink.of(other)); got != 13 {
			t.Errorf("the other feed was read %d times in an hour, want 13", got)
		}
		if got := len(sink.of(hung)); got != 0 {
			t.Errorf("the hung feed brought %d batches, want none", got)
		}
	})
}

func TestNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		free, waiting := testFeed(t), testFeed(t)
		waiting.URL = parseAddress(t, "https://waiting.example/")
		client := &scripted{play: func(_ context.Context, r fetch.Request, n int) (fetch.Response, error) {
			if r.URL == waiting.URL && n == 1 {
				return fetch.Response{}, &fetch.Error{Status: 503, RetryAfter: 2 * time.Minute}
			}
			return good()
		}}
		var sink batches
		p := NewPoller(client, []orewire.Feed{free, waiting}, nil, time.Now, sink.take, PollerOptions{Random: noRandom})
		runFor(t, p, 3*time.Minute, func() {
			time.Sleep(time.Minute)
			p.Now()
		})
		if diff := cmp.Diff([]int{60}, client.intervals(free)); diff != "" {
			t.Errorf("free feed, seconds between requests (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]int{120}, client.intervals(waiting)); diff != "" {
			t.Errorf("waiting feed, seconds between requests (-want +got):\n%s", diff)
		}
	})
}

func TestStartedIsTold(t *testing.T) {
	client, feed := farm(t, map[string]http.HandlerFunc{"/": answer(twoItems)})
	var told []string
	var sink batches
	p := NewPoller(client, []orewire.Feed{feed("/")}, nil, time.Now, sink.take, PollerOptions{Started: func(f orewire.Feed) { told = append(told, f.Name.String()) }})
	if err := p.Once(t.Context()); err != nil || len(told) != 1 || told[0] != "Feed /" {
		t.Errorf("told of %v, %v, want the feed once", told, err)
	}
}

func TestOnceStops(t *testing.T) {
	client, feed := farm(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }})
	ctx, cancel := context.WithCancel(t.Context())
	var sink batches
	p := NewPoller(client, []orewire.Feed{feed("/")}, nil, time.Now, sink.take, PollerOptions{Started: func(orewire.Feed) { cancel() }})
	if err := p.Once(ctx); !errors.Is(err, context.Canceled) || len(sink.of(feed("/"))) != 0 {
		t.Errorf("Once: %v with %d batches, want it to stop without any", err, len(sink.of(feed("/"))))
	}
}
