package fetch

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// A host that stays silent gives its place among all to others after a second, and keeps its own.
func TestSilentHostHoldsOnlyItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newQueue(1, 1)
		begun := time.Now()
		dead, err := q.wait(t.Context(), "dead", false)
		if err != nil {
			t.Fatal(err)
		}
		good, err := q.wait(t.Context(), "good", false)
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
		if _, err := q.wait(ctx, "dead", false); err == nil {
			t.Error("a second request to the dead host was let through")
		}
		dead.leaveHost()
		dead.leave()
		if q.all.taken()+len(q.silent)+len(q.hosts) != 0 {
			t.Errorf("left over: %d places, %d silent, %d hosts", q.all.taken(), len(q.silent), len(q.hosts))
		}
	})
}

func TestAnUrgentRequestGoesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := newGate(1)
		if err := g.enter(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		var order []string
		for _, name := range []string{"first", "second", "reader"} {
			go func() {
				if err := g.enter(t.Context(), name == "reader"); err != nil {
					t.Error(err)
				}
				order = append(order, name)
				g.leave()
			}()
			synctest.Wait()
		}
		gone, leave := context.WithCancel(t.Context())
		go func() {
			if err := g.enter(gone, true); err == nil {
				t.Error("who went away was let through")
			}
		}()
		synctest.Wait()
		leave()
		synctest.Wait()
		g.leave()
		synctest.Wait()
		if want := []string{"reader", "first", "second"}; !slices.Equal(order, want) {
			t.Errorf("let through in the order %q, want %q", order, want)
		}
		if g.taken() != 0 {
			t.Errorf("%d places are still taken", g.taken())
		}
	})
}

// taken returns how many are through.
func (g *gate) taken() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.places - g.free
}
