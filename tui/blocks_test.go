package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/tui/theme"
)

func block(kind orewire.BlockKind, words string) orewire.Block {
	return orewire.Block{Kind: kind, Text: cleantext.Paragraphs(words)}
}

// link makes words of a block's text a link.
func link(t testing.TB, b *orewire.Block, words, to string) {
	t.Helper()
	at := strings.Index(b.Text.String(), words)
	address, err := cleantext.ParseAddress(to)
	if at < 0 || err != nil {
		t.Fatalf("%q in %q, %q: %v", words, b.Text, to, err)
	}
	b.Links = append(b.Links, orewire.Hyperlink{Start: at, End: at + len(words), Address: address})
}

// pageOf has every kind of block, links, and evidence for a topic.
func pageOf(t testing.TB) desk.FullText {
	heading := block(orewire.BlockHeading, "What is shipped")
	intro := block(orewire.BlockParagraph, "The port holds dysprosium oxide for two buyers, the harbour master said.")
	link(t, &intro, "dysprosium oxide", "https://ores.example/dysprosium")
	first := orewire.Block{Kind: orewire.BlockItem, Level: 1, Mark: cleantext.Line("1."), Text: cleantext.Line("Ten drums for a magnet maker that has waited since the spring and will take no more than it ordered then")}
	inner := orewire.Block{Kind: orewire.BlockItem, Level: 2, Mark: cleantext.Line("•"), Text: cleantext.Line("of them two sealed")}
	quote := orewire.Block{Kind: orewire.BlockQuote, Level: 1, Text: cleantext.Line("We weigh it twice.")}
	pre := block(orewire.BlockPreformatted, "Dy 99.5 "+strings.Repeat("long ", 30)+"\nTb 99.9")
	table := orewire.Block{Kind: orewire.BlockTable, Text: cleantext.Paragraphs("Metal | Drums\nDysprosium | 10\nTerbium | 1,200"), Rows: [][]cleantext.Text{
		{cleantext.Line("Metal"), cleantext.Line("Drums")}, {cleantext.Line("Dysprosium"), cleantext.Line("10")}, {cleantext.Line("Terbium"), cleantext.Line("1,200")},
	}}
	link(t, &table, "Terbium", "https://ores.example/terbium")
	image := block(orewire.BlockImage, "Drums on the quay")
	link(t, &image, "Drums on the quay", "https://ores.example/quay.jpg")
	last := block(orewire.BlockParagraph, "More on the same oxide will follow.")
	link(t, &last, "the same oxide", "https://ores.example/dysprosium")
	page := desk.FullText{Blocks: []orewire.Block{heading, intro, first, inner, quote, pre, table, image, last}}
	orewire.NumberLinks(page.Blocks)
	hit := orewire.TopicHit{ID: "heavy-rare-earths", Score: 3}
	body := orewire.Plain(page.Blocks).String()
	for at := 0; ; {
		n := strings.Index(body[at:], "ysprosium")
		if n < 0 {
			break
		}
		hit.Spans = append(hit.Spans, orewire.Span{Field: orewire.InBody, Start: at + n - 1, End: at + n + len("ysprosium")})
		at += n + 1
	}
	page.Topics = []orewire.TopicHit{hit}
	return page
}

// articleLines are the lines of the open article after its head, painted.
func articleLines(r driven) []string {
	at := slices.Index(r.article.lines, "")
	return r.article.lines[at+1:]
}

func TestBlocksAreShownAsWhatTheyAre(t *testing.T) {
	d := newFakeDesk()
	d.page, d.pageRead = pageOf(t), true
	r := drive(t, d, 110, 80)
	lines := articleLines(r)
	plain := make([]string, len(lines))
	for i, l := range lines {
		plain[i] = strings.TrimRight(ansi.Strip(l), " ")
	}
	want := []string{
		"What is shipped",
		"",
		"The port holds dysprosium oxide[1] for two buyers, the harbour",
		"master said.",
		"",
		"1. Ten drums for a magnet maker that has waited since the spring and",
		"   will take no more than it ordered then",
		"  • of them two sealed",
		"",
		"│ We weigh it twice.",
		"",
		"  Dy 99.5 " + strings.Repeat("long ", 12)[:58] + "…",
		"  Tb 99.9",
		"",
		"Metal       Drums",
		"Dysprosium     10",
		"Terbium[2]  1,200",
		"",
		"picture Drums on the quay[3]",
		"",
		"More on the same oxide[1] will follow.",
		"",
		"[1] ores.example/dysprosium",
		"[2] ores.example/terbium",
		"[3] ores.example/quay.jpg",
	}
	if diff := cmp.Diff(want, plain[:min(len(want), len(plain))]); diff != "" {
		t.Errorf("the text (-want +got):\n%s", diff)
	}
	ink := r.look.topics.topic("heavy-rare-earths").ink
	marked := r.look.theme.In(theme.Plain(ink))
	for _, i := range []int{2, 15} {
		if !strings.Contains(lines[i], marked) {
			t.Errorf("line %q has no highlight", plain[i])
		}
	}
	if bold := r.look.theme.In(theme.Bold(theme.Headline)); !strings.HasPrefix(lines[0], bold) {
		t.Errorf("the heading is not bold: %q", lines[0])
	}
	if dim := r.look.theme.In(theme.Plain(theme.Dim)); !strings.Contains(lines[2], dim+"[1]") {
		t.Errorf("the link's number is not dim: %q", lines[2])
	}
}

// TestBlocksAtEveryWidth lays blocks, odd text among them, at every width; rows keep their width.
func TestBlocksAtEveryWidth(t *testing.T) {
	d := newFakeDesk()
	d.page, d.pageRead = pageOf(t), true
	for _, words := range odd {
		for _, b := range pageOf(t).Blocks {
			b.Text = cleantext.Paragraphs(words)
			for i := range b.Links {
				b.Links[i].Start, b.Links[i].End = 0, len(b.Text.String())
			}
			d.page.Blocks = append(d.page.Blocks, b)
		}
	}
	r := drive(t, d, 160, 45)
	for w := 40; w < 200; w++ {
		r.resize(t, w, 60)
		r.setFocus(paneArticle)
		r.check(t, fmt.Sprintf("width %d", w))
	}
	r.press(t, "L")
	for _, size := range sizes {
		r.resize(t, size[0], size[1])
		r.check(t, "the links")
	}
}

func TestEnterReadsThePageOnce(t *testing.T) {
	d := newFakeDesk()
	d.page, d.gate = pageOf(t), make(chan struct{})
	s := start(t, d, fixed(d), 160, 60)
	s.selects("Heavy dysprosium")
	s.press(strings.Repeat("j", 14))
	s.shows("Tokyo will put a package on rare earths")
	s.hides("reading the page")
	if d.asks() != 0 {
		t.Fatalf("moving asked for %d pages, want none", d.asks())
	}
	s.press(enter)
	s.shows("reading the page")
	s.shows("Tokyo will put a package on rare earths")
	s.press(enter)
	close(d.gate)
	s.shows("What is shipped")
	s.hides("reading the page")
	s.hides("Tokyo will put a package on rare earths")
	s.press(enter)
	s.press("u")
	s.shows("What is shipped")
	if d.asks() != 1 {
		t.Errorf("asked for %d pages, want 1", d.asks())
	}
}

func (d *fakeDesk) asks() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.pagesAsked
}

func TestStoredTextIsShownAtOnce(t *testing.T) {
	d := newFakeDesk()
	d.page, d.pageRead = pageOf(t), true
	s := start(t, d, fixed(d), 160, 60)
	s.shows("What is shipped")
	if d.asks() != 0 {
		t.Errorf("asked for %d pages, want none", d.asks())
	}
}

func TestWhyThereIsNoWholeText(t *testing.T) {
	d := newFakeDesk()
	d.page.Notice = cleantext.Line("This is the feed's own text: refused: 403 Forbidden")
	s := start(t, d, fixed(d), 160, 60)
	s.selects("Heavy dysprosium")
	s.press(strings.Repeat("j", 14))
	s.shows("Tokyo will put a package on rare earths")
	s.press(enter)
	s.shows("This is the feed's own text: refused: 403 Forbidden")
	s.shows("Tokyo will put a package on rare earths")
	s.press("s") // the article is read again from the store
	s.shows("★")
	s.shows("This is the feed's own text: refused: 403 Forbidden")
	s.press("N")
	s.hides("This is the feed's own text")
}

func TestLinksOpenByNumber(t *testing.T) {
	d := newFakeDesk()
	d.page, d.pageRead = pageOf(t), true
	r := drive(t, d, 160, 45)
	r.press(t, "L", "2")
	r.press(t, "L", "j", "j")
	r.send(t, tea.KeyPressMsg{Code: tea.KeyEnter})
	want := []string{"https://ores.example/terbium", "https://ores.example/quay.jpg"}
	if diff := cmp.Diff(want, d.opened); diff != "" {
		t.Errorf("opened (-want +got):\n%s", diff)
	}
	if r.overlay != nil {
		t.Error("the list of links stayed open")
	}
}

func TestLinksOfManyWaitForTheSecondDigit(t *testing.T) {
	d := newFakeDesk()
	b := block(orewire.BlockParagraph, strings.Repeat("w ", 24))
	for i := range 24 {
		address, err := cleantext.ParseAddress(fmt.Sprintf("https://ores.example/%d", i+1))
		if err != nil {
			t.Fatal(err)
		}
		b.Links = append(b.Links, orewire.Hyperlink{Start: 2 * i, End: 2*i + 1, Address: address})
	}
	d.page.Blocks, d.pageRead = []orewire.Block{b}, true
	orewire.NumberLinks(d.page.Blocks)
	r := drive(t, d, 160, 45)
	r.press(t, "L", "2")
	if len(d.opened) != 0 {
		t.Fatalf("opened %q though 20 to 24 are links too", d.opened)
	}
	r.press(t, "3")
	r.press(t, "L", "3")
	if want := []string{"https://ores.example/23", "https://ores.example/3"}; !slices.Equal(d.opened, want) {
		t.Errorf("opened %q, want %q", d.opened, want)
	}
}

func TestLinksAreAdvertisedWhereThereAreAny(t *testing.T) {
	d := newFakeDesk()
	s := start(t, d, fixed(d), 160, 45)
	s.selects("Heavy dysprosium")
	s.press(enter)
	s.shows("j/k scroll")
	s.hides("L links")
	s.press("L")
	s.shows("This text has no links")
	d.mu.Lock()
	d.page, d.pageRead = pageOf(t), true
	d.mu.Unlock()
	s.press("n")
	s.shows("L links")
}

func TestColumnsOfNumbers(t *testing.T) {
	for name, c := range map[string]struct {
		column []string
		want   bool
	}{
		"numbers":        {[]string{"2025", "120,000", "1.5%", "−3"}, true},
		"gaps":           {[]string{"Change", "n/a", "+6.7%", "—", ""}, true},
		"nothing known":  {[]string{"Change", "n/a", "—"}, false},
		"words":          {[]string{"Mine", "Kitwe 2", "Cobre"}, false},
		"only its head":  {[]string{"2025"}, false},
		"a missing cell": {nil, false},
	} {
		rows := [][]tableCell{}
		for _, text := range c.column {
			rows = append(rows, []tableCell{{text: text}})
		}
		if got := isNumeric(rows, 0); got != c.want {
			t.Errorf("%s: %q are numbers: %v, want %v", name, c.column, got, c.want)
		}
	}
}
