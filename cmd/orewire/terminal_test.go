//go:build !windows

package main

import (
	"bytes"
	"errors"
	"fmt"
	"image/color"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// terminal is the built program in a pseudo-terminal whose screen is emulated.
type terminal struct {
	t    *testing.T
	pty  *os.File
	cmd  *exec.Cmd
	done chan struct{} // closed when the program has ended and all it wrote was read

	mu       sync.Mutex
	emulator *vt.Emulator
	alt      bool
	cursor   bool
}

// openTerminal starts the program in a terminal of w by h cells.
func openTerminal(t *testing.T, w, h int, env []string, program string, args ...string) *terminal {
	t.Helper()
	term := &terminal{t: t, emulator: vt.NewEmulator(w, h), cursor: true, done: make(chan struct{})}
	term.emulator.SetCallbacks(vt.Callbacks{
		AltScreen:        func(on bool) { term.alt = on },
		CursorVisibility: func(visible bool) { term.cursor = visible },
	})
	term.cmd = exec.Command(program, args...)
	term.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=")
	term.cmd.Env = append(term.cmd.Env, env...)
	file, err := pty.StartWithSize(term.cmd, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)})
	if err != nil {
		t.Fatalf("start in a pseudo-terminal: %v", err)
	}
	term.pty = file
	go io.Copy(file, term.emulator) //nolint:errcheck // what the terminal answers, until it is closed
	go term.read()
	t.Cleanup(func() {
		_ = term.cmd.Process.Kill()
		_ = term.pty.Close()
		if answers, ok := term.emulator.InputPipe().(io.Closer); ok { // Emulator.Close would race with who reads them
			_ = answers.Close()
		}
	})
	return term
}

func (term *terminal) read() {
	defer close(term.done)
	buffer := make([]byte, 32<<10)
	for {
		n, err := term.pty.Read(buffer)
		term.mu.Lock()
		_, _ = term.emulator.Write(buffer[:n])
		term.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// text is the screen, a line a row.
func (term *terminal) text() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	var b strings.Builder
	for y := range term.emulator.Height() {
		for x := 0; x < term.emulator.Width(); {
			cell := term.emulator.CellAt(x, y)
			if cell == nil || cell.Content == "" {
				b.WriteByte(' ')
				x++
				continue
			}
			b.WriteString(cell.Content)
			x += max(1, cell.Width)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// colourOf is the colour of the first cell of words on the screen; nil if they are not there or have no colour of their own.
func (term *terminal) colourOf(words string) color.Color {
	term.mu.Lock()
	defer term.mu.Unlock()
	for y := range term.emulator.Height() {
		var line strings.Builder
		var at []int // the column of each byte of line
		for x := range term.emulator.Width() {
			if cell := term.emulator.CellAt(x, y); cell != nil {
				for range len(cell.Content) {
					at = append(at, x)
				}
				line.WriteString(cell.Content)
			}
		}
		if i := strings.Index(line.String(), words); i >= 0 {
			return term.emulator.CellAt(at[i], y).Style.Fg
		}
	}
	return nil
}

// keys types keys as they are.
func (term *terminal) keys(keys string) {
	term.t.Helper()
	if _, err := io.WriteString(term.pty, keys); err != nil {
		term.t.Fatalf("typing %q: %v", keys, err)
	}
}

// resize makes the terminal w by h cells.
func (term *terminal) resize(w, h int) {
	term.t.Helper()
	term.mu.Lock()
	term.emulator.Resize(w, h)
	term.mu.Unlock()
	if err := pty.Setsize(term.pty, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)}); err != nil {
		term.t.Fatalf("resize: %v", err)
	}
}

const patience = 20 * time.Second // of a test; the program itself needs far less

// wait waits until the screen matches a pattern.
func (term *terminal) wait(pattern string) {
	term.t.Helper()
	wanted := regexp.MustCompile(pattern)
	if !term.eventually(func() bool { return wanted.MatchString(term.text()) }) {
		term.t.Fatalf("the screen never showed %q; it shows:\n%s", pattern, term.text())
	}
}

// gone waits until the screen no longer matches a pattern.
func (term *terminal) gone(pattern string) {
	term.t.Helper()
	unwanted := regexp.MustCompile(pattern)
	if !term.eventually(func() bool { return !unwanted.MatchString(term.text()) }) {
		term.t.Fatalf("the screen goes on showing %q:\n%s", pattern, term.text())
	}
}

func (term *terminal) eventually(holds func() bool) bool {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		if holds() {
			return true
		}
	}
	return holds()
}

// exit waits for the program's end and returns its exit status; 128+n if signal n ended it.
func (term *terminal) exit() int {
	term.t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- term.cmd.Wait() }()
	var err error
	select {
	case err = <-ended:
	case <-time.After(patience):
		term.t.Fatalf("the program does not end; its screen:\n%s", term.text())
	}
	<-term.done
	var failed *exec.ExitError
	if !errors.As(err, &failed) {
		return 0
	}
	if status, ok := failed.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return failed.ExitCode()
}

// restored says what the program left changed in the terminal; "" if nothing.
func (term *terminal) restored() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	var left []string
	if term.alt {
		left = append(left, "the alternate screen is on")
	}
	if !term.cursor {
		left = append(left, "the cursor is hidden")
	}
	return strings.Join(left, ", ")
}

// run runs the program without a terminal and returns what it wrote and its exit status.
func run(t *testing.T, env []string, stdin string, program string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, fault bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &fault
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(fmt.Errorf("run %v: %w", args, err))
	}
	return out.String(), fault.String(), cmd.ProcessState.ExitCode()
}
