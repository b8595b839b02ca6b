package source

import (
	"strings"

	"orewire"
	"orewire/internal/cleantext"
)

type instrumentFile struct {
	Sectors     map[string]string // by topic: the ETF that an instrument is compared with if the topic is its main one
	Instruments []struct {
		Name, Symbol, Exchange, Currency, Unit, Role, Note, Sector string
		Topics, Aliases, Weak, Also                                []string
		Proxy                                                      bool
	}
}

// compared says which roles are compared with a sector: those whose price is not itself the sector's or a commodity's.
var compared = map[string]bool{"etf": false, "future": false, "fx": false}

func (f instrumentFile) instruments() []orewire.Instrument {
	list := make([]orewire.Instrument, 0, len(f.Instruments))
	for _, i := range f.Instruments {
		sector := i.Sector
		if not, known := compared[i.Role]; sector == "" && len(i.Topics) > 0 && (not || !known) && i.Symbol != "" {
			sector = f.Sectors[i.Topics[0]]
		}
		list = append(list, orewire.Instrument{Name: cleantext.Line(i.Name), Symbol: i.Symbol, Also: i.Also, Exchange: i.Exchange,
			Currency: i.Currency, Unit: i.Unit, Role: i.Role, Topics: i.Topics, Aliases: i.Aliases, Weak: i.Weak, Sector: sector, Proxy: i.Proxy})
	}
	return list
}

// companyFile lists companies that headlines name and that no topic exposes, a line each: name | symbols | exchange | currency |
// aliases | weak aliases, the last two parted by commas. The name itself is an alias; a name that ends in "?" is a weak one.
type companyFile struct {
	Companies []string
}

func (f companyFile) instruments() []orewire.Instrument {
	list := make([]orewire.Instrument, 0, len(f.Companies))
	for _, line := range f.Companies {
		col := strings.Split(line, "|")
		for len(col) < 6 {
			col = append(col, "")
		}
		symbols, aliases, weak := parts(col[1]), parts(col[4]), parts(col[5])
		name, isWeak := strings.CutSuffix(strings.TrimSpace(col[0]), "?")
		if isWeak {
			weak = append(weak, name)
		} else {
			aliases = append([]string{name}, aliases...)
		}
		i := orewire.Instrument{Name: cleantext.Line(name), Exchange: strings.TrimSpace(col[2]), Currency: strings.TrimSpace(col[3]),
			Aliases: aliases, Weak: weak}
		if len(symbols) > 0 {
			i.Symbol, i.Also = symbols[0], symbols[1:]
		}
		list = append(list, i)
	}
	return list
}

func parts(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
