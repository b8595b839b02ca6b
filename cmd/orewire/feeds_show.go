package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/feeds"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/fetch"
)

func (p *program) feedsShowCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "show URL | FILE",
		Short: "Read one feed without keeping anything of it; status 1 if it cannot be read",
		Long: `show reads the feed at an address, or one that was saved to a file.

In the JSON "error" says why it could not be read, and the status is 1 then; "incomplete" says what was left out of one that was
read, or did not come.`,
		Args: one("the address of a feed, or a file that holds one"),
		RunE: func(c *cobra.Command, args []string) error {
			shown, failed, err := p.shown(c.Context(), args[0])
			switch {
			case err != nil:
				return err
			case asJSON:
				err = lines(c.OutOrStdout()).Encode(shown)
			case failed == nil:
				_, err = io.WriteString(c.OutOrStdout(), shownText(shown))
			}
			return errors.Join(failed, err)
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object")
	return c
}

// shown reads the feed at an address or in a file. failed is the error that shown puts into words; err is any other.
func (p *program) shown(ctx context.Context, name string) (shown feeds.Shown, failed, err error) {
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
		body, err := os.ReadFile(name)
		if err != nil {
			return feeds.Shown{}, nil, fmt.Errorf("%s: %w", name, reasonOf(err))
		}
		shown, failed = feeds.ShowBody(body, "", orewire.Feed{}, p.now())
		return shown, failed, nil
	}
	url, err := webAddress(name)
	if err != nil {
		return feeds.Shown{}, nil, err
	}
	err = p.withClient(func(client *fetch.Client, catalog orewire.Catalog) error {
		feed := orewire.Feed{URL: url}
		if i := slices.IndexFunc(catalog.Feeds, func(f orewire.Feed) bool { return f.URL == url }); i >= 0 {
			feed = catalog.Feeds[i] // it may need a user agent or headers of its own
		}
		shown, failed = feeds.Show(ctx, client, feed, p.now())
		return nil
	})
	return shown, failed, err
}

// withClient gives what is needed to ask for an address without opening the store.
func (p *program) withClient(use func(*fetch.Client, orewire.Catalog) error) error {
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
	return use(client, catalog)
}

// webAddress reads an address that was typed, perhaps without its scheme.
func webAddress(typed string) (cleantext.Address, error) {
	full := typed
	if host, _, _ := strings.Cut(typed, "/"); strings.Contains(host, ".") {
		full = "https://" + typed
	}
	url, err := cleantext.ParseAddress(full)
	if err != nil {
		return cleantext.Address{}, usagef("expected the address of a feed or a page, as https://ore.example/feed, found %q", cleantext.Line(typed))
	}
	return url, nil
}

// shownText is a feed for reading: its head, then its items with their summaries.
func shownText(shown feeds.Shown) string {
	var b strings.Builder
	paragraph := func(lines ...string) {
		lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
		if len(lines) > 0 {
			fmt.Fprintf(&b, "%s\n\n", strings.Join(lines, "\n"))
		}
	}
	paragraph(shown.Title.String(), shown.Link.String(), plural(len(shown.Items), "item"), shown.Incomplete.String())
	for _, item := range shown.Items {
		byline := item.Author.String()
		if !item.Date.IsZero() {
			byline = strings.TrimSuffix(item.Date.UTC().Format("2006-01-02 15:04 UTC")+" · "+byline, " · ")
		}
		paragraph(item.Title.String(), byline, item.Link.String(), item.Summary.String())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

func (p *program) feedsDiscoverCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "discover URL",
		Short: "Find the feeds of a site; status 1 if there is none",
		Long: `discover asks for the page and reads each feed that it names. If it names none, it tries the usual places until one is a feed.
It makes 6 requests at most and keeps nothing.`,
		Args: one("the address of a site"),
		RunE: func(c *cobra.Command, args []string) error {
			url, err := webAddress(args[0])
			if err != nil {
				return err
			}
			return p.withClient(func(client *fetch.Client, _ orewire.Catalog) error {
				found, failed := feeds.Discover(c.Context(), client, url, p.now())
				return errors.Join(failed, printFound(c.OutOrStdout(), found, asJSON))
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line")
	return c
}

func printFound(w io.Writer, found []feeds.Found, asJSON bool) error {
	records, t := lines(w), &table{}
	for _, f := range found {
		if asJSON {
			if err := records.Encode(foundRecord{f.URL, f.Title, f.Items, second(f.Newest)}); err != nil {
				return err
			}
			continue
		}
		t.add(f.URL.String(), f.Title.String(), plural(f.Items, "item")+newestWords(f.Newest))
	}
	_, err := io.WriteString(w, t.String())
	return err
}

func newestWords(newest time.Time) string {
	if newest.IsZero() {
		return ""
	}
	return ", the newest of " + newest.UTC().Format("2006-01-02 15:04 UTC")
}
