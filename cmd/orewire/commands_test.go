//go:build !windows

package main

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// binary is the program under test, built once.
var binary string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "orewire-test-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		binary = filepath.Join(dir, "orewire")
		if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}())
}

// morning is when the newest articles of the test's feeds were published.
var morning = time.Now().UTC().Truncate(time.Minute).Add(-2 * time.Hour)

var oreFeed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Ore Desk</title><link>https://ore.example/</link>
<item><guid>1</guid><title>MP Materials signs a rare earth magnet deal</title><link>https://ore.example/1</link>
 <description>The miner of rare earths named no price.</description><pubDate>` + morning.Add(-time.Hour).Format(time.RFC1123Z) + `</pubDate></item>
<item><guid>2</guid><title>Copper` + "\u009b31m" + ` stocks fall again</title><link>https://ore.example/2</link><pubDate>` + morning.Format(time.RFC1123Z) + `</pubDate></item>
</channel></rss>`

var yardFeed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Yard News</title><id>y</id><updated>` + morning.Add(time.Minute).Format(time.RFC3339) + `</updated>
<entry><id>y1</id><title>造船大手 wins LNG carrier order at its shipyard</title><link href="https://yard.example/1"/><updated>` + morning.Add(time.Minute).Format(time.RFC3339) + `</updated></entry>
</feed>`

func inTokyo(t time.Time, layout string) string {
	return t.In(time.FixedZone("JST", 9*3600)).Format(layout)
}

// world serves feeds, two that work and two that fail, and the prices of one symbol.
func world(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	feed := func(kind, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("If-None-Match") == `"v1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("Content-Type", kind)
			w.Header().Set("ETag", `"v1"`)
			fmt.Fprint(w, body)
		}
	}
	mux.HandleFunc("/ore", feed("application/rss+xml", oreFeed))
	mux.HandleFunc("/yard", feed("application/atom+xml", yardFeed))
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html><body>Welcome</body></html>") })
	mux.HandleFunc("/forbidden", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) })
	mux.HandleFunc("/v8/finance/chart/MP", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, chartOfMP(time.Now())) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// chartOfMP is an answer of the chart endpoint in the middle of a session: the last price is 41.22 after a close of 40.00.
func chartOfMP(now time.Time) string {
	start := now.Truncate(time.Hour).Add(-2 * time.Hour).Unix()
	period := fmt.Sprintf(`{"timezone":"EST","start":%d,"end":%d,"gmtoffset":-18000}`, start, start+6*3600)
	return fmt.Sprintf(`{"chart":{"result":[{"meta":{"currency":"USD","symbol":"MP","exchangeName":"NYQ","fullExchangeName":"NYSE","instrumentType":"EQUITY",
		"regularMarketTime":%d,"exchangeTimezoneName":"America/New_York","regularMarketPrice":41.22,"longName":"MP Materials Corp.","previousClose":40.0,"chartPreviousClose":40.0,
		"priceHint":2,"dataGranularity":"5m","range":"1d","currentTradingPeriod":{"pre":%[2]s,"regular":%[2]s,"post":%[2]s}},
		"timestamp":[%[3]d,%[4]d],"indicators":{"quote":[{"close":[40.5,41.22],"volume":[10,20]}]}}],"error":null}}`, start+600, period, start, start+300)
}

// desktop is the environment and files of one user.
type desktop struct {
	t   *testing.T
	dir string
	env []string
}

// newDesktop writes a configuration, in which BASE is the server's address.
func newDesktop(t *testing.T, server *httptest.Server, yaml string) *desktop {
	dir := t.TempDir()
	d := &desktop{t: t, dir: dir, env: []string{
		"XDG_CONFIG_HOME=" + dir, "XDG_DATA_HOME=" + dir, "XDG_STATE_HOME=" + dir, "HOME=" + dir,
		"OREWIRE_CONFIG=", "OREWIRE_DB=", "OREWIRE_LOG=", "TZ=UTC", "HTTP_PROXY=", "http_proxy=",
	}}
	if server != nil {
		yaml = strings.ReplaceAll(yaml, "BASE", server.URL)
	}
	if yaml != "" {
		d.write("orewire/config.yaml", yaml)
	}
	return d
}

const worldConfig = `
timezone: Asia/Tokyo
bundles: []
feeds:
  - {name: Ore Desk, url: BASE/ore, lang: en, context: metals}
  - {name: Yard News, url: BASE/yard}
  - {name: Not a feed, url: BASE/page}
  - {name: Forbidden, url: BASE/forbidden}
watchlist: [MP]
quotes: {yahoo: {base_url: BASE}}
network: {timeout: 5s}
`

func (d *desktop) path(name string) string { return filepath.Join(d.dir, name) }

func (d *desktop) write(name, text string) {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Dir(d.path(name)), 0o700); err != nil {
		d.t.Fatal(err)
	}
	if err := os.WriteFile(d.path(name), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// run runs orewire and fails the test unless it ends with the status.
func (d *desktop) run(status int, stdin string, args ...string) (stdout, stderr string) {
	d.t.Helper()
	stdout, stderr, got := run(d.t, d.env, stdin, binary, args...)
	if got != status {
		d.t.Fatalf("orewire %s ends with status %d, want %d\nstandard output:\n%s\nstandard error:\n%s", strings.Join(args, " "), got, status, stdout, stderr)
	}
	return stdout, stderr
}

// records reads JSON Lines.
func records[T any](t *testing.T, text string) []T {
	t.Helper()
	var list []T
	for line := range strings.Lines(text) {
		var r T
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("line %q: %v", line, err)
		}
		list = append(list, r)
	}
	return list
}

func wantIn(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q:\n%s", what, part, text)
		}
	}
}

func TestPollOnce(t *testing.T) {
	d := newDesktop(t, world(t), worldConfig)
	stdout, stderr := d.run(0, "", "poll", "--once", "--json")
	list := strings.SplitAfter(strings.TrimSpace(stdout), "\n")
	polled := map[string]polledRecord{}
	for _, r := range records[polledRecord](t, strings.Join(list[:len(list)-1], "")) {
		polled[r.Name.String()] = r
	}
	if len(polled) != 4 {
		t.Fatalf("%d feeds told of, want 4:\n%s", len(polled), stdout)
	}
	if r := polled["Ore Desk"]; r.New != 2 || r.Status != 200 || !r.Error.IsZero() {
		t.Errorf("Ore Desk: %+v, want 2 new, status 200", r)
	}
	if r := polled["Not a feed"]; r.Error.IsZero() || r.Status != 200 {
		t.Errorf("Not a feed: %+v, want status 200 and an error", r)
	}
	if r := polled["Forbidden"]; r.Status != 403 || !strings.Contains(r.Error.String(), "403") {
		t.Errorf("Forbidden: %+v, want status 403 and an error that says so", r)
	}
	total := records[totalRecord](t, list[len(list)-1])[0].Total
	if total.Took = 0; total != (pollTotal{Feeds: 4, OK: 2, Failed: 2, New: 3}) {
		t.Errorf("total is %+v, want 4 feeds, 2 ok, 2 failed, 3 new", total)
	}
	wantIn(t, "standard error", stderr, "Ore Desk: 2 new", "2 of 4 feeds answered")

	stdout, _ = d.run(0, "", "poll", "--once", "--json")
	if again := records[totalRecord](t, lastLine(stdout))[0].Total; again.New != 0 || again.Updated != 0 || again.OK != 2 {
		t.Errorf("a second poll: %+v, want nothing new", again)
	}
	for _, r := range records[polledRecord](t, stdout) {
		if r.Name.String() == "Ore Desk" && (r.Status != 304 || r.Unchanged != 2) {
			t.Errorf("a second poll of Ore Desk: %+v, want status 304 and 2 unchanged", r)
		}
	}
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}

func TestPollOnceFailsIfNoFeedAnswers(t *testing.T) {
	d := newDesktop(t, world(t), "bundles: []\nfeeds: [{name: Forbidden, url: BASE/forbidden}]")
	_, stderr := d.run(1, "", "poll", "--once")
	wantIn(t, "standard error", stderr, "no feed answered", "orewire feeds check")
	_, stderr = newDesktop(t, nil, "bundles: []").run(1, "", "poll", "--once")
	wantIn(t, "standard error", stderr, "there are no feeds", "bundles:")
}

func TestListShowExplain(t *testing.T) {
	d := newDesktop(t, world(t), worldConfig)
	d.run(0, "", "poll", "--once")

	stdout, _ := d.run(0, "", "list")
	rows := strings.Split(strings.TrimSpace(stdout), "\n")
	if len(rows) != 3 {
		t.Fatalf("list prints %d rows, want 3:\n%s", len(rows), stdout)
	}
	for i, want := range []string{
		inTokyo(morning.Add(time.Minute), time.RFC3339) + "\tYard News\t造船大手 wins LNG carrier order at its shipyard\tSHIP",
		inTokyo(morning, time.RFC3339) + "\tOre Desk\tCopper stocks fall again\tCU",
		inTokyo(morning.Add(-time.Hour), time.RFC3339) + "\tOre Desk\tMP Materials signs a rare earth magnet deal\tREE",
	} {
		if !strings.Contains(rows[i], want) {
			t.Errorf("row %d is %q, want it to hold %q", i, rows[i], want)
		}
	}
	if strings.ContainsAny(stdout, "\u009b\x1b") {
		t.Errorf("control characters in %q", stdout)
	}

	stdout, _ = d.run(0, "", "list", "--json", "topic:rare-earths")
	found := records[articleRecord](t, stdout)
	if len(found) != 1 || found[0].Key == "" || found[0].Topics[0].ID != "rare-earths" || found[0].Instruments[0].Symbol != "MP" || found[0].Instruments[0].How != "named" {
		t.Fatalf("list --json topic:rare-earths: %s", stdout)
	}
	if stdout, _ = d.run(0, "", "list", "-n", "1", "feed:Ore"); strings.Count(stdout, "\n") != 1 {
		t.Errorf("list -n 1 prints\n%s", stdout)
	}

	id := fmt.Sprint(found[0].ID)
	stdout, _ = d.run(0, "", "show", id)
	wantIn(t, "show", stdout, "MP Materials signs a rare earth magnet deal\n", "Ore Desk · ", inTokyo(morning.Add(-time.Hour), "15:04 MST"), "Topics: Rare earths", "named", "https://ore.example/1\n")
	stdout, _ = d.run(0, "", "show", id, "--json")
	if shown := records[articleRecord](t, stdout); len(shown) != 1 || shown[0].Title != found[0].Title {
		t.Errorf("show --json: %s", stdout)
	}
	stdout, _ = d.run(0, "", "explain", id)
	wantIn(t, "explain", stdout, "“rare earth” in the title", "MP Materials", "named")

	_, stderr := d.run(1, "", "show", "999")
	wantIn(t, "standard error", stderr, "there is no article 999", "orewire list")
}

func TestListGivesTheWordsOfTheBodyToo(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ore Desk</title><item>
			<guid>1</guid><title>A plant starts again</title><pubDate>%s</pubDate><description>It stood still for a year.</description>
			<content:encoded>The plant makes vanadium pentoxide. Vanadium pentoxide goes into vanadium redox flow batteries.</content:encoded>
			</item></channel></rss>`, morning.Format(time.RFC1123Z))
	}))
	defer server.Close()
	d := newDesktop(t, server, "bundles: []\nfeeds: [{name: Ore Desk, url: BASE/}]")
	d.run(0, "", "poll", "--once")
	stdout, _ := d.run(0, "", "list", "--json", "topic:vanadium")
	found := records[articleRecord](t, stdout)
	if len(found) != 1 || len(found[0].Topics) == 0 || len(found[0].Topics[0].Terms) == 0 {
		t.Errorf("list --json topic:vanadium prints %s, want one article with the words that it is found by", stdout)
	}
}

func TestListSaysWhyItIsEmpty(t *testing.T) {
	d := newDesktop(t, world(t), worldConfig)
	for _, c := range []struct{ query, want string }{
		{"", "no articles yet"},
		{"topic:copperr", "no topic is called “copperr”"},
		{"zirconium", "no article matches"},
	} {
		stdout, stderr := d.run(0, "", "list", c.query)
		if stdout != "" {
			t.Errorf("list %s prints %q, want nothing", c.query, stdout)
		}
		wantIn(t, "standard error", stderr, c.want)
	}
}

func TestOnATerminalRowsFitAndAreAligned(t *testing.T) {
	d := newDesktop(t, world(t), worldConfig)
	poll := openTerminal(t, 60, 8, d.env, binary, "poll", "--once")
	poll.wait("2 of 4 feeds answered: 3 new")
	if got := poll.exit(); got != 0 {
		t.Errorf("poll --once ends with status %d, want 0", got)
	}
	list := openTerminal(t, 60, 8, d.env, binary, "list")
	list.wait("MP Materials")
	if got := list.exit(); got != 0 {
		t.Errorf("list ends with status %d, want 0", got)
	}
	at := regexp.MustCompile(`(?m)^ +\d+ [\d: A-Za-z]{12} (Yard Ne…|Ore Desk) `).FindAllString(list.text(), -1)
	if len(at) != 3 {
		t.Errorf("the list's columns are not under each other:\n%s", list.text())
	}
}

func TestWrongUsageIsStatus2(t *testing.T) {
	d := newDesktop(t, nil, "")
	for _, c := range []struct {
		args string
		want string
	}{
		{"nonsense", "there is no command \"orewire nonsense\"\n`orewire --help`"},
		{"lst", "did you mean list?"},
		{"feeds chek", "did you mean check?"},
		{"completion tcsh", `there is no command "orewire completion tcsh"`},
		{"list --colour", "unknown flag: --colour"},
		{"list -n x", `invalid argument "x"`},
		{"list -n -1", "-n wants"},
		{"list copper or (", "copper or (\n           ^ "},
		{"list colour:red", "colour"},
		{"show", "show wants the number of an article"},
		{"show x", "found \"x\"\n`orewire show --help`"},
		{"explain 1 2", `"2" is too many`},
		{"config", "config needs one of: check, init, path"},
		{"feeds", "feeds needs one of: add, check"},
		{"poll now", `poll takes no argument, found "now"`},
		{"", "the dashboard needs a terminal"},
		{"demo", "the dashboard needs a terminal"},
	} {
		t.Run(c.args, func(t *testing.T) {
			stdout, stderr := d.run(2, "", strings.Fields(c.args)...)
			if stdout != "" {
				t.Errorf("standard output has %q, want nothing", stdout)
			}
			wantIn(t, "standard error", stderr, c.want)
		})
	}
}

func TestConfigCommands(t *testing.T) {
	d := newDesktop(t, nil, "")
	path := d.path("orewire/config.yaml")
	if stdout, _ := d.run(0, "", "config", "path"); stdout != path+"\n" {
		t.Errorf("config path prints %q, want %q", stdout, path)
	}
	stdout, _ := d.run(0, "", "config", "check")
	wantIn(t, "config check", stdout, "the built-in configuration is right")
	if stdout, _ = d.run(0, "", "config", "init"); stdout != path+"\n" {
		t.Errorf("config init prints %q, want %q", stdout, path)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("config init left %v, %v; want mode 0600", info, err)
	}
	_, stderr := d.run(1, "", "config", "init")
	wantIn(t, "standard error", stderr, "is there already and was left alone")
	stdout, _ = d.run(0, "", "config", "check")
	wantIn(t, "config check", stdout, path+" is right")

	d.write("orewire/config.yaml", "keys: {quit: x}\nalerts: [{name: a, when: copper}]\n")
	_, stderr = d.run(0, "", "config", "check")
	wantIn(t, "standard error", stderr, "do nothing yet: alerts, keys\n")

	d.write("orewire/config.yaml", "views: [{name: Ores, query: \"topic:coppr\"}]\nfeeds: [{name: Wire, url: \"https://wire.example/\", topics: [tinn]}]\n")
	_, stderr = d.run(0, "", "config", "check")
	wantIn(t, "standard error", stderr, "the view Ores: no topic is called “coppr”; did you mean “copper”?", "the feed Wire: no topic is called “tinn”")

	d.write("orewire/config.yaml", "clock: true\nrefesh: 5m\n")
	for _, command := range []string{"config check", "list", "poll --once", "feeds check", "quotes", "tag", "explain -", "demo"} {
		_, stderr = d.run(2, "", strings.Fields(command)...)
		wantIn(t, "standard error of "+command, stderr, path+`:2:1: unknown key "refesh"`, "orewire config check")
	}
	_, stderr = d.run(2, "", "--config", d.path("none.yaml"), "list")
	wantIn(t, "standard error", stderr, d.path("none.yaml")+": there is no such file")
	d.write("orewire/config.yaml", "topics: [{id: helium, group: gases}]")
	_, stderr = d.run(2, "", "config", "check")
	wantIn(t, "standard error", stderr, path, "gases")
}

func TestTag(t *testing.T) {
	d := newDesktop(t, nil, "")
	var in strings.Builder
	for i := range 300 {
		fmt.Fprintf(&in, `{"id":%d,"title":"MP Materials signs rare earth deal %d"}`+"\n", i, i)
	}
	stdout, _ := d.run(0, in.String(), "tag")
	tagged := records[taggedRecord](t, stdout)
	if len(tagged) != 300 {
		t.Fatalf("%d lines come out of 300", len(tagged))
	}
	for i, r := range tagged {
		if string(r.ID) != fmt.Sprint(i) || strings.Join(r.Topics, " ") != "rare-earths" || strings.Join(r.Symbols, " ") != "MP" {
			t.Fatalf("line %d is %+v", i, r)
		}
	}
	stdout, stderr := d.run(1, "{\"id\":\"a\",\"title\":\"Rare Holdings falls\"}\nnonsense\n{\"title\":\"x\"}\n", "tag")
	if want := `{"id":"a","topics":[],"symbols":[],"names":["Rare Holdings Ltd."],"evidence":{},"duplicate_of":null}` + "\n"; stdout != want {
		t.Errorf("tag prints\n%swant\n%s", stdout, want)
	}
	wantIn(t, "standard error", stderr, "line 2 left out", `line 3 left out: it has no "id"`)
}

func TestTagNamesTheFirstArticleOfAStory(t *testing.T) {
	d := newDesktop(t, nil, "")
	stdout, _ := d.run(0, `{"id":"a","title":"Hanwha Ocean wins order for four LNG carriers worth 1.4 trillion won","published":"2026-11-24T08:00:00Z"}
{"id":"b","title":"Hanwha Ocean books order for four LNG carriers worth 1.4 trillion won","published":"2026-11-24T09:00:00Z"}
{"id":"c","title":"Hanwha Ocean books order for two LNG carriers worth 0.7 trillion won","published":"2026-11-24T09:30:00Z"}
`, "tag")
	var got []string
	for _, r := range records[taggedRecord](t, stdout) {
		got = append(got, string(r.DuplicateOf))
	}
	if want := []string{"null", `"a"`, "null"}; !slices.Equal(got, want) {
		t.Errorf("duplicates of %q, want %q: the third gives other figures", got, want)
	}
}

func TestExplainText(t *testing.T) {
	d := newDesktop(t, nil, "")
	stdout, _ := d.run(0, "Rare Holdings rises\nThe company makes sweets.\n", "explain", "-")
	wantIn(t, "explain", stdout, "topics\n  none\n", "Rare Holdings Ltd.", "named", "part of the name")
}

func TestQuotes(t *testing.T) {
	d := newDesktop(t, world(t), worldConfig)
	stdout, _ := d.run(0, "", "quotes", "--json", "MP", "NONE")
	list := records[quoteRecord](t, stdout)
	if len(list) != 2 {
		t.Fatalf("quotes prints\n%s", stdout)
	}
	price, _ := list[0].Price.Get()
	percent, _ := list[0].Percent.Get()
	if list[0].Symbol != "MP" || price != 41.22 || percent != 3.05 || list[0].Currency != "USD" || list[0].Provider != "yahoo" {
		t.Errorf("MP: %+v, want 41.22 USD, +3.05 %%", list[0])
	}
	if list[1].Symbol != "NONE" || list[1].Error.IsZero() || !list[1].Price.IsZero() {
		t.Errorf("NONE: %+v, want an error and no price", list[1])
	}
	stdout, _ = d.run(0, "", "quotes")
	wantIn(t, "quotes", stdout, "MP  MP Materials  41.22 USD  +1.22  +3.05%")
	_, stderr := d.run(1, "", "quotes", "NONE")
	wantIn(t, "standard error", stderr, "no price came")
	_, stderr = newDesktop(t, nil, "quotes: {providers: []}").run(1, "", "quotes")
	wantIn(t, "standard error", stderr, "prices are turned off")
}

func TestFeeds(t *testing.T) {
	d := newDesktop(t, world(t), worldConfig)
	stdout, stderr := d.run(1, "", "feeds", "check")
	wantIn(t, "feeds check", stdout, "Ore Desk", morning.Format("2006-01-02 15:04 UTC"), "not a feed", "look for the feed's address", "403", "user_agent")
	wantIn(t, "standard error", stderr, "something is wrong with 2 of 4 feeds")
	stdout, _ = d.run(1, "", "feeds", "check", "--json")
	if list := records[checkedRecord](t, stdout); len(list) != 4 {
		t.Errorf("feeds check --json prints\n%s", stdout)
	}
	stdout, _ = d.run(0, "", "feeds", "list")
	wantIn(t, "feeds list", stdout, "Ore Desk", "configuration", "not asked yet")
	d.run(0, "", "poll", "--once")
	stdout, _ = d.run(0, "", "feeds", "list")
	wantIn(t, "feeds list", stdout, "newest item "+inTokyo(morning, "2 Jan 2006 15:04"), "403")
	stdout, _ = d.run(0, "", "feeds", "list", "--json")
	if list := records[feedRecord](t, stdout); len(list) != 4 || list[0].Items != 2 || list[3].Status != 403 {
		t.Errorf("feeds list --json prints\n%s", stdout)
	}
}

func TestStoreThatCannotBeUsed(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, path string)
		want  string
	}{
		"not a database": {func(t *testing.T, path string) { spoil(t, path, func(b []byte) { copy(b, "this is no database") }) }, "not an orewire store"},
		"damaged":        {func(t *testing.T, path string) { spoil(t, path, func(b []byte) { clear(b[100:4096]) }) }, "damaged"},
		"newer":          {func(t *testing.T, path string) { statement(t, database(t, path), "PRAGMA user_version = 9999") }, "newer"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesktop(t, nil, "bundles: []")
			d.run(0, "", "list")
			path := d.path("orewire/orewire.db")
			c.spoil(t, path)
			before := contents(t, path)
			_, stderr := d.run(1, "", "list")
			wantIn(t, "standard error", stderr, path, c.want)
			if contents(t, path) != before {
				t.Error("the file was touched")
			}
		})
	}
}

func TestStoreWhereNoneCanBe(t *testing.T) {
	d := newDesktop(t, nil, "bundles: []")
	_, stderr := d.run(1, "", "--db", d.path("orewire/config.yaml/orewire.db"), "list")
	wantIn(t, "standard error", stderr, "--db")
}

func contents(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func spoil(t *testing.T, path string, change func([]byte)) {
	t.Helper()
	b := []byte(contents(t, path))
	change(b)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func database(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func statement(t *testing.T, db *sql.DB, text string) {
	t.Helper()
	if _, err := db.Exec(text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

func TestPollEndsBySignal(t *testing.T) {
	d := newDesktop(t, world(t), worldConfig)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		t.Run(signal.String(), func(t *testing.T) {
			cmd := exec.Command(binary, "poll")
			cmd.Env = append(os.Environ(), d.env...)
			stderr, err := cmd.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := bufio.NewReader(stderr).ReadString('\n'); err != nil { // a feed has answered, so it is at work
				t.Fatal(err)
			}
			asked := time.Now()
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait() // its status is looked at below
			if got, want := cmd.ProcessState.ExitCode(), 128+int(signal); got != want {
				t.Errorf("status is %d, want %d", got, want)
			}
			if took := time.Since(asked); took > time.Second {
				t.Errorf("it took %v to end, want less than a second", took)
			}
		})
	}
}
