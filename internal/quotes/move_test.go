package quotes

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"orewire"
	"orewire/internal/quotes/quotestest"
)

// truth is the move by the definition, told from the trades themselves: the base is the last trade in a slot of five minutes of
// the clock that had ended at the moment, the price now is the last public trade, and there is no move unless that trade came
// after the moment.
func truth(trades []quotestest.Trade, delay time.Duration, since, asked time.Time) (fraction float64, base quotestest.Trade, known bool) {
	var now, before *quotestest.Trade
	for i, trade := range trades {
		if trade.At.Add(delay).After(asked) {
			break
		}
		now = &trades[i]
		slot := trade.At.Unix() / 300
		if ended := time.Unix((slot+1)*300, 0); !ended.After(since) {
			before = &trades[i]
		}
	}
	if now == nil || before == nil || !now.At.After(since) {
		return 0, base, false
	}
	return (now.Price - before.Price) / before.Price, *before, true
}

// generated returns a listing with random trades, thick or thin, over three weeks.
func generated(t testing.TB, m market, thin bool, r *rand.Rand) quotestest.Listing {
	from := time.Date(2026, 10, 26, 0, 0, 0, 0, time.UTC)
	days, open := m.sessions(t, from, from.AddDate(0, 0, 21))
	l := quotestest.Listing{Symbol: "X", Name: m.name, Currency: m.currency, Zone: m.zone, Delay: m.delay, Sessions: days}
	price := 100.0
	for _, stretch := range open {
		for at := stretch[0]; ; {
			gap := time.Duration(1+r.IntN(200)) * time.Second
			if thin {
				gap = time.Duration(1+r.IntN(9*3600)) * time.Second
			}
			if at = at.Add(gap); !at.Before(stretch[1]) {
				break
			}
			price *= 1 + 0.004*r.NormFloat64()
			l.Trades = append(l.Trades, quotestest.Trade{At: at, Price: math.Round(price*100) / 100, Volume: 1})
		}
	}
	return l
}

// TestMovesAreTrueOverSessions polls generated markets through days, with stops of the program, and compares every move with the
// truth told from the trades.
func TestMovesAreTrueOverSessions(t *testing.T) {
	for _, m := range markets {
		for _, thin := range []bool{false, true} {
			name := m.name + " thick"
			if thin {
				name = m.name + " thin"
			}
			t.Run(name, func(t *testing.T) { checkMoves(t, m, thin) })
		}
	}
}

func checkMoves(t *testing.T, m market, thin bool) {
	r := rand.New(rand.NewPCG(7, uint64(len(m.name))))
	listed := generated(t, m, thin, r)
	now := time.Date(2026, 11, 5, 6, 0, 0, 0, time.UTC)
	exchange := quotestest.NewExchange(func() time.Time { return now }, listed)
	yahoo := inMemory(exchange, func() time.Time { return now })
	l := listing{symbol: "X", rank: visible}
	known, refused := 0, 0
	for range 120 {
		if r.IntN(12) == 0 {
			now = now.Add(time.Duration(r.IntN(20)) * time.Hour) // the program did not run
		}
		now = now.Add(time.Duration(15+r.IntN(5400)) * time.Second)
		if now.After(time.Date(2026, 11, 13, 0, 0, 0, 0, time.UTC)) {
			break
		}
		result := yahoo.quote(t.Context(), "X")
		if result.Err != nil {
			t.Fatalf("at %s: %v", now, result.Err)
		}
		l.accept(result, now, 15*time.Second)
		complete := r.IntN(3) > 0
		if complete && l.wantsHistory(now) {
			bars, err := yahoo.Bars(t.Context(), "X", now.Add(-kept), Step)
			if err != nil {
				t.Fatal(err)
			}
			l.bars.addHistory(bars, now.Add(-kept), now.Add(-l.quote.Delay))
		}
		for range 25 {
			since := now.Add(-time.Duration(r.IntN(5*24*3600)) * time.Second)
			if r.IntN(2) == 0 {
				since = now.Add(-time.Duration(r.IntN(3*3600)) * time.Second)
			}
			move := moveSince(since, l.quote, l.bars)
			want, base, is := truth(listed.Trades, m.delay, since, now)
			got, gotKnown := move.Fraction.Get()
			switch {
			case gotKnown && !is:
				t.Fatalf("since %s, asked at %s: got %v, want unknown", since, now, got)
			case gotKnown && math.Abs(got-want) > 1e-12:
				t.Fatalf("since %s, asked at %s: got %v of %v, want %v of %v", since, now, got, move.Base, want, base.Price)
			case !gotKnown && is && complete && base.At.After(now.Add(Step-kept)):
				t.Fatalf("since %s, asked at %s: got unknown, want %v of %v\nfrom %s through %s", since, now, want, base.Price, l.bars.from, l.bars.through)
			case gotKnown:
				known++
			default:
				refused++
			}
		}
	}
	if known < 100 || refused < 100 {
		t.Errorf("the test is too easy: %d moves known, %d not", known, refused)
	}
}

func TestMoveByHand(t *testing.T) {
	friday := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	at := func(day, hour, minute int) time.Time {
		return friday.AddDate(0, 0, day).Add(time.Duration(hour*60+minute) * time.Minute)
	}
	bars := series{
		bars: []orewire.Bar{
			bar(at(0, 20, 50), 39), bar(at(0, 20, 55), 40), // Friday's close at 21:00
			bar(at(3, 14, 30), 42), bar(at(3, 14, 35), 43), bar(at(3, 14, 45), 44), // Monday; nothing traded at 14:40
		},
		from: at(0, 14, 30), through: at(3, 14, 49),
	}
	monday := orewire.Quote{Price: orewire.Known(44), At: at(3, 14, 48), Fetched: at(3, 14, 49)}
	closed := orewire.Quote{Price: orewire.Known(40), At: at(0, 21, 0), Fetched: at(2, 12, 0), State: orewire.MarketClosed}
	delayed := monday
	delayed.Delay = 15 * time.Minute
	for name, c := range map[string]struct {
		quote  orewire.Quote
		since  time.Time
		base   float64 // 0: unknown
		baseAt time.Time
	}{
		"in the session":                       {monday, at(3, 14, 41), 43, at(3, 14, 40)},
		"as a bar ends":                        {monday, at(3, 14, 35), 42, at(3, 14, 35)},
		"a second before a bar ends":           {monday, at(3, 14, 35).Add(-time.Second), 40, at(0, 21, 0)},
		"while nothing trades":                 {monday, at(3, 14, 46), 43, at(3, 14, 40)},
		"at the week-end: Friday's close":      {monday, at(2, 15, 6), 40, at(0, 21, 0)},
		"at the open":                          {monday, at(3, 14, 30), 40, at(0, 21, 0)},
		"no trade since":                       {monday, at(3, 14, 48), 0, time.Time{}},
		"closed, not traded since":             {closed, at(1, 9, 0), 0, time.Time{}},
		"before the first bar":                 {monday, at(0, 20, 52), 0, time.Time{}},
		"before what is kept":                  {monday, at(-3, 12, 0), 0, time.Time{}},
		"delayed exchange cannot know":         {delayed, at(3, 14, 41), 0, time.Time{}},
		"delayed exchange knows what was long": {delayed, at(3, 14, 33), 40, at(0, 21, 0)},
		"no price":                             {orewire.Quote{At: at(3, 14, 48), Fetched: at(3, 14, 49)}, at(3, 14, 41), 0, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := moveSince(c.since, c.quote, bars)
			base, known := got.Base.Get()
			if base != c.base || known != (c.base != 0) || !got.BaseAt.Equal(c.baseAt) {
				t.Errorf("got base %v at %s, want %v at %s", base, got.BaseAt, c.base, c.baseAt)
			}
			if f, known := got.Fraction.Get(); known && math.Abs(f-(44/c.base-1)) > 1e-12 {
				t.Errorf("got %v, want %v", f, 44/c.base-1)
			}
		})
	}
}

func TestMoveAfterASplitWaitsForRestatedBars(t *testing.T) {
	day := time.Date(2026, 11, 19, 14, 30, 0, 0, time.UTC)
	var s series
	answer := func(start time.Time, price, previous float64) Result {
		return Result{
			Quote: orewire.Quote{Price: orewire.Known(price), PreviousClose: orewire.Known(previous), At: start.Add(6 * time.Minute), Fetched: start.Add(7 * time.Minute)},
			Bars:  []orewire.Bar{bar(start, price), bar(start.Add(Step), price)}, Since: start,
		}
	}
	s.addSession(answer(day, 400, 398))
	s.through = day.Add(23 * time.Hour) // asked until the next session opens
	next := answer(day.Add(24*time.Hour), 101, 100)
	s.addSession(next)
	since := day.Add(20 * time.Hour)
	if got := moveSince(since, next.Quote, s); !got.Fraction.IsZero() {
		t.Errorf("got a move of %v over a split, want unknown", got.Fraction)
	}
	s.addHistory([]orewire.Bar{bar(day, 100), bar(day.Add(Step), 100), bar(day.Add(24*time.Hour), 101)}, day.Add(-24*time.Hour), day.Add(25*time.Hour))
	if f, _ := moveSince(since, next.Quote, s).Fraction.Get(); math.Abs(f-0.01) > 1e-12 {
		t.Errorf("got %v after the bars were restated, want 0.01", f)
	}
}
