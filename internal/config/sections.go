package config

import (
	"os"
	"slices"
	"time"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/net/http/httpguts"

	"orewire"
)

// sections is the whole of a configuration file.
func (c *Config) sections() value {
	c.topicPlaces, c.instrumentPlaces = places{}, places{}
	return mapping(keys{
		"refresh":     span(&c.Refresh, minimumRefresh),
		"clock":       boolean(&c.Clock),
		"timezone":    zone(&c.Timezone),
		"theme":       oneOf(&c.Theme, "auto", "dark", "light", "colourblind", "mono"),
		"up_is":       oneOf(&c.UpIs, "green", "red"),
		"bundles":     list(&c.Bundles, bundle(places{})),
		"feeds":       list(&c.Feeds, feed(places{}, places{})),
		"mute":        c.Mute.section(),
		"watchlist":   list(&c.Watchlist, watched(places{})),
		"topics":      additions(&c.Topics, &c.RemoveTopics, topic(c.topicPlaces), topicID),
		"instruments": additions(&c.Instruments, &c.RemoveInstruments, instrument(c.instrumentPlaces), instrumentName),
		"views":       list(&c.Views, view(places{})),
		"alerts":      list(&c.Alerts, alert(places{})),
		"quotes":      c.Quotes.section(),
		"store":       c.Store.section(),
		"screen":      c.Screen.section(),
		"opener":      list(&c.Opener, argument),
		"network":     c.Network.section(),
		"keys":        table(&c.Keys, bindings),
	})
}

// bundles are the built-in sets of feeds, all of which the built-in configuration polls.
var bundles = []string{"minerals", "shipping", "chips", "policy", "wires"}

// languages are the sets of the built-in feeds by language.
var languages = []string{"en", "de", "fr", "es", "pt", "ja", "zh", "ko"}

// minimumRefresh is what publishers may expect of us.
const minimumRefresh = 30 * time.Second

func bundle(seen places) func(*string) value {
	return func(s *string) value { return once(seen, "the bundle", oneOf(s, slices.Concat(bundles, languages)...)) }
}

func watched(seen places) func(*string) value {
	return func(s *string) value { return once(seen, "the symbol", symbol(s)) }
}

func feed(names, addresses places) func(*orewire.Feed) value {
	return func(f *orewire.Feed) value {
		return func(n ast.Node) error {
			var every ast.Node
			err := mapping(keys{
				"name":   once(names, "a feed named", title(&f.Name)),
				"url":    once(addresses, "the feed", webAddress(&f.URL)),
				"group":  folder(&f.Group),
				"site":   webAddress(&f.Site),
				"lang":   shaped(&f.Lang, langShape, "a language's code, as en, de or ja"),
				"topics": list(&f.Topics, id),
				"every": func(n ast.Node) error {
					every = n
					return span(&f.Every, time.Second)(n)
				},
				"user_agent": header(&f.UserAgent),
				"context":    oneOf(&f.Context, "metals", ""),
				"headers":    headers(&f.Headers),
			}, "name", "url")(n)
			if err == nil && every != nil && f.Every < minimumRefresh && !loopback(f.URL) {
				return mistake(every, "expected at least 30s, found %s: publishers block who asks more often", f.Every)
			}
			return err
		}
	}
}

func headers(into *map[string]string) value {
	return func(n ast.Node) error {
		if err := table(into, header)(n); err != nil {
			return err
		}
		for _, pair := range n.(*ast.MappingNode).Values {
			if name := pair.Key.GetToken().Value; !httpguts.ValidHeaderFieldName(name) {
				return mistake(pair.Key, "expected the name of an HTTP header, as Accept-Language, found %q", name)
			}
		}
		return nil
	}
}

func (m *Mute) section() value {
	return mapping(keys{
		"words":      list(&m.Words, title),
		"publishers": list(&m.Publishers, title),
	})
}

// addition is an entry that adds to the catalogue, changes an entry of it, or removes one.
type addition[T any] struct {
	entry  T
	remove bool
}

// additions sorts the entries to remove from the others.
func additions[T any](into *[]T, removed *[]string, item func(*addition[T]) value, name func(T) string) value {
	return func(n ast.Node) error {
		var all []addition[T]
		if err := list(&all, item)(n); err != nil {
			return err
		}
		*into, *removed = nil, nil
		for _, a := range all {
			if a.remove {
				*removed = append(*removed, name(a.entry))
			} else {
				*into = append(*into, a.entry)
			}
		}
		return nil
	}
}

func topicID(t orewire.Topic) string { return t.ID }

func topic(seen places) func(*addition[orewire.Topic]) value {
	return func(a *addition[orewire.Topic]) value {
		t := &a.entry
		return mapping(keys{
			"id":         once(seen, "the topic", id(&t.ID)),
			"name":       text(&t.Name),
			"short":      shaped(&t.Short, shortShape, "a code of 1 to 4 letters"),
			"kind":       text(&t.Kind),
			"group":      id(&t.Group),
			"parent":     id(&t.Parent),
			"terms":      byLanguage(&t.Terms),
			"weak":       byLanguage(&t.Weak),
			"not":        byLanguage(&t.Not),
			"foils":      byLanguage(&t.Foils),
			"exact":      list(&t.Exact, term),
			"exact_weak": list(&t.ExactWeak, term),
			"context":    list(&t.Context, term),
			"own":        boolean(&t.Own),
			"strict":     boolean(&t.Strict),
			"names":      boolean(&t.Names),
			"remove":     boolean(&a.remove),
		}, "id")
	}
}

func terms(into *[]string) value { return list(into, term) }

func byLanguage(into *map[string][]string) value {
	return func(n ast.Node) error {
		if err := table(into, terms)(n); err != nil {
			return err
		}
		for _, pair := range n.(*ast.MappingNode).Values {
			if lang := pair.Key.GetToken().Value; !slices.Contains(orewire.Languages, lang) {
				return mistake(pair.Key, "unknown language %q; expected %s", lang, either(orewire.Languages))
			}
		}
		return nil
	}
}

func instrumentName(i orewire.Instrument) string { return i.Name.String() }

func instrument(seen places) func(*addition[orewire.Instrument]) value {
	return func(a *addition[orewire.Instrument]) value {
		i := &a.entry
		return mapping(keys{
			"name":     once(seen, "the instrument", title(&i.Name)),
			"symbol":   optional(symbol, &i.Symbol),
			"also":     list(&i.Also, symbol),
			"exchange": text(&i.Exchange),
			"currency": text(&i.Currency),
			"unit":     text(&i.Unit),
			"role":     text(&i.Role),
			"topics":   list(&i.Topics, id),
			"aliases":  list(&i.Aliases, term),
			"weak":     list(&i.Weak, term),
			"sector":   optional(symbol, &i.Sector),
			"proxy":    boolean(&i.Proxy),
			"remove":   boolean(&a.remove),
		}, "name")
	}
}

// optional lets the text be empty.
func optional(kind func(*string) value, into *string) value {
	return func(n ast.Node) error {
		if s, ok := n.(*ast.StringNode); ok && s.Value == "" {
			*into = ""
			return nil
		}
		return kind(into)(n)
	}
}

func view(seen places) func(*View) value {
	return func(v *View) value {
		return mapping(keys{
			"name":  once(seen, "a view named", title(&v.Name)),
			"query": search(&v.Query),
		}, "name", "query")
	}
}

func alert(seen places) func(*Alert) value {
	return func(a *Alert) value {
		return func(n ast.Node) error {
			err := mapping(keys{
				"name":  once(seen, "an alert named", title(&a.Name)),
				"when":  search(&a.When),
				"price": shaped(&a.Price, priceShape, `a condition, as "MP > 45" or "HG=F day < -2%"`),
				"do":    list(&a.Do, func(s *string) value { return oneOf(s, "bell", "notify", "flash") }),
				"run":   list(&a.Run, argument),
				"quiet": shaped(&a.Quiet, quietShape, `hours, as "22:00-06:00"`),
			}, "name")(n)
			if err == nil && a.When.IsZero() == (a.Price == "") {
				return mistake(n, "expected either the key \"when\" or the key \"price\" in this alert")
			}
			return err
		}
	}
}

func (q *Quotes) section() value {
	return mapping(keys{
		"providers":  list(&q.Providers, func(s *string) value { return oneOf(s, "yahoo", "finnhub", "twelvedata", "stooq") }),
		"refresh":    span(&q.Refresh, time.Second),
		"yahoo":      q.Yahoo.section(),
		"finnhub":    q.Finnhub.section(),
		"twelvedata": q.TwelveData.section(),
		"stooq":      q.Stooq.section(),
	})
}

func (y *Yahoo) section() value {
	return func(n ast.Node) error {
		before := *y
		y.CookieURL = ""
		err := mapping(keys{
			"base_url":   base(&y.BaseURL),
			"cookie_url": page(&y.CookieURL),
		})(n)
		switch {
		case y.CookieURL != "":
		case y.BaseURL == before.BaseURL:
			y.CookieURL = before.CookieURL
		default:
			y.CookieURL = y.BaseURL + "/"
		}
		return err
	}
}

func (p *Provider) section() value {
	return mapping(keys{
		"base_url": base(&p.BaseURL),
		"token":    secret(&p.Token, os.Getenv),
	})
}

func (s *Store) section() value {
	return mapping(keys{
		"keep": span(&s.Keep, 0),
		"path": text(&s.Path),
	})
}

func (s *Screen) section() value {
	return mapping(keys{
		"mouse":  boolean(&s.Mouse),
		"glyphs": oneOf(&s.Glyphs, "auto", "ascii"),
		"frames": whole(&s.Frames, 1, 120),
	})
}

func (w *Network) section() value {
	return mapping(keys{
		"user_agent":      header(&w.UserAgent),
		"proxy":           proxy(&w.Proxy),
		"timeout":         span(&w.Timeout, time.Second),
		"max_body":        size(&w.MaxBody, 1<<10, 1<<30),
		"per_host":        whole(&w.PerHost, 1, 32),
		"concurrency":     whole(&w.Concurrency, 1, 256),
		"pages_at_ingest": boolean(&w.PagesAtIngest),
	})
}

// bindings reads the key, or the keys, of an action.
func bindings(into *[]string) value {
	return func(n ast.Node) error {
		if _, ok := n.(*ast.SequenceNode); ok {
			return list(into, text)(n)
		}
		var key string
		err := text(&key)(n)
		*into = []string{key}
		return err
	}
}
