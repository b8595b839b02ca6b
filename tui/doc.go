// Package tui is the dashboard: headlines, the open article, its instruments and the filter bar, all by keyboard.
//
// Only the root model is a tea.Model. Update sets fields and returns commands; whatever may wait (the store, the browser) happens
// in a command, and each answer carries the number of its request, so that a late one is dropped. A pane is given a rectangle and
// returns exactly as many rows, each exactly as wide; the frame around the panes is drawn by the root from one pure function of
// the size, arrange, which the mouse asks too.
//
// The dashboard knows the desk by the interface Desk, and has no clock but Options.Now.
package tui

import (
	"context"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/query"
)

// Desk is what the dashboard asks: a desk.Desk together with a desk.Subscription of it. The methods with a context may wait and are
// called from commands only; the others read memory.
type Desk interface {
	Headlines(context.Context, desk.Window) (desk.Headlines, error)
	StoredText(ctx context.Context, id int64) (text desk.FullText, kept bool, err error)
	Versions(ctx context.Context, id int64) ([]orewire.Article, error)
	FullText(ctx context.Context, id int64) (desk.FullText, error) // asks for the article's page
	Explain(ctx context.Context, id int64) (desk.Explanation, error)
	NextUnread(ctx context.Context, q query.Query, from int64, older bool) (int64, error)
	Census(ctx context.Context, topic string) (desk.Census, error)
	SetRead(ctx context.Context, id int64, read bool) error
	SetStarred(ctx context.Context, id int64, starred bool) error
	OpenAddress(context.Context, cleantext.Address) error
	Wait(ctx context.Context, window time.Duration) (desk.Changes, bool) // a desk.Subscription's

	Views() []desk.View
	Catalog() orewire.Catalog
	Tickers(orewire.Article) []desk.Ticker
	Watchlist() []desk.Ticker
	Bars(symbol string) []orewire.Bar
	Feeds() []desk.FeedHealth
	Status() desk.Status
	PollNow()
	Show(symbols []string)
	Location() *time.Location
}
