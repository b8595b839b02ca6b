// Command prepare writes the form of the catalogue that internal/catalog embeds; go generate runs it in that folder.
package main

import (
	"fmt"
	"os"

	"orewire/internal/catalog/source"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "prepare:", err)
		os.Exit(1)
	}
}

func run() error {
	c, err := source.Read(os.DirFS("."))
	if err != nil {
		return err
	}
	b, err := source.Prepare(c)
	if err != nil {
		return err
	}
	return os.WriteFile("catalog.json", b, 0o644)
}
