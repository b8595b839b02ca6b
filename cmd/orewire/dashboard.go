package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"orewire/internal/config"
	"orewire/internal/desk"
	"orewire/internal/guard"
	"orewire/tui"
)

// grace is how long the workers may take to end once the screen has: quitting never waits for the network.
const grace = 500 * time.Millisecond

func (p *program) dashboard(c *cobra.Command) error {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	return p.openDashboard(c, cfg, false)
}

func (p *program) openDashboard(c *cobra.Command, cfg config.Config, demo bool) error {
	if _, _, ok := terminalSize(c.OutOrStdout()); !ok {
		return usagef("the dashboard needs a terminal; `orewire list` prints headlines anywhere, `orewire poll` polls without a screen")
	}
	w, err := p.open(c.Context(), cfg, demo, c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer w.close()
	// What Bubble Tea and others print of a panic belongs into the log, not across the screen.
	terminal := os.Stderr
	os.Stderr = w.log
	defer func() { os.Stderr = terminal }()
	shown := struct {
		*desk.Desk
		*desk.Subscription
	}{w.Desk, w.Subscribe()}
	err = whileWorking(c.Context(), w.Desk, func(ctx context.Context) error { return tui.Run(ctx, shown, screen(cfg, p.now)) })
	if errors.Is(err, tea.ErrProgramPanic) {
		return fmt.Errorf("a fault in the dashboard; the end of %s says what happened, please send it. Your articles are safe: start orewire again", p.logPath())
	}
	return err
}

// screen is the part of the configuration that the dashboard needs.
func screen(cfg config.Config, now func() time.Time) tui.Options {
	return tui.Options{
		Now: now, Theme: cfg.Theme, RedUp: cfg.UpIs == "red", Clock: cfg.Clock, NoColor: os.Getenv("NO_COLOR") != "",
		Mouse: cfg.Screen.Mouse, ASCII: cfg.Screen.Glyphs == "ascii" || !showsUnicode(os.Getenv), Frames: cfg.Screen.Frames,
	}
}

// errEnded is why the workers' context ends when their owner is done.
var errEnded = errors.New("ended")

// whileWorking runs the desk's workers for as long as the owner runs. A worker that fails ends the owner's context; the owner then
// restores the terminal and returns the context's cause, which says what failed.
func whileWorking(ctx context.Context, d *desk.Desk, owner func(context.Context) error) error {
	ctx, end := context.WithCancelCause(ctx)
	worked := make(chan struct{})
	go func() {
		defer close(worked)
		if err := guard.Run("desk", func() error { return d.Run(ctx) }); err != nil {
			end(fmt.Errorf("stopped: %w", err))
		}
	}()
	err := guard.Run("screen", func() error { return owner(ctx) })
	end(errEnded)
	select {
	case <-worked:
	case <-time.After(grace):
	}
	return err
}
