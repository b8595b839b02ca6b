package desk

import (
	"context"

	"orewire"
	"orewire/internal/linking"
	"orewire/internal/query"
	"orewire/internal/quotes"
	"orewire/internal/store"
)

// Explanation says why an article has its topics and links.
type Explanation = linking.Explanation

// Headlines reads the rows around an article, each with the instrument that leads it.
func (d *Desk) Headlines(ctx context.Context, w Window) (Headlines, error) {
	page, err := d.store.Page(ctx, store.PageRequest{
		Query: w.Query, Context: d.queryContext(), Around: w.Around, Newer: w.Newer, Older: w.Older, Oldest: w.Oldest,
	})
	if err != nil {
		return Headlines{}, err
	}
	h := Headlines{Around: page.Around, Above: page.Above, Total: page.Total, Unread: page.Unread, Capped: page.Capped}
	h.Rows = make([]Headline, len(page.Articles))
	for i, a := range page.Articles {
		h.Rows[i] = Headline{Article: a}
		h.Rows[i].Lead, h.Rows[i].Move = d.lead(a)
	}
	return h, nil
}

// lead picks the instrument that stands on an article's row: the first that has traded since, else the first.
func (d *Desk) lead(a orewire.Article) (orewire.Link, orewire.Move) {
	for _, link := range a.Links {
		if link.Symbol == "" {
			continue
		}
		if move := d.board.Move(link.Symbol, a.Published); !move.Fraction.IsZero() {
			return link, move
		}
	}
	if len(a.Links) > 0 {
		return a.Links[0], orewire.Move{}
	}
	return orewire.Link{}, orewire.Move{}
}

// Article reads one article with its text; store.ErrNotFound if there is none of that id.
func (d *Desk) Article(ctx context.Context, id int64) (orewire.Article, error) {
	a, err := d.store.Article(ctx, id)
	if err == nil && a.Body.IsZero() {
		a.Body = d.unstored.get(id)
	}
	return a, err
}

// Explain links an article anew and says why it has its topics and links, and what was blocked.
func (d *Desk) Explain(ctx context.Context, id int64) (Explanation, error) {
	a, err := d.Article(ctx, id)
	if err != nil {
		return Explanation{}, err
	}
	return d.linker().Explain(a, d.hintsOf(a)), nil
}

// Linker links text that is not in the store; it is built when first asked for.
func (d *Desk) Linker() *linking.Linker { return d.linker() }

// NextUnread finds the next unread article older (or newer) than the one the reader stands on; 0 if there is none.
func (d *Desk) NextUnread(ctx context.Context, q query.Query, from int64, older bool) (int64, error) {
	return d.store.NextUnread(ctx, q, d.queryContext(), from, older)
}

// Tickers lists the instruments beside an article with their prices: named, then listed, then exposed. It reads memory only.
func (d *Desk) Tickers(a orewire.Article) []Ticker {
	tickers := make([]Ticker, len(a.Links))
	for i, link := range a.Links {
		tickers[i] = d.ticker(link)
		if link.Symbol != "" {
			tickers[i].Move = d.board.Move(link.Symbol, a.Published)
		}
	}
	return tickers
}

// Watchlist lists the watched instruments with their prices. It reads memory only.
func (d *Desk) Watchlist() []Ticker {
	tickers := make([]Ticker, len(d.watchlist))
	for i, symbol := range d.watchlist {
		tickers[i] = d.ticker(orewire.Link{Name: d.bySymbol[symbol].Name, Symbol: symbol})
	}
	return tickers
}

func (d *Desk) ticker(link orewire.Link) Ticker {
	t := Ticker{Link: link}
	if link.Symbol == "" {
		return t
	}
	instrument := d.bySymbol[link.Symbol]
	t.Proxy, t.Unit = instrument.Proxy, instrument.Unit
	if quote, ok := d.board.Quote(link.Symbol); ok {
		t.Quote = quote
		t.Quote.Decimals = quotes.Decimals(quote)
		t.Closes = quotes.Session(d.board.Bars(link.Symbol), quote)
	}
	return t
}

// Bars are the latest five days of an instrument in 5-minute steps; nil until they are known.
func (d *Desk) Bars(symbol string) []orewire.Bar { return d.board.Bars(symbol) }

// Census counts the articles of every topic and view, and the flow of one topic ("" is all).
func (d *Desk) Census(ctx context.Context, topic string) (Census, error) {
	topics, err := d.store.TopicCounts(ctx)
	if err != nil {
		return Census{}, err
	}
	c := Census{Topics: make(map[string]Counts, len(topics)), Views: make([]Counts, len(d.views))}
	for id, n := range topics {
		c.Topics[id] = Counts{Total: n.Total, Unread: n.Unread}
	}
	for i, view := range d.views {
		n := &c.Views[i]
		if n.Total, n.Unread, n.Capped, err = d.store.Count(ctx, view.Query, d.queryContext()); err != nil {
			return Census{}, err
		}
	}
	c.Flow, err = d.store.Flow(ctx, topic, d.now())
	return c, err
}
