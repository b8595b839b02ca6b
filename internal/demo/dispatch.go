package demo

import (
	"embed"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// dispatch is an article as it is written in wire/: the headline, what the program should know of it, and the paragraphs.
// A template is the pattern of many articles: {a|b} picks a word, {3..9} a number, {set} one of the names in words.txt.
type dispatch struct {
	headline   string
	paragraphs []string
	ago        time.Duration // published so long before the demo starts; 0: any time of the last days
	live       bool          // published while the demo runs
	template   bool
	story      string // other publishers report the same one
	moves      []move
	values     []string // finanzen.net: what its page lists: symbols, or "name=price as printed"; an empty name is not printed
	source     string   // finanzen.net: who wrote it
	at         time.Time
}

// move is what a headline does to a price.
type move struct {
	symbol   string // in a template also the slot of a company
	fraction float64
}

//go:embed wire
var wire embed.FS

// readDispatches reads the articles of one publication.
func readDispatches(slug string) ([]dispatch, error) {
	name := "wire/" + slug + ".txt"
	body, err := wire.ReadFile(name)
	if err != nil {
		return nil, err
	}
	blocks := strings.Split(string(body), "\n## ")
	var all []dispatch
	for _, block := range blocks[1:] { // the first is the note that all is invented
		d, err := parseDispatch(block)
		if err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, d.headline, err)
		}
		all = append(all, d)
	}
	return all, nil
}

func parseDispatch(block string) (dispatch, error) {
	headline, rest, _ := strings.Cut(strings.TrimSpace(block), "\n")
	d := dispatch{headline: headline}
	if notes, found := strings.CutPrefix(rest, "~ "); found {
		notes, rest, _ = strings.Cut(notes, "\n")
		for note := range strings.SplitSeq(notes, ";") {
			if err := d.note(strings.TrimSpace(note)); err != nil {
				return d, err
			}
		}
	}
	for paragraph := range strings.SplitSeq(rest, "\n\n") {
		d.paragraphs = append(d.paragraphs, strings.TrimSpace(strings.ReplaceAll(paragraph, "\n", " ")))
	}
	if d.headline == "" || d.paragraphs[0] == "" {
		return d, errors.New("a headline or text is missing")
	}
	return d, nil
}

// note reads one of the notes under a headline, as "ago 12m" or "move LYC.AX +1.8, MP -0.4".
func (d *dispatch) note(note string) (err error) {
	word, rest, _ := strings.Cut(note, " ")
	switch word {
	case "ago":
		d.ago, err = time.ParseDuration(rest)
	case "at":
		d.at, err = time.Parse(time.RFC3339, rest)
	case "live":
		d.live = true
	case "template":
		d.template = true
	case "story":
		d.story = rest
	case "values":
		d.values = splitList(rest)
	case "source":
		d.source = rest
	case "move":
		for _, entry := range splitList(rest) {
			symbol, percent, _ := cutLast(entry, " ")
			v, err := strconv.ParseFloat(percent, 64)
			if err != nil {
				return fmt.Errorf("move %q: want a symbol and percent", entry)
			}
			d.moves = append(d.moves, move{symbol, v / 100})
		}
	default:
		return fmt.Errorf("unknown note %q", note)
	}
	return err
}

func splitList(s string) []string {
	var list []string
	for entry := range strings.SplitSeq(s, ", ") {
		list = append(list, strings.TrimSpace(entry))
	}
	return list
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// words are what templates pick from.
type words struct {
	sets    map[string][]string
	symbols map[string]string // of the companies among them
}

// readWords reads words.txt: a set a line, as "name: word; company=symbol".
func readWords() (words, error) {
	body, err := wire.ReadFile("wire/words.txt")
	if err != nil {
		return words{}, err
	}
	w := words{map[string][]string{}, map[string]string{}}
	for row := range strings.SplitSeq(string(body), "\n") {
		set, list, found := strings.Cut(row, ": ")
		if !found || strings.HasPrefix(row, "#") {
			continue
		}
		for entry := range strings.SplitSeq(list, "; ") {
			word, symbol, company := strings.Cut(entry, "=")
			w.sets[set] = append(w.sets[set], word)
			if company {
				w.symbols[word] = symbol
			}
		}
	}
	return w, nil
}

// writer fills in templates.
type writer struct {
	words words
	dice  *rand.Rand
}

// write makes an article of a template.
func (w writer) write(template dispatch) (dispatch, error) {
	d := template
	d.template = false
	picked := map[string]string{}
	var err error
	fill := func(s string) string {
		filled, fillErr := w.fill(s, picked)
		if err == nil {
			err = fillErr
		}
		return filled
	}
	d.headline = fill(d.headline)
	d.paragraphs, d.moves = nil, nil
	for _, p := range template.paragraphs {
		d.paragraphs = append(d.paragraphs, fill(p))
	}
	for _, m := range template.moves {
		symbol := fill(m.symbol)
		if known := w.words.symbols[symbol]; known != "" {
			symbol = known
		}
		d.moves = append(d.moves, move{symbol, m.fraction})
	}
	return d, err
}

// fill replaces the slots of a text, those within the words of another slot too.
func (w writer) fill(s string, picked map[string]string) (string, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		options, after, err := splitSlot(rest)
		if err != nil {
			return "", fmt.Errorf("template %q: %w", s, err)
		}
		word, err := w.pick(options, picked)
		if err != nil {
			return "", err
		}
		b.WriteString(word)
		s = after
	}
}

// splitSlot parts what follows an opening bracket into the slot's options and the text after its closing bracket.
func splitSlot(s string) (options []string, after string, err error) {
	depth, start := 0, 0
	for i, r := range s {
		switch {
		case r == '{':
			depth++
		case r == '}' && depth > 0:
			depth--
		case r == '}':
			return append(options, s[start:i]), s[i+1:], nil
		case r == '|' && depth == 0:
			options = append(options, s[start:i])
			start = i + 1
		}
	}
	return nil, "", errors.New("a bracket is not closed")
}

// pick returns what a slot is filled with. A number and a name are the same wherever their slot stands in an article.
func (w writer) pick(options []string, picked map[string]string) (string, error) {
	if len(options) > 1 {
		return w.fill(options[w.dice.IntN(len(options))], picked)
	}
	slot := options[0]
	if word, known := picked[slot]; known {
		return word, nil
	}
	word := ""
	if from, to, isRange := strings.Cut(slot, ".."); isRange {
		number, err := w.number(from, to)
		if err != nil {
			return "", fmt.Errorf("template slot %q: %w", slot, err)
		}
		word = number
	} else if set := w.words.sets[slot]; set != nil {
		word = set[w.dice.IntN(len(set))]
	} else {
		return "", fmt.Errorf("template slot %q: no such set of words", slot)
	}
	picked[slot] = word
	return word, nil
}

// number picks one between two, with as many decimals as the first is written with; large ones are round.
func (w writer) number(from, to string) (string, error) {
	low, err := strconv.ParseFloat(from, 64)
	if err != nil {
		return "", err
	}
	high, err := strconv.ParseFloat(to, 64)
	if err != nil {
		return "", err
	}
	_, fraction, _ := strings.Cut(from, ".")
	v := low + w.dice.Float64()*(high-low)
	switch {
	case v >= 10000:
		v = math.Round(v/1000) * 1000
	case v >= 1000:
		v = math.Round(v/100) * 100
	}
	return groupThousands(strconv.FormatFloat(v, 'f', len(fraction), 64), ","), nil
}

// groupThousands puts a mark between the thousands of a number of at least four digits before its decimal mark.
func groupThousands(digits, mark string) string {
	whole, fraction, hasFraction := strings.Cut(digits, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + mark + whole[i:]
	}
	if hasFraction {
		return whole + "." + fraction
	}
	return whole
}
