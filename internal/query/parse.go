package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orewire/internal/cleantext"
)

// Error says what is wrong with a query, and where.
type Error struct {
	Offset  int // bytes before the place
	Column  int // the same in characters, from 1
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("query, character %d: %s", e.Column, e.Message) }

const (
	maxLength = 4096 // bytes of a query
	maxDepth  = 32   // brackets within brackets
	maxTerms  = 200  // what SQLite takes with ease
)

// Parse reads a query; a blank one matches every article. Errors are *Error.
func Parse(text string) (Query, error) {
	p := parser{text: text}
	if len(text) > maxLength {
		return Query{}, p.fail(maxLength, "longer than %d bytes", maxLength)
	}
	if valid := strings.ToValidUTF8(text, ""); valid != text {
		same := 0
		for same < len(valid) && valid[same] == text[same] {
			same++
		}
		return Query{}, p.fail(same, "not valid UTF-8")
	}
	if p.blanks(); p.atEnd() {
		return Query{}, nil
	}
	root, err := p.or()
	if err != nil {
		return Query{}, err
	}
	if !p.atEnd() {
		return Query{}, p.fail(p.pos, "this bracket closes nothing")
	}
	return Query{root}, nil
}

type parser struct {
	text  string
	pos   int
	depth int
	terms int
}

func (p *parser) fail(offset int, format string, args ...any) error {
	offset = min(offset, len(p.text))
	return &Error{offset, utf8.RuneCountInString(p.text[:offset]) + 1, fmt.Sprintf(format, args...)}
}

func (p *parser) atEnd() bool { return p.pos >= len(p.text) }

func (p *parser) next() byte {
	if p.atEnd() {
		return 0
	}
	return p.text[p.pos]
}

func (p *parser) blanks() {
	p.pos = len(p.text) - len(strings.TrimLeftFunc(p.text[p.pos:], unicode.IsSpace))
}

// take goes past an operator and the blanks behind it, if it is next.
func (p *parser) take(op string) bool {
	if operator(p.word()) != op {
		return false
	}
	p.pos += len(op)
	p.blanks()
	return true
}

// operator returns "and", "or" or "not" if the word is one, in either case.
func operator(word string) string {
	for _, op := range []string{"and", "or", "not"} {
		if strings.EqualFold(word, op) {
			return op
		}
	}
	return ""
}

// word returns what stands up to the next blank, bracket or quotation mark.
func (p *parser) word() string {
	rest := p.text[p.pos:]
	if end := strings.IndexFunc(rest, endsWord); end >= 0 {
		return rest[:end]
	}
	return rest
}

func (p *parser) or() (Node, error) {
	var nodes []Node
	for {
		n, err := p.and()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		if !p.take("or") {
			return either(nodes...), nil
		}
	}
}

func (p *parser) and() (Node, error) {
	var nodes []Node
	for {
		n, err := p.not()
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		if p.take("and") {
			continue
		}
		if p.atEnd() || p.next() == ')' || operator(p.word()) == "or" {
			return every(nodes...), nil
		}
	}
}

func (p *parser) not() (Node, error) {
	negative := false
	for {
		if p.take("not") {
			negative = !negative
		} else if p.next() == '-' {
			negative = !negative
			p.pos++
		} else {
			break
		}
	}
	n, err := p.primary()
	if err == nil && negative {
		n = not(n)
	}
	return n, err
}

func (p *parser) primary() (Node, error) {
	op := operator(p.word())
	switch c := p.next(); {
	case c == '(':
		return p.brackets()
	case c == '"':
		return p.phrase()
	case p.atEnd(), c == ')', c != 0 && unicode.IsSpace(rune(c)), op != "":
		if op != "" {
			return nil, p.fail(p.pos, "a term is missing before “%s”; to search for the word, write \"%s\"", op, op)
		}
		return nil, p.fail(p.pos, "a term is missing here")
	}
	n, err := p.keyed()
	if n == nil && err == nil {
		n, err = p.bare()
	}
	p.blanks()
	return n, err
}

func (p *parser) brackets() (Node, error) {
	open := p.pos
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(open, "more than %d brackets within each other", maxDepth)
	}
	p.pos++
	p.blanks()
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.next() != ')' {
		return nil, p.fail(open, "this bracket is not closed")
	}
	p.pos++
	p.depth--
	p.blanks()
	return n, nil
}

// phrase reads words in quotation marks, with * behind them if the last may go on.
func (p *parser) phrase() (Node, error) {
	start := p.pos
	words, err := p.quoted()
	if err != nil {
		return nil, err
	}
	prefix := p.next() == '*'
	if prefix {
		p.pos++
	}
	p.blanks()
	return p.search(start, words, prefix)
}

func (p *parser) bare() (Node, error) {
	start := p.pos
	word := p.word()
	p.pos += len(word)
	words := strings.TrimRight(word, "*")
	return p.search(start, words, len(words) < len(word))
}

// search makes a term of words that were read from start on.
func (p *parser) search(start int, words string, prefix bool) (Node, error) {
	n := Text{Words: words, Prefix: prefix}
	if n.Pattern().IsZero() {
		return nil, p.fail(start, "there is no letter or digit to search for")
	}
	return n, p.countTerm(start)
}

func (p *parser) countTerm(start int) error {
	if p.terms++; p.terms > maxTerms {
		return p.fail(start, "more than %d terms", maxTerms)
	}
	return nil
}

// quoted reads from one quotation mark to the next; a backslash takes the character after it as it is.
func (p *parser) quoted() (string, error) {
	open := p.pos
	var b strings.Builder
	for p.pos++; !p.atEnd(); p.pos++ {
		switch c := p.next(); c {
		case '"':
			p.pos++
			return b.String(), nil
		case '\\':
			if p.pos+1 < len(p.text) {
				p.pos++
				b.WriteByte(p.next())
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", p.fail(open, "this quotation mark is not closed")
}

// keyed reads key:value,value; it returns nil if a word without key comes next.
func (p *parser) keyed() (Node, error) {
	start := p.pos
	name, _, ok := strings.Cut(p.word(), ":")
	if !ok || !isKey(name) {
		return nil, nil
	}
	key, known := keys[strings.ToLower(name)]
	if !known {
		return nil, p.fail(start, "unknown key “%s”%s Known: %s", name, meant(name, keyNames), strings.Join(keyNames, ", "))
	}
	p.pos += len(name) + 1
	var nodes []Node
	for {
		at := p.pos
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(value) == "" {
			return nil, p.fail(at, "%s: needs a value, as %s", strings.ToLower(name), key.example)
		}
		n, err := key.read(value)
		if err != nil {
			return nil, p.fail(at, "%s", err)
		}
		if err := p.countTerm(at); err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
		if p.next() != ',' {
			return either(nodes...), nil
		}
		p.pos++
	}
}

func (p *parser) value() (string, error) {
	if p.next() == '"' {
		return p.quoted()
	}
	value, _, _ := strings.Cut(p.word(), ",")
	p.pos += len(value)
	return value, nil
}

// isKey reports whether what stands before a colon could be a key, unlike that of 12:30.
func isKey(name string) bool {
	for i, r := range name {
		letter, digit := r|0x20 >= 'a' && r|0x20 <= 'z', r >= '0' && r <= '9'
		if !letter && (!digit || i == 0) {
			return false
		}
	}
	return name != ""
}

// keys are the keys of the language, each with an example and what reads one value.
var keys = map[string]struct {
	example string
	read    func(value string) (Node, error)
}{
	"topic":  {"topic:rare-earths", func(v string) (Node, error) { return HasTopic{v}, nil }},
	"ticker": {"ticker:MP", func(v string) (Node, error) { return HasTicker{v}, nil }},
	"feed":   {"feed:mining.com", func(v string) (Node, error) { return FromFeed{v}, nil }},
	"since":  {"since:2h", func(v string) (Node, error) { return parseSince(v) }},
	"story":  {"story:>2", func(v string) (Node, error) { return parseToldBy(v) }},
	"is":     {"is:unread", parseIs},
}

var keyNames = []string{"topic", "ticker", "feed", "since", "story", "is"}

var marks = []string{string(Unread), string(Read), string(Starred), string(Watched)}

func parseIs(value string) (Node, error) {
	mark := strings.ToLower(value)
	if !slices.Contains(marks, mark) {
		return nil, fmt.Errorf("nothing is “%s”%s Known: %s", cleantext.Line(value), meant(mark, marks), strings.Join(marks, ", "))
	}
	return Is(mark), nil
}
