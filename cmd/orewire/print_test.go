package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/catalog"
	"orewire/internal/cleantext"
	"orewire/internal/config"
)

func TestFiguresArePrintedAsOnTheScreen(t *testing.T) {
	for name, c := range map[string]struct {
		price, change, percent orewire.Figure
		decimals               int
		currency               string
		want                   []string
	}{
		"up":      {orewire.Known(2693), orewire.Known(44), orewire.Known(1.66), 2, "JPY", []string{"2,693.00 JPY", "+44.00", "+1.66%"}},
		"down":    {orewire.Known(4.512), orewire.Known(-0.0465), orewire.Known(-1.02), 4, "USD", []string{"4.5120 USD", "−0.0465", "−1.02%"}},
		"still":   {orewire.Known(1234567.5), orewire.Known(-0.001), orewire.Known(0), 0, "", []string{"1,234,567.50", "0.00", "0.00%"}},
		"below 0": {orewire.Known(-37.63), orewire.Known(-55.9), orewire.Figure{}, 2, "USD", []string{"−37.63 USD", "−55.90", "—"}},
		"unknown": {orewire.Figure{}, orewire.Figure{}, orewire.Figure{}, 2, "USD", []string{"—", "—", "—"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, ch, pc := figures(c.price, c.change, c.percent, c.decimals, c.currency)
			if d := cmp.Diff(c.want, []string{p, ch, pc}); d != "" {
				t.Errorf("(-want, +got):\n%s", d)
			}
		})
	}
}

func TestListLineFillsTheWidth(t *testing.T) {
	cells := []string{"17", "14:31:52", "MINING.COM and more", "铜价上升 copper at a high after a strike", "REE Cu", "×3"}
	for width, want := range map[int]string{
		110: "    17 14:31:52     MINING.COM an… 铜价上升 copper at a high after a strike                 ×3  REE Cu",
		80:  "    17 14:31:52     MINING.… 铜价上升 copper at a high after a str… ×3  REE Cu",
		70:  "    17 14:31:52     MINING.… 铜价上升 copper at a high a… ×3  REE Cu",
		45:  "    17 14:31:52     MINING.… 铜价上升 copper…",
		0:   "",
	} {
		if got := listLine(cells, width); got != want {
			t.Errorf("width %d:\n got %q\nwant %q", width, got, want)
		}
	}
}

func TestListTime(t *testing.T) {
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	for want, at := range map[string]time.Time{
		"08:59:58":     time.Date(2026, 11, 25, 8, 59, 58, 0, time.UTC),
		"24 Nov 23:00": time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC),
		"2025-11-25":   time.Date(2025, 11, 25, 8, 0, 0, 0, time.UTC),
	} {
		if got := listTime(at, now); got != want {
			t.Errorf("%v is printed %q, want %q", at, got, want)
		}
	}
}

func TestTableAlignsWideCharacters(t *testing.T) {
	tab := &table{right: []bool{false, true}}
	tab.add("铜业", "1.5", "a")
	tab.add("Lynas", "12", "")
	if d := cmp.Diff("铜业   1.5  a\nLynas   12\n", tab.String()); d != "" {
		t.Errorf("(-want, +got):\n%s", d)
	}
}

func TestWhenGivesBothZones(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, 6, 1, 13, 6, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		article orewire.Article
		want    string
	}{
		"the publisher's and the reader's": {orewire.Article{Published: at, Zone: "Europe/Berlin"}, "1 Jun 2025 15:06 CEST (22:06 JST)"},
		"the same":                         {orewire.Article{Published: at, Zone: "Asia/Tokyo"}, "1 Jun 2025 22:06 JST"},
		"unknown":                          {orewire.Article{Published: at}, "1 Jun 2025 22:06 JST"},
		"an offset":                        {orewire.Article{Published: at, Zone: "+02:00"}, "1 Jun 2025 15:06 +02:00 (22:06 JST)"},
		"no date":                          {orewire.Article{Undated: true, Seen: at}, "undated, first seen 1 Jun 2025 22:06 JST"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := when(c.article, tokyo); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSource(t *testing.T) {
	a := orewire.Article{Publisher: cleantext.Line("Mining.com"), Via: cleantext.Line("finanzen.net")}
	if got, want := source(a), "Mining.com via finanzen.net"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	a.Via = a.Publisher
	if got, want := source(a), "Mining.com"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestBuiltinConfigurationPollsEveryBundle(t *testing.T) {
	cfg, err := config.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(catalog.Bundles(), cfg.Bundles); d != "" {
		t.Errorf("bundles of the catalogue and of the configuration (-catalogue, +configuration):\n%s", d)
	}
	if _, err := config.Parse("languages", []byte("bundles: ["+strings.Join(catalog.Languages(), ", ")+"]")); err != nil {
		t.Errorf("the configuration does not take the catalogue's languages: %v", err)
	}
}

func TestLocaleSaysWhetherUnicodeIsShown(t *testing.T) {
	for _, c := range []struct {
		all, ctype, lang string
		want             bool
	}{
		{"", "", "", true},
		{"", "", "C", true},
		{"", "", "en_GB.UTF-8", true},
		{"", "", "ja_JP.utf8@x", true},
		{"", "", "ja_JP.eucJP", false},
		{"", "de_DE.ISO-8859-1", "en_GB.UTF-8", false},
		{"en_GB.UTF-8", "de_DE.ISO-8859-1", "", true},
	} {
		env := map[string]string{"LC_ALL": c.all, "LC_CTYPE": c.ctype, "LANG": c.lang}
		if got := showsUnicode(func(name string) string { return env[name] }); got != c.want {
			t.Errorf("showsUnicode with LC_ALL=%q LC_CTYPE=%q LANG=%q is %v, want %v", c.all, c.ctype, c.lang, got, c.want)
		}
	}
}
