package tui

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// measure is the longest line of text that is read with ease.
const measure = 92

// article is the open article. It is wrapped once for a width; scrolling shows a slice of its lines.
type article struct {
	look     *look
	w, h     int
	article  orewire.Article
	loaded   bool // with its text
	blocks   []orewire.Block
	whole    bool   // blocks are what its page gave
	notice   string // why they are not the whole text; "" if they are, or its page was not asked for
	problem  string // why the text is not there
	tickers  []desk.Ticker
	versions []orewire.Article // of the story, in its order; none before the text is loaded
	lines    []string          // painted, without the left margin
	top      int
}

// show opens an article; its head is drawn at once, its text when loaded. The place in the text is kept if it is the same one, and
// what is loaded already is not given up for the list's row, which comes without the text and the places in it.
func (p *article) show(a orewire.Article, tickers []desk.Ticker) {
	if a.ID != p.article.ID {
		p.top, p.problem, p.notice, p.blocks, p.whole = 0, "", "", nil, false
		if !slices.ContainsFunc(p.versions, func(v orewire.Article) bool { return v.ID == a.ID }) {
			p.versions = nil
		}
	} else if p.loaded {
		p.price(tickers)
		return
	}
	p.article, p.loaded, p.tickers = a, false, tickers
	p.lay()
}

// read shows the article with its text, whole if that is what its page gave. What was said of its page holds until there is other
// text.
func (p *article) read(text desk.FullText, whole bool, tickers []desk.Ticker) {
	if text.ID != p.article.ID {
		p.top, p.notice = 0, ""
	}
	if text.Body != p.article.Body || !text.Notice.IsZero() {
		p.notice = text.Notice.String()
	}
	p.article, p.blocks, p.tickers = text.Article, text.Blocks, tickers
	p.loaded, p.whole, p.problem = true, whole, ""
	p.lay()
}

func (p *article) resize(w, h int) {
	changed := w != p.w
	p.w, p.h = w, h
	if changed {
		p.lay()
	}
	p.scroll(0)
}

// scroll goes n lines down and reports whether there was a way to go.
func (p *article) scroll(n int) bool {
	before := p.top
	p.top = max(0, min(p.top+n, len(p.lines)-p.h))
	return p.top != before
}

// width is what a line of text has.
func (p *article) width() int { return min(measure, p.w-3) }

// lay wraps and paints the article.
func (p *article) lay() {
	p.lines = p.lines[:0]
	if p.article.ID == 0 || p.width() < 1 {
		return
	}
	p.layHead()
	p.lines = append(p.lines, "")
	switch {
	case p.problem != "":
		p.line(span{theme.Plain(theme.Error), p.problem})
	case !p.loaded:
	case len(p.blocks) > 0:
		p.layBlocks()
	case p.article.URL.IsZero():
		if p.notice == "" { // which says it too
			p.line(span{theme.Plain(theme.Dim), "The feed gives only the headline, and no address of a page."})
		}
	default:
		key, does := "enter", " reads the page."
		if p.notice != "" {
			key, does = "o", " opens the page."
		}
		p.line(span{theme.Plain(theme.Dim), "The feed gives only the headline. "}, span{theme.Bold(theme.Key), key},
			span{theme.Plain(theme.Dim), does})
	}
	if p.loaded {
		p.layFoot()
	}
	p.scroll(0)
}

func (p *article) layHead() {
	a := &p.article
	p.layText(theme.Bold(theme.Headline), a.Title.String(), orewire.InTitle)
	text, dim := theme.Plain(theme.Text), theme.Plain(theme.Dim)
	by := [][]span{{{text, a.Publisher.String()}}}
	if !a.Via.IsZero() {
		by[0] = append(by[0], span{dim, " via " + a.Via.String()})
	}
	if !a.Author.IsZero() {
		by = append(by, []span{{dim, a.Author.String()}})
	}
	theirs, ours := p.look.place.published(a)
	when := [][]span{{{text, theirs}}}
	if ours != "" {
		when[0] = append(when[0], span{dim, " (" + ours + ")"})
	}
	if here := p.look.place.arrived(a); here != "" {
		when = append(when, []span{{dim, here}})
	}
	if !a.Updated.IsZero() {
		when = append(when, []span{{dim, "updated " + p.look.place.clock(a.Updated)}})
	}
	if whole := slices.Concat(by, when); spansWidth(dotted(whole)) <= p.w-4 {
		p.line(dotted(whole)...)
	} else {
		p.layParts(by)
		p.layParts(when)
	}
	p.layTopics()
	p.layTickers()
	p.layVersions()
}

// layParts writes parts with a dot between them, and goes to the next line before a part that does not fit.
func (p *article) layParts(parts [][]span) {
	for len(parts) > 0 {
		n := len(parts)
		for n > 1 && spansWidth(dotted(parts[:n])) > p.w-4 {
			n--
		}
		p.line(dotted(parts[:n])...)
		parts = parts[n:]
	}
}

// dotted joins parts by dots.
func dotted(parts [][]span) []span {
	var row []span
	for i, part := range parts {
		if i > 0 {
			row = append(row, span{theme.Plain(theme.Faint), "  ·  "})
		}
		row = append(row, part...)
	}
	return row
}

func spansWidth(spans []span) int {
	w := 0
	for _, s := range spans {
		w += cells.Width(s.text)
	}
	return w
}

// layTopics lists the topics with how often their words stand in the text.
func (p *article) layTopics() {
	var row []span
	w := 0
	for _, hit := range p.article.Topics {
		topic := p.look.topics.topic(hit.ID)
		item := []span{{theme.Bold(topic.ink), topic.code}}
		if !strings.EqualFold(topic.name, topic.code) {
			item = append(item, span{theme.Plain(theme.Dim), " " + lowerFirst(topic.name)})
		}
		if n := len(hit.Spans); n > 0 {
			item = append(item, span{theme.Plain(theme.Faint), " " + strconv.Itoa(n)})
		}
		if w > 0 && w+2+spansWidth(item) > p.width() {
			p.line(row...)
			row, w = nil, 0
		}
		if w > 0 {
			row = append(row, span{theme.Style{}, "  "})
			w += 2
		}
		row = append(row, item...)
		w += spansWidth(item)
	}
	if len(row) > 0 {
		p.line(row...)
	}
}

// upperFirst begins a sentence.
func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// lowerFirst writes a name as within a sentence, unless it is an abbreviation.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// layTickers lists the instruments in one line where they have no pane of their own beside the text.
func (p *article) layTickers() {
	var row []span
	w := 0
	for _, t := range p.tickers {
		name := t.Symbol
		if name == "" {
			name = t.Name.String()
		}
		move, ink := changeShort(percentOf(t.Move.Fraction))
		item := []span{{theme.Plain(theme.Text), name + " "}, {theme.Plain(ink), move}}
		if t.How == orewire.Listed {
			item = append(item, span{theme.Plain(theme.Listed), " listed"})
		}
		if w > 0 && w+2+spansWidth(item) > p.width() {
			break
		}
		if w > 0 {
			row = append(row, span{theme.Style{}, "  "})
		}
		row = append(row, item...)
		w += 2 + spansWidth(item)
	}
	if len(row) > 0 {
		p.line(row...)
	}
}

// layText wraps one field of the article and paints its highlights.
func (p *article) layText(s theme.Style, text string, field orewire.Field) {
	marks := p.look.topics.marks(&p.article, field, text)
	for _, l := range cells.Wrap(text, p.width()) {
		r := cells.NewRow(p.look.theme, p.w-2)
		r.Marked(s, text[l.Start:l.End], within(marks, l), r.Left())
		p.lines = append(p.lines, r.String())
	}
}

// within moves marks into a line of the text; a mark that runs over the line's end is cut by Row.Marked.
func within(marks []cells.Mark, l cells.Line) []cells.Mark {
	var inside []cells.Mark
	for _, m := range marks {
		if m.End > l.Start && m.Start < l.End {
			inside = append(inside, cells.Mark{Start: m.Start - l.Start, End: m.End - l.Start, Ink: m.Ink})
		}
	}
	return inside
}

func (p *article) layFoot() {
	p.lines = append(p.lines, "")
	faint := theme.Plain(theme.Faint)
	if p.notice != "" {
		p.layIndented(theme.Plain(theme.Dim), p.notice, nil, nil)
	}
	length := textLength(orewire.Plain(p.blocks).String())
	address := cells.Cut(shortAddress(p.article.URL.String()), p.w-4-3-cells.Width(length))
	if address != "" {
		address += "   "
	}
	p.line(span{faint, address + length})
	if feeds := p.article.Feeds; len(feeds) > 1 {
		p.line(span{faint, "in " + strings.Join(feeds, ", ")})
	}
}

// textLength counts a text's words, or its characters where the script has no blanks between words; "" if there is no text.
func textLength(text string) string {
	words, characters := len(strings.Fields(text)), 0
	for _, r := range text {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			characters++
		}
	}
	switch {
	case characters > words:
		return plural(characters, "character", "characters")
	case words > 0:
		return plural(words, "word", "words")
	}
	return ""
}

// shortAddress leaves out what every address has.
func shortAddress(s string) string {
	s = strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://")
	return strings.TrimSuffix(strings.TrimPrefix(s, "www."), "/")
}

func (p *article) line(spans ...span) {
	r := cells.NewRow(p.look.theme, p.w-2)
	for _, s := range spans {
		r.Put(s.style, s.text)
	}
	p.lines = append(p.lines, r.String())
}

func (p *article) border(position string, reading bool) border {
	b := border{thumb: thumb{p.top, p.h, len(p.lines)}}
	if position != "" {
		b.title = []span{{theme.Plain(theme.Dim), "  " + position}}
	}
	if reading {
		b.title = append(b.title, span{theme.Plain(theme.Accent), "  reading the page"})
	}
	if left := len(p.lines) - p.top - p.h; left > 0 {
		b.last = "↓ " + plural(left, "line", "lines")
	}
	return b
}

func (p *article) draw() []string {
	if p.article.ID == 0 {
		return emptyPane(p.look.theme, p.w, p.h)
	}
	out := make([]string, p.h)
	for y := range out {
		if i := p.top + y; i < len(p.lines) && p.lines[i] != "" && p.w > 2 {
			out[y] = "  " + p.lines[i]
		} else {
			out[y] = cells.Blank(p.w)
		}
	}
	return out
}

// price takes new prices for the line of instruments.
func (p *article) price(list []desk.Ticker) {
	if len(list) > 0 || len(p.tickers) > 0 {
		p.tickers = list
		p.lay()
	}
}

// fail says why the text is not there.
func (p *article) fail(err error) {
	p.problem = "The text cannot be read: " + cleantext.Error(err).String()
	p.lay()
}
