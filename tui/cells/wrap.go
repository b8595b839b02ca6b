package cells

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is a piece of a wrapped text: bytes Start to End of it.
type Line struct{ Start, End int }

// Wrap breaks a text into lines of at most w cells: at blanks, between CJK characters, or, where a word is longer than a line,
// anywhere between two clusters. Line ends in the text are kept. A cluster wider than w has a line of its own.
func Wrap(text string, w int) []Line {
	var lines []Line
	start := 0
	for {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			return appendWrapped(lines, text, start, len(text), w)
		}
		lines = appendWrapped(lines, text, start, start+end, w)
		start += end + 1
	}
}

// appendWrapped breaks one paragraph, the bytes start to end of text.
func appendWrapped(lines []Line, text string, start, end, w int) []Line {
	at, used := start, 0
	chance, chanceEnd := -1, -1 // where the line may break: the next one starts at chance, this one ends at chanceEnd
	for at < end {
		cluster, cw := Next(text[at:end])
		if at > start && breaksBefore(text[start:at], cluster) {
			chance, chanceEnd = at, at
		}
		if used+cw > w && at > start {
			if cluster == " " {
				chance, chanceEnd = at+1, at
			}
			if chance <= start {
				chance, chanceEnd = at, at
			}
			lines = append(lines, Line{start, chanceEnd})
			start = skipBlanks(text, chance, end)
			at, used, chance = start, 0, -1
			continue
		}
		at += len(cluster)
		used += cw
		if cluster == " " {
			chance, chanceEnd = at, at-1
		}
	}
	if start < end || len(lines) == 0 || lines[len(lines)-1].End < start {
		lines = append(lines, Line{start, end})
	}
	return lines
}

func skipBlanks(text string, at, end int) int {
	for at < end && text[at] == ' ' {
		at++
	}
	return at
}

// breaksBefore reports whether a line may end between the text before and the cluster: on either side of a CJK character, but
// never before a mark that closes nor after one that opens.
func breaksBefore(before, cluster string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(cluster)
	if !isIdeographic(last) && !isIdeographic(first) {
		return false
	}
	return !closes(first) && !opens(last)
}

// isIdeographic tells the scripts that are written without blanks. Korean has blanks, and breaks there.
func isIdeographic(r rune) bool {
	return r >= 0x2E80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3001 && r <= 0x303F || r >= 0xFF01 && r <= 0xFF60)
}

func closes(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf) || strings.ContainsRune("、。，．・：；？！％ー々」』）】〉》〕ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.:;!?%'\"", r)
}

func opens(r rune) bool { return unicode.In(r, unicode.Ps, unicode.Pi) }
