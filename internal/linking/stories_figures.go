package linking

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"orewire/internal/fold"
)

// figure is a number in a text with what it counts: 1.2 million dollars.
type figure struct {
	unit  string // as the catalogue signs it; the word or character after it where that is none of them
	value float64
}

// Units of which the code speaks, by their signs in the catalogue.
const (
	percent = "%"
	tonnes  = "t"
	ounces  = "oz"
	pounds  = "lb"
	real    = "real"
	year    = "year"
	quarter = "quarter"
)

// timeUnits say when something is, not how much.
var timeUnits = []string{year, quarter, "month", "day"}

// figureReader reads the figures of a passage.
type figureReader struct {
	*passage
	money bool // a currency's sign stands before the number at hand
}

// readFigures reads the figures of a passage, and notes which of its words their numbers take.
func (p *passage) readFigures() {
	r := figureReader{passage: p}
	p.taken = make([]bool, len(p.tokens))
	for i := 0; i < len(p.tokens); {
		end := r.read(i)
		for ; i < end; i++ {
			p.taken[i] = p.tokens[i].Kind == fold.Word // a run says more than its number
		}
		i = max(end, i+1)
	}
}

// read reads a figure that begins at a token and returns the token after its number; i if there is none.
func (r *figureReader) read(i int) int {
	word := r.word(i)
	if r.tokens[i].Kind == fold.Run {
		r.countedRun(word)
		return i
	}
	if len(word) == 2 && strings.ContainsAny(word[:1], "qt") && word[1] >= '1' && word[1] <= '4' {
		r.add(float64(word[1]-'0'), quarter)
		return i + 1
	}
	currency := r.currencyBefore(i)
	r.money = currency != ""
	value, rest, ok := r.number(word)
	if !ok {
		if value, ok = r.vocabulary.numerals.find(word); !ok || value == 0 {
			return i
		}
	}
	next := i + 1
	if rest == "" && value < 1000 && r.vocabulary.comma && value == math.Trunc(value) {
		value, next = r.thousands(value, next)
	}
	unit := ""
	if value, rest, next = r.scaled(value, rest, next); rest != "" {
		value, unit = r.short(value, rest)
	} else if large, u := r.short(value, r.word(next)); large != value {
		value, unit, next = large, u, next+1
	} else if unit = currency; unit == "" {
		unit, next = r.unitAfter(next)
	}
	r.add(value, unit)
	return next
}

// thousands reads on in a number whose thousands are set apart by blanks.
func (r *figureReader) thousands(value float64, next int) (float64, int) {
	for len(r.word(next)) == 3 && isDigits(r.word(next)) {
		part, _ := strconv.ParseFloat(r.word(next), 64)
		value, next = 1000*value+part, next+1
	}
	return value, next
}

// number reads a number at the beginning of a word.
func (r *figureReader) number(word string) (value float64, rest string, ok bool) {
	end := 0
	for end < len(word) && (word[end] >= '0' && word[end] <= '9' || word[end] == '.' || word[end] == ',') {
		end++
	}
	digits, rest := strings.TrimRight(word[:end], ".,"), word[end:]
	if digits == "" {
		return 0, "", false
	}
	if at := strings.LastIndexAny(digits, ".,"); at >= 0 {
		whole, mark, part := digits[:at], digits[at], digits[at+1:]
		decimal := len(part) != 3 || strings.ContainsAny(whole, ".,") && !strings.ContainsRune(whole, rune(mark)) || mark == '.' && !r.vocabulary.comma
		if mark == ',' && !r.vocabulary.comma {
			decimal = len(part) != 3
		}
		digits = strings.NewReplacer(".", "", ",", "").Replace(whole)
		if decimal {
			digits += "."
		}
		digits += part
	}
	value, err := strconv.ParseFloat(digits, 64)
	return value, rest, err == nil
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// scaled multiplies a number by what follows it, as 2万4000 and 1.2 million do.
func (r *figureReader) scaled(value float64, rest string, next int) (float64, string, int) {
	sum := 0.0
	for {
		if rest == "" && next < len(r.tokens) {
			factor, after := r.scaleOf(r.word(next))
			if factor == 0 {
				return sum + value, "", next
			}
			value, rest, next = value*factor, after, next+1
		} else if factor, after := r.scaleOf(rest); factor > 0 {
			value, rest = value*factor, after
		} else {
			return sum + value, rest, next
		}
		if more, after, ok := r.number(r.word(next)); ok && rest == "" && r.tokens[next].Start == r.tokens[next-1].End {
			sum, value, rest, next = sum+value, more, after, next+1
		}
	}
}

// scaleOf reads a scale that a word is, or a run of characters begins with.
func (r *figureReader) scaleOf(word string) (factor float64, after string) {
	scales := &r.vocabulary.scales
	if factor, ok := scales.find(word); ok {
		return factor, ""
	}
	if r.money {
		if factor, ok := scales.find("$" + word); ok {
			return factor, ""
		}
	}
	for _, size := range []int{6, 3} {
		if len(word) > size && word[0] >= utf8.RuneSelf {
			if factor, ok := scales.find(word[:size]); ok {
				return factor, word[size:]
			}
		}
	}
	return 0, word
}

// currencyBefore returns the currency whose sign stands before a token; "" if none does.
func (r *figureReader) currencyBefore(i int) string {
	switch sign := r.word(i - 1); sign {
	case "$", "€", "¥", "£":
		if r.word(i-2) == "r" {
			return real
		}
		return sign
	}
	return ""
}

// unitAfter reads the unit at a token after a number, and returns the token after that if it belongs to the number.
func (r *figureReader) unitAfter(next int) (unit string, end int) {
	if r.word(next) == percent {
		return percent, next + 1
	}
	at := next
	for slices.Contains([]string{"de", "d", "metric", "troy"}, r.word(at)) { // 104 millones de dólares, 5 metric tons
		at++
	}
	if at >= len(r.tokens) || r.tokens[at].Kind == fold.Mark {
		return "", next
	}
	if unit, words := r.vocabulary.units.at(r.folded, r.tokens, at); words == 2 {
		return unit, at + 2
	}
	if unit, known := r.unit(r.word(at)); known || at == next {
		return unit, next
	}
	return "", next
}

// unit names what a word counts; of a run of characters the beginning decides.
func (r *figureReader) unit(word string) (unit string, known bool) {
	if u, ok := r.vocabulary.units.find(word); ok {
		return u, true
	}
	if word == "" || word[0] < utf8.RuneSelf {
		return stem(word), false
	}
	for size := min(9, len(word)); size > 0; size -= 3 {
		if u, ok := r.vocabulary.units.whole[word[:size]]; ok {
			return u, true
		}
	}
	_, size := utf8.DecodeRuneInString(word)
	return word[:size], false
}

// short reads a unit with its scale in one: 10 Mt, 300 kt, 4 Mlb. A large number of mt are metric tons.
func (r *figureReader) short(value float64, word string) (float64, string) {
	switch word {
	case "mt":
		if value < 1000 {
			return 1e6 * value, tonnes
		}
	case "kt":
		return 1e3 * value, tonnes
	case "mlb", "mlbs":
		return 1e6 * value, pounds
	case "moz":
		return 1e6 * value, ounces
	case "koz":
		return 1e3 * value, ounces
	}
	unit, _ := r.unit(word)
	return value, unit
}

// countedRun reads the numerals of a run of characters that stand before a counter.
func (r *figureReader) countedRun(run string) {
	before := ""
	for _, c := range run {
		if value, ok := r.vocabulary.numerals.whole[before]; ok && strings.ContainsRune(r.vocabulary.counters, c) {
			unit, _ := r.unit(string(c))
			r.add(value, unit)
		}
		before = string(c)
	}
}

// add keeps a figure. A unit's own one, as in dollars a tonne, is no figure.
func (r *figureReader) add(value float64, unit string) {
	if unit == "" && value >= 1900 && value < 2100 && value == math.Trunc(value) {
		unit = year
	}
	if value == 1 && (unit == tonnes || unit == ounces || unit == pounds) {
		return
	}
	r.figures = append(r.figures, figure{strings.Clone(unit), value})
}

func (f figure) compare(other figure) int {
	return cmp.Or(cmp.Compare(f.unit, other.unit), cmp.Compare(f.value, other.value))
}

func unique(figures []figure) []figure {
	slices.SortFunc(figures, figure.compare)
	return slices.Compact(figures)
}

// isTime reports whether it says when.
func (f figure) isTime() bool { return slices.Contains(timeUnits, f.unit) }

// How figures are compared.
const (
	rounding   = 0.002 // of the larger value: 10,912 is 10.9 thousand too
	smallCount = 12    // and less may be the same by chance
)

// agrees reports whether one value may be the other one rounded.
func (f figure) agrees(other figure) bool {
	small, large := math.Min(f.value, other.value), math.Max(f.value, other.value)
	return large-small <= rounding*large
}

// disagree reports whether two texts give other figures for what both tell: more of these than they share.
func disagree(a, b []figure) bool {
	shared, other := 0, 0
	units := map[string]int{} // of a, those that b has too: 1, or 2 if a value is the same
	for _, f := range a {
		for _, g := range b {
			if f.agrees(g) && !f.isTime() && f.value > smallCount {
				shared++
			}
			if f.unit != g.unit || f.unit == year {
				continue
			}
			units[f.unit] = max(units[f.unit], 1)
			if f.agrees(g) {
				units[f.unit] = 2
			}
		}
	}
	for _, state := range units {
		if state == 1 {
			other++
		}
	}
	return other > shared
}
