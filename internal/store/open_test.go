package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"orewire/internal/cleantext"
)

func TestOpenMakesFolderAndFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a b?#%", "c", "orewire.db")
	s, _ := open(t, path)
	ingest(t, s, item("1", "Copper", 0))
	var vacuum int
	if err := s.writer.QueryRow("PRAGMA auto_vacuum").Scan(&vacuum); err != nil || vacuum != 2 {
		t.Errorf("auto_vacuum: got %d, %v, want 2", vacuum, err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	for name, want := range map[string]os.FileMode{path: 0o600, path + "-wal": 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s: got mode %o, want %o", name, info.Mode().Perm(), want)
		}
	}
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orewire.db")
	s, _ := open(t, path)
	ingest(t, s, item("1", "Copper", 0), item("2", "Zinc", 1))
	if err := s.SetRead(t.Context(), 2, true); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ = open(t, path)
	same(t, "unread", found(t, s, "is:unread"), []string{"Copper"})
	same(t, "words", found(t, s, "zinc"), []string{"Zinc"})
	same(t, "next", ingest(t, s, item("3", "Tin", 2)).New, []int64{3})
}

// copyStore copies a store that is open, as a kill would leave it.
func copyStore(t *testing.T, from, to string) {
	t.Helper()
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(from + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to+end, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A program that is killed leaves its -wal file behind.
func TestReopenAfterKill(t *testing.T) {
	path, copied := filepath.Join(t.TempDir(), "orewire.db"), filepath.Join(t.TempDir(), "copy.db")
	s, _ := open(t, path)
	ingest(t, s, item("1", "Copper", 0))
	if err := s.SetStarred(t.Context(), 1, true); err != nil {
		t.Fatal(err)
	}
	copyStore(t, path, copied)
	again, _ := open(t, copied)
	same(t, "starred", found(t, again, "is:starred"), []string{"Copper"})
}

// openFails opens a file, wants it refused with some words, and untouched.
func openFails(t *testing.T, path, words string) {
	t.Helper()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, time.Now)
	if err == nil {
		s.Close()
	}
	var refused *OpenError
	if !errors.As(err, &refused) || !strings.Contains(refused.Error(), words) || refused.Advice == "" {
		t.Fatalf("got %v, want an *OpenError with %q", err, words)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

// write makes a file with SQLite.
func write(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", dataSource(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, st := range statements {
		if _, err := db.Exec(st); err != nil {
			t.Fatal(err)
		}
	}
}

// steps lists the migrations.
func steps(t *testing.T) []fs.DirEntry {
	t.Helper()
	list, err := migrations.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestOpenRefuses(t *testing.T) {
	t.Run("what is no database", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		if err := os.WriteFile(path, []byte("# notes\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		openFails(t, path, "not an orewire store")
	})
	t.Run("another program's database", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		write(t, path, "CREATE TABLE t (x)")
		openFails(t, path, "not an orewire store")
		write(t, path, "PRAGMA user_version = 7")
		openFails(t, path, "not an orewire store")
	})
	t.Run("a newer store", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		s, _ := open(t, path)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		write(t, path, "PRAGMA user_version = 99")
		openFails(t, path, "newer orewire (its version is 99")
	})
	t.Run("a newer store whose mark is still in the -wal file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		s, _ := open(t, path)
		ingest(t, s, item("1", "Copper", 0))
		if _, err := s.writer.Exec("PRAGMA user_version = 99"); err != nil {
			t.Fatal(err)
		}
		copied := filepath.Join(t.TempDir(), "b.db")
		copyStore(t, path, copied)
		openFails(t, copied, "newer orewire")
	})
	t.Run("a damaged store", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		s, _ := open(t, path)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteAt(bytes.Repeat([]byte{0xa5}, 3000), 100); err != nil {
			t.Fatal(err)
		}
		openFails(t, path, "damaged")
	})
	t.Run("a locked store", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		s, _ := open(t, path)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", dataSource(path, "_pragma", "locking_mode(EXCLUSIVE)", "_txlock", "exclusive"))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		openFails(t, path, "locked by another program")
	})
	t.Run("what it may not read", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "a.db")
		if err := os.WriteFile(path, nil, 0o000); err != nil {
			t.Fatal(err)
		}
		if f, err := os.Open(path); err == nil {
			f.Close()
			t.Skip("nothing is forbidden to this user")
		}
		_, err := Open(t.Context(), path, time.Now)
		var refused *OpenError
		if !errors.As(err, &refused) || refused.Reason != "no permission" {
			t.Errorf("got %v, want no permission", err)
		}
	})
}

// A store of before articles could be fresh keeps what it has, in its indexes too.
func TestStoreOfAnEarlierVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	const version = 4
	var statements []string
	for _, step := range steps(t)[:version] {
		b, err := migrations.ReadFile("migrations/" + step.Name())
		if err != nil {
			t.Fatal(err)
		}
		statements = append(statements, string(b))
	}
	statements = append(statements, fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, version))
	at := placeOf(start, 7)
	write(t, path, append(statements,
		"INSERT INTO bodies (id, body, spans) VALUES (7, 'ore of the Straße', '{}')",
		"INSERT INTO labels (id, kind, name, title, total) VALUES (9, 1, 'copper', '', 1)",
		"UPDATE labels SET total = 1 WHERE id = 0",
		fmt.Sprintf("INSERT INTO articles VALUES (%d, 7, 1, 1, 1, '[9]', 'k', %d, '', '', 0, 0, 0, 'en', '%s', 'P', '', '', 'Copper rises', '', '[\"Mining\"]', "+
			"'[{\"id\":\"copper\"}]', 'null')", at, start.UnixMilli(), miningURL),
		fmt.Sprintf("INSERT INTO postings VALUES (9, %d, 1)", at),
		fmt.Sprintf("INSERT INTO search (rowid, title, text, pairs) VALUES (%d, ' copper rises ', ' ore of the strasse ', '')", at))...)
	s, _ := open(t, path)
	checkIndexes(t, s, 0)
	ingest(t, s, copper(1))
	checkIndexes(t, s, 0)
	same(t, "words", found(t, s, "strasse"), []string{"Copper rises 1", "Copper rises"})
	same(t, "topic and marks", found(t, s, "topic:copper is:starred is:read"), []string{"Copper rises"})
	same(t, "new id", article(t, s, 8).Title.String(), "Copper rises 1")
	a := article(t, s, 7)
	a.Title = cleantext.Line("Zinc falls")
	if _, err := s.Update(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	same(t, "new title", found(t, s, "zinc"), []string{"Zinc falls"})
	checkIndexes(t, s, 0)
}

func TestEmptyFileBecomesAStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, _ := open(t, path)
	same(t, "articles", found(t, s, ""), []string(nil))
}

func TestCancelledWriteLeavesTheStoreUsable(t *testing.T) {
	s, _ := openNew(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Ingest(ctx, Batch{Items: []Arrival{item("1", "Copper", 0)}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	same(t, "new", ingest(t, s, item("1", "Copper", 0)).New, []int64{1})
}
