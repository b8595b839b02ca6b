package cells

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"orewire/tui/theme"
)

func TestFit(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		w    int
		want string
	}{
		"cuts":               {"manganese", 5, "mang…"},
		"fills":              {"tin", 5, "tin  "},
		"wide never half":    {"铜价上升", 4, "铜… "},
		"no blank before …":  {"tin ore", 5, "tin… "},
		"nothing":            {"tin", 0, ""},
		"less than nothing":  {"tin", -3, ""},
		"one cell":           {"tin", 1, "…"},
		"marks stay":         {"e\u0301tain", 3, "e\u0301t…"},
		"exactly":            {"zinc", 4, "zinc"},
		"flags are clusters": {"🇨🇱🇨🇱", 3, "🇨🇱…"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Fit(c.in, c.w); got != c.want {
				t.Errorf("Fit(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
			}
		})
	}
}

func TestSlice(t *testing.T) {
	for name, c := range map[string]struct {
		in       string
		from, to int
		want     string
	}{
		"the middle":           {"copper", 1, 4, "opp"},
		"beyond the end":       {"tin", 2, 6, "n   "},
		"half at the left":     {"铜价", 1, 4, " 价"},
		"half at the right":    {"铜价", 0, 3, "铜 "},
		"half on either side":  {"铜", 1, 2, " "},
		"nothing":              {"tin", 2, 2, ""},
		"all of it is further": {"tin", 5, 7, "  "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Slice(c.in, c.from, c.to); got != c.want {
				t.Errorf("Slice(%q, %d, %d) = %q, want %q", c.in, c.from, c.to, got, c.want)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		w    int
		want []string
	}{
		"at blanks":              {"copper falls as stocks rise", 12, []string{"copper falls", "as stocks", "rise"}},
		"long words anywhere":    {"abcdefghij kl", 4, []string{"abcd", "efgh", "ij", "kl"}},
		"paragraphs":             {"one\n\ntwo", 10, []string{"one", "", "two"}},
		"between ideographs":     {"铜价上升很快", 5, []string{"铜价", "上升", "很快"}},
		"no mark begins a line":  {"铜价上，升", 6, []string{"铜价", "上，升"}},
		"no bracket ends a line": {"铜价「上升」", 6, []string{"铜价", "「上", "升」"}},
		"korean at blanks":       {"한화오션 운반선 수주", 9, []string{"한화오션", "운반선", "수주"}},
		"wider than a line":      {"铜价", 1, []string{"铜", "价"}},
		"empty":                  {"", 5, []string{""}},
		"blanks at the break":    {"ab   cd", 3, []string{"ab ", "cd"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, l := range Wrap(c.in, c.w) {
				got = append(got, c.in[l.Start:l.End])
			}
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("Wrap(%q, %d) = %q, want %q", c.in, c.w, got, c.want)
			}
		})
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("copper falls 铜价上升，很快「数」 end", 7)
	f.Add("\n\n a", 1)
	f.Add("🇨🇱 é नमस्ते", 2)
	f.Fuzz(func(t *testing.T, text string, w int) {
		if !utf8.ValidString(text) || w < 1 || w > 200 {
			t.Skip()
		}
		at := 0
		for _, l := range Wrap(text, w) {
			if l.Start < at || l.End < l.Start || l.End > len(text) {
				t.Fatalf("line %v after %d of %q", l, at, text)
			}
			if lost := strings.Trim(text[at:l.Start], " \n"); lost != "" {
				t.Fatalf("Wrap(%q, %d) lost %q", text, w, lost)
			}
			line := text[l.Start:l.End]
			if first, _ := Prefix(line, w); Width(line) > w && first != "" && first != strings.TrimRight(line, " ") {
				t.Fatalf("Wrap(%q, %d) has a line of %d cells: %q", text, w, Width(line), line)
			}
			at = l.End
		}
		if lost := strings.Trim(text[at:], " \n"); lost != "" {
			t.Fatalf("Wrap(%q, %d) lost the end %q", text, w, lost)
		}
	})
}

func dark(t *testing.T) *theme.Theme {
	t.Helper()
	th, err := theme.New(theme.Choice{Profile: colorprofile.ANSI256})
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func TestRowHasItsWidth(t *testing.T) {
	th := dark(t)
	s := theme.Plain(theme.Text)
	for name, r := range map[string]*Row{
		"empty":     NewRow(th, 10),
		"full":      NewRow(th, 10).Put(s, "copper and tin"),
		"wide":      NewRow(th, 10).Put(s, "铜价上升很快很快"),
		"at an end": NewRow(th, 10).Put(s, "ab").EndAt(9, s, "12.5"),
		"no room":   NewRow(th, 10).Put(s, "abcdefgh").EndAt(9, s, "12.5"),
		"marked":    NewRow(th, 10).Marked(s, "铜价上升很快很快", []Mark{{0, 6, theme.Base}, {9, 24, theme.Ree}}, 9),
	} {
		if got := ansi.StringWidth(r.String()); got != 10 {
			t.Errorf("%s: %d cells in %q, want 10", name, got, ansi.Strip(r.String()))
		}
	}
}

func TestMarkedPaintsTheMarks(t *testing.T) {
	th := dark(t)
	base, hit := th.In(theme.Bold(theme.Text)), th.In(theme.Bold(theme.Base))
	got := NewRow(th, 12).Marked(theme.Bold(theme.Text), "as copper falls", []Mark{{3, 9, theme.Base}}, 12).String()
	want := base + "as " + hit + "copper" + base + " f…" + theme.Reset
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got = NewRow(th, 6).Marked(theme.Bold(theme.Text), "e\u0301tain", []Mark{{1, 4, theme.Base}}, 6).String()
	if strings.Contains(ansi.Strip(got), "\ufffd") || ansi.StringWidth(got) != 6 {
		t.Errorf("a mark inside a cluster made %q", got)
	}
}
