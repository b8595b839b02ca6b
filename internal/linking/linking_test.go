package linking

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/catalog"
	"orewire/internal/cleantext"
)

var builtin = sync.OnceValue(func() *Linker {
	c, err := catalog.Builtin()
	if err != nil {
		panic(err)
	}
	return New(c)
})

func article(title, summary, body string) orewire.Article {
	return orewire.Article{Title: cleantext.Line(title), Summary: cleantext.Line(summary), Body: cleantext.Paragraphs(body)}
}

func topicIDs(a orewire.Article) []string {
	var ids []string
	for _, h := range a.Topics {
		ids = append(ids, h.ID)
	}
	return ids
}

// linksOf returns the links of one kind as "Name SYMBOL".
func linksOf(a orewire.Article, how orewire.How) []string {
	var links []string
	for _, l := range a.Links {
		if l.How == how {
			links = append(links, strings.TrimSpace(l.Name.String()+" "+l.Symbol))
		}
	}
	return links
}

func TestThePublishersTickerIsListedNeverNamed(t *testing.T) {
	a := article("Tokyo offers Washington a pact on rare earths", "", "The proposal covers magnets and dysprosium refining.")
	a.Links = []orewire.Link{{Name: cleantext.Line("Rare Holdings Ltd."), How: orewire.Listed, Label: cleantext.Line("Werte in diesem Artikel"),
		Printed: &orewire.Printed{Price: orewire.Known(2693), Currency: "JPY"}}}
	builtin().Link(&a, Hints{Lang: "de"})
	if a.Lang != "en" {
		t.Errorf("language = %q, want en although the feed is German", a.Lang)
	}
	if !slices.Contains(topicIDs(a), "rare-earths") {
		t.Errorf("topics = %v, want rare-earths among them", topicIDs(a))
	}
	if got := linksOf(a, orewire.Named); got != nil {
		t.Errorf("named = %v, want none", got)
	}
	if got, want := linksOf(a, orewire.Listed), []string{"Rare Holdings Ltd."}; !slices.Equal(got, want) {
		t.Errorf("listed = %v, want %v", got, want)
	}
	if got := linksOf(a, orewire.Exposed); len(got) == 0 || got[0] != "MP Materials MP" || len(got) > mostExposed {
		t.Errorf("exposed = %v, want at most %d, MP Materials first", got, mostExposed)
	}
	e := builtin().Explain(a, Hints{Lang: "de"})
	i := slices.IndexFunc(e.Links, func(l ExplainedLink) bool { return l.How == orewire.Listed })
	want := []string{"the publisher printed it beside the article under “Werte in diesem Artikel”",
		"not named: its name does not stand in title, summary or text", "not exposed: it has no topic, and “rare” alone is never evidence"}
	if d := cmp.Diff(want, e.Links[i].Why); d != "" {
		t.Errorf("why the listed link is there (-want +got):\n%s", d)
	}
}

func TestLinkingAgainChangesNothing(t *testing.T) {
	a := article("Lynas (ASX: LYC) lifts dysprosium output", "", "")
	a.Links = []orewire.Link{{Name: cleantext.Line("Lynas"), How: orewire.Listed, Printed: &orewire.Printed{Price: orewire.Known(8.1)}}}
	builtin().Link(&a, Hints{})
	once := slices.Clone(a.Links)
	builtin().Link(&a, Hints{})
	if d := cmp.Diff(once, a.Links, cmp.Comparer(func(x, y cleantext.Text) bool { return x == y }), cmp.AllowUnexported(orewire.Figure{})); d != "" {
		t.Errorf("linked again (-once +twice):\n%s", d)
	}
	if a.Links[0].How != orewire.Named || a.Links[0].Printed == nil {
		t.Errorf("first link = %+v, want it named, with the price that the publisher printed", a.Links[0])
	}
}

func TestEvidenceStandsInTheOriginalText(t *testing.T) {
	a := article("Strafzölle auf Kupfer: Aurubis’ Aktie fällt", "“Rare-Earths” sind ausgenommen", "日本の希土類。\n\nKupferpreis in London")
	builtin().Link(&a, Hints{Lang: "de"})
	text := map[orewire.Field]string{orewire.InTitle: a.Title.String(), orewire.InSummary: a.Summary.String(), orewire.InBody: a.Body.String()}
	got := map[string][]string{}
	for _, h := range a.Topics {
		for _, s := range h.Spans {
			if text[s.Field][s.Start:s.End] != s.Term {
				t.Errorf("%s: bytes %d to %d of the %s are %q, want %q", h.ID, s.Start, s.End, s.Field, text[s.Field][s.Start:s.End], s.Term)
			}
			got[h.ID] = append(got[h.ID], s.Term)
		}
	}
	for id, want := range map[string][]string{"tariffs": {"Strafzölle"}, "copper": {"Kupfer", "Kupferpreis"}, "rare-earths": {"Rare-Earths", "希土類"}} {
		if !slices.Equal(got[id], want) {
			t.Errorf("%s by %q, want %q", id, got[id], want)
		}
	}
	if want := []string{"Aurubis NDA.DE"}; !slices.Equal(linksOf(a, orewire.Named), want) {
		t.Errorf("named = %v, want %v", linksOf(a, orewire.Named), want)
	}
}

func TestSymbols(t *testing.T) {
	for text, want := range map[string][]string{
		"Volume rose (NYSE: MP) before the close":                         {"MP Materials MP"},
		"Placing by an explorer (ASX:LYC; OTC: LYSDY)":                    {"Lynas Rare Earths LYC.AX"},
		"Traders pile into $MP and $UUUU":                                 {"MP Materials MP", "Energy Fuels UUUU"},
		"收盘：600111.SH 涨停":                                                 {"China Northern Rare Earth 600111.SS"},
		"紫金（601899.SH/02899.HK）中报":                                        {"Zijin Mining 2899.HK"},
		"北方稀土(600111)涨停":                                                  {"China Northern Rare Earth 600111.SS"},
		"한 조선사(042660) 수주":                                                {"Hanwha Ocean 042660.KS"},
		"Volume in 5713.T doubled":                                        {"Sumitomo Metal Mining 5713.T"},
		"A filing (SEHK: 02899) names a lender":                           {"Zijin Mining 2899.HK"},
		"Zenith Widgets (NYSE: ZWX) opens a plant":                        {"Zenith Widgets ZWX"},
		"Boreal Ridge Metals (TSX-V: BRM; OTCQB: BRMTF) drills":           {"Boreal Ridge Metals BRM.V"},
		"Boreal Ridge Metals (TSX Venture: BRM) drills":                   {"Boreal Ridge Metals BRM.V"},
		"Deep Lode (TSXV: ABC) finds ore":                                 {"Deep Lode ABC.V"},
		"The mill of Energy Fuels (NYSE American: UUUU) runs":             {"Energy Fuels UUUU"},
		"Agnico Eagle (BVMF: A1EM34) lists in São Paulo":                  {"Agnico Eagle AEM"},
		"The MP said that all are late":                                   nil,
		"ALL MPS ARE LATE":                                                nil,
		"NOW IS THE KEY TO IT ALL":                                        nil,
		"Our CAT sat ON the SHIP; RARE as GOLD":                           nil,
		"At 7:30 the doors open: MP on stage":                             nil,
		"Note: MP is a title; GOLD: a metal":                              nil,
		"MARKETS: FTSE slips":                                             nil,
		"In the pink: GOLD":                                               nil,
		"US: GDP grows, CPI falls":                                        nil,
		"The American: ART and war":                                       nil,
		"Six: ABBA, one: BRMX":                                            nil,
		"Deep Lode (OTC Pink: DLODF) finds ore":                           {"Deep Lode DLODF"},
		"Deep Lode (OTC Markets: DLODF) finds ore":                        {"Deep Lode DLODF"},
		"It costs $50":                                                    nil,
		"See chapter 3.T for more":                                        nil,
		"Flight (600111) was late":                                        nil,
		"Shares of the New York Stock Exchange operator (NYSE) were flat": nil,
	} {
		a := article(text, "", "")
		builtin().Link(&a, Hints{})
		if got := linksOf(a, orewire.Named); !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string][]string{
		"Glencore cuts cobalt":                                    {"Glencore GLEN.L"},
		"GLENCORE CUTS COBALT":                                    {"Glencore GLEN.L"},
		"Vale said iron ore shipments rose":                       {"Vale VALE"},
		"Walkers fill the Vale of York":                           nil,
		"USA Rare Earth hires a chemist":                          {"USA Rare Earth USAR"},
		"USA rare earth imports fall":                             nil,
		"Household energy fuels the debate":                       nil,
		"HD Hyundai Heavy Industries wins an order":               {"HD Hyundai Heavy Industries 329180.KS"},
		"HD Hyundai plans a holding":                              {"HD Hyundai 267250.KS"},
		"An explorer with no relation to Lynas drills in Nevada":  nil,
		"紫金矿业净利增长":                                                {"Zijin Mining 2899.HK"},
		"Über die Berge":                                          nil,
		"Uber fährt nach Norden":                                  {"Uber UBER"},
		"Penoles cuts silver; Industrias Peñoles cites the grade": {"Industrias Peñoles PE&OLES.MX"},
	} {
		a := article(text, "", "")
		builtin().Link(&a, Hints{})
		if got := linksOf(a, orewire.Named); !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}

func TestACommodityInsideANameIsNotTheCommodity(t *testing.T) {
	for text, want := range map[string]struct{ topics, named []string }{
		"Silvercorp names a finance chief":                 {nil, []string{"Silvercorp Metals SVM"}},
		"Gold Fields opens an office in Perth":             {nil, []string{"Gold Fields GFI"}},
		"Lithium Americas moves its seat to Reno":          {nil, []string{"Lithium Americas LAC"}},
		"Copper Mountain sells more season passes":         {nil, nil},
		"Rare Holdings opens a nursery":                    {nil, []string{"Rare Holdings Ltd."}},
		"Nickel Industries lifts nickel output":            {[]string{"nickel"}, []string{"Nickel Industries NIC.AX"}},
		"Gold Fields pours its first gold at Windfall":     {[]string{"gold"}, []string{"Gold Fields GFI"}},
		"Antofagasta to supply copper for three years":     {[]string{"copper"}, []string{"Antofagasta plc ANTO.L"}},
		"Antofagasta beach reopens after oil spill":        {nil, nil},
		"Harrison Ford and the Amazon rainforest":          {nil, nil},
		"Ford recalls pickups that Amazon bought":          {nil, []string{"Ford Motor F", "Amazon.com AMZN"}},
		"Iron Mountain and Steel Dynamics raise payouts":   {nil, []string{"Iron Mountain IRM", "Steel Dynamics STLD"}},
		"No relation to Critical Metals, says Lisbon firm": {nil, nil},
	} {
		a := article(text, "", "")
		builtin().Link(&a, Hints{})
		if got := topicIDs(a); !slices.Equal(got, want.topics) {
			t.Errorf("%q is about %v, want %v", text, got, want.topics)
		}
		if got := linksOf(a, orewire.Named); !slices.Equal(got, want.named) {
			t.Errorf("%q names %v, want %v", text, got, want.named)
		}
	}
}

func TestExposedStandAfterNamedAndAreFew(t *testing.T) {
	for text, first := range map[string]string{
		"Copper price rises":                       "Copper future (COMEX) HG=F",
		"Uranium mine reopens":                     "Cameco CCJ",
		"Shipbuilding orders double":               "Hanwha Ocean 042660.KS",
		"Rare earths, copper mines and gold mines": "MP Materials MP",
	} {
		a := article(text, "", "")
		builtin().Link(&a, Hints{})
		if got := linksOf(a, orewire.Exposed); len(got) != mostExposed || got[0] != first {
			t.Errorf("%q exposes %v, want %d, %s first", text, got, mostExposed, first)
		}
	}
	a := article("Glencore and Teck on copper prices", "", "")
	builtin().Link(&a, Hints{})
	var order []orewire.How
	for _, l := range a.Links {
		order = append(order, l.How)
	}
	if !slices.IsSorted(order) || order[0] != orewire.Named || order[1] != orewire.Named {
		t.Errorf("links stand in the order %v, want the named ones first", order)
	}
	for _, name := range []string{"Glencore GLEN.L", "Teck Resources TECK"} {
		if slices.Contains(linksOf(a, orewire.Exposed), name) {
			t.Errorf("%s is exposed, want it named only", name)
		}
	}
}

func TestWhatABodyNeedsForATopic(t *testing.T) {
	far := strings.Repeat("The council met on Monday and spoke of roads. ", 8)
	for name, c := range map[string]struct {
		body string
		want bool
	}{
		"one early mention":  {"A new uranium mine is planned. " + far, true},
		"one late mention":   {far + "A cousin works in a uranium mine.", false},
		"two late mentions":  {far + "Uranium is sold by the pound. The uranium price rose.", true},
		"weak and late only": {far + "He wore gold near the mine.", false},
	} {
		a := article("Notes from the region", "", c.body)
		builtin().Link(&a, Hints{})
		if got := len(a.Topics) > 0; got != c.want {
			t.Errorf("%s: topics %v, want some: %v", name, topicIDs(a), c.want)
		}
	}
}

func TestAFeedAboutMetalsGivesContext(t *testing.T) {
	for _, context := range []string{"", "metals"} {
		a := article("Gold awaits Frankfurt", "", "")
		builtin().Link(&a, Hints{Context: context})
		if got, want := slices.Contains(topicIDs(a), "gold"), context == "metals"; got != want {
			t.Errorf("context %q: gold found %v, want %v", context, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"The price of copper is up":            "en",
		"Der Preis für Kupfer steigt":          "de",
		"Le prix du cuivre est en hausse":      "fr",
		"Sube el precio del cobre en la bolsa": "es",
		"O preço do cobre sobe em Londres":     "pt",
		"銅の価格が上がる":                             "ja",
		"铜价上涨":                                 "zh",
		"구리 값이 올랐다":                            "ko",
		"Copper up":                            "en",
		"BHP and 紫金矿业 agree on a mine":         "en",
	} {
		a := article(text, "", "")
		builtin().Link(&a, Hints{})
		if a.Lang != want {
			t.Errorf("%q is %q, want %q", text, a.Lang, want)
		}
	}
	a := article("Klöckner & Co senkt Prognose", "", "")
	if builtin().Link(&a, Hints{Lang: "de"}); a.Lang != "de" {
		t.Errorf("with an ampersand the language is %q, want the feed's", a.Lang)
	}
	a = article("Kupfer, Zink", "", "")
	if builtin().Link(&a, Hints{Lang: "de"}); a.Lang != "de" {
		t.Errorf("with nothing to go by the language is %q, want the feed's", a.Lang)
	}
}

func TestExplainSaysWhatIsVoid(t *testing.T) {
	for _, c := range []struct{ text, words, by, why string }{
		{"Rare Holdings opens in Kobe", "Rare", "Rare Holdings", "part of the name “Rare Holdings”, and names are read first"},
		{"Silvercorp finds a silver lining", "silver", "silver lining", "“silver lining” means something else"},
		{"Two ministers to lead the talks", "lead", "to lead", "“to lead” means something else"},
		{"She bought gold shoes", "gold", "", "counts only beside a word that gives it context"},
		{"Marianne Steel signs for more novels", "Steel", "", "part of a capitalised name"},
		{"No relation to Lynas, says the chemist", "Lynas", "No relation to", "“No relation to” says that it is not meant"},
	} {
		e := builtin().Explain(article(c.text, "", ""), Hints{})
		i := slices.IndexFunc(e.Blocked, func(b ExplainedAbsent) bool { return b.Term == c.words })
		if i < 0 {
			t.Errorf("%q: %q is not among the void ones: %+v", c.text, c.words, e.Blocked)
			continue
		}
		if got := e.Blocked[i]; got.By != c.by || got.Why != c.why {
			t.Errorf("%q: %q is void by %q because %q; want %q because %q", c.text, c.words, got.By, got.Why, c.by, c.why)
		}
	}
}

func TestExplainSaysWhatAPlaceGaveAndNeeded(t *testing.T) {
	far := strings.Repeat("The council met on Monday and spoke of roads. ", 8)
	e := builtin().Explain(article("Anglo and Teck eye copper", "The miners weigh zinc too", far+"A palladium market closed."), Hints{})
	got := map[string]string{}
	for _, topic := range e.Topics {
		for i, s := range topic.Spans {
			got[topic.ID] += fmt.Sprintf("%s +%g beside %q;", s.Term, s.Score, topic.Context[i])
		}
	}
	want := map[string]string{"copper": `copper +1.5 beside "miners";`, "zinc": `zinc +0.5 beside "miners";`}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("topics (-want +got):\n%s", d)
	}
	if got, want := e.Links[0].Why, []string{"“Anglo” stands in the title, with “copper”"}; !slices.Equal(got, want) {
		t.Errorf("why Anglo American: %q, want %q", got, want)
	}
	i := slices.IndexFunc(e.Blocked, func(b ExplainedAbsent) bool { return b.Term == "palladium market" })
	if i < 0 || e.Blocked[i].Why != "not enough: 1.0 of the 2.0 points that the text alone must give" {
		t.Errorf("left out: %+v, want the palladium market for want of points", e.Blocked)
	}
}

func TestAUsersTopic(t *testing.T) {
	c, err := catalog.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c, err = catalog.Merge(c, catalog.Additions{Topics: []orewire.Topic{{ID: "helium", Terms: map[string][]string{"en": {"helium"}, "de": {"helium+"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	a := article("Heliumpreise steigen und Ärzte sorgen sich", "", "")
	New(c).Link(&a, Hints{Lang: "de"})
	if !slices.Equal(topicIDs(a), []string{"helium"}) {
		t.Errorf("topics = %v, want helium", topicIDs(a))
	}
}

func FuzzLink(f *testing.F) {
	for _, s := range []string{"Copper’s U.S. price", "(NYSE: MP) $MP 600111.SH (", "ｶﾞﾘｳﾑ 稀土 희토류", "a\xff\u0301 Gold Fields", "No relation to\nLynas", ":::$$$(((.T",
		"&\xbd\xff\xff\xff 稀土ﾘｳﾑ 稀土 희토류"} {
		f.Add(s, s)
	}
	l := builtin()
	f.Fuzz(func(t *testing.T, title, body string) {
		a := article(title, "", body)
		l.Link(&a, Hints{Lang: "de", Context: "metals"})
		text := map[orewire.Field]string{orewire.InTitle: a.Title.String(), orewire.InBody: a.Body.String()}
		check := func(spans []orewire.Span) {
			for _, s := range spans {
				if text[s.Field][s.Start:s.End] != s.Term || !utf8.ValidString(s.Term) || s.Term == "" || strings.Contains(s.Term, "\uFFFD") && !strings.Contains(text[s.Field], "\uFFFD") {
					t.Fatalf("bytes %d to %d of %q are not %q", s.Start, s.End, text[s.Field], s.Term)
				}
			}
		}
		for _, h := range a.Topics {
			check(h.Spans)
		}
		for _, k := range a.Links {
			check(k.Spans)
		}
		l.Explain(a, Hints{})
	})
}

func BenchmarkNew(b *testing.B) {
	c, err := catalog.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		New(c)
	}
}

// BenchmarkLink links an article of about 2 KB.
func BenchmarkLink(b *testing.B) {
	for name, a := range map[string]orewire.Article{
		"en": article("Freeport restarts a third of Grasberg after mudslide", "The miner said copper and gold sales would stay below plan.",
			strings.Repeat("Deliveries to smelters in Japan and Spain resume in May, people at the harbour said, and the mill will run two of its four lines until the tunnels are dry. The union wants its members paid for the lost weeks. ", 9)),
		"de": article("Kupferpreis klettert nach Grubenunglück", "Aurubis rechnet mit weniger Konzentrat.",
			strings.Repeat("Die Lieferungen an Hütten in Japan und Spanien beginnen im Mai, hieß es am Hafen, und die Mühle läuft mit zwei von vier Linien, bis die Stollen trocken sind. Die Gewerkschaft verlangt Lohn für die verlorenen Wochen. ", 9)),
		"ja": article("銅相場が最高値、鉱山事故で", "製錬会社は精鉱の不足を見込む。", strings.Repeat("日本とスペインの製錬所への出荷は五月に再開すると港の関係者が話した。坑道が乾くまで工場は半分の設備で動く。労組は失われた週の賃金を求めている。", 10)),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(a.Title.String()) + len(a.Summary.String()) + len(a.Body.String())))
			l := builtin()
			b.ReportAllocs()
			for b.Loop() {
				a := a
				l.Link(&a, Hints{Lang: name})
			}
		})
	}
}

func TestTermsMayBeOfAllLanguages(t *testing.T) {
	got := slices.Sorted(maps.Keys(languageOfKey))
	if want := slices.Sorted(slices.Values(orewire.Languages)); !slices.Equal(got, want) {
		t.Errorf("terms are read in %v, want %v", got, want)
	}
}

// "#" and "@" are signs in terms only.
func TestSignsOfTermsMeanNothingInTexts(t *testing.T) {
	c := orewire.Catalog{Topics: []orewire.Topic{{ID: "labour", Terms: map[string][]string{"en": {"cuts # jobs", "buys @ stake"}}}}}
	for text, want := range map[string]bool{"Mill cuts 5 jobs": true, "Mill cuts # jobs": false, "Mill buys @ stake": false} {
		a := article(text, "", "")
		if New(c).Link(&a, Hints{}); len(a.Topics) > 0 != want {
			t.Errorf("%q: topics %v, want some: %v", text, topicIDs(a), want)
		}
	}
}
