package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// interrupted is why a context ended when a signal ended it.
type interrupted struct{ signal syscall.Signal }

func (i interrupted) Error() string { return "ended by the signal " + i.signal.String() }

// untilSignal returns a context that the first SIGINT, SIGTERM or SIGHUP ends. A second one ends the program at once.
func untilSignal(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		select {
		case s := <-caught:
			if s, ok := s.(syscall.Signal); ok {
				cancel(interrupted{s})
			}
			signal.Stop(caught)
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(caught)
		cancel(nil)
	}
}
