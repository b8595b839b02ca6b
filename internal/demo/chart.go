package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// The answer of Yahoo's chart endpoint, version 8, in its own words.
type (
	chartAnswer struct {
		Chart chartBody `json:"chart"`
	}
	chartBody struct {
		Result []chartResult `json:"result"`
		Error  *chartError   `json:"error"`
	}
	chartError struct {
		Code        string `json:"code"`
		Description string `json:"description"`
	}
	chartResult struct {
		Meta       chartMeta       `json:"meta"`
		Timestamp  []int64         `json:"timestamp,omitempty"`
		Indicators chartIndicators `json:"indicators"`
	}
	chartIndicators struct {
		Quote    []chartQuote    `json:"quote"`
		Adjusted []adjustedClose `json:"adjclose,omitempty"`
	}
	chartQuote struct {
		Open   []float64 `json:"open,omitempty"`
		High   []float64 `json:"high,omitempty"`
		Low    []float64 `json:"low,omitempty"`
		Close  []float64 `json:"close,omitempty"`
		Volume []int64   `json:"volume,omitempty"`
	}
	adjustedClose struct {
		Close []float64 `json:"adjclose"`
	}
	chartMeta struct {
		Currency             string        `json:"currency"`
		Symbol               string        `json:"symbol"`
		ExchangeName         string        `json:"exchangeName"`
		FullExchangeName     string        `json:"fullExchangeName"`
		InstrumentType       string        `json:"instrumentType"`
		RegularMarketTime    int64         `json:"regularMarketTime"`
		HasPrePostMarketData bool          `json:"hasPrePostMarketData"`
		GMTOffset            int           `json:"gmtoffset"`
		Timezone             string        `json:"timezone"`
		ExchangeTimezoneName string        `json:"exchangeTimezoneName"`
		RegularMarketPrice   float64       `json:"regularMarketPrice"`
		DayHigh              float64       `json:"regularMarketDayHigh"`
		DayLow               float64       `json:"regularMarketDayLow"`
		Volume               int64         `json:"regularMarketVolume"`
		LongName             string        `json:"longName"`
		ShortName            string        `json:"shortName"`
		ChartPreviousClose   float64       `json:"chartPreviousClose"`
		PreviousClose        *float64      `json:"previousClose,omitempty"` // only in a chart of one day
		PriceHint            int           `json:"priceHint"`
		CurrentTradingPeriod tradingDay    `json:"currentTradingPeriod"`
		TradingPeriods       [][]tradeSpan `json:"tradingPeriods,omitempty"`
		DataGranularity      string        `json:"dataGranularity"`
		Range                string        `json:"range"`
		ValidRanges          []string      `json:"validRanges"`
	}
	tradingDay struct {
		Pre     tradeSpan `json:"pre"`
		Regular tradeSpan `json:"regular"`
		Post    tradeSpan `json:"post"`
	}
	tradeSpan struct {
		Timezone  string `json:"timezone"`
		End       int64  `json:"end"`
		Start     int64  `json:"start"`
		GMTOffset int    `json:"gmtoffset"`
	}
)

// steps are the intervals that a chart may have.
var steps = map[string]time.Duration{
	"1m": time.Minute, "2m": 2 * time.Minute, "5m": 5 * time.Minute, "15m": 15 * time.Minute, "30m": 30 * time.Minute,
	"60m": time.Hour, "1h": time.Hour, "1d": 24 * time.Hour,
}

var validRanges = []string{"1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"}

// chartRequest is which bars are asked for: a range, or the time from one moment to another.
type chartRequest struct {
	interval string
	step     time.Duration
	named    string // the range, or ""
	from, to time.Time
}

// serveChart answers as the chart endpoint does.
func (d *Demo) serveChart(w http.ResponseWriter, r *http.Request) {
	now, err := d.tell()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	ask, err := parseChartRequest(r.URL.Query(), now)
	if err != nil {
		writeChart(w, http.StatusUnprocessableEntity, chartBody{Error: &chartError{"Unprocessable Entity", err.Error()}})
		return
	}
	var result chartResult
	if !d.market.ask(r.PathValue("symbol"), now, func(p *path) { result = p.chart(ask, now) }) {
		gone := &chartError{"Not Found", "No data found, symbol may be delisted"}
		writeChart(w, http.StatusNotFound, chartBody{Error: gone})
		return
	}
	writeChart(w, http.StatusOK, chartBody{Result: []chartResult{result}})
}

func writeChart(w http.ResponseWriter, status int, body chartBody) {
	writeJSON(w, status, chartAnswer{body})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the reader has gone away: nobody is left to tell
}

func parseChartRequest(q url.Values, now time.Time) (chartRequest, error) {
	ask := chartRequest{interval: q.Get("interval"), named: q.Get("range"), to: now}
	if ask.interval == "" {
		ask.interval = "1d"
	}
	var known bool
	if ask.step, known = steps[ask.interval]; !known {
		return ask, fmt.Errorf("invalid interval %q", ask.interval)
	}
	if q.Has("period1") {
		from, err := strconv.ParseInt(q.Get("period1"), 10, 64)
		if err != nil {
			return ask, fmt.Errorf("invalid period1 %q", q.Get("period1"))
		}
		ask.named, ask.from = "", time.Unix(from, 0)
		if to, err := strconv.ParseInt(q.Get("period2"), 10, 64); err == nil && to < now.Unix() {
			ask.to = time.Unix(to, 0)
		}
		return ask, nil
	}
	if ask.named == "" {
		ask.named = "1d"
	}
	if !slices.Contains(validRanges, ask.named) {
		return ask, fmt.Errorf("invalid range %q", ask.named)
	}
	return ask, nil
}

// start returns when a range begins, for a path that has walked to now.
func (p *path) start(named string, now time.Time) time.Time {
	switch named {
	case "1d":
		return p.sessions[len(p.sessions)-1].open
	case "5d":
		return p.sessions[max(0, len(p.sessions)-5)].open
	case "1mo":
		return now.AddDate(0, -1, 0)
	case "3mo":
		return now.AddDate(0, -3, 0)
	case "6mo":
		return now.AddDate(0, -6, 0)
	case "1y":
		return now.AddDate(-1, 0, 0)
	case "2y":
		return now.AddDate(-2, 0, 0)
	case "ytd":
		return time.Date(now.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return now.AddDate(-5, 0, 0)
}

// chart makes the answer to a request from a path that has walked to now.
func (p *path) chart(ask chartRequest, now time.Time) chartResult {
	if ask.named != "" {
		ask.from = p.start(ask.named, now)
	}
	var bars []bar
	if ask.step < 24*time.Hour {
		bars = p.bars(ask.step, ask.from, now)
	} else {
		bars = p.daily(ask.from, now)
	}
	bars = slices.DeleteFunc(bars, func(b bar) bool { return b.start.After(ask.to) })
	result := chartResult{Meta: p.meta(ask, now), Indicators: chartIndicators{Quote: make([]chartQuote, 1)}}
	q := &result.Indicators.Quote[0]
	for _, b := range bars {
		result.Timestamp = append(result.Timestamp, b.start.Unix())
		q.Open, q.High, q.Low = append(q.Open, b.open), append(q.High, b.high), append(q.Low, b.low)
		q.Close, q.Volume = append(q.Close, b.close), append(q.Volume, b.volume)
	}
	if ask.step == 24*time.Hour && len(bars) > 0 {
		result.Indicators.Adjusted = []adjustedClose{{q.Close}}
	}
	return result
}

func (p *path) meta(ask chartRequest, now time.Time) chartMeta {
	at := len(p.sessions) - 1
	today := p.sessions[at]
	price, traded := p.last(now)
	day := p.bars(24*time.Hour, today.open, now)[0]
	zone := p.listing.exchange.zone
	abbreviation, offset := now.In(zone).Zone()
	m := chartMeta{
		Currency: p.listing.currency, Symbol: p.listing.symbol, InstrumentType: p.listing.kind,
		ExchangeName: p.listing.exchange.code, FullExchangeName: p.listing.exchange.name,
		RegularMarketTime: traded.Unix(), RegularMarketPrice: price,
		GMTOffset: offset, Timezone: abbreviation, ExchangeTimezoneName: zone.String(),
		DayHigh: day.high, DayLow: day.low, Volume: day.volume,
		LongName: p.listing.name, ShortName: p.listing.name, PriceHint: p.listing.decimals(),
		ChartPreviousClose: p.closeBefore(ask.from), CurrentTradingPeriod: p.tradingDay(now),
		DataGranularity: ask.interval, Range: ask.named, ValidRanges: validRanges,
	}
	if ask.step < 24*time.Hour {
		for _, s := range p.sessions {
			if !s.close.Before(ask.from) {
				m.TradingPeriods = append(m.TradingPeriods, []tradeSpan{tradeSpanOf(s.open, s.close, zone)})
			}
		}
	}
	if ask.named == "1d" {
		previous := p.lastClose(at)
		m.PreviousClose = &previous
	}
	return m
}

// closeBefore returns the last close before a range that begins at from.
func (p *path) closeBefore(from time.Time) float64 {
	for i, s := range p.sessions {
		if s.close.After(from) && (i > 0 || !from.Before(s.open)) {
			return p.lastClose(i)
		}
	}
	days := max(1, int(p.sessions[0].open.Sub(from).Hours()/24*5/7))
	return p.dailyBefore(min(days, 3000))[0].close
}

// tradingDay returns today's hours, or, where there is no trade today, those of the last day that had some.
func (p *path) tradingDay(now time.Time) tradingDay {
	zone := p.listing.exchange.zone
	s := p.sessions[len(p.sessions)-1].session
	if y, m, d := now.In(zone).Date(); s.close.Before(now) {
		if today, open := p.listing.exchange.session(y, m, d); open {
			s = today
		}
	}
	return tradingDay{
		Pre:     tradeSpanOf(s.pre, s.open, zone),
		Regular: tradeSpanOf(s.open, s.close, zone),
		Post:    tradeSpanOf(s.close, s.post, zone),
	}
}

func tradeSpanOf(from, to time.Time, zone *time.Location) tradeSpan {
	abbreviation, offset := from.In(zone).Zone()
	return tradeSpan{Timezone: abbreviation, Start: from.Unix(), End: to.Unix(), GMTOffset: offset}
}
