package store

import (
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// ErrNotFound says that there is no article of that id.
var ErrNotFound = errors.New("no such article")

// OpenError says why a store cannot be opened, in words, and what to do about it. Its file has not been touched.
type OpenError struct {
	Path   string
	Reason string // "locked by another program"
	Advice string // what to do
	Err    error
}

func (e *OpenError) Error() string {
	return fmt.Sprintf("store %s: %s; %s", e.Path, e.Reason, e.Advice)
}
func (e *OpenError) Unwrap() error { return e.Err }

// WriteError says in words why the store's file could not be written, and what to do about it. Nothing of the change was stored.
type WriteError struct {
	Reason string // "no room left on the disk"
	Advice string // what to do
	Err    error
}

func (e *WriteError) Error() string { return fmt.Sprintf("the store: %s; %s", e.Reason, e.Advice) }
func (e *WriteError) Unwrap() error { return e.Err }

// writeFailed puts the reason of a failure at writing into words, if it is the file's.
func writeFailed(err error) error {
	var failure *sqlite.Error
	if !errors.As(err, &failure) || !isOfTheFile(err) {
		return fmt.Errorf("write the store: %w", err)
	}
	reason, advice := explain(failure)
	return &WriteError{Reason: reason, Advice: advice, Err: err}
}

// openError puts the reason of a failure at opening into words.
func openError(path string, err error) error {
	var known *OpenError
	if errors.As(err, &known) {
		return err
	}
	e := &OpenError{Path: path, Err: err}
	var failure *sqlite.Error
	errors.As(err, &failure)
	switch {
	case errors.Is(err, fs.ErrPermission):
		e.Reason, e.Advice = "no permission", "give yourself the right to read and write it and its folder, or choose another with --db"
	case failure == nil:
		e.Reason, e.Advice = err.Error(), "choose another file with --db"
	default:
		e.Reason, e.Advice = explain(failure)
	}
	return e
}

// isLocked reports whether another program's lock was in the way.
func isLocked(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	code := failure.Code() & 0xff
	return code == lib.SQLITE_BUSY || code == lib.SQLITE_LOCKED
}

func explain(err *sqlite.Error) (reason, advice string) {
	switch err.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return "locked by another program", "close the program that uses it, or choose another file with --db"
	case lib.SQLITE_CORRUPT:
		return "damaged", "move it away with its -wal and -shm files, or restore a backup; a new one is filled from the feeds"
	case lib.SQLITE_NOTADB:
		return notAStore, notAStoreAdvice
	case lib.SQLITE_READONLY, lib.SQLITE_PERM, lib.SQLITE_CANTOPEN:
		return "cannot be opened for writing", "give yourself the right to read and write it and its folder, or choose another with --db"
	case lib.SQLITE_FULL:
		return "no room left on the disk", "free some space, or choose another file with --db"
	case lib.SQLITE_IOERR:
		return "the disk cannot be read or written", "check the disk, or choose another file with --db"
	}
	return err.Error(), "choose another file with --db"
}

const (
	notAStore       = "not an orewire store"
	notAStoreAdvice = "choose another file with --db, or move this one away"
)

// isOfTheFile reports whether a failure is the store's own, so that to try again at once would not help.
func isOfTheFile(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	switch failure.Code() & 0xff {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_CORRUPT, lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN:
		return true
	}
	return false
}
