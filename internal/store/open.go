package store

import (
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// applicationID marks our files among all SQLite files: "orew".
const applicationID = 0x6f726577

//go:embed migrations/*.sql
var migrations embed.FS

// openPatience is how long Open tries again where a lock is in its way: SQLite waits for most by itself, but not for that of another program
// that makes the same store at the same moment.
const openPatience = time.Second

// Open opens the store at a path and makes it, with its folder, if there is none. A failure is an *OpenError, and then the file is as it was.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	begun := time.Now()
	for {
		s := &Store{now: now, few: few, labels: newLabelSet(), queue: queue{turn: make(chan struct{}, 1)}}
		err := s.open(ctx, path)
		if err == nil {
			return s, nil
		}
		s.Close()
		if !isLocked(err) || time.Since(begun) > openPatience {
			return nil, openError(path, err)
		}
		select {
		case <-ctx.Done():
			return nil, openError(path, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (s *Store) open(ctx context.Context, path string) error {
	steps, err := migrations.ReadDir("migrations")
	if err != nil {
		return err
	}
	newest := len(steps)
	isNew, err := examine(path, newest)
	if err != nil {
		return err
	}
	s.readers, err = sql.Open("sqlite", dataSource(path, "mode", "ro", "_busy_timeout", "2000", "_pragma", "cache_size(-4096)", "_pragma", "temp_store(MEMORY)"))
	if err != nil {
		return err
	}
	s.readers.SetMaxOpenConns(4)
	s.readers.SetMaxIdleConns(4)
	settings := []string{"_busy_timeout", "10", "_txlock", "immediate", "_journal_mode", "WAL", "_synchronous", "NORMAL",
		"_pragma", "cache_size(-2048)", "_pragma", "temp_store(MEMORY)"}
	if isNew {
		settings = append(settings, "_auto_vacuum", "INCREMENTAL")
	}
	s.writer, err = sql.Open("sqlite", dataSource(path, settings...))
	if err != nil {
		return err
	}
	s.writer.SetMaxOpenConns(1)
	s.writer.SetMaxIdleConns(1)
	version, err := readVersion(ctx, s.readers, path, newest)
	if err != nil || version == newest {
		return err
	}
	return s.migrate(ctx, path, steps)
}

// dataSource names a file and its settings for the driver.
func dataSource(path string, settings ...string) string {
	path = filepath.ToSlash(path)
	if runtime.GOOS == "windows" && filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	q := url.Values{}
	for i := 0; i < len(settings); i += 2 {
		q.Add(settings[i], settings[i+1])
	}
	return "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path) + "?" + q.Encode()
}

// examine looks at the file's header, without SQLite, which would write to the files beside it. It makes an empty file where there is none.
// It must come first: when it closes the file, the system gives up any lock that this process has on it.
func examine(path string, newest int) (isNew bool, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return false, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return false, err
	}
	defer f.Close()
	header := make([]byte, 100)
	switch n, err := io.ReadFull(f, header); {
	case n == 0 && errors.Is(err, io.EOF):
		return true, nil
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return false, err
	}
	version, application := binary.BigEndian.Uint32(header[60:]), binary.BigEndian.Uint32(header[68:])
	if string(header[:16]) != "SQLite format 3\x00" {
		return false, &OpenError{Path: path, Reason: notAStore, Advice: notAStoreAdvice}
	}
	return false, acceptable(path, int(application), int(version), newest)
}

// acceptable reports a file of another program, or of a later orewire. One with neither mark is of a creation that did not finish.
func acceptable(path string, application, version, newest int) error {
	switch {
	case application != applicationID && (application != 0 || version != 0):
		return &OpenError{Path: path, Reason: notAStore, Advice: notAStoreAdvice}
	case version > newest:
		return &OpenError{Path: path, Reason: fmt.Sprintf("written by a newer orewire (its version is %d, this program knows %d)", version, newest),
			Advice: "update orewire, or choose another file with --db"}
	}
	return nil
}

// migrate takes the steps that the store has not had yet, all in one transaction.
func (s *Store) migrate(ctx context.Context, path string, steps []fs.DirEntry) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	version, err := readVersion(ctx, tx, path, len(steps)) // again: another program may have been faster
	if err != nil {
		return err
	}
	for _, step := range steps[version:] {
		statements, err := migrations.ReadFile("migrations/" + step.Name())
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(statements)); err != nil {
			return fmt.Errorf("%s: %w", step.Name(), err)
		}
	}
	marks := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, len(steps))
	if _, err := tx.ExecContext(ctx, marks); err != nil {
		return err
	}
	return tx.Commit()
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// readVersion reads how many migrations the store has had, and refuses what is not ours.
func readVersion(ctx context.Context, db querier, path string, newest int) (int, error) {
	var application, version, tables int
	err := db.QueryRowContext(ctx, "SELECT (SELECT application_id FROM pragma_application_id), (SELECT user_version FROM pragma_user_version), "+
		"(SELECT count(*) FROM sqlite_schema)").Scan(&application, &version, &tables)
	if err != nil {
		return 0, err
	}
	if application == 0 && tables > 0 {
		return 0, &OpenError{Path: path, Reason: notAStore, Advice: notAStoreAdvice}
	}
	return version, acceptable(path, application, version, newest)
}
