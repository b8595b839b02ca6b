package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/feeds"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/fetch"
)

func (p *program) feedsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "feeds",
		Short: "The feeds: list them, or ask each once",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return usagef("feeds needs one of: list, check") },
	}
	c.AddCommand(p.feedsListCommand(), p.feedsCheckCommand())
	return c
}

func (p *program) feedsListCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "The feeds, where each comes from, and how its last poll went",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				list, err := d.StoredFeeds(c.Context())
				if err != nil {
					return err
				}
				return listFeeds(c.OutOrStdout(), list, asJSON, d.Location())
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line")
	return c
}

func listFeeds(w io.Writer, list []desk.FeedHealth, asJSON bool, zone *time.Location) error {
	records := lines(w)
	t := &table{}
	for _, f := range list {
		if asJSON {
			err := records.Encode(feedRecord{
				Name: f.Name, URL: f.URL, Bundle: f.Bundle, Lang: f.Lang, Checked: second(f.State.Checked), OK: second(f.State.OK),
				Newest: second(f.State.Newest), Status: f.State.Status, Items: f.State.Items, Error: f.State.Error,
			})
			if err != nil {
				return err
			}
			continue
		}
		from := "bundle " + f.Bundle
		if f.Bundle == "" {
			from = "configuration"
		}
		state := "not asked yet"
		switch {
		case !f.State.Error.IsZero():
			state = f.State.Error.String()
		case !f.State.Newest.IsZero():
			state = "newest item " + f.State.Newest.In(zone).Format("2 Jan 2006 15:04")
		case !f.State.OK.IsZero():
			state = "no items"
		}
		t.add(f.Name.String(), from, f.URL.String(), state)
	}
	_, err := io.WriteString(w, t.String())
	return err
}

func (p *program) feedsCheckCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Ask each feed once and say what is wrong with it; nothing is stored",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.config()
			if err != nil {
				return err
			}
			catalog, err := desk.Catalog(cfg)
			if err != nil {
				return err
			}
			client := fetch.New(desk.FetchOptions(cfg.Network))
			defer client.Close()
			return checkFeeds(c.Context(), client, catalog.Feeds, p.now, asJSON, c.OutOrStdout(), c.ErrOrStderr())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line, as the answers come")
	return c
}

// checkedFeed is a feed with the answer to one request.
type checkedFeed struct {
	record checkedRecord
	err    error
}

// checkFeeds asks all feeds at once, within the client's limits, and prints what they answered; status 1 if one failed.
func checkFeeds(ctx context.Context, client *fetch.Client, list []orewire.Feed, now func() time.Time, asJSON bool, out, stderr io.Writer) error {
	answers := make(chan checkedFeed, len(list))
	var asking sync.WaitGroup
	for _, f := range list {
		asking.Go(func() {
			c := checkedFeed{record: checkedRecord{Name: f.Name, URL: f.URL}}
			c.err = guarded("feeds check", func() error { return checkFeed(ctx, client, f, now, &c.record) })
			c.record.Error = cleantext.Error(c.err)
			answers <- c
		})
	}
	go func() {
		asking.Wait()
		close(answers)
	}()
	records, t, failed := lines(out), &table{right: []bool{false, true, true, true}}, 0
	t.add("feed", "status", "items", "ms", "newest, or what is wrong and what to do")
	progress := newProgress(stderr, len(list))
	for c := range answers {
		progress.step(c.record.Name.String())
		if c.err != nil {
			failed++
		}
		if asJSON {
			if err := records.Encode(c.record); err != nil {
				return err
			}
			continue
		}
		t.add(checkedCells(c)...)
	}
	progress.end()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if !asJSON {
		if _, err := io.WriteString(out, t.String()); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d feeds failed", failed, len(list))
	}
	return nil
}

func checkFeed(ctx context.Context, client *fetch.Client, f orewire.Feed, now func() time.Time, r *checkedRecord) error {
	answer, err := client.Get(ctx, fetch.Request{URL: f.URL, UserAgent: f.UserAgent, Headers: f.Headers, Accept: feeds.Accept})
	var refused *fetch.Error
	if errors.As(err, &refused) {
		r.Status = refused.Status
	}
	if err != nil {
		return err
	}
	r.Status, r.Took = answer.Status, answer.Took.Milliseconds()
	parsed, err := feeds.Parse(answer.Body, answer.Header.Get("Content-Type"), f, now())
	if err != nil {
		return err
	}
	r.Items = len(parsed.Items)
	for _, item := range parsed.Items {
		if item.Article.Published.After(r.Newest) && !item.Article.Undated {
			r.Newest = second(item.Article.Published)
		}
	}
	return nil
}

func checkedCells(c checkedFeed) []string {
	r := c.record
	status, said := "—", ""
	if r.Status != 0 {
		status = strconv.Itoa(r.Status)
	}
	switch {
	case c.err != nil:
		said = r.Error.String() + "; " + remedy(c.err)
	case r.Items == 0:
		said = "it has no items"
	case r.Newest.IsZero():
		said = "its items have no dates"
	default:
		said = r.Newest.Format("2006-01-02 15:04 UTC")
	}
	return []string{r.Name.String(), status, strconv.Itoa(r.Items), strconv.FormatInt(r.Took, 10), said}
}

// remedy says what to do about a feed that failed.
func remedy(err error) string {
	var f *fetch.Error
	if !errors.As(err, &f) {
		return "open its address in a browser: the feed may have moved"
	}
	switch {
	case f.Status == 401 || f.Status == 403 || f.Status == 406:
		return "give the feed a browser's user_agent in the configuration"
	case f.Status == 404 || f.Status == 410:
		return "look on the publisher's site for its new address"
	case f.Status == 429:
		return "give the feed a longer every in the configuration"
	case f.Status >= 500:
		return "the publisher has trouble; orewire goes on asking"
	case f.Status == 0:
		return "check the address and your connection"
	}
	return "open its address in a browser"
}
