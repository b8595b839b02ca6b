package source

import "orewire"

type words map[string][]string // by language

type lexicon struct {
	Groups []struct {
		ID, Name, Short string
		Topics          []string
	}
	Mining, Market, Blockers, Foils, Company, Unrelated words
	Forms, Compounds                                    []string
	Stories                                             orewire.StoryWords
	Entries                                             []struct {
		ID, Name, Short, Kind, Group, Parent, Note string
		Highlight                                  string `yaml:"hl"`
		Terms, Weak, Not, Foils                    words
		Exact                                      []string
		ExactWeak                                  []string `yaml:"exact_weak"`
		Context                                    []string
		Own, Strict, Names                         bool
	}
}

func (l lexicon) catalog() orewire.Catalog {
	c := orewire.Catalog{Mining: l.Mining, Market: l.Market, Blockers: l.Blockers, Foils: l.Foils, Company: l.Company, Unrelated: l.Unrelated,
		Forms: l.Forms, Compounds: l.Compounds, Stories: l.Stories}
	for _, g := range l.Groups {
		c.Groups = append(c.Groups, orewire.Group{ID: g.ID, Name: g.Name, Short: g.Short, Topics: g.Topics})
	}
	for _, e := range l.Entries {
		c.Topics = append(c.Topics, orewire.Topic{ID: e.ID, Name: e.Name, Short: e.Short, Kind: e.Kind, Group: e.Group, Parent: e.Parent,
			Highlight: e.Highlight, Terms: e.Terms, Weak: e.Weak, Exact: e.Exact, ExactWeak: e.ExactWeak, Context: e.Context, Own: e.Own,
			Strict: e.Strict, Names: e.Names, Not: e.Not, Foils: e.Foils})
	}
	return c
}
