// Package store keeps the articles, with full-text search and the reader's marks, what polling the feeds has shown, and the quotes'
// history, in one SQLite file.
//
// Lists are in order of (published, id), newest first; published times are kept to the second. They are read in pages around an article.
// An article that has just arrived is found at once; when many arrive they come into the indexes and stories only with Index. All that is
// read back is cleaned again, as the file is outside too.
//
// Writing goes through one connection in immediate transactions, reading through four others that never wait for it; several programs may
// use one file. Articles survive a crash of the program, marks also a loss of power.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// Store is an open store. It is safe for concurrent use.
type Store struct {
	readers, writer *sql.DB
	now             func() time.Time
	labels          *labelSet
	queue           queue
	regroup         Regroup
	few             int // see index.go
}

// Close ends the use of the file.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.readers, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// read runs do on one state of the store.
func (s *Store) read(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("read the store: %w", err)
	}
	defer tx.Rollback()
	if err := s.labels.refresh(ctx, tx); err != nil {
		return fmt.Errorf("read the store: %w", err)
	}
	return do(tx)
}

// write runs do in one transaction.
func (s *Store) write(ctx context.Context, do func(*change) error) error {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return writeFailed(err)
	}
	defer conn.Close()
	return s.writeOn(ctx, conn, do)
}

// writeDurably runs do in one transaction that a loss of power does not undo.
func (s *Store) writeDurably(ctx context.Context, do func(*change) error) error {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return writeFailed(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA synchronous = FULL"); err != nil {
		return writeFailed(err)
	}
	err = s.writeOn(ctx, conn, do)
	if _, back := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA synchronous = NORMAL"); back != nil {
		err = errors.Join(err, writeFailed(back))
	}
	return err
}

const (
	lockPatience = 5 * time.Second // how long a change waits for another program's
	lockPause    = 2 * time.Millisecond
)

// begin begins a change when no other program has one under way. SQLite would wait too, but with ever longer pauses, so that a program that
// writes without a rest could keep another from writing at all; and whoever stops meanwhile would wait with it.
func begin(ctx context.Context, conn *sql.Conn) (*sql.Tx, error) {
	for begun := time.Now(); ; {
		tx, err := conn.BeginTx(ctx, nil)
		if err == nil || !isLocked(err) || time.Since(begun) > lockPatience {
			return tx, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lockPause):
		}
	}
}

func (s *Store) writeOn(ctx context.Context, conn *sql.Conn, do func(*change) error) error {
	tx, err := begin(ctx, conn)
	if err != nil {
		return writeFailed(err)
	}
	defer tx.Rollback()
	if err := s.labels.refresh(ctx, tx); err != nil {
		return writeFailed(err)
	}
	c := newChange(ctx, tx, s.labels, s.now())
	undo := func() {}
	err = do(c)
	if err == nil {
		undo, err = c.formStories(s.regroup)
	}
	if err == nil {
		err = c.flush()
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		undo()
		if ctx.Err() != nil {
			err = ctx.Err() // which has ended the transaction
		}
		return writeFailed(err)
	}
	return nil
}
