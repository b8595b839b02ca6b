package feeds

import (
	"encoding/base64"
	"net/url"
	"strings"
	"unicode/utf8"
)

// field is what becomes of an element that is read: what it is called in the result, and how its inside is understood.
type field struct {
	out  string
	kind fieldKind
}

type fieldKind int

const (
	fieldText   fieldKind = iota // a text of one line
	fieldBody                    // a long text
	fieldPlain                   // an id, a date, a number: no HTML
	fieldGUID                    // an id that may be the item's address
	fieldLink                    // an address, as text or href
	fieldPerson                  // somebody's name, alone or in an element of its own
	fieldSource                  // the feed that the item was taken from
	fieldFile                    // an address with its type
)

// Names of our own in the result. gofeed would try a hundred layouts on dates under the names that it knows, which takes a
// third of the memory of the whole parse; parseDate reads them in any case.
const (
	dateName = "orewire-date"
	own      = "o" // prefix
)

var rssFields = map[name]field{
	{"", "title"}: {"title", fieldText}, {"", "link"}: {"link", fieldLink}, {"", "ttl"}: {"ttl", fieldPlain},
	{"", "managingeditor"}: {"managingEditor", fieldPerson}, {"", "webmaster"}: {"webMaster", fieldPerson},
	{"", "hour"}: {own + ":hour", fieldPlain}, {"", "day"}: {own + ":day", fieldPlain},
	{"dc", "title"}: {"dc:title", fieldText}, {"atom", "title"}: {"atom:title", fieldText}, {"atom", "link"}: {"atom:link", fieldLink},
	{"dc", "creator"}: {"dc:creator", fieldPerson}, {"itunes", "author"}: {"itunes:author", fieldPerson}, {"atom", "author"}: {"atom:author", fieldPerson},
	{"googleplay", "author"}: {"itunes:author", fieldPerson}, {"itunes", "owner"}: {"itunes:owner", fieldPerson},
	{"sy", "updateperiod"}: {"sy:updatePeriod", fieldPlain}, {"sy", "updatefrequency"}: {"sy:updateFrequency", fieldPlain},
}

var rssItemFields = map[name]field{
	{"", "title"}: {"title", fieldText}, {"", "link"}: {"link", fieldLink}, {"", "guid"}: {"guid", fieldGUID},
	{"", "description"}: {"description", fieldBody}, {"", "abstract"}: {"description", fieldBody}, {"", "fullitem"}: {"fullitem", fieldBody},
	{"", "body"}: {"body", fieldBody}, {"xhtml", "body"}: {"body", fieldBody}, {"xhtml", "div"}: {"body", fieldBody},
	{"content", "encoded"}: {"content:encoded", fieldBody}, {"", "encoded"}: {"content:encoded", fieldBody},
	{"", "pubdate"}: {dateName, fieldPlain}, {"", "date"}: {"dc:date", fieldPlain}, {"", "lastmod"}: {"dcterms:modified", fieldPlain},
	{"", "author"}: {"author", fieldPerson}, {"", "creator"}: {"dc:creator", fieldPerson},
	{"", "source"}: {"source", fieldText}, {"", "enclosure"}: {"enclosure", fieldFile},
	{"", "summary"}: {"atom:summary", fieldBody}, {"", "content"}: {"atom:content", fieldBody}, {"", "id"}: {"atom:id", fieldPlain},
	{"", "published"}: {"atom:published", fieldPlain}, {"", "updated"}: {"atom:updated", fieldPlain},
	{"dc", "title"}: {"dc:title", fieldText}, {"dc", "creator"}: {"dc:creator", fieldPerson}, {"dc", "author"}: {"dc:author", fieldPerson},
	{"dc", "date"}: {"dc:date", fieldPlain}, {"dc", "description"}: {"dc:description", fieldBody}, {"dc", "publisher"}: {"dc:publisher", fieldText},
	{"dcterms", "created"}: {"dcterms:created", fieldPlain}, {"dcterms", "issued"}: {"dcterms:issued", fieldPlain},
	{"dcterms", "modified"}: {"dcterms:modified", fieldPlain}, {"dcterms", "date"}: {"dc:date", fieldPlain},
	{"dcterms", "abstract"}: {"dc:description", fieldBody}, {"dcterms", "available"}: {"dcterms:issued", fieldPlain},
	{"atom", "title"}: {"atom:title", fieldText}, {"atom", "link"}: {"atom:link", fieldLink}, {"atom", "id"}: {"atom:id", fieldPlain},
	{"atom", "summary"}: {"atom:summary", fieldBody}, {"atom", "content"}: {"atom:content", fieldBody}, {"atom", "author"}: {"atom:author", fieldPerson},
	{"atom", "published"}: {"atom:published", fieldPlain}, {"atom", "issued"}: {"atom:published", fieldPlain}, {"atom", "created"}: {"atom:published", fieldPlain},
	{"atom", "updated"}: {"atom:updated", fieldPlain}, {"atom", "modified"}: {"atom:updated", fieldPlain},
	{"media", "title"}: {"media:title", fieldText}, {"media", "description"}: {"media:description", fieldBody}, {"media", "text"}: {"media:description", fieldBody},
	{"itunes", "title"}: {"itunes:title", fieldText}, {"itunes", "author"}: {"itunes:author", fieldPerson},
	{"itunes", "summary"}: {"itunes:summary", fieldBody}, {"itunes", "subtitle"}: {"itunes:subtitle", fieldBody},
	{"googleplay", "author"}: {"itunes:author", fieldPerson}, {"googleplay", "description"}: {"itunes:summary", fieldBody},
	{"feedburner", "origlink"}: {"feedburner:origLink", fieldPlain},
}

var atomFields = map[name]field{
	{"", "title"}: {"title", fieldText}, {"", "link"}: {"link", fieldLink}, {"", "author"}: {"author", fieldPerson},
	{"dc", "title"}: {"dc:title", fieldText}, {"dc", "creator"}: {"dc:creator", fieldPerson},
	{"sy", "updateperiod"}: {"sy:updatePeriod", fieldPlain}, {"sy", "updatefrequency"}: {"sy:updateFrequency", fieldPlain},
}

var atomItemFields = map[name]field{
	{"", "title"}: {"title", fieldText}, {"", "link"}: {"link", fieldLink}, {"", "author"}: {"author", fieldPerson}, {"", "id"}: {"id", fieldPlain},
	{"", "guid"}: {"id", fieldPlain}, {"", "summary"}: {"summary", fieldBody}, {"", "description"}: {"summary", fieldBody}, {"", "content"}: {"content", fieldBody},
	{"content", "encoded"}: {"content", fieldBody}, {"", "source"}: {"source", fieldSource},
	{"", "published"}: {own + ":published", fieldPlain}, {"", "issued"}: {own + ":published", fieldPlain}, {"", "pubdate"}: {own + ":published", fieldPlain},
	{"", "created"}: {own + ":created", fieldPlain}, {"", "updated"}: {own + ":updated", fieldPlain}, {"", "modified"}: {own + ":updated", fieldPlain},
	{"dc", "title"}: {"dc:title", fieldText}, {"dc", "creator"}: {"dc:creator", fieldPerson}, {"dc", "date"}: {own + ":published", fieldPlain},
	{"dc", "description"}: {"dc:description", fieldBody}, {"dcterms", "created"}: {own + ":created", fieldPlain}, {"dcterms", "issued"}: {own + ":published", fieldPlain},
	{"dcterms", "modified"}: {own + ":updated", fieldPlain}, {"media", "title"}: {"media:title", fieldText}, {"media", "description"}: {"media:description", fieldBody},
	{"feedburner", "origlink"}: {"feedburner:origLink", fieldPlain},
}

// fieldOf tells what becomes of an element of the feed or of one of its items; ok is false if it is not read.
func fieldOf(f format, inside kind, n name) (result field, ok bool) {
	switch {
	case inside == group && f == formatAtom:
		result, ok = atomFields[n]
	case inside == group:
		result, ok = rssFields[n]
	case inside == item && f == formatAtom:
		result, ok = atomItemFields[n]
	case inside == item:
		result, ok = rssItemFields[n]
	}
	return result, ok
}

const maxShortText = 64 << 10 // bytes of a text that is not long by nature

// write writes a field.
func (d *distiller) write(f field, e element, inside string) {
	limit := maxShortText
	if f.kind == fieldBody {
		limit = maxItemText
	}
	if d.inside() == item {
		inside = d.spend(inside, limit)
	}
	switch f.kind {
	case fieldText, fieldBody:
		d.writeBody(f, e, inside)
	case fieldPlain:
		d.writePlain(f.out, plainText(inside))
	case fieldGUID:
		d.writeAttributes(f.out, plainText(inside), "isPermaLink", attribute(e.tag, "ispermalink"))
	case fieldLink:
		d.writeReference(f, e, plainText(inside))
	case fieldPerson:
		d.writePerson(f.out, inside)
	case fieldSource:
		d.writeSource(inside)
	case fieldFile:
		if at := or(attribute(e.tag, "url"), attribute(e.tag, "href")); at != "" {
			d.writeAttributes(f.out, "", "url", resolve(e.base, at), "type", attribute(e.tag, "type"))
		}
	}
}

// spend takes a text off what the open item may have.
func (d *distiller) spend(s string, limit int) string {
	limit = min(limit, d.room)
	if len(s) > limit {
		s, d.full = cutText(s, limit), true
	}
	d.room -= len(s)
	return s
}

// writePlain writes an element of plain text, unless it is empty.
func (d *distiller) writePlain(name, text string) {
	if text != "" {
		d.writeAttributes(name, text)
	}
}

// writeAttributes writes an element of plain text with attributes, given as names and values.
func (d *distiller) writeAttributes(name, text string, attributes ...string) {
	d.out.WriteString("<" + name)
	for i := 0; i < len(attributes); i += 2 {
		if attributes[i+1] == "" {
			continue
		}
		d.out.WriteString(" " + attributes[i] + `="`)
		for j, part := range strings.Split(attributes[i+1], `"`) {
			if j > 0 {
				d.out.WriteString("&#34;")
			}
			writeEscaped(&d.out, withoutControls(part))
		}
		d.out.WriteByte('"')
	}
	d.out.WriteByte('>')
	writeEscaped(&d.out, withoutControls(text))
	d.out.WriteString("</" + name + ">")
}

func (d *distiller) writeLink(name string, base *url.URL, ref string) {
	if ref = strings.TrimSpace(ref); ref != "" {
		d.writeAttributes(name, resolve(base, ref))
	}
}

// writeReference writes a link, which RSS keeps as text and Atom as attributes. One that leads to no page is left out of RSS.
func (d *distiller) writeReference(f field, e element, text string) {
	ref := or(strings.TrimSpace(attribute(e.tag, "href")), text, attribute(e.tag, "rdf:resource"))
	rel := strings.ToLower(strings.TrimSpace(attribute(e.tag, "rel")))
	rel = strings.TrimPrefix(rel, "http://www.iana.org/assignments/relation/")
	switch {
	case ref == "":
	case d.names.format == formatAtom:
		d.writeAttributes(f.out, "", "href", resolve(e.base, ref), "rel", rel, "type", attribute(e.tag, "type"))
	case rel == "" || rel == "alternate":
		d.writeLink(f.out, e.base, ref)
	}
}

// resolve makes a reference a full address by xml:base; without one it stays as it is.
func resolve(base *url.URL, ref string) string {
	if base == nil || strings.TrimSpace(ref) == "" {
		return ref
	}
	u, err := base.Parse(strings.TrimSpace(ref))
	if err != nil {
		return ref
	}
	return u.String()
}

// writePerson writes who it was: the name in an element of its own, or else the mail address, or all of the text.
func (d *distiller) writePerson(out, inside string) {
	text := personIn(inside)
	if text == "" {
		return
	}
	if d.names.format == formatAtom && out == "author" {
		d.out.WriteString("<author>")
		d.writePlain("name", text)
		d.out.WriteString("</author>")
		return
	}
	d.writePlain(out, text)
}

func personIn(inside string) string {
	if !strings.Contains(inside, "<") {
		return plainText(inside)
	}
	return or(child(inside, "name"), child(inside, "email"), child(inside, "uri"), plainText(inside))
}

// writeSource writes the title of the feed that an Atom entry was taken from.
func (d *distiller) writeSource(inside string) {
	if title := child(inside, "title"); title != "" {
		d.out.WriteString("<source>")
		d.writePlain("title", title)
		d.out.WriteString("</source>")
	}
	if author := child(inside, "author"); author != "" {
		d.writePlain(own+":author", author)
	}
}

// child returns the plain text of the first element of a local name; an element around its name gives the name.
func child(inside, local string) string {
	for i := 0; i < len(inside); {
		t := nextToken(inside, i)
		i = t.end
		if t.kind != tokenStart {
			continue
		}
		raw := t.name(inside)
		if !strings.EqualFold(raw[strings.LastIndexByte(raw, ':')+1:], local) {
			continue
		}
		content, _, _ := strings.Cut(inside[t.end:], "</"+raw)
		if local == "author" {
			return personIn(content)
		}
		return plainText(content)
	}
	return ""
}

// plainText decodes an inside once, without its tags.
func plainText(inside string) string {
	if !strings.ContainsAny(inside, "<&") {
		return strings.TrimSpace(inside)
	}
	var b strings.Builder
	for i := 0; i < len(inside); {
		t := nextToken(inside, i)
		switch t.kind {
		case tokenText:
			b.WriteString(decodeReferences(inside[t.start:t.end]))
		case tokenCDATA:
			b.WriteString(cdata(inside[t.start:t.end]))
		}
		i = t.end
	}
	return strings.TrimSpace(b.String())
}

// cdata returns what is in a CDATA section.
func cdata(section string) string {
	return strings.TrimSuffix(strings.TrimPrefix(section, cdataBegin), cdataEnd)
}

// writeBody writes a text that may be HTML, in whatever way it is written down: escaped, as a CDATA section, or as markup.
func (d *distiller) writeBody(f field, e element, inside string) {
	inside = strings.TrimSpace(inside)
	type_ := d.typeOf(e)
	if type_ == typeUnsaid && (e.name.local == "content" || e.name.local == "summary") && !looksLikeHTML(inside) {
		type_ = typePlain
	}
	if type_ == typeBase64 {
		inside, type_ = unpackBase64(inside, e)
	}
	src := ""
	if f.out == "content" {
		src = resolve(e.base, attribute(e.tag, "src"))
	}
	if inside == "" && src == "" || type_ == typeBinary && src == "" {
		return
	}
	d.out.WriteString("<" + f.out)
	if src != "" {
		d.out.WriteString(` src="`)
		writeEscaped(&d.out, strings.ReplaceAll(src, `"`, "%22"))
		d.out.WriteByte('"')
	}
	d.out.WriteByte('>')
	if type_ != typeBinary {
		writeInside(&d.out, inside, type_)
	}
	d.out.WriteString("</" + f.out + ">")
}

// textType is how a text says that it is to be understood.
type textType int

const (
	typeUnsaid textType = iota // HTML, as RSS has it
	typePlain
	typeHTML
	typeXHTML // markup that is part of the feed's XML
	typeBase64
	typeBinary // no text at all
)

// typeOf reads how an element is to be understood: Atom 1.0 says it by type, Atom 0.3 by type and mode.
func (d *distiller) typeOf(e element) textType {
	isAtom := d.names.format == formatAtom && e.name.space == "" || e.name.space == "atom"
	if e.name.space == "xhtml" || e.name == (name{"", "body"}) {
		return typeXHTML
	}
	if !isAtom && e.name.space != "media" {
		return typeUnsaid
	}
	kind, mode := strings.ToLower(attribute(e.tag, "type")), strings.ToLower(attribute(e.tag, "mode"))
	kind, _, _ = strings.Cut(kind, ";")
	switch kind = strings.TrimSpace(kind); {
	case mode == "base64":
		return typeBase64
	case strings.Contains(kind, "xhtml"), mode == "xml" && strings.Contains(kind, "html"):
		return typeXHTML
	case strings.Contains(kind, "html"):
		return typeHTML
	case kind == "" && isAtom, kind == "text", kind == "plain", strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "xml"):
		if kind == "" && mode == "" && (e.name.local == "content" || e.name.local == "summary") {
			return typeUnsaid // many leave it out and write HTML
		}
		return typePlain
	case strings.HasPrefix(kind, "image/"), strings.HasPrefix(kind, "audio/"), strings.HasPrefix(kind, "video/"):
		return typeBinary
	case strings.HasPrefix(kind, "application/") && !strings.Contains(kind, "xml"):
		return typeBase64
	case strings.Contains(kind, "xml"):
		return typeXHTML
	}
	return typeUnsaid
}

// looksLikeHTML reports whether there are tags in a text that does not say what it is.
func looksLikeHTML(inside string) bool {
	for _, mark := range []string{"&lt;/", "&lt;p", "&lt;br", "&lt;img", "&#60;", "&#x3", "<"} {
		if strings.Contains(inside, mark) {
			return true
		}
	}
	for {
		_, rest, ok := strings.Cut(inside, "&amp;")
		switch {
		case !ok:
			return false
		case referenceLength("&"+rest[:min(len(rest), maxReference)]) > 0: // "&amp;nbsp;"
			return true
		}
		inside = rest
	}
}

// unpackBase64 decodes a text that is written so, and returns it as the inside of an element. What is no base64, or in a title
// no text, is plain.
func unpackBase64(inside string, e element) (string, textType) {
	packed := strings.Join(strings.Fields(plainText(inside)), "")
	raw, err := base64.StdEncoding.DecodeString(packed)
	if err != nil {
		if raw, err = base64.RawStdEncoding.DecodeString(packed); err != nil {
			return inside, typePlain
		}
	}
	if e.name.local != "content" && !utf8.Valid(raw) {
		return inside, typePlain
	}
	text := toUTF8(raw)
	if strings.ContainsRune(text, 0) {
		return "", typeBinary
	}
	if strings.Contains(strings.ToLower(attribute(e.tag, "type")), "html") {
		return escapeHTML(text), typeHTML
	}
	return escapeHTML(text), typePlain
}

// writeInside writes the inside of a text element as escaped HTML.
func writeInside(b *strings.Builder, inside string, type_ textType) {
	escaped := type_ == typeUnsaid || type_ == typeHTML
	if !strings.Contains(inside, "<") && (escaped || type_ == typePlain && !strings.Contains(inside, "&")) {
		writeText(b, inside)
		return
	}
	switch {
	case type_ == typeXHTML, hasMarkup(inside):
		writeEscaped(b, markup(inside))
	case type_ == typePlain:
		writeEscaped(b, escapeHTML(plainText(inside)))
	default:
		writeEscaped(b, plainText(inside))
	}
}

// hasMarkup reports whether there are elements in an inside, beside its CDATA sections.
func hasMarkup(inside string) bool {
	for i := 0; i < len(inside); {
		t := nextToken(inside, i)
		if t.kind == tokenStart || t.kind == tokenEmpty || t.kind == tokenEnd {
			return true
		}
		i = t.end
	}
	return false
}

// markup makes HTML of an inside with elements, whose names lose their prefixes. Elements that are not of HTML leave their text.
func markup(inside string) string {
	var b strings.Builder
	b.Grow(len(inside))
	for i := 0; i < len(inside); {
		t := nextToken(inside, i)
		piece := inside[t.start:t.end]
		switch t.kind {
		case tokenText:
			b.WriteString(strings.ReplaceAll(piece, "<", "&lt;"))
		case tokenCDATA:
			b.WriteString(cdata(piece))
		case tokenStart, tokenEmpty, tokenEnd:
			raw := t.name(inside)
			local := raw[strings.LastIndexByte(raw, ':')+1:]
			if htmlNames[strings.ToLower(local)] {
				b.WriteString(strings.Replace(piece, raw, local, 1))
			}
		}
		i = t.end
	}
	return b.String()
}

var escapeHTML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace
