//go:build !windows

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// buildArmed builds the program with the tag panictest: it panics where OREWIRE_PANIC says.
func buildArmed(t *testing.T) string {
	t.Helper()
	armed := filepath.Join(t.TempDir(), "orewire")
	if out, err := exec.Command("go", "build", "-tags", "panictest", "-o", armed, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return armed
}

func TestAPanicAnywhereRestoresTheTerminal(t *testing.T) {
	armed := buildArmed(t)
	for _, place := range []string{"desk", "screen", "poller", "board", "prices wanted", "pages", "price request", "price archive", "update", "view", "command"} {
		t.Run(place, func(t *testing.T) {
			_, server := newsroom(t)
			d := newDesktop(t, server, newsroomConfig)
			term := openTerminal(t, 110, 35, append(d.env, "OREWIRE_PANIC="+place), armed)
			if status := term.exit(); status != 1 {
				t.Errorf("exit status = %d, want 1", status)
			}
			if left := term.restored(); left != "" {
				t.Errorf("after the panic %s", left)
			}
			reports, err := filepath.Glob(d.path("orewire/crash-*.txt"))
			if err != nil || len(reports) != 1 {
				t.Fatalf("crash reports: %q, %v; want one", reports, err)
			}
			report, err := os.ReadFile(reports[0])
			if err != nil || !strings.Contains(string(report), "made by a test: "+place) || !strings.Contains(string(report), "goroutine") {
				t.Errorf("the crash report lacks the panic or its stack (%v):\n%s", err, report)
			}
		})
	}
}

// A panic over one feed's articles is that feed's fault alone.
func TestAPanicOverAFeedDoesNotEndTheProgram(t *testing.T) {
	armed := buildArmed(t)
	_, server := newsroom(t)
	d := newDesktop(t, server, newsroomConfig)
	term := openTerminal(t, 160, 45, append(d.env, "OREWIRE_PANIC=ingest"), armed)
	term.wait(`not stored.*made by a test`)
	leave(t, term)
}
