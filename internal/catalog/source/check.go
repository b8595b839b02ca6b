package source

import (
	"fmt"
	"slices"

	"orewire"
)

// check holds the rules that tie the files together.
func check(c orewire.Catalog) error {
	topics, groups := map[string]bool{}, map[string]bool{}
	for _, t := range c.Topics {
		if topics[t.ID] {
			return fmt.Errorf("lexicon.yaml: the topic %s stands twice", t.ID)
		}
		topics[t.ID] = true
	}
	for _, g := range c.Groups {
		groups[g.ID] = true
		for _, id := range g.Topics {
			if !topics[id] {
				return fmt.Errorf("lexicon.yaml: the group %s names the unknown topic %q", g.ID, id)
			}
		}
	}
	for _, t := range c.Topics {
		i := slices.IndexFunc(c.Groups, func(g orewire.Group) bool { return g.ID == t.Group })
		if i < 0 || !slices.Contains(c.Groups[i].Topics, t.ID) {
			return fmt.Errorf("lexicon.yaml: the topic %s is not in its group %q", t.ID, t.Group)
		}
		if t.Parent != "" && !topics[t.Parent] {
			return fmt.Errorf("lexicon.yaml: the topic %s has the unknown parent %q", t.ID, t.Parent)
		}
	}
	return checkInstruments(c, topics)
}

func checkInstruments(c orewire.Catalog, topics map[string]bool) error {
	names, symbols := map[string]bool{}, map[string]bool{}
	for _, i := range c.Instruments {
		for _, id := range i.Topics {
			if !topics[id] {
				return fmt.Errorf("instruments: %s lives off the unknown topic %q", i.Name, id)
			}
		}
		if names[i.Name.String()] {
			return fmt.Errorf("instruments: %s stands twice", i.Name)
		}
		names[i.Name.String()] = true
		for _, s := range append([]string{i.Symbol}, i.Also...) {
			if s != "" && symbols[s] {
				return fmt.Errorf("instruments: the symbol %s of %s stands twice", s, i.Name)
			}
			symbols[s] = true
		}
	}
	for _, i := range c.Instruments {
		if i.Sector != "" && !symbols[i.Sector] {
			return fmt.Errorf("instruments: %s is compared with the unknown %s", i.Name, i.Sector)
		}
	}
	for _, f := range c.Feeds {
		for _, id := range f.Topics {
			if !topics[id] {
				return fmt.Errorf("feeds.yaml: %s writes about the unknown topic %q", f.Name, id)
			}
		}
	}
	return nil
}
