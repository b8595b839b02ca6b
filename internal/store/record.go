package store

import (
	"encoding/json"
	"fmt"

	"orewire"
)

// record is what the tables hold of an article besides its plain fields.
type record struct {
	labels                      []label
	feeds, topics, links, spans string // JSON
}

func recordOf(a *orewire.Article) (record, error) {
	topics, links, spans := split(a)
	r := record{labels: labelsOf(a)}
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
