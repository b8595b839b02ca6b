package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"orewire/internal/config"
)

// logLimit is the size in bytes at which the log is put aside as .1 and begun anew.
const logLimit = 5 << 20

func (p *program) logPath() string { return cmp.Or(p.logFile, config.LogPath()) }

// openLog opens the log for appending. Where none can be kept orewire works on without one, and says so.
func (p *program) openLog(stderr io.Writer) (*os.File, error) {
	f, err := appendTo(p.logPath())
	if err == nil {
		return f, nil
	}
	fmt.Fprintf(stderr, "orewire: no log is kept: %v; name another place with --log\n", err)
	return os.OpenFile(os.DevNull, os.O_WRONLY, 0)
}

func appendTo(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && info.Size() > logLimit {
		if err := os.Rename(path, path+".1"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
}
