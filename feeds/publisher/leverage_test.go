package publisher

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"orewire"
)

// product is a leverage product in a form that a table can show.
type product struct{ Name, Side, Leverage, Knockout, Currency, Issuer, On, ISIN string }

func TestLeverageProducts(t *testing.T) {
	page := func(long, short string) string {
		const header = `<table><thead><tr><th>Name</th><th>Hebel</th><th>KO</th><th>Emittent</th></tr></thead><tbody>`
		return `<article><h1>T</h1><p>Ein Satz.</p><article><h2>Ausgewählte Hebelprodukte auf Rare</h2>
<script data-underlying-isin="JP3711200000"></script><div id="lvgProductContainer--long">` + header + long + `</tbody></table></div>
<div id="lvgProductContainer--short">` + header + short + `</tbody></table></div></article></article>`
	}
	row := func(cells ...string) string {
		s := "<tr>"
		for _, c := range cells {
			s += "<td>" + c + "</td>"
		}
		return s + "</tr>"
	}
	for name, c := range map[string]struct {
		page string
		want []product
	}{
		"headers only": {page("", ""), nil},
		"rows": {page(row("<a href=/1>Rare Turbo 1</a>", "5,23", "2.450,50 JPY", "Bank A")+row("Rare Turbo 2", "12", "2.600,00 JPY", "Bank B"),
			row("Rare Bär", "4.75x", "3,125.00 ¥", "")), []product{
			{"Rare Turbo 1", "long", "5.23", "2450.5", "JPY", "Bank A", "Rare", "JP3711200000"},
			{"Rare Turbo 2", "long", "12", "2600", "JPY", "Bank B", "Rare", "JP3711200000"},
			{"Rare Bär", "short", "4.75", "3125", "JPY", "", "Rare", "JP3711200000"},
		}},
		"a number format that stays open": {page(row("Rare Turbo 1", "5,23", "2.450", "Bank A"), ""), []product{
			{"Rare Turbo 1", "long", "5.23", "?", "", "Bank A", "Rare", "JP3711200000"},
		}},
		"placeholders":  {page(row("-", "-", "-", "-")+row("Keine Produkte")+row("", "5,00", "1,00", "Bank A")+row("Rare Turbo", "wird geladen", "", ""), ""), nil},
		"another table": {`<article><h1>T</h1><table><tr><th>Name</th><th>Kurs</th></tr><tr><td>Zinn</td><td>31,00</td></tr></table></article>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			read, err := Read([]byte(c.page), pageAddress)
			if err != nil {
				t.Fatal(err)
			}
			var got []product
			for _, p := range read.Products {
				got = append(got, product{p.Name.String(), p.Side, figure(p.Leverage), figure(p.Knockout), p.Currency, p.Issuer.String(),
					p.On.String(), p.ISIN})
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("products (-want +got):\n%s", diff)
			}
		})
	}
}

func TestISIN(t *testing.T) {
	for isin, want := range map[string]bool{
		"US0378331005": true, "DE0007164600": true, "AU000000LYC6": true,
		"US0378331006": false, "DE000716460": false, "undefined": false, "us0378331005": false, "0S0378331005": false, "": false,
	} {
		if got := isISIN(isin); got != want {
			t.Errorf("isISIN(%q) = %v, want %v", isin, got, want)
		}
	}
}

func TestBlocksOfAText(t *testing.T) {
	page := readFile(t, "seed.html")
	var images []string
	for _, b := range page.Blocks {
		if b.Kind == orewire.BlockImage {
			images = append(images, b.Text.String(), b.Links[0].Address.String())
		}
	}
	want := []string{"Infographic: Who refines the magnet metals", "https://www.finanzen.net/img/spheres.png"}
	if diff := cmp.Diff(want, images); diff != "" {
		t.Errorf("captions: picture credits are none (-want +got):\n%s", diff)
	}
	var kinds []string
	for _, b := range readFile(t, "moved.html").Blocks {
		kinds = append(kinds, string(b.Kind))
	}
	if diff := cmp.Diff([]string{"paragraph", "paragraph", "quote", "item", "item"}, kinds); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}
