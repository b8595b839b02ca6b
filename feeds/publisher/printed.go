package publisher

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// priceToken is one word of a price as it is printed: a number with its sign, a currency, a percent sign, or a dash for
// nothing. Blanks may part thousands.
var priceToken = regexp.MustCompile(`^\s*(?:([+\-−–±]?)\s?(\d{1,3}(?:[ ’']\d{3})+(?:[.,]\d+)?|\d[\d.,]*)|([A-Za-z]{3}|[€$£¥]|Pkt\.?|Punkte)|(%)|([\-−–]))`)

// figures are the words of a printed price, in its own format still.
type figures struct {
	price, change, percent string
	changeSign             int // +1 or -1 if it is printed, else 0
	percentSign            int
	currency               string
}

// isPrice reports whether a text is made of the words of a price alone, with a figure among them.
func isPrice(text string) bool {
	_, ok := parseFigures(text)
	return ok
}

// parseFigures parts "2.693,00 JPY 44,00 JPY 1,66%" into its figures: the price, its change, and the one before "%".
func parseFigures(text string) (f figures, ok bool) {
	rest := strings.Join(strings.Fields(text), " ")
	if len(rest) > maxName {
		return f, false
	}
	var last *string
	for rest != "" {
		m := priceToken.FindStringSubmatch(rest)
		if m == nil {
			return f, false
		}
		rest = strings.TrimSpace(rest[len(m[0]):])
		number, currency, percent := m[2], m[3], m[4]
		switch {
		case number != "" && strings.HasPrefix(rest, "%") && f.percent == "":
			f.percent, f.percentSign, last = number, sign(m[1]), &f.percent
		case number != "" && f.price == "":
			f.price, last = number, &f.price
		case number != "" && f.change == "" && f.percent == "":
			f.change, f.changeSign, last = number, sign(m[1]), &f.change
		case number != "":
			return f, false
		case currency != "" && last == nil:
			return f, false
		case currency != "" && f.currency == "":
			f.currency = currency
		case currency != "" && currency != f.currency:
			return f, false // the change is in another currency than the price: nothing can be checked
		case percent != "" && last != &f.percent:
			return f, false
		}
	}
	return f, last != nil
}

func sign(s string) int {
	switch s {
	case "+":
		return 1
	case "-", "−", "–":
		return -1
	}
	return 0
}

// printed reads a price. A reading of its number format holds if change ÷ (price − change) gives the printed percent
// within rounding; that check also finds a sign that is not printed, and colour decides where both signs pass. Where no
// single reading holds, only the text is kept.
func printed(text string, colour int, at time.Time) *orewire.Printed {
	p := orewire.Printed{Text: cleantext.Line(text), At: at}
	f, ok := parseFigures(text)
	if !ok {
		return &p
	}
	readings := f.readings(colour)
	if len(readings) == 0 {
		return &p
	}
	first := readings[0]
	for _, r := range readings {
		if r.price != first.price {
			return &p // two formats hold
		}
	}
	p.Price, p.Currency = orewire.Known(first.price), currencyCode(f.currency)
	if f.change != "" && f.percent != "" && len(readings) == 1 {
		p.Change, p.Percent = orewire.Known(first.change), orewire.Known(first.percent)
	}
	return &p
}

// reading is what the figures come to in one number format and with one sign.
type reading struct{ price, change, percent float64 }

// readings returns the different readings that hold. Colour picks between signs that both hold.
func (f figures) readings(colour int) []reading {
	var held []reading
	add := func(r reading) {
		for _, h := range held {
			if h == r {
				return
			}
		}
		held = append(held, r)
	}
	for _, decimal := range []byte{',', '.'} {
		price, ok := parseNumber(f.price, decimal)
		if !ok || price.value <= 0 {
			continue
		}
		if f.change == "" || f.percent == "" {
			add(reading{price: price.value})
			continue
		}
		change, ok := parseNumber(f.change, decimal)
		percent, ok2 := parseNumber(f.percent, decimal)
		if !ok || !ok2 {
			continue
		}
		for _, s := range f.signs(price, change, percent, colour) {
			add(reading{price.value, s*change.value + 0, s*percent.value + 0}) // + 0: no negative zero
		}
	}
	return held
}

// signs returns the signs, +1 and -1, with which the change fits the price and percent. Mostly only the percent is rounded;
// where neither sign fits so, price and change may have been too.
func (f figures) signs(price, change, percent number, colour int) []float64 {
	if f.changeSign*f.percentSign < 0 {
		return nil
	}
	signs := f.fitting(number{value: price.value}, number{value: change.value}, percent)
	if len(signs) == 0 {
		signs = f.fitting(price, change, percent)
	}
	if change.value == 0 && percent.value == 0 && len(signs) > 0 {
		return []float64{1} // no sign to find
	}
	if len(signs) == 2 && colour != 0 {
		return []float64{math.Copysign(1, float64(colour))}
	}
	return signs
}

// fitting returns the signs that do not go against a printed one and with which the percent is that of the change, as far
// as rounding allows.
func (f figures) fitting(price, change, percent number) (signs []float64) {
	want := f.changeSign
	if want == 0 {
		want = f.percentSign
	}
	for _, sign := range []float64{1, -1} {
		before := price.value - sign*change.value
		if before <= 0 || sign*float64(want) < 0 {
			continue
		}
		slack := percent.half + 100*change.half/before + 100*change.value*(price.half+change.half)/(before*before)
		if math.Abs(100*change.value/before-percent.value) <= slack+1e-9 {
			signs = append(signs, sign)
		}
	}
	return signs
}

// number is a figure with half a unit of its last digit, which is how far rounding may have moved it.
type number struct{ value, half float64 }

// parseNumber reads digits whose decimal mark is the one given; the other one may part groups of three.
func parseNumber(s string, decimal byte) (number, bool) {
	group := ","
	if decimal == ',' {
		group = "."
	}
	whole, fraction, marked := strings.Cut(s, string(decimal))
	if marked && fraction == "" {
		return number{}, false
	}
	for _, mark := range []string{" ", "’", "'"} {
		whole = strings.ReplaceAll(whole, mark, "")
	}
	groups := strings.Split(whole, group)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && (g == "" || len(groups) > 1 && len(g) > 3) {
			return number{}, false
		}
	}
	digits := strings.Join(groups, "") + "." + fraction
	if len(digits) > 16 || strings.Trim(digits, "0123456789.") != "" || strings.Count(digits, ".") > 1 {
		return number{}, false // more than a price can be told apart from rounding
	}
	value, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return number{}, false
	}
	return number{value, 0.5 * math.Pow10(-len(fraction))}, true
}

// currencyCode returns the code of a currency; an index in points has none.
func currencyCode(s string) string {
	switch s {
	case "€":
		return "EUR"
	case "$":
		return "USD"
	case "£":
		return "GBP"
	case "¥":
		return "JPY"
	case "Punkte", "Pkt", "Pkt.", "PKT", "PTS":
		return ""
	}
	return s
}
