package desk

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/catalog"
	"orewire/internal/cleantext"
	"orewire/internal/config"
	"orewire/internal/store"
)

func addressOf(t *testing.T, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// openList opens a desk of one bundle and one feed of the configuration.
func openList(t *testing.T, path string) *Desk {
	t.Helper()
	cfg, err := config.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	cfg.Bundles, cfg.Quotes.Providers = []string{"chips"}, nil
	cfg.Feeds = []orewire.Feed{{Name: cleantext.Line("Own"), URL: addressOf(t, "https://own.example/feed")}}
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	d, err := Open(t.Context(), Options{Config: cfg, Store: path, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

// feedLines are the feeds of a desk but those of the bundle that did not change.
func feedLines(d *Desk) string {
	var lines []string
	for _, f := range d.Feeds() {
		if f.Bundle == "" || !f.Group.IsZero() {
			from := "configuration"
			if !f.Added.IsZero() {
				from = "added"
			} else if f.Bundle != "" {
				from = f.Bundle
			}
			lines = append(lines, strings.Join([]string{f.Name.String(), f.URL.String(), f.Group.String(), f.Lang, from}, " | "))
		}
	}
	return strings.Join(lines, "\n")
}

func wantFeeds(t *testing.T, d *Desk, want ...string) {
	t.Helper()
	if diff := cmp.Diff(strings.Join(want, "\n"), feedLines(d)); diff != "" {
		t.Errorf("feeds (-want +got):\n%s", diff)
	}
}

func TestWhatIsAddedAndRemovedWinsOverBundlesAndConfiguration(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orewire.db")
	d := openList(t, path)
	bundled := len(d.Feeds()) - 1
	ore := orewire.Feed{Name: cleantext.Line("Ore"), URL: addressOf(t, "https://ore.example/feed"), Group: cleantext.Line("Mining / 稀土"), Lang: "ja"}
	added, there, err := d.AddFeeds(t.Context(), []orewire.Feed{ore, {URL: addressOf(t, "http://ORE.example/feed/")}, {URL: addressOf(t, "http://own.example/feed")}})
	if err != nil || len(added) != 1 || len(there) != 2 || there[1].Name.String() != "Own" {
		t.Fatalf("added %v, there already %v, %v; want Ore added, Ore and Own there already", added, there, err)
	}
	if err := d.RemoveFeed(t.Context(), d.FindFeeds("OWN")[0]); err != nil {
		t.Fatal(err)
	}
	chips := d.FindFeeds("ee times")[0]
	chips.Group = cleantext.Line("Chips")
	if err := d.ChangeFeed(t.Context(), chips); err != nil {
		t.Fatal(err)
	}
	d.Close()

	d = openList(t, path)
	wantFeeds(t, d, "EE Times | https://www.eetimes.com/feed/ | Chips | en | chips", "Ore | https://ore.example/feed | Mining / 稀土 | ja | added")
	if got := len(d.Feeds()); got != bundled+1 {
		t.Errorf("%d feeds, want %d", got, bundled+1)
	}
	if err := d.RemoveFeed(t.Context(), d.FindFeeds("https://ore.example/feed/")[0]); err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.AddFeeds(t.Context(), []orewire.Feed{{URL: addressOf(t, "https://own.example/feed")}}); err != nil {
		t.Fatal(err)
	}
	d.Close()

	wantFeeds(t, openList(t, path), "EE Times | https://www.eetimes.com/feed/ | Chips | en | chips", "Own | https://own.example/feed |  |  | configuration")
}

func TestAnAddedFeedHasWhatTheCatalogueKnowsOfIt(t *testing.T) {
	builtin, err := catalog.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	when := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	list := subscribed(nil, builtin.Feeds, []store.Subscription{
		{URL: addressOf(t, "https://www.mining.com/feed/"), Changed: when},
		{URL: addressOf(t, "https://www.finanzen.net/rss/sap-rss-feed"), Name: cleantext.Line("SAP"), Changed: when},
		{URL: addressOf(t, "https://nobody.example/feed"), Changed: when},
	})
	if f := list[0]; f.Name.String() != "MINING.COM" || f.Context != "metals" || f.Bundle != "" || !f.Added.Equal(when) {
		t.Errorf("got %+v, want MINING.COM with the context metals, added", f)
	}
	if f := list[1]; f.Name.String() != "SAP" || !f.Closed || f.Pages != "finanzen.net" {
		t.Errorf("got %+v, want SAP under its publisher's terms", f)
	}
	if f := list[2]; f.Name.String() != "nobody.example" || f.Closed {
		t.Errorf("got %+v, want its host's name", f)
	}
}

func TestManySubscriptionsOpenQuickly(t *testing.T) {
	changes := make([]store.Subscription, 10000)
	for i := range changes {
		changes[i] = store.Subscription{URL: addressOf(t, "https://ore.example/"+strings.Repeat("x", i%100)+"/"+time.Duration(i).String())}
	}
	begun := time.Now()
	if got := len(subscribed(nil, nil, changes)); got != 10000 {
		t.Errorf("%d feeds, want 10000", got)
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("took %v, want less than a second", took)
	}
}
