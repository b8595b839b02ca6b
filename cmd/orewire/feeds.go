package main

import (
	"errors"
	"io"
	"time"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/feeds/opml"
	"orewire/internal/desk"
	"orewire/internal/fetch"
)

var errNoFeeds = errors.New("there are no feeds; `orewire feeds add` adds some, and bundles: in the configuration names built-in ones")

func (p *program) feedsCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "feeds",
		Short: "The feeds: list, add, remove, check, show, find, import and export them",
		Long: `The feeds that are polled are those of the built-in bundles and of the configuration, which is never rewritten. What is added or
removed here is kept in the store and wins over both; a dashboard that is running takes it over at its next start.`,
	},
		p.feedsListCommand(),
		p.feedsAddCommand(),
		p.feedsRemoveCommand(),
		p.feedsCheckCommand(),
		p.feedsShowCommand(),
		p.feedsDiscoverCommand(),
		p.feedsImportCommand(),
		p.feedsExportCommand(),
	)
}

// withFeeds opens the desk, which knows the feeds, and a client that can ask them.
func (p *program) withFeeds(c *cobra.Command, use func(*desk.Desk, *fetch.Client) error) error {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	w, err := p.open(c.Context(), cfg, false, c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer w.close()
	client := fetch.New(desk.FetchOptions(cfg.Network))
	defer client.Close()
	return use(w.Desk, client)
}

func (p *program) feedsListCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "list",
		Short: "The feeds, where each comes from, and how its last poll went",
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				list, err := d.StoredFeeds(c.Context())
				if err != nil {
					return err
				}
				if asJSON {
					return encodeFeeds(c.OutOrStdout(), list)
				}
				t := feedTable(list, d.Location())
				t.width, _, _ = terminalSize(c.OutOrStdout())
				_, err = io.WriteString(c.OutOrStdout(), t.String())
				return err
			})
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line")
	return c
}

func encodeFeeds(w io.Writer, list []desk.FeedHealth) error {
	records := lines(w)
	for _, f := range list {
		err := records.Encode(feedRecord{
			Name: f.Name, URL: f.URL, Bundle: f.Bundle, From: origin(f.Feed), Group: f.Group, Lang: f.Lang, Added: second(f.Added),
			Checked: second(f.State.Checked), OK: second(f.State.OK), Newest: second(f.State.Newest), Status: f.State.Status,
			Items: f.State.Items, Error: f.State.Error,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func feedTable(list []desk.FeedHealth, zone *time.Location) *table {
	t := &table{}
	for _, f := range list {
		state := "not asked yet"
		switch {
		case !f.State.Error.IsZero():
			state = f.State.Error.String()
		case !f.State.Newest.IsZero():
			state = "newest item " + f.State.Newest.In(zone).Format("2 Jan 2006 15:04")
		case !f.State.OK.IsZero():
			state = "no items"
		}
		from := origin(f.Feed)
		if !f.Group.IsZero() {
			from += ", in " + f.Group.String()
		}
		t.add(f.Name.String(), state, from, opml.Masked(f.URL.String()))
	}
	return t
}

// origin says where a feed comes from.
func origin(f orewire.Feed) string {
	switch {
	case !f.Added.IsZero():
		return "added"
	case f.Bundle != "":
		return "bundle " + f.Bundle
	}
	return "configuration"
}
