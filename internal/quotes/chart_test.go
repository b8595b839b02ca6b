package quotes

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"orewire"
)

// A Tokyo day: 5713.T at 14:45 local time.
var tokyoNow = time.Date(2026, 11, 24, 5, 45, 0, 0, time.UTC)

const tokyoOpens, tokyoCloses = 1795478400, 1795501800

// answer makes an answer of the endpoint with one field of its meta replaced or, if the value is "", left out.
func answer(field, value string) string {
	meta := map[string]string{
		"symbol": `"5713.T"`, "longName": `"Sumitomo Metal  Mining\u001b[31m Co., Ltd."`, "shortName": `"SUMITOMO METAL"`, "currency": `"JPY"`,
		"exchangeName": `"JPX"`, "instrumentType": `"EQUITY"`, "exchangeTimezoneName": `"Asia/Tokyo"`, "range": `"1d"`, "priceHint": "2",
		"regularMarketTime": "1795498800", "regularMarketPrice": "2693.0", "chartPreviousClose": "2649.0", "previousClose": "2649.0",
		"hasPrePostMarketData": "false",
		"currentTradingPeriod": fmt.Sprintf(`{"pre":{"start":%d,"end":%[1]d},"regular":{"start":%[1]d,"end":%d},"post":{"start":%[2]d,"end":%[2]d}}`, tokyoOpens, tokyoCloses),
		"tradingPeriods":       fmt.Sprintf(`[[{"start":%d,"end":%d}]]`, tokyoOpens, tokyoCloses),
	}
	meta[field] = value
	var fields []string
	for name, v := range meta {
		if v != "" && name != "timestamp" && name != "indicators" {
			fields = append(fields, fmt.Sprintf("%q:%s", name, v))
		}
	}
	stamps, indicators := "[1795478400,1795478700,1795479000]", `{"quote":[{"close":[2658,null,2660],"volume":[1200,null,300]}]}`
	switch field {
	case "timestamp":
		stamps = value
	case "indicators":
		indicators = value
	}
	return fmt.Sprintf(`{"chart":{"result":[{"meta":{%s},"timestamp":%s,"indicators":%s}],"error":null}}`, strings.Join(fields, ","), stamps, indicators)
}

func read(body string) (orewire.Quote, chart, error) {
	c, err := parseChart([]byte(body), Step)
	if err != nil {
		return orewire.Quote{}, c, err
	}
	q, err := c.quote("5713.T", tokyoNow)
	return q, c, err
}

func TestQuoteIsRead(t *testing.T) {
	q, c, err := read(answer("", ""))
	if err != nil {
		t.Fatal(err)
	}
	if q.Name.String() != "Sumitomo Metal Mining Co., Ltd." {
		t.Errorf("got the name %q", q.Name)
	}
	percent, _ := q.Percent.Get()
	if math.Abs(percent-1.661004) > 1e-6 {
		t.Errorf("got %v %%, want 1.661004", percent)
	}
	q.Name, q.Percent = orewire.Quote{}.Name, orewire.Figure{}
	want := orewire.Quote{
		Symbol: "5713.T", Price: orewire.Known(2693), PreviousClose: orewire.Known(2649), Change: orewire.Known(44), Currency: "JPY", Decimals: 2,
		At: time.Unix(1795498800, 0).UTC(), Fetched: tokyoNow, State: orewire.MarketOpen, Closes: time.Unix(tokyoCloses, 0).UTC(),
		Exchange: "JPX", Zone: "Asia/Tokyo",
	}
	if q != want {
		t.Errorf("got %+v, want %+v", q, want)
	}
	bars := []orewire.Bar{{Start: time.Unix(1795478400, 0).UTC(), Close: 2658, Volume: 1200}, {Start: time.Unix(1795479000, 0).UTC(), Close: 2660, Volume: 300}}
	if diff := cmp.Diff(bars, c.bars); diff != "" {
		t.Errorf("bars (want -, got +):\n%s", diff)
	}
}

func TestWhatIsMissingIsUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		field, value string
		wrong        func(q orewire.Quote) bool
	}{
		"no previous close, range of a day":     {"previousClose", "", func(q orewire.Quote) bool { return q.PreviousClose != orewire.Known(2649) }},
		"previous close of zero":                {"previousClose", "0", func(q orewire.Quote) bool { return q.PreviousClose != orewire.Known(2649) }},
		"pence stay pence":                      {"currency", `"GBp"`, func(q orewire.Quote) bool { return q.Currency != "GBp" }},
		"no currency":                           {"currency", "null", func(q orewire.Quote) bool { return q.Currency != "" }},
		"currency that is a number":             {"currency", "5", func(q orewire.Quote) bool { return q.Currency != "" }},
		"hint":                                  {"priceHint", "4", func(q orewire.Quote) bool { return q.Decimals != 4 }},
		"no hint":                               {"priceHint", "", func(q orewire.Quote) bool { return q.Decimals != 2 }},
		"absurd hint":                           {"priceHint", "900", func(q orewire.Quote) bool { return q.Decimals != 2 }},
		"delay":                                 {"exchangeDataDelayedBy", "20", func(q orewire.Quote) bool { return q.Delay != 20*time.Minute }},
		"delay of nonsense":                     {"exchangeDataDelayedBy", "-3", func(q orewire.Quote) bool { return q.Delay != 0 }},
		"unknown zone":                          {"exchangeTimezoneName", `"Moon/Crater"`, func(q orewire.Quote) bool { return q.Zone != "" }},
		"the machine's zone is no exchange's":   {"exchangeTimezoneName", `"Local"`, func(q orewire.Quote) bool { return q.Zone != "" }},
		"no periods":                            {"currentTradingPeriod", "", func(q orewire.Quote) bool { return q.State != "" || !q.Closes.IsZero() }},
		"a session of years ago":                {"currentTradingPeriod", `{"regular":{"start":1000000000,"end":1000020000}}`, func(q orewire.Quote) bool { return q.State != "" }},
		"short name where there is no long":     {"longName", "", func(q orewire.Quote) bool { return q.Name.String() != "SUMITOMO METAL" }},
		"trading periods of another shape":      {"tradingPeriods", `{"pre":[[]],"regular":[[{"start":1795478400,"end":1795501800}]]}`, func(q orewire.Quote) bool { return q.Price.IsZero() }},
		"trading periods that are no such":      {"tradingPeriods", `"none"`, func(q orewire.Quote) bool { return q.Price.IsZero() }},
		"no volume":                             {"indicators", `{"quote":[{"close":[1,2,3]}]}`, func(q orewire.Quote) bool { return q.Price.IsZero() }},
		"a quote without bars":                  {"indicators", `{"quote":[{}]}`, func(q orewire.Quote) bool { return q.Price.IsZero() }},
		"text and 1e308 among the bars' closes": {"indicators", `{"quote":[{"close":["2658",1e308,2660]}]}`, func(q orewire.Quote) bool { return q.Price.IsZero() }},
	} {
		t.Run(name, func(t *testing.T) {
			if q, _, err := read(answer(c.field, c.value)); err != nil || c.wrong(q) {
				t.Errorf("got %+v, %v", q, err)
			}
		})
	}
}

func TestChartPreviousCloseOfALongRangeIsNotThePreviousClose(t *testing.T) {
	body := strings.Replace(answer("previousClose", ""), `"range":"1d"`, `"range":"5d"`, 1)
	q, _, err := read(body)
	if err != nil || !q.PreviousClose.IsZero() || !q.Change.IsZero() || !q.Percent.IsZero() {
		t.Errorf("got %+v, %v, want a price without change", q, err)
	}
}

func TestBadAnswersAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"nothing":                    {"", ErrDown},
		"blanks":                     {" \r\n", ErrDown},
		"a page":                     {"<!doctype html><title>Will be right back</title>", ErrDown},
		"text":                       {"Too Many Requests\r\n", ErrDown},
		"half":                       {answer("", "")[:200], ErrBadPayload},
		"NaN":                        {answer("regularMarketPrice", "NaN"), ErrBadPayload},
		"no price":                   {answer("regularMarketPrice", ""), ErrBadPayload},
		"null price":                 {answer("regularMarketPrice", "null"), ErrBadPayload},
		"price of zero":              {answer("regularMarketPrice", "0"), ErrBadPayload},
		"negative price":             {answer("regularMarketPrice", "-1"), ErrBadPayload},
		"price as text":              {answer("regularMarketPrice", `"2693"`), ErrBadPayload},
		"price of 1e308":             {answer("regularMarketPrice", "1e308"), ErrBadPayload},
		"price of 1e999":             {answer("regularMarketPrice", "1e999"), ErrBadPayload},
		"price in an object":         {answer("regularMarketPrice", `{"raw":2693,"fmt":"2,693"}`), ErrBadPayload},
		"no time":                    {answer("regularMarketTime", "null"), ErrBadPayload},
		"time of the future":         {answer("regularMarketTime", "1895498800"), ErrBadPayload},
		"another symbol":             {answer("symbol", `"MP"`), ErrBadPayload},
		"times and prices differ":    {answer("timestamp", "[1795478400]"), ErrBadPayload},
		"times in an object":         {answer("timestamp", "{}"), ErrBadPayload},
		"no result":                  {`{"chart":{"result":[],"error":null}}`, ErrBadPayload},
		"null result":                {`{"chart":{"result":null,"error":null}}`, ErrBadPayload},
		"something else":             {`{"finance":{"result":null}}`, ErrBadPayload},
		"error: not found":           {`{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}`, ErrNotFound},
		"error: other":               {`{"chart":{"result":null,"error":{"code":"Internal","description":"x"}}}`, ErrDown},
		"dead symbol":                {`{"chart":{"result":[{"meta":{"symbol":"5713.T","regularMarketTime":null},"indicators":{"quote":[{}]}}]}}`, ErrNotFound},
		"dead symbol with its price": {answer("instrumentType", `"ECNQUOTE"`), ErrNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			q, _, err := read(c.body)
			if !errors.Is(err, c.want) || q != (orewire.Quote{}) {
				t.Errorf("got %+v, %v, want nothing and %q", q, err, c.want)
			}
		})
	}
}

func TestStateFollowsTheClock(t *testing.T) {
	opens := time.Date(2026, 11, 24, 14, 30, 0, 0, time.UTC)
	closes, day := opens.Add(390*time.Minute), func(from, to time.Time) string { return fmt.Sprintf(`{"start":%d,"end":%d}`, from.Unix(), to.Unix()) }
	periods := fmt.Sprintf(`{"pre":%s,"regular":%s,"post":%s}`, day(opens.Add(-5*time.Hour), opens), day(opens, closes), day(closes, closes.Add(4*time.Hour)))
	c, err := parseChart([]byte(answer("currentTradingPeriod", periods)), Step)
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		at   time.Duration // after the opening
		want orewire.MarketState
	}{
		{-6 * time.Hour, orewire.MarketClosed}, {-5 * time.Hour, orewire.MarketPre}, {-time.Second, orewire.MarketPre}, {0, orewire.MarketOpen},
		{3 * time.Hour, orewire.MarketOpen}, {390*time.Minute - time.Second, orewire.MarketOpen}, {390 * time.Minute, orewire.MarketPost},
		{12 * time.Hour, orewire.MarketClosed},
	} {
		if got, ends := c.meta.state(opens.Add(step.at)); got != step.want || !ends.Equal(closes) {
			t.Errorf("%s after the opening: got %q until %s, want %q until %s", step.at, got, ends, step.want, closes)
		}
	}
}

func TestBarsGoIntoTheirSteps(t *testing.T) {
	start := time.Unix(1795478400, 0).UTC()
	rows := []orewire.Bar{bar(start.Add(7*time.Minute+3*time.Second), 4), bar(start, 1), bar(start.Add(5*time.Minute), 2), bar(start.Add(time.Hour), 9)}
	want := []orewire.Bar{bar(start, 1), bar(start.Add(5*time.Minute), 4), bar(start.Add(time.Hour), 9)}
	if diff := cmp.Diff(want, intoSteps(rows, Step)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestBarsOutsideRegularTradeAreDropped(t *testing.T) {
	body := strings.Replace(answer("timestamp", "[1795478100,1795478400,1795501800]"), `"hasPrePostMarketData":false`, `"hasPrePostMarketData":true`, 1)
	_, c, err := read(strings.Replace(body, "null,2660", "2659,2661", 1))
	if err != nil || len(c.bars) != 1 || c.bars[0].Close != 2659 {
		t.Errorf("got %v, %v, want the one bar of the session up to the last trade", c.bars, err)
	}
}

func FuzzParseChart(f *testing.F) {
	f.Add(answer("", ""))
	f.Add(answer("indicators", `{"quote":[{"close":["1",null,1e308]}]}`))
	f.Add(answer("tradingPeriods", `{"regular":[[{"start":1,"end":"x"}]]}`))
	f.Add(`{"chart":{"result":null,"error":{"code":"Not Found","description":"\u202e\u001b]0;x\u0007"}}}`)
	f.Fuzz(func(t *testing.T, body string) {
		q, c, err := read(body)
		for i, b := range c.bars {
			if !(b.Close > 0 && b.Close < absurd) || !(b.Volume >= 0 && b.Volume < absurd) || i > 0 && !c.bars[i-1].Start.Before(b.Start) {
				t.Fatalf("bar %d is impossible: %+v", i, c.bars)
			}
		}
		if err != nil {
			if !errors.Is(err, ErrDown) && !errors.Is(err, ErrBadPayload) && !errors.Is(err, ErrNotFound) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		if p, known := q.Price.Get(); !known || !(p > 0 && p < absurd) || q.At.IsZero() || q.At.After(tokyoNow.Add(clockError)) {
			t.Fatalf("impossible quote: %+v", q)
		}
		l := listing{symbol: "5713.T", rank: visible}
		opens, _ := c.meta.session(tokyoNow)
		l.accept(Result{Quote: q, Opens: opens, Bars: c.bars, Since: c.since()}, tokyoNow, time.Second)
		if !l.due().After(tokyoNow) {
			t.Fatalf("asked again at once: %s", l.due())
		}
	})
}
