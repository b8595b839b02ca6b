//go:build !windows

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// wire is a publisher whose feed grows while the dashboard runs.
type wire struct {
	mu    sync.Mutex
	items []string
}

func (w *wire) publish(age time.Duration, title, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	link := fmt.Sprintf("https://wire.example/%d", len(w.items))
	w.items = append(w.items, fmt.Sprintf("<item><title>%s</title><link>%s</link><guid>%s</guid><description>%s</description><pubDate>%s</pubDate></item>",
		title, link, link, text, time.Now().Add(-age).UTC().Format(time.RFC1123Z)))
}

func (w *wire) ServeHTTP(rw http.ResponseWriter, _ *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fmt.Fprintf(rw, `<?xml version="1.0"?><rss version="2.0"><channel><title>Test Wire</title>%s</channel></rss>`, strings.Join(w.items, ""))
}

// newsroom is a feed with five headlines and the price of MP, on loopback.
func newsroom(t *testing.T) (*wire, *httptest.Server) {
	w := &wire{}
	w.publish(50*time.Minute, "MP Materials signs a magnet supply deal", "The miner of rare earths will deliver sintered magnets.")
	w.publish(60*time.Minute, "Yard in Geoje wins order for two LNG carriers", "The shipyard delivers both newbuildings in 2029.\n\nSteel is cut next year.")
	w.publish(70*time.Minute, "レアアースの輸出規制を強化", "磁石メーカーに影響。")
	w.publish(80*time.Minute, "Copper stocks in LME warehouses fall", "Refined copper is short.")
	w.publish(90*time.Minute, "Rare Holdings lifts its forecast", "The group sells furniture.")
	mux := http.NewServeMux()
	mux.Handle("/feed", w)
	mux.HandleFunc("/v8/finance/chart/MP", func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, chartOfMP(time.Now())) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return w, server
}

const newsroomConfig = `
timezone: UTC
clock: false
bundles: []
feeds: [{name: Test Wire, url: BASE/feed, lang: en, every: 1s}]
watchlist: [MP]
views: [{name: Ships, query: "topic:shipbuilding"}]
quotes: {yahoo: {base_url: BASE}}
`

func dashboard(t *testing.T, w, h int) (*terminal, *wire) {
	t.Helper()
	news, server := newsroom(t)
	d := newDesktop(t, server, newsroomConfig)
	return openTerminal(t, w, h, d.env, binary), news
}

// leave quits and checks that the terminal is as it was.
func leave(t *testing.T, term *terminal) {
	t.Helper()
	term.keys("q")
	if status := term.exit(); status != 0 {
		t.Errorf("exit status after q = %d, want 0", status)
	}
	if left := term.restored(); left != "" {
		t.Errorf("after the end %s", left)
	}
}

func TestATraderReadsFiltersSearchesAndQuits(t *testing.T) {
	term, _ := dashboard(t, 160, 45)
	term.wait(`MP Materials signs a magnet supply deal.*MP `)
	term.wait(`41\.22 USD`)
	term.wait(`named in the text`)
	if magnet, plain := term.colourOf("magnet supply"), term.colourOf("signs a"); magnet == nil || magnet == plain {
		t.Errorf("the highlight has the colour %v, its headline %v: want two colours", magnet, plain)
	}

	term.keys("2") // the view Ships
	term.wait(`Headlines +Ships`)
	term.gone(`Copper stocks`)
	term.keys("1")
	term.wait(`Copper stocks in LME`)

	term.keys("t") // the topic picker
	term.keys("shipb")
	term.wait(`Shipbuilding`)
	term.keys("\r")
	term.gone(`Copper stocks`)
	term.wait(`Yard in Geoje wins order`)
	term.keys("\r") // read it
	term.wait(`j/k scroll`)
	term.wait(`Steel is cut next year`)
	term.keys("\x1b") // back to the headlines
	term.wait(`enter read`)
	term.keys("\x1b") // no filter
	term.wait(`Copper stocks in LME`)
	term.keys("/copper\r")
	term.gone(`Yard in Geoje`)
	term.wait(`Copper stocks in LME`)
	term.keys("\x1b")
	term.wait(`Yard in Geoje`)

	leave(t, term)
}

func TestAnArrivalMovesNothing(t *testing.T) {
	news, server := newsroom(t)
	for i := range 60 {
		news.publish(2*time.Hour+time.Duration(i)*time.Minute, fmt.Sprintf("Zinc smelter notice number %02d", i), "Refined zinc.")
	}
	term := openTerminal(t, 110, 35, newDesktop(t, server, newsroomConfig).env, binary)
	term.wait(`Zinc smelter notice number 00`)
	term.keys("jjj")
	term.wait(`▌.*Copper stocks in LME`)
	before := term.text()
	news.publish(0, "Uranium spot price climbs again", "Yellowcake is dearer.")
	term.wait(`1 new above`)
	if now, then := headlineRows(term.text()), headlineRows(before); now != then {
		t.Errorf("an arrival moved the rows; before:\n%s\nnow:\n%s", then, now)
	}
	term.keys(".")
	term.wait(`▌.*Uranium spot price climbs`)
	leave(t, term)
}

// headlineRows are the rows of the screen that show a headline of the test's wire.
func headlineRows(screen string) string {
	var rows strings.Builder
	for line := range strings.Lines(screen) {
		if row, _, found := strings.Cut(line, "TESWIR"); found {
			rows.WriteString(row + strings.TrimSpace(line[len(row):][:40]) + "\n")
		}
	}
	return rows.String()
}

func TestAnotherPublishersVersionJoinsTheRow(t *testing.T) {
	news, server := newsroom(t)
	news.publish(100*time.Minute, "Boliden shuts Odda furnace after fire", "The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said.")
	term := openTerminal(t, 160, 45, newDesktop(t, server, newsroomConfig).env, binary)
	term.wait(`Boliden shuts Odda`)
	term.keys("G")
	term.wait(`▌.*Boliden shuts Odda`)
	before := headlineRows(term.text())
	news.publish(0, "Fire shuts furnace at Boliden's Odda zinc works", "No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said.")
	term.wait(`▌.*Boliden shuts Odda.* ×2 `)
	if now := headlineRows(term.text()); strings.Count(now, "\n") != strings.Count(before, "\n") {
		t.Errorf("rows before\n%s\nand after\n%s", before, now)
	}
	term.wait(`2 versions`)
	term.keys("=")
	term.wait(`› .*Fire shuts furnace at Boliden's Odda`)
	term.wait(`▌.*Boliden shuts Odda.* ×2 `)
	term.keys("=")
	term.wait(`› .*Boliden shuts Odda furnace after fire`)
	leave(t, term)
}

func TestNothingOfRareHoldingsIsRareEarths(t *testing.T) {
	term, _ := dashboard(t, 160, 45)
	term.wait(`Rare Holdings lifts its forecast`)
	term.keys("G")
	term.wait(`Rare Holdings Ltd\.`)
	for line := range strings.Lines(term.text()) {
		if strings.Contains(line, "Rare Holdings lifts") && strings.Contains(line, "REE") {
			t.Errorf("Rare Holdings is tagged with rare earths: %s", line)
		}
	}
	leave(t, term)
}

func TestEveryEndRestoresTheTerminal(t *testing.T) {
	for name, c := range map[string]struct {
		end    func(*terminal)
		status int
	}{
		"q":       {func(term *terminal) { term.keys("q") }, 0},
		"ctrl+c":  {func(term *terminal) { term.keys("\x03") }, 0},
		"SIGTERM": {func(term *terminal) { _ = term.cmd.Process.Signal(syscall.SIGTERM) }, 143},
		"SIGHUP":  {func(term *terminal) { _ = term.cmd.Process.Signal(syscall.SIGHUP) }, 129},
		"SIGINT":  {func(term *terminal) { _ = term.cmd.Process.Signal(syscall.SIGINT) }, 130},
	} {
		t.Run(name, func(t *testing.T) {
			term, _ := dashboard(t, 110, 35)
			term.wait(`MP Materials signs`)
			c.end(term)
			if status := term.exit(); status != c.status {
				t.Errorf("exit status = %d, want %d", status, c.status)
			}
			if left := term.restored(); left != "" {
				t.Errorf("after the end %s", left)
			}
		})
	}
}

func TestWithoutNetworkItOpensAndSaysWhy(t *testing.T) {
	_, server := newsroom(t)
	d := newDesktop(t, server, newsroomConfig)
	d.run(0, "", "poll", "--once")
	server.Close()
	term := openTerminal(t, 160, 45, d.env, binary)
	term.wait(`MP Materials signs a magnet supply deal`)
	term.wait(`1 feed failing.*refused`)
	term.keys("F")
	term.wait(`Test Wire.*refused`)
	leave(t, term)
}

func TestAnySizeAndAnyResizeKeepsTheSelection(t *testing.T) {
	term, _ := dashboard(t, 160, 45)
	term.wait(`Copper stocks in LME`)
	term.keys("jj")
	term.wait(`│▌.{1,12}レアアース|▌.*レアアース`)
	for _, size := range [][2]int{{110, 35}, {70, 24}, {40, 10}, {30, 8}, {160, 45}} {
		term.resize(size[0], size[1])
		if size[0] >= 70 {
			term.wait(`▌.*レアアース`)
		}
	}
	leave(t, term)
}
