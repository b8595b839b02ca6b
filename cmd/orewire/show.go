package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/internal/desk"
	"orewire/internal/store"
	"orewire/tui/cells"
)

// measure is the longest line of an article's text where there is no terminal to say.
const measure = 80

func (p *program) showCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "show ID",
		Short: "One article as the reader shows it",
		Args:  one("the number of an article, which `orewire list` prints first"),
		RunE: func(c *cobra.Command, args []string) error {
			id, err := articleID(args[0])
			if err != nil {
				return err
			}
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				d.CatchUp(c.Context())
				a, err := article(c.Context(), d, id)
				if err != nil {
					return err
				}
				versions, err := d.Versions(c.Context(), id)
				if err != nil {
					return err
				}
				if asJSON {
					record := newArticleRecord(a, d.Tickers(a))
					record.Versions = newVersionRecords(versions)
					return lines(c.OutOrStdout()).Encode(record)
				}
				width, _, onTerminal := terminalSize(c.OutOrStdout())
				if !onTerminal {
					width = measure
				}
				return show(c.OutOrStdout(), d, a, versions, width)
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object")
	return c
}

func articleID(arg string) (int64, error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil || id <= 0 {
		return 0, usagef("expected the number of an article, which `orewire list` prints first, found %q", arg)
	}
	return id, nil
}

func article(ctx context.Context, d *desk.Desk, id int64) (orewire.Article, error) {
	a, err := d.Article(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return a, fmt.Errorf("there is no article %d; `orewire list` prints the numbers of those there are", id)
	}
	return a, err
}

// show prints an article: title, source, topics, instruments, text, address, the versions of its story.
func show(w io.Writer, d *desk.Desk, a orewire.Article, versions []orewire.Article, width int) error {
	var b strings.Builder
	wrapped := func(s string) {
		for _, line := range cells.Wrap(s, min(width, measure)) {
			fmt.Fprintln(&b, s[line.Start:line.End])
		}
	}
	wrapped(a.Title.String())
	wrapped(source(a) + " · " + when(a, d.Location()))
	if len(a.Topics) > 0 {
		wrapped("Topics: " + strings.Join(topicNames(d.Catalog(), a), ", "))
	}
	if tickers := d.Tickers(a); len(tickers) > 0 {
		fmt.Fprintf(&b, "\n%s", tickerTable(tickers, d.Location()))
	}
	text := a.Body
	if text.IsZero() {
		text = a.Summary
	}
	if !text.IsZero() {
		fmt.Fprintln(&b)
		wrapped(text.String())
	}
	fmt.Fprintf(&b, "\n%s\n", a.URL)
	if len(versions) > 1 {
		fmt.Fprintf(&b, "\n%d versions\n%s", len(versions), versionTable(versions, d.Location()))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// versionTable lists the articles of a story: number, publisher, time, how long after the first, title.
func versionTable(versions []orewire.Article, zone *time.Location) *table {
	t := &table{right: []bool{true, false, false, true}}
	for i, v := range versions {
		lag := ""
		if after := desk.Lag(versions, i); after > 0 {
			lag = "+" + after.Round(time.Second).String()
		}
		t.add(fmt.Sprint(v.ID), source(v), v.Published.In(zone).Format("2 Jan 15:04:05"), lag, v.Title.String())
	}
	return t
}

// source is who wrote an article, and who passed it on.
func source(a orewire.Article) string {
	if a.Via.IsZero() || a.Via == a.Publisher {
		return a.Publisher.String()
	}
	return a.Publisher.String() + " via " + a.Via.String()
}

// when is an article's time in the reader's zone, and in the publisher's where that is another.
func when(a orewire.Article, reader *time.Location) string {
	const layout = "2 Jan 2006 15:04 MST"
	if a.Undated {
		return "undated, first seen " + a.Seen.In(reader).Format(layout)
	}
	at := a.Published.In(reader)
	there := a.Published.In(publisherZone(a.Zone, reader)).Format(layout)
	if there == at.Format(layout) {
		return there
	}
	return fmt.Sprintf("%s (%s)", there, at.Format("15:04 MST"))
}

// publisherZone reads an IANA name or an offset as +02:00; it is the reader's own if the publisher gave none.
func publisherZone(zone string, reader *time.Location) *time.Location {
	if t, err := time.Parse("-07:00", zone); err == nil {
		_, offset := t.Zone()
		return time.FixedZone(zone, offset)
	}
	if l, err := time.LoadLocation(zone); err == nil && zone != "" {
		return l
	}
	return reader
}

// tickerTable lists the instruments beside an article: why they stand there, price, change, move since the article.
func tickerTable(tickers []desk.Ticker, zone *time.Location) *table {
	t := &table{right: []bool{false, false, false, true, true, true}}
	for _, k := range tickers {
		price, change, percent, note := "—", "", "", ""
		switch _, live := k.Quote.Price.Get(); {
		case live:
			price, change, percent = figures(k.Quote.Price, k.Quote.Change, k.Quote.Percent, k.Quote.Decimals, k.Quote.Currency)
			note = quoteNote(k.Quote, zone)
		case k.Printed != nil:
			price, change, percent = figures(k.Printed.Price, k.Printed.Change, k.Printed.Percent, 2, k.Printed.Currency)
			if !k.Printed.Text.IsZero() {
				price = k.Printed.Text.String()
			}
			note = "as printed " + k.Printed.At.In(zone).Format("2 Jan 15:04")
		}
		if fraction, moved := k.Move.Fraction.Get(); moved {
			note = fmt.Sprintf("%s since the headline; %s", signed(100*fraction, 2)+"%", note)
		}
		t.add(k.Name.String(), k.How.String(), k.Symbol, price, change, percent, note)
	}
	return t
}
