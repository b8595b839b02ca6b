package query

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	lithium, nickel, copper := HasTopic{"lithium"}, HasTopic{"nickel"}, Text{Words: "copper"}
	for name, c := range map[string]struct {
		in, print string
		want      Node
	}{
		"blank matches all":           {" \t", "", nil},
		"side by side is and":         {"topic:lithium copper", "topic:lithium copper", Every{lithium, copper}},
		"and may be written":          {"topic:lithium AND copper", "topic:lithium copper", Every{lithium, copper}},
		"or binds less than and":      {"copper topic:lithium or topic:nickel", "copper topic:lithium or topic:nickel", Any{Every{copper, lithium}, nickel}},
		"brackets":                    {"copper (topic:lithium OR is:read)", "copper (topic:lithium or is:read)", Every{copper, Any{lithium, Read}}},
		"comma is or":                 {"topic:lithium,nickel copper", "topic:lithium,nickel copper", Every{Any{lithium, nickel}, copper}},
		"or of one key prints commas": {"topic:lithium or topic:nickel", "topic:lithium,nickel", Any{lithium, nickel}},
		"minus and not":               {"-copper not topic:lithium", "-copper -topic:lithium", Every{Not{copper}, Not{lithium}}},
		"not of a list":               {"-topic:lithium,nickel", "-topic:lithium,nickel", Not{Any{lithium, nickel}}},
		"not of brackets":             {"not (copper is:read)", "-(copper is:read)", Not{Every{copper, Read}}},
		"twice not":                   {"not -copper", "copper", copper},
		"hyphen inside a word":        {"rare-earth", "rare-earth", Text{Words: "rare-earth"}},
		"prefix":                      {"lithi*", "lithi*", Text{Words: "lithi", Prefix: true}},
		"phrase":                      {`"price cut"`, `"price cut"`, Text{Words: "price cut"}},
		"phrase prefix":               {`"price c"*`, `"price c"*`, Text{Words: "price c", Prefix: true}},
		"operator as a word":          {`"or"`, `"or"`, Text{Words: "or"}},
		"quotation mark in a phrase":  {`"a \" \\ b"`, `"a \" \\ b"`, Text{Words: `a " \ b`}},
		"a clock time is a word":      {"12:30", `"12:30"`, Text{Words: "12:30"}},
		"quoted value":                {`ticker:"Rare Holdings",MP`, `ticker:"Rare Holdings",MP`, Any{HasTicker{"Rare Holdings"}, HasTicker{"MP"}}},
		"symbols":                     {"ticker:HG=F,042660.KS,^N225", "ticker:HG=F,042660.KS,^N225", Any{HasTicker{"HG=F"}, HasTicker{"042660.KS"}, HasTicker{"^N225"}}},
		"key in upper case":           {"TOPIC:lithium IS:Unread", "topic:lithium is:unread", Every{lithium, Unread}},
		"CJK":                         {"稀土 feed:日経", "稀土 feed:日経", Every{Text{Words: "稀土"}, FromFeed{"日経"}}},
		"since":                       {"since:48h", "since:2d", Since{Ago: 48 * time.Hour}},
		"since days":                  {"since:14d", "since:2w", Since{Ago: 14 * 24 * time.Hour}},
		"since date":                  {"since:2026-11-01", "since:2026-11-01", Since{Wall: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}},
		"since time":                  {"since:2026-11-01t07:00", "since:2026-11-01T07:00", Since{Wall: time.Date(2026, 11, 1, 7, 0, 0, 0, time.UTC)}},
		"story":                       {"story:>02,<9,3", "story:>2,<9,3", Any{ToldBy{2, More}, ToldBy{9, Fewer}, ToldBy{3, Equal}}},
		"since midnight":              {"since:Midnight", "since:midnight", Since{}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse(c.in)
			if err != nil {
				t.Fatalf("Parse(%q): %v", c.in, err)
			}
			if diff := cmp.Diff(c.want, got.Root()); diff != "" {
				t.Errorf("Parse(%q), -want +got:\n%s", c.in, diff)
			}
			if got.String() != c.print {
				t.Errorf("Parse(%q) prints %q, want %q", c.in, got.String(), c.print)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for in, want := range map[string]struct {
		offset  int
		message string
	}{
		"copper topik:lithium":     {7, "unknown key “topik”; did you mean “topic”? Known: topic, ticker, feed, since, story, is"},
		"xyzzy:1":                  {0, "unknown key “xyzzy”. Known: topic, ticker, feed, since, story, is"},
		"is:red":                   {3, "nothing is “red”; did you mean “read”? Known: unread, read, starred, watched"},
		"is:unread,new":            {10, "nothing is “new”. Known: unread, read, starred, watched"},
		"topic:":                   {6, "topic: needs a value, as topic:rare-earths"},
		"topic:a,":                 {8, "topic: needs a value, as topic:rare-earths"},
		`ticker:" "`:               {7, "ticker: needs a value, as ticker:MP"},
		"since:yesterday":          {6, errMoment.Error()},
		"since:99999999999999999h": {6, errMoment.Error()},
		"since:999999w":            {6, errMoment.Error()},
		"since:0h":                 {6, errMoment.Error()},
		"story:many":               {6, errToldBy.Error()},
		"story:>-1":                {6, errToldBy.Error()},
		"(copper":                  {0, "this bracket is not closed"},
		"copper)":                  {6, "this bracket closes nothing"},
		"()":                       {1, "a term is missing here"},
		"copper or":                {9, "a term is missing here"},
		"or copper":                {0, "a term is missing before “or”; to search for the word, write \"or\""},
		"銅 and":                    {7, "a term is missing here"},
		"- copper":                 {1, "a term is missing here"},
		`"copper`:                  {0, "this quotation mark is not closed"},
		"copper ***":               {7, "there is no letter or digit to search for"},
		strings.Repeat("(", 40):    {maxDepth, "more than 32 brackets within each other"},
		strings.Repeat("a ", 300):  {400, "more than 200 terms"},
		"feed:" + strings.Repeat("a,", 300) + "a": {405, "more than 200 terms"},
		strings.Repeat("a ", 3000):                {maxLength, "longer than 4096 bytes"},
		"a \xff":                                  {2, "not valid UTF-8"},
		"copper https://example.org":              {7, "unknown key “https”. Known: topic, ticker, feed, since, story, is"},
	} {
		_, err := Parse(in)
		var bad *Error
		if !errors.As(err, &bad) {
			t.Errorf("Parse(%q): got %v, want an *Error", in, err)
			continue
		}
		if bad.Offset != want.offset || bad.Message != want.message {
			t.Errorf("Parse(%q): got %d %q, want %d %q", in, bad.Offset, bad.Message, want.offset, want.message)
		}
	}
}

func TestErrorCountsCharacters(t *testing.T) {
	_, err := Parse("銅 topik:a")
	if want := "query, character 3: unknown key"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want it to begin with %q", err, want)
	}
}

// nodes draws any tree that the language can write.
func nodes() *rapid.Generator[Node] {
	value := rapid.StringMatching(`[a-zA-Z0-9=^., ()"\\:*銅-]{0,6}[a-z0-9銅]`)
	leaf := rapid.OneOf(
		rapid.Map(value, func(s string) Node { return HasTopic{s} }),
		rapid.Map(value, func(s string) Node { return HasTicker{s} }),
		rapid.Map(value, func(s string) Node { return FromFeed{s} }),
		rapid.Map(rapid.SampledFrom(marks), func(s string) Node { return Is(s) }),
		rapid.Map(rapid.SampledFrom([]string{"midnight", "90m", "3d", "36h", "2w", "2026-11-01", "2026-03-29T02:30"}), func(s string) Node {
			n, _ := parseSince(s)
			return n
		}),
		rapid.Custom(func(t *rapid.T) Node {
			return Text{Words: rapid.OneOf(value, rapid.SampledFrom([]string{"or", "AND", "not"})).Draw(t, "words"), Prefix: rapid.Bool().Draw(t, "prefix")}
		}),
	)
	var tree func(depth int) *rapid.Generator[Node]
	tree = func(depth int) *rapid.Generator[Node] {
		if depth == 0 {
			return leaf
		}
		inner := rapid.SliceOfN(tree(depth-1), 1, 3)
		return rapid.OneOf(leaf,
			rapid.Map(inner, func(list []Node) Node { return every(list...) }),
			rapid.Map(inner, func(list []Node) Node { return either(list...) }),
			rapid.Map(tree(depth-1), not),
		)
	}
	return tree(3)
}

func TestPrintedQueryParsesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Query{nodes().Draw(t, "tree")}
		back, err := Parse(q.String())
		if err != nil {
			t.Fatalf("Parse(%q): %v", q.String(), err)
		}
		if diff := cmp.Diff(q.root, back.root); diff != "" {
			t.Fatalf("%q parses back differently, -want +got:\n%s", q.String(), diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"topic:a,b or (is:read -\"x y\"*)", "since:3d not 稀土 ticker:\"a\\\"b\"", "((a", "--a*", "feed:,", "a:b", `is:"\`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text)
		if err != nil {
			var bad *Error
			if !errors.As(err, &bad) || bad.Offset < 0 || bad.Offset > len(text) {
				t.Fatalf("Parse(%q): %#v", text, err)
			}
			return
		}
		printed := q.String()
		back, err := Parse(printed)
		if len(printed) > maxLength {
			return
		}
		if err != nil {
			t.Fatalf("Parse(%q) prints %q, which fails: %v", text, printed, err)
		}
		if diff := cmp.Diff(q.root, back.root); diff != "" {
			t.Fatalf("Parse(%q) prints %q, which differs:\n%s", text, printed, diff)
		}
	})
}
