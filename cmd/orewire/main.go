// Command orewire is a terminal dashboard for mineral market news; everything that it shows can be had by its other commands too.
//
// Output: standard output carries data only, everything else goes to standard error.
// Exit status: 0 done, or quit by its key; 1 failed; 2 wrong usage or configuration; 128 + n ended by signal n.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
	_ "time/tzdata" // zones are known on machines that have no list of them

	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/guard"
)

const (
	statusDone   = 0
	statusFailed = 1
	statusUsage  = 2
	statusSignal = 128 // plus the signal's number
)

// gcPercent bounds memory: a first round of 200 feeds peaks at 60 MB instead of 66, for a twentieth more CPU time.
const gcPercent = 75

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := untilSignal(context.Background())
	status := execute(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// execute does what the arguments say and returns the exit status.
func execute(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{now: time.Now}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	at := root // the command that the arguments name
	err := guard.Run("program", func() error {
		var err error
		at, err = root.ExecuteContextC(ctx)
		return err
	})
	var panicked *guard.PanicError
	if err != nil && !p.started && !errors.As(err, &panicked) {
		err = usageError{err}
	}
	return p.report(ctx, at.CommandPath(), err, stderr)
}

// report tells what went wrong and what to do about it, and returns the exit status.
func (p *program) report(ctx context.Context, command string, err error, stderr io.Writer) int {
	var signalled interrupted
	if errors.As(context.Cause(ctx), &signalled) {
		return statusSignal + int(signalled.signal)
	}
	if err == nil {
		return statusDone
	}
	var wrongConfig *config.Error
	var wrongQuery misquery
	var usage usageError
	var panicked *guard.PanicError
	switch {
	case errors.Is(err, errTold):
		return statusFailed
	case errors.As(err, &wrongConfig):
		fmt.Fprintf(stderr, "orewire: %s\nCorrect it and try `orewire config check`; `orewire config init` writes a commented example.\n", cleantext.Error(wrongConfig))
		return statusUsage
	case errors.As(err, &wrongQuery):
		fmt.Fprintf(stderr, "orewire: the query is not understood:\n%s\n`orewire list --help` says what a query can hold.\n", wrongQuery.shown())
		return statusUsage
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "orewire: %s\n`%s --help` says how it is used.\n", cleantext.Error(err), command)
		return statusUsage
	case errors.As(err, &panicked):
		fmt.Fprintf(stderr, "orewire: %s\n", tellOfCrash(panicked, p.now()))
	default:
		fmt.Fprintf(stderr, "orewire: %s\n", cleantext.Paragraphs(err.Error()))
	}
	return statusFailed
}

// errTold is for a command that failed and has said so already.
var errTold = errors.New("told already")
