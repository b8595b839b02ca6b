// Package catalog is what orewire knows of the trade before it reads a word: topics with their terms in nine written languages,
// instruments, and feeds; and how the user's own are merged in.
//
// The data is written in the YAML files of this folder and prepared by go generate, since reading YAML takes ten times as long as a start may.
package catalog

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"orewire"
)

//go:generate go run ./prepare

//go:embed catalog.json
var prepared []byte

// Builtin returns the catalogue that orewire ships with, in a copy of the caller's own.
func Builtin() (orewire.Catalog, error) {
	var c orewire.Catalog
	if err := json.Unmarshal(prepared, &c); err != nil {
		return orewire.Catalog{}, fmt.Errorf("the built-in catalogue: %w", err)
	}
	return c, nil
}
