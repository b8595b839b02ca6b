// Package query is the query language of views, search, alerts and `orewire list`: it reads it, prints it and matches articles
// in memory. The store turns the same tree into SQL and finds the same articles.
//
//	topic:rare-earths -is:read          a topic, and not read yet
//	topic:lithium,nickel since:2d       either of two topics, of the last 48 hours
//	(copper or cobalt) "price cut"      words in title, summary or text
//	ticker:MP feed:mining.com lithi*    an instrument, a feed, a prefix
//	story:>2                            told by more than two publishers
//
// Terms side by side mean and; `or`, `not` (or `-`) and brackets work as usual, `or` binding least; a comma is or within one key.
// Words are compared folded (see package fold) and whole; Chinese, Japanese and Korean are found inside a run of characters.
package query

import (
	"strings"
	"time"

	"orewire"
)

// Query is a parsed query; the zero Query matches every article.
type Query struct{ root Node }

// Context is what a query means depends on.
type Context struct {
	Now      time.Time
	Location *time.Location // the reader's zone, in which since: is read; nil is UTC
	Watched  []string       // symbols of the watchlist, for is:watched
}

// Root returns the tree, nil if the query matches every article.
func (q Query) Root() Node { return q.root }

// IsZero reports whether the query matches every article.
func (q Query) IsZero() bool { return q.root == nil }

// String prints the query in its canonical form, which parses to the same query.
func (q Query) String() string {
	if q.root == nil {
		return ""
	}
	var b strings.Builder
	q.root.print(&b)
	return b.String()
}

// MarshalText writes the canonical form.
func (q Query) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText parses.
func (q *Query) UnmarshalText(b []byte) error {
	parsed, err := Parse(string(b))
	if err == nil {
		*q = parsed
	}
	return err
}

// And matches what both queries match.
func And(a, b Query) Query { return Query{every(a.root, b.root)} }

// Topic matches the articles of a topic; "" matches every article.
func Topic(id string) Query {
	if id == "" {
		return Query{}
	}
	return Query{HasTopic{id}}
}

// Marked matches the articles with a mark.
func Marked(mark Is) Query { return Query{mark} }

// Match reports whether an article, with its body, matches.
func (q Query) Match(a *orewire.Article, c Context) bool {
	return q.root == nil || q.root.match(&subject{Article: a, context: c})
}

// Equal reports whether two queries are written the same.
func (q Query) Equal(other Query) bool { return q.String() == other.String() }

// subject is an article under examination; its words are prepared when first asked for.
type subject struct {
	*orewire.Article
	context Context
	text    *Folded
}

func (s *subject) folded() Folded {
	if s.text == nil {
		f := Fold(s.Title.String(), s.Summary.String(), s.Body.String())
		s.text = &f
	}
	return *s.text
}
