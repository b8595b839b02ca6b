package desk

import (
	"context"
	"time"
)

const (
	settled  = 300 * time.Millisecond // without an arrival, and a burst is over
	patience = 10 * time.Second       // however long a burst lasts
)

// CatchUp takes into the store's indexes and stories what bursts of arrivals have left. That is found without it too, but no story is made
// of it; so a failure is logged and no more.
func (d *Desk) CatchUp(ctx context.Context) { d.catchUp(ctx, 0) }

func (d *Desk) catchUp(ctx context.Context, left int) {
	regrouped, err := d.store.Index(ctx, left)
	if len(regrouped) > 0 {
		d.tell(Changes{Updated: regrouped})
	}
	if err != nil && ctx.Err() == nil {
		d.log.Error("articles not indexed", "error", err)
	}
}

// index catches up with what earlier runs have left and, whenever a burst of arrivals is over, with what it has brought.
func (d *Desk) index(ctx context.Context) error {
	for d.untilSettled(ctx) {
		d.CatchUp(ctx)
		select {
		case <-ctx.Done():
			return nil
		case <-d.unindexed:
		}
	}
	return nil
}

// untilSettled waits for the end of a burst; it reports false if the context has ended.
func (d *Desk) untilSettled(ctx context.Context) bool {
	quiet, enough := time.NewTimer(settled), time.NewTimer(patience)
	defer quiet.Stop()
	defer enough.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-d.unindexed:
			quiet.Reset(settled)
		case <-quiet.C:
			return true
		case <-enough.C:
			return true
		}
	}
}
