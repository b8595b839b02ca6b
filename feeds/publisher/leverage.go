package publisher

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"orewire"
	"orewire/internal/cleantext"
)

// productsLabel begins the heading above leverage products; the instrument's name follows.
const productsLabel = "Ausgewählte Hebelprodukte auf"

// maxProducts is more than any page offers.
const maxProducts = 100

// The columns of a table of leverage products.
const (
	nameColumn     = "Name"
	leverageColumn = "Hebel"
	knockoutColumn = "KO"
	issuerColumn   = "Emittent"
)

// leverageProducts reads the tables of leverage products that carry rows. Mostly they have headers only, which a script fills later.
func leverageProducts(root *html.Node, lines []line) []orewire.LeverageProduct {
	var products []orewire.LeverageProduct
	common := orewire.LeverageProduct{On: productsOn(lines), ISIN: underlyingISIN(root)}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Table {
			continue
		}
		common.Side = side(n)
		for _, row := range tableRows(n) {
			if p, ok := leverageProduct(row, common); ok && len(products) < maxProducts {
				products = append(products, p)
			}
		}
	}
	return products
}

// productsOn returns the instrument that the heading above the tables names.
func productsOn(lines []line) cleantext.Text {
	for _, l := range lines {
		if name, found := strings.CutPrefix(l.text, productsLabel); found && len(name) <= maxName {
			return cleantext.Line(name)
		}
	}
	return cleantext.Text{}
}

// underlyingISIN returns the ISIN that the tables' script is given, if it is one.
func underlyingISIN(root *html.Node) string {
	for n := range root.Descendants() {
		if isin := attribute(n, "data-underlying-isin"); isISIN(isin) {
			return isin
		}
	}
	return ""
}

// isISIN checks a number's form and its check digit: letters count as two digits, and every second digit from the right is doubled.
func isISIN(s string) bool {
	if len(s) != 12 {
		return false
	}
	sum, double := 0, false
	for i := len(s) - 1; i >= 0; i-- {
		value := 0
		switch c := s[i]; {
		case c >= '0' && c <= '9' && i > 1:
			value = int(c - '0')
		case c >= 'A' && c <= 'Z' && i < 11:
			value = int(c-'A') + 10
		default:
			return false
		}
		for first := true; first || value > 0; first = false {
			digit := value % 10
			if value /= 10; double {
				digit *= 2
			}
			sum += digit/10 + digit%10
			double = !double
		}
	}
	return sum%10 == 0
}

// side reads "--long" or "--short" off the ids around a table.
func side(table *html.Node) string {
	for n := table; n != nil; n = n.Parent {
		for _, side := range []string{"long", "short"} {
			if strings.HasSuffix(attribute(n, "id"), "--"+side) {
				return side
			}
		}
	}
	return ""
}

// tableRows returns the rows of a table of leverage products, each as its cells by column; nil if it is another table.
func tableRows(table *html.Node) []map[string]string {
	var columns []string
	var rows []map[string]string
	for tr := range table.Descendants() {
		if tr.DataAtom != atom.Tr {
			continue
		}
		var cells []string
		for cell := range tr.ChildNodes() {
			if cell.DataAtom == atom.Td || cell.DataAtom == atom.Th {
				cells = append(cells, wordsOf(cell))
			}
		}
		if columns == nil {
			if columns = cells; !isProductsHeader(columns) {
				return nil
			}
			continue
		}
		row := map[string]string{}
		for i, cell := range cells[:min(len(cells), len(columns))] {
			row[columns[i]] = cell
		}
		if rows = append(rows, row); len(rows) == maxProducts {
			break
		}
	}
	return rows
}

func isProductsHeader(columns []string) bool {
	found := map[string]bool{}
	for _, c := range columns {
		found[c] = true
	}
	return found[nameColumn] && found[leverageColumn] && found[knockoutColumn]
}

// leverageProduct reads a row; one without a name, or without leverage and barrier both, is a placeholder.
func leverageProduct(row map[string]string, p orewire.LeverageProduct) (orewire.LeverageProduct, bool) {
	p.Name, p.Issuer = cleantext.Line(row[nameColumn]), cleantext.Line(row[issuerColumn])
	p.Leverage, _ = amount(strings.TrimRight(row[leverageColumn], " x×"))
	p.Knockout, p.Currency = amount(row[knockoutColumn])
	known := !p.Leverage.IsZero() || !p.Knockout.IsZero()
	return p, known && !p.Name.IsZero() && len(p.Name.String()) <= maxName
}

// amount reads a number with or without a currency. It is unknown where both number formats hold and differ: 1.250 may be either.
func amount(text string) (orewire.Figure, string) {
	f, ok := parseFigures(text)
	if !ok || f.price == "" {
		return orewire.Figure{}, ""
	}
	german, isGerman := parseNumber(f.price, ',')
	english, isEnglish := parseNumber(f.price, '.')
	value := german.value
	switch {
	case isGerman && isEnglish && german.value != english.value:
		return orewire.Figure{}, ""
	case isEnglish:
		value = english.value
	case !isGerman:
		return orewire.Figure{}, ""
	}
	if value <= 0 {
		return orewire.Figure{}, ""
	}
	return orewire.Known(value), currencyCode(f.currency)
}
