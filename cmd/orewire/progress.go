package main

import (
	"fmt"
	"io"
	"strings"

	"orewire/tui/cells"
)

// progress is a bar on a terminal; elsewhere it is silent.
type progress struct {
	w     io.Writer
	width int // of the terminal; 0 if there is none
	done  int
	of    int
}

func newProgress(w io.Writer, of int) *progress {
	width, _, _ := terminalSize(w)
	return &progress{w: w, width: width, of: of}
}

// step counts one more and names it.
func (p *progress) step(name string) {
	p.done++
	if p.width == 0 {
		return
	}
	const bar = 24
	full := bar * p.done / max(1, p.of)
	line := fmt.Sprintf("%s%s %d/%d %s", strings.Repeat("█", full), strings.Repeat("░", bar-full), p.done, p.of, name)
	fmt.Fprintf(p.w, "\r%s", cells.Fit(line, p.width-1))
}

// end takes the bar away.
func (p *progress) end() {
	if p.width > 0 && p.done > 0 {
		fmt.Fprintf(p.w, "\r%s\r", cells.Blank(p.width-1))
	}
}
