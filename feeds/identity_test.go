package feeds

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCanonical(t *testing.T) {
	for in, want := range map[string]string{
		"https://Ore.Example:443/A/?b=2&utm_source=rss&a=%C3%A4#top": "https://ore.example/A/?b=2&a=%C3%A4",
		"http://ore.example:80":                       "http://ore.example/",
		"http://ore.example:8080/x":                   "http://ore.example:8080/x",
		"https://ore.example?fbclid=1":                "https://ore.example/",
		"https://ore.example/a?id=1&&gclid=2":         "https://ore.example/a?id=1",
		"https://User@ore.example/a":                  "https://User@ore.example/a",
		"https://ore.example/a%2Fb?u=http://x/#utm_x": "https://ore.example/a%2Fb?u=http://x/",
	} {
		if got := Canonical(parseAddress(t, in)); got.String() != want {
			t.Errorf("Canonical(%q) = %q, want %q", in, got, want)
		}
	}
}

// keysOf parses a feed with these items and returns their keys, shortened to their kinds.
func keysOf(t *testing.T, items string) []string {
	t.Helper()
	p, err := Parse([]byte("<rss><channel>"+items+"</channel></rss>"), "", testFeed(t), testNow)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, item := range p.Items {
		kind, rest, _ := strings.Cut(item.Article.Key, ":")
		if kind == "url" {
			kind = rest
		}
		keys = append(keys, kind)
	}
	return keys
}

func TestIdentity(t *testing.T) {
	for name, c := range map[string]struct {
		items string
		want  []string
	}{
		"address":                     {`<item><title>A</title><link>http://www.ore.example/a?utm_id=1</link><guid>g</guid></item>`, []string{"ore.example/a"}},
		"twice the same":              {strings.Repeat(`<item><title>A</title><link>/a</link><guid isPermaLink="false">g</guid></item>`, 2), []string{"ore.example/a"}},
		"address of several":          {`<item><title>A</title><link>/a</link><guid isPermaLink="false">1</guid></item><item><title>B</title><link>/a#b</link><guid isPermaLink="false">2</guid></item>`, []string{"guid", "guid"}},
		"address of several, no GUID": {`<item><title>A</title><link>/a</link></item><item><title>B</title><link>/a</link></item>`, []string{"title", "title"}},
		"first page":                  {`<item><title>A</title><link>https://ore.example/</link><guid isPermaLink="false">1</guid></item>`, []string{"guid"}},
		"GUID of several":             {`<item><title>A</title><guid isPermaLink="false">1</guid></item><item><title>B</title><guid isPermaLink="false">1</guid></item>`, []string{"title", "title"}},
		"nothing but a title":         {`<item><title>A</title></item><item><title>A</title></item><item><title>B</title></item>`, []string{"title", "title"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, keysOf(t, c.items)); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
		})
	}
}

// Another feed can never claim an article by its GUID or title.
func TestGUIDsAreOfTheirFeed(t *testing.T) {
	one, other := testFeed(t), testFeed(t)
	other.URL = parseAddress(t, "https://other.example/feed")
	for _, item := range []string{`<title>A</title><guid isPermaLink="false">1</guid>`, `<title>A</title>`} {
		a, err := Parse([]byte(rssItem(item)), "", one, testNow)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Parse([]byte(rssItem(item)), "", other, testNow)
		if err != nil {
			t.Fatal(err)
		}
		if a.Items[0].Article.Key == b.Items[0].Article.Key {
			t.Errorf("%s has the same key in two feeds", item)
		}
	}
}
