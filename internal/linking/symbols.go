package linking

import (
	"slices"
	"strings"
	"unicode"

	"orewire"
	"orewire/internal/fold"
)

// code is a symbol that stands in a text in a form that only a symbol has.
type code struct {
	span       orewire.Span
	symbol     string // as Yahoo writes it
	instrument int32  // unlisted if the catalogue does not know it
	name       string // then: the name before it, or the symbol
}

const unlisted = -1

// suffixOf says by an exchange's folded name how Yahoo ends its symbols.
var suffixOf = map[string]string{
	"nyse": "", "nyse american": "", "nyse arca": "", "nasdaq": "", "nasdaqgs": "", "nasdaqgm": "", "nasdaqcm": "", "amex": "",
	"otcqx": "", "otcqb": "", "otcmkts": "", "otc": "", "otc pink": "", "otc markets": "",
	"asx": ".AX", "tsx": ".TO", "tsxv": ".V", "tsx v": ".V", "tsx venture": ".V", "lse": ".L", "lon": ".L", "aim": ".L", "hkex": ".HK", "sehk": ".HK", "hkg": ".HK", "hkse": ".HK",
	"tyo": ".T", "jpx": ".T", "krx": ".KS", "kospi": ".KS", "kosdaq": ".KQ", "sse": ".SS", "sha": ".SS", "szse": ".SZ", "she": ".SZ", "xetra": ".DE", "etr": ".DE",
	"fra": ".F", "epa": ".PA", "ams": ".AS", "bit": ".MI", "sto": ".ST", "cph": ".CO", "osl": ".OL", "hel": ".HE", "jse": ".JO", "nse": ".NS", "bse": ".BO",
	"sgx": ".SI", "cse": ".CN", "bvmf": ".SA", "b3": ".SA", "bme": ".MC", "six": ".SW",
}

// yahooSuffix says how Yahoo writes the endings that other providers give symbols.
var yahooSuffix = map[string]string{"SH": ".SS", "SS": ".SS", "SZ": ".SZ", "HK": ".HK", "T": ".T", "TO": ".TO", "V": ".V", "AX": ".AX", "L": ".L",
	"KS": ".KS", "KQ": ".KQ", "DE": ".DE", "PA": ".PA", "AS": ".AS", "MI": ".MI", "ST": ".ST", "OL": ".OL", "CO": ".CO", "JO": ".JO", "NS": ".NS",
	"SI": ".SI", "SA": ".SA", "N": "", "O": "", "OQ": "", "US": "", "UN": "", "UW": ""}

// findCodes finds symbols: NYSE: MP, ASX:LYC, $MP, ticker MP, MP.N, 600111.SH, and in CJK texts (600111).
func (it *item) findCodes(f *field) {
	folded := f.folded.String()
	for i := 1; i < len(f.tokens); i++ {
		switch before := folded[f.tokens[i-1].Start:f.tokens[i-1].End]; {
		case f.tokens[i].Kind != fold.Word:
		case before == ":" && i >= 2:
			if suffix, ok := f.exchangeBefore(i - 1); ok {
				it.addCode(f, i, suffix, true)
			}
		case before == "$" && f.tokens[i-1].End == f.tokens[i].Start, before == "ticker" || before == "symbol":
			it.addCode(f, i, "", false)
		case before == "." && i >= 2 && f.tokens[i-2].End+1 == f.tokens[i].Start:
			if suffix, ok := yahooSuffix[f.word(i)]; ok {
				it.addCode(f, i-2, suffix, suffix == ".SS" || suffix == ".SZ")
			}
		case before == "(" && it.main&cjk != 0 && i+1 < len(f.tokens) && folded[f.tokens[i+1].Start:f.tokens[i+1].End] == ")" && isNumber(f.word(i)):
			for _, suffix := range []string{".SS", ".SZ", ".KS", ".KQ", ".T", ".HK"} {
				it.addCode(f, i, suffix, false)
			}
		}
	}
}

// shortCode is how long an exchange's code is at most, in letters, that is else a word: AIM, SIX.
const shortCode = 3

// exchangeBefore returns how Yahoo ends the symbols of the exchange that is named in one or two words before a token.
func (f *field) exchangeBefore(token int) (suffix string, ok bool) {
	folded := f.folded.String()
	if token >= 2 && f.adjoining(token-2) {
		if suffix, ok = suffixOf[folded[f.tokens[token-2].Start:f.tokens[token-1].End]]; ok {
			return suffix, true
		}
	}
	code := folded[f.tokens[token-1].Start:f.tokens[token-1].End]
	if len(code) <= shortCode && f.capital(token-1) != allCaps {
		return "", false
	}
	suffix, ok = suffixOf[code]
	return suffix, ok
}

// addCode adds the symbol at a token. One that the catalogue does not know counts only if its form is sure: as the instrument of the name
// before it, or as one of its own.
func (it *item) addCode(f *field, token int, suffix string, sure bool) {
	base := f.word(token)
	if base != strings.ToUpper(base) || len(base) > 6 || !isSymbol(base) {
		return
	}
	if suffix == ".HK" {
		base = strings.TrimLeft(base, "0")
		base = strings.Repeat("0", max(0, 4-len(base))) + base
	}
	from, to := f.folded.Origin(f.tokens[token].Start, f.tokens[token].End)
	c := code{span: orewire.Span{Field: f.which, Start: from, End: to, Term: f.text[from:to]}, symbol: base + suffix, instrument: unlisted}
	if i, ok := it.linker.bySymbol[c.symbol]; ok {
		c.instrument = i
	} else if !sure || isNumber(base) && len(base) != 6 && suffix != ".HK" && suffix != ".T" {
		return
	} else if c.name = f.nameBefore(token); c.name == "" {
		c.name = c.symbol
	} else if i, ok := it.linker.byName[it.linker.nameKey(c.name)]; ok {
		c.instrument = i
	} else if slices.ContainsFunc(it.codes, func(o code) bool { return o.name == c.name }) {
		return // another listing of the same company
	}
	switch {
	case c.instrument != unlisted:
		it.sure[c.instrument] = true
	case it.strangers == mostStrangers:
		return
	default:
		it.strangers++
	}
	it.codes = append(it.codes, c)
}

// nameBefore returns the capitalised words right before the bracket that a token stands in.
func (f *field) nameBefore(token int) string {
	open := token
	for open >= 0 && f.tokens[open].Kind != fold.Mark || open >= 0 && f.word(open) != "(" {
		if token-open > maxBracket {
			return ""
		}
		open--
	}
	first := open
	for first > 0 && open-first < maxNameWords && f.tokens[first-1].Kind == fold.Word && f.capital(first-1) != anyCase {
		first--
	}
	if first == open || open < 0 {
		return ""
	}
	from, _ := f.folded.Origin(f.tokens[first].Start, f.tokens[first].End)
	_, to := f.folded.Origin(f.tokens[open-1].Start, f.tokens[open-1].End)
	return f.text[from:to]
}

// mostStrangers is how many companies that the catalogue does not know an article names: what has more is a table.
const mostStrangers = 40

// How many tokens a bracket with symbols and a name before it have at most.
const (
	maxBracket   = 12
	maxNameWords = 6
)

// word returns a token as it stands in the text.
func (f *field) word(token int) string {
	from, to := f.folded.Origin(f.tokens[token].Start, f.tokens[token].End)
	return f.text[from:to]
}

func isSymbol(s string) bool {
	for _, r := range s {
		if !(r >= 'A' && r <= 'Z' || r >= '0' && r <= '9') {
			return false
		}
	}
	return s != ""
}

func isNumber(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}
