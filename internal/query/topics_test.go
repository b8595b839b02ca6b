package query

import "testing"

func TestUnknownTopic(t *testing.T) {
	known := []string{"rare-earths", "copper", "cobalt"}
	for text, want := range map[string]string{
		"":                               "",
		"copper":                         "",
		"topic:copper,cobalt":            "",
		"topic:COPPER":                   "",
		"topic:rare-erths":               "no topic is called “rare-erths”; did you mean “rare-earths”?",
		"zinc -(topic:coppr or is:read)": "no topic is called “coppr”; did you mean “copper”?",
		"topic:copper topic:helium":      "no topic is called “helium”.",
	} {
		q, err := Parse(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := q.UnknownTopic(known); got != want {
			t.Errorf("UnknownTopic of %q = %q, want %q", text, got, want)
		}
	}
}
