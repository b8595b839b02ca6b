package query

import (
	"errors"
	"strconv"
	"strings"
)

// ToldBy matches the articles whose story so many publishers tell, or more, or fewer.
type ToldBy struct {
	Publishers int
	Than       Comparison
}

// Comparison is how a number is meant.
type Comparison byte

// The comparisons.
const (
	Equal Comparison = 0
	More  Comparison = '>'
	Fewer Comparison = '<'
)

var errToldBy = errors.New("story takes a number of publishers (story:>2, story:<2, story:3)")

func parseToldBy(value string) (ToldBy, error) {
	n := ToldBy{}
	if rest, ok := strings.CutPrefix(value, ">"); ok {
		value, n.Than = rest, More
	} else if rest, ok := strings.CutPrefix(value, "<"); ok {
		value, n.Than = rest, Fewer
	}
	number, err := strconv.ParseUint(value, 10, 31)
	n.Publishers = int(number)
	if err != nil || strings.HasPrefix(value, "+") {
		return n, errToldBy
	}
	return n, nil
}

// String returns the number as it is written after story:.
func (n ToldBy) String() string {
	if n.Than == Equal {
		return strconv.Itoa(n.Publishers)
	}
	return string(n.Than) + strconv.Itoa(n.Publishers)
}

// Matches reports whether a story of so many publishers is meant.
func (n ToldBy) Matches(publishers int) bool {
	switch n.Than {
	case More:
		return publishers > n.Publishers
	case Fewer:
		return publishers < n.Publishers
	}
	return publishers == n.Publishers
}

func (n ToldBy) match(s *subject) bool { return n.Matches(max(1, s.Story.Publishers)) }
