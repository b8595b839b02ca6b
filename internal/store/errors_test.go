package store

import (
	"errors"
	"strings"
	"testing"
)

func TestAFullDiskIsNamed(t *testing.T) {
	s, _ := openNew(t)
	ingest(t, s, item("g0", "Lithium slips", 1))
	if _, err := s.writer.ExecContext(t.Context(), "PRAGMA max_page_count = 1"); err != nil { // no page more than there are
		t.Fatal(err)
	}
	big := item("g1", strings.Repeat("Copper climbs. ", 20000), 2)
	_, err := s.Ingest(t.Context(), Batch{Items: []Arrival{big}})
	var failed *WriteError
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), "no room left on the disk; free some space") {
		t.Errorf("writing without room: %v, want it in words", err)
	}
	if got, want := found(t, s, ""), []string{"Lithium slips"}; len(got) != 1 || got[0] != want[0] {
		t.Errorf("stored are %q, want %q", got, want)
	}
}
