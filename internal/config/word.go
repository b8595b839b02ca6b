package config

import (
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/goccy/go-yaml/ast"
	"golang.org/x/net/http/httpguts"

	"orewire/internal/cleantext"
	"orewire/internal/query"
)

// errUnexpected is for word, which says itself what was expected.
var errUnexpected = errors.New("unexpected")

// must reports errUnexpected unless ok.
func must(ok bool) error {
	if !ok {
		return errUnexpected
	}
	return nil
}

// title reads a name that is shown.
func title(into *cleantext.Text) value {
	return word("a name", func(s string) error {
		*into = cleantext.Line(s)
		return must(!into.IsZero())
	})
}

// folder reads the name of a feed's folder; empty is none.
func folder(into *cleantext.Text) value {
	return word("the name of a folder, as Mining / Rare earths", func(s string) error {
		*into = cleantext.Line(s)
		return nil
	})
}

// text reads one line for the program's own use; empty is allowed.
func text(into *string) value {
	return word("text", func(s string) error {
		*into = cleantext.Line(s).String()
		return nil
	})
}

// term reads words to look for in texts.
func term(into *string) value {
	return word("words to look for, with a letter or a digit", func(s string) error {
		*into = cleantext.Line(s).String()
		return must(strings.ContainsFunc(*into, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }))
	})
}

// argument reads an argument of a program as it is.
func argument(into *string) value {
	return word("text", func(s string) error {
		*into = s
		return must(!strings.ContainsRune(s, 0))
	})
}

// oneOf reads one of some words; "" among them lets the text be empty.
func oneOf(into *string, words ...string) value {
	named := slices.DeleteFunc(slices.Clone(words), func(s string) bool { return s == "" })
	return word(either(named), func(s string) error {
		*into = s
		return must(slices.Contains(words, s))
	})
}

// shaped reads text of a shape.
func shaped(into *string, shape *regexp.Regexp, expected string) value {
	return word(expected, func(s string) error {
		*into = s
		return must(shape.MatchString(s))
	})
}

var (
	symbolShape = regexp.MustCompile(`^[\w.^=&-]{1,24}$`)
	idShape     = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	shortShape  = regexp.MustCompile(`^[\p{L}\d]{1,4}$`)
	langShape   = regexp.MustCompile(`^([a-z]{2})?$`)
	quietShape  = regexp.MustCompile(`^(([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d)?$`)
	priceShape  = regexp.MustCompile(`^[\w.^=&-]+( day)? [<>] -?\d+(\.\d+)?%?$`)
)

func symbol(into *string) value {
	return shaped(into, symbolShape, `a symbol as Yahoo writes it, as MP, LYC.AX or "HG=F"`)
}

func id(into *string) value {
	return shaped(into, idShape, "a topic's id, as rare-earths")
}

func zone(into **time.Location) value {
	return word("Local or a zone's name, as Asia/Tokyo", func(s string) error {
		l, err := time.LoadLocation(s)
		*into = l
		return errors.Join(err, must(s != ""))
	})
}

func webAddress(into *cleantext.Address) value {
	return word("an address that begins with https:// or http://", func(s string) error {
		a, err := cleantext.ParseAddress(s)
		*into = a
		return err
	})
}

// page reads the address of a page that a provider needs.
func page(into *string) value {
	var a cleantext.Address
	read := webAddress(&a)
	return func(n ast.Node) error {
		err := read(n)
		*into = a.String()
		return err
	}
}

// base reads the address that a provider's paths are added to.
func base(into *string) value {
	read := page(into)
	return func(n ast.Node) error {
		err := read(n)
		*into = strings.TrimRight(*into, "/")
		return err
	}
}

func proxy(into *string) value {
	return word("a proxy's address, as http://127.0.0.1:3128 or socks5://127.0.0.1:1080", func(s string) error {
		*into = s
		if s == "" {
			return nil
		}
		u, err := url.Parse(s)
		return errors.Join(err, must(err == nil && u.Host != "" && slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme)))
	})
}

// header reads the value of an HTTP header.
func header(into *string) value {
	return word("text of one line", func(s string) error {
		*into = s
		return must(httpguts.ValidHeaderFieldValue(s))
	})
}

// secret reads a token, or the name of the environment variable that holds it.
func secret(into *string, getenv func(string) string) value {
	variable := regexp.MustCompile(`^\$\{(\w+)\}$`)
	return word("a token or ${NAME} of an environment variable", func(s string) error {
		*into = s
		if m := variable.FindStringSubmatch(s); m != nil {
			*into = strings.TrimSpace(getenv(m[1]))
			return nil
		}
		return must(!strings.Contains(s, "${") && httpguts.ValidHeaderFieldValue(s))
	})
}

// search reads a query; a mistake in it is shown where it stands.
func search(into *query.Query) value {
	return func(n ast.Node) error {
		var wrong *query.Error
		err := word("a query", func(s string) error {
			q, err := query.Parse(s)
			*into = q
			errors.As(err, &wrong)
			return err
		})(n)
		if wrong == nil {
			return err
		}
		e := mistake(n, "%s", wrong.Message)
		// The place inside the query is known where the value is written without escapes.
		if s, ok := n.(*ast.StringNode); ok {
			written := strings.TrimLeft(s.Token.Origin, " ")
			if i := strings.Index(written, s.Value); i >= 0 {
				e.Column += i + wrong.Column - 1
			}
		}
		return e
	}
}

// span reads a length of time of at least least; 0 is allowed if least is 0.
func span(into *time.Duration, least time.Duration) value {
	expected := "a length of time, as 30s, 10m, 2h, 3d or 1w"
	if least > 0 {
		expected += ", not less than " + strings.TrimSuffix(least.String(), "m0s")
	}
	return word(expected, func(s string) error {
		d, err := parseSpan(s)
		*into = d
		return errors.Join(err, must(d >= least))
	})
}

// parseSpan reads what time.ParseDuration does, and before it weeks and days: 1w, 90d, 1d12h.
func parseSpan(s string) (time.Duration, error) {
	const day = 24 * time.Hour
	var total time.Duration
	rest := s
	for _, unit := range []struct {
		letter string
		length time.Duration
	}{{"w", 7 * day}, {"d", day}} {
		number, after, ok := strings.Cut(rest, unit.letter)
		if !ok {
			continue
		}
		n, err := strconv.ParseUint(number, 10, 12)
		if err != nil {
			return 0, errUnexpected
		}
		total += time.Duration(n) * unit.length
		rest = after
	}
	if rest == "" && s != "" {
		return total, nil
	}
	d, err := time.ParseDuration(rest)
	if err != nil || d < 0 || total+d < total {
		return 0, errUnexpected
	}
	return total + d, nil
}

// size reads a number of bytes.
func size(into *int64, least, most int64) value {
	return word("a size from "+printSize(least)+" to "+printSize(most)+", as 500KiB or 10MiB", func(s string) error {
		n, err := parseSize(s)
		*into = n
		return errors.Join(err, must(n >= least && n <= most))
	})
}

var sizeUnits = []struct {
	letters string
	bytes   int64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"KB", 1e3}, {"kB", 1e3}, {"B", 1}}

// parseSize reads a whole number with a unit, or without one for bytes.
func parseSize(s string) (int64, error) {
	unit := int64(1)
	for _, u := range sizeUnits {
		if number, ok := strings.CutSuffix(s, u.letters); ok {
			s, unit = strings.TrimSpace(number), u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 0 {
		return 0, errUnexpected
	}
	return n * unit, nil
}

func printSize(n int64) string {
	for _, u := range sizeUnits {
		if n >= u.bytes && n%u.bytes == 0 {
			return strconv.FormatInt(n/u.bytes, 10) + u.letters
		}
	}
	return "0"
}

// loopback reports whether an address is of this machine: the limits that are manners towards others do not hold for it.
func loopback(a cleantext.Address) bool {
	u, err := url.Parse(a.String())
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}
