package catalog

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
)

// candidates are the feeds that were looked at, by address, with their evidence and language.
func candidates(t *testing.T) map[string][2]string {
	t.Helper()
	text, err := os.ReadFile("testdata/feeds.txt")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][2]string{}
	for line := range strings.Lines(string(text)) {
		if col := strings.Fields(line); !strings.HasPrefix(line, "#") {
			found[col[2]] = [2]string{col[0], col[1]}
		}
	}
	return found
}

func TestEveryFeedWithEvidenceShipsAndNoOther(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	shipped := map[string]bool{}
	all := candidates(t)
	for _, f := range c.Feeds {
		if shipped[f.URL.String()] {
			t.Errorf("%s ships twice", f.Name)
		}
		shipped[f.URL.String()] = true
		if got := all[f.URL.String()]; got[0] != "tested" && got[0] != "named" || got[1] != f.Lang {
			t.Errorf("%s ships in %q; its evidence and language are %q", f.Name, f.Lang, got)
		}
		if !slices.Contains(Languages(), f.Lang) {
			t.Errorf("%s is in %q, which is no language bundle", f.Name, f.Lang)
		}
	}
	for url, is := range all {
		if want := is[0] != "none"; shipped[url] != want {
			t.Errorf("%s, %s: shipped %t, want %t", url, is[0], shipped[url], want)
		}
	}
	for _, lang := range Languages() {
		if !slices.ContainsFunc(c.Feeds, func(f orewire.Feed) bool { return f.Lang == lang }) {
			t.Errorf("the language bundle %s is empty", lang)
		}
	}
}

func TestBundlesBySubjectAndLanguage(t *testing.T) {
	base, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	merged, err := Merge(base, Additions{Bundles: []string{"chips", "ja"}})
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, f := range merged.Feeds {
		got = append(got, f.Name.String())
	}
	for _, f := range base.Feeds {
		if f.Bundle == "chips" || f.Lang == "ja" {
			want = append(want, f.Name.String())
		}
	}
	if d := cmp.Diff(want, got); d != "" || len(got) < 5 {
		t.Errorf("feeds of chips and ja (-want +got):\n%s", d)
	}
}

func TestAFeedOfTheReadersOwnStandsUnderItsPublishersTerms(t *testing.T) {
	base, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	own := orewire.Feed{Name: cleantext.Line("SAP"), URL: address(t, "https://finanzen.net/rss/sap-rss-feed")}
	merged, err := Merge(base, Additions{Feeds: []orewire.Feed{own}})
	if err != nil {
		t.Fatal(err)
	}
	if got := merged.Feeds[0]; !got.Closed || got.Pages != "finanzen.net" {
		t.Errorf("got %+v, want it closed, with the publisher's pages", got)
	}
}

func TestFeedsFor(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for symbol, want := range map[string][]string{
		"MP": {
			"Yahoo MP https://feeds.finance.yahoo.com/rss/2.0/headline?s=MP&region=US&lang=en-US",
			"Nasdaq MP https://www.nasdaq.com/feed/rssoutbound?symbol=MP",
			"SEC 8-K MP https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=MP&type=8-K&dateb=&owner=include&count=40&output=atom",
		},
		"7011.T": {
			"Yahoo 7011.T https://feeds.finance.yahoo.com/rss/2.0/headline?s=7011.T&region=US&lang=en-US",
			"TDnet 7011.T https://webapi.yanoshin.jp/webapi/tdnet/list/7011.rss",
		},
		"LYC.AX": {
			"Yahoo LYC.AX https://feeds.finance.yahoo.com/rss/2.0/headline?s=LYC.AX&region=US&lang=en-US",
			"Listcorp LYC.AX https://www.listcorp.com/asx/LYC/rss",
		},
		"HG=F": {"Yahoo HG=F https://feeds.finance.yahoo.com/rss/2.0/headline?s=HG%3DF&region=US&lang=en-US"},
	} {
		var got []string
		for _, f := range FeedsFor(symbol, c.Templates) {
			got = append(got, f.Feed.Name.String()+" "+f.Feed.URL.String())
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("feeds for %s (-want +got):\n%s", symbol, d)
		}
	}
}

func address(t *testing.T, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
