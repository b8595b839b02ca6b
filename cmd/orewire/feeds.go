package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/feeds"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/fetch"
	"orewire/internal/guard"
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

// checkFeeds asks all feeds at once, within the client's limits, and prints what they answered; it fails if one failed.
func checkFeeds(ctx context.Context, client *fetch.Client, list []orewire.Feed, now func() time.Time, asJSON bool, out, stderr io.Writer) error {
	records, failed, progress := lines(out), 0, newProgress(stderr, len(list))
	var reports []feeds.Report
	for r := range ask(ctx, client, list, now) {
		progress.step(r.Feed.Name.String())
		reports = append(reports, r)
		if !r.Error.IsZero() {
			failed++
		}
		if asJSON {
			if err := records.Encode(newCheckedRecord(r)); err != nil {
				return err
			}
		}
	}
	progress.end()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if !asJSON {
		if _, err := io.WriteString(out, reportTable(reports, list).String()); err != nil {
			return err
		}
	}
	if failed > 0 {
		return fmt.Errorf("something is wrong with %d of %d feeds", failed, len(list))
	}
	return nil
}

// ask asks all feeds at once and gives their reports as they come.
func ask(ctx context.Context, client *fetch.Client, list []orewire.Feed, now func() time.Time) <-chan feeds.Report {
	reports := make(chan feeds.Report, len(list))
	var asking sync.WaitGroup
	for _, f := range list {
		asking.Go(func() {
			r := feeds.Report{Feed: f}
			if err := guard.Run("feeds check", func() error { r = feeds.Check(ctx, client, f, now()); return nil }); err != nil {
				r.Error = cleantext.Error(err)
			}
			reports <- r
		})
	}
	go func() {
		asking.Wait()
		close(reports)
	}()
	return reports
}

// reportTable lists reports in the order of the feeds.
func reportTable(reports []feeds.Report, list []orewire.Feed) *table {
	place := make(map[cleantext.Address]int, len(list))
	for i, f := range list {
		place[f.URL] = i
	}
	slices.SortFunc(reports, func(a, b feeds.Report) int { return place[a.Feed.URL] - place[b.Feed.URL] })
	t := &table{right: []bool{false, true, true, true}}
	t.add("feed", "status", "items", "ms", "newest item, or what is wrong and what to do")
	for _, r := range reports {
		status := "—"
		if r.Status != 0 {
			status = strconv.Itoa(r.Status)
		}
		said := []string{r.Error.String(), r.Advice.String()}
		if r.Error.IsZero() {
			said[0] = r.Newest.UTC().Format("2006-01-02 15:04 UTC")
		}
		t.add(r.Feed.Name.String(), status, strconv.Itoa(r.Items), strconv.FormatInt(r.Took.Milliseconds(), 10), strings.TrimSuffix(strings.Join(said, "; "), "; "))
	}
	return t
}

func newCheckedRecord(r feeds.Report) checkedRecord {
	return checkedRecord{
		Name: r.Feed.Name, URL: r.Feed.URL, Status: r.Status, Items: r.Items, Newest: second(r.Newest), Took: r.Took.Milliseconds(), Error: r.Error,
	}
}
