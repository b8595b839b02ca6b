package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
)

func encode(t *testing.T, record any) string {
	t.Helper()
	var b bytes.Buffer
	if err := lines(&b).Encode(record); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func address(t *testing.T, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func clock(hour, minute int) time.Time { return time.Date(2025, 6, 1, hour, minute, 12, 5e8, time.UTC) }

func TestArticleRecord(t *testing.T) {
	a := orewire.Article{
		ID: 17, Key: "k", Title: cleantext.Line("Ore & <rare> earths"), Summary: cleantext.Line("Lead"), URL: address(t, "https://m.example/a?b=1&c=2"),
		Publisher: cleantext.Line("Mining.com"), Via: cleantext.Line("finanzen.net"), Feeds: []string{"finanzen.net"}, Lang: "en",
		Published: clock(13, 6), Seen: clock(13, 7), Read: true, Story: orewire.Story{ID: 16, Size: 3, Publishers: 2},
		Topics: []orewire.TopicHit{{ID: "rare-earths", Score: 3.499999, Spans: []orewire.Span{{Term: "Rare earths"}, {Term: "rare earth"}, {Term: "rare earths"}}}},
	}
	tickers := []desk.Ticker{
		{
			Link:  orewire.Link{Name: cleantext.Line("MP Materials"), Symbol: "MP", How: orewire.Exposed, Topic: "rare-earths"},
			Quote: orewire.Quote{Symbol: "MP", Price: orewire.Known(41.22), Change: orewire.Known(1.5400000000000063), Percent: orewire.Known(3.8810483870967794), Currency: "USD", At: clock(20, 0), State: orewire.MarketClosed, Delay: 15 * time.Minute, Provider: "yahoo"},
			Move:  orewire.Move{Fraction: orewire.Known(0.021000000000000001), Base: orewire.Known(40.37), BaseAt: clock(13, 5), NowAt: clock(20, 0)},
		},
		{Link: orewire.Link{
			Name: cleantext.Line("Rare Holdings Ltd."), How: orewire.Listed, Label: cleantext.Line("Werte in diesem Artikel"),
			Printed: &orewire.Printed{Price: orewire.Known(2693), Change: orewire.Known(44), Percent: orewire.Known(1.66), Currency: "JPY", At: clock(13, 6)},
		}},
		{Link: orewire.Link{Name: cleantext.Line("Lynas"), Symbol: "LYC.AX", How: orewire.Named, Spans: []orewire.Span{{Term: "Lynas"}}}},
	}
	want := `{"id":17,"key":"k","title":"Ore & <rare> earths","summary":"Lead","url":"https://m.example/a?b=1&c=2","publisher":"Mining.com","via":"finanzen.net",` +
		`"feeds":["finanzen.net"],"lang":"en","published":"2025-06-01T13:06:12Z","seen":"2025-06-01T13:07:12Z",` +
		`"topics":[{"id":"rare-earths","score":3.5,"terms":["Rare earths","rare earth"]}],"instruments":[` +
		`{"name":"MP Materials","symbol":"MP","how":"exposed","evidence":["rare-earths"],` +
		`"quote":{"price":41.22,"change":1.54,"percent":3.881,"currency":"USD","at":"2025-06-01T20:00:12Z","state":"closed","delay_s":900,"provider":"yahoo"},` +
		`"move":{"percent":2.1,"base":40.37,"base_at":"2025-06-01T13:05:12Z","now_at":"2025-06-01T20:00:12Z"}},` +
		`{"name":"Rare Holdings Ltd.","how":"listed","evidence":["Werte in diesem Artikel"],` +
		`"printed":{"price":2693,"change":44,"percent":1.66,"currency":"JPY","at":"2025-06-01T13:06:12Z"}},` +
		`{"name":"Lynas","symbol":"LYC.AX","how":"named","evidence":["Lynas"]}],"story":{"id":"16","size":3,"first":false},"read":true,"starred":false}` + "\n"
	if d := cmp.Diff(want, encode(t, newArticleRecord(a, tickers))); d != "" {
		t.Errorf("article (-want, +got):\n%s", d)
	}
}

func TestRecords(t *testing.T) {
	for name, c := range map[string]struct {
		record any
		want   string
	}{
		"an article of which little is known": {
			newArticleRecord(orewire.Article{ID: 1, Key: "k", Title: cleantext.Line("T"), Published: clock(1, 0), Seen: clock(1, 0)}, nil),
			`{"id":1,"key":"k","title":"T","feeds":[],"published":"2025-06-01T01:00:12Z","seen":"2025-06-01T01:00:12Z","topics":[],"instruments":[],"story":{"id":"0","size":0,"first":false},"read":false,"starred":false}`,
		},
		"a quote": {
			newQuoteRecord(orewire.Quote{Symbol: "HG=F", Name: cleantext.Line("Copper"), Price: orewire.Known(4.512), Change: orewire.Known(0), Percent: orewire.Known(0), Currency: "USD", At: clock(1, 0), Fetched: clock(1, 1), State: orewire.MarketOpen, Delay: 10 * time.Minute, Provider: "yahoo"}),
			`{"symbol":"HG=F","name":"Copper","price":4.512,"change":0,"percent":0,"currency":"USD","at":"2025-06-01T01:00:12Z","fetched":"2025-06-01T01:01:12Z","state":"open","delay_s":600,"provider":"yahoo"}`,
		},
		"a quote that failed": {
			newQuoteRecord(orewire.Quote{Symbol: "X", Error: cleantext.Line("unknown symbol")}),
			`{"symbol":"X","error":"unknown symbol"}`,
		},
		"a feed's poll": {
			polledRecord{Name: cleantext.Line("F"), URL: address(t, "https://f.example/"), Status: 200, New: 3, Updated: 1, Unchanged: 20, Took: 120},
			`{"name":"F","url":"https://f.example/","status":200,"new":3,"updated":1,"unchanged":20,"ms":120}`,
		},
		"a feed's poll that failed": {
			polledRecord{Name: cleantext.Line("F"), URL: address(t, "https://f.example/"), Took: 15000, Error: cleantext.Line("no answer within 15 s")},
			`{"name":"F","url":"https://f.example/","new":0,"updated":0,"unchanged":0,"ms":15000,"error":"no answer within 15 s"}`,
		},
		"the total": {
			totalRecord{pollTotal{Feeds: 4, OK: 3, Failed: 1, New: 10, Updated: 2, Took: 900}},
			`{"total":{"feeds":4,"ok":3,"failed":1,"new":10,"updated":2,"ms":900}}`,
		},
		"a feed's check": {
			checkedRecord{Name: cleantext.Line("F"), URL: address(t, "https://f.example/"), Status: 200, Items: 25, Newest: second(clock(1, 0)), Took: 80},
			`{"name":"F","url":"https://f.example/","status":200,"items":25,"newest":"2025-06-01T01:00:12Z","ms":80}`,
		},
		"a tagged article": {
			newTaggedRecord(json.RawMessage(`"x-1"`), orewire.Article{
				Topics: []orewire.TopicHit{{ID: "rare-earths", Spans: []orewire.Span{{Term: "rare earth"}}}},
				Links: []orewire.Link{
					{Name: cleantext.Line("MP Materials"), Symbol: "MP", How: orewire.Named},
					{Name: cleantext.Line("Rare Holdings Ltd."), How: orewire.Named},
					{Name: cleantext.Line("Lynas"), Symbol: "LYC.AX", How: orewire.Exposed},
				},
			}),
			`{"id":"x-1","topics":["rare-earths"],"symbols":["MP"],"names":["MP Materials","Rare Holdings Ltd."],"evidence":{"rare-earths":["rare earth"]},"duplicate_of":null}`,
		},
		"an article without topics": {
			newTaggedRecord(json.RawMessage(`7`), orewire.Article{}),
			`{"id":7,"topics":[],"symbols":[],"names":[],"evidence":{},"duplicate_of":null}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want+"\n", encode(t, c.record)); d != "" {
				t.Errorf("(-want, +got):\n%s", d)
			}
		})
	}
}
