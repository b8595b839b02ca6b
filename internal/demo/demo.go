// Package demo is a small world for orewire to be shown in: feeds of invented publishers, pages of their articles, and
// prices that move, all served over loopback HTTP to the real poller and the real quote provider. Everything in it is
// invented; nothing is a statement about a real company, state or person.
//
// Shape: Serve starts one server on 127.0.0.1; Demo says what to poll and where to ask for prices. News and prices depend
// on the seed, the time of the start and the clock alone: nothing runs in between, each request brings the world up to now.
// Units: prices as in Yahoo's chart endpoint, version 8, whose answers it imitates.
package demo

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"orewire"
	"orewire/internal/guard"
)

// originals is the path below which the pages stand that finanzen.net's pages lead on to.
const originals = "/originals"

// View is a saved query that the demo suggests.
type View struct{ Name, Query string }

// Demo is a running demo.
type Demo struct {
	Feeds     []orewire.Feed
	QuotesURL string // base address of the chart endpoint
	Watchlist []string
	Views     []View

	base     string
	now      func() time.Time
	market   *market
	newsroom *newsroom
	server   *http.Server
	hangUp   context.CancelFunc // ends requests that are still open
	served   chan error
	close    sync.Once
	closed   error
}

// Serve starts the demo; it ends with ctx or with Close. now is the clock of its news and prices.
func Serve(ctx context.Context, now func() time.Time, seed uint64) (*Demo, error) {
	listings, err := readListings()
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	start := now()
	d := &Demo{
		Watchlist: []string{"GC=F", "HG=F", "MP", "LYC.AX", "042660.KS", "REMX", "CCJ", "PLS.AX", "7011.T", "FCX"},
		Views: []View{
			{"My book", "topic:rare-earths or topic:shipbuilding or topic:copper"},
			{"Rare earths", "topic:rare-earths"},
			{"Shipbuilding", "topic:shipbuilding"},
		},
		now: now, market: newMarket(listings, seed, start), served: make(chan error, 1),
	}
	if d.newsroom, err = newNewsroom(seed, start, d.react); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	d.base = "http://" + listener.Addr().String()
	d.QuotesURL = d.base
	if d.Feeds, err = feedsAt(d.base); err != nil {
		return nil, errors.Join(fmt.Errorf("demo: %w", err), listener.Close())
	}
	ctx, d.hangUp = context.WithCancel(ctx)
	d.server = &http.Server{
		Handler: d.handler(), ReadHeaderTimeout: 10 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    log.New(io.Discard, "", 0), // a dashboard is drawn where it would go
	}
	go func() { d.served <- guard.Run("demo", func() error { return d.server.Serve(listener) }) }()
	context.AfterFunc(ctx, func() { _ = d.Close() }) // who calls Close gets the same error
	return d, nil
}

// Close stops the server, drops its connections and waits until it has ended. It may be called more than once.
func (d *Demo) Close() error {
	d.close.Do(func() {
		d.hangUp()
		err := d.server.Close()
		served := <-d.served
		if errors.Is(served, http.ErrServerClosed) {
			served = nil
		}
		d.closed = errors.Join(err, served)
	})
	return d.closed
}

// react lets a published article move the prices that it is written to move.
func (d *Demo) react(i item) {
	for _, m := range i.moves {
		d.market.react(m.symbol, i.at, m.fraction)
	}
}

// tell publishes what is due and returns the time.
func (d *Demo) tell() (time.Time, error) {
	now := d.now()
	if err := d.newsroom.advance(now); err != nil {
		return now, err
	}
	return now, nil
}

func (d *Demo) handler() http.Handler {
	mux := http.NewServeMux()
	for _, p := range publications {
		mux.HandleFunc("GET "+p.path(), func(w http.ResponseWriter, r *http.Request) { d.serveFeed(w, r, p) })
	}
	mux.HandleFunc("GET "+silentPath, d.serveSilence)
	mux.HandleFunc("GET /{publication}/{serial}/{words}", d.servePage)
	mux.HandleFunc("GET "+originals+"/{publication}/{serial}/{words}", d.servePage)
	mux.HandleFunc("GET /v8/finance/chart/{symbol}", d.serveChart)
	return mux
}

// serveSilence never answers.
func (d *Demo) serveSilence(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func (d *Demo) serveFeed(w http.ResponseWriter, r *http.Request, p publication) {
	if _, err := d.tell(); err != nil {
		fail(w, err)
		return
	}
	items := d.newsroom.newest(p.slug)
	if len(items) == 0 {
		http.NotFound(w, r)
		return
	}
	modified := items[0].at.UTC().Truncate(time.Second)
	etag := strconv.Quote(p.slug + "-" + strconv.Itoa(items[0].serial))
	w.Header().Set("ETag", etag)
	w.Header().Set("Last-Modified", modified.Format(http.TimeFormat))
	if unchanged(r, etag, modified) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, mediaType, err := writeFeed(p, d.base, entries(d.base, items))
	if err != nil {
		fail(w, err)
		return
	}
	writeBody(w, r, mediaType, body)
}

func fail(w http.ResponseWriter, err error) {
	http.Error(w, err.Error(), http.StatusInternalServerError)
}

// unchanged reports whether the reader has this version. The ETag decides where there is one.
func unchanged(r *http.Request, etag string, modified time.Time) bool {
	if tags := r.Header.Get("If-None-Match"); tags != "" {
		return strings.Contains(tags, etag)
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && !modified.After(since)
}

// writeBody packs the body if the reader takes that. A reader that has gone away is no error.
func writeBody(w http.ResponseWriter, r *http.Request, mediaType string, body []byte) {
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Vary", "Accept-Encoding")
	if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	_, _ = z.Write(body)
	_ = z.Close()
}

// servePage answers with an article's page; below originals with that of the publisher whom finanzen.net had it from.
func (d *Demo) servePage(w http.ResponseWriter, r *http.Request) {
	now, err := d.tell()
	if err != nil {
		fail(w, err)
		return
	}
	serial, _ := strconv.Atoi(r.PathValue("serial")) // 0, which no article has, if it is no number
	i, found := d.newsroom.find(r.PathValue("publication"), serial)
	if !found {
		http.NotFound(w, r)
		return
	}
	var body []byte
	switch {
	case strings.HasPrefix(r.URL.Path, originals+"/"):
		body, err = plainPage(i, i.source)
	case i.publication.pages != "":
		body, err = d.finanzenNetPage(i, now)
	default:
		body, err = plainPage(i, i.publication.name)
	}
	if err != nil {
		fail(w, err)
		return
	}
	writeBody(w, r, "text/html; charset=utf-8", body)
}
