package quotestest

import (
	"fmt"
	"net/http"
	"sort"
	"strconv"
	"time"
)

// span is the time that a chart shows, in steps.
type span struct {
	from, to time.Time
	step     time.Duration
	day      bool // range=1d
}

// object is a JSON object.
type object map[string]any

// readSpan reads range=1d, or period1 and period2.
func readSpan(r *http.Request, l Listing, now time.Time) (span, error) {
	step, err := time.ParseDuration(r.FormValue("interval"))
	if err != nil || step <= 0 {
		return span{}, fmt.Errorf("interval=%s is not supported", r.FormValue("interval"))
	}
	if r.FormValue("range") == "1d" {
		s := l.session(now.Add(-l.Delay))
		return span{s.Opens, s.Closes, step, true}, nil
	}
	from, err := strconv.ParseInt(r.FormValue("period1"), 10, 64)
	if err != nil {
		return span{}, fmt.Errorf("range=%s is not supported", r.FormValue("range"))
	}
	to, err := strconv.ParseInt(r.FormValue("period2"), 10, 64)
	if err != nil || to <= from {
		return span{}, fmt.Errorf("period2=%s is not after period1", r.FormValue("period2"))
	}
	return span{time.Unix(from, 0).UTC(), time.Unix(to, 0).UTC(), step, false}, nil
}

// session returns the latest session that had begun at a time, or the first one.
func (l Listing) session(at time.Time) Session {
	var s Session
	for i, next := range l.Sessions {
		if i == 0 || !next.Opens.After(at) {
			s = next
		}
	}
	return s
}

// current returns the session that the endpoint calls current: from half a day before it opens.
func (l Listing) current(now time.Time) Session { return l.session(now.Add(12 * time.Hour)) }

// known returns the trades that are public at a time.
func (l Listing) known(now time.Time) []Trade {
	return l.Trades[:firstFrom(l.Trades, now.Add(-l.Delay).Add(1))]
}

// chart makes the answer.
func (l Listing) chart(s span, now time.Time) object {
	trades := l.known(now)
	stamps, closes, volumes := l.rows(s, trades, now)
	meta := object{
		"symbol": l.Symbol, "longName": l.Name, "shortName": l.Name, "currency": l.Currency, "exchangeName": l.Exchange,
		"instrumentType": l.Kind, "exchangeTimezoneName": l.Zone, "priceHint": l.PriceHint, "hasPrePostMarketData": false,
		"regularMarketPrice": nil, "regularMarketTime": nil, "currentTradingPeriod": l.periods(now),
	}
	if l.Delay > 0 {
		meta["exchangeDataDelayedBy"] = l.Delay.Minutes()
	}
	if n := len(trades); n > 0 {
		meta["regularMarketPrice"], meta["regularMarketTime"] = trades[n-1].Price, trades[n-1].At.Unix()
	}
	if before := lastBefore(l.Trades, s.from); before != nil {
		meta["chartPreviousClose"] = before.Price
		if s.day {
			meta["previousClose"] = before.Price
		}
	}
	if s.day {
		meta["range"] = "1d"
		meta["tradingPeriods"] = [][]object{{period(s.from, s.to)}}
	}
	quote := object{"open": closes, "high": closes, "low": closes, "close": closes, "volume": volumes}
	return object{"chart": object{"error": nil, "result": []object{{
		"meta": meta, "timestamp": stamps, "indicators": object{"quote": []object{quote}},
	}}}}
}

// rows makes a row for each step of each session, null where nothing was traded, and one for the closing auction. The step under
// way has its row, and its last trade another one with its own time.
func (l Listing) rows(s span, trades []Trade, now time.Time) (stamps []int64, closes, volumes []any) {
	for _, session := range l.Sessions {
		for start := session.Opens; !start.After(session.Closes); start = start.Add(s.step) {
			end := start.Add(s.step)
			last, volume := within(trades, start, end)
			if start.Before(s.from) || start.After(s.to) || start.After(now.Add(-l.Delay)) || last == nil && start.Equal(session.Closes) {
				continue
			}
			stamps = append(stamps, start.Unix())
			if last == nil {
				closes, volumes = append(closes, nil), append(volumes, nil)
				continue
			}
			closes, volumes = append(closes, last.Price), append(volumes, volume)
			if end.After(now) && last.At.After(start) {
				stamps, closes, volumes = append(stamps, last.At.Unix()), append(closes, last.Price), append(volumes, 0)
			}
		}
	}
	return stamps, closes, volumes
}

// within returns the last trade from start and before end, and their volume.
func within(trades []Trade, start, end time.Time) (last *Trade, volume float64) {
	for i := firstFrom(trades, start); i < len(trades) && trades[i].At.Before(end); i++ {
		last, volume = &trades[i], volume+trades[i].Volume
	}
	return last, volume
}

func lastBefore(trades []Trade, at time.Time) *Trade {
	if i := firstFrom(trades, at); i > 0 {
		return &trades[i-1]
	}
	return nil
}

// firstFrom returns the index of the first trade at a time or later.
func firstFrom(trades []Trade, at time.Time) int {
	return sort.Search(len(trades), func(i int) bool { return !trades[i].At.Before(at) })
}

// periods are the parts of the current day; there is no trade before and after the regular one.
func (l Listing) periods(now time.Time) object {
	s := l.current(now)
	return object{"pre": period(s.Opens, s.Opens), "regular": period(s.Opens, s.Closes), "post": period(s.Closes, s.Closes)}
}

func period(from, to time.Time) object {
	return object{"timezone": "UTC", "gmtoffset": 0, "start": from.Unix(), "end": to.Unix()}
}
