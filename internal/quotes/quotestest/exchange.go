// Package quotestest serves invented prices as Yahoo's chart endpoint does, with all that goes wrong there.
//
// Shape: an Exchange holds listings, each with its sessions and trades, and shows what had happened by its clock, less the
// listing's delay. A Fault makes every answer bad until it is healed.
package quotestest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Trade is one trade.
type Trade struct {
	At            time.Time
	Price, Volume float64
}

// Session is one day's regular trade.
type Session struct{ Opens, Closes time.Time }

// Listing is an instrument with all its trades, past and to come; both lists are oldest first.
type Listing struct {
	Symbol, Name, Currency string
	Exchange, Kind, Zone   string
	PriceHint              int
	Delay                  time.Duration
	Sessions               []Session
	Trades                 []Trade
}

// Fault is a way of answering badly.
type Fault int

// The faults.
const (
	None        Fault = iota
	Page              // 200 with a page of HTML
	TooMany           // 429 with text
	Unknown           // 404 for every symbol
	ServerError       // 500
	Hang              // no answer until the client goes away
	Reset             // the connection ends in the middle
	Truncated         // half of the JSON
	NotANumber        // NaN for the price
	Strings           // text for the price
	Huge              // 1e308 for the price
	NoPrices          // quote:[{}] and no price
)

// Exchange is a fake of the chart endpoint.
type Exchange struct {
	now func() time.Time

	mu         sync.Mutex
	listings   map[string]*Listing
	fault      Fault
	retryAfter time.Duration
	requests   []Request
}

// Request is one request that came.
type Request struct {
	At      time.Time
	Symbol  string
	History bool // for bars between two times, not for a quote
}

// NewExchange returns an exchange on a clock.
func NewExchange(now func() time.Time, listings ...Listing) *Exchange {
	e := &Exchange{now: now, listings: map[string]*Listing{}}
	for _, l := range listings {
		e.listings[l.Symbol] = &l
	}
	return e
}

// Break makes every answer bad; None heals.
func (e *Exchange) Break(f Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.fault = f
}

// RetryAfter is sent with TooMany; 0 sends none.
func (e *Exchange) RetryAfter(d time.Duration) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.retryAfter = d
}

// Trade adds a trade.
func (e *Exchange) Trade(symbol string, t Trade) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.listings[symbol].Trades = append(e.listings[symbol].Trades, t)
}

// Requests are those that came so far, oldest first.
func (e *Exchange) Requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Request(nil), e.requests...)
}

const chartPath = "/v8/finance/chart/"

// ServeHTTP answers for one symbol.
func (e *Exchange) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	symbol, isChart := strings.CutPrefix(r.URL.Path, chartPath)
	if !isChart {
		http.NotFound(w, r)
		return
	}
	fault, listing := e.note(symbol, r.FormValue("period1") != "")
	if e.refuse(w, r, fault) {
		return
	}
	if listing.Symbol == "" {
		notFound(w)
		return
	}
	span, err := readSpan(r, listing, e.now())
	if err != nil {
		fail(w, http.StatusUnprocessableEntity, "Unprocessable Entity", err.Error())
		return
	}
	body, err := json.Marshal(listing.chart(span, e.now()))
	if err != nil {
		fail(w, http.StatusInternalServerError, "Internal Server Error", err.Error())
		return
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	_, _ = w.Write(spoil(body, fault, listing)) // a client that went away is no concern of the fake
}

// note counts a request and returns a copy of what it asks for.
func (e *Exchange) note(symbol string, history bool) (Fault, Listing) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests = append(e.requests, Request{e.now(), symbol, history})
	if l := e.listings[symbol]; l != nil {
		return e.fault, *l
	}
	return e.fault, Listing{}
}

// refuse answers without prices, if the fault is of that kind.
func (e *Exchange) refuse(w http.ResponseWriter, r *http.Request, fault Fault) bool {
	switch fault {
	case Page:
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>Will be right back</title>")
	case TooMany:
		e.mu.Lock()
		if e.retryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(e.retryAfter.Seconds())))
		}
		e.mu.Unlock()
		http.Error(w, "Too Many Requests", http.StatusTooManyRequests)
	case Unknown:
		notFound(w)
	case ServerError:
		fail(w, http.StatusInternalServerError, "Internal Server Error", "upstream failed")
	case Hang:
		<-r.Context().Done()
	case Reset:
		panic(http.ErrAbortHandler)
	default:
		return false
	}
	return true
}

func notFound(w http.ResponseWriter) {
	fail(w, http.StatusNotFound, "Not Found", "No data found, symbol may be delisted")
}

func fail(w http.ResponseWriter, status int, code, text string) {
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"chart":{"result":null,"error":{"code":%q,"description":%q}}}`, code, text)
}

// spoil damages a good answer.
func spoil(body []byte, fault Fault, l Listing) []byte {
	price := func(with string) []byte {
		head, tail, _ := strings.Cut(string(body), `"regularMarketPrice":`)
		_, tail, _ = strings.Cut(tail, ",")
		return []byte(head + `"regularMarketPrice":` + with + "," + tail)
	}
	switch fault {
	case Truncated:
		return body[:len(body)/2]
	case NotANumber:
		return price("NaN")
	case Strings:
		return price(`"12.50"`)
	case Huge:
		return price("1e308")
	case NoPrices:
		return fmt.Appendf(nil, `{"chart":{"result":[{"meta":{"symbol":%q,"currency":null,"regularMarketTime":null,"instrumentType":"ECNQUOTE"},"indicators":{"quote":[{}]}}],"error":null}}`, l.Symbol)
	}
	return body
}
