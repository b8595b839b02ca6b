package orewire

import "orewire/internal/cleantext"

// Instrument is something with a price: a share, an ETF, a future. It may be unlisted or have no known symbol.
type Instrument struct {
	Name     cleantext.Text `json:"name"`
	Symbol   string         `json:"symbol,omitempty"`   // as Yahoo writes it: MP, LYC.AX, HG=F; "" if none is known
	Also     []string       `json:"also,omitempty"`     // other listings of the same company
	Exchange string         `json:"exchange,omitempty"` // "Tokyo", "NYSE"; "" if unlisted
	Currency string         `json:"currency,omitempty"` // as quotes print it; GBp is pence
	Unit     string         `json:"unit,omitempty"`     // what a future's price is for, as "lb"; "" if unknown
	Role     string         `json:"role,omitempty"`     // miner, developer, magnets, shipbuilder, etf, future …
	Topics   []string       `json:"topics,omitempty"`   // ids of what it lives off, the main one first
	Aliases  []string       `json:"aliases,omitempty"`  // names that count alone
	Weak     []string       `json:"weak,omitempty"`     // names that count only beside evidence of a company
	Sector   string         `json:"sector,omitempty"`   // symbol of what it is compared with, as REMX
	Proxy    bool           `json:"proxy,omitempty"`    // it stands in for a commodity that has no free price
}
