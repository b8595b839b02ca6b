package tui

import (
	"slices"

	"orewire"
	"orewire/internal/desk"
)

// showTickers shows the instruments of an article and tells the desk which prices are wanted.
func (m *root) showTickers(a orewire.Article) {
	var list []desk.Ticker
	if a.ID != 0 {
		list = m.desk.Tickers(a)
	}
	m.tickers.show(a, list)
	m.showChart()
	m.wantPrices()
}

// showPrices takes new prices for the instruments on the screen.
func (m *root) showPrices() {
	if a := m.tickers.about; a.ID != 0 {
		m.tickers.show(a, m.desk.Tickers(a))
		m.article.price(m.tickersInText())
	}
	m.showChart()
}

func (m *root) showChart() {
	t, _ := m.tickers.chosen()
	var bars []orewire.Bar
	if t.Symbol != "" {
		bars = m.desk.Bars(t.Symbol)
	}
	m.chart.show(t, bars, m.tickers.about.Published)
}

// tickersInText are the instruments that the article pane lists itself: all, where the tickers have no place on the screen.
func (m *root) tickersInText() []desk.Ticker {
	if _, ok := m.layout.box(paneTickers); ok {
		return nil
	}
	return m.tickers.list
}

// wantPrices tells the desk what is on the screen, the selected article's instruments first.
func (m *root) wantPrices() {
	var symbols []string
	add := func(s string) {
		if s != "" && !slices.Contains(symbols, s) {
			symbols = append(symbols, s)
		}
	}
	if t, ok := m.tickers.chosen(); ok {
		add(t.Symbol)
	}
	for _, t := range m.tickers.list {
		add(t.Symbol)
	}
	for _, h := range m.headlines.visible() {
		add(h.Lead.Symbol)
	}
	if !slices.Equal(symbols, m.wanted) {
		m.wanted = symbols
		m.desk.Show(symbols)
	}
}
