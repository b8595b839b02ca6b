package feeds

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

const hour = 3600 // seconds

// zones are the names of zones in feeds, with their seconds east of UTC. Names with several meanings have the one most
// frequent in news of the trade.
var zones = map[string]int{
	"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": hour, "BST": hour, "WAT": hour,
	"CET": hour, "CEST": 2 * hour, "MEZ": hour, "MESZ": 2 * hour, "MET": hour, "MEST": 2 * hour,
	"EET": 2 * hour, "EEST": 3 * hour, "SAST": 2 * hour, "CAT": 2 * hour, "EAT": 3 * hour,
	"MSK": 3 * hour, "MSD": 4 * hour, "TRT": 3 * hour, "GST": 4 * hour,
	"PKT": 5 * hour, "IST": 5*hour + hour/2, "NPT": 5*hour + 3*hour/4, "ICT": 7 * hour, "WIB": 7 * hour,
	"HKT": 8 * hour, "SGT": 8 * hour, "MYT": 8 * hour, "PHT": 8 * hour, "AWST": 8 * hour, "WITA": 8 * hour, "ULAT": 8 * hour,
	"JST": 9 * hour, "KST": 9 * hour, "WIT": 9 * hour, "ACST": 9*hour + hour/2, "ACDT": 10*hour + hour/2,
	"AEST": 10 * hour, "AEDT": 11 * hour, "NZST": 12 * hour, "NZDT": 13 * hour, "PGT": 10 * hour,
	"NST": -3*hour - hour/2, "NDT": -2*hour - hour/2, "AST": -4 * hour, "ADT": -3 * hour,
	"EST": -5 * hour, "EDT": -4 * hour, "ET": -5 * hour, "CST": -6 * hour, "CDT": -5 * hour,
	"AT": -4 * hour, "CT": -6 * hour, "MT": -7 * hour, "PT": -8 * hour,
	"MST": -7 * hour, "MDT": -6 * hour, "PST": -8 * hour, "PDT": -7 * hour, "AKST": -9 * hour, "AKDT": -8 * hour, "HST": -10 * hour,
	"BRT": -3 * hour, "BRST": -2 * hour, "ART": -3 * hour, "CLT": -4 * hour, "CLST": -3 * hour, "PET": -5 * hour, "COT": -5 * hour,
}

// languageZone returns the zone that a language's news is written in, where that is nearly always one; else UTC, unnamed.
func languageZone(lang string) (*time.Location, string) {
	switch lang {
	case "ja":
		return time.FixedZone("JST", 9*hour), "Asia/Tokyo"
	case "ko":
		return time.FixedZone("KST", 9*hour), "Asia/Seoul"
	case "zh":
		return time.FixedZone("CST", 8*hour), "Asia/Shanghai"
	case "de":
		if berlin := berlin(); berlin != nil {
			return berlin, "Europe/Berlin"
		}
	}
	return time.UTC, ""
}

// berlin is the zone of German news; nil if this machine does not know it.
var berlin = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		return nil
	}
	return zone
})

// months are names of months by their beginnings: English, German, French, Spanish, Portuguese, Italian, Dutch, Scandinavian,
// Polish, Hungarian, Russian, Greek.
var months = [12][]string{
	{"jan", "jän", "ene", "gen", "sty", "янв", "ιαν"},
	{"feb", "fév", "fev", "lut", "фев", "φεβ"},
	{"mar", "mär", "mrz", "mrt", "maart", "már", "мар", "μαρ", "μάρ"},
	{"apr", "abr", "avr", "ápr", "kwi", "апр", "απρ"},
	{"may", "mai", "mag", "mei", "maj", "máj", "мая", "май", "μαΐ", "μάι", "μαι", "μαϊ"},
	{"jun", "juin", "giu", "jún", "cze", "июн", "ιούν", "ιουν"},
	{"jul", "juil", "lug", "júl", "lip", "июл", "ιούλ", "ιουλ"},
	{"aug", "ago", "aoû", "aou", "sie", "авг", "αύγ", "αυγ"},
	{"sep", "set", "szept", "wrz", "сен", "σεπ"},
	{"oct", "okt", "out", "ott", "paź", "окт", "οκτ"},
	{"nov", "lis", "ноя", "νοέ", "νοε"},
	{"dec", "dez", "déc", "dic", "des", "gru", "дек", "δεκ"},
}

// monthOf returns the month that a word names; 0 if it names none. Days that begin alike ("Mardi", "Martes") are none.
func monthOf(word string) int {
	if n := utf8.RuneCountInString(word); n < 3 || n > 12 {
		return 0
	}
	word = strings.ToLower(word)
	switch word {
	case "mardi", "martes", "martedì", "martedi":
		return 0
	}
	for i, names := range months {
		for _, begin := range names {
			if strings.HasPrefix(word, begin) {
				return i + 1
			}
		}
	}
	return 0
}
