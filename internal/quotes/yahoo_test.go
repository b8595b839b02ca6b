package quotes

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"orewire/internal/fetch"
	"orewire/internal/quotes/quotestest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// overHTTP is Yahoo with an exchange behind real HTTP on loopback.
func overHTTP(t *testing.T, e *quotestest.Exchange) *Yahoo {
	client := fetch.New(fetch.Options{})
	server := httptest.NewServer(e)
	t.Cleanup(func() {
		client.Close()
		server.Close()
	})
	return NewYahoo(client, server.URL+"/", time.Now)
}

func TestYahooAsksTheChartEndpoint(t *testing.T) {
	now := time.Now()
	e := quotestest.NewExchange(time.Now, aroundTheClock("^GSPC", 10, now), aroundTheClock("GC=F", 2400, now), aroundTheClock("BT-A.L", 1, now))
	y := overHTTP(t, e)
	for _, symbol := range []string{"^GSPC", "GC=F", "BT-A.L"} {
		r := y.Quotes(t.Context(), []string{symbol})[symbol]
		if r.Err != nil {
			t.Fatalf("%s: %v", symbol, r.Err)
		}
		if r.Quote.Symbol != symbol || r.Quote.Price.IsZero() || r.Quote.Percent.IsZero() || len(r.Bars) < 10 || r.Since.IsZero() || r.Opens.IsZero() {
			t.Errorf("%s: got %+v with %d bars since %s, want a price with its session", symbol, r.Quote, len(r.Bars), r.Since)
		}
	}
	bars, err := y.Bars(t.Context(), "GC=F", now.Add(-kept), Step)
	if err != nil || len(bars) < 10 || !bars[0].Start.Before(now.Add(-40*time.Hour)) {
		t.Errorf("got %d bars, %v, want those of the session before too", len(bars), err)
	}
}

func TestYahooSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		fault quotestest.Fault
		want  error
		words string
	}{
		"a page":        {quotestest.Page, ErrDown, "yahoo: no prices: a page was sent in their place"},
		"unknown":       {quotestest.Unknown, ErrNotFound, "yahoo: symbol not known: it may be delisted"},
		"server error":  {quotestest.ServerError, ErrDown, "yahoo: no prices: server error: 500 Internal Server Error"},
		"reset":         {quotestest.Reset, ErrDown, "yahoo: no prices: connection broken off"},
		"truncated":     {quotestest.Truncated, ErrBadPayload, "yahoo: answer not understood"},
		"not a number":  {quotestest.NotANumber, ErrBadPayload, "yahoo: answer not understood"},
		"price as text": {quotestest.Strings, ErrBadPayload, "yahoo: answer not understood: no usable price"},
		"1e308":         {quotestest.Huge, ErrBadPayload, "yahoo: answer not understood: no usable price"},
		"no prices":     {quotestest.NoPrices, ErrNotFound, "yahoo: symbol not known: it has no trades and may be delisted"},
	} {
		t.Run(name, func(t *testing.T) {
			e := quotestest.NewExchange(time.Now, aroundTheClock("A", 10, time.Now()))
			e.Break(c.fault)
			r := overHTTP(t, e).Quotes(t.Context(), []string{"A"})["A"]
			if !errors.Is(r.Err, c.want) || !strings.HasPrefix(r.Err.Error(), c.words) || !r.Quote.Price.IsZero() {
				t.Errorf("got %+v, %q, want %q", r.Quote, r.Err, c.words)
			}
		})
	}
}

func TestYahooTellsWhenItMayBeAskedAgain(t *testing.T) {
	e := quotestest.NewExchange(time.Now)
	y := overHTTP(t, e)
	e.Break(quotestest.TooMany)
	ask := func() *RateLimited {
		var limited *RateLimited
		if r := y.Quotes(t.Context(), []string{"A"})["A"]; !errors.As(r.Err, &limited) {
			t.Fatalf("got %v, want RateLimited", r.Err)
		}
		return limited
	}
	if got := ask().Until; !got.IsZero() {
		t.Errorf("got %s without Retry-After, want no time", got)
	}
	e.RetryAfter(90 * time.Second)
	if wait := time.Until(ask().Until); wait < 80*time.Second || wait > 90*time.Second {
		t.Errorf("got a wait of %s, want 90 s", wait)
	}
}

func TestYahooGivesUpOnAHangingServer(t *testing.T) {
	e := quotestest.NewExchange(time.Now)
	y := overHTTP(t, e)
	e.Break(quotestest.Hang)
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, errPatience)
	defer cancel()
	r := y.Quotes(ctx, []string{"A"})["A"]
	if !errors.Is(r.Err, ErrDown) || r.Err.Error() != "yahoo: no prices: no answer within 8 s" {
		t.Errorf("got %q, want that there was no answer", r.Err)
	}
}

func TestYahooFollowsNoConsentForm(t *testing.T) {
	client := fetch.New(fetch.Options{})
	defer client.Close()
	mux := http.NewServeMux()
	mux.HandleFunc("/v8/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/consent", http.StatusFound) })
	mux.HandleFunc("/consent", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("<html><form><input name=gcrumb></form></html>"))
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	r := NewYahoo(client, server.URL, time.Now).Quotes(t.Context(), []string{"A"})["A"]
	if !errors.Is(r.Err, ErrDown) {
		t.Errorf("got %v, want ErrDown", r.Err)
	}
}
