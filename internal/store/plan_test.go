package store

import (
	"database/sql"
	"strings"
	"testing"

	"orewire"
	"orewire/internal/query"
)

// A page is read off the end of an index: no statement of a list sorts, or goes through a whole table.
func TestPagesAreNotSorted(t *testing.T) {
	s, _ := openNew(t)
	a := item("1", "copper", 0)
	a.Article.Topics = []orewire.TopicHit{{ID: "copper"}, {ID: "lithium"}}
	a.Article.Links = []orewire.Link{{Symbol: "MP"}}
	ingest(t, s, a)
	index(t, s)
	c := query.Context{Now: start, Watched: []string{"MP"}}
	for _, text := range []string{"", "since:2h", "is:unread", "is:read", "is:starred", "is:watched", "topic:copper", "topic:copper is:unread",
		"topic:copper topic:lithium since:2d", "topic:copper,lithium", "topic:copper,lithium is:unread", "ticker:mp", "feed:mining",
		"copper", "copper -zinc", "cop*", "稀土", "copper topic:copper is:unread since:2h"} {
		q := parse(t, text)
		err := s.read(t.Context(), func(tx *sql.Tx) error {
			p, err := s.newPlan(t.Context(), tx, q, c)
			if err != nil {
				return err
			}
			for _, oldestFirst := range []bool{false, true} {
				rows, err := tx.Query("EXPLAIN QUERY PLAN "+p.places(0, highest-1, oldestFirst, 60), p.args...)
				if err != nil {
					return err
				}
				defer rows.Close()
				for rows.Next() {
					var id, parent, unused int
					var step string
					if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
						return err
					}
					if strings.Contains(step, "TEMP B-TREE") || strings.HasPrefix(step, "SCAN t") && !strings.Contains(step, "INDEX") {
						t.Errorf("%q: %s", text, step)
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
