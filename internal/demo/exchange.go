package demo

import (
	"time"
	_ "time/tzdata" // the sessions need zones on machines without a time zone database
)

// exchange is where a listing trades. Holidays are left out: the demo trades on every weekday.
type exchange struct {
	code  string // as the provider writes it
	name  string
	zone  *time.Location
	hours []hours // of a weekday
	pre   int     // minute at which pre-market trade begins; 0 if there is none
	post  int     // minute at which post-market trade ends; 0 if there is none
}

// hours are minutes after the local midnight; negative ones are of the evening before.
type hours struct{ from, to int }

func clock(hour, minute int) int { return hour*60 + minute }

var (
	newYorkHours = []hours{{clock(9, 30), clock(16, 0)}}
	xetraHours   = []hours{{clock(9, 0), clock(17, 30)}}
	chinaHours   = []hours{{clock(9, 30), clock(11, 30)}, {clock(13, 0), clock(15, 0)}}
	cmeHours     = []hours{{-clock(6, 0), clock(17, 0)}}
)

// exchanges by the code that listings.tsv uses.
var exchanges = map[string]exchange{
	"NYQ": {"NYQ", "NYSE", mustLoad("America/New_York"), newYorkHours, clock(4, 0), clock(20, 0)},
	"NMS": {"NMS", "NasdaqGS", mustLoad("America/New_York"), newYorkHours, clock(4, 0), clock(20, 0)},
	"PCX": {"PCX", "NYSEArca", mustLoad("America/New_York"), newYorkHours, clock(4, 0), clock(20, 0)},
	"ASE": {"ASE", "NYSE American", mustLoad("America/New_York"), newYorkHours, clock(4, 0), clock(20, 0)},
	"TOR": {"TOR", "Toronto", mustLoad("America/Toronto"), newYorkHours, 0, 0},
	"VAN": {"VAN", "TSXV", mustLoad("America/Toronto"), newYorkHours, 0, 0},
	"ASX": {"ASX", "ASX", mustLoad("Australia/Sydney"), []hours{{clock(10, 0), clock(16, 0)}}, 0, 0},
	"JPX": {"JPX", "Tokyo", mustLoad("Asia/Tokyo"), []hours{{clock(9, 0), clock(11, 30)}, {clock(12, 30), clock(15, 30)}}, 0, 0},
	"KSC": {"KSC", "KSE", mustLoad("Asia/Seoul"), []hours{{clock(9, 0), clock(15, 30)}}, 0, 0},
	"HKG": {"HKG", "HKSE", mustLoad("Asia/Hong_Kong"), []hours{{clock(9, 30), clock(12, 0)}, {clock(13, 0), clock(16, 0)}}, 0, 0},
	"SHH": {"SHH", "Shanghai", mustLoad("Asia/Shanghai"), chinaHours, 0, 0},
	"SHZ": {"SHZ", "Shenzhen", mustLoad("Asia/Shanghai"), chinaHours, 0, 0},
	"SES": {"SES", "SES", mustLoad("Asia/Singapore"), []hours{{clock(9, 0), clock(12, 0)}, {clock(13, 0), clock(17, 0)}}, 0, 0},
	"LSE": {"LSE", "LSE", mustLoad("Europe/London"), []hours{{clock(8, 0), clock(16, 30)}}, 0, 0},
	"IOB": {"IOB", "IOB", mustLoad("Europe/London"), []hours{{clock(8, 0), clock(15, 30)}}, 0, 0},
	"GER": {"GER", "XETRA", mustLoad("Europe/Berlin"), xetraHours, 0, 0},
	"PAR": {"PAR", "Paris", mustLoad("Europe/Paris"), xetraHours, 0, 0},
	"AMS": {"AMS", "Amsterdam", mustLoad("Europe/Amsterdam"), xetraHours, 0, 0},
	"BRU": {"BRU", "Brussels", mustLoad("Europe/Brussels"), xetraHours, 0, 0},
	"MIL": {"MIL", "Milan", mustLoad("Europe/Rome"), xetraHours, 0, 0},
	"STO": {"STO", "Stockholm", mustLoad("Europe/Stockholm"), xetraHours, 0, 0},
	"WSE": {"WSE", "Warsaw", mustLoad("Europe/Warsaw"), []hours{{clock(9, 0), clock(17, 0)}}, 0, 0},
	"OSL": {"OSL", "Oslo", mustLoad("Europe/Oslo"), []hours{{clock(9, 0), clock(16, 20)}}, 0, 0},
	"NSI": {"NSI", "NSE", mustLoad("Asia/Kolkata"), []hours{{clock(9, 15), clock(15, 30)}}, 0, 0},
	"JNB": {"JNB", "Johannesburg", mustLoad("Africa/Johannesburg"), []hours{{clock(9, 0), clock(17, 0)}}, 0, 0},
	"CMX": {"CMX", "COMEX", mustLoad("America/New_York"), cmeHours, 0, 0},
	"NYM": {"NYM", "NY Mercantile", mustLoad("America/New_York"), cmeHours, 0, 0},
	"CCY": {"CCY", "CCY", mustLoad("America/New_York"), []hours{{-clock(7, 0), clock(17, 0)}}, 0, 0},
}

func mustLoad(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // cannot be: tzdata is linked in
	}
	return loc
}

// session is one trading day.
type session struct {
	open, close time.Time
	spans       []span // without the lunch break
	pre, post   time.Time
}

// span is a time without a break in trade.
type span struct{ from, to time.Time }

// session returns the trading day of the local date, or false at the week-end.
func (e exchange) session(year int, month time.Month, day int) (session, bool) {
	at := func(minute int) time.Time { return time.Date(year, month, day, 0, minute, 0, 0, e.zone) }
	if weekday := at(clock(12, 0)).Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		return session{}, false
	}
	var s session
	for _, h := range e.hours {
		s.spans = append(s.spans, span{at(h.from), at(h.to)})
	}
	s.open, s.close = s.spans[0].from, s.spans[len(s.spans)-1].to
	s.pre, s.post = s.open, s.close
	if e.pre != 0 {
		s.pre, s.post = at(e.pre), at(e.post)
	}
	return s, true
}

// sessionOn returns the trading day of the local date of t, or the first one after it.
func (e exchange) sessionOn(t time.Time) session { return e.nearest(t, 1) }

// after returns the trading day that follows s, before the one that s follows.
func (e exchange) after(s session) session  { return e.nearest(s.close.AddDate(0, 0, 1), 1) }
func (e exchange) before(s session) session { return e.nearest(s.close.AddDate(0, 0, -1), -1) }

// nearest looks for a trading day from the local date of t on, forwards or backwards by whole days.
func (e exchange) nearest(t time.Time, direction int) session {
	year, month, day := t.In(e.zone).Date()
	for {
		if s, ok := e.session(year, month, day); ok {
			return s
		}
		day += direction
	}
}
