package feeds

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"orewire"
	"orewire/internal/cleantext"
)

// Identify returns an article's key, its identity across feeds and runs: its canonical address; else its GUID within the
// feed; else its title and day within the feed. shared says that the feed uses the address for other items too.
func Identify(a *orewire.Article, guid string, feed cleantext.Address, shared bool) string {
	switch {
	case !a.URL.IsZero() && !shared && !isFrontPage(a.URL):
		_, rest, _ := strings.Cut(Canonical(a.URL).String(), "://") // http and https are one article
		return "url:" + strings.TrimPrefix(rest, "www.")
	case guid != "":
		return "guid:" + hash(feed.String(), guid)
	case a.Undated: // its day would be another at each poll
		return "title:" + hash(feed.String(), a.Title.String())
	}
	return "title:" + hash(feed.String(), a.Title.String(), a.Published.Format("2006-01-02"))
}

func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// identifyAll gives each item its key and a GUID of its own, and drops items that stand in the feed twice.
func identifyAll(items []Item, feed orewire.Feed) []Item {
	type use struct{ address, guid string } // the title stands in for what is missing
	addresses, guids, seen := map[string]int{}, map[string]int{}, map[use]bool{}
	for _, item := range items {
		address, title := item.Article.URL.String(), item.Article.Title.String()
		if u := (use{or(address, title), or(item.GUID, title)}); !seen[u] {
			seen[u] = true
			addresses[address]++
			guids[item.GUID]++
		}
	}
	kept, keys := items[:0], make(map[string]bool, len(items))
	for _, item := range items {
		if guids[item.GUID] > 1 {
			item.GUID = ""
		}
		item.Article.Key = Identify(&item.Article, item.GUID, feed.URL, addresses[item.Article.URL.String()] > 1)
		if item.GUID == "" {
			item.GUID = item.Article.Key
		}
		if !keys[item.Article.Key] {
			keys[item.Article.Key] = true
			kept = append(kept, item)
		}
	}
	return kept
}

// isFrontPage reports whether an address is a site's first page, which no article has.
func isFrontPage(a cleantext.Address) bool {
	_, rest, _ := strings.Cut(a.String(), "://")
	slash := strings.IndexByte(rest, '/')
	return slash < 0 || slash == len(rest)-1
}

// Canonical returns an address without what does not change the page: tracking parameters, fragment, default port and
// capitals in the host.
func Canonical(a cleantext.Address) cleantext.Address {
	s := a.String()
	s, _, _ = strings.Cut(s, "#")
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		return a
	}
	host, path := rest, "/"
	if end := strings.IndexAny(rest, "/?"); end >= 0 {
		host, path = rest[:end], rest[end:]
		if path[0] == '?' {
			path = "/" + path
		}
	}
	if scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	} else {
		host = strings.TrimSuffix(host, ":443")
	}
	at := strings.LastIndexByte(host, '@') + 1
	host = host[:at] + strings.ToLower(host[at:])
	canonical, err := cleantext.ParseAddress(scheme + "://" + host + withoutTracking(path))
	if err != nil {
		return a
	}
	return canonical
}

// withoutTracking takes tracking parameters out of a path with its query; the others keep their order and spelling.
func withoutTracking(path string) string {
	path, query, ok := strings.Cut(path, "?")
	if !ok {
		return path
	}
	var kept []string
	for parameter := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(parameter, "=")
		if parameter != "" && !isTracking(strings.ToLower(name)) {
			kept = append(kept, parameter)
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}

// isTracking reports whether a parameter only tells where the reader came from.
func isTracking(name string) bool {
	for _, prefix := range []string{"utm_", "mtm_", "pk_", "at_", "hsa_", "guce_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "li_fat_id",
		"mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "wt_mc", "wt.mc_id", "xtor", "cmpid", "ncid", "guccounter",
		"ftag", "sr_share", "vero_id", "oly_anon_id", "oly_enc_id", "s_cid", "smid", "cid_source", "__s", "_ga", "_gl":
		return true
	}
	return false
}
