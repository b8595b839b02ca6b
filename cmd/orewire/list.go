package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"orewire/internal/desk"
	"orewire/internal/query"
)

const (
	listPage     = 500 // articles read from the store at once
	terminalList = 50  // articles that a terminal is shown unless -n says otherwise
)

func (p *program) listCommand() *cobra.Command {
	var number int
	var asJSON bool
	c := &cobra.Command{
		Use:   "list [QUERY]",
		Short: "Articles, newest first, one a line",
		Long: `list prints the articles of the store that match a query, newest first: number, time, publisher, title and topics.
On a terminal the columns are aligned and cut to its width; elsewhere they are separated by tabs and whole.

A query has words, "phrases" and terms, joined by and, or, not (or -) and brackets; terms side by side mean and:
  topic:rare-earths    a topic or those under it; topic:lithium,nickel is either
  ticker:MP            an instrument by symbol or name
  feed:"Mining.com"    where it came from
  since:2h             since:3d, since:2026-11-01
  is:unread            is:read, is:starred`,
		Example: "  orewire list topic:shipbuilding since:1d\n  orewire list --json -n 10 'ticker:MP or \"rare earth\"'",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			text := strings.Join(args, " ")
			q, err := query.Parse(text)
			if err != nil {
				return inQuery(text, err)
			}
			if number < 0 {
				return usagef("-n wants the number of articles, 0 for all; found %d", number)
			}
			if _, _, ok := terminalSize(c.OutOrStdout()); ok && !asJSON && !c.Flags().Changed("number") {
				number = terminalList
			}
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error { return list(c.Context(), d, q, number, asJSON, c.OutOrStdout()) })
		},
	}
	c.Flags().IntVarP(&number, "number", "n", 0, "at most so many articles; 0 is all (on a terminal the newest 50 if not given)")
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line")
	return c
}

// inQuery shows where a query went wrong.
func inQuery(text string, err error) error {
	var wrong *query.Error
	if !errors.As(err, &wrong) {
		return err
	}
	before := text[:min(wrong.Offset, len(text))]
	return usageError{fmt.Errorf("the query is not understood\n  %s\n  %s^ %s", text, strings.Repeat(" ", ansi.StringWidth(before)), wrong.Message)}
}

func list(ctx context.Context, d *desk.Desk, q query.Query, number int, asJSON bool, to io.Writer) error {
	out := bufio.NewWriter(to)
	write := listWriter(d, to, out)
	if asJSON {
		records := lines(out)
		write = func(h desk.Headline) error { return records.Encode(newArticleRecord(h.Article, d.Tickers(h.Article))) }
	}
	for h, err := range headlines(ctx, d, q, number) {
		if err == nil {
			err = write(h)
		}
		if err != nil {
			return errors.Join(err, out.Flush())
		}
	}
	return out.Flush()
}

// headlines reads the newest articles of a query page by page, all of them if number is 0.
func headlines(ctx context.Context, d *desk.Desk, q query.Query, number int) iter.Seq2[desk.Headline, error] {
	return func(yield func(desk.Headline, error) bool) {
		left, after := number, int64(0)
		for {
			page, err := d.Headlines(ctx, desk.Window{Query: q, Around: after, Older: listPage})
			if err != nil {
				yield(desk.Headline{}, err)
				return
			}
			rows := page.Rows
			if after != 0 {
				rows = rows[min(page.Around+1, len(rows)):]
			}
			for _, h := range rows {
				if !yield(h, nil) {
					return
				}
				if left--; left == 0 {
					return
				}
			}
			if len(rows) == 0 {
				return
			}
			after = rows[len(rows)-1].ID
		}
	}
}

// listWriter prints a headline as one line: aligned and cut to the width on a terminal, with tabs and whole elsewhere.
func listWriter(d *desk.Desk, to io.Writer, out io.Writer) func(desk.Headline) error {
	width, _, onTerminal := terminalSize(to)
	codes := topicCodes(d.Catalog())
	return func(h desk.Headline) error {
		cells := []string{fmt.Sprint(h.ID), h.Published.In(d.Location()).Format(time.RFC3339), h.Publisher.String(), h.Title.String(), strings.Join(codes(h.Article), " ")}
		if !onTerminal {
			_, err := fmt.Fprintln(out, strings.Join(cells, "\t"))
			return err
		}
		cells[1] = listTime(h.Published.In(d.Location()), d.Now().In(d.Location()))
		_, err := fmt.Fprintln(out, listLine(cells, width))
		return err
	}
}

// listLine fits number, time, publisher, title and topics into a line of a terminal.
func listLine(cells []string, width int) string {
	const number, clock, publisher, topics = 6, 12, 14, 14
	title := max(20, width-number-clock-publisher-topics-4)
	line := strings.Join([]string{padLeft(cells[0], number), fit(cells[1], clock), fit(cells[2], publisher), fit(cells[3], title), cells[4]}, " ")
	return strings.TrimRight(ansi.Truncate(line, width, "…"), " ")
}

// listTime is the time of day, with the date before it unless it is today.
func listTime(t, now time.Time) string {
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return t.Format("15:04:05")
	case t.Year() == now.Year():
		return t.Format("2 Jan 15:04")
	}
	return t.Format(time.DateOnly)
}
