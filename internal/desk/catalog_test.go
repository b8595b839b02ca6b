package desk

import (
	"testing"

	"orewire/internal/config"
)

func TestAMistakeAgainstTheCatalogueHasItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"topics:\n  - {id: helium}\n  - {id: colbat, remove: true}": "c.yaml:3:10: the topic colbat cannot be removed: there is none",
		"topics:\n  - id: helium\n    group: gases":                 `c.yaml:2:9: the topic helium is in the unknown group "gases"`,
		"instruments:\n  - name: Own Mine\n    topics: [coper]":     `c.yaml:2:11: the instrument Own Mine lives off the unknown topic "coper"`,
	} {
		cfg, err := config.Parse("c.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Catalog(cfg); err == nil || err.Error() != want {
			t.Errorf("%s\ngives the error %v, want %s", text, err, want)
		}
	}
}
