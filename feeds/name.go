package feeds

import "strings"

// name is the name of an element: its namespace by the customary prefix, "" for the feed's own, and its local name in lower
// case, since feeds write "pubDate" in every way.
type name struct{ space, local string }

// spaces are the namespaces that are read, with their customary prefixes; "" for those that RSS and Atom call their own.
// They are written in lower case and without what stands behind the last letter, since feeds differ in that.
var spaces = map[string]string{
	"http://purl.org/rss/1.0":                         "",
	"http://purl.org/net/rss1.1":                      "",
	"http://channel.netscape.com/rdf/simple/0.9":      "",
	"http://my.netscape.com/rdf/simple/0.9":           "",
	"http://my.netscape.com/publish/formats/rss-0.9":  "",
	"http://backend.userland.com/rss":                 "",
	"http://backend.userland.com/rss2":                "",
	"http://backend.userland.com/rss091":              "",
	"http://backend.userland.com/rss092":              "",
	"http://blogs.law.harvard.edu/tech/rss":           "",
	"http://cyber.law.harvard.edu/rss/rss.html":       "",
	"http://www.w3.org/1999/02/22-rdf-syntax-ns":      "rdf",
	"http://www.w3.org/2005/atom":                     "atom",
	"http://purl.org/atom/ns":                         "atom",
	"http://purl.org/atom":                            "atom",
	"http://example.com/newformat":                    "atom",
	"http://example.com/necho":                        "atom",
	"http://purl.org/echo":                            "atom",
	"http://purl.org/pie":                             "atom",
	"uri/of/echo/namespace":                           "atom",
	"http://purl.org/rss/1.0/modules/content":         "content",
	"http://purl.org/dc/elements/1.1":                 "dc",
	"http://purl.org/dc/elements/1.0":                 "dc",
	"http://purl.org/dc/terms":                        "dcterms",
	"http://search.yahoo.com/mrss":                    "media",
	"http://video.search.yahoo.com/mrss":              "media",
	"http://www.itunes.com/dtds/podcast-1.0.dtd":      "itunes",
	"http://www.google.com/schemas/play-podcasts/1.0": "googleplay",
	"http://rssnamespace.org/feedburner/ext/1.0":      "feedburner",
	"http://purl.org/rss/1.0/modules/syndication":     "sy",
	"http://www.w3.org/1999/xhtml":                    "xhtml",
}

// prefixes are what prefixes stand for that are not declared, or for a namespace that nobody knows.
var prefixes = map[string]string{"rss": "", "atom10": "atom", "atom03": "atom", "a10": "atom", "dcq": "dcterms"}

// names tells the names of a feed's elements.
type names struct {
	format   format
	declared map[string]string // the spaces of the prefixes that the feed declares
	own      string            // the root's namespace, whatever it is
}

// of returns the name of a tag. A default namespace counts on the tag that declares it only, and if it is one that is known.
func (n *names) of(written string, declares string) name {
	prefix, local, ok := strings.Cut(written, ":")
	if !ok {
		local, prefix = written, ""
		if space, known := spaces[trimSpace(declares)]; known {
			return name{n.native(space), strings.ToLower(local)}
		}
		return name{"", strings.ToLower(local)}
	}
	space, ok := n.declared[prefix]
	if !ok {
		space = customary(prefix)
	}
	return name{n.native(space), strings.ToLower(local)}
}

// native makes the feed's own of a namespace that is so in its format.
func (n *names) native(space string) string {
	if space == "atom" && n.format == formatAtom {
		return ""
	}
	return space
}

// declare notes that a prefix stands for a namespace.
func (n *names) declare(prefix, uri string) {
	space, known := spaces[trimSpace(uri)]
	switch {
	case !known && trimSpace(uri) == n.own:
		space = ""
	case !known:
		space = customary(prefix)
	}
	if n.declared == nil {
		n.declared = map[string]string{}
	}
	n.declared[prefix] = space
}

func customary(prefix string) string {
	if space, ok := prefixes[strings.ToLower(prefix)]; ok {
		return space
	}
	return strings.ToLower(prefix)
}

// trimSpace writes a namespace as the table does.
func trimSpace(uri string) string {
	return strings.TrimRight(strings.ToLower(strings.TrimSpace(uri)), "#/")
}
