package feeds

import "strings"

const maxTag = 4 << 10 // bytes in which a tag ends: its end is looked for from each < again

// withBrackets makes a text of each < in HTML that begins no tag, as in "profit <est." or "std::vector<int>": else it would
// take the words up to the next > with it. isTag tells by a piece that begins with < and a name; closed says that it ends with >.
func withBrackets(s string, isTag func(piece string, closed bool) bool) string {
	var b strings.Builder
	done := 0
	for i := 0; i < len(s); {
		n := strings.IndexByte(s[i:], '<')
		if n < 0 {
			break
		}
		i += n
		if !beginsMarkup(s[i:]) || s[i+1] == '!' || s[i+1] == '?' {
			i++
			continue
		}
		end, closed := tagEnd(s[:min(len(s), i+maxTag)], i)
		if isTag(s[i:end], closed) {
			i = end
			continue
		}
		b.WriteString(s[done:i])
		b.WriteString("&lt;")
		i++
		done = i
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// isBodyTag reports whether a piece of a long text is a tag. There are elements of all names in such texts.
func isBodyTag(piece string, closed bool) bool { return closed || isHTMLTag(piece) }

// isTitleTag reports whether a piece of a title is a tag.
func isTitleTag(piece string, closed bool) bool { return closed && isHTMLTag(piece) }

// isHTMLTag reports whether a piece is a tag of HTML, by its name; one of a letter could be the b of "a<b and c>d", too, unless it
// has attributes.
func isHTMLTag(piece string) bool {
	inside := strings.TrimSuffix(strings.TrimPrefix(piece[1:], "/"), ">")
	n := nameLength(inside)
	rest := strings.Trim(inside[n:], " \t\r\n/")
	return (n > 1 || rest == "" || strings.Contains(rest, "=")) && htmlNames[strings.ToLower(inside[:n])]
}

// htmlNames are the elements of HTML that are met in feeds.
var htmlNames = setOf(`a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br
	button canvas caption center cite code col colgroup data dd del details dfn dir div dl dt em embed fieldset figcaption figure
	font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link
	main map mark marquee math menu meta nav nobr noembed noframes noscript object ol optgroup option p param picture pre
	progress q rp rt ruby s samp script section select small source span strike strong style sub summary sup svg table tbody td
	template textarea tfoot th thead time title tr track tt u ul var video wbr`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}
