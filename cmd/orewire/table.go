package main

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// fit cuts or fills a text to a width in cells.
func fit(s string, width int) string {
	s = ansi.Truncate(s, width, "…")
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}

// padLeft puts a text at the right of a width in cells.
func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(0, width-ansi.StringWidth(s))) + s
}

// table is rows of cells that are printed under each other.
type table struct {
	right []bool // by column: numbers stand at the right of their column
	rows  [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// String returns the rows as lines; the last column is not filled.
func (t *table) String() string {
	var b strings.Builder
	widths := t.widths()
	for _, row := range t.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			switch {
			case i < len(t.right) && t.right[i]:
				cells[i] = padLeft(cell, widths[i])
			case i == len(row)-1:
				cells[i] = cell
			default:
				cells[i] = fit(cell, widths[i])
			}
		}
		b.WriteString(strings.TrimRight(strings.Join(cells, "  "), " ") + "\n")
	}
	return b.String()
}

func (t *table) widths() []int {
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	return widths
}
