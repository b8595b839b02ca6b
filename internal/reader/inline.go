package reader

import (
	"strings"
	"unicode"

	"orewire"
	"orewire/internal/cleantext"
)

// run is the text of one block while it is gathered.
type run struct{ pieces []piece }

// piece is a part of a run in which nothing changes.
type piece struct {
	text   string // as it stands on the page; "\n" alone is a line break
	target cleantext.Address
}

func (r *run) add(text string, target cleantext.Address) {
	if last := len(r.pieces) - 1; last >= 0 && r.pieces[last].target == target && r.pieces[last].text != lineBreak {
		r.pieces[last].text += text
		return
	}
	r.pieces = append(r.pieces, piece{text, target})
}

const lineBreak = "\n"

func (r *run) breakLine() { r.pieces = append(r.pieces, piece{text: lineBreak}) }

// endsLine reports whether nothing but white space stands after the last line break.
func (r *run) endsLine() bool {
	for i := len(r.pieces) - 1; i >= 0; i-- {
		if r.pieces[i].text == lineBreak {
			return true
		}
		if strings.TrimSpace(r.pieces[i].text) != "" {
			return false
		}
	}
	return false
}

// text cleans what was gathered, and says which parts of it lead where. White space is folded as HTML has it.
func (r *run) text() (cleantext.Text, []orewire.Hyperlink) {
	var out strings.Builder
	var links []orewire.Hyperlink
	due := "" // white space before the next word
	for _, p := range r.pieces {
		if p.text == lineBreak {
			due = lineBreak
			continue
		}
		words := cleantext.Line(p.text).String()
		if due == "" && strings.TrimLeftFunc(p.text, unicode.IsSpace) != p.text {
			due = " "
		}
		if words == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteString(due)
		}
		start := out.Len()
		out.WriteString(words)
		if !p.target.IsZero() {
			links = append(links, orewire.Hyperlink{Start: start, End: out.Len(), Address: p.target})
		}
		due = ""
		if strings.TrimRightFunc(p.text, unicode.IsSpace) != p.text {
			due = " "
		}
	}
	text := cleantext.Paragraphs(out.String())
	if text.String() != out.String() {
		links = nil // characters of two parts became one: the places are not sure
	}
	return text, links
}
