package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"
)

//go:embed page.html
var pageSource string

//go:embed finanzennet.html
var finanzenNetSource string

var (
	pageTemplate        = template.Must(template.New("page").Parse(pageSource))
	finanzenNetTemplate = template.Must(template.New("finanzennet").Parse(finanzenNetSource))
)

// page is what the templates of article pages show.
type page struct {
	Headline   string
	Publisher  string
	Lang       string
	Machine    string // the time for machines
	Printed    string // and for readers
	Paragraphs []string
	Values     []printedValue
	News       []string // instruments that "Nachrichten zu" names
	Source     string
	Original   string
	Invented   string
}

// printedValue is a row of finanzen.net's list.
type printedValue struct {
	Name   string // "" where the row prints none
	Price  string
	Change string
	Colour string // green or red
}

// plainPage returns an article's page as most publishers have it, under the publisher's name.
func plainPage(i item, publisher string) ([]byte, error) {
	at := i.at.In(i.publication.zone)
	return fillPage(pageTemplate, page{
		Headline: i.headline, Publisher: publisher, Lang: i.publication.lang, Paragraphs: i.paragraphs,
		Machine: at.Format(time.RFC3339), Printed: at.Format("2 Jan 2006 15:04 MST"), Invented: invented,
	})
}

// finanzenNetPage returns an article's page in the shape of finanzen.net's.
func (d *Demo) finanzenNetPage(i item, now time.Time) ([]byte, error) {
	at := i.at.In(i.publication.zone)
	p := page{
		Headline: i.headline, Publisher: i.publication.name, Paragraphs: i.paragraphs,
		Machine: at.Format("2006-01-02T15:04:05"), Printed: at.Format("02.01.06 15:04 Uhr"),
		Source: i.source, Original: d.base + originals + i.path(), Invented: invented,
	}
	for _, v := range i.values {
		p.addValue(d, v, i, now)
	}
	return fillPage(finanzenNetTemplate, p)
}

func fillPage(shape *template.Template, p page) ([]byte, error) {
	var b bytes.Buffer
	if err := shape.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("page of %q: %w", p.Headline, err)
	}
	return b.Bytes(), nil
}

// addValue adds a row for a value, which is a symbol, or "name=price|change". A name that begins with "~" is not in the
// row, but in "Nachrichten zu" below the text.
func (p *page) addValue(d *Demo, value string, i item, now time.Time) {
	if name, price, fixed := strings.Cut(value, "="); fixed {
		row := printedValue{Colour: "green"}
		row.Price, row.Change, _ = strings.Cut(price, "|")
		if hidden, isHidden := strings.CutPrefix(name, "~"); isHidden {
			p.News = append(p.News, hidden)
		} else {
			row.Name = name
		}
		p.Values = append(p.Values, row)
		return
	}
	d.market.ask(value, now, func(path *path) {
		price, before := path.at(i.at)
		p.Values = append(p.Values, printPrice(path.listing, price, before, i.serial%3 == 0))
	})
}

// printPrice prints a price with its change as finanzen.net does: in the German format, now and then in the English one.
func printPrice(l listing, price, before float64, english bool) printedValue {
	format := func(v float64) string {
		text := groupThousands(strconv.FormatFloat(math.Abs(v), 'f', 2, 64), ",")
		if english {
			return text
		}
		return strings.NewReplacer(",", ".", ".", ",").Replace(text)
	}
	row := printedValue{Name: l.name, Price: format(price) + " " + l.currency}
	change, percent := price-before, (price/before-1)*100
	sign := ""
	switch {
	case change > 0:
		row.Colour = "green"
	case change < 0:
		row.Colour, sign = "red", "-"
	}
	row.Change = fmt.Sprintf("%s%s %s %s%s%%", sign, format(change), l.currency, sign, format(percent))
	return row
}
