package main

import (
	"strings"

	"orewire/tui/cells"
)

// table is rows of cells that are printed under each other.
type table struct {
	right []bool // by column: numbers stand at the right of their column
	rows  [][]string
	width int // that lines are cut to; 0: they are whole
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// String returns the rows as lines; the last column is not filled.
func (t *table) String() string {
	var b strings.Builder
	widths := t.widths()
	for _, row := range t.rows {
		line := make([]string, len(row))
		for i, cell := range row {
			switch {
			case i < len(t.right) && t.right[i]:
				line[i] = cells.Right(cell, widths[i])
			case i == len(row)-1:
				line[i] = cell
			default:
				line[i] = cells.Fit(cell, widths[i])
			}
		}
		whole := strings.TrimRight(strings.Join(line, "  "), " ")
		if t.width > 0 {
			whole = cells.Cut(whole, t.width)
		}
		b.WriteString(whole + "\n")
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
			widths[i] = max(widths[i], cells.Width(cell))
		}
	}
	return widths
}
