// Package guard runs the work of a goroutine so that a panic in it becomes an error of its owner, who can then restore the
// terminal and write a report. With the build tag panictest it also gives the tests a way to make any goroutine panic.
package guard

import (
	"fmt"
	"runtime/debug"
)

// PanicError is a panic, turned into an error.
type PanicError struct {
	Where string // the work that panicked: "poller", "board", …
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("%s: panic: %v", e.Where, e.Value) }

// Run does the work on the caller's goroutine. Its error is the work's own, or a *PanicError.
func Run(where string, work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Where: where, Value: value, Stack: debug.Stack()}
		}
	}()
	At(where)
	return work()
}
