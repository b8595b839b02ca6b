package store

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"orewire/internal/cleantext"
)

func TestSubscriptionsComeBackInTheirOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "orewire.db")
	s, _ := open(t, path)
	want := []Subscription{
		{URL: address(wireURL), Name: cleantext.Line("Wire"), Group: cleantext.Line("Mining / 稀土"), Lang: "ja", Site: address("https://wire.example/"), Changed: start},
		{URL: address(miningURL), Removed: true, Changed: start},
	}
	if err := s.SaveSubscriptions(t.Context(), want); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, _ = open(t, path)
	subscribed(t, s, want)

	back := Subscription{URL: address(miningURL), Name: cleantext.Line("Mining"), Changed: start.Add(time.Hour)}
	if err := s.SaveSubscriptions(t.Context(), []Subscription{back}); err != nil {
		t.Fatal(err)
	}
	subscribed(t, s, []Subscription{want[0], back})
}

func subscribed(t *testing.T, s *Store, want []Subscription) {
	t.Helper()
	got, err := s.Subscriptions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got, sameAll); d != "" {
		t.Errorf("subscriptions (-want +got):\n%s", d)
	}
}

func TestSubscriptionsAreCleanedWhenRead(t *testing.T) {
	s, _ := openNew(t)
	if _, err := s.writer.Exec("INSERT INTO subscriptions (url, removed, name, folder, lang, changed) VALUES ('file:///etc/passwd', 0, 'x', '', '', 1), ('https://a.example/f', 0, 'a' || char(27) || '[31m' || char(10) || 'b', '', 'd' || char(7), 2)"); err != nil {
		t.Fatal(err)
	}
	subscribed(t, s, []Subscription{{URL: address("https://a.example/f"), Name: cleantext.Line("a b"), Lang: "d", Changed: time.UnixMilli(2).UTC()}})
}
