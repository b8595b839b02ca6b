package query

import (
	"strings"
	"unicode/utf8"

	"orewire/internal/fold"
)

// Text matches articles that hold some words next to each other in one field.
type Text struct {
	Words  string // as typed
	Prefix bool   // the last word may go on: lithi*
}

// Break parts what must not be found as one: fields, and words with Chinese, Japanese or Korean between them.
const Break = "¦"

// Folded is text as it is searched.
type Folded struct {
	Words string // the words, each with a blank on both sides; a Break stands for a CJK run and between fields
	Runs  string // the CJK runs, each with a Break after it
}

// Fold makes some fields' text searchable.
func Fold(fields ...string) Folded {
	var words, runs strings.Builder
	words.WriteByte(' ')
	var tokens []fold.Token
	for i, field := range fields {
		if i > 0 {
			words.WriteString(Break + " ")
		}
		folded := fold.String(field)
		tokens = fold.Tokens(tokens[:0], folded)
		for _, t := range tokens {
			switch piece := folded[t.Start:t.End]; t.Kind {
			case fold.Word:
				words.WriteString(piece + " ")
			case fold.Run:
				words.WriteString(Break + " ")
				runs.WriteString(piece + Break)
			}
		}
	}
	return Folded{words.String(), runs.String()}
}

// Pattern is what a Text looks for; all of it must be found.
type Pattern struct {
	Phrases []string // words next to each other, folded and parted by blanks
	Prefix  bool     // the last word of the last phrase may go on
	Runs    []string // CJK characters next to each other, folded
}

// Pattern returns what the text looks for: its words up to the next CJK run are a phrase, and each run stands for itself.
func (n Text) Pattern() Pattern {
	var p Pattern
	var phrase []string
	end := func() {
		if len(phrase) > 0 {
			p.Phrases = append(p.Phrases, strings.Join(phrase, " "))
			phrase = nil
		}
	}
	folded := fold.String(n.Words)
	for _, t := range fold.Tokens(nil, folded) {
		switch piece := folded[t.Start:t.End]; t.Kind {
		case fold.Word:
			phrase = append(phrase, piece)
			p.Prefix = n.Prefix
		case fold.Run:
			end()
			p.Runs = append(p.Runs, piece)
			p.Prefix = false
		}
	}
	end()
	return p
}

// IsZero reports whether there is nothing to look for.
func (p Pattern) IsZero() bool { return len(p.Phrases) == 0 && len(p.Runs) == 0 }

// in reports whether the text is found; a text without words is found nowhere.
func (n Text) in(f Folded) bool {
	p := n.Pattern()
	for i, phrase := range p.Phrases {
		end := " "
		if p.Prefix && i == len(p.Phrases)-1 {
			end = ""
		}
		if !strings.Contains(f.Words, " "+phrase+end) {
			return false
		}
	}
	for _, run := range p.Runs {
		if !strings.Contains(f.Runs, run) {
			return false
		}
	}
	return !p.IsZero()
}

// Pairs returns each run of Folded.Runs as its overlapping pairs of characters and its last character alone, parted by blanks,
// with a Break after each run: what an index needs to find any stretch of a run. 稀土矿 is "稀土 土矿 矿 ¦".
func (f Folded) Pairs() string {
	var b strings.Builder
	for run := range strings.SplitSeq(f.Runs, Break) {
		for run != "" {
			_, first := utf8.DecodeRuneInString(run)
			_, second := utf8.DecodeRuneInString(run[first:])
			b.WriteString(run[:first+second] + " ")
			run = run[first:]
			if run == "" {
				b.WriteString(Break + " ")
			}
		}
	}
	return b.String()
}
