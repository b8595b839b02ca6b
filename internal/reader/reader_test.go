package reader

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
)

var update = flag.Bool("update", false, "write what is read to the golden files")

var pageAddress = mustParse("https://www.example.org/2026/11/article.html")

func mustParse(s string) cleantext.Address {
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		panic(err)
	}
	return a
}

// shown writes a text so that a golden file can be read: a block a line, links in brackets with their number, then where they lead.
func shown(t Text) string {
	var out strings.Builder
	for _, b := range t.Blocks {
		fmt.Fprintf(&out, "%s", b.Kind)
		if b.Level > 0 {
			fmt.Fprintf(&out, " %d", b.Level)
		}
		out.WriteString(": ")
		if !b.Mark.IsZero() {
			out.WriteString(b.Mark.String() + " ")
		}
		text, from := b.Text.String(), 0
		for _, l := range b.Links {
			fmt.Fprintf(&out, "%s[%s]%d", text[from:l.Start], text[l.Start:l.End], l.Number)
			from = l.End
		}
		out.WriteString(text[from:] + "\n")
	}
	for i, a := range orewire.Addresses(t.Blocks) {
		fmt.Fprintf(&out, "%d %s\n", i+1, a)
	}
	if !t.Notice.IsZero() {
		fmt.Fprintf(&out, "notice: %s\n", t.Notice)
	}
	return out.String()
}

func TestPages(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			body, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, err := read(body, "text/html", pageAddress)
			if err != nil {
				t.Fatal(err)
			}
			checkText(t, text)
			golden := strings.TrimSuffix(file, ".html") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(shown(text)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), shown(text)); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

// checkText holds what is true of any text.
func checkText(t *testing.T, text Text) {
	t.Helper()
	plain, starts := orewire.Plain(text.Blocks).String(), orewire.PlainStarts(text.Blocks)
	size := 0
	for i, b := range text.Blocks {
		words := b.Text.String()
		size += len(words)
		if words == "" {
			t.Errorf("block %d, a %s, is empty", i, b.Kind)
		}
		if at := starts[i]; at >= 0 && (at+len(words) > len(plain) || plain[at:at+len(words)] != words) {
			t.Errorf("block %d does not stand at %d of the plain text: %q", i, at, words)
		}
		end := 0
		for _, l := range b.Links {
			if l.Start < end || l.End <= l.Start || l.End > len(words) || !utf8.RuneStart(words[l.Start]) || l.Number < 1 || l.Address.IsZero() {
				t.Errorf("block %d: link %+v in a text of %d bytes after one that ends at %d", i, l, len(words), end)
			}
			end = l.End
		}
		for _, r := range words + b.Mark.String() {
			if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
				t.Errorf("block %d holds the control character %U: %q", i, r, words)
			}
		}
		if again := cleantext.Paragraphs(words); again != b.Text {
			t.Errorf("block %d is not clean: %q becomes %q", i, words, again)
		}
	}
	if size > maxText {
		t.Errorf("%d bytes of text, want at most %d", size, maxText)
	}
	for i, a := range orewire.Addresses(text.Blocks) {
		if a.IsZero() {
			t.Errorf("no address of number %d", i+1)
		}
	}
}

func TestPagesWithoutText(t *testing.T) {
	for name, c := range map[string]struct{ page, contentType, want string }{
		"empty":       {"", "text/html", ErrNoText.Error()},
		"a login":     {`<html><body><form><p>Sign in</p><input name=u><button>Go</button></form></body></html>`, "text/html", ErrNoText.Error()},
		"a script":    {`<html><body><div id="root"></div><script>render("` + strings.Repeat("words and words ", 50) + `")</script><noscript>Please turn on JavaScript to read this article on our site, it is needed.</noscript></body></html>`, "text/html", ErrNoText.Error()},
		"JSON":        {`{"error":"forbidden"}`, "application/json", "its page is no text but application/json"},
		"a picture":   {"\x89PNG\r\n\x1a\n", "", "its page is no text but image/png"},
		"a PDF":       {"%PDF-1.7", "application/pdf", "its page is a PDF document, which orewire cannot read"},
		"PDF by look": {"%PDF-1.7", "application/octet-stream", "its page is a PDF document, which orewire cannot read"},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := read([]byte(c.page), c.contentType, pageAddress)
			if err == nil || err.Error() != c.want {
				t.Errorf("read = %+v, %v, want the error %q", text, err, c.want)
			}
		})
	}
}

func TestTheTimeThatTheHeadSaysIsLeftOut(t *testing.T) {
	page := `<article><h1>Furnaces go cold</h1><p> <time datetime="2026-11-24">24 Nov 2026</time> </p>
		<p>The smelter's owner said that the price of power had doubled, and that the furnaces would be cold by the new year.</p>
		<p>The last tap was on <time>Friday</time>, and the crews were sent home with their pay until the spring, the owner said.</p>
		<p><time>Friday</time></p></article>`
	text, err := read([]byte(page), "text/html", pageAddress)
	if err != nil {
		t.Fatal(err)
	}
	want := "Furnaces go cold\n\nThe smelter's owner said that the price of power had doubled, and that the furnaces would be cold by the new year.\n\n" +
		"The last tap was on Friday, and the crews were sent home with their pay until the spring, the owner said.\n\nFriday"
	if got := orewire.Plain(text.Blocks).String(); got != want {
		t.Errorf("text = %q, want %q", got, want)
	}
}

func TestCharacterSets(t *testing.T) {
	const prose = "The smelter's owner said that the price of power had doubled, and that the furnaces would be cold by the new year."
	for name, c := range map[string]struct{ page, contentType, want string }{
		"mark before header": {"\xef\xbb\xbf<p>Zölle. " + prose, "text/html; charset=iso-8859-1", "Zölle."},
		"header":             {"<p>Z\xf6lle. " + prose, "text/html; charset=iso-8859-1", "Zölle."},
		"declared Shift_JIS": {"<meta charset=shift_jis><p>\x93\xba\x82\xcc\x89\xbf\x8ai. " + prose, "text/html", "銅の価格."},
		"header GBK":         {"<p>\xcf\xa1\xcd\xc1. " + prose, "text/html; charset=gb2312", "稀土."},
		"undeclared UTF-8":   {"<!--" + strings.Repeat("x", 2000) + "--><p>Zölle. " + prose, "text/html", "Zölle."},
		"undeclared Windows": {"<p>Z\xf6lle \x96 heute. " + prose, "text/html", "Zölle – heute."},
		"bytes that are bad": {"<meta charset=utf-8><p>Z\xf6lle. " + prose, "text/html", "Z\uFFFDlle."},
		"plain text":         {"Zölle. " + prose + "\n\nSecond.", "text/plain; charset=utf-8", "Zölle."},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := read([]byte(c.page), c.contentType, pageAddress)
			if err != nil {
				t.Fatal(err)
			}
			if got := orewire.Plain(text.Blocks).String(); !strings.HasPrefix(got, c.want) {
				t.Errorf("text = %q, want it to begin with %q", got, c.want)
			}
		})
	}
}

// Each of these is made to take time, memory or the stack from a reader; whether it gives a text or an error does not matter.
func TestHostilePagesAreQuick(t *testing.T) {
	const prose = "<p>Copper rose in London, as it had in Shanghai, and the traders went home early on account of the snow.</p>"
	marks := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "<b id=%d>", i)
		}
		return b.String()
	}
	attributes := strings.Repeat(" a b=c", 100_000)
	for name, page := range map[string]string{
		"2,000,000 nested elements":       strings.Repeat("<div>", 2_000_000) + prose,
		"500 nested, much text":           strings.Repeat("<div>", 480) + strings.Repeat(prose, 20_000),
		"a mark left open, paragraphs":    "<p>" + marks(500) + "</p>" + strings.Repeat("<p>x", 50_000),
		"links left open":                 prose + strings.Repeat("<a href=/x>y<table><td>", 5_000),
		"tables in tables":                strings.Repeat("<table><tr><td>", 160) + prose,
		"tables beside tables":            "<article>" + prose + strings.Repeat("<table><tr><td>1</td><td>2</td></tr></table>", 10_000),
		"cells that reach far":            "<article>" + prose + "<table>" + strings.Repeat("<tr><td rowspan=99999 colspan=99999>1</td></tr>", 20_000) + "</table>",
		"figures in figures":              "<article>" + prose + strings.Repeat("<figure>", 400) + strings.Repeat("<figure></figure>", 40_000),
		"lists in lists":                  "<article>" + prose + strings.Repeat("<ol><li>x", 250),
		"100 MB cut by the fetcher":       strings.Repeat(prose, (10<<20)/len(prose)),
		"one word of 10 MB":               "<article><p>" + strings.Repeat("a", 10<<20),
		"a tag without an end":            prose + "<a href='" + strings.Repeat("x", 5<<20),
		"many attributes":                 "<article>" + strings.Repeat("<p"+attributes+">x</p>", 10),
		"noscript in noscript":            strings.Repeat("<noscript><img src=x>", 50_000),
		"empty paragraphs":                prose + strings.Repeat("<p></p>", 500_000),
		"breaks":                          "<article><p>" + strings.Repeat("x<br><br>", 300_000),
		"selects, templates, svg and all": prose + strings.Repeat("<svg><template><select><math>", 20_000),
		"links only":                      "<article>" + prose + strings.Repeat("<a href=/"+strings.Repeat("a", 50)+">b</a> ", 30_000),
		"nul bytes":                       strings.Repeat("\x00<p>\x00", 100_000),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			text, err := read([]byte(page), "text/html", pageAddress)
			took := time.Since(start)
			if took > 5*time.Second {
				t.Errorf("took %v, want well under 5 s", took)
			}
			t.Logf("%v, %d blocks, %v", took.Round(time.Millisecond), len(text.Blocks), err)
			if err == nil {
				checkText(t, text)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.html")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if text, err := read(body, "text/html", pageAddress); err == nil {
			checkText(t, text)
		}
	})
}
