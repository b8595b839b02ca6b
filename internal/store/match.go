package store

import (
	"strings"
	"unicode/utf8"

	"orewire/internal/query"
)

// splitWords parts the nodes that the full-text index can answer from the others.
func splitWords(parts query.Every) (words, others query.Every) {
	for _, n := range parts {
		inner, negative := n.(query.Not)
		_, ok := matchOf(n)
		if negative {
			_, ok = matchOf(inner.Node)
		}
		if ok {
			words = append(words, n)
		} else {
			others = append(others, n)
		}
	}
	if _, ok := matchEvery(words); !ok {
		return nil, parts
	}
	return words, others
}

// matchDepth is how deep an expression of the full-text index may be nested; its parser's stack takes about twice as much.
const matchDepth = 8

func depth(n query.Node) int {
	deepest := 0
	switch n := n.(type) {
	case query.Every:
		for _, each := range n {
			deepest = max(deepest, depth(each))
		}
	case query.Any:
		for _, each := range n {
			deepest = max(deepest, depth(each))
		}
	case query.Not:
		deepest = depth(n.Node)
	}
	return deepest + 1
}

// matchOf writes a node as an expression of the full-text index; ok is false if it cannot.
func matchOf(n query.Node) (match string, ok bool) {
	if depth(n) > matchDepth {
		return "", false
	}
	switch n := n.(type) {
	case query.Text:
		return matchPattern(n.Pattern())
	case query.Every:
		return matchEvery(n)
	case query.Any:
		parts := make([]string, len(n))
		for i, each := range n {
			if parts[i], ok = matchOf(each); !ok {
				return "", false
			}
		}
		return "(" + strings.Join(parts, " OR ") + ")", true
	}
	return "", false
}

// matchEvery joins nodes by and. The index can only take away from something: one of them must be without not.
func matchEvery(list query.Every) (match string, ok bool) {
	var with, without []string
	for _, n := range list {
		to := &with
		if inner, negative := n.(query.Not); negative {
			n, to = inner.Node, &without
		}
		part, ok := matchOf(n)
		if !ok {
			return "", false
		}
		*to = append(*to, part)
	}
	if len(with) == 0 {
		return "", false
	}
	match = strings.Join(with, " AND ")
	if len(without) > 0 {
		match = "(" + match + ") NOT (" + strings.Join(without, " OR ") + ")"
	}
	return "(" + match + ")", true
}

// matchPattern writes phrases and CJK runs as phrases of the index: a run is a phrase of its pairs, one character a prefix of them.
func matchPattern(p query.Pattern) (match string, ok bool) {
	var parts []string
	for i, phrase := range p.Phrases {
		part := `"` + phrase + `"`
		if p.Prefix && i == len(p.Phrases)-1 {
			part += " *"
		}
		parts = append(parts, part)
	}
	for _, run := range p.Runs {
		parts = append(parts, matchRun(run))
	}
	return "(" + strings.Join(parts, " AND ") + ")", len(parts) > 0
}

func matchRun(run string) string {
	var pairs []string
	for {
		_, first := utf8.DecodeRuneInString(run)
		if first == len(run) {
			break
		}
		_, second := utf8.DecodeRuneInString(run[first:])
		pairs = append(pairs, run[:first+second])
		run = run[first:]
	}
	if len(pairs) == 0 {
		return `"` + run + `" *`
	}
	return `"` + strings.Join(pairs, " ") + `"`
}
