package feeds

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"orewire"
	"orewire/internal/cleantext"
)

var testNow = time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)

func testFeed(t testing.TB) orewire.Feed {
	t.Helper()
	return orewire.Feed{Name: cleantext.Line("Ore Daily"), URL: parseAddress(t, "https://ore.example/feeds/all.xml")}
}

func parseAddress(t testing.TB, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// shown is what a reader sees of an item.
type shown struct {
	Title, URL, Summary, Body, Author, Publisher, Via, Published string
	Undated                                                      bool
}

func show(item Item) shown {
	a := item.Article
	return shown{
		Title: a.Title.String(), URL: a.URL.String(), Summary: a.Summary.String(), Body: a.Body.String(), Author: a.Author.String(),
		Publisher: a.Publisher.String(), Via: a.Via.String(), Published: a.Published.Format(time.RFC3339), Undated: a.Undated,
	}
}

func TestParseFormats(t *testing.T) {
	want := []shown{
		{
			Title: "Copper & gold rise", URL: "https://ore.example/a/1", Summary: "Miners gain.", Body: "Miners gain.\n\nSmelters lose.",
			Author: "Ada Lovelace", Publisher: "Ore Daily", Published: "2026-11-24T12:00:00Z",
		},
		{Title: "Tin falls", URL: "https://ore.example/a/2", Publisher: "Ore Daily", Published: "2026-11-24T06:30:00Z"},
	}
	for name, body := range map[string]string{
		"RSS": `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ore</title>
			<link>https://ore.example/</link>
			<item><title>Copper &amp;amp; gold rise</title><link>https://ore.example/a/1?utm_source=rss#top</link><guid isPermaLink="false">1</guid>
			<description>&lt;p&gt;Miners gain.&lt;/p&gt;</description><content:encoded><![CDATA[<p>Miners <b>gain</b>.</p><p>Smelters lose.</p>]]></content:encoded>
			<author>ada@ore.example (Ada Lovelace)</author><pubDate>Tue, 24 Nov 2026 12:00:00 GMT</pubDate></item>
			<item><title>Tin falls</title><link>/a/2</link><description>Tin falls</description><pubDate>Tue, 24 Nov 2026 15:30:00 JST</pubDate></item></channel></rss>`,
		"RDF": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
			xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel rdf:about="x"><title>Ore</title><link>https://ore.example/</link></channel>
			<item rdf:about="1"><title>Copper &amp; gold rise</title><link>https://ore.example/a/1</link><description>Miners gain.</description>
			<content:encoded>&lt;p&gt;Miners gain.&lt;/p&gt;&lt;p&gt;Smelters lose.&lt;/p&gt;</content:encoded><dc:creator>Ada Lovelace</dc:creator><dc:date>2026-11-24T13:00:00+01:00</dc:date></item>
			<item rdf:about="2"><title>Tin falls</title><link>https://ore.example/a/2</link><dc:date>2026-11-24T06:30Z</dc:date></item></rdf:RDF>`,
		"Atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>Ore</title><link href="https://ore.example/"/><link rel="self" href="https://ore.example/feeds/all.xml"/>
			<entry><id>tag:1</id><title type="html">Copper &amp;amp; gold rise</title><link rel="enclosure" href="https://x.example/1.mp3"/><link href="https://ore.example/a/1"/>
			<summary>Miners gain.</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Miners gain.</p><p>Smelters lose.</p></div></content>
			<author><name>Ada Lovelace</name></author><published>2026-11-24T12:00:00Z</published><updated>2026-11-24T13:00:00Z</updated></entry>
			<entry><id>https://ore.example/a/2</id><title>Tin falls</title><updated>2026-11-24T08:30:00+02:00</updated></entry></feed>`,
		"JSON": `{"version":"https://jsonfeed.org/version/1.1","title":"Ore","home_page_url":"https://ore.example/","items":[null,
			{"id":1,"url":"https://ore.example/a/1","title":"Copper & gold rise","summary":"Miners gain.","content_html":"<p>Miners gain.</p><p>Smelters lose.</p>",
			"authors":[{"name":"Ada Lovelace"}],"date_published":"2026-11-24T12:00:00Z"},
			{"id":"2","url":"a/2","title":"Tin falls","content_text":"Tin falls","date_published":"2026-11-24T06:30:00Z"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Parse([]byte(body), "", testFeed(t), testNow)
			if err != nil {
				t.Fatal(err)
			}
			if p.Title.String() != "Ore" {
				t.Errorf("title = %q, want %q", p.Title, "Ore")
			}
			var got []shown
			for _, item := range p.Items {
				got = append(got, show(item))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
		})
	}
}

// rssItem wraps the inside of one RSS item in a feed.
func rssItem(inside string) string {
	return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ore</title><link>https://ore.example/</link><item>` + inside + `</item></channel></rss>`
}

func TestParseItem(t *testing.T) {
	long := strings.Repeat("ore ", 300)
	for name, c := range map[string]struct {
		item string
		want shown
	}{
		"no title":             {`<link>/a</link><description>Nickel &lt;b&gt;jumps&lt;/b&gt;</description>`, shown{Title: "Nickel jumps", URL: "https://ore.example/a"}},
		"only a link":          {`<link>/a</link>`, shown{Title: "https://ore.example/a", URL: "https://ore.example/a"}},
		"link by guid":         {`<title>T</title><guid>https://ore.example/a</guid>`, shown{Title: "T", URL: "https://ore.example/a"}},
		"guid that is no link": {`<title>T</title><guid isPermaLink="false">https://ore.example/a</guid>`, shown{Title: "T"}},
		"link by text":         {`<title>T</title><description>&lt;a href="/a?x=1&amp;amp;y=2"&gt;More&lt;/a&gt;</description>`, shown{Title: "T", URL: "https://ore.example/a?x=1&y=2", Summary: "More"}},
		"link to a script":     {`<title>T</title><link>javascript:alert(1)</link>`, shown{Title: "T"}},
		"title with markup":    {`<title>&lt;i&gt;Tin&lt;/i&gt; &amp;lt; lead</title>`, shown{Title: "Tin < lead"}},
		"escape in the title":  {`<title>Tin&amp;#27;]0;evil&amp;#7; up</title>`, shown{Title: "Tin up"}},
		"long text":            {`<title>T</title><description>` + long + `</description>`, shown{Title: "T", Summary: strings.TrimSpace(long[:4*149]) + "…", Body: strings.TrimSpace(long)}},
		"source":               {`<title>Tin up - Metal Post</title><source url="https://m.example/">Metal Post</source>`, shown{Title: "Tin up", Publisher: "Metal Post", Via: "Ore Daily"}},
		"source in German": {`<title>T</title><description>&lt;p&gt;Zinn steigt.&lt;/p&gt;Quelle: Metal Post</description>`,
			shown{Title: "T", Summary: "Zinn steigt. Quelle: Metal Post", Publisher: "Metal Post", Via: "Ore Daily"}},
		"source is the feed": {`<title>T</title><dc:publisher>ore daily</dc:publisher>`, shown{Title: "T"}},
		"title again": {`<title>Tin up - Metal Post</title><description>&lt;a href="/a"&gt;Tin up&lt;/a&gt; Metal Post</description><source url="x">Metal Post</source>`,
			shown{Title: "Tin up", URL: "https://ore.example/a", Publisher: "Metal Post", Via: "Ore Daily"}},
		"footer": {`<title>T</title><description>&lt;p&gt;Tin is up.&lt;/p&gt;&lt;p&gt;The post &lt;a href="/a"&gt;T&lt;/a&gt; appeared first on Ore.&lt;/p&gt;</description>`,
			shown{Title: "T", URL: "https://ore.example/a", Summary: "Tin is up."}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Parse([]byte(rssItem(c.item)), "", testFeed(t), testNow)
			if err != nil || len(p.Items) != 1 {
				t.Fatalf("Parse = %d items, %v, want one", len(p.Items), err)
			}
			if c.want.Publisher == "" {
				c.want.Publisher = "Ore Daily"
			}
			c.want.Published, c.want.Undated = "2026-11-25T04:00:00Z", true
			if diff := cmp.Diff(c.want, show(p.Items[0])); diff != "" {
				t.Errorf("item (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseElsewhere(t *testing.T) {
	body := `<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"><channel>
		<title>Ore</title><atom:link href="https://site.example/news/"/>
		<item><media:title>By media</media:title><atom:link rel="self" href="x"/><atom:link href="a/1"/><atom:author><atom:name>Ada</atom:name></atom:author>
			<atom:summary>Short.</atom:summary><atom:published>2026-11-24T12:00:00Z</atom:published></item>
		<item><title>By FeedBurner</title><link>https://burner.example/~r/1</link><fb:origLink>https://site.example/a/2</fb:origLink><author>Ada (ada@site.example)</author></item>
		<item><title>By enclosure</title><enclosure url="https://site.example/x.jpg" type="image/jpeg"/><enclosure url="https://site.example/a/3.pdf" type="application/pdf"/></item>
		</channel></rss>`
	p, err := Parse([]byte(body), "", testFeed(t), testNow)
	if err != nil {
		t.Fatal(err)
	}
	var got []shown
	for _, item := range p.Items {
		got = append(got, show(item))
	}
	want := []shown{
		{Title: "By media", URL: "https://site.example/news/a/1", Summary: "Short.", Author: "Ada", Publisher: "Ore Daily", Published: "2026-11-24T12:00:00Z"},
		{Title: "By FeedBurner", URL: "https://site.example/a/2", Author: "Ada", Publisher: "Ore Daily", Published: "2026-11-25T04:00:00Z", Undated: true},
		{Title: "By enclosure", URL: "https://site.example/a/3.pdf", Publisher: "Ore Daily", Published: "2026-11-25T04:00:00Z", Undated: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestParseHugeItem(t *testing.T) {
	huge := strings.Repeat("銅", maxItemText/2)
	p, err := Parse([]byte(rssItem("<title>T</title><guid isPermaLink=\"false\">"+huge+"</guid><description>"+huge+"</description>")), "", testFeed(t), testNow)
	if err != nil || len(p.Items) != 1 {
		t.Fatalf("Parse = %d items, %v, want one", len(p.Items), err)
	}
	item := p.Items[0]
	if got := len(item.Article.Body.String()); got > maxItemText-maxShortText || got < maxItemText-maxShortText-3 {
		t.Errorf("the body has %d bytes, want %d at most", got, maxItemText-maxShortText)
	}
	if got, want := p.Incomplete.String(), "1 item cut at 1024 KiB"; got != want {
		t.Errorf("incomplete = %q, want %q", got, want)
	}
	if len(item.GUID) > 500 {
		t.Errorf("the GUID has %d bytes", len(item.GUID))
	}
}

func TestParseNothing(t *testing.T) {
	p, err := Parse([]byte(rssItem("<category>x</category>")), "", testFeed(t), testNow)
	if err != nil || len(p.Items) != 0 {
		t.Errorf("an item without text = %d items, %v, want none", len(p.Items), err)
	}
}

func TestParseSays(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"empty":       {" \n", "not a feed: the answer is empty"},
		"page":        {"<!DOCTYPE html><html><body>Please log in</body></html>", "not a feed: a web page"},
		"page naming": {`<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>`, "not a feed: a web page, which names https://ore.example/rss as its feed"},
		"text":        {"Service unavailable", "not a feed: the answer is plain text"},
		"other XML":   {"<?xml version='1.0'?><sitemap/>", "not a feed: XML of another kind, <sitemap>"},
		"OPML":        {"<opml/>", "not a feed: a list of feeds (OPML)"},
		"JSON error":  {`{"error":{"message":"rate limit\u001b[31m reached"}}`, `not a feed: JSON that says "rate limit reached"`},
		"other JSON":  {`{"a":1}`, "not a feed: JSON without items"},
		"JSON list":   {`[1]`, "not a feed: the answer is a JSON list"},
		"entities":    {`<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel><item><title>&a;</title></item></channel></rss>`, "feed that defines entities of its own"},
		"nested":      {"<rss><channel>" + strings.Repeat("<a>", 2_000_000), "feed nested deeper than 100 elements"},
		"namespaces":  {"<rss " + strings.Repeat("xmlns:a='b' ", 300) + ">", "feed with more than 256 namespaces"},
		"attributes":  {"<rss " + strings.Repeat("abc='b' ", 2000) + ">", "feed with more than 1000 attributes on an element"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(c.body), "", testFeed(t), testNow)
			if err == nil || cleantext.Error(err).String() != c.want {
				t.Errorf("Parse: %v, want %q", err, c.want)
			}
			if got, want := errors.Is(err, ErrNotFeed), strings.HasPrefix(c.want, ErrNotFeed.Error()); got != want {
				t.Errorf("is ErrNotFeed = %v, want %v", got, want)
			}
		})
	}
}

func TestParseRepairs(t *testing.T) {
	two := `<rss><channel><title>Ore</title><item><title>One</title></item><item><title>Two</title></item></channel></rss>`
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"whole":                 {two, []string{"One", "Two"}},
		"cut off in an item":    {two[:strings.Index(two, "Two")+2], []string{"One"}},
		"cut off in a tag":      {two[:strings.Index(two, "<title>Two")+3], []string{"One"}},
		"cut off behind items":  {two[:strings.Index(two, "</channel>")], []string{"One", "Two"}},
		"only item cut off":     {`<rss><channel><item><title>One</title><description>Oh`, []string{"One"}},
		"bare ampersand":        {strings.Replace(two, "One", "One & only", 1), []string{"One & only", "Two"}},
		"bare less-than":        {strings.Replace(two, "One", "One < 2", 1), []string{"One < 2", "Two"}},
		"control character":     {strings.Replace(two, "One", "O\x01ne", 1), []string{"One", "Two"}},
		"control sequence":      {strings.Replace(two, "One", "O\x1b]0;evil\x07ne", 1), []string{"One", "Two"}},
		"forbidden reference":   {strings.Replace(two, "One", "One&#27;", 1), []string{"One", "Two"}},
		"noncharacter":          {strings.Replace(two, "One", "One\uFFFE", 1), []string{"One\uFFFD", "Two"}},
		"bad byte":              {strings.Replace(two, "One", "One \xff é", 1), []string{"One \uFFFD é", "Two"}},
		"HTML left open":        {strings.Replace(two, "</title>", "</title><description>a<br>b<p>c</description>", 1), []string{"One", "Two"}},
		"words before":          {"Warning: x\n" + two, []string{"One", "Two"}},
		"words behind":          {two + "<script>x</script>", []string{"One", "Two"}},
		"XML 1.1":               {`<?xml version="1.1"?>` + two, []string{"One", "Two"}},
		"HTML entity":           {strings.Replace(two, "One", "One&nbsp;&eacute;", 1), []string{"One é", "Two"}},
		"cut off in CDATA":      {strings.Replace(two[:strings.Index(two, "</title></item></channel>")], "Two", "<![CDATA[Tw", 1), []string{"One"}},
		"comment never ends":    {strings.Replace(two, "</channel>", "<!-- x", 1), []string{"One", "Two"}},
		"comment and bare end":  {strings.Replace(two, "<channel>", "<channel><!-- <x> --></p>", 1) + "\x00", []string{"One", "Two"}},
		"tag without its end":   {strings.Replace(two, "One</title>", "One</title", 1), []string{"One", "Two"}},
		"quote without its end": {strings.Replace(two, "<title>Two", `<title lang="de>Two`, 1), []string{"One"}},
		"character reference":   {strings.Replace(two, "One", "&#x4f;ne &#38; &#xFFFF;only &unknown thing", 1), []string{"One & \uFFFDonly &unknown thing", "Two"}},
		"old document type":     {`<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://n.example/rss.dtd">` + two, []string{"One", "Two"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Parse([]byte(c.body), "", testFeed(t), testNow)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, item := range p.Items {
				got = append(got, item.Article.Title.String())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("titles (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseCharset(t *testing.T) {
	feed := func(declaration, title string) string {
		return declaration + "<rss><channel><item><title>" + title + "</title></item></channel></rss>"
	}
	utf16le := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			b.WriteByte(byte(r))
			b.WriteByte(byte(r >> 8))
		}
		return b.String()
	}
	for name, c := range map[string]struct{ body, contentType, want string }{
		"UTF-8":              {feed("", "Förderung"), "", "Förderung"},
		"mark":               {"\xEF\xBB\xBF" + feed(`<?xml version="1.0" encoding="iso-8859-1"?>`, "Förderung"), "", "Förderung"},
		"declared":           {feed(`<?xml version='1.0' encoding='iso-8859-1'?>`, "F\xf6rderung"), "text/xml; charset=utf-8", "Förderung"},
		"by header":          {feed("", "F\xf6rderung"), "text/xml; charset=ISO-8859-1", "Förderung"},
		"detected":           {feed("", "F\xf6rderung"), "", "Förderung"},
		"UTF-8 by mistake":   {feed(`<?xml version="1.0" encoding="utf-8"?>`, "F\xf6rderung"), "", "Förderung"},
		"Shift_JIS":          {feed(`<?xml version="1.0" encoding="Shift_JIS"?>`, "\x93\xba"), "", "銅"},
		"GBK":                {feed(`<?xml version="1.0" encoding="gb2312"?>`, "\xcd\xad"), "", "铜"},
		"unknown":            {feed(`<?xml version="1.0" encoding="x-none"?>`, "Förderung"), "", "Förderung"},
		"UTF-16 with a mark": {"\xFF\xFE" + utf16le(feed(`<?xml version="1.0" encoding="utf-16"?>`, "銅")), "", "銅"},
		"UTF-16 without one": {utf16le(feed("", "銅")), "", "銅"},
		"UTF-16 as a lie":    {feed(`<?xml version="1.0" encoding="utf-16"?>`, "銅"), "", "銅"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Parse([]byte(c.body), c.contentType, testFeed(t), testNow)
			if err != nil || len(p.Items) != 1 || p.Items[0].Article.Title.String() != c.want {
				t.Errorf("Parse = %+v, %v, want the title %q", p.Items, err, c.want)
			}
		})
	}
}

func TestParseLimits(t *testing.T) {
	body := "<rss><channel>" + strings.Repeat("<item><title>x</title></item>", 3) + strings.Repeat("<item/>", maxItems) + "</channel></rss>"
	p, err := Parse([]byte(body), "", testFeed(t), testNow)
	if err != nil || p.Cut != 3 || len(p.Items) != 1 {
		t.Errorf("Parse = %d items, %d cut, %v, want 1 and 3", len(p.Items), p.Cut, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(rssItem("<title>T</title><pubDate>1 Jan 2026</pubDate>")), "")
	f.Add([]byte(`<feed><entry><title type="html">x</title><link href="/a"/></entry>`), "text/xml; charset=big5")
	f.Add([]byte(`{"items":[null,{"id":1}]}`), "")
	f.Add([]byte("\xFF\xFE<\x00r\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		p, err := Parse(body, contentType, testFeed(t), testNow)
		if err != nil {
			return
		}
		keys := map[string]bool{}
		for _, item := range p.Items {
			a := item.Article
			if a.Title.IsZero() || item.GUID == "" || a.Key == "" || keys[a.Key] || a.Published.IsZero() {
				t.Errorf("item %+v lacks a title, GUID, date or a key of its own", item)
			}
			keys[a.Key] = true
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("&lt;p&gt;Japan proposes &lt;a href=\"https://ore.example/x\"&gt;rare earth&lt;/a&gt; cooperation with the US &amp;amp; others.&lt;/p&gt;\n", 12)
	var body strings.Builder
	body.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Ore</title><link>https://ore.example/</link>`)
	for i := range 50 {
		fmt.Fprintf(&body, "<item><title>Copper rises for day %d</title><link>https://ore.example/a/%d</link><guid>https://ore.example/?p=%d</guid><description>%s</description><pubDate>Tue, 24 Nov 2026 12:00:%02d GMT</pubDate></item>", i, i, i, text, i)
	}
	body.WriteString("</channel></rss>")
	feed := testFeed(b)
	b.ReportAllocs()
	b.SetBytes(int64(body.Len()))
	for b.Loop() {
		if _, err := Parse([]byte(body.String()), "", feed, testNow); err != nil {
			b.Fatal(err)
		}
	}
}
