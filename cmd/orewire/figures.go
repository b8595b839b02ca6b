package main

import (
	"math"
	"strconv"
	"strings"
	"time"

	"orewire"
)

// figures prints a price with its currency, the change and the percentage; what is not known is "—".
func figures(price, change, percent orewire.Figure, decimals int, currency string) (p, c, pc string) {
	if decimals == 0 {
		decimals = 2
	}
	p, c, pc = "—", "—", "—"
	if v, ok := price.Get(); ok {
		p = strings.TrimSpace(grouped(v, decimals) + " " + currency)
	}
	if v, ok := change.Get(); ok {
		c = signed(v, decimals)
	}
	if v, ok := percent.Get(); ok {
		pc = signed(v, 2) + "%"
	}
	return p, c, pc
}

// signed prints a number with its sign, a true minus, as the dashboard does; nought has none.
func signed(v float64, decimals int) string {
	s := grouped(math.Abs(v), decimals)
	switch {
	case strings.Trim(s, "0.,") == "":
		return s
	case v < 0:
		return "−" + s
	}
	return "+" + s
}

// grouped prints a number with commas between thousands.
func grouped(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if v < 0 {
		whole = "−" + whole
	}
	return whole
}

// quoteNote says how old a price is and what the market does.
func quoteNote(q orewire.Quote, zone *time.Location) string {
	var words []string
	if !q.At.IsZero() {
		words = append(words, q.At.In(zone).Format("2 Jan 15:04"))
	}
	if q.State != "" {
		words = append(words, string(q.State))
	}
	if q.Delay > 0 {
		words = append(words, "delayed "+strconv.Itoa(int(q.Delay.Minutes()))+"m")
	}
	if !q.Error.IsZero() {
		words = append(words, q.Error.String())
	}
	return strings.Join(words, ", ")
}
