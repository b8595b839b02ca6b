package tui

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"orewire"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// layBlocks writes the text's blocks, each after a blank line, except items of one list; then where its links lead.
func (p *article) layBlocks() {
	field := orewire.InBody
	if p.article.Body.IsZero() {
		field = orewire.InSummary
	}
	marks := p.look.topics.marks(&p.article, field, orewire.Plain(p.blocks).String())
	starts := orewire.PlainStarts(p.blocks)
	for i, b := range p.blocks {
		if i > 0 && (b.Kind != orewire.BlockItem || p.blocks[i-1].Kind != orewire.BlockItem) {
			p.lines = append(p.lines, "")
		}
		var inside []cells.Mark
		if start := starts[i]; start >= 0 {
			inside = within(marks, cells.Line{Start: start, End: start + len(b.Text.String())})
		}
		p.layBlock(b, inside)
	}
	p.layAddresses()
}

const deepest = 4 // levels of lists and quotes that are told apart

func (p *article) layBlock(b orewire.Block, marks []cells.Mark) {
	text, numbers := p.numbered(b.Text.String(), b.Links, marks)
	body, quiet := theme.Plain(theme.Body), theme.Plain(theme.Text)
	switch b.Kind {
	case orewire.BlockHeading:
		p.layIndented(theme.Bold(theme.Headline), text, numbers, nil)
	case orewire.BlockItem:
		mark := span{theme.Plain(theme.Dim), strings.Repeat("  ", min(max(b.Level-1, 0), deepest)) + b.Mark.String() + " "}
		if b.Mark.IsZero() {
			mark.text += " " // as wide as "• "
		}
		p.layIndented(body, text, numbers, []span{mark, {theme.Style{}, cells.Blank(cells.Width(mark.text))}})
	case orewire.BlockQuote:
		rule := span{theme.Plain(theme.Rule), strings.Repeat("│ ", min(max(b.Level, 1), deepest))}
		p.layIndented(quiet, text, numbers, []span{rule, rule})
	case orewire.BlockImage:
		before := span{theme.Plain(theme.Faint), "picture "}
		p.layIndented(theme.Plain(theme.Dim), text, numbers, []span{before, {theme.Style{}, cells.Blank(cells.Width(before.text))}})
	case orewire.BlockTable:
		if !p.layTable(b, marks) {
			p.layIndented(quiet, text, numbers, nil)
		}
	case orewire.BlockPreformatted:
		p.layPreformatted(quiet, text, numbers)
	default:
		p.layIndented(body, text, numbers, nil)
	}
}

// numbered puts the numbers of links after their words. Marks keep to their words, and the numbers are dim.
func (p *article) numbered(text string, links []orewire.Hyperlink, marks []cells.Mark) (string, []cells.Mark) {
	if len(links) == 0 {
		return text, marks
	}
	var out strings.Builder
	var moved []cells.Mark
	from := 0
	copyTo := func(end int) {
		for _, m := range within(marks, cells.Line{Start: from, End: end}) {
			m.Start, m.End = max(m.Start, 0)+out.Len(), min(m.End, end-from)+out.Len()
			moved = append(moved, m)
		}
		out.WriteString(text[from:end])
		from = end
	}
	for _, l := range links {
		if l.End < from || l.End > len(text) {
			continue
		}
		copyTo(l.End)
		number := "[" + strconv.Itoa(l.Number) + "]"
		if !p.look.theme.Mono() { // where marks are underlined, as if they were evidence
			moved = append(moved, cells.Mark{Start: out.Len(), End: out.Len() + len(number), Ink: theme.Dim})
		}
		out.WriteString(number)
	}
	copyTo(len(text))
	return out.String(), moved
}

// layIndented wraps a text after what stands before its first line and before each further one; nil is nothing.
func (p *article) layIndented(s theme.Style, text string, marks []cells.Mark, before []span) {
	indent := 0
	if before != nil {
		indent = cells.Width(before[0].text)
	}
	for n, l := range cells.Wrap(text, max(1, p.width()-indent)) {
		r := cells.NewRow(p.look.theme, p.w-2)
		if before != nil {
			first := before[min(n, 1)]
			r.Put(first.style, first.text)
		}
		r.Marked(s, text[l.Start:l.End], within(marks, l), r.Left())
		p.lines = append(p.lines, r.String())
	}
}

// layPreformatted keeps the lines of a text as they are and cuts what is too long.
func (p *article) layPreformatted(s theme.Style, text string, marks []cells.Mark) {
	for start := 0; start <= len(text); {
		end := len(text)
		if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
			end = start + n
		}
		r := cells.NewRow(p.look.theme, p.w-2).To(2)
		r.Marked(s, text[start:end], within(marks, cells.Line{Start: start, End: end}), r.Left())
		p.lines = append(p.lines, r.String())
		start = end + 1
	}
}

// tableCell is a cell of a table with the numbers of its links.
type tableCell struct {
	text  string
	marks []cells.Mark
}

const tableGap = 2 // cells between two columns

// layTable aligns a table's columns, numbers to the right. It reports false if the table is wider than the text.
func (p *article) layTable(b orewire.Block, marks []cells.Mark) bool {
	rows := p.tableCells(b, marks)
	var widths []int
	for _, row := range rows {
		for i, c := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], cells.Width(c.text))
		}
	}
	total := -tableGap
	for _, w := range widths {
		total += w + tableGap
	}
	if total < 1 || total > p.width() {
		return false
	}
	for _, row := range rows {
		r := cells.NewRow(p.look.theme, p.w-2)
		at := 0
		for i, c := range row {
			if isNumeric(rows, i) {
				r.To(at + widths[i] - cells.Width(c.text))
			}
			r.To(at).Marked(theme.Plain(theme.Text), c.text, c.marks, widths[i])
			at += widths[i] + tableGap
		}
		p.lines = append(p.lines, r.String())
	}
	return true
}

// tableCells finds the cells of a table in its text, where its links and marks are.
func (p *article) tableCells(b orewire.Block, marks []cells.Mark) [][]tableCell {
	text := b.Text.String()
	rows := make([][]tableCell, len(b.Rows))
	at := 0
	for y, row := range b.Rows {
		for _, cell := range row {
			words := cell.String()
			found := strings.Index(text[at:], words)
			if found < 0 {
				rows[y] = append(rows[y], tableCell{words, nil})
				continue
			}
			in := cells.Line{Start: at + found, End: at + found + len(words)}
			at = in.End
			var links []orewire.Hyperlink
			for _, l := range b.Links {
				if l.Start >= in.Start && l.End <= in.End {
					l.Start, l.End = l.Start-in.Start, l.End-in.Start
					links = append(links, l)
				}
			}
			words, inside := p.numbered(words, links, within(marks, in))
			rows[y] = append(rows[y], tableCell{words, inside})
		}
	}
	return rows
}

// noFigure stands in a column of numbers where there is none.
var noFigure = []string{"—", "–", "-", "n/a", "n.a.", "na", "…", "..."}

// isNumeric reports that a column holds numbers, whatever stands at its head.
func isNumeric(rows [][]tableCell, column int) bool {
	numbers := 0
	for _, row := range rows[min(1, len(rows)):] {
		if column >= len(row) || row[column].text == "" {
			continue
		}
		switch text := row[column].text; {
		case slices.Contains(noFigure, strings.ToLower(text)):
		case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) && r != 'x' }) || !strings.ContainsFunc(text, unicode.IsDigit):
			return false
		default:
			numbers++
		}
	}
	return numbers > 0
}

// layAddresses lists where the text's links lead, by their numbers.
func (p *article) layAddresses() {
	addresses := orewire.Addresses(p.blocks)
	if len(addresses) == 0 {
		return
	}
	p.lines = append(p.lines, "")
	w := len(strconv.Itoa(len(addresses))) + 2
	for i, a := range addresses {
		number := cells.Right("["+strconv.Itoa(i+1)+"]", w)
		p.line(span{theme.Plain(theme.Dim), number + " "}, span{theme.Plain(theme.Faint), shortAddress(a.String())})
	}
}

// hasLinks reports whether the text leads anywhere.
func (p *article) hasLinks() bool {
	return slices.ContainsFunc(p.blocks, func(b orewire.Block) bool { return len(b.Links) > 0 })
}
