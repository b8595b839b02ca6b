package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"orewire/tui/cells"
	"orewire/tui/theme"
)

// drawLayout draws the lines of a layout with the panes' names.
func drawLayout(t *testing.T, l layout, focus paneID) string {
	t.Helper()
	th, err := theme.New(theme.Choice{Profile: colorprofile.TrueColor})
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]string, l.h)
	var views []view
	for _, b := range l.boxes {
		w, h := b.inner()
		v := view{box: b, name: b.pane.String()[:3]}
		for range h {
			v.rows = append(v.rows, cells.Blank(w))
		}
		views = append(views, v)
	}
	drawPanes(rows, th, newGrid(l.w, l.h, l.boxes, focus), views)
	for y := range rows {
		rows[y] = strings.TrimRight(ansi.Strip(rows[y]), " ")
	}
	return strings.Join(rows, "\n")
}

func TestFramesJoin(t *testing.T) {
	l := layout{w: 30, h: 8, boxes: []box{
		{paneCommodities, 0, 1, 7, 7}, {paneHeadlines, 7, 1, 20, 4}, {paneArticle, 7, 4, 20, 7}, {paneTickers, 20, 1, 29, 4}, {paneChart, 20, 4, 29, 7},
	}}
	want := strings.TrimPrefix(`
╭─ Com ┬─ Hea ──────┬─ Tic ──╮
│      │            │        │
│      │            │        │
│      ├─ Art ──────┼─ Cha ──┤
│      │            │        │
│      │            │        │
╰──────┴────────────┴────────╯`, "\n")
	if got := strings.TrimPrefix(drawLayout(t, l, paneHeadlines), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestArrange(t *testing.T) {
	for name, c := range map[string]struct {
		w, h          int
		a             arranging
		shape         shape
		strip, topics int
		boxes         []box
	}{
		"wide": {160, 45, arranging{focus: paneHeadlines}, wide, 1, -1, []box{
			{paneCommodities, 0, 2, 21, 43}, {paneHeadlines, 21, 2, 120, 22}, {paneArticle, 21, 22, 120, 43}, {paneTickers, 120, 2, 159, 22}, {paneChart, 120, 22, 159, 43}}},
		"medium": {110, 35, arranging{focus: paneHeadlines}, medium, 1, 2, []box{
			{paneHeadlines, 0, 3, 72, 18}, {paneArticle, 0, 18, 72, 33}, {paneTickers, 72, 3, 109, 18}, {paneChart, 72, 18, 109, 33}}},
		"medium without the strip": {95, 29, arranging{focus: paneArticle}, medium, -1, 1, []box{
			{paneHeadlines, 0, 2, 63, 14}, {paneArticle, 0, 14, 63, 27}, {paneTickers, 63, 2, 94, 14}, {paneChart, 63, 14, 94, 27}}},
		"narrow":    {70, 24, arranging{focus: paneArticle}, narrow, -1, -1, []box{{paneArticle, 0, 1, 69, 22}}},
		"zoomed":    {160, 45, arranging{focus: paneTickers, zoomed: true}, wide, 1, -1, []box{{paneTickers, 0, 2, 159, 43}}},
		"searching": {70, 24, arranging{focus: paneHeadlines, searching: true}, narrow, -1, -1, []box{{paneHeadlines, 0, 1, 69, 21}}},
		"too small": {39, 24, arranging{}, tiny, -1, -1, nil},
		"too low":   {160, 9, arranging{}, tiny, -1, -1, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := arrange(c.w, c.h, c.a)
			if got.shape != c.shape || got.strip != c.strip || got.topics != c.topics || len(got.boxes) != len(c.boxes) {
				t.Fatalf("got %+v", got)
			}
			for i, b := range got.boxes {
				if b != c.boxes[i] {
					t.Errorf("box %d is %+v, want %+v", i, b, c.boxes[i])
				}
			}
		})
	}
}

func TestPaneBeside(t *testing.T) {
	l := arrange(160, 45, arranging{focus: paneHeadlines})
	for _, c := range []struct {
		from paneID
		step int
		want paneID
	}{
		{paneHeadlines, -1, paneCommodities}, {paneHeadlines, 1, paneTickers}, {paneArticle, 1, paneChart}, {paneArticle, -1, paneCommodities},
		{paneChart, -1, paneArticle}, {paneTickers, -1, paneHeadlines}, {paneTickers, 1, paneTickers}, {paneCommodities, 1, paneHeadlines},
	} {
		if got := l.beside(c.from, c.step); got != c.want {
			t.Errorf("beside %v by %d is %v, want %v", c.from, c.step, got, c.want)
		}
	}
}

func TestThumb(t *testing.T) {
	for _, c := range []struct {
		t        thumb
		h        int
		from, to int
	}{
		{thumb{0, 10, 10}, 10, 0, 0}, {thumb{0, 10, 20}, 10, 0, 5}, {thumb{10, 10, 20}, 10, 5, 10}, {thumb{50, 10, 1000}, 10, 0, 1},
		{thumb{990, 10, 1000}, 10, 9, 10}, {thumb{0, 0, 5}, 0, 0, 0}, {thumb{2000, 10, 1000}, 10, 9, 10},
	} {
		if from, to := c.t.extent(c.h); from != c.from || to != c.to {
			t.Errorf("%+v in %d: got %d to %d, want %d to %d", c.t, c.h, from, to, c.from, c.to)
		}
	}
}

// TestKeysAreUnambiguous: no two actions that work in the same place share a key.
func TestKeysAreUnambiguous(t *testing.T) {
	k := DefaultKeys()
	used := map[string]string{}
	for _, s := range newHelp(drive(t, newFakeDesk(), 160, 45).root).sections {
		for _, b := range s.bindings {
			for _, name := range b.Keys() {
				if before, ok := used[name]; ok && before != b.Help().Key {
					t.Errorf("%q is both %q and %q", name, before, b.Help().Key)
				}
				used[name] = b.Help().Key
			}
		}
	}
	if len(used) < 30 {
		t.Errorf("help lists %d keys only", len(used))
	}
	if k.Quit.Help().Key != "q" {
		t.Errorf("quit is %q", k.Quit.Help().Key)
	}
}
