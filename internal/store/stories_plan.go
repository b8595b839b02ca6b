package store

import (
	"context"
	"database/sql"

	"orewire/internal/query"
)

// firstOfStory returns the condition that keeps one row of each story: the first of its versions that matches all parts of the query. Where
// the query is one label's list, that is what copies tell; else they only tell which rows have an earlier version at all.
func (b *planner) firstOfStory(all query.Every) string {
	noCopy := "NOT EXISTS (SELECT 1 FROM copies c WHERE c.label = " + number(b.label) + " AND c.place = t.place)"
	if b.exact {
		return noCopy
	}
	earlier := *b
	earlier.row = "o"
	match := ""
	for _, n := range all {
		match += " AND " + earlier.condition(n)
	}
	if b.fresh.matches != "" {
		match = " AND (" + earlier.isIndexed() + match + " OR o.place IN " + b.fresh.matches + ")"
	}
	return "(" + noCopy + " OR NOT EXISTS (SELECT 1 FROM versions m JOIN versions e ON e.story = m.story AND e.rank < m.rank " +
		"JOIN articles o ON o.place = e.place WHERE m.place = t.place" + match + "))"
}

// ungrouped returns the plan of all matches, not one of each story.
func (p *plan) ungrouped() *plan {
	all := *p
	all.alone = ""
	return &all
}

// versionArm is the articles of stories of several.
var versionArm = arm{from: "versions m CROSS JOIN articles t INDEXED BY articles_marks ON t.place = m.place", key: "m.place"}

// isOfSeveral reports whether only articles of stories of several match.
func isOfSeveral(n query.Node) bool {
	told, ok := n.(query.ToldBy)
	return ok && !told.Matches(1)
}

// publishersOf is the statement for the number of publishers of a row's story; it finds nothing if the row is the only one of its story.
func publishersOf(row string) string {
	return "SELECT s.publishers FROM versions v JOIN stories s ON s.id = v.story WHERE v.place = " + row + ".place"
}

func comparison(n query.ToldBy) string {
	op := "="
	if n.Than != query.Equal {
		op = string(n.Than)
	}
	return op + " " + number(int64(n.Publishers))
}

// copiesAbove counts the rows of a counted list, newer than a place, that firstOfStory leaves out.
func (p *plan) copiesAbove(ctx context.Context, tx *sql.Tx, at place) (n int, err error) {
	statement := "SELECT count(*) FROM copies c JOIN articles t ON t.place = c.place WHERE c.label = ? AND c.place > ?"
	if p.unread {
		statement += " AND t.read = 0"
	}
	err = tx.QueryRowContext(ctx, statement, p.label, at).Scan(&n)
	return n, err
}
