package desk

import (
	"context"
	"errors"
	"fmt"

	"orewire/internal/guard"
)

// PanicError is a panic in one of the desk's goroutines.
type PanicError = guard.PanicError

// guarded runs a worker and says whose error it is; the end of its context is none.
func guarded(where string, work func() error) error {
	err := guard.Run(where, work)
	var panicked *guard.PanicError
	switch {
	case err == nil, errors.Is(err, context.Canceled):
		return nil
	case errors.As(err, &panicked):
		return err
	}
	return fmt.Errorf("%s: %w", where, err)
}
