package source

import (
	"fmt"
	"slices"
	"strings"

	"orewire"
	"orewire/internal/cleantext"
)

type feedFile struct {
	Bundles []struct {
		ID    string
		Feeds []struct {
			Name, URL, Site, Lang, Context, Pages, Note, Evidence string
			Topics                                                []string
			Closed                                                bool
		}
	}
	Templates []struct{ Name, URL, Market, Lang, Evidence, Seen string }
}

// evidence is what lets a feed into the catalogue.
var evidence = []string{"tested", "named"}

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
			if !slices.Contains(evidence, in.Evidence) {
				return nil, fmt.Errorf("feeds.yaml: %s has the evidence %q, want one of %q", in.Name, in.Evidence, evidence)
			}
			list = append(list, orewire.Feed{Name: cleantext.Line(in.Name), URL: url, Site: site, Lang: in.Lang, Topics: in.Topics,
				Context: in.Context, Bundle: b.ID, Pages: in.Pages, Closed: in.Closed})
		}
	}
	return list, nil
}

func (f feedFile) templates() ([]orewire.FeedTemplate, error) {
	var list []orewire.FeedTemplate
	for _, t := range f.Templates {
		if !strings.Contains(t.URL, "{symbol}") && !strings.Contains(t.URL, "{code}") {
			return nil, fmt.Errorf("feeds.yaml: the template %s has no blank to fill", t.Name)
		}
		if !slices.Contains(evidence, t.Evidence) {
			return nil, fmt.Errorf("feeds.yaml: the template %s has the evidence %q, want one of %q", t.Name, t.Evidence, evidence)
		}
		list = append(list, orewire.FeedTemplate(t))
	}
	return list, nil
}
