package feeds

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// dated is a feed whose items are so old, with what else stands in its channel.
func dated(now time.Time, channel string, ages ...time.Duration) []byte {
	var b strings.Builder
	b.WriteString(`<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Ore</title>` + channel)
	for i, age := range ages {
		fmt.Fprintf(&b, "<item><title>T%d</title><pubDate>%s</pubDate></item>", i, now.Add(-age).UTC().Format(time.RFC1123))
	}
	b.WriteString("</channel></rss>")
	return []byte(b.String())
}

func each(step time.Duration, n int) (ages []time.Duration) {
	for i := range n {
		ages = append(ages, time.Duration(i+1)*step)
	}
	return ages
}

// The interval is what the feed does and wants, within limits that neither it nor its server can move.
func TestInterval(t *testing.T) {
	for name, c := range map[string]struct {
		channel string
		ages    []time.Duration
		header  map[string]string
		every   time.Duration
		refresh time.Duration
		want    time.Duration
	}{
		"nothing is known":               {want: 5 * time.Minute},
		"too few items":                  {ages: each(time.Hour, 2), want: 5 * time.Minute},
		"publishes every half a minute":  {ages: each(30*time.Second, 10), want: time.Minute},
		"publishes every ten minutes":    {ages: each(10*time.Minute, 30), want: 5 * time.Minute},
		"publishes every hour":           {ages: each(time.Hour, 10), want: 30 * time.Minute},
		"publishes every week":           {ages: each(7*24*time.Hour, 10), want: 30 * time.Minute},
		"is silent after a burst":        {ages: []time.Duration{10 * time.Hour, 10 * time.Hour, 10 * time.Hour, 10 * time.Hour}, want: 30 * time.Minute},
		"wants 10 minutes":               {channel: "<ttl>10</ttl>", ages: each(time.Minute, 10), want: 10 * time.Minute},
		"wants a day":                    {channel: "<ttl>1440</ttl>", ages: each(time.Minute, 10), want: 30 * time.Minute},
		"wants nonsense":                 {channel: "<ttl>often</ttl>", ages: each(time.Minute, 10), want: time.Minute},
		"wants less than is good":        {channel: "<ttl>1</ttl>", ages: each(time.Hour, 10), want: 30 * time.Minute},
		"wants six times an hour":        {channel: "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>", ages: each(time.Minute, 10), want: 10 * time.Minute},
		"wants once a day":               {channel: "<sy:updatePeriod> daily </sy:updatePeriod>", ages: each(time.Minute, 10), want: 30 * time.Minute},
		"max-age of 20 minutes":          {header: map[string]string{"Cache-Control": "public, max-age=1200"}, ages: each(time.Minute, 10), want: 20 * time.Minute},
		"max-age with an age":            {header: map[string]string{"Cache-Control": "max-age=1200", "Age": "600"}, ages: each(time.Minute, 10), want: 10 * time.Minute},
		"max-age of a day":               {header: map[string]string{"Cache-Control": "max-age=86400"}, want: 30 * time.Minute},
		"no-cache":                       {header: map[string]string{"Cache-Control": "no-cache, max-age=1200"}, ages: each(time.Minute, 10), want: time.Minute},
		"expires in 15 minutes":          {header: map[string]string{"Date": "Sat, 01 Jan 2000 00:00:00 GMT", "Expires": "Sat, 01 Jan 2000 00:15:00 GMT"}, ages: each(time.Minute, 10), want: 15 * time.Minute},
		"expired long ago":               {header: map[string]string{"Date": "Sat, 01 Jan 2000 00:00:00 GMT", "Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, ages: each(time.Minute, 10), want: time.Minute},
		"expires at 0":                   {header: map[string]string{"Expires": "0"}, ages: each(time.Minute, 10), want: time.Minute},
		"fixed by the reader":            {every: 2 * time.Minute, channel: "<ttl>60</ttl><skipHours><hour>0</hour></skipHours>", ages: each(time.Hour, 10), want: 2 * time.Minute},
		"a trial":                        {refresh: 40 * time.Second, channel: "<ttl>60</ttl>", ages: each(time.Hour, 10), want: 40 * time.Second},
		"skips the next hour":            {channel: "<ttl>30</ttl><skipHours><hour>0</hour><hour>2</hour></skipHours>", want: time.Hour},
		"skips hours counted from one":   {channel: "<ttl>30</ttl><skipHours><hour>24</hour></skipHours>", want: time.Hour},
		"skips today":                    {channel: "<skipDays><day>Saturday</day></skipDays>", want: 5*time.Minute + 24*time.Hour - 30*time.Minute},
		"skips today and sleeps no more": {channel: "<skipDays><day>saturday</day><day>sunday</day></skipDays>", want: 5*time.Minute + 24*time.Hour - 30*time.Minute},
		"skips what never comes":         {channel: "<skipDays><day>Caturday</day></skipDays><skipHours><hour>99</hour></skipHours>", want: 5 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // it is midnight of a Saturday
				feed := testFeed(t)
				feed.Every = c.every
				header := http.Header{}
				for key, value := range c.header {
					header.Set(key, value)
				}
				body := dated(time.Now(), c.channel, c.ages...)
				client := &scripted{play: func(context.Context, fetch.Request, int) (fetch.Response, error) {
					return fetch.Response{Status: 200, Body: body, Header: header}, nil
				}}
				var sink batches
				runFor(t, NewPoller(client, []orewire.Feed{feed}, nil, time.Now, sink.take, PollerOptions{Refresh: c.refresh, Random: noRandom}), c.want+time.Second, nil)
				if diff := cmp.Diff([]int{int(c.want.Seconds())}, client.intervals(feed)); diff != "" {
					t.Errorf("seconds between requests (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// A feed that is gone is asked again by the reader or after a day, and says so until then.
func TestGoneFeedPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		feed := testFeed(t)
		client := &scripted{play: func(_ context.Context, _ fetch.Request, n int) (fetch.Response, error) {
			if n == 4 {
				return good()
			}
			return fetch.Response{}, &fetch.Error{Status: 410, Reason: cleantext.Line("gone for good (410)")}
		}}
		var sink batches
		p := NewPoller(client, []orewire.Feed{feed}, nil, time.Now, sink.take, PollerOptions{Random: noRandom})
		runFor(t, p, 49*time.Hour+10*time.Minute, func() {
			time.Sleep(time.Hour)
			p.Now()
		})
		if diff := cmp.Diff([]int{3600, 86400, 86400, 300}, client.intervals(feed)[:4]); diff != "" {
			t.Errorf("seconds between requests (-want +got):\n%s", diff)
		}
		got := sink.of(feed)
		if s := got[0].State; !s.Paused || s.Error.String() != "gone for good (410); paused, asked again once a day" {
			t.Errorf("state = paused %v, %q", s.Paused, s.Error)
		}
		if s := got[3].State; s.Paused || !s.Error.IsZero() {
			t.Errorf("after a good answer: paused %v, %q", s.Paused, s.Error)
		}
	})
}

// 429 and 503 without a wish back off from the interval, a network that is not there is looked for every two minutes.
func TestBackOffByReason(t *testing.T) {
	for name, c := range map[string]struct {
		err  fetch.Error
		run  time.Duration
		want []int
	}{
		"429":        {fetch.Error{Status: 429}, 40 * time.Minute, []int{300, 600, 1200}},
		"503":        {fetch.Error{Status: 503}, 40 * time.Minute, []int{300, 600, 1200}},
		"500":        {fetch.Error{Status: 500}, 8 * time.Minute, []int{60, 120, 240}},
		"no network": {fetch.Error{Here: true}, 8 * time.Minute, []int{60, 120, 120, 120}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := &scripted{play: func(context.Context, fetch.Request, int) (fetch.Response, error) {
					err := c.err
					return fetch.Response{}, &err
				}}
				var sink batches
				feed := testFeed(t)
				runFor(t, NewPoller(client, []orewire.Feed{feed}, nil, time.Now, sink.take, PollerOptions{Random: noRandom}), c.run, nil)
				if diff := cmp.Diff(c.want, client.intervals(feed)); diff != "" {
					t.Errorf("seconds between requests (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// A wish to wait is kept over a restart.
func TestQuietIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		feed := testFeed(t)
		now := time.Now()
		states := map[string]orewire.FeedState{feed.URL.String(): {Checked: now, Next: now.Add(time.Minute), Quiet: now.Add(10 * time.Minute), Failures: 1}}
		client := &scripted{play: func(context.Context, fetch.Request, int) (fetch.Response, error) { return good() }}
		var sink batches
		p := NewPoller(client, []orewire.Feed{feed}, states, time.Now, sink.take, PollerOptions{Random: noRandom})
		p.Now()
		runFor(t, p, 11*time.Minute, nil)
		if asked := client.asked[feed.URL.String()]; len(asked) != 1 || asked[0].Sub(now) != 10*time.Minute {
			t.Errorf("asked at %v, want once after 10 minutes", asked)
		}
	})
}

// After the machine has slept each feed is asked once, not all at the same moment.
func TestRoundAfterSleepIsStaggered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slept atomic.Int64
		now := func() time.Time { return time.Now().Add(time.Duration(slept.Load())) }
		var list []orewire.Feed
		for i := range 20 {
			feed := testFeed(t)
			feed.URL = parseAddress(t, fmt.Sprintf("https://%d.example/", i))
			list = append(list, feed)
		}
		client := &scripted{play: func(context.Context, fetch.Request, int) (fetch.Response, error) { return good() }}
		var sink batches
		random := atomic.Int64{}
		p := NewPoller(client, list, nil, now, sink.take, PollerOptions{Random: func() float64 { return float64(random.Add(1)%20) / 20 }})
		runFor(t, p, 2*time.Minute+15*time.Second, func() {
			time.Sleep(90 * time.Second)
			slept.Store(int64(9 * time.Hour))
		})
		moments := map[time.Time]bool{}
		for _, feed := range list {
			asked := client.asked[feed.URL.String()]
			if len(asked) != 2 {
				t.Fatalf("%s asked %d times, want twice", feed.URL, len(asked))
			}
			moments[asked[1]] = true
		}
		if len(moments) < 10 {
			t.Errorf("all feeds asked at %d moments after the sleep, want them spread", len(moments))
		}
	})
}

func movedState(t *testing.T, states []orewire.FeedState) (moved string, seen int) {
	t.Helper()
	s := states[len(states)-1]
	return s.Moved.String(), s.MovedSeen
}

// The third time that a feed has moved for good, its new address is the one that is asked.
func TestMovedFeed(t *testing.T) {
	for name, c := range map[string]struct {
		codes []int // of each hop
		want  int   // times that the old address was asked in five rounds
	}{
		"301":            {[]int{301}, 3},
		"308":            {[]int{308}, 3},
		"301 twice":      {[]int{301, 308}, 3},
		"302":            {[]int{302}, 5},
		"307":            {[]int{307}, 5},
		"302, then 301":  {[]int{302, 301}, 5},
		"301, then 302":  {[]int{301, 302}, 3},
		"303":            {[]int{303}, 5},
		"no redirection": {nil, 5},
	} {
		t.Run(name, func(t *testing.T) {
			var old atomic.Int64
			mux := http.NewServeMux()
			hop := func(i int) http.HandlerFunc {
				return func(w http.ResponseWriter, r *http.Request) {
					if i == 0 {
						old.Add(1)
					}
					if i == len(c.codes) {
						w.Header().Set("ETag", `"1"`)
						io.WriteString(w, twoItems)
						return
					}
					http.Redirect(w, r, fmt.Sprintf("/%d", i+1), c.codes[i])
				}
			}
			for i := range len(c.codes) + 1 {
				mux.HandleFunc(fmt.Sprintf("/%d", i), hop(i))
			}
			server := httptest.NewServer(mux)
			defer server.Close()
			client := fetch.New(fetch.Options{})
			defer client.Close()
			feed := orewire.Feed{Name: cleantext.Line("Ore"), URL: parseAddress(t, server.URL+"/0")}
			var sink batches
			p := NewPoller(client, []orewire.Feed{feed}, nil, time.Now, sink.take, PollerOptions{})
			for range 5 {
				if err := p.Once(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if int(old.Load()) != c.want {
				t.Errorf("the old address was asked %d times, want %d", old.Load(), c.want)
			}
			for _, b := range sink.of(feed) {
				if b.State.URL != feed.URL || b.Err != nil {
					t.Errorf("state of %s with %v, want that of %s", b.State.URL, b.Err, feed.URL)
				}
			}
		})
	}
}

// A new address that fails, or a redirection that is taken back, leads to the old one again.
func TestMovedInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		feed := testFeed(t)
		there := parseAddress(t, "https://new.example/")
		var asked []string
		client := &scripted{play: func(_ context.Context, r fetch.Request, _ int) (fetch.Response, error) {
			asked = append(asked, r.URL.Host())
			if r.URL == there {
				if r.From != feed.URL || r.Headers != nil {
					t.Errorf("the new address is asked from %q with headers %v, want it as the feed's word without", r.From, r.Headers)
				}
				return fetch.Response{}, &fetch.Error{Status: 404}
			}
			answer, err := good()
			answer.Moved = there
			return answer, err
		}}
		feed.Headers = map[string]string{"Authorization": "secret"}
		var states []orewire.FeedState
		sink := func(_ context.Context, b Batch) error { states = append(states, b.State); return nil }
		p := NewPoller(client, []orewire.Feed{feed}, nil, time.Now, sink, PollerOptions{})
		for range 5 {
			if err := p.Once(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]string{"ore.example", "ore.example", "ore.example", "new.example", "ore.example"}, asked); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
		if moved, seen := movedState(t, states); moved != there.String() || seen != 1 {
			t.Errorf("moved to %q, seen %d times, want it to count anew", moved, seen)
		}
	})
}

func TestSilent(t *testing.T) {
	now := testNow
	for name, c := range map[string]struct {
		state orewire.FeedState
		want  bool
	}{
		"never asked":   {orewire.FeedState{}, false},
		"fresh":         {orewire.FeedState{OK: now, Newest: now.Add(-time.Hour)}, false},
		"three weeks":   {orewire.FeedState{OK: now, Newest: now.Add(-20 * 24 * time.Hour)}, false},
		"a month":       {orewire.FeedState{OK: now, Newest: now.Add(-30 * 24 * time.Hour)}, true},
		"without dates": {orewire.FeedState{OK: now}, false},
		"failing":       {orewire.FeedState{OK: now.Add(-time.Hour), Newest: now.Add(-90 * 24 * time.Hour), Failures: 2}, false},
	} {
		if got := Silent(c.state, now); got != c.want {
			t.Errorf("%s: silent = %v, want %v", name, got, c.want)
		}
	}
}

// What is no feed leaves everything as it was.
func TestNotAFeedKeepsTheState(t *testing.T) {
	answers := []string{twoItems, "<!doctype html><title>Log in</title>", "", `{"error":"no"}`}
	n := 0
	client, feed := farm(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf(`"%d"`, n))
		io.WriteString(w, answers[n])
		n++
	}})
	var sink batches
	p := NewPoller(client, []orewire.Feed{feed("/")}, nil, time.Now, sink.take, PollerOptions{})
	for range answers {
		if err := p.Once(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	first := sink.of(feed("/"))[0].State
	for i, b := range sink.of(feed("/"))[1:] {
		if b.Err == nil || len(b.Items) > 0 || b.State.ETag != `"0"` || b.State.Items != first.Items || !b.State.Newest.Equal(first.Newest) || b.State.Title != first.Title {
			t.Errorf("answer %d: %v, state %+v, want an error and the state of the first answer", i+1, b.Err, b.State)
		}
	}
}

func TestShow(t *testing.T) {
	client, feed := farm(t, map[string]http.HandlerFunc{
		"/":     answer(twoItems),
		"/gone": status(410),
		"/html": answer("<html></html>"),
	})
	shown, err := Show(t.Context(), client, feed("/"), testNow)
	if err != nil || shown.Title.String() != "Ore" || len(shown.Items) != 2 {
		t.Errorf("Show = %+v, %v, want two items", shown, err)
	}
	for path, want := range map[string]string{"/gone": "gone for good (410)", "/html": "not a feed: a web page"} {
		shown, err := Show(t.Context(), client, feed(path), testNow)
		if err == nil || shown.Error.String() != want || shown.Items == nil {
			t.Errorf("Show(%s) = %+v, %v, want %q", path, shown, err, want)
		}
	}
}
