package query

import (
	"fmt"
	"strings"
)

// meant ends a message on a wrong word with the known word that is nearest to it, if any is near.
func meant(word string, known []string) string {
	word = strings.ToLower(word)
	best, least := "", 3
	for _, k := range known {
		d := distance(word, k)
		if strings.HasPrefix(k, word) {
			d = 0
		}
		if d < least && d < len(k) {
			best, least = k, d
		}
	}
	if best == "" {
		return "."
	}
	return fmt.Sprintf("; did you mean “%s”?", best)
}

// distance counts the letters to change, add or drop to make one word of another.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
