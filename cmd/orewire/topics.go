package main

import "orewire"

// topicCodes returns a function that lists the codes of an article's topics, the highest score first.
func topicCodes(c orewire.Catalog) func(orewire.Article) []string {
	short := make(map[string]string, len(c.Topics))
	for _, t := range c.Topics {
		short[t.ID] = t.Short
	}
	return func(a orewire.Article) []string {
		codes := make([]string, len(a.Topics))
		for i, hit := range a.Topics {
			codes[i] = short[hit.ID]
			if codes[i] == "" { // a topic that has left the catalogue since
				codes[i] = hit.ID
			}
		}
		return codes
	}
}

// topicNames lists the names of an article's topics, the highest score first.
func topicNames(c orewire.Catalog, a orewire.Article) []string {
	names := make(map[string]string, len(c.Topics))
	for _, t := range c.Topics {
		names[t.ID] = t.Name
	}
	list := make([]string, len(a.Topics))
	for i, hit := range a.Topics {
		list[i] = names[hit.ID]
		if list[i] == "" {
			list[i] = hit.ID
		}
	}
	return list
}
