package orewire_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
)

func block(kind orewire.BlockKind, text string, to ...string) orewire.Block {
	b := orewire.Block{Kind: kind, Text: cleantext.Paragraphs(text)}
	for i, address := range to {
		a, err := cleantext.ParseAddress(address)
		if err != nil {
			panic(err)
		}
		b.Links = append(b.Links, orewire.Hyperlink{Start: i, End: i + 1, Address: a})
	}
	return b
}

func TestPlainGivesBackTheTextOfParagraphs(t *testing.T) {
	for _, text := range []string{"", "One", "One\nline\n\nTwo", "• a\n\n• b\n• c"} {
		if got := orewire.Plain(orewire.Paragraphs(cleantext.Paragraphs(text))).String(); got != text {
			t.Errorf("Plain(Paragraphs(%q)) = %q", text, got)
		}
	}
}

func TestPlainLeavesOutCaptionsAndKnowsWhereBlocksStand(t *testing.T) {
	item := block(orewire.BlockItem, "tin")
	item.Mark = cleantext.Line("•")
	blocks := []orewire.Block{block(orewire.BlockHeading, "Metals"), block(orewire.BlockImage, "A pit"), item, block(orewire.BlockParagraph, "End")}
	if got, want := orewire.Plain(blocks).String(), "Metals\n\n• tin\n\nEnd"; got != want {
		t.Errorf("Plain = %q, want %q", got, want)
	}
	if diff := cmp.Diff([]int{0, -1, len("Metals\n\n• "), len("Metals\n\n• tin\n\n")}, orewire.PlainStarts(blocks)); diff != "" {
		t.Errorf("starts (-want +got):\n%s", diff)
	}
}

func TestLinksToOneAddressHaveOneNumber(t *testing.T) {
	blocks := []orewire.Block{
		block(orewire.BlockParagraph, "ab", "https://a.example/", "https://b.example/"),
		block(orewire.BlockParagraph, "ac", "https://a.example/", "https://c.example/"),
	}
	orewire.NumberLinks(blocks)
	var numbers []int
	for _, b := range blocks {
		for _, l := range b.Links {
			numbers = append(numbers, l.Number)
		}
	}
	if diff := cmp.Diff([]int{1, 2, 1, 3}, numbers); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
	var list []string
	for _, a := range orewire.Addresses(blocks) {
		list = append(list, a.String())
	}
	if diff := cmp.Diff([]string{"https://a.example/", "https://b.example/", "https://c.example/"}, list); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
}
