package tui

import (
	"strings"

	"orewire/tui/cells"
	"orewire/tui/theme"
)

// span is a run of text in one style.
type span struct {
	style theme.Style
	text  string
}

// head is a column's head in a pane's top line: its text begins or ends at a column of the pane's inside.
type head struct {
	text string
	at   int  // where it begins, or the last cell if ends
	ends bool // at is where it ends
}

// border is what a pane writes into its lines.
type border struct {
	title []span // after the pane's name
	heads []head
	below []span // in the bottom line, at its left
	last  string // in the bottom line, at its right
	thumb thumb
}

// thumb is what a pane shows of its rows.
type thumb struct{ top, shown, total int }

// extent returns the cells of a track of h cells that the thumb takes, or none if all is shown.
func (t thumb) extent(h int) (from, to int) {
	if t.total <= t.shown || h <= 0 {
		return 0, 0
	}
	size := max(1, h*t.shown/t.total)
	from = (h - size) * t.top / max(1, t.total-t.shown)
	return min(max(from, 0), h-size), min(max(from, 0), h-size) + size
}

// The directions in which lines leave a cell.
const (
	north = 1 << iota
	south
	west
	east
)

// joins are the characters of all combinations of directions.
var joins = [16]string{
	north: "│", south: "│", north | south: "│", west: "─", east: "─", west | east: "─",
	south | east: "╭", south | west: "╮", north | east: "╰", north | west: "╯",
	north | south | east: "├", north | south | west: "┤", west | east | south: "┬", west | east | north: "┴",
	north | south | west | east: "┼",
}

// grid holds the directions of the shared lines of all boxes, and which lines belong to the focused one.
type grid struct {
	w, h  int
	lines []uint8
	focus box
}

func newGrid(w, h int, boxes []box, focus paneID) grid {
	g := grid{w: w, h: h, lines: make([]uint8, w*h)}
	for _, b := range boxes {
		for x := b.x1; x < b.x2; x++ {
			for _, y := range [...]int{b.y1, b.y2} {
				g.lines[y*w+x] |= east
				g.lines[y*w+x+1] |= west
			}
		}
		for y := b.y1; y < b.y2; y++ {
			for _, x := range [...]int{b.x1, b.x2} {
				g.lines[y*w+x] |= south
				g.lines[(y+1)*w+x] |= north
			}
		}
		if b.pane == focus {
			g.focus = b
		}
	}
	return g
}

// style is how the line in a cell is drawn.
func (g grid) style(x, y int) theme.Style {
	f := g.focus
	if f.x2 > 0 && f.holds(x, y) && (x == f.x1 || x == f.x2 || y == f.y1 || y == f.y2) {
		return theme.Plain(theme.BorderFocus)
	}
	return theme.Plain(theme.Border)
}

// view is a box with what its pane has drawn.
type view struct {
	box
	name   string
	rows   []string
	border border
}

// drawPanes writes the rows that the boxes of the views take together: their insides with the lines around them.
func drawPanes(out []string, t *theme.Theme, g grid, views []view) {
	left, right, bottom := views[0].x1, 0, 0
	for _, v := range views {
		right, bottom = max(right, v.x2), max(bottom, v.y2)
	}
	for y := views[0].y1; y <= bottom; y++ {
		var row strings.Builder
		for x := left; x <= right; {
			if g.lines[y*g.w+x] == 0 {
				text, to := inside(views, x, y)
				row.WriteString(text)
				x = to
				continue
			}
			end := x
			for end <= right && g.lines[y*g.w+end] != 0 {
				end++
			}
			if end == x+1 {
				row.WriteString(upright(t, g, views, x, y))
			} else {
				row.WriteString(level(t, g, views, x, end, y))
			}
			x = end
		}
		out[y] = row.String()
	}
}

// inside returns the row of the view whose inside begins at a cell, and the column after it; a cell outside all is a blank.
func inside(views []view, x, y int) (string, int) {
	for _, v := range views {
		if v.x1+1 == x && v.y1 < y && y < v.y2 {
			return v.rows[y-v.y1-1], v.x2
		}
	}
	return " ", x + 1
}

// upright draws one cell of an upright line, which carries the thumb of the focused pane.
func upright(t *theme.Theme, g grid, views []view, x, y int) string {
	glyph := joins[g.lines[y*g.w+x]]
	for _, v := range views {
		if v.box != g.focus || v.x2 != x {
			continue
		}
		if from, to := v.border.thumb.extent(v.y2 - v.y1 - 1); y-v.y1-1 >= from && y-v.y1-1 < to {
			glyph = "┃"
		}
	}
	return t.Paint(g.style(x, y), glyph)
}

// cell is one cell of a level line; the second cell of a wide character is empty.
type cell struct {
	style theme.Style
	text  string
}

// level draws the cells from to end of a line with the titles in it.
func level(t *theme.Theme, g grid, views []view, from, end, y int) string {
	line := make([]cell, end-from)
	for i := range line {
		line[i] = cell{g.style(from+i, y), joins[g.lines[y*g.w+from+i]]}
	}
	for _, v := range views {
		if v.x1 < from || v.x2 >= end {
			continue
		}
		if v.y1 == y {
			writeTop(line, v, v.x1-from, v.box == g.focus)
		}
		if v.y2 == y {
			writeBottom(line, v, v.x1-from)
		}
	}
	var b strings.Builder
	var last theme.Style
	for i, c := range line {
		if i == 0 || c.style != last && c.text != "" {
			b.WriteString(t.In(c.style))
			last = c.style
		}
		b.WriteString(c.text)
	}
	b.WriteString(theme.Reset)
	return b.String()
}

// writeTop writes a pane's name, title and column heads into its top line, which begins at cell x.
func writeTop(line []cell, v view, x int, focused bool) {
	name := theme.Bold(theme.Title)
	if focused {
		name = theme.Bold(theme.TitleFocus)
	}
	limit := x + v.x2 - v.x1
	at := write(line, x+2, limit, append([]span{{name, v.name}}, v.border.title...))
	for _, h := range v.border.heads {
		begin := x + 1 + h.at
		if h.ends {
			begin -= cells.Width(h.text) - 1
		}
		if begin-1 > at && begin+cells.Width(h.text)+1 <= limit {
			at = write(line, begin-1, limit, []span{{theme.Plain(theme.Faint), h.text}})
		}
	}
}

func writeBottom(line []cell, v view, x int) {
	limit := x + v.x2 - v.x1
	at := x
	if len(v.border.below) > 0 {
		at = write(line, x+2, limit, v.border.below)
	}
	if begin := limit - cells.Width(v.border.last) - 2; v.border.last != "" && begin > at {
		write(line, begin, limit, []span{{theme.Plain(theme.Dim), v.border.last}})
	}
}

// write puts spans with a blank on either side into a line, from cell x to before limit, and returns where it ended.
func write(line []cell, x, limit int, spans []span) int {
	room := limit - x - 2
	if room <= 0 {
		return x
	}
	line[x] = cell{theme.Style{}, " "}
	at := x + 1
	for _, s := range spans {
		text := cells.Cut(s.text, x+1+room-at)
		for text != "" {
			cluster, w := cells.Next(text)
			text = text[len(cluster):]
			if w == 0 {
				continue
			}
			line[at] = cell{s.style, cluster}
			for i := 1; i < w; i++ {
				line[at+i] = cell{s.style, ""}
			}
			at += w
		}
	}
	line[at] = cell{theme.Style{}, " "}
	return at + 1
}
