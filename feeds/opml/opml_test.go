package opml

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"orewire"
	"orewire/internal/cleantext"
)

// entries writes a list as lines: group, name, address, site and language, then what was refused.
func entries(l List) []string {
	var lines []string
	for _, f := range l.Feeds {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s | %s | %s | %s %s", f.Group, f.Name, f.URL, f.Site, f.Lang)))
	}
	for _, r := range l.Refused {
		lines = append(lines, "refused "+r.String())
	}
	return lines
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []string
	}{
		"nested folders are groups": {`<?xml version="1.0" encoding="UTF-8"?>
			<opml version="2.0"><head><title>Mine</title></head><body>
			<outline text="Mining"><outline text="Rare earths">
			<outline type="rss" text="Ore" title="Ore Desk" xmlUrl="https://ore.example/feed" htmlUrl="https://ore.example/" language="en-us"/>
			</outline><outline text="Shaft" xmlUrl="http://shaft.example/rss"/></outline>
			<outline text="Yard" type="rss" xmlUrl="https://yard.example/rss"></outline></body></opml>`,
			[]string{"Mining / Rare earths | Ore Desk | https://ore.example/feed | https://ore.example/ en",
				"Mining | Shaft | http://shaft.example/rss |", "| Yard | https://yard.example/rss |"}},
		"version 1.0, in other letters, with bare ampersands": {`<OPML version="1.0"><BODY><OUTLINE TEXT="Ore & Yard" XMLURL="https://ore.example/?a=1&b=2"/></BODY></OPML>`,
			[]string{"| Ore & Yard | https://ore.example/?a=1&b=2 |"}},
		"a feed without a name has its host's": {`<opml><body><outline type="rss" xmlUrl="https://www.ore.example/feed"/></body></opml>`,
			[]string{"| ore.example | https://www.ore.example/feed |"}},
		"another character set": {"<?xml version='1.0' encoding='iso-8859-1'?><opml><body><outline text='Erzbl\xe4tter' xmlUrl='https://erz.example/'/></body></opml>",
			[]string{"| Erzblätter | https://erz.example/ |"}},
		"one bad byte and controls": {"<opml><body><outline text='O\xffre\x1b[31m' xmlUrl='https://ore.example/'/></body></opml>",
			[]string{"| O�re [31m | https://ore.example/ |"}},
		"only http and https": {`<opml><body>
			<outline text="Shell" xmlUrl="exec:curl -u me:pw https://x"/>
			<outline xmlUrl="filter:/bin/sh -c 'x':https://ore.example/"/>
			<outline text="File" xmlUrl="file:///etc/passwd"/>
			<outline xmlUrl="ftp://me:pw@ore.example/feed?token=abc"/>
			<outline text="None" type="rss"/>
			<outline text="Page" type="link" url="https://ore.example/"/>
			<outline text="Good" xmlUrl="https://me:pw@ore.example/feed"/></body></opml>`,
			[]string{"| Good | https://me:pw@ore.example/feed |",
				`refused line 2, "Shell": exec: runs a program, which a list of feeds may not do here`,
				`refused line 3, "filter:…": filter: runs a program, which a list of feeds may not do here`,
				`refused line 4, "File": its address is not one of http or https, or is malformed`,
				`refused line 5, "ftp://…@ore.example/feed?token=…": its address is not one of http or https, or is malformed`,
				`refused line 6, "None": it has no address`,
				`refused line 7, "Page": a link to a page or another list, not a feed`}},
		"newsboat's urls": {"# mine\n\nhttps://ore.example/feed \"rare earths\" asia \"~Ore \\\"Desk\\\"\" # best\r\nhttps://yard.example/rss ! ships\n" +
			"\"query:Unread:unread = \\\"yes\\\"\"\n\"exec:fetch.sh me:pw\" shell\nfilter:sh:https://x\nnonsense \"~N\"\n",
			[]string{`rare earths | Ore "Desk" | https://ore.example/feed |`, "ships | yard.example | https://yard.example/rss |",
				`refused line 5, "Unread": query: is a saved search; put it under views: in the configuration`,
				`refused line 6, "exec:…": exec: runs a program, which a list of feeds may not do here`,
				`refused line 7, "filter:…": filter: runs a program, which a list of feeds may not do here`,
				`refused line 8, "N": its address is not one of http or https, or is malformed`}},
		"a backslash after the host": {`http://ore.example\`, []string{"| ore.example | http://ore.example/ |"}},
		"an empty file":              {"", nil},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := Read(strings.NewReader(c.in))
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, entries(list)); d != "" {
				t.Errorf("list (-want +got):\n%s", d)
			}
		})
	}
}

func TestReadUTF16(t *testing.T) {
	text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(`<?xml version="1.0" encoding="utf-16"?><opml><body><outline text="鉱業" xmlUrl="https://ore.example/"/></body></opml>`)
	if err != nil {
		t.Fatal(err)
	}
	list, err := Read(strings.NewReader(text))
	if err != nil || len(list.Feeds) != 1 || list.Feeds[0].Name.String() != "鉱業" {
		t.Errorf("got %+v, %v; want a feed named 鉱業", list, err)
	}
}

func TestReadGivesNothingOfABrokenOrHostileFile(t *testing.T) {
	one := `<outline text="A" xmlUrl="https://ore.example/"/>`
	for name, c := range map[string]struct{ in, fault string }{
		"cut off":         {"<opml><body>" + one, "line 1: broken XML: unexpected EOF"},
		"a feed":          {"<rss><channel/></rss>", "line 1: a feed, not a list of feeds"},
		"a page":          {"<!DOCTYPE html><html>" + one, "line 1: a web page, not a list of feeds"},
		"other XML":       {"<svg/>", "line 1: XML of another kind, <svg>, not a list of feeds"},
		"entities":        {"<!DOCTYPE opml [<!ENTITY a \"b\">]>\n<opml><body>" + one + "</body></opml>", "line 1: declares entities"},
		"too deep":        {"<opml><body>" + strings.Repeat("<outline text='x'>", 200000) + one, "line 1: more than 100 elements in each other"},
		"too many":        {"<opml><body>" + strings.Repeat(one+"\n", 10001) + "</body></opml>", "line 10001: more than 10000 entries"},
		"too many links":  {"<opml><body>" + strings.Repeat("<outline type='link'/>", 10001) + "</body></opml>", "line 1: more than 10000 entries"},
		"too large":       {strings.Repeat("#", maxFile+1), "larger than 10 MiB"},
		"too many by far": {strings.Repeat("x\n", 1<<20), "line 10001: more than 10000 entries"},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := Read(strings.NewReader(c.in))
			if err == nil || !strings.HasPrefix(err.Error(), c.fault) {
				t.Errorf("error is %v, want %q", err, c.fault)
			}
			if len(list.Feeds)+len(list.Refused) > 0 {
				t.Errorf("%d feeds came with the error, want none", len(list.Feeds))
			}
		})
	}
}

// feedLists draws lists of feeds in folders.
func feedLists() *rapid.Generator[[]orewire.Feed] {
	line := rapid.Custom(func(t *rapid.T) cleantext.Text {
		return cleantext.Line(rapid.StringMatching(`[\PC"<>&'/ ]{0,12}`).Draw(t, "line"))
	})
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) orewire.Feed {
		url, err := cleantext.ParseAddress("https://" + rapid.StringMatching(`[a-z]{1,8}(\.example)?/[a-z&?=%"<é ]{0,8}`).Draw(t, "url"))
		if err != nil {
			t.Fatal(err)
		}
		f := orewire.Feed{Name: line.Draw(t, "name"), URL: url, Lang: rapid.SampledFrom([]string{"", "de", "ja"}).Draw(t, "lang")}
		if f.Name.IsZero() {
			f.Name = cleantext.Line(url.Host())
		}
		var folders []string
		for range rapid.IntRange(0, 3).Draw(t, "depth") {
			folders = append(folders, rapid.SampledFrom([]string{"Mining", "Ships & yards", "稀土", "a/b", line.Draw(t, "folder").String()}).Draw(t, "of"))
		}
		f.Group = group(slices.DeleteFunc(folders, func(s string) bool { return s == "" }))
		return f
	}))
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		feeds := feedLists().Draw(t, "feeds")
		var first, second bytes.Buffer
		if err := Write(&first, "My feeds", feeds); err != nil {
			t.Fatal(err)
		}
		list, err := Read(bytes.NewReader(first.Bytes()))
		if err != nil || len(list.Refused) > 0 {
			t.Fatalf("%v, refused %v, of\n%s", err, list.Refused, first.String())
		}
		if err := Write(&second, "My feeds", list.Feeds); err != nil {
			t.Fatal(err)
		}
		if first.String() != second.String() {
			t.Errorf("written again it is\n%s\nnot\n%s", second.String(), first.String())
		}
		got, want := entries(list), entries(List{Feeds: feeds})
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("feeds (-want +got):\n%s", d)
		}
	})
}

func TestWrite(t *testing.T) {
	list, err := Read(strings.NewReader("https://a.example/?x=1&y=2 Mining \"~<A>\"\nhttps://b.example/"))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := Write(&b, "Feeds", list.Feeds); err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Feeds</title>
  </head>
  <body>
    <outline text="b.example" title="b.example" type="rss" xmlUrl="https://b.example/"></outline>
    <outline text="Mining">
      <outline text="&lt;A&gt;" title="&lt;A&gt;" type="rss" xmlUrl="https://a.example/?x=1&amp;y=2"></outline>
    </outline>
  </body>
</opml>
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("OPML (-want +got):\n%s", d)
	}
}

func TestMasked(t *testing.T) {
	for in, want := range map[string]string{
		"https://ore.example/feed":                     "https://ore.example/feed",
		"https://me:p@w@ore.example/a@b":               "https://…@ore.example/a@b",
		"https://ore.example/?API_KEY=1&x=2&token=3#a": "https://ore.example/?API_KEY=…&x=2&token=…#a",
	} {
		if got := Masked(in); got != want {
			t.Errorf("Masked(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`<opml><body><outline text="A"><outline text="&#27;]0;x" xmlUrl="https://a.example/"/></outline></body></opml>`))
	f.Add([]byte("https://a.example/ \"tag \\\" one\" \"~Title\" # x\nexec:sh\n"))
	f.Add([]byte("\xff\xfe<\x00o\x00p\x00m\x00l\x00>\x00"))
	f.Fuzz(func(t *testing.T, in []byte) {
		list, err := Read(bytes.NewReader(in))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\u009b\n") {
				t.Errorf("the error holds controls: %q", err)
			}
			return
		}
		var b bytes.Buffer
		if err := Write(&b, "", list.Feeds); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&b)
		if err != nil || len(again.Feeds) != len(list.Feeds) || len(again.Refused) > 0 {
			t.Errorf("what was read is not read again: %v\n%q\n%q", err, entries(list), entries(again))
		}
	})
}
