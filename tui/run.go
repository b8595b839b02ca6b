package tui

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"orewire/tui/theme"
)

// Options are what the reader has set, and what the program gives the dashboard.
type Options struct {
	Theme   string // one of theme.Names; "" is auto
	RedUp   bool   // rising prices are red, as in Tokyo and Shanghai
	Clock   bool   // show the wall clock
	Mouse   bool
	ASCII   bool // draw with ASCII characters only
	NoColor bool // NO_COLOR is set, to anything
	Frames  int  // a second, at most; 0 is 60

	Now func() time.Time

	// For tests: nil and 0 are the terminal's own.
	Input         io.Reader
	Output        io.Writer
	Environment   []string
	Width, Height int
	Profile       colorprofile.Profile
}

// usualFrames keeps both budgets: Bubble Tea's ticker runs while nothing happens, and cost 0.36 CPU seconds a minute at 60 frames a
// second, of the 0.8 that idling may take; at 30 it cost 0.23, but then a key may wait 33 ms for its frame, of the 20 it may take.
const usualFrames = 60

// Run shows the dashboard until the reader quits or the context ends; whatever ends it, the terminal is as it was before Run
// returns. It returns nil if the reader quit, the context's cause if that ended, and a *guard.PanicError if the dashboard panicked.
// Signals and the failures of other goroutines are the caller's to turn into the context's end.
func Run(ctx context.Context, d Desk, opt Options) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	m, err := newRoot(ctx, end, d, opt)
	if err != nil {
		return err
	}
	_, err = tea.NewProgram(m, opt.program(ctx)...).Run()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// program are Bubble Tea's options.
func (o Options) program(ctx context.Context) []tea.ProgramOption {
	frames := o.Frames
	if frames <= 0 {
		frames = usualFrames
	}
	list := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(frames), tea.WithoutSignalHandler()}
	if o.NoColor {
		list = append(list, tea.WithColorProfile(colorprofile.ASCII)) // Bubble Tea takes only some values of NO_COLOR for a yes
	} else if o.Profile != colorprofile.Unknown {
		list = append(list, tea.WithColorProfile(o.Profile))
	}
	if o.Input != nil {
		list = append(list, tea.WithInput(o.Input))
	}
	if o.Output != nil {
		list = append(list, tea.WithOutput(o.Output))
	}
	if o.Environment != nil {
		list = append(list, tea.WithEnvironment(o.Environment))
	}
	if o.Width > 0 {
		list = append(list, tea.WithWindowSize(o.Width, o.Height))
	}
	return list
}

// choice is the theme that the reader wants on this terminal.
func (o Options) choice(light bool, profile colorprofile.Profile) theme.Choice {
	if o.NoColor {
		profile = colorprofile.ASCII
	}
	return theme.Choice{Name: o.Theme, RedUp: o.RedUp, Light: light, Profile: profile}
}
