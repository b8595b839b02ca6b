package feeds

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// decode makes UTF-8 of a feed and takes off its XML declaration, which would be wrong then. The character set is settled by
// byte-order mark, declaration, header and detection, in that order; bytes that are invalid in it become U+FFFD. A label
// that the bytes refute counts for nothing.
func decode(body []byte, contentType string) string {
	set, body := byteOrder(body)
	if set == nil {
		set = settle(body, contentType)
	}
	text := ""
	if set == nil {
		text = strings.ToValidUTF8(string(body), "\uFFFD")
	} else if decoded, err := set.NewDecoder().Bytes(body); err == nil {
		text = string(decoded)
	}
	text = strings.TrimLeft(text, "\uFEFF\x00")
	_, rest := declaration(text)
	return text[rest:]
}

// byteOrder finds the character set of a text by its byte-order mark or by where its zeros stand, and returns the text after
// the mark. A set of nil with a mark is UTF-8.
func byteOrder(body []byte) (set encoding.Encoding, rest []byte) {
	for _, mark := range []struct {
		bytes string
		set   encoding.Encoding
	}{
		{"\x00\x00\xFE\xFF", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
		{"\xFF\xFE\x00\x00", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
		{"\xEF\xBB\xBF", unicode.UTF8},
		{"\xFE\xFF", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{"\xFF\xFE", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	} {
		if rest, ok := bytes.CutPrefix(body, []byte(mark.bytes)); ok {
			return mark.set, rest
		}
	}
	if len(body) < 4 {
		return nil, body
	}
	switch zero := [4]bool{body[0] == 0, body[1] == 0, body[2] == 0, body[3] == 0}; zero {
	case [4]bool{true, true, true, false}:
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), body
	case [4]bool{false, true, true, true}:
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), body
	case [4]bool{true, false, true, false}:
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), body
	case [4]bool{false, true, false, true}:
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), body
	}
	if bytes.HasPrefix(body, []byte("\x4C\x6F\xA7\x94\x93")) { // "<?xml" on mainframes
		return charmap.CodePage037, body
	}
	return nil, body
}

// settle chooses the character set of a text without a mark; nil is UTF-8.
func settle(body []byte, contentType string) encoding.Encoding {
	declared, _ := declaration(string(body[:min(len(body), 512)]))
	_, params, err := mime.ParseMediaType(contentType)
	header := params["charset"]
	if err != nil { // a parameter of another kind may be wrong
		_, header, _ = strings.Cut(strings.ToLower(contentType), "charset=")
		header = strings.Trim(header, `"' `)
	}
	for _, label := range []string{declared, header} {
		if set, ok := lookUp(label); ok && fits(body, set) {
			return set
		}
	}
	return detect(body)
}

// lookUp finds a character set by its label. UTF-16 and UTF-32 are none here: a text in them could not have been read so far.
func lookUp(label string) (set encoding.Encoding, ok bool) {
	label = strings.ToLower(strings.TrimSpace(label))
	dashed := strings.Replace(strings.ReplaceAll(label, "_", "-"), "mac-", "mac", 1)
	dashed = or(labels[dashed], dashed)
	for _, label := range []string{label, dashed} {
		if set, name := charset.Lookup(label); set != nil {
			if name == "utf-8" {
				return nil, true
			}
			return set, !strings.HasPrefix(name, "utf-16") && name != "replacement" && name != "x-user-defined"
		}
	}
	if page, ok := lookUpPage(dashed); ok {
		return page, true
	}
	for _, prefix := range []string{"", "ibm", "cp"} {
		set, err := ianaindex.IANA.Encoding(prefix + strings.TrimLeft(strings.TrimPrefix(label, "cp"), "-_"))
		if err == nil && set != nil && !strings.Contains(label, "utf") && !strings.Contains(label, "ucs") {
			return set, true
		}
	}
	return nil, false
}

// fits reports whether a text can be in a character set. UTF-8 is hard to write by chance, so a text that is valid UTF-8 is
// nothing else.
func fits(body []byte, set encoding.Encoding) bool {
	sequences, wrong := utf8Sequences(body)
	if set == nil {
		return wrong == 0 || sequences >= wrong
	}
	switch set.(type) {
	case *charmap.Charmap, codePage: // of one byte a character
		return wrong > 0 || sequences == 0
	}
	return wrong > 0 || sequences < 4
}

// utf8Sequences counts the valid sequences of UTF-8 beyond ASCII and the bytes that belong to none.
func utf8Sequences(body []byte) (right, wrong int) {
	for len(body) > 0 {
		if body[0] < utf8.RuneSelf {
			body = body[1:]
			continue
		}
		r, size := utf8.DecodeRune(body)
		if r == utf8.RuneError && size == 1 {
			wrong++
		} else {
			right++
		}
		body = body[size:]
	}
	return right, wrong
}

// toUTF8 decodes a text that says nothing of its character set.
func toUTF8(body []byte) string {
	set := detect(body)
	if set == nil {
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	text, err := set.NewDecoder().Bytes(body)
	if err != nil { // a decoder stops at nothing but the end of its input
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	return string(text)
}

// declaration reads the XML declaration at the start: its encoding, and where it ends.
func declaration(text string) (encoding string, end int) {
	head := text[:min(len(text), 512)]
	if !strings.HasPrefix(strings.TrimLeft(head, " \t\r\n"), "<?xml") {
		return "", 0
	}
	stop := strings.Index(head, "?>")
	if stop < 0 {
		return "", 0
	}
	end = stop + len("?>")
	_, after, ok := strings.Cut(head[:stop], "encoding")
	if !ok {
		return "", end
	}
	after = strings.TrimLeft(after, " \t\r\n=")
	if after == "" || after[0] != '"' && after[0] != '\'' {
		return "", end
	}
	encoding, _, _ = strings.Cut(after[1:], after[:1])
	return encoding, end
}
