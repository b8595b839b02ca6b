package feeds

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Wishes is what a feed says about when it wants to be asked.
type Wishes struct {
	Every     time.Duration // its own interval; 0 if it names none
	SkipHours uint32        // bit n: nothing comes in hour n, UTC
	SkipDays  uint8         // bit n: nothing comes on weekday n, as time.Weekday, UTC
}

// wishes is the same as it is written.
type wishes struct {
	ttl               string // minutes
	period, frequency string // so many times in a period
	hours, days       []string
}

var periods = map[string]time.Duration{
	"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour, "monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
}

// read makes sense of what is written.
func (w wishes) read() Wishes {
	var r Wishes
	if minutes, err := strconv.Atoi(strings.TrimSpace(w.ttl)); err == nil && minutes > 0 && minutes < 1<<20 {
		r.Every = time.Duration(minutes) * time.Minute
	}
	if period := periods[strings.ToLower(strings.TrimSpace(w.period))]; period > 0 {
		times, err := strconv.Atoi(strings.TrimSpace(w.frequency))
		if err != nil || times < 1 {
			times = 1
		}
		r.Every = max(r.Every, period/time.Duration(times))
	}
	for _, hour := range w.hours {
		if n, err := strconv.Atoi(strings.TrimSpace(hour)); err == nil && n >= 0 && n <= 24 {
			r.SkipHours |= 1 << (n % 24) // some count from 1 to 24
		}
	}
	for _, day := range w.days {
		for n := time.Sunday; n <= time.Saturday; n++ {
			if strings.EqualFold(strings.TrimSpace(day), n.String()) {
				r.SkipDays |= 1 << n
			}
		}
	}
	return r
}

// freshness returns how long a server says that its answer holds; 0 if it does not say.
func freshness(header http.Header) time.Duration {
	for directive := range strings.SplitSeq(strings.Join(header.Values("Cache-Control"), ","), ",") {
		key, value, _ := strings.Cut(strings.ToLower(strings.TrimSpace(directive)), "=")
		switch key {
		case "no-cache", "no-store":
			return 0
		case "max-age":
			seconds, err := strconv.ParseUint(strings.Trim(value, ` "`), 10, 31)
			if err != nil {
				return 0
			}
			age, _ := strconv.ParseUint(header.Get("Age"), 10, 31) // none is 0
			return time.Duration(max(0, int64(seconds)-int64(age))) * time.Second
		}
	}
	expires, err := http.ParseTime(header.Get("Expires"))
	if err != nil {
		return 0
	}
	date, err := http.ParseTime(header.Get("Date")) // its own clock
	if err != nil {
		return 0
	}
	return max(0, expires.Sub(date))
}
