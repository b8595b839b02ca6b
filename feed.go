package orewire

import (
	"time"

	"orewire/internal/cleantext"
)

// Feed is an RSS, Atom, RDF or JSON feed that is polled.
type Feed struct {
	Name      cleantext.Text    `json:"name"`
	URL       cleantext.Address `json:"url"`
	Site      cleantext.Address `json:"site,omitzero"`
	Lang      string            `json:"lang,omitempty"`      // a hint; an item may be in another language
	Topics    []string          `json:"topics,omitempty"`    // what it mostly writes about; a hint
	Context   string            `json:"context,omitempty"`   // "metals": every item is about metals, so weak terms count
	Bundle    string            `json:"bundle,omitempty"`    // the built-in set it belongs to; "" for the user's own
	Group     cleantext.Text    `json:"group,omitzero"`      // the reader's own folder for it, as "Mining / Rare earths"; "" for none
	Added     time.Time         `json:"added,omitzero"`      // UTC, when the reader added it in the program; zero for one of a bundle or the configuration
	Every     time.Duration     `json:"every,omitempty"`     // fixed interval; 0: adaptive
	UserAgent string            `json:"userAgent,omitempty"` // in place of the general one
	Headers   map[string]string `json:"headers,omitempty"`
	Pages     string            `json:"pages,omitempty"`  // the reader of its articles' pages, as "finanzen.net": see feeds/publisher; "" if they carry no blocks of their own
	Closed    bool              `json:"closed,omitempty"` // its publisher's terms forbid keeping the text: show it, store only headline, link and summary
}

// FeedState is what polling a feed has taught us; kept in the store under the feed's address.
type FeedState struct {
	URL          cleantext.Address
	Title        cleantext.Text // what the feed calls itself
	ETag         string         // as received, byte for byte
	LastModified string         // as received, byte for byte
	Checked      time.Time      // UTC, the last try
	OK           time.Time      // UTC, the last good answer
	Next         time.Time      // UTC, when it is due
	Interval     time.Duration
	Newest       time.Time      // UTC, its newest item
	Items        int            // in its last full answer
	Status       int            // HTTP status of the last try; 0 if there was no answer
	Failures     int            // in a row
	Error        cleantext.Text // why the last try failed, in words; "" if it did not
	Took         time.Duration

	Moved      cleantext.Address // where its server says it has moved for good; zero if it says no such thing
	MovedSeen  int               // how many times in a row it has said so; from the third on Moved is asked instead of URL
	Paused     bool              // its server says that it is gone (410): asked only on demand, and once a day
	Quiet      time.Time         // UTC, its server has asked us not to come before (Retry-After)
	Hint       time.Duration     // the interval that feed or server ask for (ttl, sy:update*, Cache-Control, Expires); 0: none
	Pace       time.Duration     // mean time between its latest items; 0 if it cannot be told
	SkipHours  uint32            // bit n: it says that nothing comes in hour n, UTC
	SkipDays   uint8             // bit n: it says that nothing comes on weekday n, as time.Weekday, UTC
	Incomplete cleantext.Text    // what was left out of its last full answer, in words; "" if nothing
}

// Address returns where the feed is to be asked: where it has moved, once that is certain.
func (s FeedState) Address() cleantext.Address {
	if s.MovedSeen >= movedForGood && !s.Moved.IsZero() {
		return s.Moved
	}
	return s.URL
}

const movedForGood = 3 // times in a row

// FeedTemplate makes the address of a feed about one instrument.
type FeedTemplate struct {
	Name     string `json:"name"`     // of the service, as "Nasdaq"
	URL      string `json:"url"`      // with {symbol} as Yahoo writes it, or {code}, which is the symbol without its exchange
	Market   string `json:"market"`   // ending of the symbols that it serves, as ".T"; "US" for those without one; "" for all
	Lang     string `json:"lang"`     // of its items
	Evidence string `json:"evidence"` // that it works: "tested" if an answer was recorded, "named" if public programs use it
	Seen     string `json:"seen"`     // what was recorded
}
