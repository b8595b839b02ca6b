package tui

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"orewire/tui/cells"
)

// screen is a terminal without a window, with the dashboard running in it.
type screen struct {
	t     *testing.T
	mu    sync.Mutex
	emu   *vt.Emulator
	wrote int
	keys  io.Writer
	done  chan struct{} // closed when Run has returned
	err   error         // what it returned
}

// Write plays a cooked terminal: without one, Bubble Tea takes it that LF returns the carriage.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wrote += len(p)
	_, err := s.emu.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

// start runs the dashboard on a screen of w by h cells until the test ends.
func start(t *testing.T, d Desk, opt Options, w, h int) *screen {
	t.Helper()
	return startIn(t.Context(), t, d, opt, w, h)
}

func startIn(ctx context.Context, t *testing.T, d Desk, opt Options, w, h int) *screen {
	t.Helper()
	in, keys := io.Pipe()
	s := &screen{t: t, emu: vt.NewEmulator(w, h), keys: keys, done: make(chan struct{})}
	go func() { _, _ = io.Copy(io.Discard, s.emu) }() // its replies must be taken, or it blocks
	opt.Input, opt.Output, opt.Width, opt.Height = in, s, w, h
	opt.Environment = []string{"TERM=xterm-256color"}
	opt.Profile = colorprofile.TrueColor
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		s.err = Run(ctx, d, opt)
		close(s.done)
	}()
	t.Cleanup(func() {
		cancel()
		_ = keys.Close()
		<-s.done
		_ = s.emu.InputPipe().(io.Closer).Close() // Close itself races with Read
	})
	return s
}

func (s *screen) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var b strings.Builder
	for y := range s.emu.Height() {
		for x := 0; x < s.emu.Width(); {
			c := s.emu.CellAt(x, y)
			if c == nil || c.Content == "" {
				b.WriteByte(' ')
				x++
				continue
			}
			b.WriteString(c.Content)
			x += max(1, c.Width)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (s *screen) bytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.wrote
}

func (s *screen) press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		if _, err := io.WriteString(s.keys, k); err != nil {
			s.t.Fatalf("press %q: %v", k, err)
		}
	}
}

const patience = 10 * time.Second

// until waits for the screen to be as it should.
func (s *screen) until(what string, ok func(text string) bool) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for !ok(s.text()) {
		if time.Now().After(deadline) {
			s.t.Fatalf("the screen never showed %s:\n%s", what, s.text())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func (s *screen) shows(text string) {
	s.t.Helper()
	s.until("“"+text+"”", func(screen string) bool { return strings.Contains(screen, text) })
}

func (s *screen) hides(text string) {
	s.t.Helper()
	s.until("an end of “"+text+"”", func(screen string) bool { return !strings.Contains(screen, text) })
}

// selects waits until the selected row holds a text.
func (s *screen) selects(text string) {
	s.t.Helper()
	s.until("a selected “"+text+"”", func(screen string) bool {
		for line := range strings.Lines(screen) {
			if _, after, ok := strings.Cut(line, "▌"); ok && strings.Contains(after, text) {
				return true
			}
		}
		return false
	})
}

// headline returns what the nth visible row of the wide list says, up to its topics.
func (s *screen) headline(n int) string {
	s.t.Helper()
	return cells.Slice(strings.Split(s.text(), "\n")[3+n], commoditiesWidth+2, commoditiesWidth+60)
}

// row returns the number of the row that holds a text, or -1.
func (s *screen) row(text string) int {
	for y, line := range strings.Split(s.text(), "\n") {
		if strings.Contains(line, text) {
			return y
		}
	}
	return -1
}

func (s *screen) end() error {
	s.t.Helper()
	select {
	case <-s.done:
		return s.err
	case <-time.After(patience):
		s.t.Fatal("the dashboard did not end")
		return nil
	}
}

const (
	esc      = "\x1b"
	enter    = "\r"
	tabKey   = "\t"
	shiftTab = "\x1b[Z"
	ctrlC    = "\x03"
)

func fixed(d *fakeDesk) Options {
	return Options{Now: func() time.Time { return d.now }, Clock: true, Mouse: true}
}
