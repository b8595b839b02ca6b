// Package config reads the configuration: one YAML file over the built-in defaults, which config.example.yaml documents.
//
// Shape: Load gives a Config whose every value has been checked; a key that the file leaves out keeps its default.
// Units: lengths of time are time.Duration, sizes are bytes.
// Errors: *Error, which says file, line, column and what was expected.
// Source: the file given, else $OREWIRE_CONFIG, else config.yaml in orewire's folder of the XDG configuration home, else the defaults.
package config

import (
	"cmp"
	"strings"
	"time"

	"github.com/goccy/go-yaml/token"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// Config is the whole configuration.
type Config struct {
	File      string         // where it was read from; "" if it is the built-in one
	Refresh   time.Duration  // first guess of a feed's interval
	Clock     bool           // show the wall clock
	Timezone  *time.Location // the reader's; nil: the machine's
	Theme     string         // auto, dark, light, colourblind or mono
	UpIs      string         // green or red: the colour of a rising price
	Bundles   []string       // built-in feed sets
	Feeds     []orewire.Feed // in addition to the bundles
	Mute      Mute
	Watchlist []string // symbols as Yahoo writes them

	Topics            []orewire.Topic      // new ones, or changes to the built-in ones of the same id
	RemoveTopics      []string             // ids of built-in topics to leave out
	Instruments       []orewire.Instrument // new ones, or changes to the built-in ones of the same name
	RemoveInstruments []string             // names of built-in instruments to leave out

	Views   []View
	Alerts  []Alert
	Quotes  Quotes
	Store   Store
	Screen  Screen
	Opener  []string // program and arguments that open an address; empty: the system's
	Network Network
	Keys    map[string][]string // by action: the keys in place of the built-in ones

	topicPlaces, instrumentPlaces places
}

// TopicMistake makes the error of a topic that is right by itself but does not fit the catalogue.
func (c Config) TopicMistake(id, message string) *Error {
	return c.mistakeAt(c.topicPlaces[strings.ToLower(id)], message)
}

// InstrumentMistake does the same for an instrument.
func (c Config) InstrumentMistake(name, message string) *Error {
	return c.mistakeAt(c.instrumentPlaces[strings.ToLower(name)], message)
}

func (c Config) mistakeAt(place *token.Position, message string) *Error {
	e := &Error{File: c.File, Message: message}
	if place != nil {
		e.Line, e.Column = place.Line, place.Column
	}
	return e
}

// Location returns the reader's zone.
func (c Config) Location() *time.Location { return cmp.Or(c.Timezone, time.Local) }

// Mute names what is never shown.
type Mute struct {
	Words      []cleantext.Text
	Publishers []cleantext.Text
}

// View is a saved query, shown as a tab.
type View struct {
	Name  cleantext.Text
	Query query.Query
}

// Alert says what to do when an article or a price meets a condition. Either When or Price is set.
type Alert struct {
	Name  cleantext.Text
	When  query.Query
	Price string   // "MP > 45", "HG=F day < -2%"; "" for an alert on articles
	Do    []string // bell, notify, flash
	Run   []string // program and arguments
	Quiet string   // "22:00-06:00" in the reader's zone; "" for never
}

// Quotes says where prices come from.
type Quotes struct {
	Providers  []string // in order of fail-over; empty: no prices
	Refresh    time.Duration
	Yahoo      Yahoo
	Finnhub    Provider
	TwelveData Provider
	Stooq      Provider
}

// Yahoo is the provider that needs a cookie in place of a token.
type Yahoo struct {
	BaseURL   string // without a slash at its end
	CookieURL string // BaseURL + "/" if only BaseURL was changed
}

// Provider is a provider of quotes with a token.
type Provider struct {
	BaseURL string // without a slash at its end
	Token   string // "" if its environment variable is not set
}

// Store says where articles are kept and for how long.
type Store struct {
	Keep time.Duration // 0: for ever
	Path string        // "": see StorePath
}

// Screen is how the dashboard draws.
type Screen struct {
	Mouse  bool
	Glyphs string // auto or ascii
	Frames int    // a second, at most
}

// Network is how orewire asks others.
type Network struct {
	UserAgent     string        // "": the program's own
	Proxy         string        // "": as the environment says
	Timeout       time.Duration // of one request
	MaxBody       int64         // bytes of an unpacked answer
	PerHost       int           // requests at once to one host
	Concurrency   int           // requests at once
	PagesAtIngest bool          // read pages of publishers that have blocks of their own when their item arrives
}
