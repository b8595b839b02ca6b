package catalog

import (
	"slices"

	"orewire"
)

// Bundles returns the names of the built-in sets of feeds; each feed is in one of them.
func Bundles() []string { return []string{"minerals", "shipping", "chips", "policy", "wires"} }

// Languages returns the names of the sets by language, which hold the built-in feeds of all bundles that are written in it.
func Languages() []string { return []string{"en", "de", "fr", "es", "pt", "ja", "zh", "ko"} }

// mergeFeeds returns the built-in feeds of the bundles that are wanted, and after them the user's own.
func mergeFeeds(builtin []orewire.Feed, add Additions) []orewire.Feed {
	own := map[string]bool{}
	for _, f := range add.Feeds {
		own[f.URL.String()] = true
	}
	var list []orewire.Feed
	for _, f := range builtin {
		wanted := slices.Contains(add.Bundles, f.Bundle) || slices.Contains(add.Bundles, f.Lang)
		if wanted && !own[f.URL.String()] {
			list = append(list, f)
		}
	}
	for _, f := range add.Feeds {
		list = append(list, UnderTerms(f, builtin))
	}
	return list
}

// UnderTerms returns a feed of the user's own with what holds for its publisher, if the catalogue knows that publisher's pages or
// that its terms forbid keeping the text.
func UnderTerms(feed orewire.Feed, builtin []orewire.Feed) orewire.Feed {
	for _, known := range builtin {
		if known.URL.Host() == feed.URL.Host() {
			feed.Closed = feed.Closed || known.Closed
			if feed.Pages == "" {
				feed.Pages = known.Pages
			}
		}
	}
	return feed
}
