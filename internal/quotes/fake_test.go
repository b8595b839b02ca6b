package quotes

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
	"orewire/internal/quotes/quotestest"
)

// inMemory is Yahoo with an exchange in place of the network, so that a test can own the clock.
func inMemory(e *quotestest.Exchange, now func() time.Time) *Yahoo {
	y := NewYahoo(fetch.New(fetch.Options{}), "http://yahoo.test", now)
	y.get = func(ctx context.Context, r fetch.Request) (response fetch.Response, err error) {
		defer func() {
			if recover() != nil {
				err = &fetch.Error{Reason: cleantext.Line("connection broken off")}
			}
		}()
		answer := httptest.NewRecorder()
		e.ServeHTTP(answer, httptest.NewRequestWithContext(ctx, http.MethodGet, r.URL.String(), nil))
		if ctx.Err() != nil {
			return response, &fetch.Error{Reason: cleantext.Line("stopped"), Err: ctx.Err()}
		}
		if answer.Code != http.StatusOK {
			seconds, _ := strconv.Atoi(answer.Header().Get("Retry-After"))
			return response, &fetch.Error{
				Status: answer.Code, Reason: cleantext.Line(fmt.Sprint(answer.Code)), RetryAfter: time.Duration(seconds) * time.Second,
			}
		}
		return fetch.Response{Status: answer.Code, Body: answer.Body.Bytes()}, nil
	}
	return y
}

// market is where generated listings trade: minutes after the local midnight.
type market struct {
	name, zone, currency string
	hours                [][2]int
	delay                time.Duration
	closed               map[string]bool // holidays, as 2006-01-02
}

var markets = []market{
	{name: "Tokyo", zone: "Asia/Tokyo", currency: "JPY", hours: [][2]int{{540, 690}, {750, 930}}, delay: 20 * time.Minute, closed: map[string]bool{"2026-11-03": true}},
	{name: "Sydney", zone: "Australia/Sydney", currency: "AUD", hours: [][2]int{{600, 960}}, delay: 20 * time.Minute},
	{name: "Toronto", zone: "America/Toronto", currency: "CAD", hours: [][2]int{{570, 960}}},
	{name: "New York", zone: "America/New_York", currency: "USD", hours: [][2]int{{570, 960}}},
	{name: "London", zone: "Europe/London", currency: "GBp", hours: [][2]int{{480, 990}}, delay: 15 * time.Minute},
	{name: "Shanghai", zone: "Asia/Shanghai", currency: "CNY", hours: [][2]int{{570, 690}, {780, 900}}, closed: map[string]bool{"2026-11-04": true, "2026-11-05": true}},
}

// sessions returns the market's days from one date to another, and the stretches of time in which it trades.
func (m market) sessions(t testing.TB, from, to time.Time) (days []quotestest.Session, open [][2]time.Time) {
	t.Helper()
	zone, err := time.LoadLocation(m.zone)
	if err != nil {
		t.Fatal(err)
	}
	year, month, date := from.Date()
	for i := 0; ; i++ {
		at := func(minute int) time.Time {
			return time.Date(year, month, date+i, minute/60, minute%60, 0, 0, zone).UTC()
		}
		day := at(12 * 60).In(zone)
		if day.After(to) {
			return days, open
		}
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday || m.closed[day.Format(time.DateOnly)] {
			continue
		}
		for _, h := range m.hours {
			open = append(open, [2]time.Time{at(h[0]), at(h[1])})
		}
		days = append(days, quotestest.Session{Opens: at(m.hours[0][0]), Closes: at(m.hours[len(m.hours)-1][1])})
	}
}

func bar(start time.Time, price float64) orewire.Bar { return orewire.Bar{Start: start, Close: price} }
