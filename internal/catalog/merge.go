package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"orewire"
)

// Additions are the user's changes to the built-in catalogue.
type Additions struct {
	Bundles           []string             // the built-in feeds that are wanted: names of Bundles and Languages
	Feeds             []orewire.Feed       // in addition to them; one with the address of a built-in feed takes its place
	Topics            []orewire.Topic      // new ones, or changes to those of the same id
	RemoveTopics      []string             // by id
	Instruments       []orewire.Instrument // new ones, or changes to those of the same name
	RemoveInstruments []string             // by name
}

// Merge returns base with the user's changes; base is left as it is.
//
// In a topic that base has too, what the addition gives replaces what base says, but terms are added to those of base, and a term
// with a minus before it ("-ionic clay") takes that term out. In an instrument that base has too, each field that is given replaces base's.
// A new topic without a group goes to a group of its own, named as the topic.
//
// Errors: *EntryError, of the entry that names an unknown group, parent or topic, or takes out what base does not have.
func Merge(base orewire.Catalog, add Additions) (orewire.Catalog, error) {
	c := base
	c.Topics = slices.Clone(base.Topics)
	c.Groups = slices.Clone(base.Groups)
	c.Instruments = slices.Clone(base.Instruments)
	if err := checkTakenOut(base, add); err != nil {
		return orewire.Catalog{}, err
	}
	for _, t := range add.Topics {
		mergeTopic(&c, t)
	}
	removeTopics(&c, add.RemoveTopics)
	for _, i := range add.Instruments {
		mergeInstrument(&c, i)
	}
	c.Instruments = slices.DeleteFunc(c.Instruments, func(i orewire.Instrument) bool {
		return slices.Contains(add.RemoveInstruments, i.Name.String())
	})
	c.Feeds = mergeFeeds(base.Feeds, add)
	return c, checkMerged(c)
}

func mergeTopic(c *orewire.Catalog, t orewire.Topic) {
	i := slices.IndexFunc(c.Topics, func(old orewire.Topic) bool { return old.ID == t.ID })
	if i < 0 {
		if t.Name == "" {
			t.Name = t.ID
		}
		if t.Short == "" {
			t.Short = strings.ToUpper(t.ID[:min(4, len(t.ID))])
		}
		if t.Group == "" {
			t.Group = t.ID
			c.Groups = append(c.Groups, orewire.Group{ID: t.ID, Name: t.Name, Short: t.Name})
		}
		c.Topics = append(c.Topics, t)
		enlist(c, t)
		return
	}
	old := &c.Topics[i]
	moved := t.Group != "" && t.Group != old.Group
	replace(&old.Name, t.Name)
	replace(&old.Short, t.Short)
	replace(&old.Kind, t.Kind)
	replace(&old.Group, t.Group)
	replace(&old.Parent, t.Parent)
	replace(&old.Highlight, t.Highlight)
	old.Terms, old.Weak = mergeWords(old.Terms, t.Terms), mergeWords(old.Weak, t.Weak)
	old.Not, old.Foils = mergeWords(old.Not, t.Not), mergeWords(old.Foils, t.Foils)
	old.Exact, old.ExactWeak = mergeTerms(old.Exact, t.Exact), mergeTerms(old.ExactWeak, t.ExactWeak)
	old.Context = mergeTerms(old.Context, t.Context)
	old.Own, old.Strict, old.Names = old.Own || t.Own, old.Strict || t.Strict, old.Names || t.Names
	if moved {
		delist(c, old.ID)
		enlist(c, *old)
	}
}

func mergeInstrument(c *orewire.Catalog, i orewire.Instrument) {
	at := slices.IndexFunc(c.Instruments, func(old orewire.Instrument) bool { return old.Name == i.Name })
	if at < 0 {
		c.Instruments = append(c.Instruments, i)
		return
	}
	old := &c.Instruments[at]
	replace(&old.Symbol, i.Symbol)
	replace(&old.Exchange, i.Exchange)
	replace(&old.Currency, i.Currency)
	replace(&old.Unit, i.Unit)
	replace(&old.Role, i.Role)
	replace(&old.Sector, i.Sector)
	for _, f := range []struct{ old, given *[]string }{
		{&old.Also, &i.Also}, {&old.Topics, &i.Topics}, {&old.Aliases, &i.Aliases}, {&old.Weak, &i.Weak},
	} {
		if len(*f.given) > 0 {
			*f.old = *f.given
		}
	}
	old.Proxy = old.Proxy || i.Proxy
}

func removeTopics(c *orewire.Catalog, ids []string) {
	if len(ids) == 0 {
		return
	}
	c.Topics = slices.DeleteFunc(c.Topics, func(t orewire.Topic) bool { return slices.Contains(ids, t.ID) })
	for i, t := range c.Topics {
		if slices.Contains(ids, t.Parent) {
			c.Topics[i].Parent = ""
		}
	}
	for _, id := range ids {
		delist(c, id)
	}
	without := func(list []string) []string {
		return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(ids, id) })
	}
	for i := range c.Instruments {
		c.Instruments[i].Topics = without(c.Instruments[i].Topics)
	}
}

// enlist puts a topic at the end of its group, if there is such a group; checkMerged reports it if there is not.
func enlist(c *orewire.Catalog, t orewire.Topic) {
	for i, g := range c.Groups {
		if g.ID == t.Group {
			c.Groups[i].Topics = append(slices.Clone(g.Topics), t.ID)
		}
	}
}

// delist takes a topic out of its group, and the group away if it was the last.
func delist(c *orewire.Catalog, id string) {
	for i, g := range c.Groups {
		c.Groups[i].Topics = slices.DeleteFunc(slices.Clone(g.Topics), func(t string) bool { return t == id })
	}
	c.Groups = slices.DeleteFunc(c.Groups, func(g orewire.Group) bool { return len(g.Topics) == 0 })
}

func replace(old *string, given string) {
	if given != "" {
		*old = given
	}
}

func mergeWords(old, given map[string][]string) map[string][]string {
	if len(given) == 0 {
		return old
	}
	merged := map[string][]string{}
	for lang, terms := range old {
		merged[lang] = terms
	}
	for lang, terms := range given {
		merged[lang] = mergeTerms(merged[lang], terms)
	}
	return merged
}

func mergeTerms(old, given []string) []string {
	merged := slices.Clone(old)
	for _, term := range given {
		if out, ok := strings.CutPrefix(term, "-"); ok {
			merged = slices.DeleteFunc(merged, func(t string) bool { return t == out })
		} else if !slices.Contains(merged, term) {
			merged = append(merged, term)
		}
	}
	return merged
}

// EntryError is a mistake in one of the user's entries. Topic or Instrument names it.
type EntryError struct {
	Topic, Instrument string
	Message           string
}

// Error returns the message, which names the entry.
func (e *EntryError) Error() string { return e.Message }

func wrongTopic(id, format string, args ...any) *EntryError {
	return &EntryError{Topic: id, Message: "the topic " + id + " " + fmt.Sprintf(format, args...)}
}

// checkTakenOut refuses to take out what base does not have: the entry would do nothing, and the user would not learn why.
func checkTakenOut(base orewire.Catalog, add Additions) error {
	topics := map[string]orewire.Topic{}
	for _, t := range base.Topics {
		topics[t.ID] = t
	}
	for _, id := range add.RemoveTopics {
		if _, ok := topics[id]; !ok {
			return wrongTopic(id, "cannot be removed: there is none")
		}
	}
	for _, t := range add.Topics {
		if term, ok := missing(topics[t.ID], t); ok {
			return wrongTopic(t.ID, "has no term %q to take out", term)
		}
	}
	for _, name := range add.RemoveInstruments {
		if !slices.ContainsFunc(base.Instruments, func(i orewire.Instrument) bool { return i.Name.String() == name }) {
			return &EntryError{Instrument: name, Message: fmt.Sprintf("the instrument %s cannot be removed: there is none", name)}
		}
	}
	return nil
}

// missing returns a term that the change takes out of a topic that does not have it.
func missing(old, change orewire.Topic) (term string, found bool) {
	for _, words := range []struct{ old, change map[string][]string }{
		{old.Terms, change.Terms}, {old.Weak, change.Weak}, {old.Not, change.Not}, {old.Foils, change.Foils},
		{map[string][]string{"": old.Exact}, map[string][]string{"": change.Exact}},
		{map[string][]string{"": old.ExactWeak}, map[string][]string{"": change.ExactWeak}},
		{map[string][]string{"": old.Context}, map[string][]string{"": change.Context}},
	} {
		for _, lang := range slices.Sorted(maps.Keys(words.change)) {
			for _, t := range words.change[lang] {
				if out, ok := strings.CutPrefix(t, "-"); ok && !slices.Contains(words.old[lang], out) {
					return out, true
				}
			}
		}
	}
	return "", false
}

func checkMerged(c orewire.Catalog) error {
	topics := map[string]bool{}
	for _, t := range c.Topics {
		topics[t.ID] = true
	}
	for _, t := range c.Topics {
		if !slices.ContainsFunc(c.Groups, func(g orewire.Group) bool { return g.ID == t.Group }) {
			return wrongTopic(t.ID, "is in the unknown group %q", t.Group)
		}
		if t.Parent != "" && !topics[t.Parent] {
			return wrongTopic(t.ID, "has the unknown parent %q", t.Parent)
		}
	}
	for _, i := range c.Instruments {
		for _, id := range i.Topics {
			if !topics[id] {
				return &EntryError{Instrument: i.Name.String(), Message: fmt.Sprintf("the instrument %s lives off the unknown topic %q", i.Name, id)}
			}
		}
	}
	return nil
}
