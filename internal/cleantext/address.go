package cleantext

import (
	"database/sql/driver"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// Address is an absolute http or https address that is safe to draw and to hand to an opener. The zero value is no address.
//
// It is kept as it was written, but for this: what may not stand in an address is percent-encoded (and nothing is ever
// decoded), a backslash before the query is a slash, as browsers take it, and a host whose name mixes scripts is written
// in punycode. A user name in it stays in view.
type Address struct{ s string }

const (
	maxAddress = 8192 // bytes, as it is written and as it is kept
	tooLong    = "address longer than 8 KiB"
)

// ParseAddress reads an address; anything but an absolute http or https address with a host is an error.
func ParseAddress(raw string) (Address, error) {
	raw = withoutLineEnds(strings.TrimSpace(raw))
	scheme, rest, ok := strings.Cut(raw, "://")
	switch {
	case ok && strings.EqualFold(scheme, "https"):
		scheme = "https://"
	case ok && strings.EqualFold(scheme, "http"):
		scheme = "http://"
	default:
		return Address{}, notAnAddress(raw, "not an http or https address")
	}
	if len(raw) > maxAddress {
		return Address{}, notAnAddress(raw, tooLong)
	}
	end := strings.IndexAny(rest, `/?#\`)
	if end < 0 {
		end = len(rest)
	}
	user, host := "", rest[:end]
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		user, host = percentEncode(host[:at], inUser)+"@", host[at+1:]
	}
	host, err := parseHost(host)
	if err != nil {
		return Address{}, notAnAddress(raw, err.Error())
	}
	a := Address{scheme + user + host + percentEncode(slashed(rest[end:]), inPath)}
	if len(a.s) > maxAddress {
		return Address{}, notAnAddress(raw, tooLong)
	}
	return a, nil
}

// slashed turns the backslashes of a path into slashes, and leaves those of its query and fragment.
func slashed(s string) string {
	path := len(s)
	if end := strings.IndexAny(s, "?#"); end >= 0 {
		path = end
	}
	return strings.ReplaceAll(s[:path], `\`, "/") + s[path:]
}

func notAnAddress(raw, why string) error {
	return fmt.Errorf("%s: %q", why, Truncate(Line(raw), 200))
}

// withoutLineEnds takes out what browsers take out too: feeds break long addresses.
func withoutLineEnds(s string) string {
	if !strings.ContainsAny(s, "\t\r\n") {
		return s
	}
	return strings.NewReplacer("\t", "", "\r", "", "\n", "").Replace(s)
}

// parseHost reads "name", "name:port" or "[IPv6]:port".
func parseHost(s string) (string, error) {
	name, port := s, ""
	if colon := strings.LastIndexByte(s, ':'); colon > strings.LastIndexByte(s, ']') {
		name, port = s[:colon], s[colon:]
	}
	for _, c := range port {
		if c != ':' && (c < '0' || c > '9') || len(port) > 6 {
			return "", fmt.Errorf("address with the port %q", Line(port))
		}
	}
	if strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]") {
		ip, err := netip.ParseAddr(name[1 : len(name)-1])
		if err != nil || !ip.Is6() || ip.Zone() != "" {
			return "", fmt.Errorf("address with the host %q", Line(name))
		}
		return name + port, nil
	}
	name, err := parseHostName(name)
	return name + port, err
}

func parseHostName(name string) (string, error) {
	ascii := true
	for _, c := range name {
		ascii = ascii && c < utf8.RuneSelf
		if c < utf8.RuneSelf && c != '.' && c != '-' && c != '_' && !isASCIILetter(c) && (c < '0' || c > '9') {
			return "", fmt.Errorf("address with the host %q", Line(name))
		}
	}
	if strings.Trim(name, ".") == "" {
		return "", fmt.Errorf("address without a host")
	}
	if ascii {
		return name, nil
	}
	puny, err := idna.Lookup.ToASCII(name)
	if err != nil {
		return "", fmt.Errorf("address with the host %q", Line(name))
	}
	if puny, err = parseHostName(puny); err != nil { // of letters that count for nothing alone
		return "", err
	}
	shown, err := idna.Lookup.ToUnicode(puny)
	if err != nil || mixesScripts(shown) || Line(shown).s != shown {
		return puny, nil
	}
	return shown, nil
}

func isASCIILetter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// mixesScripts reports whether a label of a host name is written in several scripts, which can pass it off as another.
// Japanese and Korean names mix theirs by nature, and take Latin letters beside them.
func mixesScripts(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		latin, asian, other := false, false, map[string]bool{}
		for _, r := range label {
			switch {
			case unicode.Is(unicode.Latin, r):
				latin = true
			case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
				asian = true
			case unicode.In(r, unicode.L, unicode.M) && !unicode.In(r, unicode.Common, unicode.Inherited):
				other[script(r)] = true
			}
		}
		if len(other) > 1 || len(other) == 1 && (latin || asian) {
			return true
		}
	}
	return false
}

// script names the script that a letter or mark belongs to.
func script(r rune) string {
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// Sets of ASCII punctuation that may stand in a part of an address.
const (
	inPath = "-._~!$&'()*+,;=:@/?#[]|%"
	inUser = "-._~!$&'()*+,;=:%"
)

// percentEncode encodes all but letters, digits and the punctuation given, and a % that begins no escape.
func percentEncode(s, punctuation string) string {
	safe := func(i int) bool {
		c := s[i]
		switch {
		case isASCIILetter(rune(c)), c >= '0' && c <= '9':
			return true
		case c == '%':
			return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
		}
		return strings.IndexByte(punctuation, c) >= 0
	}
	n := 0
	for n < len(s) && safe(n) {
		n++
	}
	if n == len(s) {
		return s
	}
	const digits = "0123456789ABCDEF"
	out := append(make([]byte, 0, len(s)+16), s[:n]...)
	for ; n < len(s); n++ {
		if safe(n) {
			out = append(out, s[n])
		} else {
			out = append(out, '%', digits[s[n]>>4], digits[s[n]&15])
		}
	}
	return string(out)
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// Resolve reads a reference as it stands on the page at this address: a full address, or one relative to it.
func (a Address) Resolve(ref string) (Address, error) {
	ref = withoutLineEnds(strings.TrimSpace(ref))
	if a.IsZero() || hasScheme(ref) {
		return ParseAddress(ref)
	}
	ref = slashed(ref)
	if strings.HasPrefix(ref, "//") {
		scheme, _, _ := strings.Cut(a.s, "//")
		return ParseAddress(scheme + ref)
	}
	origin, path := a.split()
	base, err := url.Parse("/" + strings.TrimPrefix(path, "/"))
	if err != nil {
		return Address{}, notAnAddress(a.s, "not an address")
	}
	u, err := base.Parse(percentEncode(ref, inPath))
	if err != nil || u.Host != "" {
		return Address{}, notAnAddress(ref, "not an address")
	}
	return ParseAddress(origin + u.String())
}

// hasScheme reports whether a reference begins with a scheme, as "mailto:" or "https:".
func hasScheme(ref string) bool {
	for i, c := range ref {
		switch {
		case isASCIILetter(c), i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return c == ':' && i > 0
		}
	}
	return false
}

// split parts the scheme and authority from the path, query and fragment.
func (a Address) split() (origin, path string) {
	if a.s == "" {
		return "", ""
	}
	start := strings.Index(a.s, "://") + len("://")
	if end := strings.IndexAny(a.s[start:], "/?#"); end >= 0 {
		return a.s[:start+end], a.s[start+end:]
	}
	return a.s, ""
}

// String returns the address as text.
func (a Address) String() string { return a.s }

// IsZero reports whether there is no address.
func (a Address) IsZero() bool { return a.s == "" }

// Host returns the host name in lower case, without port and without "www."; "" for no address.
func (a Address) Host() string {
	origin, _ := a.split()
	_, rest, _ := strings.Cut(origin, "://")
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	if colon := strings.LastIndexByte(rest, ':'); colon > strings.LastIndexByte(rest, ']') {
		rest = rest[:colon]
	}
	return strings.TrimPrefix(strings.ToLower(strings.Trim(rest, "[]")), "www.")
}

// MarshalText writes the address as text.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.s), nil }

// UnmarshalText reads an address; an empty text is no address.
func (a *Address) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*a = Address{}
		return nil
	}
	parsed, err := ParseAddress(string(b))
	if err == nil {
		*a = parsed
	}
	return err
}

// Value stores the address in a database.
func (a Address) Value() (driver.Value, error) { return a.s, nil }

// Scan reads an address from a database; one that does not parse is dropped.
func (a *Address) Scan(src any) error {
	*a = Address{}
	switch v := src.(type) {
	case string:
		*a, _ = ParseAddress(v)
	case []byte:
		*a, _ = ParseAddress(string(v))
	}
	return nil
}
