package config

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/adrg/xdg"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// same compares configurations by what they say.
var same = cmp.Options{
	cmp.Comparer(func(a, b cleantext.Text) bool { return a == b }),
	cmp.Comparer(func(a, b cleantext.Address) bool { return a == b }),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmpopts.IgnoreFields(Config{}, "File"),
	cmpopts.IgnoreUnexported(Config{}),
	cmpopts.EquateEmpty(),
}

func parse(t *testing.T, text string) Config {
	t.Helper()
	c, err := Parse("config.yaml", []byte(text))
	if err != nil {
		t.Fatalf("Parse: %v\n%s", err, text)
	}
	return c
}

func builtin(t *testing.T) Config {
	t.Helper()
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// wellKnown is what the documentation promises of the built-in configuration.
func wellKnown() Config {
	return Config{
		Refresh:   5 * time.Minute,
		Clock:     true,
		Timezone:  time.Local,
		Theme:     "auto",
		UpIs:      "green",
		Bundles:   bundles,
		Watchlist: []string{"MP", "LYC.AX", "REMX", "HG=F", "GC=F", "042660.KS"},
		Views:     []View{{cleantext.Line("Rare earths"), query.Topic("rare-earths")}, {cleantext.Line("Shipbuilding"), query.Topic("shipbuilding")}},
		Quotes: Quotes{
			Providers:  []string{"yahoo"},
			Refresh:    15 * time.Second,
			Yahoo:      Yahoo{"https://query1.finance.yahoo.com", "https://fc.yahoo.com"},
			Finnhub:    Provider{"https://finnhub.io/api/v1", "f"},
			TwelveData: Provider{"https://api.twelvedata.com", "t"},
			Stooq:      Provider{"https://stooq.com", ""},
		},
		Store:   Store{Keep: 90 * 24 * time.Hour},
		Screen:  Screen{Mouse: true, Glyphs: "auto", Frames: 60},
		Network: Network{Timeout: 15 * time.Second, MaxBody: 10 << 20, PerHost: 2, Concurrency: 16, PagesAtIngest: true},
	}
}

func TestBuiltinIsTheDocumentedExample(t *testing.T) {
	t.Setenv("FINNHUB_TOKEN", "f")
	t.Setenv("TWELVEDATA_TOKEN", "t")
	t.Setenv("STOOQ_TOKEN", "")
	got := builtin(t)
	if got.File != "" {
		t.Errorf("its file is %q, want none", got.File)
	}
	for name, c := range map[string]Config{"built in": got, "a copy of the example": parse(t, string(orewire.ExampleConfig)), "an empty file": parse(t, "# nothing\n")} {
		if d := cmp.Diff(wellKnown(), c, same); d != "" {
			t.Errorf("%s (-want, +got):\n%s", name, d)
		}
	}
}

func TestCommentedExamplesAreRight(t *testing.T) {
	blocks := regexp.MustCompile(`(?m)^# [a-z]+: *(\{.*|)\n(#   .*\n)*`).FindAllString(string(orewire.ExampleConfig), -1)
	if len(blocks) < 5 {
		t.Fatalf("found %d commented examples, want those of feeds, topics, instruments, mute, alerts and keys", len(blocks))
	}
	for _, block := range blocks {
		parse(t, regexp.MustCompile(`(?m)^# `).ReplaceAllString(block, ""))
	}
}

func TestEveryKeyIsRead(t *testing.T) {
	t.Setenv("FINNHUB_TOKEN", " secret\n")
	got := parse(t, `
refresh: 2m
clock: false
timezone: Asia/Tokyo
theme: mono
up_is: red
bundles: []
feeds:
  - {name: "Mine\u001b[31m A", url: "https://a.example/feed", site: "https://a.example", group: "Mining / Rare earths", lang: de, topics: [copper], every: 45s, user_agent: x/1, context: metals, headers: {X-A: b}}
  - {name: 2024, url: "http://127.0.0.1:8090/f/1.rss", every: 1s}
mute: {words: [advert], publishers: [Wire]}
watchlist: [005930, TRUE, "HG=F"]
topics:
  - {id: helium, name: Helium, short: HE, kind: commodity, group: other, parent: gases, terms: {en: [helium]}, weak: {en: [he]}, not: {en: [helium balloon]}, foils: {en: [balloon]}, exact: [He], exact_weak: [HE], context: [plant], own: true, strict: true}
  - {id: coal, remove: true}
instruments:
  - {name: Rare Holdings Ltd., symbol: "", also: [RH.T], exchange: Tokyo, currency: JPY, unit: t, role: miner, topics: [coal], aliases: [Rare Holdings], weak: [Rare], sector: REMX, proxy: true}
  - {name: Vale, remove: true}
views: [{name: Coal, query: "topic:coal"}]
alerts:
  - {name: REE, when: "topic:rare-earths", do: [bell, notify, flash], run: [say, it], quiet: "22:00-06:00"}
  - {name: HG, price: "HG=F day < -2%"}
quotes:
  providers: [stooq, yahoo]
  refresh: 5s
  yahoo: {base_url: "http://127.0.0.1:9/"}
  finnhub: {token: "${FINNHUB_TOKEN}"}
  stooq: {base_url: "https://s.example/x/", token: plain}
store: {keep: 1w2d, path: /tmp/o.db}
screen: {mouse: false, glyphs: ascii, frames: 30}
opener: [firefox, --new-tab]
network: {user_agent: me, proxy: "socks5://127.0.0.1:1080", timeout: 20s, max_body: 500KiB, per_host: 1, concurrency: 4, pages_at_ingest: false}
keys: {quit: x, down: [j, down]}
`)
	want := builtin(t)
	want.Refresh, want.Clock, want.Theme, want.UpIs, want.Bundles = 2*time.Minute, false, "mono", "red", nil
	want.Timezone, _ = time.LoadLocation("Asia/Tokyo")
	want.Feeds = []orewire.Feed{
		{Name: cleantext.Line("Mine A"), URL: address(t, "https://a.example/feed"), Site: address(t, "https://a.example"), Group: cleantext.Line("Mining / Rare earths"), Lang: "de", Topics: []string{"copper"},
			Every: 45 * time.Second, UserAgent: "x/1", Context: "metals", Headers: map[string]string{"X-A": "b"}},
		{Name: cleantext.Line("2024"), URL: address(t, "http://127.0.0.1:8090/f/1.rss"), Every: time.Second},
	}
	want.Mute = Mute{[]cleantext.Text{cleantext.Line("advert")}, []cleantext.Text{cleantext.Line("Wire")}}
	want.Watchlist = []string{"005930", "TRUE", "HG=F"}
	want.Topics = []orewire.Topic{
		{ID: "helium", Name: "Helium", Short: "HE", Kind: "commodity", Group: "other", Parent: "gases",
			Terms: map[string][]string{"en": {"helium"}}, Weak: map[string][]string{"en": {"he"}}, Not: map[string][]string{"en": {"helium balloon"}}, Foils: map[string][]string{"en": {"balloon"}},
			Exact: []string{"He"}, ExactWeak: []string{"HE"}, Context: []string{"plant"}, Own: true, Strict: true},
	}
	want.RemoveTopics = []string{"coal"}
	want.Instruments = []orewire.Instrument{
		{Name: cleantext.Line("Rare Holdings Ltd."), Also: []string{"RH.T"}, Exchange: "Tokyo", Currency: "JPY", Unit: "t", Role: "miner",
			Topics: []string{"coal"}, Aliases: []string{"Rare Holdings"}, Weak: []string{"Rare"}, Sector: "REMX", Proxy: true},
	}
	want.RemoveInstruments = []string{"Vale"}
	want.Views = []View{{cleantext.Line("Coal"), query.Topic("coal")}}
	want.Alerts = []Alert{
		{Name: cleantext.Line("REE"), When: query.Topic("rare-earths"), Do: []string{"bell", "notify", "flash"}, Run: []string{"say", "it"}, Quiet: "22:00-06:00"},
		{Name: cleantext.Line("HG"), Price: "HG=F day < -2%"},
	}
	want.Quotes.Providers, want.Quotes.Refresh = []string{"stooq", "yahoo"}, 5*time.Second
	want.Quotes.Yahoo = Yahoo{BaseURL: "http://127.0.0.1:9", CookieURL: "http://127.0.0.1:9/"}
	want.Quotes.Finnhub.Token = "secret"
	want.Quotes.Stooq = Provider{BaseURL: "https://s.example/x", Token: "plain"}
	want.Store = Store{Keep: 9 * 24 * time.Hour, Path: "/tmp/o.db"}
	want.Screen = Screen{Glyphs: "ascii", Frames: 30}
	want.Opener = []string{"firefox", "--new-tab"}
	want.Network = Network{UserAgent: "me", Proxy: "socks5://127.0.0.1:1080", Timeout: 20 * time.Second, MaxBody: 500 << 10, PerHost: 1, Concurrency: 4}
	want.Keys = map[string][]string{"quit": {"x"}, "down": {"j", "down"}}
	if d := cmp.Diff(want, got, same); d != "" {
		t.Errorf("configuration (-want, +got):\n%s", d)
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

func TestVariablesAreTakenOnlyInSecrets(t *testing.T) {
	t.Setenv("HOME_OF_IT", "/root")
	c := parse(t, `store: {path: "${HOME_OF_IT}/o.db"}`)
	if got, want := c.Store.Path, "${HOME_OF_IT}/o.db"; got != want {
		t.Errorf("store.path is %q, want %q", got, want)
	}
}

func TestMistakesSayWhereAndWhat(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want string // as in line:column: part of the message
	}{
		"unknown key":            {"refesh: 5m", `1:1: unknown key "refesh"; expected alerts, bundles, clock`},
		"unknown key inside":     {"clock: true\nscreen: {mose: true}", `2:10: unknown key "mose"; expected frames, glyphs or mouse`},
		"unknown key of a feed":  {"feeds:\n  - name: a\n    url: \"https://a.example\"\n    ever: 5m", `4:5: unknown key "ever"`},
		"duplicate key":          {"clock: true\nclock: true", `2:1: mapping key "clock" already defined`},
		"not YAML":               {"clock: [", `1:8: `},
		"tab":                    {"screen:\n\tmouse: true", `2:`},
		"a list at the top":      {"- clock", `1:1: expected keys and values, found a list`},
		"text at the top":        {"hello", `1:1: expected keys and values, found "hello"`},
		"two documents":          {"clock: true\n---\nclock: false", `3:1: expected one configuration`},
		"an anchor":              {"clock: &a true", `1:8: expected true or false, found an anchor`},
		"a tag":                  {"clock: !!bool true", `1:8: expected true or false, found a tag`},
		"merge key":              {"<<: {clock: true}", `1:1: unknown key "<<"`},
		"nothing":                {"watchlist:\nclock: true", `1:11: expected a list, as [a, b], or [] for none; found nothing`},
		"text for a list":        {"watchlist: MP", `1:12: expected a list, as [a, b], or [] for none; found "MP"`},
		"text for a bool":        {"clock: yes", `1:8: expected true or false, found "yes"`},
		"list for text":          {"theme: [dark]", `1:8: expected auto, dark, light, colourblind or mono`},
		"theme":                  {"theme: blue", `1:8: expected auto, dark, light, colourblind or mono`},
		"zone":                   {"timezone: Tokyo", `1:11: expected Local or a zone's name, as Asia/Tokyo, found "Tokyo"`},
		"no zone":                {`timezone: ""`, `1:11: expected Local`},
		"up":                     {"up_is: blue", `1:8: expected green or red, found "blue"`},
		"bundle":                 {"bundles: [minerals, shiping]", `1:21: expected minerals, shipping, chips, policy, wires, en, de, fr, es, pt, ja, zh or ko, found "shiping"`},
		"bundle twice":           {"bundles: [minerals, minerals]", `1:21: the bundle "minerals" is already in line 1`},
		"refresh without a unit": {"refresh: 300", `1:10: expected a length of time, as 30s, 10m, 2h, 3d or 1w, not less than 30s, found "300"`},
		"refresh too often":      {"refresh: 29s", `1:10: expected a length of time`},
		"negative length":        {"store: {keep: -1d}", `1:15: expected a length of time`},
		"length beyond reason":   {"store: {keep: 99999w}", `1:15: expected a length of time`},
		"every too often":        {"feeds:\n- {name: a, url: \"https://a.example\", every: 5s}", `2:46: expected at least 30s, found 5s`},
		"feed without address":   {"feeds:\n  - name: a\n    lang: en", `2:5: expected the key "url" here`},
		"feed without name":      {"feeds: [{url: \"https://a.example\"}]", `1:9: expected the key "name" here`},
		"feed's address":         {"feeds: [{name: a, url: \"file:///etc/passwd\"}]", `1:24: expected an address that begins with https:// or http://, found "file:///etc/passwd"`},
		"feed's name twice":      {"feeds:\n- {name: A b, url: \"https://a.example\"}\n- {name: a B, url: \"https://b.example\"}", `3:10: a feed named "a B" is already in line 2`},
		"feed's address twice":   {"feeds:\n- {name: a, url: \"https://a.example\"}\n- {name: b, url: \"https://a.example\"}", `3:18: the feed "https://a.example" is already in line 2`},
		"empty name":             {"feeds: [{name: \"\\u200e\", url: \"https://a.example\"}]", `1:16: expected a name`},
		"language":               {"feeds: [{name: a, url: \"https://a.example\", lang: english}]", `1:51: expected a language's code`},
		"context":                {"feeds: [{name: a, url: \"https://a.example\", context: gold}]", `1:54: expected metals`},
		"header's name":          {"feeds: [{name: a, url: \"https://a.example\", headers: {\"a b\": c}}]", `1:55: expected the name of an HTTP header`},
		"header's value":         {"feeds: [{name: a, url: \"https://a.example\", headers: {a: \"b\\nc\"}}]", `1:58: expected text of one line`},
		"column after wide text": {"feeds: [{name: 铜业, url: x}]", `1:25: expected an address`},
		"symbol":                 {"watchlist: [MP, \"LYC AX\"]", `1:17: expected a symbol as Yahoo writes it`},
		"symbol twice":           {"watchlist:\n  - MP\n  - mp", `3:5: the symbol "mp" is already in line 2`},
		"topic's id":             {"topics: [{id: Rare Earths}]", `1:15: expected a topic's id`},
		"instrument's name":      {"instruments: [{symbol: MP}]", `1:15: expected the key "name" here`},
		"terms":                  {"topics: [{id: a, terms: [b]}]", `1:25: expected names and values, as {a: b}, or {} for none; found a list`},
		"terms' language":        {"topics:\n- id: a\n  terms: {english: [b]}", `3:11: unknown language "english"; expected en, de, fr, es, pt, ja, zh_hans, zh_hant, zh or ko`},
		"term of nothing":        {"topics:\n- id: a\n  weak: {en: [b, \"--+\"]}", `3:18: expected words to look for, with a letter or a digit, found "--+"`},
		"empty alias":            {"instruments: [{name: A, aliases: [\"\"]}]", `1:35: expected words to look for`},
		"view twice":             {"views:\n- {name: A, query: b}\n- {name: a, query: b}", `3:10: a view named "a" is already in line 2`},
		"query":                  {"views: [{name: A, query: \"topic:copper (\"}]", `1:41: a term is missing`},
		"plain query":            {"views:\n  - name: A\n    query: copper (", `3:20: a term is missing`},
		"alert without cause":    {"alerts: [{name: a, do: [bell]}]", `1:10: expected either the key "when" or the key "price"`},
		"alert's price":          {"alerts: [{name: a, price: MP over 45}]", `1:27: expected a condition`},
		"alert's deed":           {"alerts: [{name: a, when: x, do: [ring]}]", `1:34: expected bell, notify or flash, found "ring"`},
		"quiet hours":            {"alerts: [{name: a, when: x, quiet: 22-6}]", `1:36: expected hours`},
		"provider":               {"quotes: {providers: [google]}", `1:22: expected yahoo, finnhub, twelvedata or stooq, found "google"`},
		"base address":           {"quotes:\n  yahoo:\n    base_url: query1.finance.yahoo.com", `3:15: expected an address`},
		"token":                  {"quotes: {stooq: {token: \"x${A}\"}}", `1:25: expected a token or ${NAME}`},
		"size":                   {"network: {max_body: lots}", `1:21: expected a size from 1KiB to 1GiB, as 500KiB or 10MiB, found "lots"`},
		"size too large":         {"network: {max_body: 2GiB}", `1:21: expected a size from 1KiB to 1GiB`},
		"proxy":                  {"network: {proxy: \"localhost:3128\"}", `1:18: expected a proxy's address`},
		"number":                 {"network: {per_host: two}", `1:21: expected a whole number from 1 to 32, found "two"`},
		"number too small":       {"network: {per_host: 0}", `1:21: expected a whole number from 1 to 32, found "0"`},
		"fraction":               {"screen: {frames: 1.5}", `1:18: expected a whole number from 1 to 120, found "1.5"`},
		"opener":                 {"opener: firefox", `1:9: expected a list`},
		"deep brackets":          {"opener: " + strings.Repeat("[", 5000), `1:25: too many brackets`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("config.yaml", []byte(c.text))
			var wrong *Error
			if !errors.As(err, &wrong) {
				t.Fatalf("error is %v, want a *config.Error", err)
			}
			if want := "config.yaml:" + c.want; !strings.HasPrefix(err.Error(), want) {
				t.Errorf("error is\n%s\nwant it to begin with\n%s", err, want)
			}
		})
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct{ path, data, want string }{
		"missing":   {filepath.Join(dir, "none.yaml"), "", "there is no such file"},
		"a folder":  {dir, "", "cannot be read"},
		"not UTF-8": {filepath.Join(dir, "latin.yaml"), "# Erzpr\xe4mie", "is not UTF-8"},
		"too large": {filepath.Join(dir, "large.yaml"), strings.Repeat("#", 1<<20+1), "is larger than 1 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.data != "" {
				write(t, c.path, c.data)
			}
			_, err := Load(c.path)
			var wrong *Error
			if !errors.As(err, &wrong) || !strings.HasPrefix(err.Error(), c.path+": "+c.want) {
				t.Errorf("error is %v, want %s: %s", err, c.path, c.want)
			}
		})
	}
}

func write(t *testing.T, path, data string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

// home gives the test folders of its own.
func home(t *testing.T) string {
	dir := t.TempDir()
	for _, name := range []string{"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"} {
		t.Setenv(name, filepath.Join(dir, name))
	}
	for _, name := range []string{pathVariable, storeVariable, logVariable} {
		t.Setenv(name, "")
	}
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	return dir
}

func TestLoadFindsTheFile(t *testing.T) {
	dir := home(t)
	c, err := Load("")
	if err != nil || c.File != "" || c.Refresh != 5*time.Minute {
		t.Fatalf("without a file: %v, file %q, refresh %v; want the built-in configuration", err, c.File, c.Refresh)
	}
	folder := filepath.Join(dir, "XDG_CONFIG_HOME", "orewire")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(folder, "config.yaml"), "refresh: 1m")
	if c, err = Load(""); err != nil || c.Refresh != time.Minute || c.File != filepath.Join(folder, "config.yaml") {
		t.Errorf("with a file in the usual place: %v, file %q, refresh %v; want it read", err, c.File, c.Refresh)
	}
	other := filepath.Join(dir, "other.yaml")
	t.Setenv(pathVariable, other)
	if _, err = Load(""); err == nil {
		t.Errorf("%s names a file that is missing: no error", pathVariable)
	}
	write(t, other, "refresh: 2m")
	if c, err = Load(""); err != nil || c.Refresh != 2*time.Minute {
		t.Errorf("with %s: %v, refresh %v; want 2m", pathVariable, err, c.Refresh)
	}
}

func TestPathsOfStoreAndLog(t *testing.T) {
	dir := home(t)
	c := builtin(t)
	if got, want := c.StorePath(), filepath.Join(dir, "XDG_DATA_HOME", "orewire", "orewire.db"); got != want {
		t.Errorf("store is at %s, want %s", got, want)
	}
	if got, want := LogPath(), filepath.Join(dir, "XDG_STATE_HOME", "orewire", "orewire.log"); got != want {
		t.Errorf("log is at %s, want %s", got, want)
	}
	c.Store.Path = "mine.db"
	if got := c.StorePath(); got != "mine.db" {
		t.Errorf("store is at %s, want what the configuration says", got)
	}
	c.Store.Path = "~/mine.db"
	if got, want := c.StorePath(), filepath.Join(xdg.Home, "mine.db"); got != want {
		t.Errorf("store is at %s, want %s", got, want)
	}
	t.Setenv(storeVariable, "env.db")
	t.Setenv(logVariable, "env.log")
	if got := c.StorePath(); got != "env.db" {
		t.Errorf("store is at %s, want what %s says", got, storeVariable)
	}
	if got := LogPath(); got != "env.log" {
		t.Errorf("log is at %s, want what %s says", got, logVariable)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(orewire.ExampleConfig)
	for _, s := range []string{"", "a: b", "feeds: [{name: a, url: https://a.example, headers: {a: b}}]", "? a\n: b", "clock: |\n a", "keys: {1: 2}", "\t", "%"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse("f", data)
		var wrong *Error
		switch {
		case err == nil && (c.Refresh < minimumRefresh || c.Network.MaxBody <= 0 || c.Timezone == nil):
			t.Errorf("accepted %+v", c)
		case err != nil && !errors.As(err, &wrong):
			t.Errorf("error is %T, want a *config.Error", err)
		case err != nil && strings.ContainsAny(err.Error(), "\x1b\n\u202e"):
			t.Errorf("error is not clean: %q", err.Error())
		}
	})
}

func BenchmarkParseExample(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("config.example.yaml", orewire.ExampleConfig); err != nil {
			b.Fatal(err)
		}
	}
}
