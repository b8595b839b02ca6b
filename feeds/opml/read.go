package opml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"orewire"
	"orewire/internal/cleantext"
)

// outlineReader walks through the elements of an OPML file.
type outlineReader struct {
	list List
	open []string // by open element: the name of the folder, "" if it is none
}

// readOPML reads the outlines of a file. Bare ampersands, which many programs write, are read as they are meant.
func readOPML(text string) (List, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is UTF-8 by now
	var r outlineReader
	for {
		line, _ := d.InputPos() // where the token begins
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return r.list, nil
		}
		var broken *xml.SyntaxError
		if errors.As(err, &broken) {
			return List{}, fmt.Errorf("line %d: broken XML: %s", broken.Line, cleantext.Line(broken.Msg))
		}
		if err == nil {
			err = r.token(token, line)
		}
		if err != nil {
			return List{}, err
		}
	}
}

func (r *outlineReader) token(token xml.Token, line int) error {
	switch token := token.(type) {
	case xml.Directive:
		if strings.Contains(strings.ToUpper(string(token)), "ENTITY") {
			return fmt.Errorf("line %d: declares entities, which are not read from outside", line)
		}
	case xml.StartElement:
		return r.start(token, line)
	case xml.EndElement:
		if len(r.open) > 0 {
			r.open = r.open[:len(r.open)-1]
		}
	}
	return nil
}

func (r *outlineReader) start(element xml.StartElement, line int) error {
	kind := strings.ToLower(element.Name.Local)
	switch {
	case len(r.open) == 0 && kind != "opml":
		return fmt.Errorf("line %d: %s, not a list of feeds", line, otherKind(kind))
	case len(r.open) == maxDepth:
		return fmt.Errorf("line %d: more than %d elements in each other", line, maxDepth)
	}
	folder := ""
	if kind == "outline" {
		attr := map[string]string{}
		for _, a := range element.Attr {
			attr[strings.ToLower(a.Name.Local)] = a.Value
		}
		if err := r.outline(attr, line); err != nil {
			return err
		}
		folder = name(attr).String()
	}
	r.open = append(r.open, folder)
	return nil
}

// outline takes over an outline that is a feed; one without an address is a folder, unless it says that it is something else.
func (r *outlineReader) outline(attr map[string]string, line int) error {
	address, isFeed := attr["xmlurl"]
	kind := strings.ToLower(attr["type"])
	switch {
	case isFeed || kind == "rss" || kind == "atom":
		return r.list.add(line, address, orewire.Feed{Name: name(attr), Site: site(attr["htmlurl"]), Lang: language(attr["language"]), Group: r.group()})
	case kind == "link" || kind == "include":
		return r.list.refuse(line, name(attr), attr["url"], "a link to a page or another list, not a feed")
	}
	return nil
}

// group names the open folders.
func (r *outlineReader) group() cleantext.Text {
	var folders []string
	for _, name := range r.open {
		if name != "" {
			folders = append(folders, name)
		}
	}
	return group(folders)
}

func name(attr map[string]string) cleantext.Text {
	if title := cleantext.Line(attr["title"]); !title.IsZero() {
		return title
	}
	return cleantext.Line(attr["text"])
}

// site reads the address of a feed's pages; what is no address is no site.
func site(address string) cleantext.Address {
	a, err := cleantext.ParseAddress(address)
	if err != nil {
		return cleantext.Address{}
	}
	return a
}

var languageShape = regexp.MustCompile(`^[a-z]{2}\b`)

// language reads a code such as "de" or "en-us"; what is none is no language.
func language(code string) string { return languageShape.FindString(strings.ToLower(code)) }

// otherKind says what a file is whose first element is not opml.
func otherKind(element string) string {
	switch element {
	case "rss", "feed", "rdf":
		return "a feed"
	case "html", "head", "body":
		return "a web page"
	}
	return fmt.Sprintf("XML of another kind, <%s>", cleantext.Truncate(cleantext.Line(element), 40))
}
