package query

import (
	"fmt"
	"slices"
	"strings"
)

// UnknownTopic says which topic of the query is not among the known ids, and which may be meant; "" if all are known. The query
// matches nothing there, which is no mistake of its language.
func (q Query) UnknownTopic(known []string) string {
	for _, id := range topics(q.root) {
		if !slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, id) }) {
			return fmt.Sprintf("no topic is called “%s”%s", id, meant(id, known))
		}
	}
	return ""
}

// topics returns the ids that a tree names, in its order.
func topics(n Node) []string {
	var ids []string
	switch n := n.(type) {
	case HasTopic:
		return []string{n.ID}
	case Not:
		return topics(n.Node)
	case Every:
		for _, each := range n {
			ids = append(ids, topics(each)...)
		}
	case Any:
		for _, each := range n {
			ids = append(ids, topics(each)...)
		}
	}
	return ids
}
