package linking

import (
	"cmp"
	"slices"

	"orewire"
)

// Points of a place. A topic of a title or summary needs one place that counts; a topic of the body alone needs bodyThreshold.
const (
	titlePoints   = 3.0
	textPoints    = 1.0
	weakShare     = 0.5 // of a weak term
	earlyPoints   = 1.0 // more, for the first in the body's beginning, where news stands
	earlyBytes    = 250
	leadBytes     = 600 // what is further on in a summary counts as body
	bodyThreshold = 2.0
	bodyPlaces    = 5 // that give points; a long text is not more about it
)

// tally is what the places of a topic come to.
type tally struct {
	spans  []orewire.Span
	by     []string // by span: the words that give a weak term its context
	score  float64
	led    bool // it stands in title or lead
	places int  // in the body
	early  bool
}

// topics returns the topics that reach their threshold, with the parents that they imply, highest score first.
func (it *item) topics(tallies map[int32]*tally) []orewire.TopicHit {
	l := it.linker
	scores := make([]float64, len(l.topics))
	from := make([]int32, len(l.topics)) // whose evidence a topic shows
	for t := range l.topics {
		if tl := tallies[int32(t)]; tl != nil && tl.reaches() && tl.score > scores[t] {
			scores[t], from[t] = tl.score, int32(t)
		}
		for child, p := int32(t), l.parent[t]; scores[child] > 0 && p >= 0 && scores[p] < scores[child]; child, p = p, l.parent[p] {
			scores[p] = scores[child]
			if own := tallies[p]; own != nil && len(own.spans) > 0 {
				from[p] = p
			} else {
				from[p] = from[child]
			}
		}
	}
	var hits []orewire.TopicHit
	for t, score := range scores {
		if score > 0 {
			hits = append(hits, orewire.TopicHit{ID: l.topics[t].ID, Score: score, Spans: tallies[from[t]].spans})
		}
	}
	slices.SortStableFunc(hits, func(a, b orewire.TopicHit) int { return cmp.Compare(b.Score, a.Score) })
	return hits
}

func (t *tally) reaches() bool { return t.led || t.score >= bodyThreshold }

// tallies adds up the terms that count.
func (it *item) tallies() map[int32]*tally {
	tallies := map[int32]*tally{}
	for i := range it.fields {
		f := &it.fields[i]
		for j := range f.hits[topicTerm] {
			h := &f.hits[topicTerm][j]
			if h.verdict != counts {
				continue
			}
			t := tallies[h.term.topic]
			if t == nil {
				t = &tally{}
				tallies[h.term.topic] = t
			}
			span := f.span(h)
			span.Topic, span.Weak = it.linker.topics[h.term.topic].ID, h.term.weak
			span.Score = t.points(f, h)
			t.score += span.Score
			t.spans, t.by = append(t.spans, span), append(t.by, h.by)
		}
	}
	return tallies
}

// points returns what a place gives and remembers that it gave it.
func (t *tally) points(f *field, h *hit) float64 {
	share := 1.0
	if h.term.weak {
		share = weakShare
	}
	if f.which == orewire.InTitle {
		t.led = true
		return share * titlePoints
	}
	if f.which == orewire.InSummary && h.start < leadBytes {
		t.led = true
		return share * textPoints
	}
	if t.places++; t.places > bodyPlaces {
		return 0
	}
	points := share * textPoints
	if h.start < earlyBytes && !t.early {
		t.early = true
		points += share * earlyPoints
	}
	return points
}

// span returns where a hit stands in the original text.
func (f *field) span(h *hit) orewire.Span {
	from, to := f.folded.Origin(h.start, h.end)
	return orewire.Span{Field: f.which, Start: from, End: to, Term: f.text[from:to]}
}
