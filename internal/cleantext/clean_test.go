package cleantext

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestLine(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain":                        {"Copper at a 3-month high", "Copper at a 3-month high"},
		"blanks fold":                  {"  a\t b\r\nc\u00a0d\u3000e\u2028f ", "a b c d e f"},
		"colour":                       {"\x1b[31mred\x1b[0m", "red"},
		"colour by C1 code point":      {"\u009b31mred", "red"},
		"colour by C1 byte":            {"a\x9b31mred", "ared"},
		"cursor with blank parameters": {"a\x1b[1 qb", "ab"},
		"control inside a sequence":    {"a\x1b[3\x071mb", "ab"},
		"sequence cut off":             {"a\x1b[31", "a"},
		"title by BEL":                 {"a\x1b]0;evil\x07b", "ab"},
		"title by ST":                  {"a\x1b]0;evil\x1b\\b", "ab"},
		"title by C1 code points":      {"a\u009d0;evil\u009cb", "ab"},
		"title by C1 bytes":            {"a\x9d0;evil\x9cb", "ab"},
		"hyperlink":                    {"\x1b]8;;http://x/\x1b\\text\x1b]8;;\x1b\\", "text"},
		"DCS":                          {"a\x1bP+q544e\x1b\\b", "ab"},
		"BEL does not end DCS":         {"a\x1bPx\x07y\x1b\\b", "ab"},
		"APC, PM, SOS":                 {"a\x1b_x\x1b\\b\x1b^x\x1b\\c\x1bXx\x1b\\d", "abcd"},
		"string never ended":           {"a\x1b]0;evil", "a"},
		"string ended by a sequence":   {"a\x1b]0;evil\x1b[31mb", "ab"},
		"string cancelled":             {"a\x1bPevil\x18b", "ab"},
		"charset":                      {"a\x1b(0b", "ab"},
		"reset":                        {"a\x1bcb", "ab"},
		"ESC at the end":               {"a\x1b", "a"},
		"ESC before another script":    {"a\x1b銅", "a銅"},
		"C0 and DEL":                   {"a\x00\x08\x7fb", "ab"},
		"other C1":                     {"a\u0080\u0099b\x84c", "abc"},
		"bidi":                         {"a\u202eb\u2066c\u200f\u061cd", "abcd"},
		"invisible":                    {"a\u200bb\ufeffc\u2060d\u00ade\u3164f\u034fg\u115fh", "abcdefgh"},
		"tags":                         {"🏴\U000E0067\U000E0062\U000E007F!", "🏴!"},
		"invalid UTF-8":                {"a\xffb\xe2\x28c", "a\ufffdb\ufffd(c"},
		"noncharacter":                 {"a\uffffb", "a\ufffdb"},
		"marks":                        {"a" + strings.Repeat("\u0315", 100) + "b", "a" + strings.Repeat("\u0315", 8) + "b"},
		"mark without a base":          {"\u0301a \u0301b", "a b"},
		"composed":                     {"Zu\u0308rich", "Zürich"},
		"Hangul composed":              {"\u1112\u1161\u11ab", "한"},
		"heart":                        {"❤\ufe0f", "❤"},
		"skin tone":                    {"👍🏽", "👍"},
		"keycap":                       {"1\ufe0f\u20e3", "1"},
		"emoji joined":                 {"👩\u200d🚀", "👩🚀"},
		"flag":                         {"🇯🇵", "🇯🇵"},
		"joiner between Latin letters": {"a\u200db\u200cc", "abc"},
		"Persian":                      {"می\u200cخواهم", "می\u200cخواهم"},
		"Persian joiner at the end":    {"می\u200c خواهم", "می خواهم"},
		"Hindi":                        {"क\u094d\u200dष", "क\u094d\u200dष"},
		"Malayalam word end":           {"അവന\u0d4d\u200d പോയി", "അവന\u0d4d\u200d പോയി"},
		"two joiners":                  {"क\u094d\u200d\u200dष", "क\u094d\u200dष"},
		"Arabic number sign":           {"\u0600123", "\u0600123"},
		"Thai":                         {"ที่ดิน", "ที่ดิน"},
		"Chinese":                      {"稀土出口管制：价格上涨", "稀土出口管制：价格上涨"},
		"composition exclusion":        {"\u0958" + strings.Repeat("\u0951", 8), "\u0915\u093c" + strings.Repeat("\u0951", 7)},
	} {
		t.Run(name, func(t *testing.T) {
			got := Line(c.in)
			if got.s != c.want {
				t.Errorf("Line(%+q) = %+q, want %+q", c.in, got.s, c.want)
			}
			if again := Line(got.s); again != got {
				t.Errorf("cleaned again %+q = %+q", got.s, again.s)
			}
		})
	}
}

func TestParagraphs(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"one line":                              {"a b", "a b"},
		"lines":                                 {"a\nb", "a\nb"},
		"paragraphs":                            {"a\n\nb", "a\n\nb"},
		"many blank lines":                      {"\n\n a \n \n\n\t\nb \n", "a\n\nb"},
		"Windows":                               {"a\r\nb\rc", "a\nb\nc"},
		"separators":                            {"a\u2029b", "a\nb"},
		"string never ended ends with its line": {"a\x1b]0;x\nb", "a\nb"},
		"empty":                                 {"", ""},
		"only white":                            {" \n ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Paragraphs(c.in); got.s != c.want {
				t.Errorf("Paragraphs(%+q) = %+q, want %+q", c.in, got.s, c.want)
			}
		})
	}
}

func TestOneLine(t *testing.T) {
	if got, want := Paragraphs("a b\n\nc\nd").OneLine().s, "a b c d"; got != want {
		t.Errorf("OneLine = %q, want %q", got, want)
	}
}

func TestTruncate(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		n    int
		want string
	}{
		"short enough":  {"铜价上升", 4, "铜价上升"},
		"at a blank":    {"copper miners strike in Chile", 18, "copper miners…"},
		"no blank near": {"a Donaudampfschifffahrt", 10, "a Donauda…"},
		"no spaces":     {"稀土出口管制价格", 5, "稀土出口…"},
		"never a mark":  {"ab" + "x\u0315\u0315", 4, "ab…"},
		"nothing":       {"tin", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Truncate(Paragraphs(c.in), c.n); got.s != c.want {
				t.Errorf("Truncate(%q, %d) = %q, want %q", c.in, c.n, got.s, c.want)
			}
		})
	}
}

func TestError(t *testing.T) {
	if got := Error(errors.New("503 \x1b]0;x\x07Busy\r\nnow")).s; got != "503 Busy now" {
		t.Errorf("Error = %q, want %q", got, "503 Busy now")
	}
	if got := Error(nil); !got.IsZero() {
		t.Errorf("Error(nil) = %q, want nothing", got.s)
	}
}

// What a file, a database or a configuration gives is outside too.
func TestDecodingCleans(t *testing.T) {
	type row struct {
		Title Text    `json:"title"`
		URL   Address `json:"url"`
	}
	var got row
	if err := json.Unmarshal([]byte(`{"title":"a\u001b[1mb\nc","url":"HTTP://a.example/\u0007"}`), &got); err != nil {
		t.Fatal(err)
	}
	want := row{Text{"ab\nc"}, Address{"http://a.example/%07"}}
	if got != want {
		t.Errorf("decoded %+v, want %+v", got, want)
	}
	if out, err := json.Marshal(got); err != nil || string(out) != `{"title":"ab\nc","url":"http://a.example/%07"}` {
		t.Errorf("encoded %s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"url":"file:///etc/passwd"}`), &got); err == nil {
		t.Error("a file was read as an address")
	}
	if err := json.Unmarshal([]byte(`{"url":""}`), &got); err != nil || !got.URL.IsZero() {
		t.Errorf("no address was read as %q, %v", got.URL, err)
	}
}

func TestScanCleans(t *testing.T) {
	for _, src := range []any{"a\x1b[1mb\nc", []byte("a\x1b[1mb\nc")} {
		var text Text
		if err := text.Scan(src); err != nil || text.s != "ab\nc" {
			t.Errorf("Scan(%q) = %q, %v, want %q", src, text.s, err, "ab\nc")
		}
		if value, err := text.Value(); err != nil || value != "ab\nc" {
			t.Errorf("Value = %q, %v, want %q", value, err, "ab\nc")
		}
	}
	text := Text{"x"}
	if err := text.Scan(nil); err != nil || !text.IsZero() {
		t.Errorf("Scan(nil) = %q, %v, want nothing", text.s, err)
	}
	for src, want := range map[any]string{"http://a.example": "http://a.example", "javascript:x": "", 7: ""} {
		var a Address
		if err := a.Scan(src); err != nil || a.String() != want {
			t.Errorf("Scan(%v) = %q, %v, want %q", src, a, err, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, seed := range []string{"", "a b", "a\x1b]0;x\x07b", "\u009b31m\x9d", "e\u0302\u0301\u0327\u0315", "می\u200cخ", "\xff\n\n\n\u200d", "1\ufe0f\u20e3"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, text := range map[string]Text{"Line": Line(s), "Paragraphs": Paragraphs(s), "HTML": HTML(s), "Truncate": Truncate(Paragraphs(s), 7)} {
			mustBeClean(t, name, text, name != "Line")
		}
		mustBeClean(t, "OneLine", Paragraphs(s).OneLine(), false)
		if line := Line(s); Line(line.s) != line {
			t.Errorf("Line(%+q) is %+q, cleaned again %+q", s, line.s, Line(line.s).s)
		}
	})
}

// mustBeClean holds what the package promises of every text, whatever it was made of.
func mustBeClean(t *testing.T, made string, text Text, breaks bool) {
	t.Helper()
	if again := Paragraphs(text.s); again != text {
		t.Errorf("%s: %+q cleaned again is %+q", made, text.s, again.s)
	}
	if !utf8.ValidString(text.s) || !norm.NFC.IsNormalString(text.s) {
		t.Errorf("%s: %+q is not valid UTF-8 in NFC", made, text.s)
	}
	for _, r := range text.s {
		switch {
		case r == '\n' && breaks, isJoiner(r):
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), isInvisible(r), isEmojiModifier(r), unicode.IsSpace(r) && r != ' ':
			t.Errorf("%s: %+q holds %U", made, text.s, r)
		}
	}
	if strings.Contains(text.s, "  ") || strings.Contains(text.s, "\n\n\n") || text.s != strings.TrimSpace(text.s) {
		t.Errorf("%s: white space of %+q is not in order", made, text.s)
	}
}

func BenchmarkLine(b *testing.B) {
	for name, s := range map[string]string{
		"ASCII":   "Japan proposes rare earth cooperation with US in trade talks, sources say",
		"German":  "Bergbau: Förderung seltener Erden steigt – Preise für Neodym über dem Vorjahr",
		"Chinese": "中国对稀土磁体出口实施新的管制措施，钕铁硼价格上涨百分之五",
		"dirty":   "Japan\u00a0proposes \x1b[31mrare earth\x1b[0m cooperation with US in trade talks, sources say",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Line(s)
			}
		})
	}
}
