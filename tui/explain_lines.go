package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// columns returns where a link's kind and its reason begin.
func (o *explain) columns() (link, why int) {
	switch {
	case o.stacked():
		return max(explainMargin+12, o.width-moveWidth-12), explainMargin + 2
	case o.width < explainRoomy:
		return explainMargin + 20, explainMargin + 29
	}
	return explainMargin + 28, explainMargin + 38
}

// stacked reports that there is no room for reasons beside what they are for.
func (o *explain) stacked() bool { return o.width < explainTight }

func (o *explain) add(link int, write func(*cells.Row, bool)) {
	o.lines = append(o.lines, explainLine{link, write})
}

func (o *explain) heading(name, link, why string) {
	if len(o.lines) > 0 {
		o.add(-1, func(*cells.Row, bool) {})
	}
	linkAt, whyAt := o.columns()
	o.add(-1, func(r *cells.Row, _ bool) {
		r.To(explainMargin).Put(theme.Bold(theme.Title), name)
		if o.stacked() {
			r.Put(theme.Plain(theme.Faint), cells.Cut("  "+why, r.Left()-1))
			return
		}
		r.To(linkAt).Put(theme.Plain(theme.Faint), link).To(whyAt).Put(theme.Plain(theme.Faint), why)
	})
}

func (o *explain) lay(l *look) {
	o.lines = nil
	o.layTopics(l)
	o.layBlocked()
	o.layLinks(l)
	o.layLanguage()
}

func (o *explain) layTopics(l *look) {
	linkAt, whyAt := o.columns()
	o.heading("Topics", "points", "words that count")
	if len(o.e.Topics) == 0 {
		o.add(-1, func(r *cells.Row, _ bool) {
			r.To(explainMargin).Put(theme.Plain(theme.Dim), "No word of it makes a topic.")
		})
	}
	for _, hit := range o.e.Topics {
		topic := l.topics.topic(hit.ID)
		o.add(-1, func(r *cells.Row, _ bool) {
			r.To(explainMargin).Put(theme.Bold(topic.ink), topic.code)
			r.To(whatAt).Put(theme.Plain(theme.Text), cells.Cut(lowerFirst(topic.name), linkAt-whatAt-1))
			r.EndAt(linkAt+6, theme.Plain(theme.Text), fmt.Sprintf("%.1f", hit.Score))
			if !o.stacked() {
				o.writeWords(r.To(whyAt), l, hit.TopicHit, hit.Implied)
			}
		})
		if o.stacked() {
			o.add(-1, func(r *cells.Row, _ bool) { o.writeWords(r.To(whyAt), l, hit.TopicHit, hit.Implied) })
		}
	}
}

// writeWords says which words make a topic, or which topic implies it.
func (o *explain) writeWords(r *cells.Row, l *look, hit orewire.TopicHit, implied string) {
	if implied != "" {
		r.Put(theme.Plain(theme.Dim), "implied by "+lowerFirst(l.topics.topic(implied).name)+"  ")
	}
	writeEvidence(r, hit.Spans, l.topics.topic(hit.ID).ink)
}

// writeEvidence lists the words, each once, after the field they first stand in; an ellipsis stands for those without room.
func writeEvidence(r *cells.Row, spans []orewire.Span, ink theme.Role) {
	var said []string
	field := orewire.Field(255)
	for _, s := range spans {
		term := cleantext.Line(s.Term).String()
		if slices.Contains(said, strings.ToLower(term)) {
			continue
		}
		said = append(said, strings.ToLower(term))
		if cells.Width(s.Field.String())+cells.Width(term)+len("   weak  ")+2 > r.Left() {
			r.Put(theme.Plain(theme.Dim), cells.Ellipsis)
			return
		}
		if s.Field != field {
			if len(said) > 1 {
				r.Put(theme.Style{}, " ")
			}
			field = s.Field
			r.Put(theme.Plain(theme.Faint), field.String()+" ")
		}
		r.Put(theme.Style{Ink: ink, Underline: true}, term)
		if s.Weak {
			r.Put(theme.Plain(theme.Dim), " weak")
		}
		r.Put(theme.Style{}, "  ")
	}
}

func (o *explain) layBlocked() {
	if len(o.e.Blocked) == 0 {
		return
	}
	o.heading("Blocked", "", "words that look like evidence and are not")
	linkAt, _ := o.columns()
	var said []string // a word is listed once for each reason, with the field that it first stands in
	for _, b := range o.e.Blocked {
		term, reason := cleantext.Line(b.Term).String(), b.Why
		if b.For != "" {
			reason += "; not " + lowerFirst(b.For)
		}
		if once := strings.ToLower(term) + reason; slices.Contains(said, once) {
			continue
		} else {
			said = append(said, once)
		}
		o.reasons(-1, []string{reason}, func(r *cells.Row, n int, _ bool) {
			if n == 0 {
				r.To(explainMargin).Put(theme.Style{Ink: theme.Stale, Underline: true}, cells.Cut(term, linkAt-explainMargin-1))
				r.To(linkAt).Put(theme.Plain(theme.Faint), b.Field.String())
			}
		})
	}
}

func (o *explain) layLinks(l *look) {
	o.heading("Tickers", "link", "why")
	if o.links == 0 {
		o.add(-1, func(r *cells.Row, _ bool) {
			r.To(explainMargin).Put(theme.Plain(theme.Dim), "No instrument is named, listed or exposed.")
		})
	}
	for i, link := range o.e.Links {
		o.reasons(i, link.Why, func(r *cells.Row, n int, selected bool) { o.writeLink(r, l, link.Link, n, selected) })
	}
}

// reasons lists why a link is there, wrapped, each reason once; write draws what stands before the nth line of it, and after it.
func (o *explain) reasons(link int, why []string, write func(r *cells.Row, n int, selected bool)) {
	linkAt, whyAt := o.columns()
	room := max(8, o.width-whyAt-2)
	n := 0
	if o.stacked() {
		o.add(link, func(r *cells.Row, selected bool) { write(r, 0, selected) })
		n++
	} else if link >= 0 && o.ticker(o.e.Links[link].Link) != nil {
		room = max(8, room-moveWidth-1)
	}
	for _, reason := range counted(why) {
		reason, not := strings.CutPrefix(cleantext.Line(reason).String(), "not ")
		if not && o.stacked() {
			reason = "not " + reason
		}
		for _, line := range cells.Wrap(reason, room) {
			at := n
			o.add(link, func(r *cells.Row, selected bool) {
				write(r, at, selected)
				if not && line.Start == 0 && !o.stacked() {
					r.To(linkAt).Put(theme.Plain(secondary(selected, theme.Dim)), "not")
				}
				r.To(whyAt).Put(theme.Plain(primary(selected, theme.Text)), reason[line.Start:line.End])
				if at == 0 && link >= 0 {
					o.writeMove(r, o.e.Links[link].Link)
				}
			})
			n++
		}
	}
}

// counted lists each reason once, with how often it holds; without any there is one empty reason.
func counted(why []string) []string {
	times := map[string]int{}
	var once []string
	for _, reason := range why {
		if times[reason]++; times[reason] == 1 {
			once = append(once, reason)
		}
	}
	for i, reason := range once {
		if n := times[reason]; n > 1 {
			once[i] += " " + strconv.Itoa(n) + " times"
		}
	}
	if len(once) == 0 {
		return []string{""}
	}
	return once
}

// writeLink writes the instrument and how it is linked before the first line of its reasons.
func (o *explain) writeLink(r *cells.Row, l *look, link orewire.Link, n int, selected bool) {
	linkAt, _ := o.columns()
	bold, dim := theme.Bold(primary(selected, theme.Text)), theme.Plain(secondary(selected, theme.Dim))
	switch {
	case n == 0 && link.Symbol != "":
		r.To(explainMargin).Put(bold, link.Symbol).Put(dim, " ").To(explainMargin + 10)
		r.Put(dim, cells.Cut(link.Name.String(), linkAt-r.At()-1))
	case n == 0:
		r.To(explainMargin).Put(bold, cells.Cut(link.Name.String(), linkAt-explainMargin-1))
	case n == 1 && link.Symbol == "" && !o.stacked():
		r.To(explainMargin).Put(dim, "no symbol known")
	}
	if n == 0 {
		r.To(linkAt).Put(o.linkStyle(l, link), link.How.String())
		if o.stacked() {
			o.writeMove(r, link)
		}
	}
}

// writeMove writes the move since the headline, where there is a symbol.
func (o *explain) writeMove(r *cells.Row, link orewire.Link) {
	if t := o.ticker(link); t != nil {
		move, ink := changeColumn(percentOf(t.Move.Fraction))
		r.EndAt(o.width-2, theme.Plain(ink), move)
	}
}

func (o *explain) ticker(link orewire.Link) *desk.Ticker {
	for i := range o.tickers {
		if link.Symbol != "" && o.tickers[i].Symbol == link.Symbol {
			return &o.tickers[i]
		}
	}
	return nil
}

func (o *explain) linkStyle(l *look, link orewire.Link) theme.Style {
	switch link.How {
	case orewire.Listed:
		return theme.Bold(theme.Listed)
	case orewire.Exposed:
		return theme.Plain(l.topics.topic(link.Topic).ink)
	}
	return theme.Bold(theme.Text)
}

// languages are the languages that articles are read in.
var languages = map[string]string{
	"en": "English", "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese", "ja": "Japanese", "zh": "Chinese", "ko": "Korean",
}

func (o *explain) layLanguage() {
	if o.e.Lang == "" {
		return
	}
	name := func(code string) string {
		if n, ok := languages[code]; ok {
			return n
		}
		return code
	}
	_, whyAt := o.columns()
	o.add(-1, func(*cells.Row, bool) {})
	o.add(-1, func(r *cells.Row, _ bool) {
		r.To(explainMargin).Put(theme.Bold(theme.Title), "Language").Put(theme.Style{}, "  ").To(whyAt).Put(theme.Plain(theme.Text), name(o.e.Lang))
		if o.e.Hint != "" && o.e.Hint != o.e.Lang {
			r.Put(theme.Plain(theme.Dim), ", though the feed is "+name(o.e.Hint))
		}
	})
}
