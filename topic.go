package orewire

// Topic is what an article can be about: a commodity, a sector, a policy or an event, with the words that make it so.
// Terms are as written in the lexicon; linking folds them.
type Topic struct {
	ID        string              `json:"id"`
	Name      string              `json:"name"`
	Short     string              `json:"short"` // its code on the screen, at most 4 letters: REE
	Kind      string              `json:"kind,omitempty"`
	Group     string              `json:"group"`               // the group of the filter bar, which also gives the colour
	Parent    string              `json:"parent,omitempty"`    // the topic that this one implies
	Highlight string              `json:"hl,omitempty"`        // ree or ship: the two classes highlighted first of all
	Terms     map[string][]string `json:"terms,omitempty"`     // by language, one of Languages: count alone
	Weak      map[string][]string `json:"weak,omitempty"`      // count only beside a context word
	Exact     []string            `json:"exact,omitempty"`     // count alone, in this spelling only
	ExactWeak []string            `json:"exactWeak,omitempty"` // in this spelling and only beside a context word
	Context   []string            `json:"context,omitempty"`   // words that let the weak ones count
	Own       bool                `json:"own,omitempty"`       // only Context counts as context, not the general mining words
	Strict    bool                `json:"strict,omitempty"`    // a feed about metals is not context enough
	Names     bool                `json:"names,omitempty"`     // a weak term counts right before a name, as of a company that is bought
	Not       map[string][]string `json:"not,omitempty"`       // phrases that void a term inside them
	Foils     map[string][]string `json:"foils,omitempty"`     // words that void the topic in an item without context: lithium beside "bipolar"
}

// Languages are the written languages of terms; zh is both scripts of Chinese.
var Languages = []string{"en", "de", "fr", "es", "pt", "ja", "zh_hans", "zh_hant", "zh", "ko"}

// Group is a group of topics in the filter bar.
type Group struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Short  string   `json:"short"` // its name where there is little room
	Topics []string `json:"topics"`
}

// Catalog is all that orewire knows of the trade: what it ships with, with the user's own merged in.
type Catalog struct {
	Groups      []Group             `json:"groups"`
	Topics      []Topic             `json:"topics"`
	Instruments []Instrument        `json:"instruments"`
	Feeds       []Feed              `json:"feeds"`
	Templates   []FeedTemplate      `json:"templates"`
	Mining      map[string][]string `json:"mining"`    // by language: general words that give context to weak terms
	Market      map[string][]string `json:"market"`    // by language: the same, but only near: words of trade that say less
	Blockers    map[string][]string `json:"blockers"`  // by language: names and idioms that void the terms inside them
	Foils       map[string][]string `json:"foils"`     // by language: words of sport, music, medicine … that void a weak term beside them
	Company     map[string][]string `json:"company"`   // by language: words beside which a weak name is a company's
	Unrelated   map[string][]string `json:"unrelated"` // by language: phrases that say that the name after them (CJK: before them) is not meant
	Forms       []string            `json:"forms"`     // legal forms, as Ltd: the same, and in titles of capitals too
	Compounds   []string            `json:"compounds"` // second parts of German words that a term ending in "+" may open
	Stories     StoryWords          `json:"stories"`
}

// StoryWords are the words that tell one event from another, each by what it says and by language. A word that ends in "*" may go on; two
// words stand for themselves.
type StoryWords struct {
	Courses  map[string]map[string][]string `json:"courses"`  // up, down, begins, ends or denial
	Units    map[string]map[string][]string `json:"units"`    // by the unit's sign
	Scales   map[int64]map[string][]string  `json:"scales"`   // by what they multiply a number by; "$m": only that of a sum of money
	Numerals map[int64]map[string][]string  `json:"numerals"` // by value, 0 if that is not certain; "#" in a term stands for them, beside figures
	Ordinals map[int64]map[string][]string  `json:"ordinals"`
	Counters string                         `json:"counters"` // characters before which a Chinese or Japanese numeral is a number of something
	Capitals map[string]map[string][]string `json:"capitals"` // by language and country: the cities that stand for its government
}
