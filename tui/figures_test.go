package tui

import (
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/tui/cells"
)

func TestChangeColumn(t *testing.T) {
	for _, c := range []struct {
		in   orewire.Figure
		want string
	}{
		{orewire.Known(2.1), "▲ +2.10%"},
		{orewire.Known(-12.34), "▼−12.34%"},
		{orewire.Known(-0.58), "▼ −0.58%"},
		{orewire.Known(0), "   0.00%"},
		{orewire.Known(-0.004), "   0.00%"},
		{orewire.Known(123.456), "▲+123.5%"},
		{orewire.Known(99.999), "▲+100.0%"},
		{orewire.Known(4321), "▲ +4321%"},
		{orewire.Figure{}, "       —"},
	} {
		got, _ := changeColumn(c.in)
		if got != c.want || cells.Width(got) != moveWidth {
			v, _ := c.in.Get()
			t.Errorf("changeColumn(%v) = %q of %d cells, want %q", v, got, cells.Width(got), c.want)
		}
	}
}

func TestAmount(t *testing.T) {
	for _, c := range []struct {
		in       orewire.Figure
		decimals int
		want     string
	}{
		{orewire.Known(2693), 2, "2,693.00"},
		{orewire.Known(78900), 0, "78,900"},
		{orewire.Known(4.712), 4, "4.7120"},
		{orewire.Known(1234567.5), 1, "1,234,567.5"},
		{orewire.Known(-37.63), 2, "−37.63"},
		{orewire.Known(0), 2, "0.00"},
		{orewire.Figure{}, 2, "—"},
	} {
		if got := amount(c.in, c.decimals); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestStateOf(t *testing.T) {
	now := time.Date(2025, 6, 2, 7, 0, 0, 0, time.UTC) // a Monday
	at := func(age time.Duration) time.Time { return now.Add(-age) }
	for name, c := range map[string]struct {
		in          orewire.Quote
		market, age string
		open        bool
	}{
		"live":                   {orewire.Quote{State: orewire.MarketOpen, At: at(time.Second)}, "", "", true},
		"delayed":                {orewire.Quote{State: orewire.MarketOpen, At: at(16 * time.Minute), Delay: 15 * time.Minute}, "15m", "", true},
		"old in an open market":  {orewire.Quote{State: orewire.MarketOpen, At: at(10 * time.Minute)}, "", "10m", true},
		"closed today":           {orewire.Quote{State: orewire.MarketClosed, At: at(time.Hour)}, "closed", "", false},
		"closed on Friday":       {orewire.Quote{State: orewire.MarketClosed, At: at(60 * time.Hour)}, "closed", "Fri", false},
		"weeks old":              {orewire.Quote{State: orewire.MarketClosed, At: at(40 * 24 * time.Hour)}, "closed", "23 Apr", false},
		"it has closed since":    {orewire.Quote{State: orewire.MarketOpen, At: at(time.Hour), Closes: at(time.Minute)}, "closed", "", false},
		"before the open":        {orewire.Quote{State: orewire.MarketPre, At: at(time.Minute)}, "pre", "", false},
		"nothing known about it": {orewire.Quote{}, "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			got := stateOf(c.in, now, time.UTC)
			if want := (priceState{c.open, c.market, c.age}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestPublisherCode(t *testing.T) {
	for name, want := range map[string]string{
		"Mining.com": "MINING", "finanzen.net": "FINANZ", "Reuters": "REUTER", "The Northern Miner": "NORMIN", "World Nuclear News": "WNN",
		"Splash 247": "SPL247", "日刊産業新聞": "日刊産", "ASX": "ASX", "": "", "…": "", "Öl & Erz": "ÖLERZ",
	} {
		a := orewire.Article{Publisher: cleantext.Line(name)}
		if got := publisherCode(&a); got != want {
			t.Errorf("publisherCode(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestLeadCode(t *testing.T) {
	for symbol, want := range map[string]string{"042660.KS": "042660", "LYC.AX": "LYC.AX", "PLS.AX": "PLS.AX", "GC=F": "GC=F", "VERYLONG": "VERYL…", "": ""} {
		if got := leadCode(symbol); got != want {
			t.Errorf("leadCode(%q) = %q, want %q", symbol, got, want)
		}
	}
}

func TestColumnsGoInOrder(t *testing.T) {
	for _, c := range []struct {
		inner, title             int
		publisher, lead, seconds bool
		topics                   int
		heads                    int
		what                     string
	}{
		{98, 48, true, true, true, 2, 3, "160 columns"},
		{71, 36, true, false, true, 1, 1, "110 columns"},
		{68, 40, false, false, true, 1, 1, "70 columns"},
		{60, 35, false, false, false, 1, 1, "62 columns"},
		{38, 18, false, false, false, 0, 1, "40 columns"},
	} {
		got := columnsFor(c.inner)
		if got.title() != c.title && c.inner > 60 || got.publisher != c.publisher || got.lead != c.lead || len(got.heads()) != c.heads {
			t.Errorf("%s: got %+v with a title of %d cells and %d heads, want %+v", c.what, got, got.title(), len(got.heads()), c)
		}
	}
}

func TestPublishedInBothZones(t *testing.T) {
	at := time.Date(2025, 6, 1, 13, 6, 0, 0, time.UTC)
	p := placeInTime{at.Add(26 * time.Hour), tokyo()}
	for name, c := range map[string]struct {
		in           orewire.Article
		theirs, ours string
	}{
		"another zone":   {orewire.Article{Published: at, Zone: "Europe/Berlin"}, "1 Jun 2025 15:06 CEST", "22:06 JST"},
		"an offset":      {orewire.Article{Published: at, Zone: "+02:00"}, "1 Jun 2025 15:06 UTC+02", "22:06 JST"},
		"another day":    {orewire.Article{Published: at.Add(3 * time.Hour), Zone: "Europe/Berlin"}, "1 Jun 2025 18:06 CEST", "2 Jun 01:06 JST"},
		"unknown":        {orewire.Article{Published: at}, "1 Jun 2025 22:06:00 JST", ""},
		"no such zone":   {orewire.Article{Published: at, Zone: "Mars/Base"}, "1 Jun 2025 22:06:00 JST", ""},
		"without a date": {orewire.Article{Published: at, Undated: true}, "no date; first seen 1 Jun 2025 22:06 JST", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if theirs, ours := p.published(&c.in); theirs != c.theirs || ours != c.ours {
				t.Errorf("got %q and %q, want %q and %q", theirs, ours, c.theirs, c.ours)
			}
		})
	}
}

func TestSpreadKeepsTheLevel(t *testing.T) {
	flat := make([]int, 24)
	for i := range flat {
		flat[i] = 6
	}
	for i, v := range spread(flat, 18) {
		if v < 5.99 || v > 6.01 {
			t.Errorf("column %d is %v, want 6", i, v)
		}
	}
}

func TestRequestDropsWhatIsLate(t *testing.T) {
	var r request
	first, _ := r.begin()
	if _, ok := r.begin(); ok {
		t.Error("two requests were begun at once")
	}
	second := r.replace()
	if current, _ := r.end(first); current {
		t.Error("the answer to a replaced request counted")
	}
	if current, again := r.end(second); !current || again {
		t.Errorf("the answer counted %v and asked again %v, want true and false", current, again)
	}
	third, _ := r.begin()
	r.begin()
	if _, again := r.end(third); !again {
		t.Error("what was asked meanwhile was forgotten")
	}
}
