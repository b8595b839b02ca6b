package feeds

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

const maxTime = time.Second // that any input may take

func mustBeQuick(t *testing.T, begun time.Time, size int) {
	t.Helper()
	if took := time.Since(begun); took > maxTime {
		t.Errorf("%d bytes took %v, want at most %v", size, took, maxTime)
	}
}

// Whatever is distilled, gofeed reads; and it has as many items as were kept.
func FuzzDistil(f *testing.F) {
	for _, seed := range []string{
		`<rss><channel><title>Ore</title><item><title>A & <b>b</b></title><link href='x'/></channel>`,
		`<feed xml:base="https://a/b/"><entry><title type="text">&lt;</title><content mode="base64">PHA+</content><author>x</author>`,
		"<rdf:RDF xmlns:r='http://purl.org/rss/1.0/'><r:item rdf:about='x'><r:title><![CDATA[x</r:title></item>",
		"<CHANNEL HREF='x'><ITEM HREF='y' LASTMOD='z'/>",
		"<rss><item><media:group><media:title>x<description>\x1b&#27;\uFFFE</item>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "\uFFFD")
		begun := time.Now()
		for _, format := range []format{formatRSS, formatAtom} {
			d, err := distil(text, format)
			if err != nil {
				continue
			}
			items := strings.Count(d.xml, "<item>") + strings.Count(d.xml, "<entry>")
			got := 0
			if format == formatRSS {
				feed, err := (&rss.Parser{}).Parse(strings.NewReader(d.xml))
				if err != nil {
					t.Fatalf("gofeed refuses %q, made of %q: %v", d.xml, text, err)
				}
				got = len(feed.Items)
			} else {
				feed, err := (&atom.Parser{}).Parse(strings.NewReader(d.xml))
				if err != nil {
					t.Fatalf("gofeed refuses %q, made of %q: %v", d.xml, text, err)
				}
				got = len(feed.Entries)
			}
			if got != items {
				t.Errorf("gofeed finds %d items in %q, want %d", got, d.xml, items)
			}
		}
		mustBeQuick(t, begun, len(text))
	})
}

// Decoding always gives valid UTF-8, whatever the bytes and labels say.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0" encoding="shift_jis"?><rss>`+"\x93\xba"), "text/xml; charset=big5")
	f.Add([]byte("\x00\x00\xFE\xFF\x00\x00\x00<"), "")
	f.Add([]byte("\x1B$B1d\x1B(B"), "x; charset=iso-2022-kr")
	f.Add([]byte("\xc1\xdf\xb1\xba \xb0\xe6"), "charset=cp037")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		begun := time.Now()
		if text := decode(body, contentType); !utf8.ValidString(text) {
			t.Errorf("decode(%q, %q) = %q, which is not UTF-8", body, contentType, text)
		}
		mustBeQuick(t, begun, len(body))
	})
}

// What is shown of a feed is clean, and its addresses stay what they are when they are made canonical twice.
func FuzzShow(f *testing.F) {
	f.Add([]byte(rssItem(`<link>/a?utm_source=x&amp;b=1#c</link><guid>https://h:443/</guid>`)), "")
	f.Add([]byte(`{"items":[{"id":1,"content_html":"<p>\u001b]0;x\u0007"},{"url":"//b"`), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		begun := time.Now()
		shown, err := showBody(body, contentType, testFeed(t), testNow)
		if err != nil {
			return
		}
		for _, item := range shown.Items {
			for _, text := range []string{item.Title.String(), item.Summary.String(), item.Author.String(), item.ID.String(), item.Link.String()} {
				if strings.ContainsAny(text, "\x1b\n\r\x07\u009b\u202e") {
					t.Errorf("%q is not clean", text)
				}
			}
			if once := Canonical(item.Link); Canonical(once) != once {
				t.Errorf("%q is made canonical to %q, and then to %q", item.Link, once, Canonical(once))
			}
			if !item.Date.IsZero() && !isPossible(item.Date, testNow) {
				t.Errorf("date %v is not possible", item.Date)
			}
		}
		mustBeQuick(t, begun, len(body))
	})
}
