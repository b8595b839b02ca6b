package feeds

import (
	"regexp"
	"slices"
	"strings"

	ext "github.com/mmcdole/gofeed/extensions"
)

const maxPeople = 50 // names of one item that are read

// join lists names, each once.
func join(names []string) string {
	var all []string
	for _, name := range names[:min(len(names), maxPeople)] {
		if name = strings.TrimSpace(name); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}

// people returns the names in all elements of a name.
func people(all ext.Extensions, prefix, element string) string {
	var names []string
	for _, text := range values(all, prefix, element) {
		names = append(names, mailbox(text))
	}
	return join(names)
}

var (
	mailThenName  = regexp.MustCompile(`^(\S+@\S+)\s*\((.*)\)$`)
	bracketedMail = regexp.MustCompile(`[(<\[]\s*(?:mailto:)?[^\s()<>\[\]]+@[^\s()<>\[\]]+\s*[)>\]]`)
)

// mailbox returns the name in an author, which RSS wants as "mail@example.com (Name)" and many write as "Name <mail@example.com>",
// with brackets of any kind, or as the name alone. A mail address without a name stands for one.
func mailbox(author string) string {
	author = strings.TrimSpace(author)
	if !strings.Contains(author, "@") {
		return author
	}
	if parts := mailThenName.FindStringSubmatch(author); parts != nil {
		return or(strings.TrimSpace(parts[2]), parts[1])
	}
	if name := strings.TrimSpace(bracketedMail.ReplaceAllString(author, "")); name != "" {
		return name
	}
	return strings.Trim(author, "()<>[] ")
}
