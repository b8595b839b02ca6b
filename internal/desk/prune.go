package desk

import (
	"context"
	"time"
)

// prune removes articles older than store.keep, soon after the start and then every hour; starred ones stay.
func (d *Desk) prune(ctx context.Context) error {
	if d.keep <= 0 {
		return nil
	}
	wait := time.NewTimer(time.Minute) // not while the first round of polls wants the store
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-wait.C:
		}
		if n, err := d.store.Sweep(ctx, d.now().Add(-d.keep)); err != nil && ctx.Err() == nil {
			d.log.Error("old articles not removed", "error", err)
		} else if n > 0 {
			d.log.Info("old articles removed", "articles", n)
		}
		wait.Reset(time.Hour)
	}
}
