package store

import "time"

// place is an article's position in every list, the newest highest: the second it was published, then its id. As the indexes of the
// articles, of the postings of each label and of the full text alike are in its order, each can be read newest first and left off after a page.
type place = int64

const (
	idBits     = 29
	idMask     = 1<<idBits - 1
	lastSecond = 1<<(62-idBits) - 1 // in 2242; later times count as this one, as do earlier ones than its opposite
)

func placeOf(published time.Time, id int64) place {
	return placeOfSecond(published.Unix()) | id&idMask
}

func placeOfSecond(second int64) place { return max(-lastSecond, min(second, lastSecond)) << idBits }

// firstPlace is the lowest place of a second, that of t or the next whole one.
func firstPlace(t time.Time) place {
	second := t.Unix()
	if t.Nanosecond() > 0 {
		second++
	}
	return placeOfSecond(second)
}

const (
	lowest  place = -1 << 63
	highest place = 1<<63 - 1
)

// millis and instant are the store's form of a time; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
