package demo

import (
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// listing is an instrument as an exchange trades it, with the price and temper that the demo gives it.
type listing struct {
	symbol     string
	name       string
	exchange   exchange
	currency   string
	kind       string  // as the provider writes it: EQUITY, ETF, FUTURE, CURRENCY
	price      float64 // where its walk begins
	volatility float64 // of a day, as a fraction
	step       float64 // the smallest change of its price
}

//go:embed listings.tsv
var listingsTable string

// readListings reads listings.tsv.
func readListings() ([]listing, error) {
	var listings []listing
	for number, row := range strings.Split(strings.TrimSpace(listingsTable), "\n") {
		if strings.HasPrefix(row, "#") {
			continue
		}
		l, err := parseListing(row)
		if err != nil {
			return nil, fmt.Errorf("listings.tsv:%d: %w", number+1, err)
		}
		listings = append(listings, l)
	}
	return listings, nil
}

func parseListing(row string) (listing, error) {
	cell := strings.Split(row, "\t")
	if len(cell) != 8 {
		return listing{}, fmt.Errorf("%d columns, want 8", len(cell))
	}
	at, known := exchanges[cell[2]]
	if !known {
		return listing{}, fmt.Errorf("unknown exchange %q", cell[2])
	}
	l := listing{symbol: cell[0], name: cell[1], exchange: at, currency: cell[3], kind: cell[4]}
	for i, to := range []*float64{&l.price, &l.volatility, &l.step} {
		v, err := strconv.ParseFloat(cell[5+i], 64)
		if err != nil || v <= 0 {
			return listing{}, fmt.Errorf("%q is no positive number", cell[5+i])
		}
		*to = v
	}
	l.volatility /= 100
	return l, nil
}

// tick rounds a price to what the exchange quotes.
func (l listing) tick(price float64) float64 {
	steps := max(1, math.Round(price/l.step))
	return math.Round(steps*l.step*1e6) / 1e6
}

// decimals is the number of digits after the point of its prices.
func (l listing) decimals() int {
	_, fraction, _ := strings.Cut(strconv.FormatFloat(l.step, 'f', -1, 64), ".")
	return max(2, len(fraction))
}
