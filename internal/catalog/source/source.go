// Package source reads the catalogue as people write it: the YAML files beside internal/catalog. The program itself never reads
// them; it loads the form that go generate prepares from them.
//
// Errors: unknown keys and wrong types, with file, line and column; and what breaks a rule of the catalogue, as a topic of an unknown group.
package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"

	"orewire"
)

// Files are the catalogue's files, in the folder that Read is given.
var Files = []string{"lexicon.yaml", "companies.yaml", "instruments.yaml", "feeds.yaml"}

// Read reads and checks the catalogue.
func Read(folder fs.FS) (orewire.Catalog, error) {
	var (
		lex         lexicon
		companies   companyFile
		instruments instrumentFile
		feeds       feedFile
	)
	for i, into := range []any{&lex, &companies, &instruments, &feeds} {
		if err := decode(folder, Files[i], into); err != nil {
			return orewire.Catalog{}, err
		}
	}
	c := lex.catalog()
	c.Instruments = instruments.instruments()
	c.Instruments = append(c.Instruments, companies.instruments()...)
	var err error
	if c.Feeds, err = feeds.feeds(); err != nil {
		return orewire.Catalog{}, err
	}
	if c.Templates, err = feeds.templates(); err != nil {
		return orewire.Catalog{}, err
	}
	return c, check(c)
}

// Prepare writes the catalogue in the form that internal/catalog embeds.
func Prepare(c orewire.Catalog) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(c)
	return b.Bytes(), err
}

func decode(folder fs.FS, name string, into any) error {
	b, err := fs.ReadFile(folder, name)
	if err != nil {
		return err
	}
	if err := yaml.UnmarshalWithOptions(b, into, yaml.Strict()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
