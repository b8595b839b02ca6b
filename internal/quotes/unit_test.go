package quotes

import (
	"testing"

	"orewire"
)

func TestMinorUnits(t *testing.T) {
	for currency, want := range map[string]string{"GBp": "GBP", "GBX": "GBP", "ZAc": "ZAR", "ILA": "ILS", "GBP": "", "USD": "", "": "", "gbp": ""} {
		if got, minor := Minor(currency); got != want || minor != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", currency, got, minor, want)
		}
	}
}

func TestDecimalsShowASmallPrice(t *testing.T) {
	for name, c := range map[string]struct {
		price    orewire.Figure
		decimals int
		want     int
		currency string
	}{
		"as the exchange does":  {orewire.Known(2693), 2, 2, "USD"},
		"copper in dollars":     {orewire.Known(4.512), 4, 4, "USD"},
		"none for large prices": {orewire.Known(78900), 0, 0, "USD"},
		"a share of 8.5 cents":  {orewire.Known(0.085), 2, 3, "USD"},
		"a share of 0.3 cents":  {orewire.Known(0.003), 2, 4, "USD"},
		"unknown":               {orewire.Figure{}, 2, 2, "USD"},
		"nonsense":              {orewire.Known(5), -4, 1, "USD"},
		"next to nothing":       {orewire.Known(1e-30), 2, 8, "USD"},
		"won":                   {orewire.Known(78900), 2, 0, "KRW"},
		"won, unknown":          {orewire.Figure{}, 2, 0, "KRW"},
		"dong":                  {orewire.Known(8), 2, 0, "VND"},
		"rupiah":                {orewire.Known(3510), 2, 0, "IDR"},
		"a part of a rupiah":    {orewire.Known(0.5), 2, 2, "IDR"},
		"yen":                   {orewire.Known(1588.5), 1, 1, "JPY"},
	} {
		if got := Decimals(orewire.Quote{Price: c.price, Decimals: c.decimals, Currency: c.currency}); got != c.want {
			t.Errorf("%s: got %d, want %d", name, got, c.want)
		}
	}
}
