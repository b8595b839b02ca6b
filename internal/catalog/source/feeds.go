package source

import (
	"fmt"

	"orewire"
	"orewire/internal/cleantext"
)

type feedFile struct {
	Bundles []struct {
		ID    string
		Feeds []struct {
			Name, URL, Site, Lang, Context, Pages, Note string
			Topics                                      []string
			Closed                                      bool
		}
	}
}

func (f feedFile) feeds() ([]orewire.Feed, error) {
	var list []orewire.Feed
	for _, b := range f.Bundles {
		for _, in := range b.Feeds {
			url, err := cleantext.ParseAddress(in.URL)
			if err != nil {
				return nil, fmt.Errorf("feeds.yaml: %s: %w", in.Name, err)
			}
			site, err := cleantext.ParseAddress(in.Site)
			if err != nil {
				return nil, fmt.Errorf("feeds.yaml: %s: %w", in.Name, err)
			}
			list = append(list, orewire.Feed{Name: cleantext.Line(in.Name), URL: url, Site: site, Lang: in.Lang, Topics: in.Topics,
				Context: in.Context, Bundle: b.ID, Pages: in.Pages, Closed: in.Closed})
		}
	}
	return list, nil
}
