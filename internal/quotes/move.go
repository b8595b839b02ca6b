package quotes

import (
	"sort"
	"time"

	"orewire"
)

// moveSince compares the last price with the close of the last bar that ended at or before a moment. There is no move if the
// market has not traded since, if a delayed exchange cannot yet know, or if the bars are not complete at the moment: a figure
// that is wrong is worse than none.
func moveSince(since time.Time, q orewire.Quote, s series) orewire.Move {
	price, known := q.Price.Get()
	traded := q.At.After(since) && !q.Fetched.Before(since.Add(q.Delay))
	complete := !s.from.IsZero() && !since.Before(s.from) && !since.After(s.through)
	if !known || !traded || !complete {
		return orewire.Move{}
	}
	n := sort.Search(len(s.bars), func(i int) bool { return s.bars[i].Start.Add(Step).After(since) })
	if n == 0 || s.bars[n-1].Start.Before(s.from) {
		return orewire.Move{}
	}
	base := s.bars[n-1]
	return orewire.Move{
		Fraction: orewire.Known(price/base.Close - 1),
		Base:     orewire.Known(base.Close),
		BaseAt:   base.Start.Add(Step),
		NowAt:    q.At,
	}
}
