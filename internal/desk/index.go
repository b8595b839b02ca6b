package desk

import (
	"context"
	"time"
)

// gathering is how long articles that have arrived wait for others before they are indexed together.
const gathering = 2 * time.Second

// index takes into the store's indexes what earlier runs have left, and then what arrives. What is not indexed yet is found all the same.
func (d *Desk) index(ctx context.Context) error {
	wait := time.NewTimer(gathering)
	defer wait.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-wait.C:
		}
		if err := d.store.Index(ctx, 0); err != nil && ctx.Err() == nil {
			d.log.Error("articles not indexed", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-d.unindexed:
		}
		wait.Reset(gathering)
	}
}
