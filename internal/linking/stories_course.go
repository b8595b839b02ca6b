package linking

import (
	"strings"

	"orewire/internal/fold"
)

// course is what a headline says of the way that things go. Two headlines that are alike but for it tell of two events.
type course uint8

const (
	up course = 1 << iota
	down
	begins // work stops, or a case begins
	ends   // it goes on, or is over
	denial
)

// courseNamed are the courses as the catalogue calls them.
var courseNamed = map[string]course{"up": up, "down": down, "begins": begins, "ends": ends, "denial": denial}

// course reads what all of a text says.
func (p *passage) course() (found course) {
	for i := range p.tokens {
		found |= p.courseAt(i)
	}
	if found&ends != 0 {
		found &^= begins // the end of a strike
	}
	return found
}

// courseAt reads a word, perhaps with the next, or a run of characters.
func (p *passage) courseAt(i int) (found course) {
	switch p.tokens[i].Kind {
	case fold.Word:
		found, _ = p.vocabulary.courses.at(p.folded, p.tokens, i)
	case fold.Run:
		word := p.word(i)
		for w, c := range p.vocabulary.courses.inRuns {
			if strings.Contains(word, w) {
				found |= c
			}
		}
	}
	return found
}

// contrary reports whether one says the opposite of the other.
func (c course) contrary(other course) bool {
	opposite := func(a, b course) bool {
		pair := a | b
		return c&pair == a && other&pair == b || c&pair == b && other&pair == a
	}
	return opposite(up, down) || opposite(begins, ends) || (c^other)&denial != 0
}
