package tui

import (
	"slices"
	"strings"

	"orewire"
	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// tickers is the pane of the instruments beside the open article, in groups by why they stand there.
type tickers struct {
	look     *look
	w, h     int
	list     []desk.Ticker
	about    orewire.Article
	selected int
	top      int
	rows     []tickerRow
}

// tickerRow is one line of the pane; item is the index of its ticker, or -1.
type tickerRow struct {
	item  int
	write func(*cells.Row, bool)
}

const (
	priceEnd   = 10 // the column after the price
	sparkLeast = 6  // cells below which a line says nothing
	sparkMost  = 10
	stateWidth = 11 // "NYSE closed"; a longer one pushes the line to the left
	roomForDay = 36
)

// show takes the instruments of an article. The selection stays on its instrument, else it goes to the first that can be charted.
func (p *tickers) show(a orewire.Article, list []desk.Ticker) {
	before, _ := p.chosen()
	same := a.ID == p.about.ID
	p.about, p.list = a, list
	at := -1
	if same {
		at = slices.IndexFunc(list, func(t desk.Ticker) bool { return t.Name == before.Name && t.Symbol == before.Symbol })
	} else {
		p.top = 0
	}
	if at < 0 {
		at = slices.IndexFunc(list, func(t desk.Ticker) bool { return t.Symbol != "" && !t.Quote.Price.IsZero() })
	}
	p.selected = max(at, 0)
	p.lay()
	p.keepVisible()
}

// chosen returns the selected instrument.
func (p *tickers) chosen() (desk.Ticker, bool) {
	if p.selected >= len(p.list) {
		return desk.Ticker{}, false
	}
	return p.list[p.selected], true
}

func (p *tickers) resize(w, h int) {
	p.w, p.h = w, h
	p.lay()
	p.keepVisible()
}

func (p *tickers) move(n int) bool {
	before := p.selected
	p.selected = max(0, min(p.selected+n, len(p.list)-1))
	p.keepVisible()
	return p.selected != before
}

func (p *tickers) selectLine(y int) bool {
	if i := p.top + y; i < len(p.rows) && p.rows[i].item >= 0 {
		return p.move(p.rows[i].item - p.selected)
	}
	return false
}

// keepVisible shows the lines of the selected instrument, and the head of its group if that is next.
func (p *tickers) keepVisible() {
	first, last := -1, -1
	for i, r := range p.rows {
		if r.item == p.selected {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first > 0 && p.rows[first-1].item < 0 {
		first--
	}
	p.top = min(max(p.top, last-p.h+1), max(0, first), max(0, len(p.rows)-p.h))
	p.top = max(p.top, 0)
}

// lay lists the lines of the pane.
func (p *tickers) lay() {
	p.rows = p.rows[:0]
	group := ""
	for i, t := range p.list {
		head := p.group(t)
		if name := head[0].text + head[1].text; name != group {
			if group != "" {
				p.rows = append(p.rows, tickerRow{-1, func(*cells.Row, bool) {}})
			}
			group = name
			p.rows = append(p.rows, tickerRow{-1, func(r *cells.Row, _ bool) {
				r.To(1).Put(head[0].style, head[0].text).Put(head[1].style, " "+head[1].text)
			}})
		}
		p.layTicker(i, t)
	}
}

// group is the heading under which an instrument stands: why, and by what or whom.
func (p *tickers) group(t desk.Ticker) [2]span {
	switch t.How {
	case orewire.Named:
		return [2]span{{theme.Bold(theme.Text), "named"}, {theme.Plain(theme.Dim), "in the text"}}
	case orewire.Listed:
		by := p.about.Via
		if by.IsZero() {
			by = p.about.Publisher
		}
		return [2]span{{theme.Bold(theme.Listed), "listed"}, {theme.Plain(theme.Dim), "by " + by.String()}}
	}
	topic := p.look.topics.topic(t.Topic)
	why, name := "exposed to", lowerFirst(topic.name)
	if 1+len(why)+1+cells.Width(name) > p.w-1 {
		name, _, _ = strings.Cut(name, " and ")
	}
	return [2]span{{theme.Plain(theme.Dim), why}, {theme.Bold(topic.ink), name}}
}

func (p *tickers) layTicker(i int, t desk.Ticker) {
	add := func(write func(*cells.Row, bool)) { p.rows = append(p.rows, tickerRow{i, write}) }
	add(func(r *cells.Row, selected bool) { p.writeName(r, t, selected) })
	if !t.Quote.Price.IsZero() || t.Printed == nil {
		add(func(r *cells.Row, selected bool) { p.writePrice(r, t, selected) })
	}
	if t.Printed != nil {
		add(func(r *cells.Row, selected bool) { p.writePrinted(r, t, selected) })
		if text := p.printedAt(t); text != "" {
			add(func(r *cells.Row, selected bool) { r.To(3).Put(theme.Plain(secondary(selected, theme.Faint)), text) })
		}
	}
}

// secondary is the ink of words that are less, which must still be read on a selection.
func secondary(selected bool, r theme.Role) theme.Role {
	if selected {
		return theme.SelDim
	}
	return r
}

func primary(selected bool, r theme.Role) theme.Role {
	if selected {
		return theme.SelText
	}
	return r
}

// writeName writes the symbol, the name, the market with what must be known of it, and the latest session as a line in what room
// is left between.
func (p *tickers) writeName(r *cells.Row, t desk.Ticker, selected bool) {
	state := p.market(t)
	end := p.w - 1
	symbol, name := t.Symbol, t.Name.String()
	if symbol == "" || symbol == name {
		symbol, name = name, ""
	}
	room := end - 2 - cells.Width(state) - 1
	r.To(2).Put(theme.Bold(primary(selected, theme.Text)), cells.Cut(symbol, room))
	if left := room - cells.Width(symbol) - 1; name != "" && left > 0 {
		r.Put(theme.Style{}, " ").Put(theme.Plain(secondary(selected, theme.Dim)), cells.Cut(name, left))
	}
	sparkEnd := end - max(stateWidth, cells.Width(state)) - 1
	if w := min(sparkMost, sparkEnd-r.At()-1); w >= sparkLeast {
		r.EndAt(sparkEnd, theme.Plain(theme.Chart), sparkline(t.Closes, w))
	}
	r.EndAt(end, theme.Plain(secondary(selected, theme.Faint)), state)
}

// market says where an instrument trades, and what must be known of that market now.
func (p *tickers) market(t desk.Ticker) string {
	if t.Symbol == "" {
		return "no symbol"
	}
	place := p.look.topics.exchanges[t.Symbol]
	if place == "" {
		place = t.Quote.Exchange
	}
	if t.Quote.Symbol == "" { // nothing is known of its market yet
		return place
	}
	state := stateOf(t.Quote, p.look.place.now, p.look.place.loc)
	words := state.market // nothing while it is open
	if state.age != "" && !p.ageFits(t, state.age) {
		words = strings.TrimSpace(words + " " + state.age)
	}
	if t.Proxy {
		words = strings.TrimSpace(words + " proxy")
	}
	return strings.TrimSpace(place + " " + words)
}

// ageFits reports whether a price's age can stand after its currency; else it stands beside the market.
func (p *tickers) ageFits(t desk.Ticker, age string) bool {
	end := p.w - 1 - moveWidth
	if p.w >= roomForDay {
		end = p.dayEnd() - moveWidth
	}
	price := max(priceEnd, 1+cells.Width(amount(t.Quote.Price, t.Quote.Decimals)))
	return price+1+cells.Width(currency(t))+1+cells.Width(age) < end
}

// writePrice writes the price, its currency and age, the day's change and the move since the headline.
func (p *tickers) writePrice(r *cells.Row, t desk.Ticker, selected bool) {
	if t.Quote.Symbol == "" || t.Quote.Price.IsZero() {
		r.To(3).Put(theme.Plain(secondary(selected, theme.Faint)), unknown+" "+noPrice(t, p.w-14))
		r.EndAt(p.w-1, theme.Plain(theme.Faint), unknown)
		return
	}
	state := stateOf(t.Quote, p.look.place.now, p.look.place.loc)
	ink := primary(selected, theme.Text)
	if state.age != "" && !selected {
		ink = theme.Stale
	}
	price := amount(t.Quote.Price, t.Quote.Decimals)
	faint := theme.Plain(secondary(selected, theme.Faint))
	r.To(max(1, priceEnd-cells.Width(price))).Put(theme.Plain(ink), price).Put(faint, " "+currency(t))
	if p.ageFits(t, state.age) {
		r.Put(faint, " "+state.age)
	}
	since, sinceInk := changeColumn(percentOf(t.Move.Fraction))
	if p.w >= roomForDay {
		day, dayInk := changeColumn(t.Quote.Percent)
		r.EndAt(p.dayEnd(), theme.Plain(dayInk), day)
	}
	r.EndAt(p.w-1, theme.Style{Ink: sinceInk, Bold: true}, since)
}

// noPrice says in at most w cells why an instrument has no price: without details if they do not fit.
func noPrice(t desk.Ticker, w int) string {
	switch {
	case t.Symbol == "":
		return cells.Cut("no price of our own", w)
	case t.Quote.Error.IsZero():
		return cells.Cut("no price yet", w)
	}
	why := withoutSource(t.Quote.Error.String())
	if cells.Width(why) > w {
		why, _, _ = strings.Cut(why, ": ")
	}
	return cells.Cut(why, w)
}

// withoutSource takes the name of the provider off a reason: "yahoo: symbol not known" is said of a symbol.
func withoutSource(reason string) string {
	if source, rest, ok := strings.Cut(reason, ": "); ok && !strings.Contains(source, " ") {
		return rest
	}
	return reason
}

// dayEnd is the column after the day's change; the roomier pane leaves a blank more between the two changes.
func (p *tickers) dayEnd() int {
	if p.w >= tickersWidth {
		return p.w - 1 - moveWidth - 2
	}
	return p.w - 1 - moveWidth - 1
}

// currency is the unit of a price: USD, or USD/lb for what is traded by weight.
func currency(t desk.Ticker) string {
	if t.Unit != "" {
		return t.Quote.Currency + "/" + t.Unit
	}
	return t.Quote.Currency
}

// writePrinted writes the price that the publisher printed: grey but for its arrow, as it is not live.
func (p *tickers) writePrinted(r *cells.Row, t desk.Ticker, selected bool) {
	grey := theme.Plain(secondary(selected, theme.Stale))
	r.To(3)
	if t.Printed.Price.IsZero() {
		r.Put(grey, t.Printed.Text.String())
		return
	}
	r.Put(grey, amount(t.Printed.Price, 2)+" "+t.Printed.Currency+" ")
	arrow, percent, ink := changeText(t.Printed.Percent)
	if change, known := t.Printed.Change.Get(); known {
		if arrow == "" && change != 0 {
			arrow, _, ink = changeText(t.Printed.Change)
		}
		r.Put(theme.Plain(ink), arrow).Put(grey, " "+amount(orewire.Known(max(change, -change)), 2))
	} else {
		r.Put(theme.Plain(ink), arrow)
	}
	r.Put(grey, " "+percent)
	if t.Quote.Price.IsZero() {
		r.EndAt(p.w-1, theme.Plain(theme.Faint), unknown)
	}
}

func (p *tickers) printedAt(t desk.Ticker) string {
	if t.Printed.At.IsZero() {
		return "printed by the publisher"
	}
	at, _ := inZone(t.Printed.At, p.about.Zone)
	if p.about.Zone == "" {
		at = at.In(p.look.place.loc)
	}
	return "printed " + at.Format("2 Jan 2006 15:04 MST")
}

func (p *tickers) border() border {
	b := border{thumb: thumb{p.top, p.h, len(p.rows)}}
	if len(p.list) == 0 {
		return b
	}
	b.title = []span{{theme.Plain(theme.Dim), "  " + count(len(p.list))}}
	if p.w >= roomForDay {
		b.heads = append(b.heads, head{text: "day", at: p.dayEnd() - 1, ends: true})
	}
	b.heads = append(b.heads, head{text: "since", at: p.w - 2, ends: true})
	return b
}

func (p *tickers) draw(focused bool) []string {
	switch {
	case p.about.ID == 0:
		return emptyPane(p.look.theme, p.w, p.h)
	case len(p.list) == 0:
		return emptyPane(p.look.theme, p.w, p.h, "No instrument stands", "beside this article.")
	}
	out := make([]string, p.h)
	for y := range out {
		r := cells.NewRow(p.look.theme, p.w)
		if i := p.top + y; i < len(p.rows) {
			selected := p.rows[i].item == p.selected
			if selected {
				r.On(selection(focused)).Put(theme.Plain(bar(focused)), "▌")
			}
			p.rows[i].write(r, selected)
		}
		out[y] = r.String()
	}
	return out
}
