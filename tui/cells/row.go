package cells

import (
	"strings"

	"orewire/tui/theme"
)

// Mark colours bytes Start to End of a text.
type Mark struct {
	Start, End int
	Ink        theme.Role
}

// Row builds one row of exactly its width, from left to right. What does not fit is cut.
type Row struct {
	theme *theme.Theme
	b     strings.Builder
	width int
	at    int
	on    theme.Role // the area under all runs
}

// NewRow starts a row of w cells.
func NewRow(t *theme.Theme, w int) *Row { return &Row{theme: t, width: max(w, 0)} }

// On lays an area under the whole row; it must come before any text.
func (r *Row) On(area theme.Role) *Row {
	r.on = area
	return r
}

// At returns the next free column.
func (r *Row) At() int { return r.at }

// Left returns the cells that are still free.
func (r *Row) Left() int { return r.width - r.at }

// Put writes a text in a style.
func (r *Row) Put(s theme.Style, text string) *Row { return r.put(s, Cut(text, r.width-r.at)) }

func (r *Row) put(s theme.Style, text string) *Row {
	if text == "" {
		return r
	}
	if s.On == theme.None {
		s.On = r.on
	}
	r.b.WriteString(r.theme.In(s))
	r.b.WriteString(text)
	r.at += Width(text)
	return r
}

// To fills up with blanks to a column; a column that has been passed already is left.
func (r *Row) To(column int) *Row {
	if column = min(column, r.width); column > r.at {
		r.put(theme.Style{}, Blank(column-r.at))
	}
	return r
}

// Field writes a text into exactly w cells at the next free column.
func (r *Row) Field(s theme.Style, text string, w int) *Row { return r.Put(s, Fit(text, w)) }

// EndAt writes a text so that it ends before a column; if there is no room for all of it, it is cut.
func (r *Row) EndAt(column int, s theme.Style, text string) *Row {
	column = min(column, r.width)
	text = Cut(text, column-r.at)
	return r.To(column-Width(text)).put(s, text)
}

// Marked writes a text of at most w cells in a style, with marks in their own ink and the style's weight. Marks are in order and
// do not overlap; a cluster takes the ink of the mark that it begins in.
func (r *Row) Marked(s theme.Style, text string, marks []Mark, w int) *Row {
	w = min(w, r.width-r.at)
	shown := Cut(text, w)
	end := len(shown)
	if shown != text {
		end = max(0, end-len(Ellipsis))
	}
	from, at := 0, 0 // the run under way, and where the next cluster begins
	for _, m := range marks {
		at = clusterAt(shown, at, min(m.Start, end))
		start := at
		at = clusterAt(shown, at, min(m.End, end))
		if start == at {
			continue
		}
		r.put(s, shown[from:start])
		in := s
		in.Ink = m.Ink
		in.Underline = s.Underline || r.theme.Mono()
		r.put(in, shown[start:at])
		from = at
	}
	return r.put(s, shown[from:])
}

// clusterAt steps from a cluster's beginning to the first one at or after a place.
func clusterAt(s string, at, place int) int {
	for at < place {
		cluster, _ := Next(s[at:])
		at += len(cluster)
	}
	return at
}

// String fills the row up and returns it.
func (r *Row) String() string {
	r.To(r.width)
	return r.b.String() + theme.Reset
}
