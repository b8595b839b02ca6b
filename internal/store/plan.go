package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"orewire/internal/query"
)

// plan is how a query is answered: one or more arms, each of which can be read newest first and left off, joined without duplicates,
// and the conditions that remain to be asked of each row.
type plan struct {
	arms  []arm
	where []string // on t.place and t.read
	alone string   // holds for the first match of each story
	low   place    // no match is lower
	args  []any    // ?1 and on: what to look for in the full text, and the places of fresh matches

	exact  bool  // the counters of a label count the matches
	label  int64 // that label
	unread bool  // the matches are all unread
}

// arm is a source of rows that are in order of key.
type arm struct {
	from  string // a table or join with the columns t.place and t.read
	key   string // the place
	where string
	whole bool // the rows are matches: no conditions remain to be asked
}

// never is a condition that no row meets. Beside a plain 0 SQLite does not look at the others, and so not see that an index with a
// condition of its own can be used.
const never = "t.read < 0"

// maxArms bounds a union; SQLite's own limit is 500.
const maxArms = 100

var (
	everyArm   = arm{from: "articles t INDEXED BY articles_marks", key: "t.place"}
	unreadArm  = arm{from: "articles t INDEXED BY articles_unread", key: "t.place", where: "t.read = 0"}
	starredArm = arm{from: "articles t INDEXED BY articles_starred", key: "t.place", where: "t.starred = 1"}
)

// newPlan chooses what a query is driven by: words first, then the rarest of its labels, then marks.
func (s *Store) newPlan(ctx context.Context, tx *sql.Tx, q query.Query, c query.Context) (*plan, error) {
	p := &plan{low: lowest}
	b := planner{plan: p, labels: s.labels, context: c, row: "t"}
	var parts query.Every
	switch root := q.Root().(type) {
	case nil:
	case query.Every:
		parts = root
	default:
		parts = query.Every{root}
	}
	all := parts
	parts = b.takeSince(parts)
	p.unread = slices.Contains(parts, query.Node(query.Unread))
	parts, driven, err := b.drive(ctx, tx, parts)
	if err != nil {
		return nil, err
	}
	for _, n := range parts {
		p.where = append(p.where, b.condition(n))
	}
	p.exact = driven && len(p.where) == 0 && p.low == lowest
	if b.indexed {
		if err := b.findFresh(ctx, tx, q); err != nil {
			return nil, err
		}
	}
	p.alone = b.firstOfStory(all)
	return p, nil
}

type planner struct {
	*plan
	labels  *labelSet
	context query.Context
	row     string // the article that conditions are on
	indexed bool   // the plan asks an index that knows no fresh articles
	fresh   fresh
}

// takeSince makes lower bounds of the since: terms.
func (b *planner) takeSince(parts query.Every) (rest query.Every) {
	for _, n := range parts {
		if since, ok := n.(query.Since); ok {
			b.low = max(b.low, firstPlace(since.Start(b.context)))
		} else {
			rest = append(rest, n)
		}
	}
	return rest
}

// drive sets the arms and returns what they leave to ask. If counted, the arms' rows are those of one label, or all.
func (b *planner) drive(ctx context.Context, tx *sql.Tx, parts query.Every) (rest query.Every, counted bool, err error) {
	words, others := splitWords(parts)
	if match, ok := matchEvery(words); ok {
		from := "search s CROSS JOIN articles t INDEXED BY articles_marks ON t.place = s.rowid"
		b.arms = []arm{{from: from, key: "s.rowid", where: b.search(match)}}
		return others, false, nil
	}
	rarest, ids, err := b.rarest(ctx, tx, parts)
	if err != nil {
		return nil, false, err
	}
	isUnread := func(n query.Node) bool { return n == query.Node(query.Unread) }
	switch {
	case rarest >= 0:
		rest = slices.Delete(slices.Clone(parts), rarest, rarest+1)
		rest = slices.DeleteFunc(rest, isUnread)
		b.postings(ids)
		if len(ids) == 1 {
			b.label = ids[0]
		}
		return rest, len(ids) == 1, nil
	case slices.Contains(parts, query.Node(query.Starred)):
		b.arms = []arm{starredArm}
		return slices.DeleteFunc(slices.Clone(parts), func(n query.Node) bool { return n == query.Node(query.Starred) }), false, nil
	case slices.ContainsFunc(parts, isOfSeveral):
		b.arms = []arm{versionArm}
		return parts, false, nil
	case b.unread:
		b.arms = []arm{unreadArm}
		return slices.DeleteFunc(slices.Clone(parts), isUnread), true, nil
	}
	b.arms = []arm{everyArm}
	return parts, true, nil
}

// postings makes an arm of each label.
func (b *planner) postings(ids []int64) {
	b.indexed = true
	from, unread := "postings t", ""
	if b.unread {
		from, unread = "postings t INDEXED BY postings_unread", " AND t.read = 0"
	}
	for _, id := range ids {
		b.arms = append(b.arms, arm{from: from, key: "t.place", where: "t.label = " + number(id) + unread})
	}
	if len(ids) == 0 {
		b.arms = []arm{{from: from, key: "t.place", where: "t.label = -1" + unread}}
	}
}

// rarest returns the index of the part that is all labels with the fewest articles, and the labels; -1 if there is none.
func (b *planner) rarest(ctx context.Context, tx *sql.Tx, parts query.Every) (index int, ids []int64, err error) {
	index, least := -1, 0
	for i, n := range parts {
		meant, ok := b.labels.meant(n, b.context)
		if !ok || len(meant) > maxArms {
			continue
		}
		slices.Sort(meant)
		meant = slices.Compact(meant)
		var total int
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(sum(total), 0) FROM labels WHERE id IN ("+numbers(meant)+")").Scan(&total); err != nil {
			return 0, nil, err
		}
		if index < 0 || total < least {
			index, least, ids = i, total, meant
		}
	}
	return index, ids, nil
}

// search is the condition that the full-text index finds something.
func (b *planner) search(match string) string {
	b.indexed = true
	return "search MATCH " + b.arg(match)
}

// arg returns the parameter that stands for a text.
func (b *planner) arg(text string) string {
	b.args = append(b.args, text)
	return "?" + strconv.Itoa(len(b.args))
}

// condition returns a node as a condition on the row's place and read, which is never null.
func (b *planner) condition(n query.Node) string {
	if ids, ok := b.labels.meant(n, b.context); ok {
		b.indexed = true
		if len(ids) == 0 {
			return never
		}
		return "EXISTS (SELECT 1 FROM postings p WHERE p.label IN (" + numbers(ids) + ") AND p.place = " + b.row + ".place)"
	}
	if match, ok := matchOf(n); ok {
		if b.row != "t" { // of few articles: looked up for each
			return "EXISTS (SELECT 1 FROM search WHERE " + b.search(match) + " AND rowid = " + b.row + ".place)"
		}
		return "t.place IN (SELECT rowid FROM search WHERE " + b.search(match) + ")"
	}
	switch n := n.(type) {
	case query.Every:
		return b.conditions(n, " AND ")
	case query.Any:
		return b.conditions(n, " OR ")
	case query.Not:
		return "NOT " + b.condition(n.Node)
	case query.Since:
		return b.row + ".place >= " + number(firstPlace(n.Start(b.context)))
	case query.ToldBy:
		return "coalesce((" + publishersOf(b.row) + "), 1) " + comparison(n)
	case query.Is:
		switch n {
		case query.Unread:
			return b.row + ".read = 0"
		case query.Read:
			return b.row + ".read = 1"
		case query.Starred:
			return b.row + ".place IN (SELECT place FROM articles INDEXED BY articles_starred WHERE starred = 1)"
		}
	}
	return never
}

func (b *planner) conditions(list []query.Node, op string) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = b.condition(n)
	}
	return "(" + strings.Join(parts, op) + ")"
}

// places is the statement for the matches between two places, both excluded, newest first or oldest first; limit 0 is none.
func (p *plan) places(above, below place, oldestFirst bool, limit int) string {
	if p.low > lowest {
		above = max(above, p.low-1)
	}
	var b strings.Builder
	for i, a := range p.arms {
		if i > 0 {
			b.WriteString(" UNION ")
		}
		var conditions []string
		if a.whole {
			b.WriteString("ALL ")
		} else {
			conditions = slices.Clone(p.where)
		}
		if p.alone != "" {
			conditions = append(conditions, p.alone)
		}
		if a.where != "" {
			conditions = append(conditions, a.where)
		}
		if above > lowest {
			conditions = append(conditions, a.key+" > "+number(above))
		}
		if below < highest {
			conditions = append(conditions, a.key+" < "+number(below))
		}
		fmt.Fprintf(&b, "SELECT %s AS place, t.read AS read FROM %s", a.key, a.from)
		if len(conditions) > 0 {
			b.WriteString(" WHERE " + strings.Join(conditions, " AND "))
		}
	}
	b.WriteString(" ORDER BY 1")
	if !oldestFirst {
		b.WriteString(" DESC")
	}
	if limit > 0 {
		b.WriteString(" LIMIT " + strconv.Itoa(limit))
	}
	return b.String()
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func numbers(list []int64) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = number(n)
	}
	return strings.Join(parts, ",")
}
