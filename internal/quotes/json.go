package quotes

import (
	"encoding/json"
	"math"
	"strconv"
	"time"

	"orewire"
)

// number is a number of a provider's answer. Null, text and what no price or time can be are unknown.
type number struct{ orewire.Figure }

const absurd = 1e12 // no price, volume or time is as large

func (n *number) UnmarshalJSON(b []byte) error {
	n.Figure = orewire.Figure{}
	v, err := strconv.ParseFloat(string(b), 64)
	if err == nil && math.Abs(v) < absurd {
		n.Figure = orewire.Known(v)
	}
	return nil
}

// price returns the number as a price. None is zero or less: a future that fell below it, as oil once did, has no price here.
func (n number) price() orewire.Figure {
	if v, _ := n.Get(); v > 0 {
		return n.Figure
	}
	return orewire.Figure{}
}

// moment returns the number as a time, zero if it is none of our days.
func (n number) moment() time.Time {
	v, ok := n.Get()
	if !ok || v < 631152000 || v > 4102444800 { // the years 1990 to 2099
		return time.Time{}
	}
	return time.Unix(int64(v), 0).UTC()
}

// word is a text of a provider's answer; what is no text is empty.
type word string

func (w *word) UnmarshalJSON(b []byte) error {
	*w = ""
	if len(b) == 0 || b[0] != '"' {
		return nil
	}
	return json.Unmarshal(b, (*string)(w))
}
