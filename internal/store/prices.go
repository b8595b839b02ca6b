package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"orewire"
)

// SaveQuotes keeps quotes, in place of the earlier ones of their symbols.
func (s *Store) SaveQuotes(ctx context.Context, quotes []orewire.Quote) error {
	return s.write(ctx, func(c *change) error {
		for _, q := range quotes {
			b, err := json.Marshal(q)
			if err != nil {
				return fmt.Errorf("quote %s: %w", q.Symbol, err)
			}
			if _, err := c.exec("INSERT INTO quotes (symbol, quote) VALUES (?, ?) ON CONFLICT DO UPDATE SET quote = excluded.quote", q.Symbol, string(b)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Quotes returns the last quote of every symbol, in order of symbol.
func (s *Store) Quotes(ctx context.Context) ([]orewire.Quote, error) {
	var quotes []orewire.Quote
	err := s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT quote FROM quotes ORDER BY symbol")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var b []byte
			var q orewire.Quote
			if err := rows.Scan(&b); err != nil {
				return err
			}
			if err := json.Unmarshal(b, &q); err != nil {
				return err
			}
			q.Symbol, q.Currency, q.Exchange, q.Zone, q.Provider = line(q.Symbol), line(q.Currency), line(q.Exchange), line(q.Zone), line(q.Provider)
			q.State = orewire.MarketState(line(string(q.State)))
			quotes = append(quotes, q)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read quotes: %w", err)
	}
	return quotes, nil
}

// SaveBars keeps the bars of a step of a symbol's trade, in place of those with the same start. Bars without a finite close are left out.
func (s *Store) SaveBars(ctx context.Context, symbol string, step time.Duration, bars []orewire.Bar) error {
	return s.write(ctx, func(c *change) error {
		for _, b := range bars {
			if math.IsNaN(b.Close) || math.IsInf(b.Close, 0) {
				continue
			}
			if math.IsNaN(b.Volume) || math.IsInf(b.Volume, 0) {
				b.Volume = 0
			}
			_, err := c.exec(`INSERT INTO bars (symbol, step, start, close, volume) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET close = excluded.close, volume = excluded.volume`,
				symbol, int64(step/time.Second), b.Start.UnixMilli(), b.Close, b.Volume)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Bars returns the bars of a step that start at from or later and before to, oldest first.
func (s *Store) Bars(ctx context.Context, symbol string, step time.Duration, from, to time.Time) ([]orewire.Bar, error) {
	var bars []orewire.Bar
	err := s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT start, close, volume FROM bars WHERE symbol = ? AND step = ? AND start >= ? AND start < ? ORDER BY start",
			symbol, int64(step/time.Second), from.UnixMilli(), to.UnixMilli())
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var start int64
			var b orewire.Bar
			if err := rows.Scan(&start, &b.Close, &b.Volume); err != nil {
				return err
			}
			b.Start = time.UnixMilli(start).UTC()
			bars = append(bars, b)
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read the bars of %s: %w", symbol, err)
	}
	return bars, nil
}
