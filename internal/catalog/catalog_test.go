package catalog

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"orewire"
	"orewire/internal/catalog/source"
)

func TestPreparedFormIsUpToDate(t *testing.T) {
	c, err := source.Read(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	want, err := source.Prepare(c)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(prepared, want) {
		t.Error("catalog.json is older than the YAML files: run go generate ./internal/catalog")
	}
}

func TestBuiltin(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.Feeds {
		if !slices.Contains(Bundles(), f.Bundle) {
			t.Errorf("feed %s is in the unknown bundle %q", f.Name, f.Bundle)
		}
		if f.URL.Host() == "finanzen.net" && !f.Closed {
			t.Errorf("feed %s is not closed: its publisher forbids keeping the text", f.Name)
		}
	}
	for _, want := range []string{"ree", "ship"} {
		if !slices.ContainsFunc(c.Topics, func(t orewire.Topic) bool { return t.Highlight == want }) {
			t.Errorf("no topic has the highlight %s", want)
		}
	}
	for _, topic := range c.Topics {
		if len(topic.Short) > 4 || topic.Short == "" {
			t.Errorf("topic %s: the code %q is not of 1 to 4 letters", topic.ID, topic.Short)
		}
	}
}

func BenchmarkBuiltin(b *testing.B) {
	for b.Loop() {
		if _, err := Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}
