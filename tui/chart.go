package tui

import (
	"math"
	"slices"
	"time"

	"orewire"
	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// chart draws the last five days of the selected instrument: grey before the open article, in the colour of the move since.
type chart struct {
	look     *look
	w, h     int
	symbol   string
	currency string
	decimals int
	bars     []orewire.Bar
	since    time.Time // when the article appeared
	move     orewire.Move
	rows     []string
}

// belowPlot are the rows below the line: the mark of the article, and the days.
const belowPlot = 2

// show takes the bars of an instrument, oldest first; its last price is the end of the line.
func (p *chart) show(t desk.Ticker, bars []orewire.Bar, since time.Time) {
	p.symbol, p.currency, p.decimals, p.since, p.move = t.Symbol, t.Quote.Currency, t.Quote.Decimals, since, t.Move
	p.bars, p.rows = bars, nil
	if price, known := t.Quote.Price.Get(); known && len(bars) > 0 && t.Quote.At.After(bars[len(bars)-1].Start) {
		p.bars = append(slices.Clip(bars), orewire.Bar{Start: t.Quote.At, Close: price})
	}
}

func (p *chart) resize(w, h int) {
	if w != p.w || h != p.h {
		p.w, p.h, p.rows = w, h, nil
	}
}

func (p *chart) border() border {
	if p.symbol == "" {
		return border{}
	}
	return border{title: []span{{theme.Plain(theme.Dim), "  " + p.symbol + "  " + p.currency + "  5d"}}}
}

func (p *chart) draw() []string {
	if p.rows == nil {
		p.rows = p.lay()
	}
	return p.rows
}

// plot is the area of the line in cells, and the range of prices it shows.
type plot struct {
	w, h      int
	low, high float64
	step      float64 // between two prices at the right
}

// row returns the dot row of a price, from the top; a cell has four.
func (a plot) row(price float64) int {
	return int(math.Round((a.high - price) / (a.high - a.low) * float64(a.h*4-1)))
}

func (p *chart) lay() []string {
	switch {
	case p.symbol == "":
		return emptyPane(p.look.theme, p.w, p.h)
	case len(p.bars) < 2:
		return emptyPane(p.look.theme, p.w, p.h, "No prices of "+p.symbol, "of the last five days yet.")
	}
	closes := make([]float64, len(p.bars))
	for i, b := range p.bars {
		closes[i] = b.Close
	}
	area := p.area(closes)
	if area.w < 8 || area.h < 3 {
		return emptyPane(p.look.theme, p.w, p.h)
	}
	dots := braille(closes, area)
	cut := p.columnOf(area)
	_, ink := changeColumn(percentOf(p.move.Fraction))
	if p.move.Fraction.IsZero() {
		ink = theme.Chart
	}
	rows := make([]string, p.h)
	for y := range rows {
		r := cells.NewRow(p.look.theme, p.w).To(1)
		switch {
		case y < area.h:
			p.plotRow(r, dots[y], area, y, cut, ink)
		case y == area.h:
			p.markRow(r, cut, area)
		default:
			p.days(r, area)
		}
		rows[y] = r.String()
	}
	return rows
}

// area is the room that the prices at the right leave, and the range of the closes.
func (p *chart) area(closes []float64) plot {
	low, high := slices.Min(closes), slices.Max(closes)
	if high == low {
		low, high = low*0.99-0.01, high*1.01+0.01
	}
	labels := max(cells.Width(p.label(low)), cells.Width(p.label(high)))
	return plot{w: p.w - labels - 3, h: p.h - belowPlot, low: low, high: high, step: roundStep((high - low) / 5)}
}

// roundStep returns the next greater of 1, 2 and 5 times a power of ten.
func roundStep(v float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= v {
			return n * power
		}
	}
	return 10 * power
}

func (p *chart) label(price float64) string { return amount(orewire.Known(price), p.decimals) }

// markRow writes the word for the line of the article below it, at the side where there is room.
func (p *chart) markRow(r *cells.Row, cut int, area plot) {
	if cut < 0 || cut >= area.w {
		return
	}
	const word = "headline"
	if at := 1 + cut - 1 - len(word); at > 0 && 1+cut+2+len(word) > p.w {
		r.To(at).Put(theme.Plain(theme.Faint), word+" ").Put(theme.Bold(theme.Accent), "┊")
		return
	}
	r.To(1+cut).Put(theme.Bold(theme.Accent), "┊").Put(theme.Plain(theme.Faint), " "+word)
}

// columnOf returns the first cell of the line that lies after the article: -1 if all of it does, the width if nothing does.
func (p *chart) columnOf(area plot) int {
	for i, b := range p.bars {
		if b.Start.Before(p.since) {
			continue
		}
		if i == 0 {
			return -1
		}
		return i * (area.w*2 - 1) / (len(p.bars) - 1) / 2
	}
	return area.w
}

func (p *chart) plotRow(r *cells.Row, dots []rune, area plot, y, cut int, ink theme.Role) {
	for x, dot := range dots {
		switch {
		case dot != 0x2800 && x >= cut:
			r.Put(theme.Plain(ink), string(dot))
		case dot != 0x2800:
			r.Put(theme.Plain(theme.Chart), string(dot))
		case x == cut:
			r.Put(theme.Plain(theme.MarkLine), "┊")
		default:
			r.Put(theme.Style{}, " ")
		}
	}
	last := p.bars[len(p.bars)-1].Close
	if y == area.row(last)/4 {
		r.Put(theme.Plain(ink), "◂").Put(theme.Bold(ink), p.label(last))
		return
	}
	for price := math.Ceil(area.low/area.step) * area.step; price <= area.high; price += area.step {
		if area.row(price)/4 == y {
			r.Put(theme.Style{}, " ").Put(theme.Plain(theme.Faint), p.label(price))
			return
		}
	}
}

// days names the days of the bars, each below its first bar.
func (p *chart) days(r *cells.Row, area plot) {
	day := 0
	for i, b := range p.bars {
		d := p.look.place.day(b.Start)
		if d == day {
			continue
		}
		day = d
		if x := 1 + i*(area.w-1)/(len(p.bars)-1); x >= r.At() && x+3 <= p.w {
			r.To(x).Put(theme.Plain(theme.Faint), b.Start.In(p.look.place.loc).Format("Mon")).Put(theme.Style{}, " ")
		}
	}
}

// dotBits are the bits of a Braille cell's dots by row and column.
var dotBits = [4][2]rune{{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

// braille draws a line of prices into the dots of the plot; steps between two columns are closed.
func braille(prices []float64, area plot) [][]rune {
	rows := make([][]rune, area.h)
	for y := range rows {
		rows[y] = make([]rune, area.w)
		for x := range rows[y] {
			rows[y][x] = 0x2800
		}
	}
	before := -1
	for x, price := range resample(prices, area.w*2) {
		y := area.row(price)
		from, to := y, y
		if before >= 0 && before < y {
			from = before + 1
		} else if before > y {
			to = before - 1
		}
		for dot := from; dot <= to; dot++ {
			rows[dot/4][x/2] |= dotBits[dot%4][x%2]
		}
		before = y
	}
	return rows
}
