package fold

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"case":                    {"Copper PRICE", "copper price"},
		"hyphens and dashes":      {"rare-earth–magnet — plant", "rare earth magnet plant"},
		"apostrophes":             {"copper’s l'or", "copper s l or"},
		"quotation marks":         {"“Gold” «Erz» „Zinn“", "gold erz zinn"},
		"German":                  {"ZÖLLE auf Weißblech", "zolle auf weissblech"},
		"Nordic":                  {"Møller-Mærsk, Ålesund", "moller maersk, alesund"},
		"Polish":                  {"Polska Miedź Głogów", "polska miedz glogow"},
		"Balkan":                  {"Đakovo", "dakovo"},
		"Spanish":                 {"Peñoles, litio y níquel", "penoles, litio y niquel"},
		"Turkish":                 {"İstanbul ışık", "istanbul isik"},
		"decomposed":              {"pen\u0303a", "pena"},
		"Greek":                   {"ΧΑΛΚΌΣ χαλκός", "χαλκοσ χαλκοσ"},
		"Cyrillic":                {"Йод", "иод"},
		"kana keep their marks":   {"ガリウム", "ガリウム"},
		"half width kana":         {"ｶﾞﾘｳﾑ", "ガリウム"},
		"marks of other scripts":  {"स्टील \u0f69 \u0f40\u0fb5", "स्टील \u0f40\u0fb5 \u0f40\u0fb5"},
		"dots of other kinds":     {"Ｕ．Ｓ． at 9 ㏂, S．p．A．", "us at 9 am, spa"},
		"half width jamo":         {"꼬ﾬ ㄱㅏ", "꼷 가"},
		"decomposed kana":         {"カ\u3099リウム", "ガリウム"},
		"full width":              {"ＪＸ金属　Ｅ＆Ｓ", "jx金属 e and s"},
		"compatibility":           {"ﬁrst ㈱", "first (株)"},
		"decomposed Hangul":       {"\u1112\u1174\u1110\u1169", "희토"},
		"abbreviations":           {"U.S. Steel, S.p.A., Vale S.A.", "us steel, spa, vale sa"},
		"an initial keeps":        {"J. Smith. A mine.", "j. smith. a mine."},
		"numbers":                 {"2.693,00 JPY", "2.693,00 jpy"},
		"ampersand":               {"Mining & Smelting S&P", "mining and smelting s and p"},
		"trademark":               {"Niron™ magnets", "niron magnets"},
		"blanks":                  {"  a \t\n b  ", "a b"},
		"broken bytes":            {"a\xffb", "a\uFFFDb"},
		"nothing":                 {"", ""},
		"a mark without its base": {"\u0301", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := String(c.in); got != c.want {
				t.Errorf("String(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestOrigin(t *testing.T) {
	for _, c := range []struct{ in, find, want string }{
		{"The “Rare-Earths” deal", "rare earths", "Rare-Earths"},
		{"Strafzölle für Weißblech", "strafzolle", "Strafzölle"},
		{"Strafzölle für Weißblech", "weissblech", "Weißblech"},
		{"Mine of Møller", "moller", "Møller"},
		{"the ﬁrst", "f", "ﬁ"},
		{"the ﬁrst", "first", "ﬁrst"},
		{"日本の稀土輸出", "稀土", "稀土"},
		{"price of ＡＢＣ　株", "abc", "ＡＢＣ"},
		{"pen\u0303a y oro", "pena", "pen\u0303a"},
		{"copper's rise", "copper", "copper"},
		{"in the U.S. steel", "us", "U.S."},
		{"gold  —  silver ", "silver", "silver"},
	} {
		f := Fold(c.in)
		i := strings.Index(f.String(), c.find)
		if i < 0 {
			t.Errorf("%q is not in %q", c.find, f)
			continue
		}
		from, to := f.Origin(i, i+len(c.find))
		if got := c.in[from:to]; got != c.want {
			t.Errorf("origin of %q in %q is %q, want %q", c.find, c.in, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	got := Words("K+S: 1,400 t of TSMC向け晶圓, HD현대중공업 3.5%")
	want := []string{"k", "s", "1,400", "t", "of", "tsmc", "向け晶圓", "hd", "현대중공업", "3.5"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("words (-want +got):\n%s", d)
	}
}

func TestCJKPairs(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"稀土永磁", "稀土 土永 永磁"},
		{"Chinas 稀土 und ガス", "稀土 ガス"},
		{"金", "金"},
		{"희토류 값", "희토 토류 값"},
		{"copper", ""},
	} {
		if got := CJKPairs(c.in); got != c.want {
			t.Errorf("CJKPairs(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Copper’s U.S. price", "Strafzölle ﬁ ẞ", "ｶﾞﾘｳﾑ カ\u3099", "\u1112\u1174 희토류", "a\xff\u0301\u0308b", "S.p.A. & ㈱ ½", "ｶ\xef\xbe\u0f69\xef\xbe", "स्टील", "0ʼ\u064d", "꼬ﾬ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if again := String(folded.String()); again != folded.String() {
			t.Fatalf("folding %q twice gives %q, then %q", s, folded, again)
		}
		for _, tok := range Tokens(nil, folded.String()) {
			from, to := folded.Origin(tok.Start, tok.End)
			if from < 0 || to > len(s) || from >= to {
				t.Fatalf("token %v of %q comes from %d to %d of %d bytes", tok, s, from, to, len(s))
			}
			if onBoundary(s, from) && onBoundary(s, to) {
				continue
			}
			t.Fatalf("token %v of %q comes from %d to %d, which is inside a rune", tok, s, from, to)
		}
		CJKPairs(s)
	})
}

// onBoundary reports whether byte i of s begins a rune or an invalid byte.
func onBoundary(s string, i int) bool {
	if i == 0 || i == len(s) || utf8.RuneStart(s[i]) {
		return true
	}
	for j := max(0, i-utf8.UTFMax); j < i; j++ {
		if _, size := utf8.DecodeRuneInString(s[j:]); utf8.RuneStart(s[j]) && j+size > i {
			return false
		}
	}
	return true
}

func BenchmarkFold(b *testing.B) {
	for name, s := range map[string]string{
		"latin": strings.Repeat("Copper’s price rose to $10,020 a tonne in São Paulo and London; ", 32),
		"cjk":   strings.Repeat("商务部对中重稀土相关物项实施出口管制、造船とレアアース。", 28),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				Fold(s)
			}
		})
	}
}
