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

	"orewire"
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
var captions = slices.Concat(infographics, []string{"Bildquelle", "Foto:"})

// infographics begin the captions that say what a picture shows; the others only say whose it is.
var infographics = []string{"Infographic:", "Infografik:", "Grafik:"}

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
	text := readText(root)
	heading := slices.IndexFunc(text.lines, func(l line) bool { return l.place.title })
	if heading < 0 {
		return Page{}, errNoArticle
	}
	before, after := text.lines[:heading], text.lines[heading+1:]
	page := Page{Title: cleantext.Line(text.lines[heading].text)}
	page.Published, page.PublishedAs = published(slices.Concat(after, before))
	if !page.Published.IsZero() {
		page.Zone = berlin.String()
	}
	page.Publisher, page.Via, page.Original = source(after, address)
	list := text.findList(heading)
	page.Links = list.links(page.Published, newsNames(after))
	page.Blocks = text.article(heading, list.span, address)
	orewire.NumberLinks(page.Blocks)
	page.Body = orewire.Plain(page.Blocks)
	page.Products = leverageProducts(root, after)
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
		if i := slices.IndexFunc(l.inline, isElement(atom.Time)); i >= 0 {
			if at, ok := machineTime(attribute(l.inline[i], "datetime")); ok {
				return at, cleantext.Line(wordsOf(l.inline[i])).String()
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

// article returns the text between the heading and what follows it, without the list of instruments.
func (t text) article(heading int, list span, address cleantext.Address) []orewire.Block {
	around := t.lines[heading].place.body
	end := len(t.lines)
	if around != nil {
		end = t.spans[around].end
	}
	var prose, plain, images []orewire.Block // in elements made for text; in any
	for i := heading + 1; i < end; i++ {
		l := t.lines[i]
		if hasPrefix(l.text, infographics) && !isNested(l, around) {
			images = append(images, infographic(l, address))
			continue
		}
		if list.holds(i) || isAside(l, around) {
			continue
		}
		if hasPrefix(l.text, afterText) {
			break
		}
		block := blockOf(l)
		if l.place.prose {
			prose = append(prose, block)
		} else if len(block.Text.String()) >= 40 {
			plain = append(plain, block) // shorter ones are buttons and bylines
		}
	}
	if prose == nil {
		prose = plain
	}
	return append(prose, images...)
}

// blockOf makes a block of a line of the text.
func blockOf(l line) orewire.Block {
	b := orewire.Block{Kind: orewire.BlockParagraph, Text: cleantext.Line(l.text)}
	switch l.block.DataAtom {
	case atom.H2, atom.H3, atom.H4:
		b.Kind, b.Level = orewire.BlockHeading, int(l.block.Data[1]-'0')
	case atom.Li:
		b.Kind, b.Level, b.Mark = orewire.BlockItem, 1, bullet
	case atom.Blockquote:
		b.Kind, b.Level = orewire.BlockQuote, 1
	}
	return b
}

var bullet = cleantext.Line("•")

// infographic makes a caption of the line under a picture, which often leads to it.
func infographic(l line, address cleantext.Address) orewire.Block {
	b := orewire.Block{Kind: orewire.BlockImage, Text: cleantext.Line(l.text)}
	if picture := resolve(address, l.target); !picture.IsZero() {
		b.Links = []orewire.Hyperlink{{End: len(b.Text.String()), Address: picture}}
	}
	return b
}

// isNested reports whether a line stands in an article within the article: an advert, or what leads to other news.
func isNested(l line, article *html.Node) bool {
	return article != nil && article.DataAtom == atom.Article && l.place.article != article
}

// isAside reports whether a line inside an article is not part of its text.
func isAside(l line, article *html.Node) bool {
	return isNested(l, article) || l.place.aside || isCaption(l.text) || isAdvert(l.text) || printedTime.FindString(l.text) == l.text
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
