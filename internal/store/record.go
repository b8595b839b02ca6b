package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"orewire"
	"orewire/internal/query"
)

// record is what the tables hold of an article besides its plain fields.
type record struct {
	labels                      []label
	feeds, topics, links, spans string // JSON
	words                       words
}

func recordOf(a *orewire.Article) (record, error) {
	topics, links, spans := split(a)
	r := record{labels: labelsOf(a), words: wordsOf(a)}
	for _, part := range []struct {
		of   any
		json *string
	}{{a.Feeds, &r.feeds}, {topics, &r.topics}, {links, &r.links}, {spans, &r.spans}} {
		b, err := json.Marshal(part.of)
		if err != nil {
			return record{}, fmt.Errorf("article %q: %w", a.Key, err)
		}
		*part.json = string(b)
	}
	return r, nil
}

// words is an article's text as the full-text index takes it.
type words struct{ title, text, pairs string }

func wordsOf(a *orewire.Article) words {
	title, summary, text := query.Fold(a.Title.String()), query.Fold(a.Summary.String()), query.Fold(a.Body.String())
	if !repeats(text, summary) {
		text = query.Folded{Words: summary.Words + query.Break + text.Words, Runs: summary.Runs + text.Runs}
	}
	return words{title.Words, text.Words, title.Pairs() + text.Pairs()}
}

// repeats reports whether all that can be found in a part is found in the whole too, as a summary that is the text's beginning.
func repeats(whole, part query.Folded) bool {
	return strings.Contains(whole.Words, part.Words) && strings.Contains(whole.Runs, strings.TrimSuffix(part.Runs, query.Break))
}
