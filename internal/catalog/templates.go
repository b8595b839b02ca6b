package catalog

import (
	"net/url"
	"regexp"
	"strings"

	"orewire"
	"orewire/internal/cleantext"
)

// FeedFor is a feed about one instrument, with the template that made it.
type FeedFor struct {
	Feed     orewire.Feed
	Template orewire.FeedTemplate
}

var symbolShape = regexp.MustCompile(`^[\w.^=&-]{1,24}$`)

// FeedsFor makes the feeds about the instrument of a symbol as Yahoo writes it, which need not be in the catalogue; none if it is
// no symbol.
func FeedsFor(symbol string, templates []orewire.FeedTemplate) []FeedFor {
	if !symbolShape.MatchString(symbol) {
		return nil
	}
	code, market := listing(symbol)
	var list []FeedFor
	for _, t := range templates {
		if t.Market != "" && t.Market != market {
			continue
		}
		filled := strings.NewReplacer("{symbol}", url.QueryEscape(symbol), "{code}", url.PathEscape(code)).Replace(t.URL)
		at, err := cleantext.ParseAddress(filled)
		if err != nil {
			continue // nothing that a symbol can do: the catalogue's addresses are checked when it is prepared
		}
		list = append(list, FeedFor{orewire.Feed{Name: cleantext.Line(t.Name + " " + symbol), URL: at, Lang: t.Lang}, t})
	}
	return list
}

// listing parts a symbol into its code and its market, as templates name them; futures, indices and currencies have no market.
func listing(symbol string) (code, market string) {
	if dot := strings.LastIndexByte(symbol, '.'); dot >= 0 {
		return symbol[:dot], symbol[dot:]
	}
	if strings.ContainsAny(symbol, "=^") {
		return symbol, "none"
	}
	return symbol, "US"
}
