package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"orewire"
	"orewire/internal/query"
)

// Counts are the stories of something, each counted once.
type Counts struct{ Total, Unread int }

// Count counts the matches of a query and the unread of them; capped if these are of the newest CountLimit matches only, where no
// counters are kept.
func (s *Store) Count(ctx context.Context, q query.Query, c query.Context) (total, unread int, capped bool, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		p, err := s.newPlan(ctx, tx, q, c)
		if err == nil {
			total, unread, capped, err = p.counts(ctx, tx)
		}
		return err
	})
	if err != nil {
		return 0, 0, false, fmt.Errorf("count articles: %w", err)
	}
	return total, unread, capped, nil
}

// counts returns how many stories match and how many of them are unread; capped if it stopped after CountLimit articles.
func (p *plan) counts(ctx context.Context, tx *sql.Tx) (total, unread int, capped bool, err error) {
	if p.exact {
		err = tx.QueryRowContext(ctx, "SELECT total, unread FROM labels WHERE id = ?", p.label).Scan(&total, &unread)
		if p.unread {
			total = unread
		}
		return total, unread, false, err
	}
	articles := 0
	statement := "SELECT count(*), count(*) - count(v.story) + count(DISTINCT v.story), " +
		"count(*) FILTER (WHERE m.read = 0 AND v.story IS NULL) + count(DISTINCT v.story) FILTER (WHERE m.read = 0) FROM (" +
		p.ungrouped().places(lowest, highest, false, CountLimit+1) + ") m LEFT JOIN versions v ON v.place = m.place"
	err = tx.QueryRowContext(ctx, statement, p.args...).Scan(&articles, &total, &unread)
	if articles > CountLimit {
		return min(total, CountLimit), min(unread, CountLimit), true, err
	}
	return total, unread, false, err
}

// above counts the matches newer than a place.
func (p *plan) above(ctx context.Context, tx *sql.Tx, at place) (n int, err error) {
	all, limit, copies := p, CountLimit, 0
	if p.exact {
		all, limit = p.ungrouped(), 0
		if copies, err = p.copiesAbove(ctx, tx, at); err != nil {
			return 0, err
		}
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM ("+all.places(at, highest, true, limit)+")", p.args...).Scan(&n)
	return n - copies, err
}

// TopicCounts returns the counts of each topic by its id; "" is all articles.
func (s *Store) TopicCounts(ctx context.Context) (map[string]Counts, error) {
	counts := map[string]Counts{}
	err := s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT name, total, unread FROM labels WHERE kind IN (?, ?)", ofEvery, ofTopic)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			var n Counts
			if err := rows.Scan(&id, &n.Total, &n.Unread); err != nil {
				return err
			}
			counts[line(id)] = n
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("count topics: %w", err)
	}
	return counts, nil
}

// Flow returns how many articles of a topic, or of all if it is "", were published in each of the 24 hours before now, the earliest first.
func (s *Store) Flow(ctx context.Context, topic string, now time.Time) (flow [24]int, err error) {
	start := now.Add(-24 * time.Hour)
	err = s.read(ctx, func(tx *sql.Tx) error {
		p, err := s.newPlan(ctx, tx, query.Topic(topic), query.Context{Now: now})
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, "SELECT ((place >> "+number(idBits)+") - "+number(start.Unix())+") / 3600, count(*) FROM ("+
			p.places(firstPlace(start)-1, firstPlace(now.Add(time.Second)), true, 0)+") GROUP BY 1", p.args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var hour, n int
			if err := rows.Scan(&hour, &n); err != nil {
				return err
			}
			flow[min(hour, 23)] += n
		}
		return rows.Err()
	})
	if err != nil {
		return flow, fmt.Errorf("count the last day: %w", err)
	}
	return flow, nil
}

// recentArticles is how many articles RecentSymbols looks at.
const recentArticles = 500

// RecentSymbols returns up to n symbols linked to the newest articles since a time: named first, then listed, then exposed, and the most
// recent first among these.
func (s *Store) RecentSymbols(ctx context.Context, since time.Time, n int) ([]string, error) {
	var byStrength [orewire.Exposed + 1][]string
	err := s.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, "SELECT links FROM articles WHERE place >= ? ORDER BY place DESC LIMIT ?", firstPlace(since), recentArticles)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text []byte
			var links []orewire.Link
			if err := rows.Scan(&text); err != nil {
				return err
			}
			if err := json.Unmarshal(text, &links); err != nil {
				return err
			}
			for _, l := range links {
				if l.Symbol != "" && l.How <= orewire.Exposed {
					byStrength[l.How] = append(byStrength[l.How], line(l.Symbol))
				}
			}
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("recent symbols: %w", err)
	}
	var symbols []string
	for _, symbol := range slices.Concat(byStrength[:]...) {
		if len(symbols) < n && !slices.Contains(symbols, symbol) {
			symbols = append(symbols, symbol)
		}
	}
	return symbols, nil
}
