// Package theme gives the screen its colours by meaning: a pane asks for an Up or a Faint, never for a green or a grey.
//
// A Theme is a value made once for a palette and a terminal's depth of colour. Style.In turns a style into the SGR sequence
// that begins a run of text; every such sequence starts from nothing, so that runs never leak into each other.
package theme

import (
	"fmt"
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Reset ends a painted run.
const Reset = "\x1b[m"

// Style is how a run of text looks. The zero Style is the terminal's own.
type Style struct {
	Ink       Role // of the letters
	On        Role // of the area: SelBg, SelBgIdle, Demo or None
	Bold      bool
	Underline bool
}

// Plain is a role's style.
func Plain(r Role) Style { return Style{Ink: r} }

// Bold is a role's style in bold.
func Bold(r Role) Style { return Style{Ink: r, Bold: true} }

// Theme holds the colours of one palette at one depth, and the sequences made of them.
type Theme struct {
	colour  [roles]color.Color // lipgloss.NoColor: the terminal's own
	sixteen bool
	mono    bool
	made    map[Style]string
}

// Names are the themes that can be chosen; auto is dark or light by the terminal's background.
func Names() []string { return []string{"auto", "dark", "light", "colourblind", "mono"} }

// Choice is what the reader has set and what the terminal has told.
type Choice struct {
	Name    string // one of Names; "" is auto
	RedUp   bool   // rising prices are red and falling ones green, as in Tokyo and Shanghai
	Light   bool   // the terminal's background is light
	Profile colorprofile.Profile
}

// New makes the theme of a choice; an unknown name is an error that lists the known ones.
func New(c Choice) (*Theme, error) {
	p := dark
	switch c.Name {
	case "", "auto":
		if c.Light {
			p = light
		}
	case "dark", "mono":
	case "light":
		p = light
	case "colourblind":
		p = colourblind
		if c.Light {
			p = colourblindLight
		}
	default:
		return nil, fmt.Errorf("no theme %q; there are %s", c.Name, strings.Join(Names(), ", "))
	}
	if c.RedUp {
		p[Up], p[Down] = p[Down], p[Up]
	}
	t := &Theme{
		sixteen: c.Profile == colorprofile.ANSI,
		mono:    c.Name == "mono" || c.Profile < colorprofile.ANSI,
		made:    map[Style]string{},
	}
	for r := range p {
		t.colour[r] = lipgloss.NoColor{}
		if Role(r) != None && !t.mono {
			t.colour[r] = p[r].at(c.Profile)
		}
	}
	return t, nil
}

// at picks the colour that a terminal of this depth can show.
func (i ink) at(depth colorprofile.Profile) color.Color {
	if depth == colorprofile.ANSI && i.c16 == usual {
		return lipgloss.NoColor{}
	}
	return lipgloss.Complete(depth)(ansi.BasicColor(i.c16), lipgloss.ANSIColor(i.c256), lipgloss.RGBColor{
		R: uint8(i.rgb >> 16), G: uint8(i.rgb >> 8), B: uint8(i.rgb),
	})
}

// In returns the sequence that begins a run of the style.
func (t *Theme) In(s Style) string {
	if seq, ok := t.made[s]; ok {
		return seq
	}
	seq := t.sequence(s)
	t.made[s] = seq
	return seq
}

// Paint writes a text in the style and ends the run.
func (t *Theme) Paint(s Style, text string) string { return t.In(s) + text + Reset }

// Mono reports that there are no colours, so that highlights must be underlined.
func (t *Theme) Mono() bool { return t.mono }

// sequence renders a style once and keeps what stands before the text: painting by it costs a tenth of rendering each row.
func (t *Theme) sequence(s Style) string {
	style := lipgloss.NewStyle().Bold(s.Bold && !(t.mono && s.Ink == Title) || t.mono && boldWithoutColour(s.Ink)).Underline(s.Underline)
	switch {
	case s.On == SelBg && (t.mono || t.sixteen), s.On == Demo && t.mono:
		style = style.Reverse(true) // an area that few colours cannot show is reversed, with the letters as they are
	case t.mono && s.Ink == Backdrop:
		style = style.Faint(true)
	default:
		style = style.Foreground(t.colour[s.Ink]).Background(t.colour[s.On])
	}
	begin, _, _ := strings.Cut(style.Render("x"), "x")
	if begin == "" {
		return Reset
	}
	return "\x1b[0;" + strings.TrimPrefix(begin, "\x1b[")
}

// boldWithoutColour tells the roles that only their colour sets apart, and that must not be missed. The title of a pane without the
// focus is not bold then, so that the focused one is seen.
func boldWithoutColour(r Role) bool {
	switch r {
	case Red, Error, Warning, Accent, BorderFocus, TitleFocus:
		return true
	}
	return false
}

// OfGroup is the colour of a topic group of the catalogue; a group that orewire does not know has that of events.
func OfGroup(id string) Role {
	switch id {
	case "ree":
		return Ree
	case "battery":
		return Battery
	case "base":
		return Base
	case "precious":
		return Precious
	case "ferrous":
		return Ferrous
	case "critical", "minor":
		return Minor
	case "energy":
		return Energy
	case "other":
		return Fertiliser
	case "ship":
		return Ship
	case "tech":
		return Tech
	case "policy":
		return Policy
	}
	return Event
}
