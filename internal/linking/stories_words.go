package linking

import "strings"

// wordTable says what words mean, whole or by how they begin.
type wordTable[M any] struct {
	whole, beginnings map[string]M
	longest           int // beginning, in bytes
}

// tableOf turns lists of words around; a word that ends in * stands for all that begin so. If a word has several meanings, merge joins them.
func tableOf[M comparable](lists map[M]string, merge func(a, b M) M) wordTable[M] {
	t := wordTable[M]{whole: map[string]M{}, beginnings: map[string]M{}}
	for meaning, list := range lists {
		for _, w := range strings.Fields(list) {
			to := t.whole
			if beginning, ok := strings.CutSuffix(w, "*"); ok {
				w, to = beginning, t.beginnings
				t.longest = max(t.longest, len(w))
			}
			if before, ok := to[w]; ok {
				to[w] = merge(before, meaning)
			} else {
				to[w] = meaning
			}
		}
	}
	return t
}

// find looks a word up; the longest beginning decides.
func (t wordTable[M]) find(word string) (meaning M, ok bool) {
	if meaning, ok = t.whole[word]; ok {
		return meaning, true
	}
	for n := min(len(word), t.longest); n > 2; n-- {
		if meaning, ok = t.beginnings[word[:n]]; ok {
			return meaning, true
		}
	}
	return meaning, false
}
