package feeds

import (
	"bytes"
	stdjson "encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mmcdole/gofeed/json"
)

// readJSON reads JSON Feed 1.0 and 1.1, item by item: one that is wrong takes no other with it, and what was cut off at the
// end is missed alone.
func readJSON(text string) (channel, error) {
	decoder := stdjson.NewDecoder(strings.NewReader(repairJSON(text)))
	if _, err := decoder.Token(); err != nil { // the brace
		return channel{}, fmt.Errorf("broken JSON: %w", err)
	}
	var c channel
	head := map[string]stdjson.RawMessage{}
	items, broken := false, error(nil)
	for broken == nil && decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			broken = err
			break
		}
		if key == "items" && !items {
			items, broken = true, readJSONItems(decoder, &c)
			continue
		}
		var value stdjson.RawMessage
		if broken = decoder.Decode(&value); broken == nil {
			head[strings.ToLower(fmt.Sprint(key))] = value
		}
	}
	var feed json.Feed
	decodeFields(head, &feed)
	switch {
	case broken != nil && len(c.entries) == 0:
		return channel{}, fmt.Errorf("broken JSON: %w", broken)
	case !items && !strings.Contains(feed.Version, "jsonfeed") && feed.HomePageURL == "" && feed.FeedURL == "":
		if complaint := jsonComplaint(text); !complaint.IsZero() {
			return channel{}, fmt.Errorf("%w: JSON that says %q", ErrNotFeed, complaint)
		}
		return channel{}, fmt.Errorf("%w: JSON without items", ErrNotFeed)
	}
	c.title, c.link, c.plain = feed.Title, feed.HomePageURL, true
	c.brokenOff = errors.Is(broken, io.EOF) || errors.Is(broken, io.ErrUnexpectedEOF)
	c.faulty = broken != nil && !c.brokenOff
	author := jsonNames(feed.Authors, feed.Author)
	for i := range c.entries {
		c.entries[i].feedAuthor = author
	}
	return c, nil
}

// readJSONItems reads the list of items as far as it goes. What is no list holds none.
func readJSONItems(decoder *stdjson.Decoder, c *channel) error {
	var raw stdjson.RawMessage
	if token, err := decoder.Token(); err != nil || token != stdjson.Delim('[') {
		if token == stdjson.Delim('{') {
			return errNoList
		}
		return err
	}
	for decoder.More() {
		if err := decoder.Decode(&raw); err != nil {
			return err
		}
		switch {
		case len(c.entries) == maxItems:
			c.left++
			continue
		case len(raw) > maxItemText:
			c.shortened++
		}
		if item := jsonItem(raw); item != nil {
			c.entries = append(c.entries, jsonEntry(item))
		}
	}
	_, err := decoder.Token()
	return err
}

var errNoList = fmt.Errorf("its items are no list")

// jsonItem reads an item; nil if it is none. One with values of the wrong kind has the others.
func jsonItem(raw stdjson.RawMessage) *json.Item {
	var item *json.Item
	if err := stdjson.Unmarshal(raw, &item); err == nil {
		return item
	}
	var fields map[string]stdjson.RawMessage
	if err := stdjson.Unmarshal(raw, &fields); err != nil {
		return nil
	}
	item = &json.Item{}
	decodeFields(fields, (*plainItem)(item))
	return item
}

// plainItem is an item without gofeed's decoder, which sets the id anew with each field.
type plainItem json.Item

// decodeFields reads the fields of an object that are of the right kind; numbers may stand for texts.
func decodeFields(fields map[string]stdjson.RawMessage, into any) {
	for key, value := range fields {
		one, err := stdjson.Marshal(map[string]stdjson.RawMessage{key: value})
		if err != nil {
			continue
		}
		if stdjson.Unmarshal(one, into) == nil {
			continue
		}
		if one, err = stdjson.Marshal(map[string]string{key: string(value)}); err == nil && (value[0] >= '0' && value[0] <= '9' || value[0] == '-') {
			stdjson.Unmarshal(one, into) // a kind that is no text either is left out
		}
	}
}

// repairJSON mends what JSON forbids and many write: control characters that stand raw in strings are escaped, others dropped, the
// numbers NaN and Infinity become strings, and a comma behind the last of a list is dropped.
func repairJSON(text string) string {
	if !mayNeedRepair(text) {
		return text
	}
	var b bytes.Buffer
	b.Grow(len(text))
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && quoted && i+1 < len(text):
			b.WriteByte(c)
			i++
			c = text[i]
		case c == '"':
			quoted = !quoted
		case !quoted && noNumber(text[i:]) != "":
			word := noNumber(text[i:])
			b.WriteString(`"` + word + `"`)
			i += len(word) - 1
			continue
		case !quoted && c == ',' && isEndOfList(text[i+1:]):
			continue
		}
		switch {
		case c >= ' ', !quoted && (c == '\n' || c == '\t' || c == '\r'):
			b.WriteByte(c)
		case quoted:
			fmt.Fprintf(&b, `\u%04x`, c)
		}
	}
	return b.String()
}

func mayNeedRepair(text string) bool {
	for _, sign := range []string{"NaN", "Infinity", ",]", ",}", ", ]", ", }"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return strings.IndexFunc(text, func(r rune) bool { return r < ' ' }) >= 0
}

// isEndOfList reports whether the rest of a text begins with the end of a list or object.
func isEndOfList(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r\n")
	return rest != "" && (rest[0] == ']' || rest[0] == '}')
}

// noNumber returns the number at the start of s that JSON does not know; "" if it is another text.
func noNumber(s string) string {
	for _, word := range []string{"NaN", "Infinity", "-Infinity"} {
		if strings.HasPrefix(s, word) {
			return word
		}
	}
	return ""
}

// jsonEntry takes an item over. The format's texts are plain but for content_html.
func jsonEntry(item *json.Item) entry {
	e := entry{
		id:        item.ID,
		permalink: true,
		title:     item.Title,
		links:     []string{item.URL, item.ExternalURL},
		summary:   item.Summary,
		content:   item.ContentText,
		plain:     true,
		author:    jsonNames(item.Authors, item.Author),
		dates:     []string{item.DatePublished, item.DateModified},
	}
	if item.ContentHTML != "" {
		e.content, e.html = item.ContentHTML, true
	}
	return e
}

func jsonNames(authors []*json.Author, author *json.Author) string {
	if len(authors) == 0 && author != nil {
		authors = []*json.Author{author}
	}
	var names []string
	for _, a := range authors {
		if a != nil {
			names = append(names, a.Name)
		}
	}
	return join(names)
}
