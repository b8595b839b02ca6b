package feeds

import (
	"fmt"
	"iter"
	"net/url"
	"strings"
)

// distilled is a feed's XML brought into the one form that gofeed reads rightly, whatever the feed looked like.
type distilled struct {
	xml       string
	left      int  // items beyond the first 5,000, which are left out
	shortened int  // items with more text than is read
	brokenOff bool // it ends within an item
}

// distil makes well-formed XML of a feed, good or broken: one root with the items that were read to their end, each element
// under its customary name, without markup inside, and its text as escaped HTML, decoded as often as its type says. References
// are resolved by xml:base. What nobody here reads is left out. XML that would exhaust a parser is refused.
func distil(s string, f format) (distilled, error) {
	d := distiller{in: s, names: names{format: f}, cdataEnd: landmark{mark: cdataEnd}, itemEnd: landmark{mark: "</item>"}, entryEnd: landmark{mark: "</entry>"}}
	d.out.Grow(len(s) + 64)
	root := "rss"
	d.item = "item"
	if f == formatAtom {
		root, d.item = "feed", "entry"
	}
	d.out.WriteString("<" + root + ">")
	if f == formatRSS {
		d.out.WriteString("<channel>")
	}
	if err := d.walk(); err != nil {
		return distilled{}, err
	}
	if f == formatRSS {
		d.out.WriteString("</channel>")
	}
	d.out.WriteString("</" + root + ">")
	return distilled{xml: d.out.String(), left: d.left, shortened: d.shortened, brokenOff: d.brokenOff}, nil
}

// distiller walks through a feed once.
type distiller struct {
	in    string
	names names
	item  string // what an item is called in the result
	out   strings.Builder
	open  []frame

	nested     elements // open in a text
	spacesSeen int
	items      int // written to their end
	left       int
	shortened  int
	brokenOff  bool
	begin      int  // of the open item, in out
	room       int  // bytes of text that the open item may still have
	full       bool // the open item had more

	cdataEnd, itemEnd, entryEnd landmark
}

// landmark is a mark in a feed, with where it was found last: each stretch is searched once, though many ask.
type landmark struct {
	mark     string
	from, at int // it stands at at, and nowhere between from and there
}

// after returns where the mark stands first at or behind i; the length of the feed if it does not.
func (l *landmark) after(feed string, i int) int {
	if l.at == 0 || i < l.from || i > l.at {
		l.from, l.at = i, len(feed)
		if n := strings.Index(feed[i:], l.mark); n >= 0 {
			l.at = i + n
		}
	}
	return l.at
}

// frame is an open element that is not a text.
type frame struct {
	raw  string // as it is written
	kind kind
	base *url.URL // xml:base; nil if there is none
}

// kind is what an element is here.
type kind int

const (
	aside  kind = iota // not read, nor what is in it
	group              // the feed itself
	item               // an item that is read
	beyond             // an item that is one too many
)

// walk reads all of the feed.
func (d *distiller) walk() error {
	for i := 0; i < len(d.in); {
		t := d.next(i, "")
		i = t.end
		switch t.kind {
		case tokenStart, tokenEmpty:
			var err error
			if i, err = d.start(t); err != nil {
				return err
			}
		case tokenEnd:
			d.end(t.name(d.in))
		case tokenDoctype:
			if strings.Contains(d.in[t.start:t.end], "<!ENTITY") {
				return fmt.Errorf("feed that defines entities of its own")
			}
		}
	}
	d.finish()
	return nil
}

// start takes a start tag. It returns where to go on: behind the element if it is a text.
func (d *distiller) start(t token) (next int, err error) {
	e, err := d.element(t)
	if err != nil {
		return 0, err
	}
	if e.name.space == "" && (e.name.local == "item" || e.name.local == "entry") && len(d.open) > 0 || len(d.open) == 0 && e.name.local == "entry" {
		d.openItem(e, t.kind == tokenEmpty)
		return t.end, nil
	}
	inside := d.inside()
	f, ok := fieldOf(d.names.format, inside, e.name)
	switch {
	case ok && t.kind == tokenEmpty:
		d.write(f, e, "")
		return t.end, nil
	case ok:
		text, next, err := d.text(t.end, e)
		if err == nil {
			d.write(f, e, text)
		}
		return next, err
	case t.kind == tokenEmpty, isVoid(e.name.local):
		return t.end, nil
	}
	k := kindOf(inside, e.name, len(d.open) == 0)
	if k == group { // of the Channel Definition Format
		if href := attribute(e.tag, "href"); href != "" {
			d.writeLink("link", e.base, href)
		}
	}
	return t.end, d.push(frame{e.raw, k, e.base})
}

func (d *distiller) push(f frame) error {
	if len(d.open) >= maxDepth {
		return errDepth
	}
	d.open = append(d.open, f)
	return nil
}

var errDepth = fmt.Errorf("feed nested deeper than %d elements", maxDepth)

// kindOf tells what an element is that holds others.
func kindOf(inside kind, n name, root bool) kind {
	switch {
	case root, inside == group && n == name{"", "channel"}:
		return group
	case inside == aside, inside == beyond:
		return inside
	}
	switch n {
	case name{"media", "group"}, name{"media", "content"}, name{"", "skiphours"}, name{"", "skipdays"}, name{"", "items"}:
		return inside
	}
	return aside
}

// inside returns what the elements that are now read belong to.
func (d *distiller) inside() kind {
	if len(d.open) == 0 {
		return aside
	}
	return d.open[len(d.open)-1].kind
}

func (d *distiller) base() *url.URL {
	if len(d.open) == 0 {
		return nil
	}
	return d.open[len(d.open)-1].base
}

// end takes an end tag. It closes what is open inside its element, too; one of an element that is not open says nothing.
func (d *distiller) end(raw string) {
	for i := len(d.open) - 1; i >= 0; i-- {
		if strings.EqualFold(d.open[i].raw, raw) {
			d.closeTo(i)
			return
		}
	}
}

// closeTo closes all but the first n open elements.
func (d *distiller) closeTo(n int) {
	before := d.open
	d.open = d.open[:n]
	for _, f := range before[n:] {
		if f.kind == item {
			d.closeItem()
			return // the others are inside
		}
	}
}

// openItem begins an item; one that is open still ends before.
func (d *distiller) openItem(e element, empty bool) {
	n := len(d.open)
	for i, f := range d.open {
		if f.kind != group {
			n = i
			break
		}
	}
	d.closeTo(n)
	if d.items == maxItems {
		d.left++
		if !empty {
			d.open = append(d.open, frame{e.raw, beyond, nil})
		}
		return
	}
	d.begin, d.room, d.full = d.out.Len(), maxItemText, false
	d.out.WriteString("<" + d.item + ">")
	d.open = append(d.open, frame{e.raw, item, e.base})
	for key, value := range attributes(e.tag) {
		switch key {
		case "href": // of the Channel Definition Format
			d.writeLink("link", e.base, value)
		case "lastmod":
			d.writePlain(dateName, value)
		case "rdf:about":
			d.writePlain("rdf:about", value)
		}
	}
	if empty {
		d.closeTo(len(d.open) - 1)
	}
}

func (d *distiller) closeItem() {
	d.out.WriteString("</" + d.item + ">")
	d.items++
	if d.full {
		d.shortened++
	}
}

// finish closes what is open at the end. An item that was cut off there is left out, unless it is the only one. A root alone that is
// open says nothing: there are feeds that never close theirs, and they would be asked for whole each time.
func (d *distiller) finish() {
	for _, f := range d.open {
		d.brokenOff = d.brokenOff || f.kind == item
	}
	if d.brokenOff && d.items > 0 {
		whole := d.out.String()[:d.begin]
		d.out.Reset()
		d.out.WriteString(whole)
		return
	}
	d.closeTo(0)
}

// element is a start tag, taken apart.
type element struct {
	tag  string
	raw  string // name as it is written
	name name
	base *url.URL // xml:base that holds for it
}

// element reads a start tag within the limits of what can be read.
func (d *distiller) element(t token) (element, error) {
	tag := d.in[t.start:t.end]
	e := element{tag: tag, raw: t.name(d.in), base: d.base()}
	declares := ""
	if strings.Contains(tag, "xml") {
		if d.spacesSeen += strings.Count(tag, "xmlns"); d.spacesSeen > maxNamespaces {
			return e, fmt.Errorf("feed with more than %d namespaces", maxNamespaces)
		}
	}
	if len(tag) > 4*maxAttributes && strings.Count(tag, "=") > maxAttributes {
		return e, fmt.Errorf("feed with more than %d attributes on an element", maxAttributes)
	}
	if strings.Contains(tag, "xml") {
		for key, value := range attributes(tag) {
			switch {
			case key == "xmlns":
				declares = value
				if len(d.open) == 0 {
					d.names.own = trimSpace(value)
				}
			case key == "xml:base":
				e.base = rebase(e.base, value)
			}
		}
		for key, value := range attributes(tag) {
			if prefix, ok := strings.CutPrefix(key, "xmlns:"); ok {
				d.names.declare(prefix, value)
			}
		}
	}
	if len(d.open) == 0 {
		declares = "" // the root's namespace is the feed's own
	}
	e.name = d.names.of(e.raw, declares)
	return e, nil
}

// rebase returns the base that xml:base sets within another.
func rebase(outer *url.URL, ref string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(ref))
	if err != nil {
		return outer
	}
	if outer != nil {
		return outer.ResolveReference(u)
	}
	return u
}

// attributes yields the attributes of a tag, their names as written but in lower case, and their values decoded.
func attributes(tag string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		s := strings.TrimRight(tag[1+nameLength(tag[1:]):], "/>")
		for {
			s = strings.TrimLeft(s, " \t\r\n/=\"'")
			n := nameLength(s)
			if n == 0 {
				return
			}
			key, rest := strings.ToLower(s[:n]), strings.TrimLeft(s[n:], " \t\r\n")
			value := ""
			if after, ok := strings.CutPrefix(rest, "="); ok {
				value, rest = attributeValue(strings.TrimLeft(after, " \t\r\n"))
			}
			if !yield(key, decodeReferences(value)) {
				return
			}
			s = rest
		}
	}
}

// attributeValue reads a value, in quotes or bare.
func attributeValue(s string) (value, rest string) {
	if s == "" {
		return "", ""
	}
	if quote := s[:1]; quote == `"` || quote == "'" {
		value, rest, _ = strings.Cut(s[1:], quote)
		return value, rest
	}
	end := strings.IndexAny(s, " \t\r\n")
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// attribute returns an attribute of a tag; "" if it has none of that name, which is in lower case.
func attribute(tag, key string) string {
	for k, value := range attributes(tag) {
		if k == key {
			return value
		}
	}
	return ""
}

// text reads the inside of a text element whose tag ends at begin, and returns where to go on. It ends with its end tag; if
// that is missing, with the first element that belongs beside it, or with its item. The end tag is looked for no further behind that
// element than a text may be long, as each of many such elements has its own to look for.
func (d *distiller) text(begin int, e element) (inside string, next int, err error) {
	open := append(d.nested[:0], e.raw)
	defer func() { d.nested = open }() // its memory is used again
	beside := -1
	for i := begin; i < len(d.in) && (beside < 0 || i < beside+maxItemText); {
		t := d.next(i, e.raw)
		switch t.kind {
		case tokenStart:
			raw := t.name(d.in)
			if isItem(raw) {
				return d.unclosed(begin, beside, i)
			}
			if isVoid(raw) {
				break
			}
			if beside < 0 && !strings.EqualFold(raw, e.raw) {
				if _, ok := fieldOf(d.names.format, d.inside(), d.names.of(raw, "")); ok {
					beside = i
				}
			}
			if open.open(raw); len(d.open)+len(open) > maxDepth {
				return "", 0, errDepth
			}
		case tokenEnd:
			raw := t.name(d.in)
			if !open.close(raw) && d.isOpen(raw) {
				return d.unclosed(begin, beside, i)
			}
			if len(open) == 0 {
				return d.in[begin:i], t.end, nil
			}
		}
		i = t.end
	}
	return d.unclosed(begin, beside, len(d.in))
}

// unclosed returns the inside of a text that was never closed: up to what belongs beside it, or else to end.
func (d *distiller) unclosed(begin, beside, end int) (string, int, error) {
	if beside >= 0 {
		end = beside
	}
	return d.in[begin:end], end, nil
}

func (d *distiller) isOpen(raw string) bool {
	for _, f := range d.open {
		if strings.EqualFold(f.raw, raw) {
			return true
		}
	}
	return false
}

// next reads a token inside a text, whose element is raw, or between texts. A CDATA section that runs over the end of its
// item has lost its own end: it goes as far as the text.
func (d *distiller) next(i int, raw string) token {
	if !strings.HasPrefix(d.in[i:], cdataBegin) {
		return nextToken(d.in, i)
	}
	t := token{tokenCDATA, i, min(d.cdataEnd.after(d.in, i)+len(cdataEnd), len(d.in))}
	if end := min(d.itemEnd.after(d.in, i), d.entryEnd.after(d.in, i)); end < t.end {
		t.end = end
		if own := strings.Index(d.in[i:end], "</"+raw); raw != "" && own >= 0 {
			t.end = i + own
		}
	}
	return t
}

const (
	cdataBegin = "<![CDATA["
	cdataEnd   = "]]>"
)

func isItem(raw string) bool {
	return strings.EqualFold(raw, "item") || strings.EqualFold(raw, "entry")
}
