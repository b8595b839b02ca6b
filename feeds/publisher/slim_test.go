package publisher

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestSlimDown(t *testing.T) {
	for in, want := range map[string]string{
		`<p><b class="up">Zinn</b></p>`:             `<p><span class="up">Zinn</span></p>`,
		`<STRONG>1</STRONG><br/><img src="i">`:      `<span>1</span><br/><img src="i">`,
		`<blockquote><small/>x</blockquote>`:        `<blockquote><span/>x</blockquote>`,
		`<script>if (a<b) x="<i>"</script><i>y</i>`: `<script>if (a<b) x="<i>"</script><span>y</span>`,
		strings.Repeat("<p>x", maxTags+1):           strings.Repeat("<p>x", maxTags-1) + "<p>",
	} {
		if got := string(slimDown([]byte(in))); got != want {
			t.Errorf("slimDown(%.60q) = %.60q, want %.60q", in, got, want)
		}
	}
}

// A small page whose marks are left open takes no more than its size.
func TestHostilePageIsQuick(t *testing.T) {
	var marks strings.Builder
	for i := range 500 {
		fmt.Fprintf(&marks, "<b id=%d>", i)
	}
	begun := time.Now()
	page, err := Read([]byte("<h1>T</h1><p>"+marks.String()+"</p>"+strings.Repeat("<p>x", 50_000)), address("https://www.finanzen.net/nachricht/x"))
	if took := time.Since(begun); took > 20*time.Second || err != nil || page.Title.String() != "T" {
		t.Errorf("took %v, title %q, %v; want well under 20 s and the title", took, page.Title, err)
	}
}
