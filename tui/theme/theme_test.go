package theme

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

func mustNew(t *testing.T, c Choice) *Theme {
	t.Helper()
	th, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

func TestDepths(t *testing.T) {
	for name, c := range map[string]struct {
		choice Choice
		style  Style
		want   string
	}{
		"true colour":            {Choice{Profile: colorprofile.TrueColor}, Bold(Up), "\x1b[0;1;38;2;78;196;111m"},
		"256":                    {Choice{Profile: colorprofile.ANSI256}, Plain(Up), "\x1b[0;38;5;78m"},
		"16, a bright one":       {Choice{Profile: colorprofile.ANSI}, Plain(Up), "\x1b[0;92m"},
		"16, a dark one":         {Choice{Profile: colorprofile.ANSI}, Plain(Base), "\x1b[0;33m"},
		"16, the terminal's own": {Choice{Profile: colorprofile.ANSI}, Plain(Text), "\x1b[m"},
		"16, selected":           {Choice{Profile: colorprofile.ANSI}, Style{Ink: Up, On: SelBg, Bold: true}, "\x1b[0;1;7m"},
		"area":                   {Choice{Profile: colorprofile.ANSI256}, Style{Ink: SelText, On: SelBg}, "\x1b[0;38;5;231;48;5;236m"},
		"light":                  {Choice{Profile: colorprofile.ANSI256, Light: true}, Plain(Up), "\x1b[0;38;5;22m"},
		"light by name":          {Choice{Profile: colorprofile.ANSI256, Name: "light"}, Plain(Up), "\x1b[0;38;5;22m"},
		"colourblind":            {Choice{Profile: colorprofile.ANSI256, Name: "colourblind"}, Plain(Down), "\x1b[0;38;5;208m"},
		"colourblind on light":   {Choice{Profile: colorprofile.ANSI256, Name: "colourblind", Light: true}, Plain(Down), "\x1b[0;38;5;130m"},
		"red is up":              {Choice{Profile: colorprofile.ANSI256, RedUp: true}, Plain(Up), "\x1b[0;38;5;203m"},
		"mono":                   {Choice{Profile: colorprofile.TrueColor, Name: "mono"}, Plain(Up), "\x1b[m"},
		"mono, selected":         {Choice{Profile: colorprofile.ASCII}, Style{Ink: SelText, On: SelBg}, "\x1b[0;7m"},
		"mono, an error":         {Choice{Profile: colorprofile.ASCII}, Plain(Error), "\x1b[0;1m"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := mustNew(t, c.choice).In(c.style); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestUnknownNameListsTheKnown(t *testing.T) {
	_, err := New(Choice{Name: "sepia"})
	if err == nil || !strings.Contains(err.Error(), "colourblind") {
		t.Errorf("got %v, want an error that lists the themes", err)
	}
}

func TestEveryRoleHasAColour(t *testing.T) {
	for name, p := range map[string]palette{"dark": dark, "light": light, "colourblind": colourblind, "colourblind light": colourblindLight} {
		for r := None + 1; r < roles; r++ {
			if p[r] == (ink{}) {
				t.Errorf("%s has no colour for role %d", name, r)
			}
		}
	}
}
