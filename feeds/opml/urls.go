package opml

import (
	"strings"

	"orewire"
	"orewire/internal/cleantext"
)

// readURLs reads newsboat's list: on each line an address, and after it tags; one that begins with "~" is the feed's title, one
// with "!" hides it in newsboat. The first other tag is its group.
func readURLs(text string) (List, error) {
	var list List
	n := 0
	for line := range strings.Lines(text) {
		n++
		words := splitWords(line)
		if len(words) == 0 {
			continue
		}
		var feed orewire.Feed
		if query, ok := strings.CutPrefix(words[0], "query:"); ok {
			title, _, _ := strings.Cut(query, ":")
			feed.Name = cleantext.Line(title)
		}
		for _, tag := range words[1:] {
			switch title, isTitle := strings.CutPrefix(tag, "~"); {
			case isTitle:
				feed.Name = cleantext.Line(title)
			case feed.Group.IsZero() && !strings.HasPrefix(tag, "!"):
				feed.Group = group([]string{tag})
			}
		}
		if err := list.add(n, words[0], feed); err != nil {
			return List{}, err
		}
	}
	return list, nil
}

// splitWords parts a line at blanks. Words in double quotes may hold blanks, and there a backslash takes the next character as it
// is. A word that begins with "#" opens a comment.
func splitWords(line string) []string {
	var words []string
	var word strings.Builder
	inWord, quoted, escaped := false, false, false
	for _, c := range strings.TrimRight(line, "\r\n") {
		switch {
		case escaped:
			word.WriteRune(c)
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted, inWord = !quoted, true
		case !quoted && (c == ' ' || c == '\t'):
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		case !inWord && c == '#':
			return words
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}
