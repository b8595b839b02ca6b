package feeds

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	"orewire/internal/cleantext"
)

// suiteCase is a feed, with what must be shown of it.
type suiteCase struct {
	name        string
	body        string
	contentType string
	want        map[string]string // by what: "feed.title", "error", "items", "title" of the first item, "2.title"; "-" for nothing
	deadly      bool              // plain gofeed would not live through it
}

// wraps are what the bodies of a suite file stand in.
var wraps = map[string][2]string{
	"raw": {"", ""},
	"rss": {`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"` + suiteSpaces + `><channel><title>Ore</title><link>https://ore.example/</link><item>`,
		`</item></channel></rss>`},
	"channel": {`<rss version="2.0"` + suiteSpaces + `><channel>`, `</channel></rss>`},
	"rdf": {`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"` + suiteSpaces +
		`><channel rdf:about="https://ore.example/"><title>Ore</title><link>https://ore.example/</link></channel>`, `</rdf:RDF>`},
	"entry": {`<feed xmlns="http://www.w3.org/2005/Atom"` + suiteSpaces + `><title>Ore</title><link href="https://ore.example/"/><entry>`, `</entry></feed>`},
	"atom":  {`<feed xmlns="http://www.w3.org/2005/Atom"` + suiteSpaces + `>`, `</feed>`},
	"atom03": {`<feed version="0.3" xmlns="http://purl.org/atom/ns#"` + suiteSpaces + `><title>Ore</title><link rel="alternate" type="text/html" href="https://ore.example/"/><entry>`,
		`</entry></feed>`},
	"json": {`{"version":"https://jsonfeed.org/version/1.1","title":"Ore","home_page_url":"https://ore.example/","items":[`, `]}`},
	"date": {`<rss version="2.0"><channel><title>Ore</title><item><title>T</title><pubDate>`, `</pubDate></item></channel></rss>`},
}

const suiteSpaces = ` xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
	` xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:georss="http://www.georss.org/georss"` +
	` xmlns:a="http://www.w3.org/2005/Atom" xmlns:x="http://www.w3.org/1999/xhtml"`

// readSuite reads a file of cases: "@wrap" says what the bodies stand in, "== name" begins a case, "--" ends its body; then
// what is wanted, as key=value. A value in quotes is a Go string.
func readSuite(t *testing.T, path string) (cases []suiteCase) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := strings.TrimSuffix(filepath.Base(path), ".txt")
	wrap := wraps["raw"]
	var c *suiteCase
	wanted := false
	for line := range strings.SplitSeq(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "@"):
			ok := false
			if wrap, ok = wraps[line[1:]]; !ok {
				t.Fatalf("%s: unknown wrap %q", path, line)
			}
			c = nil
		case strings.HasPrefix(line, "== "):
			cases = append(cases, suiteCase{name: file + "/" + line[3:], want: map[string]string{}})
			c, wanted = &cases[len(cases)-1], false
			c.body = wrap[0]
		case c == nil:
		case line == "--":
			c.body, wanted = strings.TrimSuffix(c.body, "\n")+wrap[1], true
		case wanted && line != "":
			key, value, ok := strings.Cut(line, "=")
			if !ok {
				t.Fatalf("%s: %s: %q is no key=value", path, c.name, line)
			}
			c.want[key] = unquote(t, value)
		case !wanted:
			c.body += line + "\n"
		}
	}
	return cases
}

func unquote(t *testing.T, value string) string {
	if !strings.HasPrefix(value, `"`) {
		return value
	}
	s, err := strconv.Unquote(value)
	if err != nil {
		t.Fatalf("%s: %v", value, err)
	}
	return s
}

// dateCases are lines "written | language | UTC"; "-" is a date that nobody can read.
func dateCases(t *testing.T) (cases []suiteCase) {
	text, err := os.ReadFile("testdata/suite/dates")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		written, want, ok := strings.Cut(line, " | ")
		if !ok {
			continue
		}
		wrap := wraps["date"]
		cases = append(cases, suiteCase{name: "dates/" + written, body: wrap[0] + written + wrap[1], want: map[string]string{"date": strings.TrimSpace(want)}})
	}
	return cases
}

// allCases are the cases of the files and those that are made by program.
func allCases(t *testing.T) []suiteCase {
	files, err := filepath.Glob("testdata/suite/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("suite files: %v, %v", files, err)
	}
	var cases []suiteCase
	for _, file := range files {
		cases = append(cases, readSuite(t, file)...)
	}
	cases = append(cases, dateCases(t)...)
	cases = append(cases, charsetCases(t)...)
	return append(cases, hostileCases()...)
}

// facts lists what is shown of a feed by the keys of the suite.
func facts(s Shown, err error) map[string]string {
	f := map[string]string{"feed.title": s.Title.String(), "feed.link": s.Link.String(), "items": strconv.Itoa(len(s.Items)),
		"error": cleantext.Error(err).String(), "incomplete": s.Incomplete.String()}
	for i, item := range s.Items {
		prefix := ""
		if i > 0 {
			prefix = strconv.Itoa(i+1) + "."
		}
		for key, value := range map[string]string{"title": item.Title.String(), "link": item.Link.String(), "id": item.ID.String(),
			"summary": item.Summary.String(), "content": item.Content.String(), "author": item.Author.String(), "date": suiteDate(item.Date)} {
			f[prefix+key] = value
		}
	}
	return f
}

func suiteDate(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339Nano)
}

// missed lists where facts are not what is wanted. What is said of a feed needs only begin so.
func missed(want, got map[string]string) (lines []string) {
	for _, key := range []string{"error", "incomplete"} {
		if _, ok := want[key]; !ok && got[key] != "" {
			lines = append(lines, key+" "+got[key])
		}
	}
	for key, value := range want {
		if value == "-" {
			value = ""
		}
		if got[key] != value && !((key == "error" || key == "incomplete") && value != "" && strings.HasPrefix(got[key], value)) {
			lines = append(lines, fmt.Sprintf("%s = %q, want %q", key, got[key], value))
		}
	}
	return lines
}

// The suite holds what every feed shows. Most of it is there because plain gofeed shows something else; -v tells how much.
func TestSuite(t *testing.T) {
	cases := allCases(t)
	if len(cases) < 400 {
		t.Errorf("the suite has %d cases, want 400", len(cases))
	}
	seen := map[string]bool{}
	plain := 0
	for _, c := range cases {
		if seen[c.name] {
			t.Errorf("two cases are called %q", c.name)
		}
		seen[c.name] = true
		t.Run(c.name, func(t *testing.T) {
			begun := time.Now()
			got, err := showBody([]byte(c.body), c.contentType, testFeed(t), testNow)
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			for _, line := range missed(c.want, facts(got, err)) {
				t.Error(line)
			}
		})
		if c.deadly || len(missed(c.want, plainFacts(c))) > 0 {
			plain++
		}
	}
	t.Logf("%d cases; plain gofeed shows %d of them otherwise", len(cases), plain)
}

// plainFacts is what gofeed alone shows of a case, its texts cleaned as ours are, for its HTML is not held against it.
func plainFacts(c suiteCase) (f map[string]string) {
	defer func() {
		if value := recover(); value != nil {
			f = map[string]string{"error": fmt.Sprint(value)}
		}
	}()
	feed, err := gofeed.NewParser().ParseString(c.body)
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	text := func(s string) string { return cleantext.HTML(s).String() }
	f = map[string]string{"feed.title": text(feed.Title), "feed.link": feed.Link, "items": strconv.Itoa(len(feed.Items))}
	for i, item := range feed.Items {
		prefix := ""
		if i > 0 {
			prefix = strconv.Itoa(i+1) + "."
		}
		author := ""
		if item.Author != nil {
			author = item.Author.Name
		}
		date := ""
		if item.PublishedParsed != nil {
			date = suiteDate(item.PublishedParsed.UTC())
		}
		for key, value := range map[string]string{"title": text(item.Title), "link": item.Link, "id": item.GUID, "summary": text(item.Description),
			"content": text(or(item.Content, item.Description)), "author": author, "date": date} {
			f[prefix+key] = value
		}
	}
	return f
}
