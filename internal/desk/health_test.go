package desk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"orewire"
	"orewire/internal/cleantext"
)

func TestSilentAndPausedFeedsAreToldFromFailingOnes(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/silent":
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Old</title><item><title>Copper</title><link>https://ores.example/1</link>
<pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate></item></channel></rss>`)
		case "/gone":
			w.WriteHeader(http.StatusGone)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	var list []orewire.Feed
	for _, name := range []string{"silent", "gone", "failing"} {
		list = append(list, orewire.Feed{Name: cleantext.Line(name), URL: address(t, server.URL+"/"+name)})
	}
	d := open(t, filepath.Join(t.TempDir(), "orewire.db"), list...)
	if err := d.PollOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, f := range d.Feeds() {
		want := [3]bool{i == 0, i == 1, i > 0}
		if got := [3]bool{f.Silent, f.State.Paused, !f.State.Error.IsZero()}; got != want {
			t.Errorf("feed %s is silent, paused, with an error: %v, want %v", f.Name, got, want)
		}
	}
	if s := d.Status(); s.Failing != 1 || s.Paused != 1 || s.Asked != 3 {
		t.Errorf("of the feeds %d fail, %d are paused, %d were asked; want 1, 1, 3", s.Failing, s.Paused, s.Asked)
	}
}
