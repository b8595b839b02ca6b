package cleantext

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// Line makes one line of text: white space of every kind becomes single blanks.
func Line(s string) Text {
	return Text{strings.Join(strings.Fields(clean(s)), " ")}
}

// Paragraphs makes text of several lines: LF and blank lines are kept (never two blank lines together), the rest is as in Line.
func Paragraphs(s string) Text {
	if !strings.Contains(s, "\n") {
		return Line(s)
	}
	var lines []string
	for line := range strings.SplitSeq(clean(s), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return Text{strings.TrimRight(strings.Join(lines, "\n"), "\n")}
}

// Error makes one line of an error's words, which may quote what a server sent.
func Error(err error) Text {
	if err == nil {
		return Text{}
	}
	return Line(err.Error())
}

func clean(s string) string {
	s = ansi.Strip(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return norm.NFC.String(s)
}
