// Package cells measures, cuts, wraps and paints clean text in the cells of a terminal. A cluster of characters is never
// torn, and a CJK character is two cells wide.
package cells

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Ellipsis stands for what was cut off.
const Ellipsis = "…"

// Width returns the cells that a text takes. It may hold SGR sequences.
func Width(s string) int {
	if isPrintableASCII(s) {
		return len(s)
	}
	return ansi.StringWidth(s)
}

func isPrintableASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// Next returns the first cluster of s and its width.
func Next(s string) (cluster string, width int) {
	if s[0] >= ' ' && s[0] < 0x7f && (len(s) == 1 || s[1] < utf8.RuneSelf) {
		return s[:1], 1
	}
	return ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
}

// Prefix returns the longest beginning of s that takes at most w cells, and its width.
func Prefix(s string, w int) (string, int) {
	at, used := 0, 0
	for at < len(s) {
		cluster, cw := Next(s[at:])
		if used+cw > w {
			break
		}
		at += len(cluster)
		used += cw
	}
	return s[:at], used
}

// Cut returns s, or as much of it as fits w cells with an ellipsis.
func Cut(s string, w int) string {
	if len(s) <= w || Width(s) <= w {
		return s
	}
	if w <= 0 {
		return ""
	}
	head, _ := Prefix(s, w-1)
	return strings.TrimRight(head, " ") + Ellipsis
}

// Fit returns s in exactly w cells: cut, or filled up with blanks.
func Fit(s string, w int) string {
	s = Cut(s, w)
	return s + Blank(w-Width(s))
}

// Right returns s in exactly w cells, at their right end.
func Right(s string, w int) string {
	s = Cut(s, w)
	return Blank(w-Width(s)) + s
}

const blanks = "                                                                                                                                "

// Blank returns n blanks; none if n is negative.
func Blank(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}

// Slice returns exactly the cells from to to of a text without sequences; half of a wide character becomes a blank.
func Slice(s string, from, to int) string {
	var b strings.Builder
	at := 0
	for len(s) > 0 && at < to {
		cluster, cw := Next(s)
		s = s[len(cluster):]
		switch {
		case at >= from && at+cw <= to:
			b.WriteString(cluster)
		case at+cw > from:
			b.WriteString(Blank(min(at+cw, to) - max(at, from)))
		}
		at += cw
	}
	b.WriteString(Blank(to - max(at, from)))
	return b.String()
}
