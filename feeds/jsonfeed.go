package feeds

import (
	"fmt"
	"strings"

	"github.com/mmcdole/gofeed/json"
)

// readJSON reads JSON Feed 1.0 and 1.1.
func readJSON(text string) (channel, error) {
	feed, err := (&json.Parser{}).Parse(strings.NewReader(text))
	if err != nil {
		return channel{}, fmt.Errorf("broken JSON: %w", err)
	}
	if feed.Items == nil && !strings.Contains(feed.Version, "jsonfeed") {
		if complaint := jsonComplaint(text); !complaint.IsZero() {
			return channel{}, fmt.Errorf("%w: JSON that says %q", ErrNotFeed, complaint)
		}
		return channel{}, fmt.Errorf("%w: JSON without items", ErrNotFeed)
	}
	c := channel{title: feed.Title, link: feed.HomePageURL, entries: make([]entry, 0, len(feed.Items))}
	author := jsonNames(feed.Authors, feed.Author)
	for _, item := range feed.Items {
		if item == nil {
			continue
		}
		e := jsonEntry(item)
		e.author = or(e.author, author)
		c.entries = append(c.entries, e)
	}
	return c, nil
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
	var all []string
	for _, a := range authors {
		if a != nil && a.Name != "" {
			all = append(all, a.Name)
		}
	}
	return strings.Join(all, ", ")
}
