package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"orewire/internal/desk"
)

func (p *program) pollCommand() *cobra.Command {
	var once, asJSON bool
	c := &cobra.Command{
		Use:   "poll",
		Short: "Poll the feeds without a screen, for a service or cron",
		Long: `poll asks the feeds when they are due and keeps what is new, until a signal ends it; --once asks each feed once.
On a terminal a bar shows how far --once has come; elsewhere standard error gets a line a feed.
With --once the status is 0 if any feed answered and 1 if none did.`,
		Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.config()
			if err != nil {
				return err
			}
			w, err := p.open(c.Context(), cfg, false, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer w.close()
			polls := &polls{now: p.now, stderr: c.ErrOrStderr(), started: p.now()}
			if asJSON {
				polls.records = lines(c.OutOrStdout())
			}
			w.OnPoll(polls.told)
			if once {
				return polls.once(c.Context(), w.Desk)
			}
			return w.Run(c.Context())
		},
	}
	c.Flags().BoolVar(&once, "once", false, "ask each feed once, then end")
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a feed as it answers, then the total")
	return c
}

// polls tells of each feed's poll as it ends and adds them up.
type polls struct {
	now      func() time.Time
	started  time.Time
	stderr   io.Writer
	records  *json.Encoder // nil: no JSON is wanted
	progress *progress     // nil: a line a feed

	mu    sync.Mutex
	total pollTotal
	err   error // of writing
}

func (p *polls) once(ctx context.Context, d *desk.Desk) error {
	if _, _, ok := terminalSize(p.stderr); ok {
		p.progress = newProgress(p.stderr, len(d.Feeds()))
	}
	err := d.PollOnce(ctx)
	if p.progress != nil {
		p.progress.end()
	}
	if err != nil {
		return err
	}
	p.total.Took = p.now().Sub(p.started).Milliseconds()
	if p.records != nil {
		if err := p.records.Encode(totalRecord{p.total}); err != nil {
			return err
		}
	}
	fmt.Fprintf(p.stderr, "%d of %d feeds answered: %d new, %d updated\n", p.total.OK, p.total.Feeds, p.total.New, p.total.Updated)
	switch {
	case p.err != nil:
		return p.err
	case p.total.OK == 0 && p.total.Feeds > 0:
		return fmt.Errorf("no feed answered; `orewire feeds check` says why")
	case p.total.Feeds == 0:
		return errNoFeeds
	}
	return nil
}

// told takes the end of a feed's poll.
func (p *polls) told(f desk.Polled) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total.Feeds++
	if f.State.Error.IsZero() {
		p.total.OK++
	} else {
		p.total.Failed++
	}
	p.total.New += f.New
	p.total.Updated += f.Updated
	switch {
	case p.progress != nil:
		p.progress.step(f.Feed.Name.String())
	default:
		fmt.Fprintf(p.stderr, "%s %s: %s\n", p.now().Format(time.TimeOnly), f.Feed.Name, polledWords(f))
	}
	if p.records != nil && p.err == nil {
		p.err = p.records.Encode(newPolledRecord(f))
	}
}

func newPolledRecord(f desk.Polled) polledRecord {
	r := polledRecord{
		Name: f.Feed.Name, URL: f.Feed.URL, Status: f.State.Status, New: f.New, Updated: f.Updated, Unchanged: f.Unchanged,
		Took: f.State.Took.Milliseconds(), Error: f.State.Error,
	}
	if f.State.Error.IsZero() {
		r.Missing = f.State.Incomplete
	}
	if f.State.Status == http.StatusNotModified {
		r.Unchanged = f.State.Items // all that its last full answer had
	}
	return r
}

func polledWords(f desk.Polled) string {
	switch {
	case !f.State.Error.IsZero():
		return f.State.Error.String()
	case f.State.Status == http.StatusNotModified:
		return "not modified"
	}
	words := fmt.Sprintf("%d new, %d updated, %d unchanged", f.New, f.Updated, f.Unchanged)
	if !f.State.Incomplete.IsZero() {
		words += "; " + f.State.Incomplete.String()
	}
	return words
}
