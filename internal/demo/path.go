package demo

import (
	"hash/fnv"
	"math"
	"slices"
	"time"
)

// history is how far back prices are known by the minute; before that there are daily closes.
const history = 10 * 24 * time.Hour

// path is the price of one listing, minute by minute, as a random walk that depends on nothing but the seed, the symbol
// and the headlines. It grows as time passes; what it has once said it never takes back.
type path struct {
	listing  listing
	noise    noise
	starts   []int64   // unix times of the minutes, oldest first
	closes   []float64 // the price at the end of each
	sessions []traded
	coming   session    // the trading day that the path has not walked to its end
	waiting  []reaction // to headlines, not yet begun, oldest first
	pressure float64    // what is still to come of those that have begun, as a fraction
	rebound  float64    // what will be taken back of it
	heat     float64    // how much has happened lately; the more, the less another headline does
}

// traded is a session that has begun, with the place of its first minute.
type traded struct {
	session
	first int
}

// reaction is the move that a headline makes, as a fraction of the price.
type reaction struct {
	at   time.Time
	size float64
}

func newPath(l listing, seed uint64, from time.Time) *path {
	return &path{listing: l, noise: noiseOf(seed, l.symbol), coming: l.exchange.sessionOn(from)}
}

// react lets a headline move the price from its time on. Headlines come in the order of their time.
func (p *path) react(at time.Time, size float64) {
	p.waiting = append(p.waiting, reaction{at, size})
}

// walk goes on to the minute that holds now.
func (p *path) walk(now time.Time) {
	for !p.coming.open.After(now) {
		if n := len(p.sessions); n == 0 || !p.sessions[n-1].open.Equal(p.coming.open) {
			p.sessions = append(p.sessions, traded{p.coming, len(p.starts)})
		}
		for _, s := range p.coming.spans {
			p.walkSpan(s, now)
		}
		if p.coming.close.After(now) {
			return
		}
		p.coming = p.listing.exchange.after(p.coming)
	}
}

func (p *path) walkSpan(s span, now time.Time) {
	minute := s.from
	if n := len(p.starts); n > 0 && p.starts[n-1] >= minute.Unix() {
		minute = time.Unix(p.starts[n-1]+60, 0)
	}
	for ; minute.Before(s.to) && !minute.After(now); minute = minute.Add(time.Minute) {
		p.step(minute)
	}
}

// step adds the minute that begins at start.
func (p *path) step(start time.Time) {
	price, opening := p.listing.price, true
	if n := len(p.closes); n > 0 {
		price = p.closes[n-1]
		opening = start.Unix()-p.starts[n-1] > 3600
	}
	sigma := p.listing.volatility / math.Sqrt(p.minutesADay())
	sigma *= 0.3 + 0.9*p.noise.uniform(start.Unix()/1800) // calm and busy half-hours
	if opening {
		sigma = p.listing.volatility * 0.4
	}
	home := 0.0005 * math.Log(p.listing.price/price) // never strays for good
	p.starts = append(p.starts, start.Unix())
	p.closes = append(p.closes, price*math.Exp(p.drift(start, opening)+home+sigma*p.noise.normal(start.Unix())))
}

// drift returns what the headlines do to the price in the minute that begins at start, as a fraction. Most of it comes
// within ten minutes, or at once where the market was closed; two fifths are taken back within hours.
func (p *path) drift(start time.Time, opening bool) float64 {
	p.heat *= 0.995
	for len(p.waiting) > 0 && !p.waiting[0].at.After(start) {
		p.pressure += p.waiting[0].size / (1 + p.heat/0.012)
		p.heat += math.Abs(p.waiting[0].size)
		p.waiting = p.waiting[1:]
	}
	share := 0.22
	if opening {
		share = 0.9
	}
	now, back := p.pressure*share, p.rebound*0.01
	p.pressure -= now
	p.rebound += 0.4*now - back
	return now - back
}

func (p *path) minutesADay() float64 {
	minutes := 0
	for _, h := range p.listing.exchange.hours {
		minutes += h.to - h.from
	}
	return float64(minutes)
}

// last returns the last trade at now, which walk has reached: its price and time.
func (p *path) last(now time.Time) (price float64, at time.Time) {
	n := len(p.closes)
	rhythm := time.Duration(1+p.noise.key%6) * time.Second // how often it trades
	start, at := time.Unix(p.starts[n-1], 0), now.Truncate(rhythm)
	if !at.Before(start.Add(time.Minute)) {
		return p.listing.tick(p.closes[n-1]), start.Add(time.Minute - time.Second)
	}
	if at.Before(start) {
		at = start
	}
	before := p.closes[n-1]
	if n > 1 && p.starts[n-1]-p.starts[n-2] == 60 {
		before = p.closes[n-2]
	}
	done := at.Sub(start).Seconds() / 60
	wobble := p.listing.volatility / 40 * p.noise.normal(at.Unix()) * 4 * done * (1 - done) // gone when the minute is over
	return p.listing.tick((before + (p.closes[n-1]-before)*done) * (1 + wobble)), at
}

// at returns the price at a moment that walk has reached, and the close of the session before that moment's.
func (p *path) at(moment time.Time) (price, before float64) {
	next, _ := slices.BinarySearch(p.starts, moment.Unix())
	minute := max(0, next-1)
	day := 0
	for i, s := range p.sessions {
		if s.first <= minute {
			day = i
		}
	}
	return p.listing.tick(p.closes[minute]), p.lastClose(day)
}

// lastClose returns the close of the session that p.sessions[i] follows.
func (p *path) lastClose(i int) float64 {
	if first := p.sessions[i].first; first > 0 {
		return p.listing.tick(p.closes[first-1])
	}
	return p.dailyBefore(1)[0].close
}

// bar is the trade of one step of time.
type bar struct {
	start                  time.Time
	open, high, low, close float64
	volume                 int64
}

// bars returns the bars of a step below a day that begin from from on, until now. Steps count from the session's opening.
func (p *path) bars(step time.Duration, from, now time.Time) []bar {
	var bars []bar
	for i, s := range p.sessions {
		end := len(p.starts)
		if i+1 < len(p.sessions) {
			end = p.sessions[i+1].first
		}
		if s.close.Before(from) {
			continue
		}
		for m := s.first; m < end; m++ {
			at := time.Unix(p.starts[m], 0)
			start := s.open.Add(at.Sub(s.open).Truncate(step))
			if start.Before(from) {
				continue
			}
			if n := len(bars); n == 0 || !bars[n-1].start.Equal(start) {
				bars = append(bars, bar{start: start, open: p.openOf(m, s.first), low: math.MaxFloat64})
			}
			p.addMinute(&bars[len(bars)-1], m, now)
		}
	}
	return bars
}

func (p *path) openOf(minute, first int) float64 {
	if minute == first {
		return p.listing.tick(p.closes[minute])
	}
	return p.listing.tick(p.closes[minute-1])
}

func (p *path) addMinute(b *bar, minute int, now time.Time) {
	b.close = p.listing.tick(p.closes[minute])
	if minute == len(p.closes)-1 {
		b.close, _ = p.last(now) // the minute is not over
	}
	b.high = max(b.high, b.open, b.close)
	b.low = min(b.low, b.open, b.close)
	b.volume += p.volume(p.starts[minute])
}

func (p *path) volume(start int64) int64 {
	return int64(20_000_000 / p.listing.price / p.minutesADay() * (0.3 + 1.4*p.noise.uniform(start+1)))
}

// daily returns the bars of whole days from from on, until now.
func (p *path) daily(from, now time.Time) []bar {
	days := max(0, int(now.Sub(from).Hours()/24*5/7)+1)
	var bars []bar
	for _, b := range p.dailyBefore(min(days, 3000)) {
		if !b.start.Before(from) {
			bars = append(bars, b)
		}
	}
	for _, b := range p.bars(24*time.Hour, p.sessions[0].open, now) {
		if !b.start.Before(from) {
			bars = append(bars, b)
		}
	}
	return bars
}

// dailyBefore returns the last n daily bars before the path begins, oldest first, walking back from its first price.
func (p *path) dailyBefore(n int) []bar {
	bars := make([]bar, 0, n)
	s := p.sessions[0].session
	closing := p.listing.price
	for len(bars) < n {
		s = p.listing.exchange.before(s)
		z := p.noise.normal(s.open.Unix())
		opening := closing * math.Exp(-p.listing.volatility*z)
		b := bar{start: s.open, open: p.listing.tick(opening), close: p.listing.tick(closing)}
		swing := 1 + p.listing.volatility*0.4*p.noise.uniform(s.close.Unix())
		b.high, b.low = p.listing.tick(max(opening, closing)*swing), p.listing.tick(min(opening, closing)/swing)
		b.volume = p.volume(s.open.Unix()) * int64(p.minutesADay())
		bars = append(bars, b)
		closing = opening * math.Exp(0.002*math.Log(p.listing.price/opening))
	}
	slices.Reverse(bars)
	return bars
}

// noise is a source of numbers that can be asked for any moment in any order.
type noise struct{ key uint64 }

func noiseOf(seed uint64, name string) noise {
	h := fnv.New64a()
	h.Write([]byte(name)) // a hash never fails
	return noise{mix(h.Sum64() ^ mix(seed))}
}

// mix spreads the bits of x, as SplitMix64 does.
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// uniform returns a number from 0 up to 1.
func (n noise) uniform(moment int64) float64 {
	return float64(mix(n.key^uint64(moment))>>11) / (1 << 53)
}

// normal returns a number that is nearly normal, with mean 0 and deviation 1.
func (n noise) normal(moment int64) float64 {
	sum := 0.0
	for i := range int64(12) {
		sum += n.uniform(moment*16 + i)
	}
	return sum - 6
}
