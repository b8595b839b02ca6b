package fetch

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A host that stays silent gives its place among all to others after a second, and keeps its own.
func TestSilentHostHoldsOnlyItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(1, 1)
		begun := time.Now()
		dead, err := q.wait(t.Context(), "dead")
		if err != nil {
			t.Fatal(err)
		}
		good, err := q.wait(t.Context(), "good")
		if err != nil {
			t.Fatal(err)
		}
		if got := time.Since(begun); got != silentAfter {
			t.Errorf("the good host waited %v, want %v", got, silentAfter)
		}
		good.leaveHost()
		good.leave()

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := q.wait(ctx, "dead"); err == nil {
			t.Error("a second request to the dead host was let through")
		}
		dead.leaveHost()
		dead.leave()
		if len(q.all)+len(q.silent)+len(q.hosts) != 0 {
			t.Errorf("left over: %d places, %d silent, %d hosts", len(q.all), len(q.silent), len(q.hosts))
		}
	})
}
