package orewire_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms says which of our own packages each room may import, as docs/architecture.md draws it. A folder inside a room
// follows its room's rule and may import its room. "*" is everything but what stands in notFor.
var rooms = map[string][]string{
	"orewire":                    {"internal/cleantext"},
	"orewire/internal/cleantext": {},
	"orewire/internal/fold":      {},
	"orewire/internal/guard":     {},
	"orewire/internal/fetch":     {"internal/cleantext"},
	"orewire/feeds":              {"", "internal/fetch", "internal/cleantext"},
	"orewire/internal/catalog":   {"", "internal/cleantext"},
	"orewire/internal/linking":   {"", "internal/fold", "internal/cleantext"},
	"orewire/internal/query":     {"", "internal/fold", "internal/cleantext"},
	"orewire/internal/store":     {"", "internal/query", "internal/fold", "internal/cleantext"},
	"orewire/internal/quotes":    {"", "internal/fetch", "internal/cleantext"},
	"orewire/internal/config":    {"", "internal/query", "internal/cleantext"},
	"orewire/internal/reader":    {"", "internal/fetch", "internal/cleantext"},
	"orewire/internal/demo":      {"", "internal/cleantext"},
	"orewire/tui":                {"", "internal/desk", "internal/query", "internal/config", "internal/cleantext"},
	"orewire/internal/desk":      {"*"},
	"orewire/cmd":                {"*"},
}

var notFor = map[string][]string{
	"orewire/internal/desk": {"orewire/tui", "orewire/cmd"},
	"orewire/cmd":           {},
}

func TestRoomsImportOnlyWhatTheArchitectureAllows(t *testing.T) {
	type pkg struct {
		ImportPath string
		Imports    []string
	}
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		room := roomOf(p.ImportPath)
		if room == "" {
			t.Errorf("%s belongs to no room: add it to docs/architecture.md and to this test", p.ImportPath)
			continue
		}
		for _, imported := range p.Imports {
			if imported != "orewire" && !strings.HasPrefix(imported, "orewire/") {
				continue
			}
			if !allowed(room, imported) {
				t.Errorf("%s imports %s, which the room %s may not", p.ImportPath, imported, room)
			}
		}
	}
}

// roomOf returns the room that a package lies in, or "".
func roomOf(path string) string {
	best := ""
	for room := range rooms {
		if within(path, room) && len(room) > len(best) && (room != "orewire" || path == "orewire") {
			best = room
		}
	}
	return best
}

func allowed(room, imported string) bool {
	if room != "orewire" && within(imported, room) {
		return true
	}
	if imported == "orewire/internal/guard" {
		return true
	}
	may := rooms[room]
	if slices.Contains(may, "*") {
		return !slices.ContainsFunc(notFor[room], func(not string) bool { return within(imported, not) })
	}
	return slices.Contains(may, strings.TrimPrefix(strings.TrimPrefix(imported, "orewire"), "/"))
}

func within(path, room string) bool { return path == room || strings.HasPrefix(path, room+"/") }
