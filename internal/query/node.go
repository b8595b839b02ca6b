package query

import (
	"slices"
	"strings"

	"orewire"
	"orewire/internal/fold"
)

// Node is a node of the tree: Every, Any, Not, HasTopic, HasTicker, FromFeed, ToldBy, Is, Since or Text.
type Node interface {
	match(*subject) bool
	print(*strings.Builder)
}

// Every matches what all of its nodes match; it has two or more, none of them an Every.
type Every []Node

// Any matches what one of its nodes matches; it has two or more, none of them an Any.
type Any []Node

// Not matches what its node does not; its node is no Not.
type Not struct{ Node Node }

// HasTopic matches the articles of a topic.
type HasTopic struct{ ID string }

// HasTicker matches the articles with an instrument of this symbol, or whose name holds these words.
type HasTicker struct{ Name string }

// FromFeed matches the articles of feeds whose name holds this, or whose address is on a host that does.
type FromFeed struct{ Name string }

// Is matches articles by a mark.
type Is string

// The marks.
const (
	Unread  Is = "unread"
	Read    Is = "read"
	Starred Is = "starred"
	Watched Is = "watched" // an instrument of the watchlist stands beside it
)

// Matches reports whether an instrument of this symbol and folded name is meant.
func (n HasTicker) Matches(symbol string, name Folded) bool {
	return symbol != "" && strings.EqualFold(symbol, n.Name) || Text{Words: n.Name}.in(name)
}

// Matches reports whether a feed's name, or a host, is meant.
func (n FromFeed) Matches(nameOrHost string) bool {
	name := fold.String(n.Name)
	return name != "" && strings.Contains(fold.String(nameOrHost), name)
}

func (n Every) match(s *subject) bool {
	return !slices.ContainsFunc(n, func(each Node) bool { return !each.match(s) })
}

func (n Any) match(s *subject) bool {
	return slices.ContainsFunc(n, func(each Node) bool { return each.match(s) })
}

func (n Not) match(s *subject) bool { return !n.Node.match(s) }

func (n HasTopic) match(s *subject) bool {
	return slices.ContainsFunc(s.Topics, func(hit orewire.TopicHit) bool { return strings.EqualFold(hit.ID, n.ID) })
}

func (n HasTicker) match(s *subject) bool {
	return slices.ContainsFunc(s.Links, func(l orewire.Link) bool { return n.Matches(l.Symbol, Fold(l.Name.String())) })
}

func (n FromFeed) match(s *subject) bool {
	return slices.ContainsFunc(s.Feeds, n.Matches) || n.Matches(s.URL.Host())
}

func (n Is) match(s *subject) bool {
	switch n {
	case Unread:
		return !s.Read
	case Read:
		return s.Read
	case Starred:
		return s.Starred
	}
	return slices.ContainsFunc(s.Links, func(l orewire.Link) bool { return s.context.Watches(l.Symbol) })
}

// Watches reports whether a symbol is on the watchlist.
func (c Context) Watches(symbol string) bool {
	return symbol != "" && slices.ContainsFunc(c.Watched, func(w string) bool { return strings.EqualFold(w, symbol) })
}

func (n Since) match(s *subject) bool { return !s.Published.Before(n.Start(s.context)) }

func (n Text) match(s *subject) bool { return n.in(s.folded()) }

// every joins nodes by and: nil nodes count as absent, inner Every nodes are taken apart.
func every(nodes ...Node) Node {
	var flat Every
	for _, n := range nodes {
		switch n := n.(type) {
		case nil:
		case Every:
			flat = append(flat, n...)
		default:
			flat = append(flat, n)
		}
	}
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return flat[0]
	}
	return flat
}

// either joins one or more nodes by or; inner Any nodes are taken apart.
func either(nodes ...Node) Node {
	var flat Any
	for _, n := range nodes {
		if inner, ok := n.(Any); ok {
			flat = append(flat, inner...)
		} else {
			flat = append(flat, n)
		}
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return flat
}

func not(n Node) Node {
	if inner, ok := n.(Not); ok {
		return inner.Node
	}
	return Not{n}
}
