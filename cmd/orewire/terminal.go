package main

import (
	"io"
	"os"

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
