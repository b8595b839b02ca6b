package desk

import (
	"errors"

	"orewire"
	"orewire/internal/catalog"
	"orewire/internal/config"
)

// Catalog returns what orewire ships with, with the configuration's own feeds, topics and instruments merged in.
func Catalog(cfg config.Config) (orewire.Catalog, error) {
	merged, _, err := catalogAndOffers(cfg)
	return merged, err
}

// catalogAndOffers returns, with the catalogue, all feeds that could be in it: those of every bundle and of the configuration.
func catalogAndOffers(cfg config.Config) (merged orewire.Catalog, offers []orewire.Feed, err error) {
	builtin, err := catalog.Builtin()
	if err != nil {
		return orewire.Catalog{}, nil, err
	}
	merged, err = catalog.Merge(builtin, catalog.Additions{
		Bundles: cfg.Bundles, Feeds: cfg.Feeds,
		Topics: cfg.Topics, RemoveTopics: cfg.RemoveTopics,
		Instruments: cfg.Instruments, RemoveInstruments: cfg.RemoveInstruments,
	})
	var wrong *catalog.EntryError
	switch {
	case errors.As(err, &wrong) && wrong.Topic != "":
		return orewire.Catalog{}, nil, cfg.TopicMistake(wrong.Topic, wrong.Message)
	case errors.As(err, &wrong):
		return orewire.Catalog{}, nil, cfg.InstrumentMistake(wrong.Instrument, wrong.Message)
	case err != nil:
		return orewire.Catalog{}, nil, err
	}
	return merged, append(builtin.Feeds, merged.Feeds...), nil
}

// instrumentsBySymbol finds an instrument by any of its listings.
func instrumentsBySymbol(instruments []orewire.Instrument) map[string]orewire.Instrument {
	m := make(map[string]orewire.Instrument, 2*len(instruments))
	for _, i := range instruments {
		for _, also := range i.Also {
			m[also] = i
		}
	}
	for _, i := range instruments { // a main listing stands before another company's second one
		if i.Symbol != "" {
			m[i.Symbol] = i
		}
	}
	return m
}
