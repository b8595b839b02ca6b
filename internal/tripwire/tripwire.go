//go:build !panictest

// Package tripwire gives the tests a way to make any goroutine panic: built with the tag panictest, the program panics at the
// place that the environment variable OREWIRE_PANIC names. Without the tag, At does nothing.
package tripwire

// At marks a place where a test may want a panic.
func At(string) {}
