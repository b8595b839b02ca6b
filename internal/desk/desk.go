// Package desk puts the rooms together: it runs the poller and the price board, links and stores what arrives, answers
// queries, and tells its subscribers what changed. The dashboard and the commands use nothing else.
package desk

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"orewire"
	"orewire/feeds"
	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/fetch"
	"orewire/internal/linking"
	"orewire/internal/query"
	"orewire/internal/quotes"
	"orewire/internal/store"
)

// Options say what a desk works with.
type Options struct {
	Config config.Config
	Store  string           // path of the store's file
	Now    func() time.Time // the clock; nil: time.Now
	Log    *slog.Logger     // nil: nothing is logged
	Demo   bool             // the store is temporary: marked on screen, never pruned
}

// demoPerMinute is how many prices a minute the demo asks of itself, so that they tick.
const demoPerMinute = 600

// Desk is a running desk. Its methods may be called from any goroutine.
type Desk struct {
	now      func() time.Time
	log      *slog.Logger
	demo     bool
	location *time.Location
	opener   []string
	keep     time.Duration
	refresh  time.Duration // first guess of a feed's interval

	catalog   orewire.Catalog
	bySymbol  map[string]orewire.Instrument
	views     []View
	watchlist []string

	store   *store.Store
	client  *fetch.Client
	linker  func() *linking.Linker // built when first needed: the first headlines do not need it
	sources []quotes.Provider
	board   *quotes.Board
	poller  atomic.Pointer[feeds.Poller] // nil until Run has made it
	feeds   []orewire.Feed
	offers  []orewire.Feed // of every bundle and of the configuration, wanted or not
	pages   *pageReader    // nil if pages are not to be read
	onPoll  func(Polled)

	health      health
	wanted      wanted
	stories     stories
	unstored    memory[cleantext.Text] // bodies
	texts       fullTexts
	arrived     chan struct{} // holds one token while the board's list of recent symbols is out of date
	unindexed   chan struct{} // holds one token while there are articles that index does not know of
	subscribers struct {
		sync.Mutex
		list []*Subscription
	}
}

// Open opens the store and makes a desk of the configuration. Nothing runs and nothing is asked of the network until Run.
// Errors of the store are *store.OpenError; errors of the configuration *config.Error.
func Open(ctx context.Context, opt Options) (*Desk, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	cat, offers, err := catalogAndOffers(opt.Config)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, opt.Store, opt.Now)
	if err != nil {
		return nil, err
	}
	changes, err := st.Subscriptions(ctx)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	cat.Feeds = subscribed(cat.Feeds, offers, changes)
	d := &Desk{
		now: opt.Now, log: opt.Log, demo: opt.Demo,
		location: opt.Config.Location(), opener: opt.Config.Opener, keep: opt.Config.Store.Keep, refresh: opt.Config.Refresh,
		catalog: cat, bySymbol: instrumentsBySymbol(cat.Instruments), watchlist: opt.Config.Watchlist,
		store: st, feeds: cat.Feeds, offers: offers, client: fetch.New(FetchOptions(opt.Config.Network)),
		linker:  sync.OnceValue(func() *linking.Linker { return linking.New(cat) }),
		arrived: make(chan struct{}, 1), unindexed: make(chan struct{}, 1),
	}
	d.stories.linker = d.linker
	st.GroupBy(d.stories.regroup)
	if opt.Demo {
		d.keep = 0
	}
	d.views = viewsOf(opt.Config)
	d.health.list(d.feeds)
	if opt.Config.Network.PagesAtIngest {
		d.pages = newPageReader(d)
	}
	d.sources = providers(opt.Config, d.client, d.now)
	board := quotes.BoardOptions{
		Refresh: opt.Config.Quotes.Refresh,
		Changed: func(symbols []string) { d.tell(Changes{Quotes: symbols}) },
	}
	if opt.Demo {
		board.PerMinute = demoPerMinute
	}
	d.board = quotes.NewBoard(d.sources, st, d.now, board)
	return d, nil
}

func providers(cfg config.Config, client *fetch.Client, now func() time.Time) []quotes.Provider {
	var list []quotes.Provider
	for _, name := range cfg.Quotes.Providers {
		if name == "yahoo" {
			list = append(list, quotes.NewYahoo(client, cfg.Quotes.Yahoo.BaseURL, now))
		}
	}
	return list
}

// FetchOptions are the configuration's rules for asking others.
func FetchOptions(n config.Network) fetch.Options {
	return fetch.Options{
		UserAgent: n.UserAgent, Proxy: n.Proxy, Timeout: n.Timeout, MaxBody: n.MaxBody,
		PerHost: n.PerHost, Concurrency: n.Concurrency,
	}
}

// viewsOf lists the tabs: all articles, the configured views, the watchlist if there is one, the starred articles.
func viewsOf(cfg config.Config) []View {
	list := []View{{Name: cleantext.Line("All")}}
	for _, v := range cfg.Views {
		list = append(list, View(v))
	}
	if len(cfg.Watchlist) > 0 {
		list = append(list, View{Name: cleantext.Line("Watchlist"), Query: query.Marked(query.Watched)})
	}
	return append(list, View{Name: cleantext.Line("Starred"), Query: query.Marked(query.Starred)})
}

// Run polls feeds and prices until ctx ends, or until one of the workers fails for good; it returns that error, which is a
// *PanicError if the worker panicked, and nil if ctx ended.
func (d *Desk) Run(ctx context.Context) error {
	poller, err := d.newPoller(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		return nil
	case err != nil:
		return err
	}
	d.poller.Store(poller)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	workers := map[string]func(context.Context) error{
		"poller": poller.Run, "board": d.board.Run, "prices wanted": d.wantPrices, "pruning": d.prune, "index": d.index,
	}
	if d.pages != nil {
		workers["pages"] = d.pages.run
	}
	failed := make(chan error, len(workers))
	var running sync.WaitGroup
	for where, work := range workers {
		running.Go(func() {
			err := guarded(where, func() error { return work(ctx) })
			if err != nil {
				stop() // the others cannot go on without it
			}
			failed <- err
		})
	}
	running.Wait()
	close(failed)
	var all []error
	for err := range failed {
		all = append(all, err)
	}
	return errors.Join(all...)
}

// Close closes the store. Run must have ended.
func (d *Desk) Close() error {
	d.client.Close()
	return d.store.Close()
}

// Now is the desk's clock.
func (d *Desk) Now() time.Time { return d.now() }

// Location is the reader's zone.
func (d *Desk) Location() *time.Location { return d.location }

// Catalog holds the topics, groups and instruments of the desk, the user's own included.
func (d *Desk) Catalog() orewire.Catalog { return d.catalog }

// Views are the tabs: all articles, the configured views, the watchlist, the starred articles.
func (d *Desk) Views() []View { return d.views }

// queryContext is what a query needs besides the article.
func (d *Desk) queryContext() query.Context {
	return query.Context{Now: d.now(), Location: d.location, Watched: d.watchlist}
}
