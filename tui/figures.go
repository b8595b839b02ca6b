package tui

import (
	"math"
	"strconv"
	"strings"
	"time"

	"orewire"
	"orewire/tui/theme"
)

// unknown stands for what we do not know.
const unknown = "—"

// moveWidth is the cells of a move in a column: the arrow, then the number at the right.
const moveWidth = 8

// changeText writes percents of a change: its arrow and its number with the sign; both are "" and "—" if it is unknown.
func changeText(percent orewire.Figure) (arrow, number string, ink theme.Role) {
	v, known := percent.Get()
	switch {
	case !known:
		return "", unknown, theme.Faint
	case math.Abs(v) < 0.005:
		return "", "0.00%", theme.Unchanged
	case v > 0:
		return "▲", "+" + percentText(v), theme.Up
	}
	return "▼", "−" + percentText(-v), theme.Down
}

// percentText keeps a number within six cells with its percent sign where that is possible.
func percentText(v float64) string {
	decimals := 2
	if v >= 999.995 {
		decimals = 0
	} else if v >= 99.995 {
		decimals = 1
	}
	return strconv.FormatFloat(v, 'f', decimals, 64) + "%"
}

// changeColumn writes a change into the cells of a column.
func changeColumn(percent orewire.Figure) (string, theme.Role) {
	arrow, number, ink := changeText(percent)
	pad := moveWidth - len([]rune(number))
	if arrow != "" {
		pad--
	}
	return arrow + strings.Repeat(" ", max(0, pad)) + number, ink
}

// changeShort writes a change into running text: "▲+0.41%".
func changeShort(percent orewire.Figure) (string, theme.Role) {
	arrow, number, ink := changeText(percent)
	return arrow + number, ink
}

// percentOf turns a fraction into percent.
func percentOf(fraction orewire.Figure) orewire.Figure {
	if v, known := fraction.Get(); known {
		return orewire.Known(v * 100)
	}
	return orewire.Figure{}
}

// amount writes a number with decimals and thousands set off: 2,693.00.
func amount(f orewire.Figure, decimals int) string {
	v, known := f.Get()
	if !known {
		return unknown
	}
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, rest, _ := strings.Cut(s, ".")
	s = thousands(whole)
	if rest != "" {
		s += "." + rest
	}
	if v < 0 {
		return "−" + s
	}
	return s
}

func thousands(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// count writes how many there are: 1,204.
func count(n int) string { return thousands(strconv.Itoa(n)) }

// plural writes a number with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// duration writes a length of time in one unit: 41 s, 10 m, 3 h, 2 d.
func duration(d time.Duration, blank string) string {
	switch {
	case d < time.Minute:
		return strconv.Itoa(int(d.Seconds())) + blank + "s"
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + blank + "m"
	case d < 48*time.Hour:
		return strconv.Itoa(int(d.Hours())) + blank + "h"
	}
	return strconv.Itoa(int(d.Hours()/24)) + blank + "d"
}

// fresh is how long a price of an open market is as good as new.
const fresh = 5 * time.Minute

// priceState is what must be said beside a price.
type priceState struct {
	open   bool
	market string // closed, pre, post, or the delay as 15m; "" if the market is open and the price is live
	age    string // 10m, Fri; "" while it is fresh or belongs to the last session
}

// stateOf tells how old a price is and where its market stands at a moment.
func stateOf(q orewire.Quote, now time.Time, loc *time.Location) priceState {
	s := priceState{}
	state := q.State
	if state == orewire.MarketOpen && !q.Closes.IsZero() && now.After(q.Closes) {
		state = orewire.MarketClosed
	}
	switch state {
	case orewire.MarketOpen:
		s.open = true
		if q.Delay > 0 {
			s.market = duration(q.Delay, "")
		}
	case orewire.MarketPre:
		s.market = "pre"
	case orewire.MarketPost:
		s.market = "post"
	case orewire.MarketClosed:
		s.market = "closed"
	}
	if q.At.IsZero() {
		return s
	}
	age := now.Sub(q.At)
	switch {
	case age >= 7*24*time.Hour:
		s.age = q.At.In(loc).Format("2 Jan")
	case age >= 24*time.Hour:
		s.age = q.At.In(loc).Format("Mon")
	case state != orewire.MarketClosed && age > fresh+q.Delay:
		s.age = duration(age, "")
	}
	return s
}

// blocks are the heights of a bar.
var blocks = []rune("▁▂▃▄▅▆▇█")

// sparkline draws values in w cells, from their least to their greatest; "" if there are fewer than two.
func sparkline(values []float64, w int) string {
	if len(values) < 2 || w < 1 {
		return ""
	}
	points := resample(values, w)
	low, high := points[0], points[0]
	for _, v := range points {
		low, high = min(low, v), max(high, v)
	}
	var b strings.Builder
	for _, v := range points {
		height := len(blocks) / 2
		if high > low {
			height = int((v - low) / (high - low) * float64(len(blocks)-1))
		}
		b.WriteRune(blocks[height])
	}
	return b.String()
}

// resample takes n values of a line at equal steps, the first and the last among them.
func resample(values []float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		at := float64(len(values) - 1)
		if n > 1 {
			at = float64(i) * float64(len(values)-1) / float64(n-1)
		}
		j := int(at)
		out[i] = values[j]
		if j+1 < len(values) {
			out[i] += (values[j+1] - values[j]) * (at - float64(j))
		}
	}
	return out
}
