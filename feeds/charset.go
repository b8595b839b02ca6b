package feeds

import (
	"bytes"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// decode makes UTF-8 of a feed and takes off its XML declaration, which would be wrong then. The character set is settled by
// byte-order mark, declaration, header and detection, in that order; bytes that are invalid in it become U+FFFD.
func decode(body []byte, contentType string) string {
	label, body := byteOrder(body)
	declared, rest := declaration(body)
	switch {
	case label != "":
	case known(declared):
		label = declared
	default:
		if _, params, err := mime.ParseMediaType(contentType); err == nil && known(params["charset"]) {
			label = params["charset"]
		}
	}
	text := toUTF8(body[rest:], label)
	if isUTF16(label) { // its declaration could not be read before
		_, rest := declaration([]byte(text[:min(len(text), 512)]))
		text = text[rest:]
	}
	return text
}

// byteOrder finds a byte-order mark, or the zeros of a UTF-16 text without one, and returns the text after it.
func byteOrder(body []byte) (label string, rest []byte) {
	for _, mark := range []struct{ bytes, label string }{
		{"\xEF\xBB\xBF", "utf-8"}, {"\xFE\xFF", "utf-16be"}, {"\xFF\xFE", "utf-16le"},
	} {
		if rest, ok := bytes.CutPrefix(body, []byte(mark.bytes)); ok {
			return mark.label, rest
		}
	}
	if len(body) >= 4 {
		switch {
		case body[0] == 0 && body[1] != 0 && body[2] == 0:
			return "utf-16be", body
		case body[0] != 0 && body[1] == 0 && body[3] == 0:
			return "utf-16le", body
		}
	}
	return "", body
}

func isUTF16(label string) bool { return strings.HasPrefix(strings.ToLower(label), "utf-16") }

// known reports whether a character set's label can be true: a text in UTF-16 cannot have been read so far.
func known(label string) bool {
	encoding, _ := charset.Lookup(label)
	return encoding != nil && !isUTF16(label)
}

// declaration reads the XML declaration at the start: its encoding, and where it ends.
func declaration(body []byte) (encoding string, end int) {
	head := body[:min(len(body), 512)]
	trimmed := bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(trimmed, []byte("<?xml")) {
		return "", 0
	}
	stop := bytes.Index(head, []byte("?>"))
	if stop < 0 {
		return "", 0
	}
	end = stop + len("?>")
	_, after, ok := strings.Cut(string(head[:stop]), "encoding")
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

// toUTF8 decodes a text by the label of its character set; without one, it is UTF-8 or else Windows-1252.
func toUTF8(body []byte, label string) string {
	encoding, name := charset.Lookup(label)
	if encoding == nil || name == "utf-8" {
		if utf8.Valid(body) {
			return string(body)
		}
		if isUTF8(body) {
			return strings.ToValidUTF8(string(body), "\uFFFD")
		}
		encoding, _ = charset.Lookup("windows-1252")
	}
	text, err := encoding.NewDecoder().Bytes(body)
	if err != nil { // a decoder stops at nothing but the end of its input
		return strings.ToValidUTF8(string(body), "\uFFFD")
	}
	return string(text)
}

// isUTF8 reports whether a text with invalid bytes is UTF-8 all the same: its letters beyond ASCII are more often right than wrong.
func isUTF8(body []byte) bool {
	right, wrong := 0, 0
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
	return right > 0 && right >= wrong
}
