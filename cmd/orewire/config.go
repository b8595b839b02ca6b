package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/desk"
	"orewire/internal/query"
)

func (p *program) configCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:   "config",
		Short: "Where the configuration is, write a commented one, check it",
	},
		&cobra.Command{
			Use:   "path",
			Short: "Print where the configuration is, or would be",
			Args:  none,
			RunE: func(c *cobra.Command, _ []string) error {
				_, err := fmt.Fprintln(c.OutOrStdout(), p.configPath())
				return err
			},
		},
		&cobra.Command{
			Use:   "init",
			Short: "Write the commented example there; a file that is there already is left alone",
			Args:  none,
			RunE:  func(c *cobra.Command, _ []string) error { return p.initConfig(c) },
		},
		&cobra.Command{
			Use:   "check",
			Short: "Check it: status 2 and file:line:column if something is wrong",
			Args:  none,
			RunE:  func(c *cobra.Command, _ []string) error { return p.checkConfig(c) },
		},
	)
}

func (p *program) configPath() string { return cmp.Or(p.configFile, config.Path()) }

func (p *program) initConfig(c *cobra.Command) error {
	path := p.configPath()
	err := writePrivate(path, orewire.ExampleConfig)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already and was left alone; edit it, or name another with --config", path)
	}
	if err != nil {
		return fmt.Errorf("the configuration could not be written: %w; name another place with --config", err)
	}
	_, err = fmt.Fprintln(c.OutOrStdout(), path)
	return err
}

func (p *program) checkConfig(c *cobra.Command) error {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	catalog, err := desk.Catalog(cfg)
	if err != nil {
		return err
	}
	for _, unknown := range unknownTopics(cfg, catalog) {
		fmt.Fprintf(c.ErrOrStderr(), "orewire: %s\n", unknown)
	}
	if keys := idle(cfg); len(keys) > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "orewire: these keys are right but do nothing yet: %s\n", strings.Join(keys, ", "))
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "%s is right: %s, %s, %s, %s, %s watched\n",
		cmp.Or(cfg.File, "the built-in configuration"), plural(len(catalog.Feeds), "feed"), plural(len(catalog.Topics), "topic"),
		plural(len(catalog.Instruments), "instrument"), plural(len(cfg.Views), "view"), plural(len(cfg.Watchlist), "symbol"))
	return err
}

func topicIDs(catalog orewire.Catalog) []string {
	ids := make([]string, len(catalog.Topics))
	for i, t := range catalog.Topics {
		ids[i] = t.ID
	}
	return ids
}

// unknownTopics tells of views and feeds that name a topic which is not in the catalogue: they find nothing by it.
func unknownTopics(cfg config.Config, catalog orewire.Catalog) []string {
	ids := topicIDs(catalog)
	var said []string
	tell := func(where string, name cleantext.Text, q query.Query) {
		if unknown := q.UnknownTopic(ids); unknown != "" {
			said = append(said, fmt.Sprintf("the %s %s: %s", where, name, unknown))
		}
	}
	for _, v := range cfg.Views {
		tell("view", v.Name, v.Query)
	}
	for _, f := range cfg.Feeds {
		for _, id := range f.Topics {
			tell("feed", f.Name, query.Topic(id))
		}
	}
	return said
}

// idle names the keys that are set and have no effect in this version.
func idle(cfg config.Config) []string {
	var keys []string
	for _, k := range []struct {
		name string
		set  bool
	}{
		{"mute", len(cfg.Mute.Words)+len(cfg.Mute.Publishers) > 0},
		{"alerts", len(cfg.Alerts) > 0},
		{"keys", len(cfg.Keys) > 0},
		{"quotes.providers other than yahoo", slices.ContainsFunc(cfg.Quotes.Providers, func(name string) bool { return name != "yahoo" })},
	} {
		if k.set {
			keys = append(keys, k.name)
		}
	}
	return keys
}
