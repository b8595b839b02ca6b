package demo

import (
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

// publication is an invented publisher with one feed. Its articles are wire/<slug>.txt.
type publication struct {
	slug    string
	name    string
	format  string // rss, atom, rdf or json
	lang    string
	zone    *time.Location // in which it writes its dates
	context string
	topics  []string
	pages   string // see orewire.Feed.Pages
}

// publications are all that publish. "finanzen.net" stands for the real one: its pages have the same shape.
var publications = []publication{
	{"oxide-wire", "Oxide Wire", "rss", "en", mustLoad("UTC"), "metals", []string{"rare-earths", "critical-minerals"}, ""},
	{"keel-and-hull", "Keel & Hull", "atom", "en", mustLoad("Asia/Singapore"), "", []string{"shipbuilding", "shipping"}, ""},
	{"red-metal-daily", "Red Metal Daily", "rss", "en", mustLoad("Europe/London"), "metals", []string{"copper", "aluminium", "zinc"}, ""},
	{"brine-and-cell", "Brine & Cell", "json", "en", mustLoad("America/New_York"), "metals", []string{"lithium", "batteries-ev"}, ""},
	{"bullion-ledger", "Bullion Ledger", "rdf", "en", mustLoad("Europe/London"), "metals", []string{"gold", "silver", "pgm"}, ""},
	{"yellowcake-report", "Yellowcake Report", "atom", "en", mustLoad("America/Toronto"), "metals", []string{"uranium", "coal"}, ""},
	{"trade-docket", "Trade Docket", "rss", "en", mustLoad("America/New_York"), "", []string{"export-controls", "tariffs", "trade-talks"}, ""},
	{"fab-bulletin", "Fab Bulletin", "json", "en", mustLoad("America/New_York"), "", []string{"semiconductors", "defence"}, ""},
	{"pit-and-smelter", "Pit & Smelter", "rss", "en", mustLoad("Australia/Sydney"), "metals", []string{"iron-ore", "steel", "minor-metals"}, ""},
	{"midday-brief", "Midday Brief", "rss", "en", mustLoad("Europe/London"), "", nil, ""},
	{"rohstoff-kurier", "Rohstoff-Kurier", "rss", "de", mustLoad("Europe/Berlin"), "metals", []string{"copper", "rare-earths"}, ""},
	{"koseki-shimpo", "鉱石新報", "atom", "ja", mustLoad("Asia/Tokyo"), "metals", []string{"rare-earths", "shipbuilding"}, ""},
	{"kuangliao-kuaibao", "矿料快报", "rss", "zh", mustLoad("Asia/Shanghai"), "metals", []string{"rare-earths", "lithium"}, ""},
	{"bada-geumsok", "바다와금속", "rss", "ko", mustLoad("Asia/Seoul"), "", []string{"shipbuilding", "batteries-ev"}, ""},
	{"fil-des-metaux", "Le Fil des métaux", "rss", "fr", mustLoad("Europe/Paris"), "metals", []string{"nickel", "gold"}, ""},
	{"veta-sur", "Veta Sur", "rss", "es", mustLoad("America/Santiago"), "metals", []string{"copper", "lithium"}, ""},
	{"lavra-hoje", "Lavra Hoje", "atom", "pt", mustLoad("America/Sao_Paulo"), "metals", []string{"iron-ore", "rare-earths"}, ""},
	{"finanzen.net", "finanzen.net", "rss", "de", mustLoad("Europe/Berlin"), "", nil, "finanzen.net"},
}

// How often the demo's feeds are to be asked; failing ones less often.
const (
	every        = 5 * time.Second
	everyFailing = 2 * time.Minute
)

// The paths of two feeds that never come, so that the feeds' health has something to show.
const (
	gonePath   = "/feeds/tin-gazette.xml"
	silentPath = "/feeds/slow-tide.xml"
)

// path is where the feed is served.
func (p publication) path() string {
	if p.format == "json" {
		return "/feeds/" + p.slug + ".json"
	}
	return "/feeds/" + p.slug + ".xml"
}

// feedsAt returns the demo's feeds as they are to be polled, served at base.
func feedsAt(base string) ([]orewire.Feed, error) {
	var feeds []orewire.Feed
	for _, p := range publications {
		address, err := cleantext.ParseAddress(base + p.path())
		if err != nil {
			return nil, err
		}
		feeds = append(feeds, orewire.Feed{
			Name: cleantext.Line(p.name), URL: address, Lang: p.lang, Topics: p.topics, Context: p.context, Pages: p.pages,
			Bundle: "demo", Every: every,
		})
	}
	for _, failing := range []struct{ name, path string }{{"Tin Gazette", gonePath}, {"Slow Tide", silentPath}} {
		address, err := cleantext.ParseAddress(base + failing.path)
		if err != nil {
			return nil, err
		}
		feeds = append(feeds, orewire.Feed{
			Name: cleantext.Line(failing.name), URL: address, Lang: "en", Bundle: "demo", Every: everyFailing,
		})
	}
	return feeds, nil
}
