package main

import (
	"cmp"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// terminalSize returns the size of the terminal that w writes to; ok is false if it is a file, a pipe or something else.
func terminalSize(w io.Writer) (width, height int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, 0, false
	}
	width, height, err := term.GetSize(int(f.Fd()))
	return width, height, err == nil && width > 0
}

// showsUnicode reports whether the locale lets a terminal show more than ASCII. One that names no character set, as C, says nothing
// of the terminal: so does the environment of a container.
func showsUnicode(getenv func(string) string) bool {
	locale := cmp.Or(getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG"))
	_, charset, named := strings.Cut(locale, ".")
	charset, _, _ = strings.Cut(charset, "@")
	return !named || strings.EqualFold(strings.ReplaceAll(charset, "-", ""), "utf8")
}
