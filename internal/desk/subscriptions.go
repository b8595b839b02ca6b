package desk

import (
	"context"
	"slices"
	"strings"

	"orewire"
	"orewire/internal/catalog"
	"orewire/internal/cleantext"
	"orewire/internal/store"
)

// subscribed returns the feeds of the bundles and the configuration with what the reader has changed in the program, which wins.
// A feed that is added has what is known of it or of its publisher from the offers.
func subscribed(seed, offers []orewire.Feed, changes []store.Subscription) []orewire.Feed {
	list := slices.Clone(seed)
	places, offered, removed := places(list), places(offers), map[string]bool{}
	for _, c := range changes {
		key := feedKey(c.URL)
		removed[key] = c.Removed
		if c.Removed {
			continue
		}
		at, ok := places[key]
		if !ok {
			at = len(list)
			places[key] = at
			list = append(list, addedFeed(c, offers, offered))
		}
		f := &list[at]
		if !c.Name.IsZero() {
			f.Name = c.Name
		}
		if !c.Group.IsZero() {
			f.Group = c.Group
		}
		if c.Lang != "" {
			f.Lang = c.Lang
		}
		if !c.Site.IsZero() {
			f.Site = c.Site
		}
	}
	return slices.DeleteFunc(list, func(f orewire.Feed) bool { return removed[feedKey(f.URL)] })
}

// addedFeed makes the feed that a change adds; offered says where each offer is.
func addedFeed(c store.Subscription, offers []orewire.Feed, offered map[string]int) orewire.Feed {
	var f orewire.Feed
	if at, ok := offered[feedKey(c.URL)]; ok {
		f = offers[at]
	} else {
		f = catalog.UnderTerms(orewire.Feed{URL: c.URL, Name: cleantext.Line(c.URL.Host())}, offers)
	}
	f.Bundle, f.Added = "", c.Changed
	return f
}

// feedKey is the same for all addresses of a feed: their scheme, their fragment and a slash at the end make no difference.
func feedKey(a cleantext.Address) string {
	_, s, _ := strings.Cut(a.String(), "://")
	s, _, _ = strings.Cut(s, "#")
	host, rest, _ := strings.Cut(s, "/")
	return strings.ToLower(host) + "/" + strings.TrimRight(rest, "/")
}

// places says by key where the feeds of a list are.
func places(list []orewire.Feed) map[string]int {
	at := make(map[string]int, len(list))
	for i, f := range list {
		at[feedKey(f.URL)] = i
	}
	return at
}

// AddFeeds adds feeds to those that are polled, all or none, in this and every later run. It returns those that are new and, as
// they stand in the list, those that were there already, which it leaves as they are. A desk that runs polls them after its next start.
func (d *Desk) AddFeeds(ctx context.Context, list []orewire.Feed) (added, there []orewire.Feed, err error) {
	known, places := slices.Clone(d.feeds), places(d.feeds)
	for _, f := range list {
		if at, ok := places[feedKey(f.URL)]; ok {
			there = append(there, known[at])
			continue
		}
		places[feedKey(f.URL)] = len(known)
		known, added = append(known, f), append(added, f)
	}
	return added, there, d.saveFeeds(ctx, added, false)
}

// ChangeFeed keeps the name, group, language and page that a feed of the list is given, in place of those that it has.
func (d *Desk) ChangeFeed(ctx context.Context, f orewire.Feed) error {
	return d.saveFeeds(ctx, []orewire.Feed{f}, false)
}

// RemoveFeed takes a feed out of those that are polled, wherever it comes from. Its articles stay.
func (d *Desk) RemoveFeed(ctx context.Context, f orewire.Feed) error {
	return d.saveFeeds(ctx, []orewire.Feed{f}, true)
}

func (d *Desk) saveFeeds(ctx context.Context, list []orewire.Feed, removed bool) error {
	if len(list) == 0 {
		return nil
	}
	changes := make([]store.Subscription, len(list))
	for i, f := range list {
		changes[i] = store.Subscription{URL: f.URL, Removed: removed, Name: f.Name, Group: f.Group, Lang: f.Lang, Site: f.Site, Changed: d.now().UTC()}
	}
	return d.store.SaveSubscriptions(ctx, changes)
}

// FindFeeds returns the feeds of the list that have an address or, in any case of letters, a name.
func (d *Desk) FindFeeds(called string) []orewire.Feed {
	url, err := cleantext.ParseAddress(called)
	var found []orewire.Feed
	for _, f := range d.feeds {
		if err == nil && feedKey(f.URL) == feedKey(url) || strings.EqualFold(f.Name.String(), called) {
			found = append(found, f)
		}
	}
	return found
}

// OfferedFeed returns what the bundles or the configuration know of a feed, wanted or not; ok is false if they do not have it.
func (d *Desk) OfferedFeed(url cleantext.Address) (f orewire.Feed, ok bool) {
	at, ok := places(d.offers)[feedKey(url)]
	if !ok {
		return orewire.Feed{}, false
	}
	return d.offers[at], true
}
