package linking

import (
	"slices"

	"orewire"
)

// Tags are what is said of a text that is not an article of the store.
type Tags struct {
	Topics   []string            // ids, highest score first
	Symbols  []string            // of the named instruments that have one, in the order of the text
	Names    []string            // of all named instruments
	Evidence map[string][]string // by topic: the words that made it, each once
}

// Tag links an article and sums up what it found. The article's Topics and Links are filled in as by Link.
func (l *Linker) Tag(a *orewire.Article, h Hints) Tags {
	l.Link(a, h)
	t := Tags{Evidence: map[string][]string{}}
	for _, hit := range a.Topics {
		t.Topics = append(t.Topics, hit.ID)
		for _, s := range hit.Spans {
			if !slices.Contains(t.Evidence[hit.ID], s.Term) {
				t.Evidence[hit.ID] = append(t.Evidence[hit.ID], s.Term)
			}
		}
	}
	for _, link := range a.Links {
		if link.How != orewire.Named {
			break
		}
		t.Names = append(t.Names, link.Name.String())
		if link.Symbol != "" {
			t.Symbols = append(t.Symbols, link.Symbol)
		}
	}
	return t
}
