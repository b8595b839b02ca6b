package quotes

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"orewire"
)

func TestSessionIsTheLatestOne(t *testing.T) {
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	yesterday := []orewire.Bar{bar(day.Add(-10*time.Hour), 1), bar(day.Add(-9*time.Hour), 2)}
	today := []orewire.Bar{bar(day.Add(9*time.Hour), 3), bar(day.Add(11*time.Hour), 4), bar(day.Add(13*time.Hour), 5)} // lunch between
	var aroundTheClock []orewire.Bar
	for i := range 100 {
		aroundTheClock = append(aroundTheClock, bar(day.Add(time.Duration(i-99)*time.Hour), float64(i)))
	}
	lastDay := make([]float64, 24)
	for i := range lastDay {
		lastDay[i] = float64(76 + i)
	}
	for name, c := range map[string]struct {
		bars []orewire.Bar
		at   time.Time // of the quote
		want []float64
	}{
		"none":                         {nil, day, nil},
		"today with its lunch":         {append(yesterday, today...), day.Add(13 * time.Hour), []float64{3, 4, 5}},
		"yesterday before the opening": {yesterday, day.Add(-9 * time.Hour), []float64{1, 2}},
		"a price newer than all bars":  {yesterday, day.Add(9 * time.Hour), nil},
		"a day where none is closed":   {aroundTheClock, day, lastDay},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Session(c.bars, orewire.Quote{At: c.at})); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestMergeTellsWhatIsNew(t *testing.T) {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	at := func(n int, price float64) orewire.Bar { return bar(start.Add(time.Duration(n)*Step), price) }
	merged, fresh := mergeBars([]orewire.Bar{at(1, 1), at(2, 2), at(4, 4)}, []orewire.Bar{at(0, 9), at(2, 2), at(3, 3), at(4, 5), at(6, 6)})
	if diff := cmp.Diff([]orewire.Bar{at(0, 9), at(1, 1), at(2, 2), at(3, 3), at(4, 5), at(6, 6)}, merged); diff != "" {
		t.Errorf("merged (want -, got +):\n%s", diff)
	}
	if diff := cmp.Diff([]orewire.Bar{at(0, 9), at(3, 3), at(4, 5), at(6, 6)}, fresh); diff != "" {
		t.Errorf("fresh (want -, got +):\n%s", diff)
	}
}

func TestOpeningIsFoundAcrossAChangeOfTheClocks(t *testing.T) {
	friday := time.Date(2026, 10, 30, 13, 30, 0, 0, time.UTC) // 9:30 in New York, summer time
	l := listing{quote: orewire.Quote{Zone: "America/New_York", Fetched: friday.Add(50 * time.Hour)}, opens: friday}
	if got, want := l.nextOpening(), time.Date(2026, 11, 2, 14, 30, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("got %s, want %s", got.UTC(), want)
	}
}
