package orewire

import (
	"strings"

	"orewire/internal/cleantext"
)

// BlockKind says what a Block is.
type BlockKind string

// The kinds of blocks.
const (
	BlockParagraph    BlockKind = "paragraph"
	BlockHeading      BlockKind = "heading"
	BlockItem         BlockKind = "item" // of a list
	BlockQuote        BlockKind = "quote"
	BlockPreformatted BlockKind = "preformatted"
	BlockTable        BlockKind = "table"
	BlockImage        BlockKind = "image" // its caption, with a link to the picture
)

// Block is a piece of a text that stands on lines of its own.
type Block struct {
	Kind  BlockKind          `json:"kind"`
	Level int                `json:"level,omitempty"` // of a heading, 1 to 6; of an item or quote, how deep it nests, from 1
	Mark  cleantext.Text     `json:"mark,omitzero"`   // before an item: "•" or its number, "3."; "" where it goes on with a further paragraph
	Text  cleantext.Text     `json:"text"`            // may have several lines; of a table "cell | cell", a row a line
	Rows  [][]cleantext.Text `json:"rows,omitempty"`  // of a table: its cells, for aligning; a row may be shorter than others
	Links []Hyperlink        `json:"links,omitempty"` // in order, not overlapping
}

// Hyperlink is a place in a block's text that leads to an address: bytes Start to End, on rune boundaries.
type Hyperlink struct {
	Start   int               `json:"s"`
	End     int               `json:"e"`
	Number  int               `json:"n"` // counted from 1 over the whole text; the same address has the same number
	Address cleantext.Address `json:"a"`
}

// Paragraphs makes blocks of a text without marks: the paragraphs that its blank lines part. Plain gives the text back.
func Paragraphs(text cleantext.Text) []Block {
	if text.IsZero() {
		return nil
	}
	var blocks []Block
	for paragraph := range strings.SplitSeq(text.String(), "\n\n") {
		blocks = append(blocks, Block{Kind: BlockParagraph, Text: cleantext.Paragraphs(paragraph)})
	}
	return blocks
}

// Plain returns the text of blocks as Article.Body has it: paragraphs separated by a blank line. Captions of images are not part
// of it.
func Plain(blocks []Block) cleantext.Text {
	text, _ := plain(blocks)
	return text
}

// PlainStarts returns where the Text of each block begins in Plain(blocks), in bytes, so that a Span of the body can be found in
// its block; -1 for a block that is not part of it.
func PlainStarts(blocks []Block) []int {
	_, starts := plain(blocks)
	return starts
}

func plain(blocks []Block) (cleantext.Text, []int) {
	var text strings.Builder
	starts := make([]int, len(blocks))
	for i, b := range blocks {
		if b.Kind == BlockImage || b.Text.IsZero() {
			starts[i] = -1
			continue
		}
		if text.Len() > 0 {
			text.WriteString("\n\n")
		}
		if !b.Mark.IsZero() {
			text.WriteString(b.Mark.String() + " ")
		}
		starts[i] = text.Len()
		text.WriteString(b.Text.String())
	}
	return cleantext.Paragraphs(text.String()), starts
}

// NumberLinks numbers the links of a text in order; links to the same address get the same number.
func NumberLinks(blocks []Block) {
	numbers := map[cleantext.Address]int{}
	for _, b := range blocks {
		for i := range b.Links {
			link := &b.Links[i]
			if numbers[link.Address] == 0 {
				numbers[link.Address] = len(numbers) + 1
			}
			link.Number = numbers[link.Address]
		}
	}
}

// Addresses lists where the links of blocks lead: the first is that of number 1.
func Addresses(blocks []Block) []cleantext.Address {
	var list []cleantext.Address
	for _, b := range blocks {
		for _, link := range b.Links {
			if link.Number == len(list)+1 {
				list = append(list, link.Address)
			}
		}
	}
	return list
}
