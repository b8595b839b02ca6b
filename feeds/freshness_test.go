package feeds

import (
	"net/http"
	"testing"
	"time"
)

func TestFreshness(t *testing.T) {
	for name, c := range map[string]struct {
		header map[string]string
		want   time.Duration
	}{
		"says nothing":            {nil, 0},
		"max-age":                 {map[string]string{"Cache-Control": "public, max-age=600"}, 10 * time.Minute},
		"max-age less its age":    {map[string]string{"Cache-Control": "max-age=600", "Age": "120"}, 8 * time.Minute},
		"older than its max-age":  {map[string]string{"Cache-Control": "max-age=60", "Age": "120"}, 0},
		"no-cache":                {map[string]string{"Cache-Control": "no-cache, max-age=600"}, 0},
		"max-age that is no word": {map[string]string{"Cache-Control": "max-age=soon"}, 0},
		"Expires by its own Date": {map[string]string{"Expires": "Wed, 25 Nov 2026 10:30:00 GMT", "Date": "Wed, 25 Nov 2026 10:00:00 GMT"}, 30 * time.Minute},
		"expired":                 {map[string]string{"Expires": "Wed, 25 Nov 2026 09:00:00 GMT", "Date": "Wed, 25 Nov 2026 10:00:00 GMT"}, 0},
		"Expires without Date":    {map[string]string{"Expires": "Wed, 25 Nov 2026 09:00:00 GMT"}, 0},
		"max-age before Expires":  {map[string]string{"Cache-Control": "max-age=60", "Expires": "Wed, 25 Nov 2026 10:30:00 GMT", "Date": "Wed, 25 Nov 2026 10:00:00 GMT"}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			header := http.Header{}
			for key, value := range c.header {
				header.Set(key, value)
			}
			if got := freshness(header); got != c.want {
				t.Errorf("freshness(%v) = %s, want %s", c.header, got, c.want)
			}
		})
	}
}
