package store

import "testing"

func TestOnlyMarksWaitForTheDisk(t *testing.T) {
	s, _ := openNew(t)
	const normal, full = 1, 2
	var during, after, articles int
	read := func(into *int) func(c *change) error {
		return func(c *change) error { return c.tx.QueryRow("PRAGMA synchronous").Scan(into) }
	}
	if err := s.writeDurably(t.Context(), read(&during)); err != nil {
		t.Fatal(err)
	}
	if err := s.writer.QueryRow("PRAGMA synchronous").Scan(&after); err != nil {
		t.Fatal(err)
	}
	if err := s.write(t.Context(), read(&articles)); err != nil {
		t.Fatal(err)
	}
	same(t, "during, after, for articles", [3]int{during, after, articles}, [3]int{full, normal, normal})
}
