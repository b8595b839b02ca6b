//go:build !windows

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// newsstand serves a page that names two feeds, both feeds, and a page without any.
func newsstand(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	serve := func(path, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
	}
	serve("/news/{$}", `<html><head><link rel="alternate" type="application/rss+xml" title="All of it" href="ore.xml">
		<link rel="alternate" type="application/atom+xml" href="/yard"></head></html>`)
	serve("/news/ore.xml", oreFeed)
	serve("/yard", yardFeed)
	serve("/{$}", "<html><body>Welcome</body></html>")
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// listed are the feeds that `feeds list --json` has, a line each: name, where from, group, path of the address.
func (d *desktop) listed(server *httptest.Server) []string {
	d.t.Helper()
	stdout, _ := d.run(0, "", "feeds", "list", "--json")
	var list []string
	for _, r := range records[feedRecord](d.t, stdout) {
		list = append(list, strings.Join([]string{r.Name.String(), r.From, r.Group.String(), strings.TrimPrefix(r.URL.String(), server.URL)}, " | "))
	}
	return list
}

func wantListed(t *testing.T, got []string, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("feeds (-want +got):\n%s", d)
	}
}

const standConfig = "bundles: []\nfeeds: [{name: Seeded, url: BASE/yard}]\nquotes: {providers: []}\nnetwork: {timeout: 2s}\n"

func TestFeedsAddAndRemove(t *testing.T) {
	server := newsstand(t)
	d := newDesktop(t, server, standConfig)

	stdout, stderr := d.run(0, "", "feeds", "add", server.URL+"/news/", "--group", "Mining / Asia")
	wantIn(t, "standard output", stdout, "added", "Ore Desk, in Mining / Asia", "/news/ore.xml")
	wantIn(t, "standard error", stderr, "the page has another feed: "+server.URL+"/yard Yard News", "1 added, 0 there already", "next start")
	wantListed(t, d.listed(server), "Seeded | configuration |  | /yard", "Ore Desk | added | Mining / Asia | /news/ore.xml")
	stdout, _ = d.run(0, "", "feeds", "list")
	wantIn(t, "feeds list", stdout, "added, in Mining / Asia", "configuration")

	stdout, _ = d.run(0, "", "feeds", "add", server.URL+"/news/")
	wantIn(t, "standard output", stdout, "there already")
	d.run(0, "", "feeds", "add", server.URL+"/news/ore.xml", "--name", "Ore")
	wantListed(t, d.listed(server), "Seeded | configuration |  | /yard", "Ore | added | Mining / Asia | /news/ore.xml")

	_, stderr = d.run(0, "", "poll", "--once")
	wantIn(t, "standard error", stderr, "Ore: 2 new", "2 of 2 feeds answered")

	d.run(0, "", "feeds", "remove", "seeded")
	d.run(0, "", "feeds", "remove", server.URL+"/news/ore.xml")
	wantListed(t, d.listed(server))
	d.run(0, "", "feeds", "add", server.URL+"/yard")
	wantListed(t, d.listed(server), "Seeded | configuration |  | /yard")

	_, stderr = d.run(1, "", "feeds", "add", server.URL+"/")
	wantIn(t, "standard error", stderr, "nothing was added: not a feed: a web page, and no feed was found beside it")
	_, stderr = d.run(1, "", "feeds", "add", server.URL+"/none")
	wantIn(t, "standard error", stderr, "nothing was added: not found (404)")
	_, stderr = d.run(1, "", "feeds", "remove", "Iron Desk")
	wantIn(t, "standard error", stderr, `there is no feed "Iron Desk"`, "orewire feeds list")
}

func TestFeedsOfTheSameNameAreRemovedByAddress(t *testing.T) {
	server := newsstand(t)
	d := newDesktop(t, server, standConfig)
	d.run(0, server.URL+"/a ~Seeded\n", "feeds", "import", "-")
	_, stderr := d.run(1, "", "feeds", "remove", "Seeded")
	wantIn(t, "standard error", stderr, `2 feeds are called "Seeded"; remove one by its address`)
}

func TestFeedsForAnInstrument(t *testing.T) {
	server := newsstand(t)
	d := newDesktop(t, server, "bundles: []")
	stdout, stderr := d.run(0, "", "feeds", "add", "--for", "mp")
	wantIn(t, "standard output", stdout, "Nasdaq MP, in MP Materials", "https://www.nasdaq.com/feed/rssoutbound?symbol=MP", "Yahoo MP", "SEC 8-K MP")
	wantIn(t, "standard error", stderr, "Nasdaq MP: an answer of this service was recorded", "SEC 8-K MP: public programs use this address")
	d.run(0, "", "feeds", "add", "--for", "7011.T", "--group", "Yards")
	list := d.listed(server)
	if len(list) != 5 || list[4] != "TDnet 7011.T | added | Yards | https://webapi.yanoshin.jp/webapi/tdnet/list/7011.rss" {
		t.Errorf("feeds are %q, want 5, the last one TDnet's for 7011", list)
	}
}

func TestFeedsShow(t *testing.T) {
	server := newsstand(t)
	d := newDesktop(t, server, standConfig)
	stdout, _ := d.run(0, "", "feeds", "show", server.URL+"/news/ore.xml", "--json")
	var shown struct {
		Title, Link string
		Items       []struct{ Title, Link, ID, Summary, Content, Author, Date string }
	}
	if err := json.Unmarshal([]byte(stdout), &shown); err != nil {
		t.Fatalf("%v of\n%s", err, stdout)
	}
	if shown.Title != "Ore Desk" || len(shown.Items) != 2 || shown.Items[0].ID != "1" || shown.Items[0].Link != "https://ore.example/1" || shown.Items[1].Title != "Copper stocks fall again" {
		t.Errorf("feeds show --json: %+v", shown)
	}
	stdout, _ = d.run(0, "", "feeds", "show", server.URL+"/news/ore.xml")
	wantIn(t, "feeds show", stdout, "Ore Desk\nhttps://ore.example/\n2 items\n\n", "MP Materials signs", morning.Format("2006-01-02 15:04 UTC"), "The miner of rare earths named no price.")

	stdout, stderr := d.run(1, "", "feeds", "show", server.URL+"/", "--json")
	wantIn(t, "standard output", stdout, `"error":"not a feed: a web page"`, `"items":[]`)
	wantIn(t, "standard error", stderr, "not a feed")
	if _, err := os.Stat(d.path("orewire/orewire.db")); err == nil {
		t.Error("feeds show made a store, want nothing kept")
	}
}

func TestFeedsShowOfAFile(t *testing.T) {
	d := newDesktop(t, newsstand(t), standConfig)
	d.write("ore.xml", oreFeed)
	stdout, _ := d.run(0, "", "feeds", "show", d.path("ore.xml"), "--json")
	wantIn(t, "standard output", stdout, `"title":"Ore Desk"`, `"link":"https://ore.example/1"`)
	d.write("long.xml", "<rss><channel><title>Long</title>"+strings.Repeat("<item><title>T</title></item>", 5001)+"</channel></rss>")
	stdout, _ = d.run(0, "", "feeds", "show", d.path("long.xml"), "--json")
	wantIn(t, "standard output", stdout, `"incomplete":"1 item beyond the first 5000 left out"`)
	if strings.Contains(stdout, `"error"`) {
		t.Errorf("an error is said of a feed that was read:\n%s", stdout)
	}
	d.write("page.html", "<html><body>Welcome</body></html>")
	stdout, _ = d.run(1, "", "feeds", "show", d.path("page.html"), "--json")
	wantIn(t, "standard output", stdout, `"error":"not a feed: a web page"`)
	_, stderr := d.run(2, "", "feeds", "show", d.path("none.xml"))
	wantIn(t, "standard error", stderr, "expected the address of a feed")
}

func TestFeedsDiscover(t *testing.T) {
	server := newsstand(t)
	d := newDesktop(t, server, standConfig)
	stdout, _ := d.run(0, "", "feeds", "discover", server.URL+"/news/", "--json")
	found := records[foundRecord](t, stdout)
	if len(found) != 2 || found[0].Title.String() != "Ore Desk" || found[0].Items != 2 || found[1].URL.String() != server.URL+"/yard" || found[1].Newest.IsZero() {
		t.Errorf("feeds discover --json prints\n%s", stdout)
	}
	stdout, _ = d.run(0, "", "feeds", "discover", server.URL+"/yard")
	wantIn(t, "feeds discover", stdout, server.URL+"/yard", "Yard News", "1 item, the newest of ")
	_, stderr := d.run(1, "", "feeds", "discover", server.URL+"/")
	wantIn(t, "standard error", stderr, "not a feed: a web page, and no feed was found beside it")
}

func TestFeedsImportAndExport(t *testing.T) {
	server := newsstand(t)
	d := newDesktop(t, server, standConfig)
	d.write("mine.opml", `<opml version="2.0"><body><outline text="Mining"><outline text="稀土">
		<outline text="Ore &amp; more" xmlUrl="http://me:secret@ore.example/feed" htmlUrl="http://ore.example/"/></outline></outline>
		<outline text="Yards" xmlUrl="`+server.URL+`/yard"/>
		<outline text="Shell" xmlUrl="exec:curl -u me:secret https://x"/></body></opml>`)
	stdout, stderr := d.run(0, "", "feeds", "import", d.path("mine.opml"))
	wantIn(t, "standard output", stdout, "added", "Ore & more, in Mining / 稀土", "http://…@ore.example/feed", "there already", "Seeded")
	wantIn(t, "standard error", stderr, `refused: line 4, "Shell": exec: runs a program`, "1 of 3 entries refused", "1 added, 1 there already")
	list, _ := d.run(0, "", "feeds", "list")
	if strings.Contains(stdout+stderr+list, "secret") {
		t.Errorf("a password is shown:\n%s%s%s", stdout, stderr, list)
	}
	after := []string{"Seeded | configuration |  | /yard", "Ore & more | added | Mining / 稀土 | http://me:secret@ore.example/feed"}
	wantListed(t, d.listed(server), after...)

	_, stderr = d.run(1, `<opml><body><outline text="X" xmlUrl="https://x.example/"/>`, "feeds", "import", "-")
	wantIn(t, "standard error", stderr, "nothing was added: standard input: line 1: broken XML")
	_, stderr = d.run(1, "exec:sh\n", "feeds", "import", "-")
	wantIn(t, "standard error", stderr, "refused: line 1", "nothing was added: standard input has no feed")
	wantListed(t, d.listed(server), after...)

	d.run(0, "", "feeds", "export", d.path("all.opml"))
	exported, _ := d.run(0, "", "feeds", "export")
	wantIn(t, "feeds export", exported, `htmlUrl="http://ore.example/"`)
	if got := contents(t, d.path("all.opml")); got != exported {
		t.Errorf("the file has\n%s\nstandard output\n%s", got, exported)
	}
	if info, err := os.Stat(d.path("all.opml")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("export left %v, %v; want mode 0600", info, err)
	}
	_, stderr = d.run(1, "", "feeds", "export", d.path("all.opml"))
	wantIn(t, "standard error", stderr, "is there already and was left alone")

	other := newDesktop(t, server, "bundles: []")
	other.run(0, exported, "feeds", "import", "-")
	wantListed(t, other.listed(server), "Seeded | added |  | /yard", "Ore & more | added | Mining / 稀土 | http://me:secret@ore.example/feed")
}

func TestFeedsCheckAsksWhatWasAdded(t *testing.T) {
	server := newsstand(t)
	d := newDesktop(t, server, standConfig)
	d.run(0, server.URL+"/news/ore.xml ~Ore\n"+server.URL+"/none ~Gone\n", "feeds", "import", "-")
	stdout, stderr := d.run(1, "", "feeds", "check")
	wantIn(t, "feeds check", stdout, "Seeded", "Ore ", "404", "look for the feed's new address", morning.Format("2006-01-02 15:04 UTC"))
	wantIn(t, "standard error", stderr, "something is wrong with 1 of 3 feeds")
	stdout, _ = d.run(1, "", "feeds", "check", "--json")
	wantIn(t, "feeds check --json", stdout, `"advice":"look for the feed's new address`)
}

func TestWrongUseOfFeedsIsStatus2(t *testing.T) {
	d := newDesktop(t, nil, "bundles: []")
	for _, c := range []struct{ args, want string }{
		{"add", "wants either the address"},
		{"add https://ore.example/ --for MP", "wants either the address"},
		{"add --for MP --name X", "--name does not go with --for"},
		{"add --for M!P", "expected a symbol"},
		{"add file:///etc/passwd", "expected the address of a feed or a page"},
		{"show javascript:alert(1.2)", "expected the address of a feed or a page"},
		{"discover x", "expected the address of a feed or a page"},
		{"import", "wants a file"},
		{"export a b", `"b" is too many`},
	} {
		t.Run(c.args, func(t *testing.T) {
			_, stderr := d.run(2, "", append([]string{"feeds"}, strings.Fields(c.args)...)...)
			wantIn(t, "standard error", stderr, c.want)
		})
	}
}
