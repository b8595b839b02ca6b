package reader

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"orewire"
	"orewire/internal/cleantext"
)

// Limits of a table; one beyond them is gone through as text.
const (
	maxColumns = 40
	maxCell    = 300 // bytes: more is a paragraph, and the table is there for its looks
)

// table takes a table of data as one block. One that only places text beside text is gone through as text.
func (b *builder) table(n *html.Node) {
	rows, isData := b.rows(n)
	if !isData {
		b.children(n)
		b.end()
		return
	}
	if caption := first(n, atom.Caption); caption != nil {
		b.children(caption)
		b.end()
	}
	b.addTable(rows)
}

// cell is a cell of a table with its links.
type cell struct {
	text  cleantext.Text
	links []orewire.Hyperlink
}

// rows reads the cells of a table; isData is false if they hold more than cells of data do.
func (b *builder) rows(table *html.Node) (rows [][]cell, isData bool) {
	if first(table, atom.Table) != nil { // asked before any cell is read: else each table would be read twice in the one around it
		return nil, false
	}
	wide := false
	var below []int // by column: rows that a cell above still reaches into
	for tr := range table.Descendants() {
		if tr.DataAtom != atom.Tr {
			continue
		}
		var row []cell
		for td := range tr.ChildNodes() {
			if td.DataAtom != atom.Td && td.DataAtom != atom.Th {
				continue
			}
			for len(row) < len(below) && below[len(row)] > 0 {
				below[len(row)]--
				row = append(row, cell{})
			}
			c := b.cell(td)
			if len(c.text.String()) > maxCell || len(row) >= maxColumns {
				return nil, false
			}
			for i := range span(td, "colspan") {
				for len(below) <= len(row) {
					below = append(below, 0)
				}
				below[len(row)] = span(td, "rowspan") - 1
				if i == 0 {
					row = append(row, c)
				} else {
					row = append(row, cell{})
				}
			}
		}
		for i := len(row); i < len(below); i++ {
			below[i] = max(0, below[i]-1)
		}
		for len(row) > 0 && row[len(row)-1].text.IsZero() {
			row = row[:len(row)-1]
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
		wide = wide || len(row) > 1
	}
	return rows, wide
}

// span reads how many columns or rows a cell takes.
func span(td *html.Node, key string) int {
	n, err := strconv.Atoi(strings.TrimSpace(attribute(td, key)))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxColumns)
}

// cell reads a cell on one line.
func (b *builder) cell(td *html.Node) cell {
	inside := builder{base: b.base}
	inside.children(td)
	inside.end()
	var c cell
	var text strings.Builder
	for _, block := range inside.blocks {
		if block.Kind == orewire.BlockImage {
			continue
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		for _, link := range block.Links {
			link.Start, link.End = link.Start+text.Len(), link.End+text.Len()
			c.links = append(c.links, link)
		}
		text.WriteString(block.Text.OneLine().String())
	}
	c.text = cleantext.Line(text.String())
	if c.text.String() != text.String() {
		c.links = nil
	}
	return c
}

// addTable adds a block of rows; its text has a row a line, with bars between the cells.
func (b *builder) addTable(rows [][]cell) {
	block := orewire.Block{Kind: orewire.BlockTable}
	var text strings.Builder
	for i, row := range rows {
		if i > 0 {
			text.WriteByte('\n')
		}
		start := text.Len()
		cells := make([]cleantext.Text, len(row))
		for j, c := range row {
			cells[j] = c.text
			for _, bar := range []string{"|", c.text.String()} {
				if bar == "" || bar == "|" && j == 0 {
					continue
				}
				if text.Len() > start {
					text.WriteByte(' ')
				}
				text.WriteString(bar)
			}
			for _, link := range c.links {
				shift := text.Len() - len(c.text.String())
				link.Start, link.End = link.Start+shift, link.End+shift
				block.Links = append(block.Links, link)
			}
		}
		block.Rows = append(block.Rows, cells)
	}
	block.Text = cleantext.Paragraphs(text.String())
	if block.Text.String() != text.String() {
		block.Links = nil
	}
	b.add(block)
}
