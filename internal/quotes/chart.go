package quotes

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// chart is one answer of Yahoo's chart endpoint.
type chart struct {
	meta  chartMeta
	bars  []orewire.Bar
	first time.Time // of its times, with a trade or without
}

// chartAnswer is the answer as it is sent; the names of the fields are Yahoo's.
type chartAnswer struct {
	Chart struct {
		Result []chartResult `json:"result"`
		Error  *chartError   `json:"error"`
	} `json:"chart"`
}

type chartError struct {
	Code        word `json:"code"`
	Description word `json:"description"`
}

type chartResult struct {
	Meta       chartMeta `json:"meta"`
	Timestamp  []number  `json:"timestamp"`
	Indicators struct {
		Quote []struct {
			Close  []number `json:"close"`
			Volume []number `json:"volume"`
		} `json:"quote"`
	} `json:"indicators"`
}

type chartMeta struct {
	Symbol                word   `json:"symbol"`
	LongName              word   `json:"longName"`
	ShortName             word   `json:"shortName"`
	Currency              word   `json:"currency"`
	ExchangeName          word   `json:"exchangeName"`
	InstrumentType        word   `json:"instrumentType"`
	ExchangeTimezoneName  word   `json:"exchangeTimezoneName"`
	ExchangeDataDelayedBy number `json:"exchangeDataDelayedBy"` // minutes
	Range                 word   `json:"range"`
	PriceHint             number `json:"priceHint"`
	RegularMarketTime     number `json:"regularMarketTime"`
	RegularMarketPrice    number `json:"regularMarketPrice"`
	PreviousClose         number `json:"previousClose"`
	ChartPreviousClose    number `json:"chartPreviousClose"` // the close before the range
	HasPrePostMarketData  bool   `json:"hasPrePostMarketData"`
	CurrentTradingPeriod  struct {
		Pre     chartPeriod `json:"pre"`
		Regular chartPeriod `json:"regular"`
		Post    chartPeriod `json:"post"`
	} `json:"currentTradingPeriod"`
	TradingPeriods regularPeriods `json:"tradingPeriods"`
}

type chartPeriod struct {
	Start number `json:"start"`
	End   number `json:"end"`
}

// holds reports whether a moment lies in the period; no moment lies in an unknown one.
func (p chartPeriod) holds(t time.Time) bool {
	start, end := p.Start.moment(), p.End.moment()
	return !start.IsZero() && !t.Before(start) && t.Before(end)
}

// regularPeriods are the regular sessions that the bars belong to. They come as a list of days, each a list, or in an object
// beside pre-market and post-market; anything else says nothing.
type regularPeriods []chartPeriod

func (p *regularPeriods) UnmarshalJSON(b []byte) error {
	var days [][]chartPeriod
	var apart struct {
		Regular [][]chartPeriod `json:"regular"`
	}
	*p = nil
	if json.Unmarshal(b, &days) == nil || json.Unmarshal(b, &apart) == nil {
		*p = slices.Concat(append(days, apart.Regular...)...)
	}
	return nil
}

var errNoChart = errors.New("no chart in it")

// parseChart reads an answer with bars of the given step.
func parseChart(body []byte, step time.Duration) (chart, error) {
	text := strings.TrimSpace(string(body[:min(len(body), 64)]))
	switch {
	case text == "":
		return chart{}, fmt.Errorf("%w: nothing was sent", ErrDown)
	case text[0] != '{': // "Will be right back", a consent form, "Too Many Requests"
		return chart{}, fmt.Errorf("%w: a page was sent in their place", ErrDown)
	}
	var answer chartAnswer
	if err := json.Unmarshal(body, &answer); err != nil {
		return chart{}, fmt.Errorf("%w: %w", ErrBadPayload, err)
	}
	if e := answer.Chart.Error; e != nil {
		return chart{}, e.kind()
	}
	if len(answer.Chart.Result) == 0 {
		return chart{}, fmt.Errorf("%w: %w", ErrBadPayload, errNoChart)
	}
	result := answer.Chart.Result[0]
	c := chart{meta: result.Meta}
	err := c.readBars(result, step)
	return c, err
}

func (e chartError) kind() error {
	kind := ErrDown
	if strings.EqualFold(string(e.Code), "Not Found") {
		kind = ErrNotFound
	}
	return fmt.Errorf("%w: %s", kind, cleantext.Truncate(cleantext.Line(string(e.Description)), 120))
}

// readBars reads the bars. Steps without a trade are null or missing. While a market is open the last row has the time of its last
// trade, and belongs to the step that this lies in.
func (c *chart) readBars(r chartResult, step time.Duration) error {
	for _, at := range r.Timestamp {
		if c.first = at.moment(); !c.first.IsZero() {
			break
		}
	}
	if len(r.Indicators.Quote) == 0 || len(r.Indicators.Quote[0].Close) == 0 {
		return nil
	}
	closes, volumes := r.Indicators.Quote[0].Close, r.Indicators.Quote[0].Volume
	if len(closes) != len(r.Timestamp) || len(volumes) > len(closes) {
		return fmt.Errorf("%w: %d times and %d prices", ErrBadPayload, len(r.Timestamp), len(closes))
	}
	var bars []orewire.Bar
	for i, at := range r.Timestamp {
		price, traded := closes[i].price().Get()
		if start := at.moment(); traded && !start.IsZero() && c.isRegular(start) {
			bar := orewire.Bar{Start: start, Close: price}
			if i < len(volumes) {
				volume, _ := volumes[i].Get()
				bar.Volume = max(volume, 0)
			}
			bars = append(bars, bar)
		}
	}
	c.bars = intoSteps(bars, step)
	return nil
}

// isRegular reports whether a bar is of regular trade: others come unasked where there are any.
func (c *chart) isRegular(start time.Time) bool {
	if !c.meta.HasPrePostMarketData || len(c.meta.TradingPeriods) == 0 {
		return true
	}
	if last := c.meta.RegularMarketTime.moment(); !last.IsZero() && start.After(last) {
		return false
	}
	return slices.ContainsFunc(c.meta.TradingPeriods, func(p chartPeriod) bool {
		return p.holds(start) || start.Equal(p.End.moment()) // the closing auction
	})
}

// intoSteps puts bars in order and each at the start of its step; of several in one step the latest price counts. Days begin when
// their exchange says.
func intoSteps(bars []orewire.Bar, step time.Duration) []orewire.Bar {
	slices.SortStableFunc(bars, func(a, b orewire.Bar) int { return a.Start.Compare(b.Start) })
	var steps []orewire.Bar
	for _, bar := range bars {
		if step < 24*time.Hour {
			bar.Start = bar.Start.Truncate(step)
		}
		if n := len(steps); n > 0 && steps[n-1].Start.Equal(bar.Start) {
			steps[n-1].Close = bar.Close
			steps[n-1].Volume = max(steps[n-1].Volume, bar.Volume)
			continue
		}
		steps = append(steps, bar)
	}
	return steps
}

const clockError = time.Hour // a trade that is further ahead of our clock did not happen, or the clock is wrong

// quote reads the last price out of a chart of range 1d.
func (c *chart) quote(symbol string, now time.Time) (orewire.Quote, error) {
	m := &c.meta
	price, at := m.RegularMarketPrice.price(), m.RegularMarketTime.moment()
	switch {
	case !strings.EqualFold(string(m.Symbol), symbol):
		return orewire.Quote{}, fmt.Errorf("%w: it is about %q", ErrBadPayload, cleantext.Truncate(cleantext.Line(string(m.Symbol)), 20))
	case m.InstrumentType == "ECNQUOTE", at.IsZero() && len(c.bars) == 0:
		return orewire.Quote{}, fmt.Errorf("%w: it has no trades and may be delisted", ErrNotFound)
	case price.IsZero():
		return orewire.Quote{}, fmt.Errorf("%w: no usable price", ErrBadPayload)
	case at.IsZero():
		return orewire.Quote{}, fmt.Errorf("%w: a price without its time", ErrBadPayload)
	case at.After(now.Add(clockError)):
		return orewire.Quote{}, fmt.Errorf("%w: a price of the future; is this machine's clock right?", ErrBadPayload)
	}
	q := orewire.Quote{
		Symbol:        symbol,
		Name:          m.name(),
		Price:         price,
		PreviousClose: m.previousClose(),
		Currency:      shortWord(m.Currency),
		Decimals:      m.decimals(),
		At:            at,
		Fetched:       now.UTC().Round(0),
		Delay:         m.delay(),
		Exchange:      shortWord(m.ExchangeName),
		Zone:          m.zone(),
	}
	q.State, q.Closes = m.state(now)
	q.Change, q.Percent = change(q.Price, q.PreviousClose)
	return q, nil
}

// change compares a price with the close of the session before.
func change(price, previous orewire.Figure) (change, percent orewire.Figure) {
	p, known := price.Get()
	c, knownToo := previous.Get()
	if !known || !knownToo || c <= 0 {
		return change, percent
	}
	return orewire.Known(p - c), orewire.Known(100 * (p/c - 1))
}

func (m *chartMeta) name() cleantext.Text {
	if name := cleantext.Line(string(m.LongName)); !name.IsZero() {
		return name
	}
	return cleantext.Line(string(m.ShortName))
}

// previousClose returns the close before the price's session. The close before the range is the same only if the range is a day.
func (m *chartMeta) previousClose() orewire.Figure {
	if previous := m.PreviousClose.price(); !previous.IsZero() {
		return previous
	}
	if m.Range == "1d" {
		return m.ChartPreviousClose.price()
	}
	return orewire.Figure{}
}

func (m *chartMeta) decimals() int {
	hint, ok := m.PriceHint.Get()
	if digits := int(hint); ok && digits >= 0 && digits <= maxDecimals && float64(digits) == hint {
		return digits
	}
	return 2
}

func (m *chartMeta) delay() time.Duration {
	minutes, _ := m.ExchangeDataDelayedBy.Get()
	if minutes <= 0 || minutes > 24*60 {
		return 0
	}
	return time.Duration(minutes * float64(time.Minute))
}

func (m *chartMeta) zone() string {
	name := shortWord(m.ExchangeTimezoneName)
	if _, err := time.LoadLocation(name); err != nil || name == "Local" {
		return ""
	}
	return name
}

// state judges where the exchange is in its day. Lunch breaks are not told, and count as open.
func (m *chartMeta) state(now time.Time) (state orewire.MarketState, closes time.Time) {
	opens, closes := m.session(now)
	today := m.CurrentTradingPeriod
	switch {
	case opens.IsZero():
		return "", time.Time{}
	case today.Regular.holds(now):
		return orewire.MarketOpen, closes
	case today.Pre.holds(now):
		return orewire.MarketPre, closes
	case today.Post.holds(now):
		return orewire.MarketPost, closes
	}
	return orewire.MarketClosed, closes
}

// session returns the regular session that Yahoo calls the current one: today's, the last or the next. One that lies weeks away,
// or ends before it begins, is unknown.
func (m *chartMeta) session(now time.Time) (opens, closes time.Time) {
	const near = 14 * 24 * time.Hour
	opens, closes = m.CurrentTradingPeriod.Regular.Start.moment(), m.CurrentTradingPeriod.Regular.End.moment()
	if opens.IsZero() || !opens.Before(closes) || now.Sub(closes) > near || opens.Sub(now) > near {
		return time.Time{}, time.Time{}
	}
	return opens, closes
}

// since returns the time from which the bars are complete: the start of the first session in them.
func (c *chart) since() time.Time {
	if len(c.meta.TradingPeriods) > 0 {
		if start := c.meta.TradingPeriods[0].Start.moment(); !start.IsZero() && (c.first.IsZero() || start.Before(c.first)) {
			return start
		}
	}
	return c.first
}

// shortWord cleans a word such as a currency; one that is too long for that is none.
func shortWord(w word) string {
	s := cleantext.Line(string(w)).String()
	if len(s) > 40 {
		return ""
	}
	return s
}
