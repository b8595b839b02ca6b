package query

import (
	"strings"
	"unicode"
)

// term splits a node that is written key:value; ok is false for the others.
func term(n Node) (key, value string, ok bool) {
	switch n := n.(type) {
	case HasTopic:
		return "topic", n.ID, true
	case HasTicker:
		return "ticker", n.Name, true
	case FromFeed:
		return "feed", n.Name, true
	case Is:
		return "is", string(n), true
	case ToldBy:
		return "story", n.String(), true
	}
	return "", "", false
}

func (n Every) print(b *strings.Builder) {
	for i, each := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		printTight(b, each)
	}
}

func (n Any) print(b *strings.Builder) {
	if key, ok := n.key(); ok {
		for i, each := range n {
			if i == 0 {
				b.WriteString(key + ":")
			} else {
				b.WriteByte(',')
			}
			_, value, _ := term(each)
			printValue(b, value)
		}
		return
	}
	for i, each := range n {
		if i > 0 {
			b.WriteString(" or ")
		}
		each.print(b)
	}
}

// key returns the key that all terms share, so that they can be written with commas.
func (n Any) key() (string, bool) {
	first, _, ok := term(n[0])
	for _, each := range n[1:] {
		key, _, isTerm := term(each)
		ok = ok && isTerm && key == first
	}
	return first, ok
}

func (n Not) print(b *strings.Builder) {
	b.WriteByte('-')
	if _, ok := n.Node.(Every); ok {
		b.WriteByte('(')
		n.Node.print(b)
		b.WriteByte(')')
		return
	}
	printTight(b, n.Node)
}

// printTight prints a node as a part of an Every or Not.
func printTight(b *strings.Builder, n Node) {
	list, ok := n.(Any)
	if ok {
		_, commas := list.key()
		ok = !commas
	}
	if ok {
		b.WriteByte('(')
	}
	n.print(b)
	if ok {
		b.WriteByte(')')
	}
}

func (n HasTopic) print(b *strings.Builder)  { printTerm(b, n) }
func (n HasTicker) print(b *strings.Builder) { printTerm(b, n) }
func (n FromFeed) print(b *strings.Builder)  { printTerm(b, n) }
func (n Is) print(b *strings.Builder)        { printTerm(b, n) }
func (n ToldBy) print(b *strings.Builder)    { printTerm(b, n) }

func (n Since) print(b *strings.Builder) { b.WriteString("since:" + n.String()) }

func (n Text) print(b *strings.Builder) {
	if n.isBare() {
		b.WriteString(n.Words)
	} else {
		quote(b, n.Words)
	}
	if n.Prefix {
		b.WriteByte('*')
	}
}

// isBare reports whether the words can stand without quotation marks.
func (n Text) isBare() bool {
	return isBareWord(n.Words) && !strings.ContainsRune(n.Words, ':') && !strings.HasPrefix(n.Words, "-") &&
		!strings.HasSuffix(n.Words, "*") && operator(n.Words) == ""
}

func printTerm(b *strings.Builder, n Node) {
	key, value, _ := term(n)
	b.WriteString(key + ":")
	printValue(b, value)
}

func printValue(b *strings.Builder, value string) {
	if isBareWord(value) && !strings.ContainsRune(value, ',') {
		b.WriteString(value)
	} else {
		quote(b, value)
	}
}

func isBareWord(s string) bool { return s != "" && strings.IndexFunc(s, endsWord) < 0 }

// endsWord reports whether a rune ends a word that is not in quotation marks.
func endsWord(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ')' || r == '"' }

func quote(b *strings.Builder, s string) {
	b.WriteByte('"')
	b.WriteString(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s))
	b.WriteByte('"')
}
