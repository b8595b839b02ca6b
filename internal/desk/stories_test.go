package desk_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
)

// storyLines writes the headlines, each with its story.
func storyLines(t *testing.T, d *desk.Desk) (list []string) {
	t.Helper()
	page, err := d.Headlines(t.Context(), desk.Window{Older: 50})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range page.Rows {
		line := row.Title.String()
		if row.Story.Size > 1 {
			line = string(rune('0'+row.Story.Size)) + " of " + line
		}
		list = append(list, line)
	}
	return list
}

func TestPublishersOfOneEventAreOneStory(t *testing.T) {
	first, second := newSite(t), newSite(t)
	first.publish("Boliden shuts Odda furnace after fire", "/1", "The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said.")
	path := filepath.Join(t.TempDir(), "orewire.db")
	feeds := []orewire.Feed{
		{Name: cleantext.Line("First"), URL: address(t, first.URL+"/feed"), Lang: "en"},
		{Name: cleantext.Line("Second"), URL: address(t, second.URL+"/feed"), Lang: "en"},
	}
	d := open(t, path, feeds...)
	poll := func() {
		t.Helper()
		if err := d.PollOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	check := func(when string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, storyLines(t, d)); diff != "" {
			t.Errorf("%s, -want +got:\n%s", when, diff)
		}
	}
	poll()
	told := d.Subscribe()
	second.publish("Fire shuts furnace at Boliden's Odda zinc works", "/1", "No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said.")
	poll()
	check("after the second publisher", "2 of Boliden shuts Odda furnace after fire")
	changes, _ := told.Wait(t.Context(), 0)
	if diff := cmp.Diff([]int64{1}, changes.Updated); diff != "" || len(changes.New) != 1 {
		t.Errorf("told %+v, want one new article and that the first changed", changes)
	}

	d.Close()
	d = open(t, path, feeds...)
	second.publish("Boliden: furnace at Odda zinc works shut after fire", "/2", "Norway's works lose 9,000 tonnes of zinc. No one was hurt, the company said.")
	poll()
	check("after a restart and a rewrite", "3 of Boliden shuts Odda furnace after fire")
	versions, err := d.Versions(t.Context(), 3)
	if err != nil || len(versions) != 3 || versions[0].ID != 1 {
		t.Fatalf("versions of article 3: %v, %v; want 3, the first first", versions, err)
	}
	if lag := desk.Lag(versions, 0); lag != 0 {
		t.Errorf("the first lags %s behind itself", lag)
	}
}

func TestAnEditThatTellsAnotherStoryLeaves(t *testing.T) {
	s := newSite(t)
	s.publish("Boliden shuts Odda furnace after fire", "/1", "The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said.")
	s.publish("Fire shuts furnace at Boliden's Odda zinc works", "/2", "No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said.")
	d := open(t, filepath.Join(t.TempDir(), "orewire.db"), orewire.Feed{Name: cleantext.Line("Test Wire"), URL: address(t, s.URL+"/feed"), Lang: "en"})
	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := storyLines(t, d); len(got) != 1 {
		t.Fatalf("headlines %q, want one story", got)
	}
	if err := d.SetRead(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	s.mu.Lock()
	s.items, s.etag = s.items[1:], s.etag+1
	s.mu.Unlock()
	s.publish("Kazakh uranium output slips", "/2", "Acid is short at three mines.")
	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := storyLines(t, d)
	if len(got) != 2 {
		t.Errorf("headlines %q after the edit, want two", got)
	}
	for id := int64(1); id <= 2; id++ {
		if a, err := d.Article(t.Context(), id); err != nil || !a.Read {
			t.Errorf("article %d: read %v, %v; want its mark kept", id, a.Read, err)
		}
	}
}

// What a poll leaves of a burst is shown at once, and its stories are formed by CatchUp.
func TestStoriesOfABurstAreFormedByCatchUp(t *testing.T) {
	s := newSite(t)
	s.publish("Boliden shuts Odda furnace after fire", "/1", "The zinc works in Norway will lose 9,000 tonnes; no one was hurt, the company said.")
	s.publish("Fire shuts furnace at Boliden's Odda zinc works", "/2", "No one was hurt at the plant in Norway, which loses 9,000 tonnes, the company said.")
	for _, subject := range strings.Fields("copper tin lead gold silver nickel cobalt lithium graphite uranium") {
		s.publish("News of "+subject, "/"+subject, "")
	}
	d := open(t, filepath.Join(t.TempDir(), "orewire.db"), orewire.Feed{Name: cleantext.Line("Test Wire"), URL: address(t, s.URL+"/feed"), Lang: "en"})
	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := storyLines(t, d); len(got) != 12 {
		t.Errorf("after the poll there are %d headlines, want 12: %q", len(got), got)
	}
	told := d.Subscribe()
	d.CatchUp(t.Context())
	got := storyLines(t, d)
	if want := "2 of Boliden shuts Odda furnace after fire"; len(got) != 11 || got[10] != want {
		t.Errorf("after catching up the headlines are %q, want 11 of which the last is %q", got, want)
	}
	if changes, _ := told.Wait(t.Context(), 0); len(changes.Updated) != 2 {
		t.Errorf("told of %v, want the two articles of the story", changes.Updated)
	}
}
