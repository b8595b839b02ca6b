package quotes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"orewire"
	"orewire/internal/quotes/quotestest"
)

// stand is a board in a bubble of time, asking an exchange of listings that trade around the clock.
type stand struct {
	*Board
	exchange *quotestest.Exchange
	started  time.Time
	stop     func()

	mu      sync.Mutex
	changes []string
	keeper  *memory
}

// aroundTheClock is a listing that is open for a day and trades every ten seconds at a price of its own.
func aroundTheClock(symbol string, price float64, from time.Time) quotestest.Listing {
	l := quotestest.Listing{
		Symbol: symbol, Name: symbol + " Mining", Currency: "USD", Exchange: "TST", Kind: "EQUITY", Zone: "UTC", PriceHint: 2,
		Sessions: []quotestest.Session{{Opens: from.Add(-48 * time.Hour), Closes: from.Add(-40 * time.Hour)}, {Opens: from.Add(-2 * time.Hour), Closes: from.Add(24 * time.Hour)}},
		Trades:   []quotestest.Trade{{At: from.Add(-41 * time.Hour), Price: price}},
	}
	for i := range 1500 {
		l.Trades = append(l.Trades, quotestest.Trade{At: from.Add(time.Duration(i-700) * 10 * time.Second), Price: price + float64(i%7), Volume: 1})
	}
	return l
}

func symbols(prefix string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%s%02d", prefix, i)
	}
	return list
}

// newStand makes a board of the symbols given; run starts it.
func newStand(keeper *memory, listed ...string) *stand {
	now := time.Now()
	var listings []quotestest.Listing
	for i, symbol := range listed {
		listings = append(listings, aroundTheClock(symbol, float64(10+i), now))
	}
	s := &stand{exchange: quotestest.NewExchange(time.Now, listings...), started: now, keeper: keeper}
	var kept Keeper
	if keeper != nil {
		kept = keeper
	}
	s.Board = NewBoard([]Provider{inMemory(s.exchange, time.Now)}, kept, time.Now, BoardOptions{Changed: func(symbols []string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.changes = append(s.changes, symbols...)
	}})
	return s
}

func (s *stand) run(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := s.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	s.stop = func() {
		stop()
		ended.Wait()
	}
	t.Cleanup(s.stop)
	synctest.Wait()
}

func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// asked returns the symbols of the requests for quotes after a time.
func (s *stand) asked(after time.Time) []string {
	var list []string
	for _, r := range s.exchange.Requests() {
		if !r.History && r.At.After(after) {
			list = append(list, r.Symbol)
		}
	}
	return list
}

// changed returns the symbols that changed since the last call, in order and each once.
func (s *stand) changed() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.changes
	s.changes = nil
	slices.Sort(list)
	return slices.Compact(list)
}

// checkLimits counts the requests of every minute.
func (s *stand) checkLimits(t *testing.T) {
	t.Helper()
	requests := s.exchange.Requests()
	for i, first := range requests {
		all, quotes := 0, 0
		for _, r := range requests[i:] {
			if r.At.Sub(first.At) > time.Minute {
				break
			}
			all++
			if !r.History {
				quotes++
			}
		}
		if all > 30 || quotes > 20 {
			t.Fatalf("in the minute from %s: got %d requests, %d of them for quotes; want at most 30 and 20", first.At.Sub(s.started), all, quotes)
		}
	}
}

func TestScreenFillsAtOnceAndLimitsHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		onScreen, rest := symbols("V", 20), symbols("W", 30)
		s := newStand(nil, slices.Concat(onScreen, rest)...)
		s.Watch(onScreen, rest, nil)
		s.run(t)
		if got := len(s.Quotes(onScreen)); got != 20 {
			t.Errorf("got %d quotes on the screen at once, want 20", got)
		}
		for _, symbol := range onScreen {
			if q, _ := s.Quote(symbol); q.Price.IsZero() || q.State != orewire.MarketOpen || len(s.Bars(symbol)) == 0 {
				t.Errorf("%s: got %+v with %d bars, want an open market with price and bars", symbol, q, len(s.Bars(symbol)))
			}
		}
		pass(10 * time.Minute)
		s.checkLimits(t)
		if got := len(s.Quotes(rest)); got < 20 {
			t.Errorf("got %d quotes of the watchlist after ten minutes, want most", got)
		}
		if n := len(s.asked(s.started)); n < 170 {
			t.Errorf("got %d requests for quotes in ten minutes, want the limits used", n)
		}
	})
}

func TestVisibleInstrumentsAreAskedEveryRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		onScreen := symbols("V", 4)
		s := newStand(nil, onScreen...)
		s.Watch(onScreen, nil, nil)
		s.run(t)
		pass(5 * time.Minute)
		for _, symbol := range onScreen {
			q, _ := s.Quote(symbol)
			if age := time.Since(q.Fetched); age > 20*time.Second {
				t.Errorf("%s: got a quote %s old, want about 15 s at most", symbol, age)
			}
		}
		s.checkLimits(t)
	})
}

func TestHistoryIsAskedOnceForEachVisibleInstrument(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(nil, "A", "B", "C")
		s.Watch([]string{"A", "B"}, []string{"C"}, nil)
		s.run(t)
		pass(30 * time.Minute)
		got := map[string]int{}
		for _, r := range s.exchange.Requests() {
			if r.History {
				got[r.Symbol]++
			}
		}
		if diff := cmp.Diff(map[string]int{"A": 1, "B": 1}, got); diff != "" {
			t.Errorf("requests for history (want -, got +):\n%s", diff)
		}
		if first := s.Bars("A")[0].Start; !first.Before(s.started.Add(-40 * time.Hour)) {
			t.Errorf("got bars from %s, want the session before too", first)
		}
	})
}

func TestFaultsKeepTheLimitsAndTheLastGoodQuotes(t *testing.T) {
	for name, fault := range map[string]quotestest.Fault{
		"page": quotestest.Page, "429": quotestest.TooMany, "500": quotestest.ServerError, "hang": quotestest.Hang,
		"reset": quotestest.Reset, "truncated": quotestest.Truncated, "NaN": quotestest.NotANumber, "strings": quotestest.Strings,
		"1e308": quotestest.Huge,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				onScreen := symbols("V", 12)
				s := newStand(nil, onScreen...)
				s.exchange.RetryAfter(50 * time.Second)
				s.Watch(onScreen, nil, nil)
				s.run(t)
				pass(2 * time.Minute)
				before := s.Quotes(onScreen)
				broken := time.Now()
				s.exchange.Break(fault)
				pass(2 * time.Minute)
				if n := len(s.asked(broken)); n > 20 {
					t.Errorf("got %d requests in two minutes of failure, want few", n)
				}
				status := s.Status()
				if status.Err.IsZero() || status.RetryAt.IsZero() {
					t.Errorf("got the status %+v, want a reason and the time of the next try", status)
				}
				marked := 0
				for symbol, q := range s.Quotes(onScreen) {
					if q.Price.IsZero() || q.Fetched.Before(before[symbol].Fetched) {
						t.Errorf("%s: the last good quote is lost: %+v", symbol, q)
					}
					if !q.Error.IsZero() {
						marked++
					}
				}
				if marked == 0 {
					t.Error("no quote says why a newer one is missing")
				}
				s.exchange.Break(quotestest.None)
				healed := time.Now()
				pass(time.Minute)
				for symbol, q := range s.Quotes(onScreen) {
					if !q.Fetched.After(healed) || !q.Error.IsZero() {
						t.Errorf("%s: got %s old, %q a minute after healing, want fresh", symbol, time.Since(q.Fetched), q.Error)
					}
				}
				s.checkLimits(t)
			})
		})
	}
}

func TestNowForcesOneTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		onScreen := symbols("V", 6)
		s := newStand(nil, onScreen...)
		s.exchange.Break(quotestest.TooMany)
		s.Watch(onScreen, nil, nil)
		s.run(t)
		pass(5 * time.Second)
		before := time.Now()
		pass(time.Second)
		s.Now()
		pass(time.Second)
		if n := len(s.asked(before)); n != 1 {
			t.Errorf("got %d requests after Now during 429, want 1", n)
		}
		s.exchange.Break(quotestest.None)
		s.Now()
		pass(time.Second)
		if n := len(s.Quotes(onScreen)); n != 6 || !s.Status().Err.IsZero() {
			t.Errorf("got %d quotes and %+v, want all at once after Now", n, s.Status())
		}
		s.checkLimits(t)
	})
}

func TestTooOftenWaitsLongerEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(nil, "A")
		s.exchange.Break(quotestest.TooMany)
		s.Watch([]string{"A"}, nil, nil)
		s.run(t)
		pass(time.Hour)
		requests := s.exchange.Requests()
		for i := 1; i < len(requests); i++ {
			least := min(time.Minute<<(i-1), 10*time.Minute)
			if gap := requests[i].At.Sub(requests[i-1].At); gap < least || gap > least*5/4 {
				t.Errorf("request %d came after %s, want %s and at most a quarter more", i, gap, least)
			}
		}
		if n := len(requests); n < 6 {
			t.Errorf("got %d requests in an hour, want at least 6", n)
		}
	})
}

func TestUnknownSymbolIsAskedLessAndLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(nil, "A")
		s.Watch([]string{"A", "NONE"}, nil, nil)
		s.run(t)
		if q, ok := s.Quote("NONE"); !ok || !q.Price.IsZero() || !strings.Contains(q.Error.String(), "not known") {
			t.Errorf("got %+v, want no price and the reason", q)
		}
		pass(4 * time.Hour)
		n := 0
		for _, r := range s.exchange.Requests() {
			if r.Symbol == "NONE" {
				n++
			}
		}
		if n < 5 || n > 10 {
			t.Errorf("an unknown symbol was asked %d times in four hours, want 5 to 10", n)
		}
		if q, _ := s.Quote("A"); time.Since(q.Fetched) > 20*time.Second {
			t.Errorf("the other is %s old, want fresh", time.Since(q.Fetched))
		}
	})
}

func TestWatchDoesNotHurryAFailingSymbol(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(nil, "A")
		s.Watch([]string{"NONE"}, nil, nil)
		s.run(t)
		for range 50 {
			pass(time.Second)
			s.Watch([]string{"A"}, nil, nil)
			s.Watch([]string{"NONE"}, nil, nil)
		}
		if n := len(s.asked(s.started)); n != 0 {
			t.Errorf("got %d more requests by scrolling, want none", n)
		}
	})
}

func TestChangedTellsOnlyWhatIsNew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(nil)
		now := time.Now()
		still := quotestest.Listing{Symbol: "S", Currency: "USD", Zone: "UTC", Sessions: []quotestest.Session{{Opens: now.Add(-time.Hour), Closes: now.Add(5 * time.Hour)}},
			Trades: []quotestest.Trade{{At: now.Add(-30 * time.Minute), Price: 5}}}
		s.exchange = quotestest.NewExchange(time.Now, still)
		s.Board = NewBoard([]Provider{inMemory(s.exchange, time.Now)}, nil, time.Now, s.opt)
		s.Watch([]string{"S"}, nil, nil)
		s.run(t)
		if got := s.changed(); !slices.Equal(got, []string{"S"}) {
			t.Errorf("got %v changed at first, want S", got)
		}
		before, _ := s.Quote("S")
		pass(2 * time.Minute)
		after, _ := s.Quote("S")
		if got := s.changed(); got != nil {
			t.Errorf("got %v changed while nothing traded, want none", got)
		}
		if !after.Fetched.After(before.Fetched) {
			t.Errorf("the age of the quote does not move on: %s", after.Fetched)
		}
		s.exchange.Trade("S", quotestest.Trade{At: time.Now(), Price: 6})
		pass(30 * time.Second)
		if got := s.changed(); !slices.Equal(got, []string{"S"}) {
			t.Errorf("got %v changed after a trade, want S", got)
		}
	})
}

func TestClosedMarketIsAskedAfterTheCloseThenNowAndThenAndAtTheOpening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now()
		day := func(n int) quotestest.Session {
			opens := now.Add(time.Duration(n)*24*time.Hour - 5*time.Hour)
			return quotestest.Session{Opens: opens, Closes: opens.Add(5*time.Hour + time.Minute)}
		}
		l := quotestest.Listing{Symbol: "S", Currency: "USD", Zone: "UTC", Sessions: []quotestest.Session{day(-1), day(0), day(1)},
			Trades: []quotestest.Trade{{At: now.Add(-30 * time.Minute), Price: 5}}}
		s := newStand(nil)
		s.exchange = quotestest.NewExchange(time.Now, l)
		s.Board = NewBoard([]Provider{inMemory(s.exchange, time.Now)}, nil, time.Now, s.opt)
		s.Watch([]string{"S"}, nil, nil)
		s.run(t)
		closes := now.Add(time.Minute)
		pass(closes.Sub(now) + 30*time.Minute)
		var after []time.Duration
		for _, r := range s.exchange.Requests() {
			if !r.History && !r.At.Before(closes) {
				after = append(after, r.At.Sub(closes).Round(time.Second))
			}
		}
		if diff := cmp.Diff([]time.Duration{0, time.Minute, 16 * time.Minute}, after); diff != "" {
			t.Errorf("requests after the close (want -, got +):\n%s", diff)
		}
		if q, _ := s.Quote("S"); q.State != orewire.MarketClosed {
			t.Errorf("got the state %q, want closed", q.State)
		}
		opens := day(1).Opens
		pass(time.Until(opens.Add(time.Second)))
		if q, _ := s.Quote("S"); q.State != orewire.MarketOpen {
			t.Errorf("got the state %q a second after the opening, want open", q.State)
		}
	})
}

func TestRunEndsAtOnceWhileTheProviderHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(newMemory(), symbols("V", 8)...)
		s.exchange.Break(quotestest.Hang)
		s.Watch(symbols("V", 8), nil, nil)
		s.run(t)
		pass(3 * time.Second)
		before := time.Now()
		s.stop()
		if waited := time.Since(before); waited > 0 {
			t.Errorf("the end took %s, want nothing", waited)
		}
	})
}

func TestPanicOfAProviderEndsTheBoardWithAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		yahoo := inMemory(quotestest.NewExchange(time.Now), time.Now)
		yahoo.now = func() time.Time { panic("boom") }
		yahoo.get = nil
		b := NewBoard([]Provider{yahoo}, nil, time.Now, BoardOptions{})
		b.Watch([]string{"A"}, nil, nil)
		if err := b.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "panic") {
			t.Errorf("got %v, want the panic as an error", err)
		}
	})
}

func TestSecondProviderAnswersWhileTheFirstFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStand(nil, "A")
		other := other{inMemory(quotestest.NewExchange(time.Now, aroundTheClock("A", 99, time.Now())), time.Now)}
		s.Board = NewBoard([]Provider{inMemory(s.exchange, time.Now), other}, nil, time.Now, s.opt)
		s.exchange.Break(quotestest.TooMany)
		s.Watch([]string{"A"}, nil, nil)
		s.run(t)
		pass(2 * time.Minute)
		q, _ := s.Quote("A")
		if q.Provider != "other" || !s.Status().RetryAt.IsZero() {
			t.Errorf("got a quote of %q and %+v, want one of the second provider", q.Provider, s.Status())
		}
		s.exchange.Break(quotestest.None)
		s.Now()
		pass(20 * time.Second)
		q, _ = s.Quote("A")
		if q.Provider != "yahoo" {
			t.Errorf("got a quote of %q after healing, want the first provider's", q.Provider)
		}
		for _, bar := range s.Bars("A") {
			if bar.Close > 50 {
				t.Fatalf("got a bar at %v, want none of the other source left", bar.Close)
			}
		}
	})
}

// other is Yahoo under another name.
type other struct{ *Yahoo }

func (o other) Name() string { return "other" }

func (o other) Quotes(ctx context.Context, symbols []string) map[string]Result {
	results := o.Yahoo.Quotes(ctx, symbols)
	for symbol, r := range results {
		r.Quote.Provider = o.Name()
		results[symbol] = r
	}
	return results
}

func TestQuotesAndBarsSurviveARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keeper := newMemory()
		first := newStand(keeper, "A", "B")
		first.Watch([]string{"A"}, []string{"B"}, nil)
		first.run(t)
		pass(time.Minute)
		headline := time.Now().Add(-10 * time.Minute)
		want, bars, move := first.quote("A"), first.Bars("A"), first.Move("A", headline)
		first.stop()
		if move.Fraction.IsZero() {
			t.Fatal("got no move in the first run")
		}

		second := newStand(keeper)
		second.exchange.Break(quotestest.Hang)
		second.Watch([]string{"A"}, nil, nil)
		second.run(t)
		pass(time.Second)
		if got := second.quote("A"); !got.Fetched.Equal(want.Fetched) || got.Price != want.Price || got.Fetched.IsZero() {
			t.Errorf("got %+v, want %+v", got, want)
		}
		if diff := cmp.Diff(bars, second.Bars("A")); diff != "" {
			t.Errorf("bars (want -, got +):\n%s", diff)
		}
		if got := second.Move("A", headline); got != move {
			t.Errorf("got the move %+v, want %+v", got, move)
		}
		if got := second.changed(); !slices.Equal(got, []string{"A", "B"}) {
			t.Errorf("got %v changed at the start, want A and B", got)
		}
	})
}

func TestAStoreThatFailsIsToldAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keeper := newMemory()
		keeper.fail(errors.New("disk full"))
		s := newStand(keeper, "A")
		s.Watch([]string{"A"}, nil, nil)
		s.run(t)
		pass(30 * time.Second)
		if got := s.Status().Keeping.String(); !strings.Contains(got, "disk full") {
			t.Errorf("got %q, want why nothing is kept", got)
		}
		keeper.fail(nil)
		pass(15 * time.Second)
		if got := s.Status().Keeping.String(); got != "" {
			t.Errorf("got %q, want that all is well again", got)
		}
		kept, _ := keeper.Bars(t.Context(), "A", Step, time.Time{}, time.Now())
		ended := len(kept) - 1 // the last one is growing
		if diff := cmp.Diff(s.Bars("A")[:ended], kept[:ended]); diff != "" || len(kept) < 20 {
			t.Errorf("%d bars kept (want -, got +):\n%s", len(kept), diff)
		}
	})
}

func (s *stand) quote(symbol string) orewire.Quote {
	q, _ := s.Quote(symbol)
	return q
}

// memory is a keeper that forgets with the test.
type memory struct {
	mu     sync.Mutex
	quotes map[string]orewire.Quote
	bars   map[string][]orewire.Bar
	err    error
}

func newMemory() *memory {
	return &memory{quotes: map[string]orewire.Quote{}, bars: map[string][]orewire.Bar{}}
}

func (m *memory) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

func (m *memory) SaveQuotes(_ context.Context, quotes []orewire.Quote) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, q := range quotes {
		m.quotes[q.Symbol] = q
	}
	return m.err
}

func (m *memory) Quotes(context.Context) ([]orewire.Quote, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []orewire.Quote
	for _, q := range m.quotes {
		list = append(list, q)
	}
	return list, m.err
}

func (m *memory) SaveBars(_ context.Context, symbol string, _ time.Duration, bars []orewire.Bar) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.bars[symbol], _ = mergeBars(m.bars[symbol], bars)
	}
	return m.err
}

func (m *memory) Bars(_ context.Context, symbol string, _ time.Duration, from, to time.Time) ([]orewire.Bar, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.bars[symbol]), m.err
}
