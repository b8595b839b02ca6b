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

// open opens the desk of a configuration; close it and the log with the function returned.
func (p *program) open(ctx context.Context, cfg config.Config, demo bool, stderr io.Writer) (*desk.Desk, func(), error) {
	path := cmp.Or(p.storeFile, cfg.StorePath())
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, fmt.Errorf("the folder of the store cannot be made: %w; name another place with --db", err)
	}
	log, closeLog := p.log(stderr)
	d, err := desk.Open(ctx, desk.Options{Config: cfg, Store: path, Now: p.now, Log: log, Demo: demo})
	if err != nil {
		closeLog()
		return nil, nil, err
	}
	return d, func() {
		if err := d.Close(); err != nil {
			log.Error("store not closed", "error", err)
		}
		closeLog()
	}, nil
}

// read opens the desk that the flags name, for a command that reads it.
func (p *program) read(ctx context.Context, stderr io.Writer, use func(*desk.Desk) error) error {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	d, closeDesk, err := p.open(ctx, cfg, false, stderr)
	if err != nil {
		return err
	}
	defer closeDesk()
	return use(d)
}

// log opens the log; without one orewire works on, and says so.
func (p *program) log(stderr io.Writer) (*slog.Logger, func()) {
	log, file, err := p.openLog()
	if err != nil {
		fmt.Fprintf(stderr, "orewire: no log is kept: %v; name another place with --log\n", err)
		return slog.New(slog.DiscardHandler), func() {}
	}
	return log, func() { file.Close() }
}
