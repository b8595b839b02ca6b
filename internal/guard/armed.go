//go:build panictest

package guard

import "os"

var armed = os.Getenv("OREWIRE_PANIC")

// At panics if where is the place that OREWIRE_PANIC names.
func At(where string) {
	if where == armed {
		panic("made by a test: " + where)
	}
}
