package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/query"
	"orewire/tui/cells"
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
		Long: `list prints the articles of the store that match a query, newest first: number, time, publisher, title, topics
and, of articles that report the same event, how many there are: only the first that matches is listed, and show prints the others.
On a terminal the columns are aligned and cut to its width; elsewhere they are separated by tabs and whole.

A query has words, "phrases" and terms, joined by and, or, not (or -) and brackets; terms side by side mean and:
  topic:rare-earths    a topic or those under it; topic:lithium,nickel is either
  ticker:MP            an instrument by symbol or name
  feed:"Mining.com"    where it came from
  since:2h             since:3d, since:2026-11-01
  story:>2             told by more than two publishers
  is:unread            is:read, is:starred`,
		Example: "  orewire list topic:shipbuilding since:1d\n  orewire list 'story:>2' since:1d\n  orewire list --json -n 10 'ticker:MP or \"rare earth\"'",
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			q, err := parseQuery(args)
			if err != nil {
				return err
			}
			if number < 0 {
				return usagef("-n wants the number of articles, 0 for all; found %d", number)
			}
			if _, _, ok := terminalSize(c.OutOrStdout()); ok && !asJSON && !c.Flags().Changed("number") {
				number = terminalList
			}
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				found, err := list(c.Context(), d, q, number, asJSON, c.OutOrStdout())
				if err == nil && found == 0 {
					fmt.Fprintln(c.ErrOrStderr(), "orewire: "+nothingFound(q, d.Catalog()))
				}
				return err
			})
		},
	}
	c.Flags().IntVarP(&number, "number", "n", 0, "at most so many articles; 0 is all (on a terminal the newest 50 if not given)")
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line")
	return c
}

// misquery is a query that is not understood.
type misquery struct {
	text  string
	wrong *query.Error
}

func (m misquery) Error() string { return m.wrong.Error() }

// shown points at the place in the query that is wrong.
func (m misquery) shown() string {
	before := m.text[:min(m.wrong.Offset, len(m.text))]
	return fmt.Sprintf("%s\n%s^ %s", cleantext.Line(m.text), cells.Blank(cells.Width(before)), cleantext.Line(m.wrong.Message))
}

// parseQuery parses the arguments that make up a query.
func parseQuery(args []string) (query.Query, error) {
	text := strings.Join(args, " ")
	q, err := query.Parse(text)
	var wrong *query.Error
	if errors.As(err, &wrong) {
		return q, misquery{text, wrong}
	}
	return q, err
}

// list prints the articles that a query finds and returns how many they are.
func list(ctx context.Context, d *desk.Desk, q query.Query, number int, asJSON bool, to io.Writer) (found int, err error) {
	d.CatchUp(ctx)
	out := bufio.NewWriter(to)
	write := listWriter(d, to, out)
	if asJSON {
		write = recordWriter(ctx, d, out)
	}
	for h, err := range headlines(ctx, d, q, number) {
		if err == nil {
			err = write(h)
		}
		if err != nil {
			return found, errors.Join(err, out.Flush())
		}
		found++
	}
	return found, out.Flush()
}

// recordWriter prints a headline as JSON. The words of a topic or link that stand in the body alone are read with the article.
func recordWriter(ctx context.Context, d *desk.Desk, out io.Writer) func(desk.Headline) error {
	records := lines(out)
	return func(h desk.Headline) error {
		a := h.Article
		if !evident(a) {
			whole, err := d.Article(ctx, a.ID)
			if err != nil {
				return err
			}
			a.Topics, a.Links = whole.Topics, whole.Links
		}
		return records.Encode(newArticleRecord(a, d.Tickers(a)))
	}
}

// evident reports whether title and summary show why each topic and named instrument stands beside the article.
func evident(a orewire.Article) bool {
	return !slices.ContainsFunc(a.Topics, func(t orewire.TopicHit) bool { return len(t.Spans) == 0 }) &&
		!slices.ContainsFunc(a.Links, func(l orewire.Link) bool { return l.How == orewire.Named && len(l.Spans) == 0 })
}

// nothingFound says why a query may have found nothing.
func nothingFound(q query.Query, catalog orewire.Catalog) string {
	if unknown := q.UnknownTopic(topicIDs(catalog)); unknown != "" {
		return unknown
	}
	if q.IsZero() {
		return "no articles yet; `orewire poll --once` asks the feeds."
	}
	return "no article matches."
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
		row := []string{fmt.Sprint(h.ID), h.Published.In(d.Location()).Format(time.RFC3339), h.Publisher.String(), h.Title.String(), strings.Join(codes(h.Article), " "), fmt.Sprint(h.Story.Size)}
		if !onTerminal {
			_, err := fmt.Fprintln(out, strings.Join(row, "\t"))
			return err
		}
		row[5] = ""
		if h.Story.Size > 1 {
			row[5] = fmt.Sprintf("×%d", h.Story.Size)
		}
		row[1] = listTime(h.Published.In(d.Location()), d.Now().In(d.Location()))
		_, err := fmt.Fprintln(out, listLine(row, width))
		return err
	}
}

// listLine fits number, time, publisher, title, topics and size of the story into a line of a terminal.
func listLine(row []string, width int) string {
	const number, clock, size = 6, 12, 3
	publisher, topics := 14, 14
	if width < 100 {
		publisher, topics = 8, 8
	}
	title := max(20, width-number-clock-publisher-size-topics-5)
	line := []string{cells.Right(row[0], number), cells.Fit(row[1], clock), cells.Fit(row[2], publisher), cells.Fit(row[3], title), cells.Fit(row[5], size), row[4]}
	return strings.TrimRight(cells.Cut(strings.Join(line, " "), width), " ")
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
