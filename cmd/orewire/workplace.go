package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"orewire/internal/config"
	"orewire/internal/desk"
)

// workplace is an open desk with the log that it writes.
type workplace struct {
	*desk.Desk
	log *os.File
}

// open opens the desk of a configuration.
func (p *program) open(ctx context.Context, cfg config.Config, demo bool, stderr io.Writer) (*workplace, error) {
	path := cmp.Or(p.storeFile, cfg.StorePath())
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("the folder of the store cannot be made: %w; name another place with --db", err)
	}
	log, err := p.openLog(stderr)
	if err != nil {
		return nil, err
	}
	d, err := desk.Open(ctx, desk.Options{Config: cfg, Store: path, Now: p.now, Log: slog.New(slog.NewTextHandler(log, nil)), Demo: demo})
	if err != nil {
		log.Close()
		return nil, err
	}
	return &workplace{d, log}, nil
}

// close closes the desk and its log. All that was to be kept is in the store already, so a failure is only logged.
func (w *workplace) close() {
	if err := w.Desk.Close(); err != nil {
		fmt.Fprintf(w.log, "the store was not closed: %v\n", err)
	}
	w.log.Close()
}

// read opens the desk that the flags name, for a command that reads it.
func (p *program) read(ctx context.Context, stderr io.Writer, use func(*desk.Desk) error) error {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	w, err := p.open(ctx, cfg, false, stderr)
	if err != nil {
		return err
	}
	defer w.close()
	return use(w.Desk)
}
