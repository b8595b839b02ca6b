package cleantext

import (
	"net/url"
	"strings"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"as written":            {"https://Example.com:443/a%2Fb/?q=1&b=%C3%A4#top", "https://Example.com:443/a%2Fb/?q=1&b=%C3%A4#top"},
		"scheme in capitals":    {" HTTP://example.com ", "http://example.com"},
		"white space":           {"https://example.com/a b\n/c\t", "https://example.com/a%20b/c"},
		"other letters":         {"https://example.com/铜?q=ä", "https://example.com/%E9%93%9C?q=%C3%A4"},
		"control characters":    {"https://example.com/\x1b]0;x\x07?\u009b\u202e", "https://example.com/%1B]0;x%07?%C2%9B%E2%80%AE"},
		"percent alone":         {"https://example.com/100%-growth", "https://example.com/100%25-growth"},
		"quotes and brackets":   {`https://example.com/<a>"b"` + "`", "https://example.com/%3Ca%3E%22b%22%60"},
		"backslash":             {`https://example.com\@evil.com/a\b?c\d`, `https://example.com/@evil.com/a/b?c%5Cd`},
		"backslash at the end":  {`http://example.com\`, "http://example.com/"},
		"user name":             {"https://mining.com@evil.com/", "https://mining.com@evil.com/"},
		"port":                  {"http://127.0.0.1:8090/f", "http://127.0.0.1:8090/f"},
		"IPv6":                  {"http://[::1]:80/", "http://[::1]:80/"},
		"one script":            {"https://пример.рф/", "https://пример.рф/"},
		"Japanese":              {"https://鉱業ニュース.jp/", "https://鉱業ニュース.jp/"},
		"umlaut":                {"https://Bücher.example/", "https://bücher.example/"},
		"scripts mixed":         {"https://mіning.com/", "https://xn--mning-n2e.com/"},
		"punycode stays":        {"https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"},
		"no scheme":             {"example.com/a", ""},
		"another scheme":        {"javascript://example.com/%0aalert(1)", ""},
		"data":                  {"data:text/html,x", ""},
		"no host":               {"https:///a", ""},
		"a host of no letters":  {"http://\u034f/", ""},
		"only a port":           {"http://:80/", ""},
		"port of letters":       {"http://example.com:http/", ""},
		"blank in the host":     {"http://exa mple.com/", ""},
		"escape in the host":    {"http://exa\x1b[31mmple.com/", ""},
		"percent in the host":   {"http://ex%61mple.com/", ""},
		"zone in the host":      {"http://[fe80::1%25en0]/", ""},
		"bidi in the host":      {"http://a\u202eb.com/", ""},
		"longer than 8 KiB":     {"http://a/" + strings.Repeat("x", 9000), ""},
		"longer when encoded":   {"http://a/" + strings.Repeat("ä", 2000), ""},
		"an option, no address": {"--help", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := ParseAddress(c.in)
			if got.s != c.want || (err == nil) != (c.want != "") {
				t.Errorf("ParseAddress(%q) = %q, %v, want %q", c.in, got.s, err, c.want)
			}
		})
	}
}

func TestHost(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.Mining.com/x": "mining.com",
		"http://u:p@a.b:80?x":      "a.b",
		"http://[::1]:80/":         "::1",
		"https://пример.рф#top":    "пример.рф",
	} {
		a, err := ParseAddress(in)
		if err != nil || a.Host() != want {
			t.Errorf("host of %q = %q, %v, want %q", in, a.Host(), err, want)
		}
	}
}

func TestNoAddress(t *testing.T) {
	var none Address
	if got := none.Host(); got != "" {
		t.Errorf("host of no address = %q", got)
	}
	if got, err := none.Resolve("/x"); err == nil {
		t.Errorf("Resolve against no address = %q", got)
	}
}

func TestResolve(t *testing.T) {
	base, err := ParseAddress("https://example.com/news/feed.xml?x=1")
	if err != nil {
		t.Fatal(err)
	}
	for ref, want := range map[string]string{
		"https://other.com/a": "https://other.com/a",
		"//other.com/a":       "https://other.com/a",
		"/a%2Fb":              "https://example.com/a%2Fb",
		"../a b":              "https://example.com/a%20b",
		"a?u=http://x/":       "https://example.com/news/a?u=http://x/",
		"?p=2":                "https://example.com/news/feed.xml?p=2",
		"#c":                  "https://example.com/news/feed.xml?x=1#c",
		"":                    "https://example.com/news/feed.xml?x=1",
		`\\other.com\a`:       "https://other.com/a",
		`..\a\b`:              "https://example.com/a/b",
		"mailto:a@b":          "",
		"javascript:alert(1)": "",
	} {
		got, err := base.Resolve(ref)
		if got.s != want || (err == nil) != (want != "") {
			t.Errorf("Resolve(%q) = %q, %v, want %q", ref, got.s, err, want)
		}
	}
	cyrillic, err := ParseAddress("https://пример.рф/a/b")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := cyrillic.Resolve("c"); err != nil || got.s != "https://пример.рф/a/c" {
		t.Errorf("Resolve beside a Cyrillic host = %q, %v", got.s, err)
	}
}

func FuzzParseAddress(f *testing.F) {
	for _, seed := range []string{"https://a/", "http://u:p@[::1]:80/%zz?x#y", "https://mіning.com/\x1b", "https://пример.рф"} {
		f.Add(seed, "../x")
	}
	f.Fuzz(func(t *testing.T, s, ref string) {
		a, err := ParseAddress(s)
		if err != nil {
			return
		}
		mustBeClean(t, "address", Text(a), false)
		if again, err := ParseAddress(a.s); err != nil || again != a {
			t.Errorf("%q read again is %q, %v", a.s, again.s, err)
		}
		if u, err := url.Parse(a.s); err != nil || u.Host == "" {
			t.Errorf("%q is no URL for the standard library: %v", a.s, err)
		}
		if to, err := a.Resolve(ref); err == nil {
			mustBeClean(t, "reference", Text(to), false)
		}
	})
}
