package publisher

import (
	"errors"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Berlin must be known on machines without a time zone database

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"orewire/internal/cleantext"
)

// The labels that finanzen.net prints.
const (
	valuesLabel = "Werte in diesem Artikel"
	toOriginal  = "Weiter zum vollständigen Artikel bei"
	sourceLabel = "Quelle:"
	newsLabel   = "Nachrichten zu"
)

// captions begin the line under a picture. A source line with a stroke, as in "Quelle: Name / Agency", is one too.
var captions = []string{"Infographic:", "Infografik:", "Grafik:", "Bildquelle", "Foto:"}

// afterText begin what follows an article's text.
var afterText = []string{
	toOriginal, sourceLabel, newsLabel, "Weitere News", "Mehr zum Thema", "Das könnte Sie auch interessieren",
}

// adverts begin lines that are paid for.
var adverts = []string{"Ausgewählte Hebelprodukte", "Mit Knock-outs können", "In eigener Sache"}

// notText begin the classes of what stands within an article and is not its text: adverts, and a machine's summary.
var notText = []string{"ad-", "page-content__ad", "native-content-ad", "ai-summary"}

var errNoArticle = errors.New("no heading, so no article")

// readFinanzenNet reads a page of finanzen.net.
func readFinanzenNet(root *html.Node, address cleantext.Address) (Page, error) {
	lines := linesOf(root)
	first := slices.IndexFunc(lines, func(l line) bool { return l.within(anyOf(atom.H1)) != nil })
	if first < 0 {
		return Page{}, errNoArticle
	}
	page := Page{Title: cleantext.Line(lines[first].text)}
	after := lines[first+1:]
	page.Published, page.PublishedAs = published(slices.Concat(after, lines[:first]))
	if !page.Published.IsZero() {
		page.Zone = berlin.String()
	}
	page.Publisher, page.Via, page.Original = source(after, address)
	list := findList(lines[first], after)
	page.Links = list.links(page.Published, newsNames(after))
	page.Body = articleText(lines[first], after, list)
	return page, nil
}

// berlin is the zone of the times that finanzen.net prints without one.
var berlin = mustLoad("Europe/Berlin")

func mustLoad(zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		panic(err) // cannot be: tzdata is linked in
	}
	return loc
}

var printedTime = regexp.MustCompile(`\d{1,2}\.\d{1,2}\.(\d{4}|\d{2})\s+\d{1,2}:\d{2}(:\d{2})?(\s+Uhr)?`)

// published finds the time of the article: the first time element, else the first line that is a German date and time.
func published(lines []line) (at time.Time, as string) {
	for _, l := range lines {
		printed := printedTime.FindString(l.text)
		if i := slices.IndexFunc(l.inline, anyOf(atom.Time)); i >= 0 {
			if at, ok := machineTime(attribute(l.inline[i], "datetime")); ok {
				return at, cleantext.Line(textOf(l.inline[i])).String()
			}
		} else if printed != l.text {
			continue // a date inside a sentence is not the article's
		}
		if at, ok := germanTime(printed); ok {
			return at, cleantext.Line(printed).String()
		}
	}
	return time.Time{}, ""
}

// machineTime reads a datetime attribute, which on these pages has no zone: it is Berlin's.
func machineTime(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if at, err := time.Parse(time.RFC3339, s); err == nil {
		return at.UTC(), true
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if wall, err := time.Parse(layout, s); err == nil {
			return inBerlin(wall), true
		}
	}
	return time.Time{}, false
}

// germanTime reads "01.06.25 15:06 Uhr"; a year of two digits is of this century.
func germanTime(s string) (time.Time, bool) {
	s = strings.TrimSuffix(oneLine(s), " Uhr")
	for _, layout := range []string{"2.1.2006 15:04:05", "2.1.2006 15:04"} {
		day, clock, _ := strings.Cut(s, " ")
		if i := strings.LastIndexByte(day, '.'); len(day)-i == len(".25") {
			day = day[:i+1] + "20" + day[i+1:]
		}
		if wall, err := time.Parse(layout, day+" "+clock); err == nil {
			return inBerlin(wall), true
		}
	}
	return time.Time{}, false
}

// inBerlin returns when a clock in Berlin showed the wall time. In the hour that October repeats it is the earlier time.
func inBerlin(wall time.Time) time.Time {
	y, m, d := wall.Date()
	at := time.Date(y, m, d, wall.Hour(), wall.Minute(), wall.Second(), 0, berlin)
	if earlier := at.Add(-time.Hour); earlier.Hour() == at.Hour() {
		at = earlier
	}
	return at.UTC()
}

// source says who wrote the article: whom the way to the full article names, else the source line, else finanzen.net.
func source(lines []line, address cleantext.Address) (publisher, via cleantext.Text, original cleantext.Address) {
	self := cleantext.Line(FinanzenNet)
	for _, label := range []string{toOriginal, sourceLabel} {
		for _, l := range lines {
			name, found := strings.CutPrefix(l.link, label)
			if !found {
				name, found = strings.CutPrefix(l.text, label)
			}
			publisher = cleantext.Line(name)
			if !found || isCaption(l.text) || publisher.IsZero() || len(publisher.String()) > 80 {
				continue
			}
			if strings.Contains(strings.ToLower(name), FinanzenNet) {
				return self, cleantext.Text{}, cleantext.Address{}
			}
			return publisher, self, resolve(address, l.target)
		}
	}
	return self, cleantext.Text{}, cleantext.Address{}
}

// resolve returns the absolute address of a link on the page, or none.
func resolve(page cleantext.Address, link string) cleantext.Address {
	base, err := url.Parse(page.String())
	if err != nil || link == "" {
		return cleantext.Address{}
	}
	target, err := base.Parse(strings.TrimSpace(link))
	if err != nil {
		return cleantext.Address{}
	}
	address, err := cleantext.ParseAddress(target.String())
	if err != nil {
		return cleantext.Address{} // mailto: and the like lead to no article
	}
	return address
}

// newsNames returns the instruments that "Nachrichten zu X" names.
func newsNames(lines []line) []cleantext.Text {
	var names []cleantext.Text
	for _, l := range lines {
		rest, found := strings.CutPrefix(l.text, newsLabel+" ")
		if named := strings.TrimSuffix(rest, l.link); named != "" {
			rest = named // what follows the name leads to more news
		}
		name := cleantext.Line(rest)
		if found && !name.IsZero() && len(name.String()) <= maxName && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// articleText returns the paragraphs between the heading and what follows the text.
func articleText(heading line, lines []line, list list) cleantext.Text {
	article := heading.within(anyOf(atom.Article, atom.Main, atom.Body))
	var marked, plain []string // in elements made for text; in any
	for i, l := range lines {
		if article != nil && l.within(only(article)) == nil {
			break
		}
		if i >= list.start && i < list.end || isAside(l, article) {
			continue
		}
		if hasPrefix(l.text, afterText) {
			break
		}
		text := cleantext.Line(l.text).String()
		if l.within(anyOf(atom.P, atom.Li, atom.Blockquote, atom.H2, atom.H3, atom.H4)) != nil {
			marked = append(marked, text)
		} else if len(text) >= 40 {
			plain = append(plain, text) // shorter ones are buttons and bylines
		}
	}
	if marked == nil {
		marked = plain
	}
	return cleantext.Paragraphs(strings.Join(marked, "\n\n"))
}

// isAside reports whether a line inside an article is not part of its text. An article within the article is an advert or
// leads to other news.
func isAside(l line, article *html.Node) bool {
	return isCaption(l.text) || isAdvert(l.text) || printedTime.FindString(l.text) == l.text ||
		l.within(func(n *html.Node) bool { return hasClassLike(n, notText) }) != nil ||
		l.within(anyOf(atom.Nav, atom.Aside, atom.Footer, atom.Figure, atom.Form, atom.Table, atom.Button)) != nil ||
		article != nil && article.DataAtom == atom.Article && l.within(anyOf(atom.Article)) != article
}

func isAdvert(text string) bool {
	return text == "Werbung" || text == "Anzeige" || hasPrefix(text, adverts)
}

func isCaption(text string) bool {
	return hasPrefix(text, captions) || strings.HasPrefix(text, sourceLabel) && strings.Contains(text, " / ")
}

func hasPrefix(text string, any []string) bool {
	return slices.ContainsFunc(any, func(prefix string) bool { return strings.HasPrefix(text, prefix) })
}
