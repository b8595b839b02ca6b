package tui

import (
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// driven is the root model run by hand: commands are run at once, except those that wait for time to pass.
type driven struct{ *root }

func drive(t testing.TB, d Desk, w, h int) driven {
	t.Helper()
	fake := d.(*fakeDesk)
	m, err := newRoot(t.Context(), func(err error) { t.Fatal(err) }, d, fixed(fake))
	if err != nil {
		t.Fatal(err)
	}
	r := driven{m}
	r.send(t, tea.WindowSizeMsg{Width: w, Height: h})
	r.run(t, m.jump(0), 0)
	r.run(t, m.readCensus(), 0)
	return r
}

func (r driven) send(t testing.TB, msg tea.Msg) {
	t.Helper()
	r.run(t, r.take(msg), 0)
}

// run runs a command and what follows from it. Ticks and waits are left: their functions are known by their file.
func (r driven) run(t testing.TB, cmd tea.Cmd, depth int) {
	t.Helper()
	if cmd == nil || depth > 40 || waits(cmd) {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			r.run(t, c, depth+1)
		}
	default:
		r.run(t, r.take(msg), depth+1)
	}
}

// waits reports whether a command only waits: it is one that tea.Tick has made.
func waits(cmd tea.Cmd) bool {
	return reflect.ValueOf(cmd).Pointer() == tick
}

var tick = reflect.ValueOf(tea.Tick(1, nil)).Pointer()

func (r driven) press(t testing.TB, keys ...string) {
	t.Helper()
	for _, k := range keys {
		r.send(t, tea.KeyPressMsg{Code: rune(k[0]), Text: k})
	}
}

func (r driven) resize(t testing.TB, w, h int) {
	t.Helper()
	r.send(t, tea.WindowSizeMsg{Width: w, Height: h})
}

// check fails the test unless the frame has exactly h rows of exactly w cells.
func (r driven) check(t *testing.T, what string) {
	t.Helper()
	rows := strings.Split(r.View().Content, "\n")
	if len(rows) != r.h {
		t.Fatalf("%s at %dx%d: %d rows", what, r.w, r.h, len(rows))
	}
	for y, row := range rows {
		if got := ansi.StringWidth(row); got != r.w {
			t.Fatalf("%s at %dx%d: row %d has %d cells: %q", what, r.w, r.h, y, got, ansi.Strip(row))
		}
	}
}
