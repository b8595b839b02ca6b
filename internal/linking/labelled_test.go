package linking

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"orewire"
)

// TestExamples holds the lexicon's own examples: what each headline must and must not be about.
func TestExamples(t *testing.T) {
	b, err := os.ReadFile("testdata/examples.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Examples []struct {
			Lang, Text  string
			Metals      bool
			Want, Never []string
		}
	}
	if err := yaml.UnmarshalWithOptions(b, &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, x := range file.Examples {
		h := Hints{Lang: x.Lang}
		if x.Metals {
			h.Context = "metals"
		}
		a := article(x.Text, "", "")
		builtin().Link(&a, h)
		got := topicIDs(a)
		for _, id := range x.Want {
			if !slices.Contains(got, id) {
				t.Errorf("%q: topics %v, want %s among them", x.Text, got, id)
			}
		}
		for _, id := range x.Never {
			if slices.Contains(got, id) {
				t.Errorf("%q: topics %v, want no %s", x.Text, got, id)
			}
		}
	}
}

// labelled is a headline with its right answer.
type labelled struct {
	lang, trap, title, summary string
	topics, symbols            []string
}

func readLabelled(t *testing.T) []labelled {
	b, err := os.ReadFile("testdata/labelled.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []labelled
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "|")
		if len(col) != 6 {
			t.Fatalf("%d columns, want 6: %s", len(col), line)
		}
		list = append(list, labelled{col[0], col[1], col[2], col[3], strings.Fields(col[4]), strings.Fields(col[5])})
	}
	return list
}

// unlabelled are topics that the labels leave out: they cross the others and are right or wrong only with the market's eyes.
var unlabelled = map[string]bool{"sanctions": true, "trade-talks": true, "stockpiles-subsidies": true, "supply-disruption": true, "phosphate": true, "diamonds": true}

// merged are topics that the labels do not tell apart.
var merged = map[string]string{"licences-quotas": "export-controls"}

// count holds hits, false alarms and misses.
type count struct{ right, extra, missed int }

func (c *count) score(got, want map[string]bool) {
	for x := range got {
		if want[x] {
			c.right++
		} else {
			c.extra++
		}
	}
	for x := range want {
		if !got[x] {
			c.missed++
		}
	}
}

func (c count) precision() float64 { return ratio(c.right, c.right+c.extra) }
func (c count) f1() float64        { return ratio(2*c.right, 2*c.right+c.extra+c.missed) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// reached are the figures that the matcher has reached on the labelled headlines; none may drop. Topics: precision and F1; companies: the
// same; and the share of headlines without a topic that were left without one.
var reached = map[string][5]float64{
	"all":                       {0.981, 0.974, 0.995, 0.98, 0.989},
	"language de":               {0.983, 0.983, 1, 0.989, 1},
	"language en":               {0.976, 0.968, 0.995, 0.977, 0.987},
	"language es":               {1, 0.981, 1, 1, 1},
	"language fr":               {1, 0.986, 1, 0.976, 1},
	"language ja":               {1, 1, 1, 0.985, 1},
	"language ko":               {0.963, 0.98, 1, 1, 1},
	"language pt":               {1, 1, 1, 0.975, 1},
	"language zh":               {1, 0.988, 0.97, 0.985, 1},
	"trap all-caps":             {1, 0.981, 1, 1, 1},
	"trap company-vs-commodity": {1, 0.986, 1, 0.983, 1},
	"trap diacritics":           {0.962, 0.98, 0.932, 0.965, 1},
	"trap general":              {0.96, 0.942, 0.991, 0.968, 0.99},
	"trap homograph":            {0.799, 0.726, 1, 0.856, 1},
	"trap idiom":                {0.666, 0.666, 1, 1, 0.99},
	"trap inflection":           {0.979, 0.989, 1, 0.856, 1},
	"trap negation":             {0.929, 0.94, 1, 0.937, 0.817},
	"trap none":                 {0.986, 0.978, 0.996, 0.984, 0.93},
	"trap substring":            {1, 1, 1, 1, 1},
	"trap ticker-word":          {0.949, 0.973, 1, 1, 0.969},
}

// figures is what the matcher makes of the headlines of one language or trap.
type figures struct {
	topics, companies count
	empty, kept       int // headlines without a topic, and those of them that were left without
}

var measures = [5]string{"precision of topics", "F1 of topics", "precision of companies", "F1 of companies", "share left without a topic"}

func (f *figures) all() [5]float64 {
	return [5]float64{f.topics.precision(), f.topics.f1(), f.companies.precision(), f.companies.f1(), ratio(f.kept, f.empty)}
}

func (f *figures) String() string {
	return fmt.Sprintf("topics P %.3f F1 %.3f, companies P %.3f F1 %.3f, left without a topic %d of %d",
		f.topics.precision(), f.topics.f1(), f.companies.precision(), f.companies.f1(), f.kept, f.empty)
}

func (f *figures) score(got, want, names, wantNames map[string]bool) {
	if len(want) == 0 {
		f.empty++
		if len(got) == 0 {
			f.kept++
		}
	}
	f.topics.score(got, want)
	f.companies.score(names, wantNames)
}

// TestLabelled links the labelled headlines, logs the figures by language and trap, and fails if any drops below what was reached.
func TestLabelled(t *testing.T) {
	list := readLabelled(t)
	if len(list) < 250 {
		t.Errorf("%d labelled headlines, want at least 250", len(list))
	}
	by := map[string]*figures{}
	for _, x := range list {
		a := article(x.title, x.summary, "")
		builtin().Link(&a, Hints{Lang: x.lang})
		got, want := labels(topicIDs(a)), labels(x.topics)
		names, wantNames := symbols(a), set(x.symbols)
		for _, key := range []string{"all", "language " + x.lang, "trap " + x.trap} {
			if by[key] == nil {
				by[key] = &figures{}
			}
			by[key].score(got, want, names, wantNames)
		}
		if !maps.Equal(got, want) || !maps.Equal(names, wantNames) {
			t.Logf("%s %s: %q\n\ttopics %v, want %v; companies %v, want %v", x.lang, x.trap, x.title,
				slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(names)), x.symbols)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(by)) {
		t.Log(key+":", by[key])
	}
	for key := range by {
		if _, ok := reached[key]; !ok {
			t.Errorf("%s: no figures are held, want some", key)
		}
	}
	for key, want := range reached {
		if by[key] == nil {
			t.Errorf("%s: no headlines are left, want some", key)
			continue
		}
		for i, got := range by[key].all() {
			if got < want[i] {
				t.Errorf("%s: %s = %.3f, want at least %.3f", key, measures[i], got, want[i])
			}
		}
	}
}

// labels returns topics as the labels name them, with the parents that children stand for.
func labels(ids []string) map[string]bool {
	found := map[string]bool{}
	for _, id := range ids {
		if m, ok := merged[id]; ok {
			id = m
		}
		if unlabelled[id] {
			continue
		}
		l := builtin()
		for i := slices.IndexFunc(l.topics, func(t orewire.Topic) bool { return t.ID == id }); i >= 0; i = int(l.parent[i]) {
			found[l.topics[i].ID] = true
		}
	}
	return found
}

func symbols(a orewire.Article) map[string]bool {
	found := map[string]bool{}
	for _, l := range a.Links {
		if l.How == orewire.Named && l.Symbol != "" {
			found[l.Symbol] = true
		}
	}
	return found
}

func set(list []string) map[string]bool {
	m := map[string]bool{}
	for _, x := range list {
		m[x] = true
	}
	return m
}
