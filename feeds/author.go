package feeds

import (
	"regexp"
	"strings"
)

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
