package linking

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"orewire"
)

// hostile are texts that repeat what could make each place look at all the others.
var hostile = map[string]string{
	"capitals after a word that a name follows": "Drops ",
	"capitals after a deal and a number":        "Takes 5 Bids 7 ",
	"deals by names":                            "to buy Lynas ",
	"names where most words have their capital": "Lynas Sells Gold Fields Unit ",
	"denials and names":                         "no relation to Lynas, ",
	"names without evidence":                    "Vale of ",
	"idioms":                                    "silver lining ",
	"phrases that mean something else":          "strike a deal ",
	"weak terms without context":                "gold gold ",
	"weak terms and foils":                      "lead guitar ",
	"topics in capitals":                        "COPPER MINE ",
	"topics":                                    "copper mine, ",
	"numbers":                                   "$5 € 7 12 ",
	"words that say where things go":            "copper rises falls ",
	"a word that goes on and on":                "kupferpreis",
	"a run without an end":                      "金",
	"a run of weak terms":                       "铜银行金牌",
	"a run of names":                            "紫金矿业无关",
	"numerals in a run":                         "三万五千",
}

// Whoever writes a feed writes what he likes: the work must grow with the text, not with its square.
func TestHostileTextsTakeTheTimeOfOthers(t *testing.T) {
	const size, most = 256 << 10, 5 * time.Second // it takes a tenth of a second; a look from each place at all others takes much more
	texts := map[string]string{"symbols that nobody knows": unknownSymbols(size)}
	for name, piece := range hostile {
		texts[name] = strings.Repeat(piece, size/len(piece))
	}
	for name, text := range texts {
		for _, a := range []orewire.Article{article(text, "", ""), article("News of the day", text, ""), article("News of the day", "", text)} {
			start := time.Now()
			builtin().Link(&a, Hints{Lang: "de"})
			builtin().Explain(a, Hints{Lang: "de"})
			builtin().Report(&a)
			if took := time.Since(start); took > most {
				t.Errorf("%s: took %v, want less than %v", name, took, most)
			}
		}
	}
}

func unknownSymbols(size int) string {
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		fmt.Fprintf(&b, "(NYSE: Q%s) ", strings.ToUpper(fmt.Sprintf("%04x", n)))
	}
	return b.String()
}

func TestANameHasSixWordsAtMost(t *testing.T) {
	for text, want := range map[string]int{
		"the Northern Star Bay pursuit is off":                        3,
		"the Big Northern Star River Bay Company pursuit is off":      6,
		"the Big Old Northern Star River Bay Company pursuit is off":  noToken,
		"the pursuit of Northern Star River Bay by the rivals is off": noToken,
	} {
		var f field
		builtin().read(&f, orewire.InTitle, text)
		if got := f.properNoun(1); got != want {
			t.Errorf("%q: the name ends with word %d, want %d", text, got, want)
		}
	}
}

// A phrase voids what is in it however long it is.
func TestALongIdiomVoidsATermAtItsEnd(t *testing.T) {
	const idiom = "everybody who ever remembered the unforgettable neighbourhood celebrations understands nevertheless that extraordinary grandfathers collected copper"
	c := orewire.Catalog{Topics: []orewire.Topic{{ID: "copper", Terms: map[string][]string{"en": {"copper"}}}}, Blockers: map[string][]string{"en": {idiom}}}
	a := article(idiom, "", "")
	New(c).Link(&a, Hints{})
	if got := topicIDs(a); got != nil {
		t.Errorf("topics = %v, want none: all is one idiom", got)
	}
}
