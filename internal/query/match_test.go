package query

import (
	"testing"
	"time"

	"orewire"
	"orewire/internal/cleantext"
)

func address(t *testing.T, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestMatch(t *testing.T) {
	article := &orewire.Article{
		Title:     cleantext.Line("Japan offers Rare-Earth deal to the U.S."),
		Summary:   cleantext.Line("Tōkyō's plan, worth 2,693.50 yen"),
		Body:      cleantext.Paragraphs("Lithium carbonate rose.\n\n中国稀土公司5G锂 and copper"),
		URL:       address(t, "https://www.example.org/a"),
		Feeds:     []string{"Mining Wire"},
		Published: time.Date(2026, 11, 24, 15, 30, 0, 0, time.UTC),
		Topics:    []orewire.TopicHit{{ID: "rare-earths"}},
		Links: []orewire.Link{
			{Name: cleantext.Line("MP Materials"), Symbol: "MP", How: orewire.Exposed},
			{Name: cleantext.Line("Rare Holdings Ltd."), How: orewire.Listed},
			{Name: cleantext.Line("日本製鉄"), Symbol: "5401.T", How: orewire.Named},
		},
		Starred: true,
		Story:   orewire.Story{ID: 7, Size: 4, Publishers: 3},
	}
	tokyo := time.FixedZone("JST", 9*3600)
	context := Context{Now: time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC), Location: tokyo, Watched: []string{"mp"}}
	for text, want := range map[string]bool{
		"":                                 true,
		"rare":                             true,
		"RARE EARTH":                       true,
		`"rare earth deal"`:                true,
		`"earth rare"`:                     false,
		"ear":                              false,
		"ear*":                             true,
		`"rare ear"*`:                      true,
		"us":                               true,
		"U.S.":                             true,
		"tokyo":                            true,
		"2,693.50":                         true,
		"693":                              false,
		`"us tokyo"`:                       false, // title and summary are two fields
		`"yen lithium"`:                    false,
		`"rose and"`:                       false, // Chinese between them
		"稀土":                               true,
		"稀土公":                              true,
		"稀司":                               false,
		"司锂":                               false, // parted by 5G
		"锂":                                true,
		"稀土*":                              true,
		"5g锂":                              true,
		"topic:rare-earths":                true,
		"topic:Rare-Earths":                true,
		"topic:rare":                       false,
		"topic:lithium,rare-earths":        true,
		"ticker:mp":                        true,
		"ticker:M":                         false,
		`ticker:"rare holdings"`:           true,
		"ticker:hold":                      false,
		"ticker:日本":                        true,
		"ticker:5401.t":                    true,
		"feed:mining":                      true,
		"feed:wire":                        true,
		"feed:example.org":                 true,
		"feed:reuters":                     false,
		"feed:\"'\"":                       false,
		"is:unread":                        true,
		"is:read":                          false,
		"is:starred":                       true,
		"is:watched":                       true,
		"since:30m":                        true,
		"since:29m":                        false,
		"since:midnight":                   true, // 00:30 in Tokyo
		"since:2026-11-25":                 true,
		"since:2026-11-25T00:30":           true,
		"since:2026-11-25T00:31":           false,
		"story:>2":                         true,
		"story:3":                          true,
		"story:<3":                         false,
		"lithium copper":                   true,
		"lithium -copper":                  false,
		"nickel or copper":                 true,
		"-nickel (copper or zinc)":         true,
		"not (rare copper)":                false,
		"topic:rare-earths -ticker:LYC.AX": true,
	} {
		q, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		if got := q.Match(article, context); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestSinceMidnightOnTheDayTheClockChanges(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no zone data on this system")
	}
	got := Since{}.Start(Context{Now: time.Date(2026, 3, 29, 20, 0, 0, 0, time.UTC), Location: berlin})
	if want := time.Date(2026, 3, 28, 23, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAnd(t *testing.T) {
	a, b := Topic("copper"), Topic("")
	if got := And(a, b); !got.Equal(a) {
		t.Errorf("got %q, want %q", got, a)
	}
	either, err := Parse("zinc or tin")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := And(And(a, either), a).String(), "topic:copper (zinc or tin) topic:copper"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPairs(t *testing.T) {
	got := Fold("中国稀土x锂", "矿").Pairs()
	if want := "中国 国稀 稀土 土 ¦ 锂 ¦ 矿 ¦ "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
