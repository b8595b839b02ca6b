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

func (p *program) feedsCheckCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "check",
		Short: "Ask each feed once and say what is wrong with it; nothing is stored",
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.withFeeds(c, func(d *desk.Desk, client *fetch.Client) error {
				return checkFeeds(c.Context(), client, d.Catalog().Feeds, p.now, asJSON, c.OutOrStdout(), c.ErrOrStderr())
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line, as the answers come")
	return c
}

// checkFeeds asks all feeds at once, within the client's limits, and prints what they answered; it fails if one failed.
func checkFeeds(ctx context.Context, client *fetch.Client, list []orewire.Feed, now func() time.Time, asJSON bool, out, stderr io.Writer) error {
	if len(list) == 0 {
		return errNoFeeds
	}
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
		switch {
		case !r.Error.IsZero():
		case r.Newest.IsZero():
			said[0] = "no dates"
		default:
			said[0] = r.Newest.UTC().Format("2006-01-02 15:04 UTC")
		}
		t.add(r.Feed.Name.String(), status, strconv.Itoa(r.Items), strconv.FormatInt(r.Took.Milliseconds(), 10), strings.TrimSuffix(strings.Join(said, "; "), "; "))
	}
	return t
}

func newCheckedRecord(r feeds.Report) checkedRecord {
	return checkedRecord{
		Name: r.Feed.Name, URL: r.Feed.URL, Status: r.Status, Items: r.Items, Newest: second(r.Newest), Took: r.Took.Milliseconds(), Error: r.Error, Advice: r.Advice,
	}
}
