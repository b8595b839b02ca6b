package desk

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

func TestABurstIsOverWhenNothingArrives(t *testing.T) {
	for name, c := range map[string]struct {
		arrivals int // half a second apart
		end      time.Duration
		want     time.Duration
		settled  bool
	}{
		"nothing":                {0, time.Minute, settled, true},
		"three":                  {3, time.Minute, 3*settled/2 + settled, true},
		"more and more":          {100, time.Minute, patience, true},
		"the end of the program": {100, settled, settled, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithTimeout(t.Context(), c.end)
				defer stop()
				d := &Desk{unindexed: make(chan struct{}, 1)}
				for n := range c.arrivals {
					time.AfterFunc(time.Duration(n+1)*settled/2, func() { signal(d.unindexed) })
				}
				begun := time.Now()
				got := d.untilSettled(ctx)
				if took := time.Since(begun); got != c.settled || took != c.want {
					t.Errorf("got %v after %s, want %v after %s", got, took, c.settled, c.want)
				}
			})
		})
	}
}
