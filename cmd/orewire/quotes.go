package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"orewire"
)

func (p *program) quotesCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use:   "quotes [SYMBOL…]",
		Short: "Current prices; without symbols those of the watchlist",
		Args:  cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := p.config()
			if err != nil {
				return err
			}
			if len(cfg.Quotes.Providers) == 0 {
				return errors.New("prices are turned off: name a provider under quotes: in the configuration")
			}
			symbols := cfg.Watchlist
			if len(args) > 0 {
				symbols = strings.Split(strings.ToUpper(strings.Join(args, "\n")), "\n")
			}
			if len(symbols) == 0 {
				return usagef("the watchlist is empty: name symbols, as in `orewire quotes MP LYC.AX`")
			}
			w, err := p.open(c.Context(), cfg, false, c.ErrOrStderr())
			if err != nil {
				return err
			}
			defer w.close()
			quotes, err := w.Ask(c.Context(), symbols)
			if err != nil {
				return err
			}
			return printQuotes(c.OutOrStdout(), quotes, asJSON, w.Location())
		},
	}
	c.Flags().BoolVar(&asJSON, "json", false, "JSON, one object a line")
	return c
}

// printQuotes prints prices; it fails if there is none.
func printQuotes(w io.Writer, quotes []orewire.Quote, asJSON bool, zone *time.Location) error {
	records, t, priced := lines(w), &table{right: []bool{false, false, true, true, true}}, 0
	for _, q := range quotes {
		if q.Error.IsZero() {
			priced++
		}
		if asJSON {
			if err := records.Encode(newQuoteRecord(q)); err != nil {
				return err
			}
			continue
		}
		t.add(quoteCells(q, zone)...)
	}
	if _, err := io.WriteString(w, t.String()); err != nil {
		return err
	}
	if priced == 0 && len(quotes) > 0 {
		return fmt.Errorf("no price came: %s; check the symbol and your connection", quotes[0].Error)
	}
	return nil
}

func quoteCells(q orewire.Quote, zone *time.Location) []string {
	price, change, percent := figures(q.Price, q.Change, q.Percent, q.Decimals, q.Currency)
	return []string{q.Symbol, q.Name.String(), price, change, percent, strings.TrimSpace(quoteNote(q, zone))}
}
