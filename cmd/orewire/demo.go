package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/demo"
	"orewire/internal/query"
)

// demoSeed makes every demo begin with the same news.
const demoSeed = 1

func (p *program) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "The dashboard on invented news and prices; no network is needed",
		Long: `demo opens the dashboard on sample feeds and prices, which the program serves to itself over loopback HTTP through the real
poller. Nothing of it is kept: the store is temporary. Everything in it is invented.`,
		Args: none,
		RunE: func(c *cobra.Command, _ []string) error { return p.demo(c) },
	}
}

func (p *program) demo(c *cobra.Command) (err error) {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	world, err := demo.Serve(c.Context(), p.now, demoSeed)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, world.Close()) }()
	folder, err := os.MkdirTemp("", "orewire-demo-")
	if err != nil {
		return fmt.Errorf("the demo's store cannot be made: %w; TMPDIR names another folder", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	p.storeFile = filepath.Join(folder, "orewire.db")
	if cfg, err = inDemo(cfg, world); err != nil {
		return err
	}
	return p.openDashboard(c, cfg, true)
}

// inDemo is the user's configuration with the demo's feeds, prices and views in place of the real ones.
func inDemo(cfg config.Config, world *demo.Demo) (config.Config, error) {
	cfg.Bundles, cfg.Feeds, cfg.Watchlist = nil, world.Feeds, world.Watchlist
	cfg.Topics, cfg.RemoveTopics, cfg.Instruments, cfg.RemoveInstruments, cfg.Mute, cfg.Alerts = nil, nil, nil, nil, config.Mute{}, nil
	cfg.Quotes.Providers, cfg.Quotes.Yahoo = []string{"yahoo"}, config.Yahoo{BaseURL: world.QuotesURL, CookieURL: world.QuotesURL + "/"}
	cfg.Network.Proxy, cfg.Network.PagesAtIngest = "", true
	cfg.Views = nil
	for _, v := range world.Views {
		q, err := query.Parse(v.Query)
		if err != nil {
			return cfg, fmt.Errorf("the demo's view %s: %w", v.Name, err)
		}
		cfg.Views = append(cfg.Views, config.View{Name: cleantext.Line(v.Name), Query: q})
	}
	return cfg, nil
}
