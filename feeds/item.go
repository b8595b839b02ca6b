package feeds

import (
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode/utf8"

	"orewire"
	"orewire/internal/cleantext"
)

const (
	maxSummary = 600 // runes
	maxTitle   = 300 // runes; a title that stands in for none is a third of it
)

// collect makes clean items of a channel's entries.
func collect(c channel, feed orewire.Feed, now time.Time) Parsed {
	p := Parsed{Title: titleText(c.title, c.plain), Cut: c.left, Wishes: c.wishes.read(), BrokenOff: c.brokenOff, Incomplete: incomplete(c)}
	if feed.Name.IsZero() {
		feed.Name = p.Title
	}
	if site, err := feed.URL.Resolve(c.link); err == nil && strings.TrimSpace(c.link) != "" {
		p.Site = site
	}
	base := p.base(feed)
	p.Items = make([]Item, 0, len(c.entries))
	for i, e := range c.entries {
		runtime.Gosched() // a key that was pressed goes first
		if item := newItem(e, base, feed, now.UTC()); !item.Article.Title.IsZero() {
			item.place = i
			p.Items = append(p.Items, item)
		}
	}
	p.Items = identifyAll(p.Items, feed)
	return p
}

// incomplete says what is missing of a feed, because it was left out or did not come.
func incomplete(c channel) cleantext.Text {
	var words []string
	if c.left > 0 {
		words = append(words, fmt.Sprintf("%s beyond the first %d left out", counted(c.left), maxItems))
	}
	if c.shortened > 0 {
		words = append(words, fmt.Sprintf("%s cut at %d KiB", counted(c.shortened), maxItemText>>10))
	}
	if c.brokenOff {
		words = append(words, "it breaks off within an item")
	}
	if c.faulty {
		words = append(words, "what follows its last item is broken JSON")
	}
	return cleantext.Line(strings.Join(words, ", "))
}

// counted writes a number of items.
func counted(n int) string {
	if n == 1 {
		return "1 item"
	}
	return fmt.Sprintf("%d items", n)
}

// newItem makes an item of an entry; it has no title if the entry says nothing.
func newItem(e entry, base cleantext.Address, feed orewire.Feed, now time.Time) Item {
	summary, body := texts(e)
	a := orewire.Article{
		Title:  titleText(e.title, e.plain),
		URL:    Canonical(address(e, base)),
		Author: cleantext.Truncate(titleText(or(e.author, e.feedAuthor), e.plain), maxTitle),
		Seen:   now,
		Feeds:  []string{feed.Name.String()},
	}
	a.Publisher, a.Via = publisher(or(e.source, sourceLine(body), sourceLine(summary)), e.plain, feed)
	if a.Publisher != feed.Name {
		a.Title = withoutSource(a.Title, a.Publisher)
	}
	if a.Title.IsZero() {
		a.Title = cleantext.Truncate(cleantext.Line(or(summary.String(), body.String(), a.URL.String())), maxTitle/3)
	}
	a.Summary, a.Body = lead(a.Title, summary, body, a.Publisher)
	setDate(&a, e.dates, feed.Lang, now)
	return Item{GUID: guid(e.id), Article: a}
}

// guid makes a name of an entry's id; one that is too long to keep becomes its hash.
func guid(id string) string {
	if len(id) > 500 {
		return hash(id)
	}
	return cleantext.Line(id).String()
}

// titleText makes one line of a title. In most formats it may hold HTML, and often does.
func titleText(s string, plain bool) cleantext.Text {
	if !plain && strings.ContainsAny(s, "<&") {
		return cleantext.Truncate(cleantext.HTML(withBrackets(head(s), isTitleTag)).OneLine(), maxTitle)
	}
	return cleantext.Truncate(cleantext.Line(head(s)), maxTitle)
}

// texts makes text of an entry's summary and content.
func texts(e entry) (summary, body cleantext.Text) {
	if e.plain {
		summary = cleantext.Paragraphs(head(e.summary))
	} else {
		summary = htmlText(e.summary)
	}
	if e.plain && !e.html {
		return summary, cleantext.Paragraphs(head(e.content))
	}
	return summary, htmlText(e.content)
}

// htmlText makes text of HTML.
func htmlText(s string) cleantext.Text { return cleantext.HTML(withBrackets(head(s), isBodyTag)) }

// head returns as much of a text as is read.
func head(s string) string { return cutText(s, maxItemText) }

// cutText cuts a text to at most so many bytes, between two characters.
func cutText(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := limit
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// lead settles what is shown as summary and what as body. The summary is one line; it is empty if the feed only repeats the
// title there. The body is the fullest text with its paragraphs; it is empty if it says no more than the summary.
func lead(title, summary, body, source cleantext.Text) (cleantext.Text, cleantext.Text) {
	summary, body = withoutFooter(summary), withoutFooter(body)
	if utf8.RuneCountInString(body.String()) < utf8.RuneCountInString(summary.String()) {
		body = summary
	}
	if summary.IsZero() {
		summary = body
	}
	line := summary.OneLine()
	whole := body.OneLine()
	if repeats(line.String(), title.String(), source.String()) {
		line = whole
	}
	if repeats(line.String(), title.String(), source.String()) {
		return cleantext.Text{}, cleantext.Text{}
	}
	short := cleantext.Truncate(line, maxSummary)
	if whole == short {
		body = cleantext.Text{}
	}
	return short, body
}

// repeats reports whether a text is the title again, perhaps with the source's name behind it, as in feeds of aggregators.
func repeats(text, title, source string) bool {
	rest, ok := strings.CutPrefix(text, title)
	if !ok {
		return false
	}
	rest = strings.Trim(rest, " .-–—|:")
	return rest == "" || rest == source
}

// withoutFooter takes off the last paragraph that WordPress adds: "The post … appeared first on …".
func withoutFooter(t cleantext.Text) cleantext.Text {
	s := t.String()
	at := strings.LastIndex(s, "The post ")
	if at < 0 || (at > 0 && s[at-1] != '\n' && s[at-1] != ' ') || !strings.Contains(s[at:], "first on ") || len(s)-at > 600 {
		return t
	}
	return cleantext.Paragraphs(s[:at])
}

// withoutSource takes the publisher's name off the end of a title: "Copper rises - Mining.com".
func withoutSource(title, source cleantext.Text) cleantext.Text {
	short, ok := strings.CutSuffix(title.String(), source.String())
	if !ok {
		return title
	}
	trimmed := strings.TrimRight(short, " -–—|")
	if trimmed == "" || trimmed == short || strings.TrimRight(short, " ") == trimmed {
		return title
	}
	return cleantext.Line(trimmed)
}

// publisher returns who wrote an item, and who passed it on if that is somebody else.
func publisher(source string, plain bool, feed orewire.Feed) (publisher, via cleantext.Text) {
	name := cleantext.Truncate(titleText(source, plain), 80)
	if name.IsZero() || strings.EqualFold(name.String(), feed.Name.String()) {
		return feed.Name, cleantext.Text{}
	}
	return name, feed.Name
}

// sourceLine finds a line of its own that names the source, as "Quelle: Mining.com"; "" if there is none.
func sourceLine(t cleantext.Text) string {
	if !strings.Contains(t.String(), "Quelle:") {
		return ""
	}
	for line := range strings.SplitSeq(t.String(), "\n") {
		if name, ok := strings.CutPrefix(line, "Quelle:"); ok && len(name) < 80 {
			return strings.TrimSpace(name)
		}
	}
	return ""
}

// address finds the address of an item: its links, its id if that is one, else the first link in its text.
func address(e entry, base cleantext.Address) cleantext.Address {
	for _, link := range e.links {
		if strings.TrimSpace(link) == "" {
			continue
		}
		if at, err := base.Resolve(link); err == nil {
			return at
		}
	}
	if at, err := cleantext.ParseAddress(e.id); err == nil && e.permalink {
		return at
	}
	if at, err := base.Resolve(linkIn(or(e.content, e.summary))); err == nil && at != base {
		return at
	}
	return cleantext.Address{}
}

// linkIn returns the first reference of an HTML text; "" if there is none.
func linkIn(s string) string {
	_, tag, ok := strings.Cut(head(s), "<a ")
	if !ok {
		return ""
	}
	tag, _, _ = strings.Cut(tag, ">")
	_, value, ok := strings.Cut(tag, "href=")
	if !ok || value == "" {
		return ""
	}
	if quote := value[:1]; quote == `"` || quote == "'" {
		value, _, _ = strings.Cut(value[1:], quote)
	}
	return strings.ReplaceAll(value, "&amp;", "&")
}

// setDate sets when an article was published: the first date that can be true, else when it was first seen.
func setDate(a *orewire.Article, dates []string, lang string, now time.Time) {
	for _, written := range dates {
		if strings.TrimSpace(written) == "" {
			continue
		}
		if a.PublishedAs == "" {
			a.PublishedAs = cleantext.Truncate(cleantext.Line(written), 80).String()
		}
		at, zone, err := parseDate(written, lang)
		if err == nil && isPossible(at, now) {
			a.Published, a.Zone = at.UTC(), zone
			a.PublishedAs = cleantext.Truncate(cleantext.Line(written), 80).String()
			return
		}
	}
	a.Published, a.Undated = now, true
}

// isPossible reports whether an article can have been published then.
func isPossible(at, now time.Time) bool {
	return at.Year() >= 1990 && !at.After(now.Add(time.Hour))
}
