package feeds

import (
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	for in, c := range map[string]struct{ lang, want, zone string }{
		"Sun, 01 Jun 2025 15:06:07 GMT":           {"", "2025-06-01T15:06:07Z", "UTC"},
		"Sun, 1 Jun 2025 15:06:07 +0200":          {"", "2025-06-01T13:06:07Z", "+02:00"},
		"1 Jun 25 15:06 EST":                      {"", "2025-06-01T20:06:00Z", "-05:00"},
		"Sun, 01 Jun 2025 15:06:07 CEST":          {"", "2025-06-01T13:06:07Z", "+02:00"},
		"Sun, 01 Jun 2025 15:06:07 JST":           {"", "2025-06-01T06:06:07Z", "+09:00"},
		"Sun, 01 Jun 2025 15:06:07 AEST":          {"", "2025-06-01T05:06:07Z", "+10:00"},
		"Sun, 01 Jun 2025 15:06:07 AWST":          {"", "2025-06-01T07:06:07Z", "+08:00"},
		"Sun, 01 Jun 2025 15:06:07 HKT":           {"", "2025-06-01T07:06:07Z", "+08:00"},
		"Sun, 01 Jun 2025 15:06:07 SAST":          {"", "2025-06-01T13:06:07Z", "+02:00"},
		"Sun, 01 Jun 2025 15:06:07 MSK":           {"", "2025-06-01T12:06:07Z", "+03:00"},
		"Sun, 01 Jun 2025 15:06:07 IST":           {"", "2025-06-01T09:36:07Z", "+05:30"},
		"Sun, 01 Jun 2025 15:06:07 GMT+9":         {"", "2025-06-01T06:06:07Z", "+09:00"},
		"Sun Jun 01 2025 15:06:07 GMT-0700 (PDT)": {"", "2025-06-01T22:06:07Z", "-07:00"},
		"Sun Jun  1 15:06:07 PDT 2025":            {"", "2025-06-01T22:06:07Z", "-07:00"},
		"Sunday, June 1, 2025 3:06 PM":            {"", "2025-06-01T15:06:00Z", ""},
		"June 1, 2025 12:06 am":                   {"", "2025-06-01T00:06:00Z", ""},
		"Sunday, 01-Jun-25 15:06:07 UTC":          {"", "2025-06-01T15:06:07Z", "UTC"},
		"2025-06-01T15:06:07Z":                    {"", "2025-06-01T15:06:07Z", "UTC"},
		"2025-06-01T15:06:07.25-04:00":            {"", "2025-06-01T19:06:07.25Z", "-04:00"},
		"2025-06-01T15:06+0530":                   {"", "2025-06-01T09:36:00Z", "+05:30"},
		"2025-06-01 15:06:07 +09":                 {"", "2025-06-01T06:06:07Z", "+09:00"},
		"2025-06-01 15:06":                        {"", "2025-06-01T15:06:00Z", ""},
		"2025-06-01":                              {"", "2025-06-01T00:00:00Z", ""},
		"2025-06":                                 {"", "2025-06-01T00:00:00Z", ""},
		"2025":                                    {"", "2025-01-01T00:00:00Z", ""},
		"2025/6/1":                                {"", "2025-06-01T00:00:00Z", ""},
		"2025-152":                                {"", "2025-06-01T00:00:00Z", ""},
		"20250601T150607Z":                        {"", "2025-06-01T15:06:07Z", "UTC"},
		"20250601150607":                          {"", "2025-06-01T15:06:07Z", ""},
		"20250601":                                {"", "2025-06-01T00:00:00Z", ""},
		"1748790367":                              {"", "2025-06-01T15:06:07Z", "UTC"},
		"1748790367000":                           {"", "2025-06-01T15:06:07Z", "UTC"},
		"01.06.25 15:06 Uhr":                      {"de", "2025-06-01T13:06:00Z", "Europe/Berlin"},
		"So, 01 Jun 2025 15:06:07 MESZ":           {"de", "2025-06-01T13:06:07Z", "+02:00"},
		"Sonntag, 1. März 2026, 15:06 Uhr":        {"de", "2026-03-01T14:06:00Z", "Europe/Berlin"},
		"Do, 04 Dez 2025 09:00:00 +0100":          {"de", "2025-12-04T08:00:00Z", "+01:00"},
		"2025年6月1日 15時06分":                        {"ja", "2025-06-01T06:06:00Z", "Asia/Tokyo"},
		"2025年6月1日 午後3:06":                        {"ja", "2025-06-01T06:06:00Z", "Asia/Tokyo"},
		"2025年06月01日15:06":                        {"zh", "2025-06-01T07:06:00Z", "Asia/Shanghai"},
		"Sun, 01 Jun 2025 15:06:07 CST":           {"zh", "2025-06-01T07:06:07Z", "+08:00"},
		"1 juin 2025 15h06":                       {"fr", "2025-06-01T15:06:00Z", ""},
		"1 de junio de 2025 15:06":                {"es", "2025-06-01T15:06:00Z", ""},
		"6/13/2025 3:06:07 PM":                    {"", "2025-06-13T15:06:07Z", ""},
		"13/6/2025 15:06":                         {"", "2025-06-13T15:06:00Z", ""},
		"02/06/2025":                              {"fr", "2025-06-02T00:00:00Z", ""},
		"Sun, 31 May 2025 24:00:00 GMT":           {"", "2025-06-01T00:00:00Z", "UTC"},
		"Tue, 31 Dec 2024 23:59:60 GMT":           {"", "2024-12-31T23:59:59Z", "UTC"},
		"Sun, 31 Feb 2025 15:06:07 GMT":           {},
		"0000-00-00 00:00:00":                     {},
		"2025-13-01":                              {},
		"2025-06-01T25:00:00Z":                    {},
		"yesterday":                               {},
		"99999999999999999999":                    {},
		"":                                        {},
	} {
		at, zone, err := parseDate(in, c.lang)
		got := ""
		if err == nil {
			got = at.UTC().Format(time.RFC3339Nano)
		}
		if got != c.want || zone != c.zone {
			t.Errorf("parseDate(%q, %q) = %q, %q, %v, want %q, %q", in, c.lang, got, zone, err, c.want, c.zone)
		}
	}
}

func TestImpossibleDates(t *testing.T) {
	for in, undated := range map[string]bool{
		"2026-11-25T04:59:00Z": false,
		"2026-11-25T05:01:00Z": true,
		"1989-12-31T00:00:00Z": true,
		"1990-01-01T00:00:00Z": false,
		"":                     true,
	} {
		p, err := Parse([]byte(rssItem("<title>T</title><pubDate>"+in+"</pubDate>")), "", testFeed(t), testNow)
		if err != nil || len(p.Items) != 1 {
			t.Fatalf("Parse = %d items, %v", len(p.Items), err)
		}
		a := p.Items[0].Article
		if a.Undated != undated || a.PublishedAs != in || a.Undated && !a.Published.Equal(testNow) {
			t.Errorf("date %q: undated %v, published %v as %q, want undated %v", in, a.Undated, a.Published, a.PublishedAs, undated)
		}
	}
}

func TestSecondDateStandsIn(t *testing.T) {
	p, err := Parse([]byte(rssItem("<title>T</title><pubDate>soon</pubDate><dc:date>2026-11-24T12:00:00+01:00</dc:date>")), "", testFeed(t), testNow)
	if err != nil || len(p.Items) != 1 {
		t.Fatalf("Parse = %d items, %v", len(p.Items), err)
	}
	if a := p.Items[0].Article; a.Undated || a.Published.Format(time.RFC3339) != "2026-11-24T11:00:00Z" || a.Zone != "+01:00" {
		t.Errorf("published %v in %q, want 2026-11-24T11:00:00Z in +01:00", a.Published, a.Zone)
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("Sun, 01 Jun 2025 15:06:07 GMT+9", "")
	f.Add("2025年6月1日 午後3:06", "ja")
	f.Add("01.06.25 15:06 Uhr", "de")
	f.Fuzz(func(t *testing.T, s, lang string) {
		at, _, err := parseDate(s, lang)
		if err == nil && at.IsZero() {
			t.Errorf("parseDate(%q) = no time and no error", s)
		}
	})
}
