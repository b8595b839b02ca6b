package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// entry is what the indexes hold of an article: its labels' postings and its words.
type entry struct {
	labels []int64
	read   bool
	words  words
}

// list adds the entries to the indexes in order of place, which the full-text index needs to gather them: an entry lower than the
// one before makes it write out all that it has gathered.
func (c *change) list() error {
	postings := map[posting][]place{}
	for _, at := range slices.Sorted(maps.Keys(c.entries)) {
		e := c.entries[at]
		if _, err := c.exec("INSERT INTO search (rowid, title, text, pairs) VALUES (?, ?, ?, ?)", at, e.words.title, e.words.text, e.words.pairs); err != nil {
			return err
		}
		for _, id := range e.labels {
			p := posting{id, bit(e.read)}
			postings[p] = append(postings[p], at)
		}
	}
	for p, places := range postings {
		text, err := json.Marshal(places)
		if err != nil {
			return fmt.Errorf("write the store: %w", err)
		}
		if _, err := c.exec("INSERT INTO postings (label, place, read) SELECT ?, value, ? FROM json_each(?)", p.label, p.read, string(text)); err != nil {
			return err
		}
	}
	return nil
}

// posting is what the postings of several articles have in common.
type posting struct {
	label int64
	read  int
}

// unlist takes an article out of the indexes.
func (c *change) unlist(old stored) error {
	if _, ok := c.entries[old.place]; ok {
		delete(c.entries, old.place)
		return nil
	}
	for _, id := range old.labels {
		if _, err := c.exec("DELETE FROM postings WHERE label = ? AND place = ?", id, old.place); err != nil {
			return err
		}
	}
	_, err := c.exec("DELETE FROM search WHERE rowid = ?", old.place)
	return err
}
