package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/guard"
)

// tellOfCrash writes a report of a panic and returns what to tell the user.
func tellOfCrash(p *guard.PanicError, now time.Time) string {
	told := fmt.Sprintf("a fault in the program (%s): %s", p.Where, cleantext.Line(fmt.Sprint(p.Value)))
	path := filepath.Join(config.StateFolder(), fmt.Sprintf("crash-%s-%d.txt", now.UTC().Format("20060102-150405"), os.Getpid()))
	if err := writePrivate(path, crashReport(p, now)); err != nil {
		return fmt.Sprintf("%s\nThe crash report could not be written (%v); it is:\n%s", told, err, p.Stack)
	}
	return told + "\nThe crash report is " + path + "; please send it with a word on what you were doing. Your articles are safe: start orewire again."
}

func crashReport(p *guard.PanicError, now time.Time) []byte {
	return fmt.Appendf(nil, "orewire %s\n%s\n\n%s: panic: %v\n\n%s", version(), now.UTC().Format(time.RFC3339), p.Where, p.Value, p.Stack)
}

// writePrivate writes a file that only its owner can read, in folders that only their owner can enter. It must not be there yet.
func writePrivate(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
