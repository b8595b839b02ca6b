package desk

import "context"

// SetRead marks an article read or unread.
func (d *Desk) SetRead(ctx context.Context, id int64, read bool) error {
	return d.marked(id, d.store.SetRead(ctx, id, read))
}

// SetStarred sets or takes away an article's star.
func (d *Desk) SetStarred(ctx context.Context, id int64, starred bool) error {
	return d.marked(id, d.store.SetStarred(ctx, id, starred))
}

func (d *Desk) marked(id int64, err error) error {
	if err == nil {
		d.tell(Changes{Updated: []int64{id}})
	}
	return err
}
