package quotes

import (
	"math"

	"orewire"
)

// minors are the currencies that are hundredths of another. Case matters: GBp is pence, GBP is pounds.
var minors = map[string]string{"GBp": "GBP", "GBX": "GBP", "ZAc": "ZAR", "ILA": "ILS"}

// Minor tells what currency a quoted one is a hundredth of: GBp and GBX of GBP, ZAc of ZAR, ILA of ILS. A price in such a unit
// is shown as quoted and never put beside one in the major unit without being divided by 100.
func Minor(currency string) (major string, minor bool) {
	major, minor = minors[currency]
	return major, minor
}

const maxDecimals = 8

// whole are the currencies in which nothing of one unit or more is priced in fractions, whatever a provider says.
var whole = map[string]bool{"KRW": true, "VND": true, "IDR": true}

// Decimals tells how many digits after the point a price of this quote needs: as many as the exchange uses, and more for a price
// so small that less than two digits of it would show; none in a currency without fractions.
func Decimals(q orewire.Quote) int {
	digits := min(max(q.Decimals, 0), maxDecimals)
	price, _ := q.Price.Get()
	if whole[q.Currency] && (price == 0 || math.Abs(price) >= 1) {
		return 0
	}
	if price == 0 {
		return digits
	}
	for digits < maxDecimals && math.Abs(price)*math.Pow10(digits) < 9.5 {
		digits++
	}
	return digits
}
