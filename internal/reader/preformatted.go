package reader

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"orewire"
	"orewire/internal/cleantext"
)

// gap parts the columns of a table that is made with blanks, as wire services send them.
var gap = regexp.MustCompile(`\t+| {2,}`)

// preformatted takes lines as they stand; if most of them have columns, they are a table.
func (b *builder) preformatted(n *html.Node) {
	var rows [][]cell
	wide := 0
	for line := range strings.Lines(textOf(n)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		var row []cell
		for _, part := range gap.Split(line, -1) {
			if text := cleantext.Line(part); !text.IsZero() && len(row) < maxColumns {
				row = append(row, cell{text: text})
			}
		}
		if len(row) > 1 {
			wide++
		}
		rows = append(rows, row)
	}
	if wide > 1 && 2*wide > len(rows) {
		b.addTable(rows)
		return
	}
	if text := cleantext.Paragraphs(textOf(n)); !text.IsZero() {
		b.add(orewire.Block{Kind: orewire.BlockPreformatted, Text: text})
	}
}
