package linking

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"orewire"
	"orewire/internal/fold"
)

// Explanation says why an article has its topics and links, and what was left out.
type Explanation struct {
	Lang    string            `json:"lang"`
	Hint    string            `json:"hint,omitempty"` // the feed's language
	Topics  []ExplainedTopic  `json:"topics"`         // highest score first
	Links   []ExplainedLink   `json:"links"`          // named, listed, exposed
	Blocked []ExplainedAbsent `json:"blocked"`        // in the order of the text
}

// ExplainedTopic is a topic with the places that made it.
type ExplainedTopic struct {
	orewire.TopicHit
	Name      string   `json:"name"`
	Short     string   `json:"short"`
	Implied   string   `json:"implied,omitempty"`   // the child that implies it, if it has no place of its own
	Context   []string `json:"context"`             // by span: the words beside which a weak term counts, "" for one that counts alone
	Threshold float64  `json:"threshold,omitempty"` // points that it needs; 0 if it stands in title or summary, where one place is enough
}

// ExplainedLink is a link with the reasons for it, and against stronger ones.
type ExplainedLink struct {
	orewire.Link
	Why []string `json:"why"`
}

// ExplainedAbsent is a piece of the text that looks like evidence and is not.
type ExplainedAbsent struct {
	orewire.Span
	For string `json:"for"`          // the topic or instrument that it does not speak for; "" if it only begins a term
	By  string `json:"by,omitempty"` // the words that void it
	Why string `json:"why"`
}

// Explain reads an article as Link does and says why each topic and link is there. The article's listed links are taken as they are.
func (l *Linker) Explain(a orewire.Article, h Hints) Explanation {
	it := l.readItem(&a, h)
	defer it.release()
	tallies := it.tallies()
	a.Topics = it.topics(tallies)
	e := Explanation{Hint: h.Lang}
	if len(it.fields) > 0 {
		e.Lang = it.main.code()
	}
	for _, hit := range a.Topics {
		e.Topics = append(e.Topics, l.explainTopic(hit, tallies))
	}
	for _, link := range it.links(&a) {
		e.Links = append(e.Links, ExplainedLink{link, it.whyLinked(link)})
	}
	e.Blocked = it.blocked(tallies)
	return e
}

func (l *Linker) explainTopic(hit orewire.TopicHit, tallies map[int32]*tally) ExplainedTopic {
	topic := l.byTopic[hit.ID]
	t := ExplainedTopic{TopicHit: hit, Name: l.topics[topic].Name, Short: l.topics[topic].Short}
	if evidence := hit.Spans[0].Topic; evidence != hit.ID {
		t.Implied, topic = evidence, l.byTopic[evidence]
	}
	t.Context = tallies[topic].by
	if !tallies[topic].led {
		t.Threshold = bodyThreshold
	}
	return t
}

func (it *item) whyLinked(link orewire.Link) []string {
	var why []string
	switch link.How {
	case orewire.Named:
		for _, s := range link.Spans {
			why = append(why, fmt.Sprintf("“%s” stands in the %s%s", s.Term, s.Field, it.whyWeakName(s)))
		}
		if link.Printed != nil {
			why = append(why, "the publisher also printed it beside the article")
		}
	case orewire.Listed:
		reason := "the publisher printed it beside the article"
		if !link.Label.IsZero() {
			reason += fmt.Sprintf(" under “%s”", link.Label)
		}
		why = append(why, reason, "not named: its name does not stand in title, summary or text")
		why = append(why, it.whyNotExposed(link)...)
	case orewire.Exposed:
		why = append(why, it.whyExposed(link))
	}
	return why
}

// whyWeakName says what lets a weak name count, "" for one that counts alone.
func (it *item) whyWeakName(s orewire.Span) string {
	if !s.Weak {
		return ""
	}
	f := &it.fields[slices.IndexFunc(it.fields, func(f field) bool { return f.which == s.Field })]
	from, _ := slices.BinarySearchFunc(f.hits[name], s.Start, func(h hit, start int) int { return cmp.Compare(f.span(&h).Start, start) })
	list := f.hits[name][from:]
	if by := list[slices.IndexFunc(list, func(h hit) bool { return h.verdict == counts && f.span(&h).End == s.End })].by; by != "" {
		return fmt.Sprintf(", with “%s”", by)
	}
	return ", and its full name or symbol elsewhere"
}

func (it *item) whyNotExposed(link orewire.Link) []string {
	l := it.linker
	i, known := l.byName[l.nameKey(link.Name.String())]
	if !known || len(l.lives[i]) == 0 {
		why := "not exposed: it has no topic"
		if first := fold.Words(link.Name.String()); len(first) > 1 && l.words.opens[l.words.words[first[0]]] {
			why += fmt.Sprintf(", and “%s” alone is never evidence", first[0])
		}
		return []string{why}
	}
	return nil
}

func (it *item) whyExposed(link orewire.Link) string {
	l := it.linker
	for i, inst := range l.instruments {
		if inst.Symbol != link.Symbol {
			continue
		}
		var names []string
		for _, t := range l.lives[i] {
			names = append(names, inSentence(l.topics[t].Name))
		}
		if len(names) > 1 {
			return fmt.Sprintf("lives off %s first, then %s", names[0], join(names[1:]))
		}
		return "lives off " + names[0]
	}
	return "lives off " + link.Topic
}

// inSentence writes a topic's name as it stands inside a sentence: "Rare earths" as "rare earths", without its bracket.
func inSentence(name string) string {
	name, _, _ = strings.Cut(name, " (")
	if len(name) > 1 && name[1] >= 'a' && name[1] <= 'z' && name == strings.ToUpper(name[:1])+strings.ToLower(name[1:]) {
		return strings.ToLower(name)
	}
	return name
}

// join writes a list as a sentence does.
func join(names []string) string {
	switch n := len(names); n {
	case 0:
		return ""
	case 1:
		return names[0]
	default:
		s := names[0]
		for _, name := range names[1 : n-1] {
			s += ", " + name
		}
		return s + " and " + names[n-1]
	}
}

// blocked returns the pieces of the text that look like evidence and are not, or are not enough.
func (it *item) blocked(tallies map[int32]*tally) []ExplainedAbsent {
	var list []ExplainedAbsent
	for i := range it.fields {
		f := &it.fields[i]
		from := len(list)
		for j := range f.hits[topicTerm] {
			h := &f.hits[topicTerm][j]
			absent := ExplainedAbsent{f.span(h), it.linker.topics[h.term.topic].Name, h.by, h.why()}
			switch t := tallies[h.term.topic]; {
			case h.verdict == repeated:
			case h.verdict != counts:
				list = append(list, absent)
			case !t.reaches():
				absent.By, absent.Why = "", fmt.Sprintf("not enough: %.1f of the %.1f points that the text alone must give", t.score, bodyThreshold)
				list = append(list, absent)
			}
		}
		for j := range f.hits[name] {
			if h := &f.hits[name][j]; h.verdict == noCompany || h.verdict == denied || h.verdict == lowerCase || h.verdict == inIdiom {
				list = append(list, ExplainedAbsent{f.span(h), it.linker.instruments[h.term.instrument].Name.String(), h.by, h.why()})
			}
		}
		list = append(list, it.swallowed(f)...)
		slices.SortStableFunc(list[from:], func(a, b ExplainedAbsent) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
		list = append(list[:from], withoutRepeats(list[from:])...)
	}
	return list
}

// withoutRepeats leaves of pieces inside each other that stand for the same only the longest; they come in the order of the text.
func withoutRepeats(list []ExplainedAbsent) []ExplainedAbsent {
	ends := map[string]int{} // by what it stands for, of those kept
	return slices.DeleteFunc(list, func(a ExplainedAbsent) bool {
		if a.End <= ends[a.For] {
			return true
		}
		ends[a.For] = a.End
		return false
	})
}

// swallowed returns words inside names and idioms that begin a topic's term, as "rare" in "Rare Holdings".
func (it *item) swallowed(f *field) []ExplainedAbsent {
	var list []ExplainedAbsent
	for _, k := range []kind{name, blocker} {
		for i := range f.hits[k] {
			o := &f.hits[k][i]
			if o.verdict != counts || o.term.cjk {
				continue
			}
			for t := o.first; t <= o.last; t++ {
				word := hit{term: o.term, start: f.tokens[t].Start, end: f.tokens[t].End, first: t, last: t, verdict: inName, by: f.original(o)}
				if k == blocker {
					word.verdict = inIdiom
				}
				if it.linker.words.opens[f.ids[t]] && !slices.ContainsFunc(f.overlapping(topicTerm, &word), func(h hit) bool { return h.overlaps(&word) }) {
					list = append(list, ExplainedAbsent{f.span(&word), "", word.by, word.why()})
				}
			}
		}
	}
	return list
}

// why says in words why a hit does not count.
func (h *hit) why() string {
	switch h.verdict {
	case inName:
		return fmt.Sprintf("part of the name “%s”, and names are read first", h.by)
	case inIdiom, inPhrase:
		return fmt.Sprintf("“%s” means something else", h.by)
	case noContext:
		return "counts only beside a word that gives it context"
	case beside:
		return fmt.Sprintf("“%s” speaks of something else", h.by)
	case properName:
		return "part of a capitalised name"
	case lowerCase:
		return "a name only with its capitals"
	case noCompany:
		return "a name only beside evidence of a company"
	case denied:
		return fmt.Sprintf("“%s” says that it is not meant", h.by)
	}
	return ""
}
