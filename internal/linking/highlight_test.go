package linking

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"orewire"
)

// marked are words of topics in the spellings that news has them in.
var marked = []struct{ lang, words, topic string }{
	{"en", "rare earths", "rare-earths"}, {"en", "Rare-Earths", "rare-earths"}, {"en", "ＲＡＲＥ　ＥＡＲＴＨＳ", "rare-earths"}, {"en", "iron\u00a0ore", "iron-ore"},
	{"en", "“gold” price", "gold"}, {"de", "Strafzölle", "tariffs"}, {"de", "Strafzo\u0308lle", "tariffs"}, {"de", "Kupferhütte", "copper"},
	{"fr", "terres rares", "rare-earths"}, {"es", "litio", "lithium"}, {"pt", "minério de ferro", "iron-ore"}, {"ja", "レアアース", "rare-earths"},
	{"ja", "ｶﾞﾘｳﾑ", "gallium"}, {"zh", "碳酸锂", "lithium"}, {"zh", "晶圓", "semiconductors"}, {"ko", "희토류", "rare-earths"},
}

// noise are pieces that mean nothing to any topic and change their length when they are folded.
var noise = []string{"", "straße", "ﬁne", "…", "“quoted”", "naïve", "e\u0301te\u0301", "㈱", "½", "🚢", "q & k", "U.S.", "ışık", "don’t", "—", "４５％"}

// TestHighlightsFallOnTheWords puts words of topics between others, in title and body, and wants them marked to the byte.
func TestHighlightsFallOnTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SampledFrom(marked).Draw(t, "marked")
		pieces := rapid.SliceOfN(rapid.SampledFrom(noise), 0, 4)
		before, after := strings.Join(pieces.Draw(t, "before"), " "), strings.Join(pieces.Draw(t, "after"), " ")
		text := before + " " + want.words + " " + after
		a := article(text, "", text)
		builtin().Link(&a, Hints{Lang: want.lang})
		for field, shown := range map[orewire.Field]string{orewire.InTitle: a.Title.String(), orewire.InBody: a.Body.String()} {
			i := slices.IndexFunc(a.Topics, func(h orewire.TopicHit) bool { return h.ID == want.topic })
			if i < 0 {
				t.Fatalf("%q is about %v, want %s", shown, topicIDs(a), want.topic)
			}
			j := slices.IndexFunc(a.Topics[i].Spans, func(s orewire.Span) bool { return s.Field == field })
			if j < 0 {
				t.Fatalf("%q: no words marked in the %s", shown, field)
			}
			s := a.Topics[i].Spans[j]
			if got, want := shown[s.Start:s.End], cleanWords(want.words); !strings.HasSuffix(want, got) || s.Start < strings.Index(shown, want) {
				t.Fatalf("%q: marked %q, want %q", shown, got, want)
			}
			if !utf8.ValidString(shown[s.Start:s.End]) {
				t.Fatalf("%q: bytes %d to %d are not whole runes", shown, s.Start, s.End)
			}
		}
	})
}

// cleanWords is how words stand in a text that has been cleaned.
func cleanWords(words string) string {
	a := article(words, "", "")
	return a.Title.String()
}
