package tui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// plainRows is the frame without its colours.
func (r driven) plainRows() []string { return strings.Split(ansi.Strip(r.View().Content), "\n") }

func TestNarrowScreensSayWhereTheReaderIs(t *testing.T) {
	m := drive(t, newFakeDesk(), 160, 45)
	for _, size := range [][2]int{{40, 10}, {50, 15}, {70, 24}, {89, 30}} {
		m.resize(t, size[0], size[1])
		for view := range m.views {
			m.press(t, string(rune('1'+view)))
			for _, p := range m.layout.order() {
				m.setFocus(p)
				rows := m.plainRows()
				name := m.views[view].Name.String()
				if size[0] < 50 {
					name = name[:min(len(name), 3)] // cut
				}
				if !strings.Contains(rows[0], name) {
					t.Errorf("%v: the header is %q, want the view %s in it", size, rows[0], name)
				}
				if last := rows[len(rows)-1]; !strings.Contains(last, " "+narrowName(p)+" ") {
					t.Errorf("%v: the footer is %q, want the pane %s in it", size, last, narrowName(p))
				}
			}
		}
	}
}

func TestExplainPutsReasonsBelowWhereThereIsNoRoomBeside(t *testing.T) {
	m := drive(t, newFakeDesk(), 50, 60)
	m.press(t, strings.Split(strings.Repeat("j", 14), "")...)
	m.press(t, "x")
	rows := m.plainRows()
	at := -1
	for y, row := range rows {
		if strings.Contains(row, "lead ") && at < 0 {
			at = y
		}
	}
	if at < 0 || !strings.Contains(rows[1], "Explain") || !strings.Contains(rows[3], "Topics") {
		t.Fatalf("it does not begin with its topics:\n%s", strings.Join(rows, "\n"))
	}
	if !strings.Contains(rows[at+1], "    a verb here, not the metal; not lead") {
		t.Errorf("below %q stands %q, want the reason", rows[at], rows[at+1])
	}
	m.press(t, strings.Split(strings.Repeat("j", 30), "")...)
	if o := m.overlay.(*explain); o.link != o.links-1 {
		t.Errorf("after many steps down instrument %d is selected, want the last, %d", o.link, o.links-1)
	}
}

func TestEachReasonStandsOnce(t *testing.T) {
	got := strings.Join(counted([]string{"in the title", "in the text", "in the text", "in the text"}), "; ")
	if want := "in the title; in the text 3 times"; got != want {
		t.Errorf("reasons are %q, want %q", got, want)
	}
}

func TestResizeKeepsTheCommodity(t *testing.T) {
	m := drive(t, newFakeDesk(), 160, 45)
	m.setFocus(paneCommodities)
	for m.commodities.flowTopic() != "graphite" {
		m.press(t, "j")
	}
	m.resize(t, 50, 15)
	if got := m.commodities.entries[m.commodities.selected].name; got != "Battery" {
		t.Errorf("where graphite is folded away %q is selected, want its group, Battery", got)
	}
	m.resize(t, 160, 45)
	if got := m.commodities.flowTopic(); got != "graphite" {
		t.Errorf("with room again %q is selected, want graphite", got)
	}
}
