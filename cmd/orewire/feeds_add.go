package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/feeds"
	"orewire/feeds/opml"
	"orewire/internal/catalog"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/fetch"
)

// restart ends what is said about a change of the feeds.
const restart = "a dashboard that is running follows at its next start"

func (p *program) feedsAddCommand() *cobra.Command {
	var name, group, symbol string
	c := &cobra.Command{
		Use:   "add URL | --for SYMBOL",
		Short: "Add a feed, that of a page, or those about one instrument",
		Long: `add looks at the address. If it is a feed, it is added; if it is a page, the first feed that it names or that is at one of the usual
places. What is no feed is refused. A feed that the built-in bundles know is added without asking it.

--for adds the feeds that the catalogue knows for one instrument: by its symbol as Yahoo writes it, as MP, LYC.AX or 7011.T.
They are not asked; it is said what evidence there is that they work.`,
		Args: atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			wish := orewire.Feed{Name: cleantext.Line(name), Group: cleantext.Line(group)}
			switch {
			case (len(args) == 0) == (symbol == ""):
				return usagef("feeds add wants either the address of a feed or page, or --for with a symbol")
			case symbol != "" && name != "":
				return usagef("--name does not go with --for, which may add several feeds")
			}
			var err error
			if symbol == "" {
				if wish.URL, err = webAddress(args[0]); err != nil {
					return err
				}
			}
			return p.withFeeds(c, func(d *desk.Desk, client *fetch.Client) error {
				adding := adding{d, c.OutOrStdout(), c.ErrOrStderr()}
				if symbol != "" {
					return adding.instrument(c.Context(), symbol, wish.Group)
				}
				return adding.address(c.Context(), client, wish, p.now())
			})
		},
	}
	c.Flags().StringVar(&name, "name", "", "its `NAME` beside the headlines; else what it calls itself")
	c.Flags().StringVar(&group, "group", "", "the `GROUP` that it stands in, as \"Mining / Rare earths\"")
	c.Flags().StringVar(&symbol, "for", "", "add the feeds about the instrument of a `SYMBOL`")
	return c
}

// adding adds feeds to those of a desk and tells of it.
type adding struct {
	desk        *desk.Desk
	out, stderr io.Writer
}

// address adds the feed at an address, or the first one of the page there.
func (a adding) address(ctx context.Context, client *fetch.Client, wish orewire.Feed, now time.Time) error {
	if list := a.desk.FindFeeds(wish.URL.String()); len(list) > 0 {
		return a.change(ctx, list[0], wish)
	}
	if offer, ok := a.desk.OfferedFeed(wish.URL); ok {
		wish.URL = offer.URL
		if wish.Name.IsZero() {
			wish.Name = offer.Name
		}
		return a.add(ctx, []orewire.Feed{wish})
	}
	found, err := feeds.Discover(ctx, client, wish.URL, now)
	if len(found) == 0 {
		return fmt.Errorf("nothing was added: %w", err)
	}
	for _, other := range found[1:] {
		fmt.Fprintf(a.stderr, "the page has another feed: %s %s\n", opml.Masked(other.URL.String()), other.Title)
	}
	if list := a.desk.FindFeeds(found[0].URL.String()); len(list) > 0 {
		return a.change(ctx, list[0], wish)
	}
	wish.URL = found[0].URL
	if wish.Name.IsZero() {
		wish.Name = cleantext.Truncate(found[0].Title, 60)
	}
	if wish.Name.IsZero() {
		wish.Name = cleantext.Line(wish.URL.Host())
	}
	return a.add(ctx, []orewire.Feed{wish})
}

// change gives a feed that is there already the name and group that are wished.
func (a adding) change(ctx context.Context, f, wish orewire.Feed) error {
	changed := f
	if !wish.Name.IsZero() {
		changed.Name = wish.Name
	}
	if !wish.Group.IsZero() {
		changed.Group = wish.Group
	}
	if changed.Name == f.Name && changed.Group == f.Group {
		return a.tell(nil, []orewire.Feed{f})
	}
	if err := a.desk.ChangeFeed(ctx, changed); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "changed; %s\n", restart)
	return a.rows("changed", []orewire.Feed{changed})
}

// instrument adds the feeds about one instrument.
func (a adding) instrument(ctx context.Context, symbol string, group cleantext.Text) error {
	cat := a.desk.Catalog()
	symbol = strings.ToUpper(symbol)
	if i := slices.IndexFunc(cat.Instruments, func(i orewire.Instrument) bool {
		return strings.EqualFold(i.Symbol, symbol) || strings.EqualFold(i.Name.String(), symbol)
	}); i >= 0 {
		symbol = cat.Instruments[i].Symbol
		if group.IsZero() {
			group = cat.Instruments[i].Name
		}
	} else {
		fmt.Fprintf(a.stderr, "%s is not in the catalogue: `orewire feeds check` says whether anybody knows it\n", cleantext.Line(symbol))
	}
	if group.IsZero() {
		group = cleantext.Line(symbol)
	}
	var list []orewire.Feed
	made := catalog.FeedsFor(symbol, cat.Templates)
	if len(made) == 0 {
		return usagef("expected a symbol as Yahoo writes it, as MP, LYC.AX or 7011.T, found %q", cleantext.Line(symbol))
	}
	for _, f := range made {
		f.Feed.Group = group
		list = append(list, f.Feed)
		fmt.Fprintf(a.stderr, "%s: %s (%s)\n", f.Feed.Name, evidenceWords(f.Template.Evidence), f.Template.Seen)
	}
	return a.add(ctx, list)
}

func evidenceWords(evidence string) string {
	if evidence == "tested" {
		return "an answer of this service was recorded"
	}
	return "public programs use this address; no answer was recorded"
}

// add adds feeds, all or none, and tells which are new.
func (a adding) add(ctx context.Context, list []orewire.Feed) error {
	added, there, err := a.desk.AddFeeds(ctx, list)
	if err != nil {
		return fmt.Errorf("nothing was added: %w", err)
	}
	return a.tell(added, there)
}

func (a adding) tell(added, there []orewire.Feed) error {
	if err := a.rows("added", added); err != nil {
		return err
	}
	if err := a.rows("there already", there); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%d added, %d there already", len(added), len(there))
	if len(added) > 0 {
		fmt.Fprintf(a.stderr, "; %s", restart)
	}
	fmt.Fprintln(a.stderr)
	return nil
}

// rows prints what became of feeds, a line each.
func (a adding) rows(what string, list []orewire.Feed) error {
	t := &table{}
	for _, f := range list {
		name := f.Name.String()
		if !f.Group.IsZero() {
			name += ", in " + f.Group.String()
		}
		t.add(what, name, opml.Masked(f.URL.String()))
	}
	_, err := io.WriteString(a.out, t.String())
	return err
}

func (p *program) feedsRemoveCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "remove NAME | URL",
		Aliases: []string{"rm"},
		Short:   "Stop polling a feed, wherever it comes from; its articles stay",
		Args:    one("the name or address of a feed, which `orewire feeds list` prints"),
		RunE: func(c *cobra.Command, args []string) error {
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				list := d.FindFeeds(args[0])
				switch {
				case len(list) == 0:
					return fmt.Errorf("there is no feed %q; `orewire feeds list` lists them", cleantext.Line(opml.Masked(args[0])))
				case len(list) > 1:
					return fmt.Errorf("%d feeds are called %q; remove one by its address", len(list), list[0].Name)
				}
				if err := d.RemoveFeed(c.Context(), list[0]); err != nil {
					return err
				}
				fmt.Fprintf(c.ErrOrStderr(), "removed; `orewire feeds add` brings it back; %s\n", restart)
				return adding{d, c.OutOrStdout(), c.ErrOrStderr()}.rows("removed", list)
			})
		},
	}
}
