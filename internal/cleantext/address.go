package cleantext

import (
	"database/sql/driver"
	"fmt"
	"net/url"
	"strings"
)

// Address is an absolute http or https address that is safe to draw and to hand to an opener. The zero value is no address.
type Address struct{ s string }

// ParseAddress reads an address; anything but an absolute http or https address with a host is an error.
func ParseAddress(raw string) (Address, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return Address{}, fmt.Errorf("not an address: %q", Line(raw))
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return Address{}, fmt.Errorf("not an http or https address: %q", Line(raw))
	}
	return Address{Line(u.String()).s}, nil
}

// String returns the address as text.
func (a Address) String() string { return a.s }

// IsZero reports whether there is no address.
func (a Address) IsZero() bool { return a.s == "" }

// Host returns the host name in lower case, without port and without "www.".
func (a Address) Host() string {
	u, err := url.Parse(a.s)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
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
