package desk

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"orewire/internal/tripwire"
)

// PanicError is a panic in one of the desk's goroutines, turned into an error so that its owner can restore the terminal first.
type PanicError struct {
	Where string // the worker that panicked: "poller", "board", …
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("%s: panic: %v", e.Where, e.Value) }

// guard runs work and turns a panic into an error; the end of ctx is no error.
func guard(where string, work func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = &PanicError{Where: where, Value: value, Stack: debug.Stack()}
		}
	}()
	tripwire.At(where)
	if err := work(); err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w", where, err)
	}
	return nil
}
