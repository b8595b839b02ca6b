//go:build panictest

// Package tripwire panics at the place that OREWIRE_PANIC names.
package tripwire

import "os"

var armed = os.Getenv("OREWIRE_PANIC")

// At panics if where is the place that OREWIRE_PANIC names.
func At(where string) {
	if where == armed {
		panic("tripwire: " + where)
	}
}
