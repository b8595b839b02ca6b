package feeds

import (
	"encoding/json"
	"fmt"
	"strings"

	"orewire/internal/cleantext"
)

// format is a family of feeds.
type format int

const (
	formatRSS format = iota + 1 // with RDF
	formatAtom
	formatJSON
)

// feedRoots are what feeds of XML begin with.
var feedRoots = map[string]format{"rss": formatRSS, "rdf": formatRSS, "channel": formatRSS, "feed": formatAtom, "entry": formatAtom}

// behindWarning returns the feed of XML that stands behind something else, as behind a server's warning; "" if there is none.
func behindWarning(text string) (format, string) {
	n := strings.Index(text, "<?xml ")
	if n < 0 {
		return 0, ""
	}
	f, ok := feedRoots[rootElement(text[n:])]
	if !ok {
		return 0, ""
	}
	return f, text[n:]
}

// recognise tells the format of a feed, or in words what the text is instead.
func recognise(text string, address cleantext.Address) (format, error) {
	start := strings.TrimLeft(text, " \t\r\n\uFEFF\x00")
	switch {
	case start == "":
		return 0, fmt.Errorf("%w: the answer is empty", ErrNotFeed)
	case start[0] == '{':
		return formatJSON, nil
	case start[0] == '[':
		return 0, fmt.Errorf("%w: the answer is a JSON list", ErrNotFeed)
	}
	root := rootElement(start)
	if f, ok := feedRoots[root]; ok {
		return f, nil
	}
	switch root {
	case "":
		return 0, fmt.Errorf("%w: the answer is plain text", ErrNotFeed)
	case "html", "head", "body", "!doctype", "script", "div", "meta":
		if named := namedFeeds(start, address); len(named) > 0 {
			return 0, fmt.Errorf("%w: a web page, which names %s as its feed", ErrNotFeed, named[0].url)
		}
		return 0, fmt.Errorf("%w: a web page", ErrNotFeed)
	case "opml":
		return 0, fmt.Errorf("%w: a list of feeds (OPML)", ErrNotFeed)
	default:
		return 0, fmt.Errorf("%w: XML of another kind, <%s>", ErrNotFeed, cleantext.Truncate(cleantext.Line(root), 40))
	}
}

// rootElement returns the name of the first element, without prefix and in lower case; "!doctype" for a page that says so.
func rootElement(s string) string {
	for i := 0; i < len(s); {
		t := nextToken(s, i)
		switch t.kind {
		case tokenStart, tokenEmpty:
			name := t.name(s)
			return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
		case tokenDoctype:
			if kind := strings.Fields(s[t.start:t.end]); len(kind) > 1 && strings.HasPrefix(strings.ToLower(kind[1]), "html") {
				return "!doctype"
			}
		}
		i = t.end
	}
	return ""
}

// jsonComplaint finds the message in a JSON answer that is an error: {"error": "…"}, {"error": {"message": "…"}}.
func jsonComplaint(text string) cleantext.Text {
	var answer map[string]any
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		return cleantext.Text{}
	}
	for _, key := range []string{"error", "message", "detail", "error_description", "errors"} {
		value := answer[key]
		if inner, ok := value.(map[string]any); ok {
			value = inner["message"]
		}
		if words, ok := value.(string); ok {
			return cleantext.Truncate(cleantext.Line(words), 120)
		}
	}
	return cleantext.Text{}
}
