package publisher

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
)

var pageAddress = address("https://www.finanzen.net/nachricht/aktien/beispiel-12345")

func address(raw string) cleantext.Address {
	a, err := cleantext.ParseAddress(raw)
	if err != nil {
		panic(err)
	}
	return a
}

// listed is a link in a form that a table can show: figures as text, "?" if unknown.
type listed struct{ Name, Label, Group, Price, Change, Percent, Currency, Text string }

func shown(links []orewire.Link) []listed {
	var out []listed
	for _, l := range links {
		row := listed{Name: l.Name.String(), Label: l.Label.String(), Group: l.Group.String()}
		if p := l.Printed; p != nil {
			row.Price, row.Change, row.Percent = figure(p.Price), figure(p.Change), figure(p.Percent)
			row.Currency, row.Text = p.Currency, p.Text.String()
		}
		out = append(out, row)
	}
	return out
}

func figure(f orewire.Figure) string {
	text, _ := f.MarshalJSON()
	return strings.Replace(string(text), "null", "?", 1)
}

func readFile(t *testing.T, name string) Page {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	page, err := Read(body, pageAddress)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestHas(t *testing.T) {
	for name, c := range map[string]struct {
		pages, address string
		want           bool
	}{
		"named by the feed":       {"finanzen.net", "http://127.0.0.1:4000/nachricht/1", true},
		"known by the host":       {"", "https://www.finanzen.net/nachricht/1", true},
		"a part of the host":      {"", "https://news.finanzen.net/1", true},
		"another host":            {"", "https://www.mining.com/1", false},
		"a host that ends alike":  {"", "https://www.notfinanzen.net/1", false},
		"a reader nobody has":     {"elsewhere", "https://www.finanzen.net/1", false},
		"a path is not the host":  {"", "https://example.org/finanzen.net", false},
		"a query is not the host": {"", "https://example.org/?finanzen.net", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Has(c.pages, address(c.address)); got != c.want {
				t.Errorf("Has(%q, %s) = %v, want %v", c.pages, c.address, got, c.want)
			}
		})
	}
}

func TestSeedPage(t *testing.T) {
	page := readFile(t, "seed.html")
	if got, want := page.Title.String(), "Japan offers US a rare earths and shipbuilding pact in tariff talks"; got != want {
		t.Errorf("title = %q, want %q", got, want)
	}
	if want := time.Date(2025, 6, 1, 13, 6, 0, 0, time.UTC); !page.Published.Equal(want) || page.Published.Location() != time.UTC {
		t.Errorf("published = %v, want %v", page.Published, want)
	}
	if page.PublishedAs != "01.06.25 15:06 Uhr" || page.Zone != "Europe/Berlin" {
		t.Errorf("printed time = %q in %q, want 01.06.25 15:06 Uhr in Europe/Berlin", page.PublishedAs, page.Zone)
	}
	if page.Publisher.String() != "Mining.com" || page.Via.String() != "finanzen.net" {
		t.Errorf("source = %q via %q, want Mining.com via finanzen.net", page.Publisher, page.Via)
	}
	if got, want := page.Original.String(), "https://www.mining.com/own-example-rare-earths-pact/"; got != want {
		t.Errorf("original = %q, want %q", got, want)
	}
	want := []listed{{
		"Rare Holdings Ltd.", "Werte in diesem Artikel", "Aktien", "2693", "44", "1.66", "JPY", "2.693,00 JPY 44,00 JPY 1,66%",
	}}
	if diff := cmp.Diff(want, shown(page.Links)); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if at := page.Links[0].Printed.At; !at.Equal(page.Published) {
		t.Errorf("price printed at %v, want the page's time %v", at, page.Published)
	}
	paragraphs := strings.Split(page.Body.String(), "\n\n")
	var ends []string
	for _, p := range paragraphs {
		ends = append(ends, p[strings.LastIndexByte(p, ' ')+1:])
	}
	if diff := cmp.Diff([]string{"officials.", "metals.", "proposal.", "wafers.", "April.", "Washington."}, ends); diff != "" {
		t.Errorf("last words of the paragraphs (-want +got):\n%s", diff)
	}
}

func TestLists(t *testing.T) {
	const label = "Werte in diesem Artikel"
	for file, want := range map[string][]listed{
		"english-box.html": {
			{"Aurubis", label, "Aktien", "102.35", "-1.15", "-1.11", "EUR", "102.35 EUR -1.15 EUR -1.11 %"},
			{"Mitsubishi Materials Corp.", label, "Aktien", "2693", "44", "1.66", "JPY", "2,693.00 JPY 44.00 JPY 1.66 %"},
			{"Kupferpreis", label, "Rohstoffe", "9876.5", "0", "0", "USD", "9,876.50 USD ±0.00 USD 0.00 %"},
			{"BTC/EUR", label, "Devisen", "74908.89", "-812.44", "-1.07", "EUR", "74,908.89 EUR −812.44 EUR −1.07 %"},
			{"Dollarkurs", label, "Devisen", "?", "?", "?", "", "1.172 USD -"}, // 1.172 or 1172: nothing tells
		},
		"moved.html": {
			{"Lynas Rare Earths Ltd.", label, "Aktien", "8.14", "0.09", "1.12", "AUD", "8,14 AUD 0,09 AUD 1,12 %"},
			{"MP Materials Corp.", label, "Aktien", "41.22", "-0.34", "-0.82", "USD", "41,22 USD 0,34 USD 0,82 %"},
			{"TDK Corp.", label, "Aktien", "1588.5", "-21", "-1.3", "JPY", "1.588,5 JPY -21,0 JPY -1,30 %"},
		},
		"relabelled.html": {
			{"TKMS AG & Co. KGaA", "Instrumente zum Thema", "Aktien", "84.3", "0.65", "0.78", "EUR", "84,30 EUR +0,65 EUR +0,78 %"},
		},
		"no-box.html": {
			{Name: "AMG Critical Materials N.V.", Label: "Nachrichten zu AMG Critical Materials N.V."},
		},
		"flat.html": {
			{"Namura Shipbuilding Co. Ltd.", label, "Aktien", "1204.5", "13.5", "1.13", "JPY", "1.204,50 JPY 13,50 JPY 1,13%"},
		},
		"hostile.html": {
			{"Zahlen AG", label, "Aktien", "?", "?", "?", "", "99999999999999999999,00 EUR 1,00 EUR 1,00 %"},
			{"Minus AG", label, "Aktien", "?", "?", "?", "", "10,00 EUR +0,50 EUR -5,00 %"},
			{"Null AG", label, "Aktien", "?", "?", "?", "", "0,00 EUR 0,00 EUR 0,00 %"},
			{"Alles AG", label, "Aktien", "?", "?", "?", "", "44,00 EUR 44,00 EUR 100,00 %"},
			{"Klein AG", label, "Aktien", "100", "?", "?", "EUR", "100,00 EUR 0,01 EUR 0,01 %"}, // the sign stays open
		},
	} {
		t.Run(file, func(t *testing.T) {
			got := shown(readFile(t, file).Links)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSources(t *testing.T) {
	for file, want := range map[string]struct{ publisher, via, original, published, as string }{
		"english-box.html": {"finanzen.net", "", "", "2026-10-25T00:30:00Z", "25.10.26 02:30 Uhr"}, // the earlier of two
		"moved.html":       {"Erz & Eisen", "finanzen.net", "https://example.org/magnetwerk?id=7", "2026-08-03T07:05:30Z", "3.8.2026 9:05:30"},
		"relabelled.html":  {"Hafenblatt Beispiel", "finanzen.net", "", "2026-11-25T07:15:00Z", "25.11.26 08:15 Uhr"},
		"no-box.html":      {"finanzen.net", "", "", "2026-01-15T05:10:00Z", "15.01.26 06:10 Uhr"},
		"flat.html":        {"Küstenblatt", "finanzen.net", "", "2026-03-02T10:45:00Z", "02.03.26 11:45 Uhr"},
		"hostile.html":     {"Bote", "finanzen.net", "", "0001-01-01T00:00:00Z", ""},
	} {
		t.Run(file, func(t *testing.T) {
			p := readFile(t, file)
			got := []string{p.Publisher.String(), p.Via.String(), p.Original.String(), p.Published.Format(time.RFC3339), p.PublishedAs}
			if diff := cmp.Diff([]string{want.publisher, want.via, want.original, want.published, want.as}, got); diff != "" {
				t.Errorf("publisher, via, original, time (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTexts(t *testing.T) {
	for file, want := range map[string]string{
		"english-box.html": "Die Hütten an Elbe und Lippe haben im Herbst so viel Kathodenkupfer gegossen wie seit Jahren nicht.\n\n" +
			"Prämien steigen\n\n" +
			"Händler zahlen für prompte Ware höhere Aufschläge, weil Kabelwerke ihre Lager füllen.\n\n" +
			"Redaktion finanzen.net",
		"moved.html": "2. August 2026\n\n" +
			"Das Werk sintert seit Montag Magnete für Windräder und Hilfsmotoren, teilte der Betreiber mit.\n\n" +
			"Die Öfen laufen ruhiger als erwartet.\n\n• Kapazität: 1.500 Tonnen im Jahr\n\n• Beschäftigte: 240",
		"flat.html": "Der Küstenfrachter lief vor Shikoku zwölf Stunden ohne Hilfsdiesel und kehrte am Abend an die Pier zurück.\n\n" +
			"Die Werft will bis zum Sommer drei weitere Rümpfe ausrüsten, heißt es in ihrer Mitteilung vom Montag.\n\n" +
			"Der Preis der Batterie liegt bei 2.000 EUR je Tonne Tragfähigkeit, so der Bericht der Werft weiter.",
		"hostile.html": "Ein Absatz mit Verweis und gedrehtem Text.\n\nEin offener Befehl\n\nDer letzte Absatz steht noch da.",
	} {
		t.Run(file, func(t *testing.T) {
			if diff := cmp.Diff(want, readFile(t, file).Body.String()); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrinted(t *testing.T) {
	for name, c := range map[string]struct {
		text                   string
		colour                 int
		price, change, percent string
	}{
		"german":                          {"2.693,00 JPY 44,00 JPY 1,66%", 0, "2693", "44", "1.66"},
		"english":                         {"2,693.00 JPY 44.00 JPY 1.66%", 0, "2693", "44", "1.66"},
		"no thousands mark":               {"2693,00 JPY 44,00 JPY 1,66%", 0, "2693", "44", "1.66"},
		"integers":                        {"2693 JPY 44 JPY 2%", 1, "2693", "44", "2"},
		"no-break blanks":                 {"2.693,00\u00a0JPY\u00a044,00\u00a0JPY\u00a01,66\u00a0%", 0, "2693", "44", "1.66"},
		"blanks part thousands":           {"74\u202f908,89 EUR -812,44 EUR -1,07 %", 0, "74908.89", "-812.44", "-1.07"},
		"apostrophes part thousands":      {"74’908.89 CHF -812.44 CHF -1.07 %", 0, "74908.89", "-812.44", "-1.07"},
		"nothing between":                 {"2.693,00JPY44,00JPY1,66%", 0, "2693", "44", "1.66"},
		"true minus":                      {"98,10 EUR −1,90 EUR −1,90 %", 0, "98.1", "-1.9", "-1.9"},
		"sign found by the figures":       {"98,10 EUR 1,90 EUR 1,90 %", 0, "98.1", "-1.9", "-1.9"},
		"figures beat colour":             {"98,10 EUR 1,90 EUR 1,90 %", 1, "98.1", "-1.9", "-1.9"},
		"colour where both signs fit":     {"100,00 EUR 0,05 EUR 0,05 %", -1, "100", "-0.05", "-0.05"},
		"neither sign nor colour":         {"100,00 EUR 0,05 EUR 0,05 %", 0, "100", "?", "?"},
		"one sign printed":                {"100,00 EUR -0,05 EUR 0,05 %", 0, "100", "-0.05", "-0.05"},
		"unchanged":                       {"12,40 EUR ±0,00 EUR 0,00 %", 0, "12.4", "0", "0"},
		"unchanged, format open":          {"1.240 EUR ±0 EUR 0 %", 0, "?", "?", "?"},
		"no change":                       {"1.588,50 JPY - -", 0, "1588.5", "?", "?"},
		"no change, format open":          {"1.588 JPY -", 0, "?", "?", "?"},
		"three decimals told by the rest": {"1.588 USD 0.012 USD 0.76 %", 0, "1.588", "0.012", "0.76"},
		"thousands told by the rest":      {"1.588 JPY 12 JPY 0,76 %", 0, "1588", "12", "0.76"},
		"points of an index":              {"23.880,58 PKT 302,14 PKT 1,28%", 0, "23880.58", "302.14", "1.28"},
		"change rounded to nothing":       {"0,30 EUR 0,00 EUR -0,17 %", -1, "0.3", "0", "-0.17"},
		"change rounded, by colour":       {"1.00 USD 0.00 USD 0.02 %", 1, "1", "0", "0.02"},
		"change rounded, no colour":       {"1.00 USD 0.00 USD 0.02 %", 0, "1", "?", "?"},
		"price and change rounded":        {"1,0 EUR 0,1 EUR 15,00 %", 0, "1", "0.1", "15"},
		"percent does not fit":            {"2.693,00 JPY 44,00 JPY 2,66%", 1, "?", "?", "?"},
		"signs contradict":                {"10,00 EUR +0,50 EUR -5,00 %", 0, "?", "?", "?"},
		"two currencies":                  {"10,00 EUR 0,50 USD 5,26 %", 0, "?", "?", "?"},
		"two marks":                       {"1.2.3,4 EUR 1,0 EUR 1,00 %", 0, "?", "?", "?"},
		"groups of two":                   {"26.93,00 EUR 1,00 EUR 1,00 %", 0, "?", "?", "?"},
		"nothing before the change":       {"44,00 EUR 44,00 EUR 100,00 %", 0, "?", "?", "?"},
		"words":                           {"nicht verfügbar", 0, "?", "?", "?"},
	} {
		t.Run(name, func(t *testing.T) {
			p := printed(c.text, c.colour, time.Time{})
			got := []string{figure(p.Price), figure(p.Change), figure(p.Percent)}
			if diff := cmp.Diff([]string{c.price, c.change, c.percent}, got); diff != "" {
				t.Errorf("printed(%q): price, change, percent (-want +got):\n%s", c.text, diff)
			}
			if p.Text.IsZero() {
				t.Errorf("printed(%q) lost the printed text", c.text)
			}
		})
	}
}

func TestHourThatOctoberRepeats(t *testing.T) {
	for printed, want := range map[string]string{
		"25.10.26 01:59 Uhr": "2026-10-24T23:59:00Z",
		"25.10.26 02:00 Uhr": "2026-10-25T00:00:00Z",
		"25.10.26 02:59 Uhr": "2026-10-25T00:59:00Z",
		"25.10.26 03:00 Uhr": "2026-10-25T02:00:00Z",
		"29.03.26 01:59 Uhr": "2026-03-29T00:59:00Z",
		"29.03.26 03:00 Uhr": "2026-03-29T01:00:00Z",
	} {
		at, ok := germanTime(printed)
		if got := at.Format(time.RFC3339); !ok || got != want {
			t.Errorf("germanTime(%q) = %s, %v, want %s", printed, got, ok, want)
		}
	}
}

func TestRowsWithoutNames(t *testing.T) {
	page := func(rows, after string) string {
		return `<article><h1>T</h1><div><div>Werte in diesem Artikel</div><div>Aktien</div>` + rows + `</div></article>` + after
	}
	for name, c := range map[string]struct {
		page string
		want []string
	}{
		"one name for one row": {page(`<div>10,00 EUR</div>`, `<h2>Nachrichten zu Eins AG</h2>`), []string{"Eins AG"}},
		"two for two, in order": {
			page(`<div>10,00 EUR +1,00 EUR +11,11 %</div><div>20,00 EUR +1,00 EUR +5,26 %</div>`,
				`<h2>Nachrichten zu Eins AG</h2><h2>Nachrichten zu Zwei AG</h2>`), []string{"Eins AG", "Zwei AG"},
		},
		"one name for two rows tells nothing": {
			page(`<div>10,00 EUR +1,00 EUR +11,11 %</div><div>20,00 EUR +1,00 EUR +5,26 %</div>`, `<h2>Nachrichten zu Eins AG</h2>`),
			[]string{"Eins AG"}, // listed, but no price is claimed for it
		},
		"a name that has its row": {
			page(`<div><a href="/sap">SAP SE</a></div><div>10,00 EUR</div>`, `<h2>Nachrichten zu SAP</h2>`), []string{"SAP SE"},
		},
		"a button is no name": {
			page(`<div>10,00 EUR +1,00 EUR +11,11 %</div><button>Zur Watchlist</button><div>20,00 EUR +1,00 EUR +5,26 %</div>`,
				`<h2>Nachrichten zu <a href="/1">Eins AG</a></h2><h2>Nachrichten zu Zwei AG <a href="/2">mehr Nachrichten</a></h2>`),
			[]string{"Eins AG", "Zwei AG"},
		},
		"no name at all": {page(`<div>10,00 EUR</div>`, ``), nil},
	} {
		t.Run(name, func(t *testing.T) {
			read, err := Read([]byte(c.page), pageAddress)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range read.Links {
				got = append(got, l.Name.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNotAnArticle(t *testing.T) {
	for name, page := range map[string]string{
		"empty":             "",
		"no heading":        "<html><body><p>Bitte melden Sie sich an.</p></body></html>",
		"JSON":              `{"error":"forbidden"}`,
		"nested too deeply": strings.Repeat("<div>", 600) + "<h1>x</h1>",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Read([]byte(page), pageAddress); err == nil {
				t.Errorf("Read = %+v, want an error", got)
			}
		})
	}
}

func TestSlowPageIsQuick(t *testing.T) {
	page := "<h1>x</h1>" + strings.Repeat("<div>", 400) +
		strings.Repeat("<p class=accordion>Werte in diesem Artikel<p>1,00 EUR<b><i>", 20000)
	start := time.Now()
	_, _ = Read([]byte(page), pageAddress) // whether it is an error does not matter here
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("Read took %v, want well under 5 s", took)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		page, err := Read(body, pageAddress)
		if err != nil {
			return
		}
		texts := []cleantext.Text{page.Title, page.Body, page.Publisher, page.Via}
		for _, l := range page.Links {
			texts = append(texts, l.Name, l.Label, l.Group)
			if l.How != orewire.Listed || l.Name.IsZero() {
				t.Errorf("link %+v is not a listed instrument with a name", l)
			}
			if l.Printed == nil {
				continue
			}
			texts = append(texts, l.Printed.Text, cleantext.Line(l.Printed.Currency))
			if price, known := l.Printed.Price.Get(); known && price <= 0 {
				t.Errorf("printed price %v of %q, want more than 0", price, l.Printed.Text)
			}
		}
		for _, text := range texts {
			for _, r := range text.String() {
				if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
					t.Errorf("text %q holds the control character %U", text, r)
				}
			}
		}
	})
}
