package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"orewire/internal/catalog"
	"orewire/internal/linking"
)

// BenchmarkTag tags the labelled headlines, one every hour.
func BenchmarkTag(b *testing.B) {
	c, err := catalog.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	linker := linking.New(c)
	labelled, err := os.ReadFile("../../internal/linking/testdata/labelled.txt")
	if err != nil {
		b.Fatal(err)
	}
	var in bytes.Buffer
	at, lines := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 0
	for line := range strings.Lines(string(labelled)) {
		if col := strings.Split(line, "|"); len(col) == 6 {
			at, lines = at.Add(time.Hour), lines+1
			fmt.Fprintf(&in, `{"id":%d,"lang":%q,"published":%q,"publisher":"Wire %d","title":%q,"summary":%q}`+"\n",
				lines, col[0], at.Format(time.RFC3339), lines%40, col[2], col[3])
		}
	}
	b.SetBytes(int64(in.Len()))
	for b.Loop() {
		if err := tag(b.Context(), linker, bytes.NewReader(in.Bytes()), io.Discard, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
