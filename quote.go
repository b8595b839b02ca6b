package orewire

import (
	"time"

	"orewire/internal/cleantext"
)

// MarketState says where an exchange is in its day.
type MarketState string

// The states; the zero value is unknown.
const (
	MarketPre    MarketState = "pre"
	MarketOpen   MarketState = "open"
	MarketPost   MarketState = "post"
	MarketClosed MarketState = "closed"
)

// Quote is the last price of an instrument. Prices are in the quote's own unit (GBp is pence), percentages in percent.
type Quote struct {
	Symbol        string
	Name          cleantext.Text
	Price         Figure
	PreviousClose Figure // of the session before the price's own
	Change        Figure // Price − PreviousClose
	Percent       Figure // 1.66 is 1.66 %
	Currency      string
	Decimals      int           // digits after the point that the exchange uses; 2 if unknown
	At            time.Time     // UTC, of the last trade
	Fetched       time.Time     // UTC, when we got it
	State         MarketState   // at the time it was fetched
	Closes        time.Time     // UTC, end of the regular session that State belongs to; zero if unknown
	Delay         time.Duration // the exchange's; 0 if none or unknown
	Exchange      string        // as the provider writes it: "JPX"
	Zone          string        // IANA name of the exchange's zone
	Provider      string
	Error         cleantext.Text // why the last try failed; the rest is then the last good answer
}

// Bar is the trade of one step of time. A step without trade has no bar.
type Bar struct {
	Start  time.Time // UTC
	Close  float64
	Volume float64
}

// Move is an instrument's change since a moment, as since an article was published.
type Move struct {
	Fraction Figure    // 0.021 is +2.1 %; unknown if the market has not traded since
	Base     Figure    // close of the last bar that ended at or before the moment
	BaseAt   time.Time // UTC, end of that bar
	NowAt    time.Time // UTC, of the last price
}
