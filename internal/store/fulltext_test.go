package store

import (
	"errors"
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

func TestTextComesBackWholeAndGoesWithItsArticle(t *testing.T) {
	s, _ := openNew(t)
	ingest(t, s, item("1", "Copper", 0), item("2", "Zinc", 100))
	text := Text{Fetched: start.Add(time.Minute), Error: cleantext.Line("For subscribers"), Blocks: []orewire.Block{
		{Kind: orewire.BlockHeading, Level: 2, Text: cleantext.Line("Who buys")},
		{Kind: orewire.BlockItem, Level: 1, Mark: cleantext.Line("•"), Text: cleantext.Line("a yard"),
			Links: []orewire.Hyperlink{{Start: 2, End: 6, Number: 1, Address: address("https://yard.example/")}}},
		{Kind: orewire.BlockTable, Text: cleantext.Paragraphs("a | b\nc"), Rows: [][]cleantext.Text{
			{cleantext.Line("a"), cleantext.Line("b")}, {cleantext.Line("c")}}},
	}}
	for _, each := range []Text{{Fetched: start, Error: cleantext.Line("refused: 403 Forbidden")}, text} {
		if err := s.SaveText(t.Context(), 1, each); err != nil {
			t.Fatal(err)
		}
		got, found, err := s.Text(t.Context(), 1)
		if err != nil || !found {
			t.Fatalf("got %v, %v, want a text", found, err)
		}
		same(t, "text", got, each)
	}
	if _, found, err := s.Text(t.Context(), 2); err != nil || found {
		t.Errorf("text of an article whose page was not read: got %v, %v, want none", found, err)
	}
	if err := s.SaveText(t.Context(), 3, text); !errors.Is(err, ErrNotFound) {
		t.Errorf("text of no article: got %v, want %v", err, ErrNotFound)
	}
	if n, err := s.Sweep(t.Context(), start.Add(time.Hour)); err != nil || n != 1 {
		t.Fatalf("swept %d, %v, want 1", n, err)
	}
	if _, found, err := s.Text(t.Context(), 1); err != nil || found {
		t.Errorf("text of a swept article: got %v, %v, want none", found, err)
	}
}
