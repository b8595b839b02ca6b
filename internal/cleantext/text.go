// Package cleantext is the border: all text from outside (titles, bodies, names, error texts, addresses, quotes,
// configuration) becomes a Text or an Address here before it is stored or shown, and nowhere else can one be made.
//
// What never survives: string sequences (OSC, DCS, APC, PM, SOS) with their payload, CSI sequences, C0 and C1 controls, DEL,
// bidi controls, invisible and tag characters, invalid UTF-8 (which becomes U+FFFD), more than eight combining marks on a
// base, and the parts of emoji that terminals measure differently. What is left is NFC.
// Cleaning is idempotent: cleaning a clean text gives the same text, and for the usual scripts costs one pass without allocation.
package cleantext

import (
	"database/sql/driver"
	"strings"
)

// Text is text that is safe to draw on a terminal. The zero value is the empty text.
type Text struct{ s string }

// String returns the text, which holds no control character other than LF, and LF only if Paragraphs or HTML made it.
func (t Text) String() string { return t.s }

// OneLine returns the text with its lines joined.
func (t Text) OneLine() Text {
	if !strings.Contains(t.s, "\n") {
		return t
	}
	return Text{strings.ReplaceAll(strings.ReplaceAll(t.s, "\n\n", " "), "\n", " ")}
}

// IsZero reports whether the text is empty; encoding/json's omitzero asks it.
func (t Text) IsZero() bool { return t.s == "" }

// MarshalText writes the text as it is.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.s), nil }

// UnmarshalText cleans what it reads, so that decoded JSON and YAML are clean too. Line ends are kept.
func (t *Text) UnmarshalText(b []byte) error {
	*t = Paragraphs(string(b))
	return nil
}

// Value stores the text in a database.
func (t Text) Value() (driver.Value, error) { return t.s, nil }

// Scan reads a text from a database, cleaning it again: a store file is outside too.
func (t *Text) Scan(src any) error {
	switch v := src.(type) {
	case string:
		*t = Paragraphs(v)
	case []byte:
		*t = Paragraphs(string(v))
	case nil:
		*t = Text{}
	}
	return nil
}
