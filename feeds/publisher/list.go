package publisher

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html/atom"

	"orewire"
	"orewire/internal/cleantext"
)

// maxName is the longest name of an instrument, in bytes; longer lines are text.
const maxName = 120

// maxListLines is more than any list of instruments takes, and maxLabels more than a page has labels for one.
const (
	maxListLines = 400
	maxLabels    = 3
)

// sections are the headings inside the list of instruments.
var sections = []string{
	"Aktien", "Rohstoffe", "Devisen", "Indizes", "Fonds", "ETFs", "ETCs", "Anleihen", "Zertifikate", "Kryptowährungen", "Zinsen",
}

// list is the publisher's list of instruments on a page.
type list struct {
	label string
	rows  []row
	span  span // its lines
}

// row is one instrument of the list as it stands on the page.
type row struct {
	name   string // "" where the page prints only the price
	group  string
	price  string
	colour int // +1 or -1 by the colour of the change; 0 if it has none
}

// findList finds the list by its label; where a page has none, by the classes of its parts. It follows the heading.
func (t text) findList(heading int) list {
	labels := 0
	for i := heading + 1; i < len(t.lines) && labels < maxLabels; i++ {
		if !strings.EqualFold(strings.TrimSuffix(t.lines[i].text, ":"), valuesLabel) {
			continue
		}
		if found := t.listBelow(heading, i); found.rows != nil {
			return found
		}
		labels++
	}
	for _, box := range t.boxes {
		if box.start > heading && box.end > box.start {
			if found := t.listIn(span{box.start, box.end}); found.rows != nil {
				return found
			}
		}
	}
	return list{}
}

// listBelow reads the list under a label: in the smallest element around the label that holds prices, or, where that holds
// the heading too, in the lines that follow the label without a break.
func (t text) listBelow(heading, label int) list {
	for box := t.lines[label].block; box != nil && !t.spans[box].holds(heading); box = box.Parent {
		if found := t.listIn(span{label, t.spans[box].end}); found.rows != nil {
			return found
		}
	}
	rows, n := readRows(t.lines[label+1:], false)
	return list{t.lines[label].text, rows, span{label, label + 1 + n}}
}

// listIn reads the list in a box whose first line is its label.
func (t text) listIn(box span) list {
	box.end = min(box.end, box.start+maxListLines)
	rows, _ := readRows(t.lines[box.start+1:max(box.end, box.start+1)], true)
	return list{t.lines[box.start].text, rows, box}
}

// readRows reads the rows of a list and says how many lines they take. In a box every line belongs to the list; outside of
// one, the first line that is neither section, price nor a name above a price ends it.
func readRows(lines []line, boxed bool) (rows []row, n int) {
	var now row
	done := func() {
		if now.price != "" {
			rows = append(rows, now)
		}
		now = row{group: now.group}
	}
	for i, l := range lines {
		name, price := cells(l)
		switch {
		case l.place.button, isWayOn(l):
		case price != "":
			if name != "" || strings.Contains(now.price, "%") {
				done()
				now.name = name
			}
			now.price = strings.TrimSpace(now.price + " " + price)
			now.colour += colour(l)
		case isSection(l):
			done()
			now.group = l.text
		case !boxed && (i+1 == len(lines) || !isPrice(lines[i+1].text)):
			done()
			return rows, i
		case len(name) > maxName || isAdvert(name):
		case l.link != "" || now.name == "" || now.price != "":
			done()
			now.name = name
		}
	}
	done()
	return rows, len(lines)
}

// cells parts a line of the list into a name and a price; either may be empty.
func cells(l line) (name, price string) {
	if isPrice(l.text) {
		return "", l.text
	}
	if l.link == "" {
		return l.text, ""
	}
	rest, found := strings.CutPrefix(l.text, l.link)
	if rest = strings.TrimSpace(rest); found && isPrice(rest) {
		return l.link, rest
	}
	return l.link, ""
}

// isWayOn reports whether a line of the list leads to more about the instrument above it.
func isWayOn(l line) bool { return l.link == "Charts" || l.link == "News" }

func isSection(l line) bool {
	headings := []atom.Atom{atom.H2, atom.H3, atom.H4, atom.H5, atom.H6}
	return slices.Contains(sections, l.text) || hasClass(l.block, "h4") || slices.Contains(headings, l.block.DataAtom)
}

// colour returns +1 for a line with green or rising parts, -1 for red or falling ones, 0 for neither or both.
func colour(l line) int {
	up, down := false, false
	for _, n := range append(slices.Clone(l.inline), l.block) {
		for _, word := range strings.FieldsFunc(attribute(n, "class"), func(r rune) bool { return !unicode.IsLetter(r) }) {
			up = up || slices.Contains([]string{"green", "positive", "plus", "up"}, word)
			down = down || slices.Contains([]string{"red", "negative", "minus", "down"}, word)
		}
	}
	switch {
	case up && !down:
		return 1
	case down && !up:
		return -1
	}
	return 0
}

// links turns the rows into links. A row without a name takes one of those that "Nachrichten zu …" names, if it is clear
// which; without a name it is dropped. Names that stand in no row are listed too, without a price.
func (v list) links(at time.Time, news []cleantext.Text) []orewire.Link {
	news = slices.Clone(news)
	nameless := 0
	for _, r := range v.rows {
		if r.name == "" {
			nameless++
		}
		news = slices.DeleteFunc(news, func(name cleantext.Text) bool { return sameCompany(name.String(), r.name) })
	}
	clear := nameless == 1 || nameless == len(news)
	var links []orewire.Link
	for _, r := range v.rows {
		name := cleantext.Line(r.name)
		if name.IsZero() && clear && len(news) > 0 {
			name, news = news[0], news[1:]
		}
		if name.IsZero() {
			continue
		}
		links = append(links, orewire.Link{
			Name: name, How: orewire.Listed, Label: cleantext.Line(v.label), Group: cleantext.Line(r.group),
			Printed: printed(r.price, r.colour, at),
		})
	}
	for _, name := range news {
		links = append(links, orewire.Link{
			Name: name, How: orewire.Listed, Label: cleantext.Line(newsLabel + " " + name.String()),
		})
	}
	return links
}

// sameCompany reports whether one name is the beginning of the other, as SAP is of SAP SE.
func sameCompany(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a != "" && (a == b || strings.HasPrefix(b, a+" "))
}
