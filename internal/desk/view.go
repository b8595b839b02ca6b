package desk

import (
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// Window asks for the headlines around the one the reader stands on.
type Window struct {
	Query        query.Query
	Around       int64 // article that the reader stands on; 0: the newest
	Newer, Older int   // rows wanted above and below it
	Oldest       bool  // stand on the oldest match instead of Around
}

// Headlines is the answer to a Window: newest first, without bodies.
type Headlines struct {
	Rows   []Headline
	Around int  // index in Rows of the article asked for, else of its nearest older neighbour; -1 if there is none
	Above  int  // matching articles newer than Rows[0]
	Total  int  // matching articles
	Unread int  // of them
	Capped bool // there are more: Total and Unread are of the newest that are counted
}

// Headline is one row: the article and the instrument that leads it.
type Headline struct {
	orewire.Article
	Lead orewire.Link // the first linked instrument that has traded since, else the first; Name is empty if there is none
	Move orewire.Move // of Lead since the article was published
}

// Ticker is an instrument beside an article, with its price.
type Ticker struct {
	orewire.Link
	Quote  orewire.Quote // Symbol is empty while there is none
	Move   orewire.Move  // since the article was published
	Closes []float64     // the closes of its latest session, oldest first, for the sparkline
	Proxy  bool
	Unit   string
}

// Counts are the articles of a topic or a view.
type Counts struct {
	Total, Unread int
	Capped        bool // there are more: only the newest matches were counted
}

// Census is what the Commodities pane and the tabs show.
type Census struct {
	Topics map[string]Counts // by topic id; "" is all articles
	Views  []Counts          // in the order of Desk.Views
	Flow   [24]int           // articles an hour of the topic asked for, the last 24 hours, oldest first
}

// View is a saved query with a name, shown as a tab.
type View struct {
	Name  cleantext.Text
	Query query.Query
}

// FeedHealth is a feed with what its polls have shown.
type FeedHealth struct {
	orewire.Feed
	State  orewire.FeedState
	Asking bool // a request is under way
	Silent bool // it answers well, but has had nothing new for weeks
}

// Status is what the header and the footer say.
type Status struct {
	Feeds, Failing int
	Paused         int            // gone, say their servers; not among Failing
	Asked          int            // feeds that have answered or failed since the start; less than Feeds during the first round
	Asking         int            // requests under way
	Prices         time.Time      // UTC, when prices were last got; zero if never
	PriceError     cleantext.Text // why they are not coming, in words
	PriceRetry     time.Time      // UTC, when the provider may be asked again; zero if it may now
	Demo           bool
	Notice         cleantext.Text // an error that concerns the whole program, as a store that cannot be written
}

// Changes is what happened within one window of time; the screen re-reads what it shows of it.
type Changes struct {
	New     []int64  // articles that arrived
	Updated []int64  // articles whose text, topics, links or marks changed
	Quotes  []string // symbols with a new price
	Feeds   bool     // a feed's state changed
}
