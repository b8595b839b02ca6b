package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/desk"
	"orewire/tui/cells"
)

// TestNameGetsItsRoomFirst: a market that is open needs no word, and the session's line takes what is left, or nothing.
func TestNameGetsItsRoomFirst(t *testing.T) {
	closes := []float64{1, 2, 3, 4, 5, 6, 7, 8}
	at := newFakeDesk().now
	l := drive(t, newFakeDesk(), 160, 45).look
	l.topics = newTopicIndex(orewire.Catalog{}) // the quotes say where they are from
	for name, c := range map[string]struct {
		w                    int
		symbol, name, market string
		state                orewire.MarketState
		want                 string
	}{
		"open":     {38, "LYC.AX", "Lynas Rare Earths", "ASX", orewire.MarketOpen, "  LYC.AX Lynas Rare Earths        ASX "},
		"closed":   {38, "LYC.AX", "Lynas Rare Earths", "ASX", orewire.MarketClosed, "  LYC.AX Lynas Rare Earths ASX closed "},
		"a line":   {38, "MP", "MP Materials", "NYSE", orewire.MarketOpen, "  MP MP Materials #######        NYSE "},
		"too long": {38, "042660.KS", "Hanwha Ocean Engineering", "KRX", orewire.MarketClosed, "  042660.KS Hanwha Ocean…  KRX closed "},
		"small":    {30, "LYC.AX", "Lynas", "ASX", orewire.MarketOpen, "  LYC.AX Lynas            ASX "},
		"no name":  {30, "GC=F", "GC=F", "COMEX", orewire.MarketOpen, "  GC=F ##########       COMEX "},
	} {
		t.Run(name, func(t *testing.T) {
			p := &tickers{look: l, w: c.w}
			row := cells.NewRow(l.theme, c.w)
			p.writeName(row, desk.Ticker{
				Link:  orewire.Link{Symbol: c.symbol, Name: cleantext.Line(c.name)},
				Quote: orewire.Quote{Symbol: c.symbol, Exchange: c.market, State: c.state, At: at, Price: orewire.Known(1)}, Closes: closes,
			}, false)
			if got := strings.Map(flat, ansi.Strip(row.String())); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// flat makes all bars alike: what is tested is where they are, not how high.
func flat(r rune) rune {
	if strings.ContainsRune(string(blocks), r) {
		return '#'
	}
	return r
}

func TestWhyThereIsNoPrice(t *testing.T) {
	for name, c := range map[string]struct {
		symbol, reason string
		w              int
		want           string
	}{
		"no symbol":         {"", "", 24, "no price of our own"},
		"not asked":         {"MP", "", 24, "no price yet"},
		"not known":         {"MP", "yahoo: symbol not known: it may be delisted", 24, "symbol not known"},
		"not known, roomy":  {"MP", "yahoo: symbol not known: it may be delisted", 60, "symbol not known: it may be delisted"},
		"nobody to blame":   {"MP", "asked too often", 24, "asked too often"},
		"hardly any room":   {"MP", "yahoo: answer not understood", 8, "answer…"},
		"none, and why not": {"MP", "yahoo: no prices: connection refused", 60, "no prices: connection refused"},
	} {
		got := noPrice(desk.Ticker{Link: orewire.Link{Symbol: c.symbol}, Quote: orewire.Quote{Error: cleantext.Line(c.reason)}}, c.w)
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestNoPricesIsSaidOnce(t *testing.T) {
	r := drive(t, newFakeDesk(), 160, 45)
	r.status = desk.Status{PriceError: cleantext.Line("yahoo: no prices: connection refused")}
	if got, want := r.trouble(60)[0].text, "no prices: connection refused"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTopicNamesFit: the filter bar has room for every topic's name beside a count of three digits, and no two of a group are alike.
func TestTopicNamesFit(t *testing.T) {
	cfg, err := config.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := desk.Catalog(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p := &commodities{look: &look{topics: newTopicIndex(catalog)}}
	p.resize(commoditiesWidth, 200)
	seen := map[string]bool{}
	for _, e := range p.entries {
		if e.depth == 0 {
			clear(seen)
		}
		if room := commoditiesWidth - 2 - (1 + e.depth) - len("999"); cells.Width(e.name) > room {
			t.Errorf("%q has more than %d cells", e.name, room)
		}
		if seen[e.name] {
			t.Errorf("two topics of a group are %q", e.name)
		}
		seen[e.name] = true
	}
}
