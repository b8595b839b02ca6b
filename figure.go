package orewire

import (
	"encoding/json"
	"math"
	"strconv"
)

// Figure is a number that may be unknown, which is not the same as 0. The zero value is unknown.
type Figure struct {
	value float64
	known bool
}

// Known makes a figure of a number; NaN and infinities are unknown.
func Known(v float64) Figure {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Figure{}
	}
	return Figure{v, true}
}

// Get returns the number and whether it is known.
func (f Figure) Get() (float64, bool) { return f.value, f.known }

// IsZero reports whether the figure is unknown; encoding/json's omitzero asks it.
func (f Figure) IsZero() bool { return !f.known }

// MarshalJSON writes the number, or null.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.known {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, f.value, 'f', -1, 64), nil
}

// UnmarshalJSON reads a number or null.
func (f *Figure) UnmarshalJSON(b []byte) error {
	var v *float64
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*f = Figure{}
	if v != nil {
		*f = Known(*v)
	}
	return nil
}
