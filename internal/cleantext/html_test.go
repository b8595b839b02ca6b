package cleantext

import (
	"strings"
	"testing"
	"time"
)

func TestHTML(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"no markup":             {"Nickel rises", "Nickel rises"},
		"paragraphs":            {"<p>One</p><p>Two <b>bold</b>.</p>", "One\n\nTwo bold."},
		"white space folds":     {"<p>One\n  two\tthree</p>", "One two three"},
		"words in tags join":    {"rare<b>earth</b>s <i>now</i>", "rareearths now"},
		"line break":            {"One<br>Two<br/>Three", "One\nTwo\nThree"},
		"two breaks":            {"One<br><br />Two", "One\n\nTwo"},
		"list":                  {"Metals:<ul><li>Tin</li><li><p>Zinc</p></li></ul>End", "Metals:\n\n• Tin\n\n• Zinc\n\nEnd"},
		"heading":               {"<h2>Copper</h2>up", "Copper\n\nup"},
		"table":                 {"<table><tr><th>Metal</th><th>Price</th></tr><tr><td>Tin</td><td>31,000</td></tr></table>", "Metal | Price\nTin | 31,000"},
		"divisions":             {"<div>a</div><div>b</div>", "a\nb"},
		"script and style":      {"a<script>if (1<2) {}</script><style>p{}</style>b", "ab"},
		"script never ended":    {"a<script>evil", "a"},
		"empty XHTML elements":  {"a<iframe src='x'/><script/>b", "ab"},
		"nested in media":       {"a<video>x<object>y</object></video>b", "ab"},
		"stray end tag":         {"a</video></p>b", "a\n\nb"},
		"comment":               {"a<!-- c -->b", "ab"},
		"preformatted":          {"<pre>Cu 9,500\nNi 16,000</pre>", "Cu 9,500\nNi 16,000"},
		"entities":              {"<p>Fe&amp;S &lt;1 &euro;5 &#8211; &#x3b1;</p>", "Fe&S <1 €5 – α"},
		"entities decoded once": {"AT&amp;amp;T", "AT&amp;T"},
		"entities without tags": {"Rio&nbsp;Tinto &amp; BHP", "Rio Tinto & BHP"},
		"less-than sign":        {"grade < 1 % <b>Cu</b>", "grade < 1 % Cu"},
		"tag cut off":           {"a <a href='x", "a"},
		"escape by entity":      {"a<b>&#27;]0;x&#7;</b>b", "ab"},
		"C1 by entity":          {"a<b>&#x9d;x&#x9c;</b>b", "a"},
		"plain paragraphs":      {"One line\nwrapped\n\nTwo", "One line wrapped\n\nTwo"},
		"tags that are unknown": {"<o:p>Gold</o:p> <foo>up</foo>", "Gold up"},
		"unclosed":              {"<p>One<p>Two<li>Three", "One\n\nTwo\n• Three"},
		"image":                 {`<img src="x" alt="y">Gold`, "Gold"},
		"nothing":               {"<p> </p>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := HTML(c.in); got.s != c.want {
				t.Errorf("HTML(%q) = %q, want %q", c.in, got.s, c.want)
			}
		})
	}
}

func TestHTMLDeep(t *testing.T) {
	deep := strings.Repeat("<div>", 200_000) + "ore"
	if got := HTML(deep); got.s != "ore" {
		t.Errorf("HTML of 200,000 nested elements = %.20q, want %q", got.s, "ore")
	}
}

func BenchmarkHTML(b *testing.B) {
	s := strings.Repeat("<p>Japan proposes <a href=\"https://example.com/rare-earth\">rare earth</a> cooperation with the US &amp; others.</p>\n", 14)
	b.ReportAllocs()
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		HTML(s)
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<p>a<br/>b", "<pre>a\n b</pre><li>x", "&amp;lt;&#27;]0;x&#7;", "<table><tr><td>1<td>2", "<svg><title>x</svg>y", "<![CDATA[x]]>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		begun := time.Now()
		mustBeClean(t, "HTML", HTML(s), true)
		if took := time.Since(begun); took > time.Second {
			t.Errorf("%d bytes took %v", len(s), took)
		}
	})
}
