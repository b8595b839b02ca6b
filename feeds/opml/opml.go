// Package opml reads and writes lists of feeds: OPML 1.0 and 2.0, and newsboat's urls file.
//
// Shape: Read gives the feeds in the order of the file, each with its address, name, folder, language and site where the file has
// them; nested folders become one Group, as "Mining / Rare earths". Only http and https addresses are feeds. Other entries are
// refused one by one, by line and name; they do not keep the rest from being read.
// Errors: a file that is no list, is broken, or is larger than 10 MiB, 10,000 entries or 100 levels. Nothing of it is given then.
// Source: opml.org/spec2.opml, and newsboat's manual for its urls file.
package opml

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"orewire"
	"orewire/internal/cleantext"
)

const (
	maxFile    = 10 << 20 // bytes
	maxEntries = 10000
	maxDepth   = 100 // elements in each other
	maxName    = 200 // runes, of a feed or a folder's path
	maxShown   = 80  // runes of an address in a message
)

// List is what a file holds.
type List struct {
	Feeds   []orewire.Feed
	Refused []Refusal
}

// Refusal is an entry that is not taken over.
type Refusal struct {
	Line int
	Name cleantext.Text // of the entry, or its address without credentials
	Why  string
}

// String tells of the refusal in one line.
func (r Refusal) String() string { return fmt.Sprintf("line %d, %q: %s", r.Line, r.Name, r.Why) }

// Read reads a list of feeds in either format, which it tells by the first character.
func Read(r io.Reader) (List, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	switch {
	case err != nil:
		return List{}, err
	case len(raw) > maxFile:
		return List{}, errors.New("larger than 10 MiB")
	}
	text, err := decode(raw)
	if err != nil {
		return List{}, err
	}
	if strings.HasPrefix(strings.TrimSpace(text), "<") {
		return readOPML(text)
	}
	return readURLs(text)
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']`)

// decode makes UTF-8 of a file, by its byte-order mark or its declaration. Controls, which break XML, become blanks.
func decode(raw []byte) (string, error) {
	var set encoding.Encoding = utf.UTF8
	if match := declared.FindSubmatch(raw); match != nil && !bytes.HasPrefix(bytes.ToLower(match[1]), []byte("utf-16")) {
		if known, _ := charset.Lookup(string(match[1])); known != nil {
			set = known
		}
	}
	text, _, err := transform.String(utf.BOMOverride(set.NewDecoder()), string(raw))
	if err != nil {
		return "", fmt.Errorf("characters that cannot be read: %w", err)
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' {
			return ' '
		}
		return c
	}, text), nil
}

// add takes an entry over as a feed, or refuses it.
func (l *List) add(line int, address string, feed orewire.Feed) error {
	url, err := cleantext.ParseAddress(address)
	if err != nil {
		why := "its address is not one of http or https, or is malformed"
		switch scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(address)), ":"); scheme {
		case "":
			why = "it has no address"
		case "exec", "filter":
			why = scheme + ": runs a program, which a list of feeds may not do here"
		case "query":
			why = "query: is a saved search; put it under views: in the configuration"
		}
		return l.refuse(line, feed.Name, address, why)
	}
	feed.URL = url
	if feed.Name = cleantext.Truncate(feed.Name, maxName); feed.Name.IsZero() {
		feed.Name = cleantext.Line(url.Host())
	}
	l.Feeds = append(l.Feeds, feed)
	return l.bounded(line)
}

// refuse keeps why an entry is not taken over. One without a name is called by what can be shown of its address; a command line is
// not shown, as it may hold passwords in any form.
func (l *List) refuse(line int, name cleantext.Text, address, why string) error {
	if name.IsZero() {
		scheme, _, _ := strings.Cut(strings.ToLower(address), ":")
		if name = cleantext.Line(Masked(address)); scheme == "exec" || scheme == "filter" {
			name = cleantext.Line(scheme + ":…")
		}
	}
	l.Refused = append(l.Refused, Refusal{line, cleantext.Truncate(name, maxShown), why})
	return l.bounded(line)
}

func (l *List) bounded(line int) error {
	if len(l.Feeds)+len(l.Refused) > maxEntries {
		return fmt.Errorf("line %d: more than %d entries", line, maxEntries)
	}
	return nil
}

const between = " / " // folders of a group

// group joins the names of folders, the outermost first.
func group(folders []string) cleantext.Text {
	return cleantext.Truncate(cleantext.Line(strings.Join(folders, between)), maxName)
}

var (
	login  = regexp.MustCompile(`://[^/?#\\\s]*@`)
	secret = regexp.MustCompile(`(?i)([?&](?:[a-z_]*token|(?:api_?)?key|auth|pass|passwd|password|secret|sig|signature)=)[^&#\s]+`)
)

// Masked returns an address with its login and whatever looks like a key in its query left out, for messages.
func Masked(address string) string {
	return secret.ReplaceAllString(login.ReplaceAllString(address, "://…@"), "${1}…")
}
