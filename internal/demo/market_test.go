package demo

import (
	"encoding/json"
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// chart is the part of an answer that the tests look at.
func chart(t *testing.T, d *Demo, request string) chartResult {
	t.Helper()
	response, body := get(t, d.QuotesURL+"/v8/finance/chart/"+request)
	var answer chartAnswer
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%s: %v in %.200s", request, err, body)
	}
	if response.StatusCode != http.StatusOK || len(answer.Chart.Result) != 1 {
		t.Fatalf("%s: status %d, %+v", request, response.StatusCode, answer.Chart.Error)
	}
	return answer.Chart.Result[0]
}

func TestEveryListingHasCharts(t *testing.T) {
	d, _ := serve(t, wednesday)
	listings, err := readListings()
	if err != nil {
		t.Fatal(err)
	}
	if len(listings) < 45 {
		t.Errorf("%d listings, want at least 45", len(listings))
	}
	for _, l := range listings {
		for _, request := range []string{"?range=1d&interval=1m", "?range=5d&interval=5m", "?range=1y&interval=1d"} {
			c := chart(t, d, l.symbol+request)
			q := c.Indicators.Quote[0]
			n := len(c.Timestamp)
			if n == 0 || len(q.Close) != n || len(q.Open) != n || len(q.High) != n || len(q.Low) != n || len(q.Volume) != n {
				t.Errorf("%s%s: %d bars, columns of different length", l.symbol, request, n)
				continue
			}
			for i := range n {
				if i > 0 && c.Timestamp[i] <= c.Timestamp[i-1] {
					t.Errorf("%s%s: bar %d is not later than the one before", l.symbol, request, i)
				}
				if q.Low[i] <= 0 || q.Low[i] > min(q.Open[i], q.Close[i]) || q.High[i] < max(q.Open[i], q.Close[i]) {
					t.Errorf("%s%s: bar %d: open %v, high %v, low %v, close %v", l.symbol, request, i, q.Open[i], q.High[i], q.Low[i], q.Close[i])
				}
			}
			if last := q.Close[n-1]; last != c.Meta.RegularMarketPrice {
				t.Errorf("%s%s: last bar closes at %v, the price is %v", l.symbol, request, last, c.Meta.RegularMarketPrice)
			}
			if ratio := c.Meta.RegularMarketPrice / l.price; ratio < 0.7 || ratio > 1.4 {
				t.Errorf("%s: price %v has strayed from %v", l.symbol, c.Meta.RegularMarketPrice, l.price)
			}
			if c.Meta.RegularMarketTime > wednesday.Unix() || c.Meta.Currency != l.currency {
				t.Errorf("%s: price of %v in %s, now is %v", l.symbol, time.Unix(c.Meta.RegularMarketTime, 0), c.Meta.Currency, wednesday)
			}
		}
	}
}

// Wednesday 05:30 UTC: Tokyo trades until 06:30, Sydney has closed at 05:00, New York opens at 14:30, London at 08:00.
func TestSessions(t *testing.T) {
	d, _ := serve(t, wednesday)
	for symbol, want := range map[string]struct {
		open, close string // of the trading day, UTC
		traded      string // the last trade
		zone        string
	}{
		"7011.T":    {"2026-11-25T00:00:00Z", "2026-11-25T06:30:00Z", "now", "Asia/Tokyo"},
		"042660.KS": {"2026-11-25T00:00:00Z", "2026-11-25T06:30:00Z", "now", "Asia/Seoul"},
		"0981.HK":   {"2026-11-25T01:30:00Z", "2026-11-25T08:00:00Z", "now", "Asia/Hong_Kong"},
		"LYC.AX":    {"2026-11-24T23:00:00Z", "2026-11-25T05:00:00Z", "2026-11-25T04:59:59Z", "Australia/Sydney"},
		"MP":        {"2026-11-25T14:30:00Z", "2026-11-25T21:00:00Z", "2026-11-24T20:59:59Z", "America/New_York"},
		"RIO.L":     {"2026-11-25T08:00:00Z", "2026-11-25T16:30:00Z", "2026-11-24T16:29:59Z", "Europe/London"},
		"GC=F":      {"2026-11-24T23:00:00Z", "2026-11-25T22:00:00Z", "now", "America/New_York"},
	} {
		t.Run(symbol, func(t *testing.T) {
			m := chart(t, d, symbol+"?range=1d&interval=5m").Meta
			utc := func(unix int64) string { return time.Unix(unix, 0).UTC().Format(time.RFC3339) }
			regular := m.CurrentTradingPeriod.Regular
			got := []string{utc(regular.Start), utc(regular.End), m.ExchangeTimezoneName}
			if diff := cmp.Diff([]string{want.open, want.close, want.zone}, got); diff != "" {
				t.Errorf("trading day (-want +got):\n%s", diff)
			}
			if want.traded == "now" {
				if age := wednesday.Unix() - m.RegularMarketTime; age > 10 {
					t.Errorf("last trade %d s ago, want a few", age)
				}
			} else if got := utc(m.RegularMarketTime); got != want.traded {
				t.Errorf("last trade %s, want %s", got, want.traded)
			}
		})
	}
}

func TestNoBarsInTheLunchBreak(t *testing.T) {
	d, _ := serve(t, wednesday)
	for _, start := range chart(t, d, "7011.T?range=5d&interval=5m").Timestamp {
		at := time.Unix(start, 0).In(mustLoad("Asia/Tokyo"))
		if minute := clock(at.Hour(), at.Minute()); minute >= clock(11, 30) && minute < clock(12, 30) {
			t.Errorf("a bar begins at %v", at)
		}
	}
}

func TestPreviousCloseIsOfTheSessionBefore(t *testing.T) {
	d, _ := serve(t, wednesday)
	for _, symbol := range []string{"MP", "LYC.AX", "7011.T", "HG=F", "GLEN.L"} {
		day, week := chart(t, d, symbol+"?range=1d&interval=5m"), chart(t, d, symbol+"?range=5d&interval=5m")
		if day.Meta.PreviousClose == nil || *day.Meta.PreviousClose != day.Meta.ChartPreviousClose || week.Meta.PreviousClose != nil {
			t.Errorf("%s: previous close %v in a day and %v in a week", symbol, day.Meta.PreviousClose, week.Meta.PreviousClose)
			continue
		}
		want := 0.0
		for i, start := range week.Timestamp {
			if start < day.Timestamp[0] {
				want = week.Indicators.Quote[0].Close[i]
			}
		}
		if got := *day.Meta.PreviousClose; got != want {
			t.Errorf("%s: previous close %v, the bars say %v", symbol, got, want)
		}
	}
}

func TestTimesInsteadOfARange(t *testing.T) {
	d, _ := serve(t, wednesday)
	c := chart(t, d, "HG=F?interval=5m&period1=1795575600&period2=1795579200") // 03:00 to 04:00 UTC
	if n := len(c.Timestamp); n < 12 || n > 13 || c.Timestamp[0] != 1795575600 {
		t.Errorf("%d bars from %v, want those of an hour", n, c.Timestamp)
	}
}

func TestOpenMarketsTick(t *testing.T) {
	d, clock := serve(t, wednesday)
	prices := func() map[string]float64 {
		p := map[string]float64{}
		for _, symbol := range []string{"GC=F", "HG=F", "SI=F", "7011.T", "042660.KS", "MP", "LYC.AX"} {
			p[symbol] = chart(t, d, symbol+"?range=1d&interval=1m").Meta.RegularMarketPrice
		}
		return p
	}
	changes := map[string]int{}
	before := prices()
	for range 20 {
		clock.forward(3 * time.Second)
		now := prices()
		for symbol := range now {
			if now[symbol] != before[symbol] {
				changes[symbol]++
			}
			if math.Abs(now[symbol]/before[symbol]-1) > 0.02 {
				t.Errorf("%s jumped from %v to %v within 3 s", symbol, before[symbol], now[symbol])
			}
		}
		before = now
	}
	for symbol, open := range map[string]bool{"GC=F": true, "HG=F": true, "SI=F": true, "7011.T": true, "042660.KS": true, "MP": false, "LYC.AX": false} {
		if got := changes[symbol]; open && got < 3 || !open && got != 0 {
			t.Errorf("%s changed %d times in a minute, market open: %v", symbol, got, open)
		}
	}
}

func TestPastBarsDoNotChange(t *testing.T) {
	d, clock := serve(t, wednesday)
	before := chart(t, d, "GC=F?range=5d&interval=5m")
	clock.forward(17 * time.Minute)
	after := chart(t, d, "GC=F?range=5d&interval=5m")
	n := len(before.Timestamp) - 1 // the last one was not over
	if diff := cmp.Diff(before.Indicators.Quote[0].Close[:n], after.Indicators.Quote[0].Close[:n]); diff != "" {
		t.Errorf("closes changed:\n%s", diff)
	}
	if added := len(after.Timestamp) - len(before.Timestamp); added != 3 {
		t.Errorf("%d bars more after 17 minutes, want 3", added)
	}
}

func TestHeadlineMovesThePrice(t *testing.T) {
	listings, err := readListings()
	if err != nil {
		t.Fatal(err)
	}
	price := func(symbol string, at time.Time, size float64) (before, after float64) {
		m := newMarket(listings, 7, wednesday)
		if size != 0 {
			m.react(symbol, wednesday, size)
		}
		m.ask(symbol, at, func(p *path) {
			before, _ = p.at(wednesday)
			after, _ = p.at(at)
		})
		return before, after
	}
	for name, c := range map[string]struct {
		symbol string
		after  time.Duration
	}{
		"in an open market":         {"GC=F", 15 * time.Minute},
		"at the next open":          {"MP", 9*time.Hour + 10*time.Minute},
		"in a market after holiday": {"LYC.AX", 18 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			at := wednesday.Add(c.after)
			before, plain := price(c.symbol, at, 0)
			same, moved := price(c.symbol, at, 0.03)
			if before != same {
				t.Errorf("price before the headline %v, without it %v", same, before)
			}
			if got := moved/plain - 1; math.Abs(got-0.03) > 0.006 {
				t.Errorf("the headline moved the price by %.4f, want about 0.03", got)
			}
		})
	}
}

func TestSomePricesStandStillForNobody(t *testing.T) {
	d, _ := serve(t, time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)) // a Saturday
	m := chart(t, d, "GC=F?range=1d&interval=5m").Meta
	if got, want := time.Unix(m.RegularMarketTime, 0).UTC(), time.Date(2026, 11, 27, 21, 59, 59, 0, time.UTC); !got.Equal(want) {
		t.Errorf("last trade %v, want Friday's close %v", got, want)
	}
}

func TestChartErrors(t *testing.T) {
	d, _ := serve(t, wednesday)
	for request, want := range map[string]int{
		"NOPE?range=1d&interval=5m":  http.StatusNotFound,
		"MP?range=1d&interval=7m":    http.StatusUnprocessableEntity,
		"MP?range=9d&interval=5m":    http.StatusUnprocessableEntity,
		"MP?period1=x&interval=5m":   http.StatusUnprocessableEntity,
		"MP?period1=1795575600":      http.StatusOK,
		"%5EN225?range=1d":           http.StatusNotFound,
		"GC%3DF?range=1d&interval=m": http.StatusUnprocessableEntity,
	} {
		response, body := get(t, d.QuotesURL+"/v8/finance/chart/"+request)
		var answer chartAnswer
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Errorf("%s: %v in %.100s", request, err, body)
		}
		if response.StatusCode != want || (answer.Chart.Error == nil) != (want == http.StatusOK) {
			t.Errorf("%s: status %d, error %+v, want status %d", request, response.StatusCode, answer.Chart.Error, want)
		}
	}
}
