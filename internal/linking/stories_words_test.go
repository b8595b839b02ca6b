package linking

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/catalog"
)

func TestCourse(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       course
	}{
		{"en", "Tin rises as stocks fall", up | down},
		{"en", "Miner negotiates a negative rate with negligent lenders", 0},
		{"en", "East Dakota diplomats meet large firms from Montenegro", 0},
		{"en", "Dockers strike over pay", begins},
		{"en", "Union calls strike at smelter", begins},
		{"en", "Strike at smelter is over", ends},
		{"en", "Union calls off strike", ends},
		{"en", "Minister denies quota", denial},
		{"de", "Einige Hütten verhandeln", 0},
		{"de", "Zinn fällt, Blei steigt", up | down},
		{"de", "Höhere Preise: Zinn klettert hoeher", up},
		{"fr", "Négociation sur un négoce de zinc", 0},
		{"fr", "Le zinc recule", down},
		{"fr", "Rose et ses amis", 0},
		{"es", "Un negocio de estaño para Bolivia", 0},
		{"es", "La minera niega el despido", denial},
		{"es", "La calle del estaño", 0},
		{"pt", "Negócio de estanho para a Bahia", 0},
		{"pt", "Mineradora nega demissões", denial},
		{"ja", "錫相場は続伸", up},
		{"zh", "矿山罢工结束", ends},
	} {
		if got := newPassage(builtin().vocabulary(c.lang), c.text).course(); got != c.want {
			t.Errorf("%s %q: course %b, want %b", c.lang, c.text, got, c.want)
		}
	}
}

func TestFigures(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "$1.2 billion for 3 mines", "1.2e+09 $, 3 mines"},
		{"en", "$10m at the hole of 10 m at 5 g", "1e+07 $, 10 m, 5 g"},
		{"en", "three cents a pound, two central banks", "2 centra, 3 cents"},
		{"en", "fell 4 per cent in 6 days", "4 %, 6 day"},
		{"en", "once more in Sept. 5 journalists saw 4 diamonds", "4 diamon, 5 journa"},
		{"en", "two hundred jobs, hundreds more", "200 jobs"},
		{"es", "once minas y 5 por ciento de 3 millones de dólares", "3e+06 $, 5 %, 11 minas"},
		{"fr", "1 234 567 tonnes pour sept jours", "1.234567e+06 t, 7 day"},
		{"fr", "3 millions d’euros", "3e+06 €"},
		{"de", "12 345 Tonnen, 3 Tagungen", "12345 t, 3 tagung"},
		{"zh", "出口12万吨稀土", "120000 t"},
	} {
		var got []string
		for _, f := range unique(newPassage(builtin().vocabulary(c.lang), c.text).figures) {
			got = append(got, fmt.Sprintf("%g %s", f.value, f.unit))
		}
		want := strings.Split(c.want, ", ")
		slices.Sort(got)
		slices.Sort(want)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s %q: figures (-want +got):\n%s", c.lang, c.text, d)
		}
	}
}

func TestTheRestOfARunWithAFigureIsRead(t *testing.T) {
	a := article("出口12万吨稀土永磁", "", "")
	a.Lang = "zh"
	if r := builtin().Report(&a); !r.has(hash("永磁")) {
		t.Error("the report does not have what stands in the run after the scale")
	}
}

// What is looked up of a title stands among the words of the report too, or no other title could ever have all of it.
func TestTheWordsOfATitleAreWordsOfItsReport(t *testing.T) {
	for _, c := range []struct{ lang, title string }{
		{"en", "Three smelters lift tin output 4 per cent to two million tonnes"},
		{"en", "First quarter: eleven ships carry twelve kt"},
		{"de", "Drei Hütten fördern zwei Millionen Tonnen"},
		{"zh", "三家企业出口12万吨稀土永磁同比增长"},
		{"ko", "광산 두 곳 12만톤 증산"},
	} {
		a := orewire.Article{Lang: c.lang, Title: article(c.title, "", "").Title}
		r := builtin().Report(&a)
		for _, key := range r.title {
			if !r.has(key) {
				t.Errorf("%s %q: a word of the title is not among those of the report", c.lang, c.title)
			}
		}
	}
}

// A word that said two things would say now this, now that.
func TestStoryWordsSayOneThing(t *testing.T) {
	c, err := catalog.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	s := c.Stories
	for lang, keys := range vocabularyKeys {
		said := map[string]string{}
		say := func(what string, words map[string][]string) {
			for _, key := range keys {
				for _, w := range words[key] {
					if before, ok := said[w]; ok && before != what {
						t.Errorf("%q: %q says %s and %s", lang, w, before, what)
					}
					said[w] = what
				}
			}
		}
		for name, words := range s.Courses {
			if courseNamed[name] == 0 {
				t.Errorf("nothing reads the course %q", name)
			}
			say(name, words)
		}
		clear(said)
		for unit, words := range s.Units {
			say(unit, words)
		}
		clear(said)
		for factor, words := range s.Scales {
			say(fmt.Sprint(factor), words)
		}
		clear(said)
		for _, numbers := range []map[int64]map[string][]string{s.Numerals, s.Ordinals} {
			for value, words := range numbers {
				say(fmt.Sprint(value), words)
			}
		}
	}
}
