package tui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/query"
)

// fakeDesk keeps articles in memory and answers as the real desk does.
type fakeDesk struct {
	mu       sync.Mutex
	now      time.Time
	loc      *time.Location
	articles []orewire.Article // newest first
	quotes   map[string]orewire.Quote
	feeds    []desk.FeedHealth
	watch    []string
	demo     bool
	hang     chan struct{} // while it is open, everything that may wait does
	changes  chan desk.Changes
	opened   []string
	shown    []string
	polls    int
	asked    int // feeds, if not all
	limit    int // no more matches are counted; 0: all are
	fail     error

	page       desk.FullText // what every article's page gives: its blocks or a notice
	pageRead   bool
	pagesAsked int
	gate       chan struct{} // while it is open, pages are not read
}

func tokyo() *time.Location { return time.FixedZone("JST", 9*3600) }

func newFakeDesk() *fakeDesk {
	d := &fakeDesk{
		now: time.Date(2025, 6, 2, 7, 12, 7, 0, time.UTC), loc: tokyo(), quotes: map[string]orewire.Quote{},
		changes: make(chan desk.Changes, 64), watch: []string{"GC=F", "HG=F", "MP", "LYC.AX", "042660.KS", "REMX", "7014.T"},
	}
	d.addNews()
	d.addQuotes()
	d.addFeeds()
	return d
}

// text cuts {topic|words} out of a marked text and returns the spans.
func text(field orewire.Field, marked string) (string, []orewire.Span) {
	var b strings.Builder
	var spans []orewire.Span
	for marked != "" {
		before, rest, found := strings.Cut(marked, "{")
		b.WriteString(before)
		if !found {
			break
		}
		inside, after, _ := strings.Cut(rest, "}")
		topic, words, _ := strings.Cut(inside, "|")
		start := b.Len()
		b.WriteString(words)
		spans = append(spans, orewire.Span{Field: field, Start: start, End: b.Len(), Topic: topic, Term: words, Score: 1})
		marked = after
	}
	return b.String(), spans
}

type news struct {
	at, publisher, title string
	topics               []string
	lead                 string
	mark                 string
	body                 string
}

var sample = []news{
	{"02 16:11:42", "Stockhead", "{ree|Heavy} dysprosium output rises while the {licences|licence} wait drags on in the north", []string{"rare-earths", "licences-quotas"}, "LYC.AX", "•", ""},
	{"02 16:04:10", "Reuters", "BEIJING ADDS SAMARIUM TO {export-controls|EXPORT LICENCE} LIST, STATE RADIO SAYS", []string{"rare-earths", "export-controls"}, "RBW.L", "•", ""},
	{"02 15:58:03", "Yonhap economy", "{shipbuilding|한화오션}, {shipbuilding|LNG 운반선} 4척 수주… 1조4천억원 규모", []string{"shipbuilding", "deals"}, "042660.KS", "•", ""},
	{"02 15:40:27", "Mining.com", "{copper|Copper} slips as {tariffs|tariff} deadline keeps buyers away", []string{"copper", "tariffs"}, "HG=F", "•", ""},
	{"02 14:47:30", "Splash 247", "Polar {shipbuilding|icebreaker} pact: two Finnish {shipbuilding|yards} join the bidding", []string{"shipbuilding"}, "042660.KS", "", ""},
	{"02 14:31:08", "Kitco", "{gold|Gold} holds near record while dollar eases", []string{"gold"}, "GC=F", "", ""},
	{"02 13:59:41", "Argus", "{antimony|Antimony} trades at a premium in Rotterdam for ninth week", []string{"antimony"}, "UAMY", "", ""},
	{"02 13:20:16", "GMK Center", "Turkish {steel|rebar} mills cut offers; {steel|scrap} follows", []string{"steel"}, "NUE", "", ""},
	{"02 12:44:02", "ASX", "{lithium|Lithium} producer trims spodumene guidance by a tenth", []string{"lithium", "supply-disruption"}, "PLS.AX", "★", ""},
	{"02 12:40:18", "Nikkei", "{rare-earths|レアアース}の{export-controls|輸出規制}、{magnets|磁石}メーカーが減産へ", []string{"rare-earths", "export-controls"}, "6762.T", "•", ""},
	{"02 11:36:50", "Reuters", "Kazakh {uranium|uranium} miner sells {uranium|enriched} stock to two utilities", []string{"uranium", "deals"}, "KAP.IL", "", ""},
	{"02 10:05:33", "finanzen.net", "{copper|Kupferpreis} erholt sich, {copper|Kupferhütten} melden Engpass", []string{"copper", "supply-disruption"}, "HG=F", "", ""},
	{"02 09:30:00", "MOFCOM", "Notice 27: {licences-quotas|licence} steps for civilian {magnets|magnet} orders", []string{"magnets", "licences-quotas"}, "LYC.AX", "", ""},
	{"02 08:15:21", "Splash 247", "{shipping|LNG carrier} day rates turn up after seven flat weeks", []string{"shipping"}, "GLNG", "", ""},
	{"01 22:06:00", "Mining.com", "Japan proposes {rare-earths|rare earth} cooperation with US in {trade-talks|trade talks}", []string{"rare-earths", "trade-talks", "shipbuilding", "heavy-rare-earths", "export-controls", "defence", "semiconductors", "batteries-ev"}, "LYC.AX", "", sampleBody},
	{"01 21:18:44", "The Northern Miner", "Greenland {rare-earths|rare earths} permit clears second reading", []string{"rare-earths"}, "CRML", "", ""},
	{"01 20:52:07", "World Nuclear News", "Reactor builder seeks long {uranium|uranium} contracts", []string{"uranium"}, "CCJ", "", ""},
	{"01 19:27:39", "Rapaport", "Rough {diamonds|diamond} sale draws fewest bidders since 2020", []string{"diamonds"}, "AAL.L", "", ""},
	{"01 18:40:11", "finanzen.net", "{iron-ore|Eisenerz}: Hafenbestände sinken zum sechsten Mal", []string{"iron-ore"}, "RIO.AX", "", ""},
}

const sampleBody = "Tokyo will put a package on {rare-earths|rare earths} before Washington when {tariffs|tariff talks} resume this week, officials who know the plan said. In return it hopes for relief from duties on cars and parts.\n\n" +
	"The offer covers know-how of separation and a joint reserve of the {heavy-rare-earths|dysprosium} and {heavy-rare-earths|terbium} that motors in {batteries-ev|electric vehicles} and guided {defence|missiles} need. Nine tenths of the world's supply is refined in China, which has asked for {export-controls|export licences} since April.\n\n" +
	"Work on {shipbuilding|shipbuilding} is part of it: {shipbuilding|yards} in Japan would help with {shipbuilding|icebreakers} for Arctic routes. The minister who is to lead the delegation also carries a list of {semiconductors|semiconductor} purchases."

func (d *fakeDesk) addNews() {
	for i, n := range sample {
		at, err := time.ParseInLocation("2006-01-02 15:04:05", "2025-06-"+n.at, d.loc)
		if err != nil {
			panic(err)
		}
		title, spans := text(orewire.InTitle, n.title)
		body, bodySpans := text(orewire.InBody, n.body)
		url, err := cleantext.ParseAddress(fmt.Sprintf("https://news.example/%d/a-story", i))
		if err != nil {
			panic(err)
		}
		a := orewire.Article{
			ID: int64(1000 - i), Title: cleantext.Line(title), Body: cleantext.Paragraphs(body), URL: url, Publisher: cleantext.Line(n.publisher),
			Feeds: []string{n.publisher}, Published: at.UTC(), Seen: at.Add(41 * time.Second).UTC(), Read: n.mark == "", Starred: n.mark == "★",
			Links: []orewire.Link{{Name: cleantext.Line(n.lead), Symbol: n.lead, How: orewire.Exposed, Topic: n.topics[0]}},
		}
		for _, id := range n.topics {
			hit := orewire.TopicHit{ID: id, Score: 3}
			for _, s := range append(slices.Clone(spans), bodySpans...) {
				if s.Topic == id || s.Topic == "ree" && id == "rare-earths" {
					hit.Spans = append(hit.Spans, s)
				}
			}
			a.Topics = append(a.Topics, hit)
		}
		if n.body != "" {
			seed(&a)
		}
		d.articles = append(d.articles, a)
	}
	d.fill(400)
}

// seed gives an article the syndicator and the instruments of the seed case.
func seed(a *orewire.Article) {
	a.Via, a.Zone, a.PublishedAs = cleantext.Line("finanzen.net"), "Europe/Berlin", "01.06.25 15:06 Uhr"
	a.Links = []orewire.Link{
		{Name: cleantext.Line("Rare Holdings Ltd."), How: orewire.Listed, Label: cleantext.Line("Werte in diesem Artikel"), Printed: &orewire.Printed{
			Price: orewire.Known(2693), Change: orewire.Known(44), Percent: orewire.Known(1.66), Currency: "JPY", At: a.Published,
		}},
		{Name: cleantext.Line("Lynas"), Symbol: "LYC.AX", How: orewire.Exposed, Topic: "rare-earths"},
		{Name: cleantext.Line("MP Materials"), Symbol: "MP", How: orewire.Exposed, Topic: "rare-earths"},
		{Name: cleantext.Line("TDK"), Symbol: "6762.T", How: orewire.Exposed, Topic: "rare-earths"},
		{Name: cleantext.Line("Hanwha Ocean"), Symbol: "042660.KS", How: orewire.Exposed, Topic: "shipbuilding"},
		{Name: cleantext.Line("Namura"), Symbol: "7014.T", How: orewire.Exposed, Topic: "shipbuilding"},
	}
}

// fill adds n older articles.
func (d *fakeDesk) fill(n int) {
	last := d.articles[len(d.articles)-1]
	for i := range n {
		a := last
		a.ID = int64(500 - i)
		a.Title = cleantext.Line(fmt.Sprintf("Older story %d about 铜 and copper", i+1))
		a.Topics = []orewire.TopicHit{{ID: "copper", Score: 1}}
		a.Published = last.Published.Add(-time.Duration(i+1) * 17 * time.Minute)
		a.Seen = a.Published
		d.articles = append(d.articles, a)
	}
}

func (d *fakeDesk) addQuotes() {
	add := func(symbol, currency, exchange string, decimals int, price, percent float64, state orewire.MarketState, age, delay time.Duration) {
		d.quotes[symbol] = orewire.Quote{
			Symbol: symbol, Price: orewire.Known(price), Percent: orewire.Known(percent), Change: orewire.Known(price * percent / 100),
			PreviousClose: orewire.Known(price / (1 + percent/100)), Currency: currency, Decimals: decimals, State: state,
			At: d.now.Add(-age), Fetched: d.now, Delay: delay, Exchange: exchange, Provider: "yahoo",
		}
	}
	add("GC=F", "USD", "COMEX", 2, 3341.20, .41, orewire.MarketOpen, time.Minute, 0)
	add("HG=F", "USD", "COMEX", 4, 4.7120, -.58, orewire.MarketOpen, 10*time.Minute, 0)
	add("MP", "USD", "NYSE", 2, 21.76, -.82, orewire.MarketClosed, 11*time.Hour, 0)
	add("LYC.AX", "AUD", "Sydney", 2, 8.14, 1.88, orewire.MarketClosed, time.Hour, 0)
	add("042660.KS", "KRW", "Seoul", 0, 78900, 2.64, orewire.MarketClosed, time.Hour, 0)
	add("REMX", "USD", "NYSE", 2, 38.05, -.11, orewire.MarketClosed, 60*time.Hour, 0)
	add("6762.T", "JPY", "Tokyo", 1, 1588.5, -1.32, orewire.MarketOpen, 16*time.Minute, 15*time.Minute)
	add("7014.T", "JPY", "Tokyo", 0, 2102, .91, orewire.MarketClosed, time.Hour, 0)
}

func (d *fakeDesk) addFeeds() {
	for i := range 40 {
		url, err := cleantext.ParseAddress(fmt.Sprintf("https://feed%d.example/rss", i))
		if err != nil {
			panic(err)
		}
		f := desk.FeedHealth{Feed: orewire.Feed{Name: cleantext.Line(fmt.Sprintf("Feed %d of the trade", i+1)), URL: url, Lang: "en", Bundle: "minerals"}}
		f.State = orewire.FeedState{
			URL: url, Checked: d.now.Add(-time.Duration(i) * 20 * time.Second), OK: d.now.Add(-time.Duration(i) * 20 * time.Second),
			Next: d.now.Add(5 * time.Minute), Interval: 10 * time.Minute, Newest: d.now.Add(-time.Duration(i*i+3) * 11 * time.Minute), Items: i % 30,
			Status: 200 + 104*(i%2), Took: time.Duration(80+i*7) * time.Millisecond,
		}
		switch i {
		case 7:
			f.State.Status, f.State.Failures, f.State.Error = 403, 4, cleantext.Line("refused: 403 Forbidden")
		case 11:
			f.State.Status, f.State.Failures, f.State.Error = 0, 2, cleantext.Line("no answer within 15 s")
		case 13:
			f.State.Status, f.State.Failures, f.State.Error, f.State.Paused = 410, 1, cleantext.Line("gone for good (410); paused, asked again once a day"), true
		case 17:
			f.State.Newest, f.Silent, f.Bundle, f.Added = d.now.Add(-24*24*time.Hour), true, "", d.now.Add(-90*24*time.Hour)
			f.Group = cleantext.Line("Mining / Rare earths")
		case 19:
			f.State.Moved, f.State.MovedSeen = url, 1
		case 21:
			f.State.Incomplete, f.Bundle = cleantext.Line("2,000 of its items left out"), ""
		case 23:
			f.Asking = true
		}
		d.feeds = append(d.feeds, f)
	}
}

func (d *fakeDesk) pause(ctx context.Context) error {
	d.mu.Lock()
	hang := d.hang
	d.mu.Unlock()
	if hang != nil {
		select {
		case <-hang:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (d *fakeDesk) matching(q query.Query) []orewire.Article {
	var list []orewire.Article
	for i := range d.articles {
		if a := &d.articles[i]; a.Story.Size > 1 && !a.Story.First {
			continue
		}
		if q.Match(&d.articles[i], query.Context{Now: d.now, Location: d.loc}) {
			list = append(list, d.articles[i])
		}
	}
	return list
}

func (d *fakeDesk) Headlines(ctx context.Context, w desk.Window) (desk.Headlines, error) {
	if err := d.pause(ctx); err != nil {
		return desk.Headlines{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return desk.Headlines{}, d.fail
	}
	list := d.matching(w.Query)
	at := 0
	if w.Around != 0 {
		if at = slices.IndexFunc(list, func(a orewire.Article) bool { return a.ID == w.Around }); at < 0 {
			at = max(0, slices.IndexFunc(list, func(a orewire.Article) bool { return a.ID < w.Around }))
		}
	}
	if w.Oldest {
		at = len(list) - 1
	}
	from, to := max(0, at-w.Newer), min(len(list), at+w.Older+1)
	h := desk.Headlines{Around: at - from, Above: from, Total: len(list)}
	if d.limit > 0 && h.Total > d.limit {
		h.Total, h.Above, h.Capped = d.limit, min(h.Above, d.limit), true
	}
	for _, a := range list {
		if !a.Read {
			h.Unread++
		}
	}
	for _, a := range list[from:to] {
		a.Body = cleantext.Text{}
		row := desk.Headline{Article: a}
		if len(a.Links) > 0 {
			row.Lead = a.Links[0]
			for _, l := range a.Links {
				if move := d.move(l.Symbol); !move.Fraction.IsZero() {
					row.Lead, row.Move = l, move
					break
				}
			}
		}
		h.Rows = append(h.Rows, row)
	}
	if len(h.Rows) == 0 {
		h.Around = -1
	}
	return h, nil
}

func (d *fakeDesk) move(symbol string) orewire.Move {
	q, ok := d.quotes[symbol]
	if !ok || symbol == "MP" {
		return orewire.Move{}
	}
	v, _ := q.Percent.Get()
	return orewire.Move{Fraction: orewire.Known(v / 100), Base: q.PreviousClose, NowAt: q.At}
}

// StoredText gives the blocks of the page if it was read, else the feed's text.
func (d *fakeDesk) StoredText(ctx context.Context, id int64) (text desk.FullText, kept bool, err error) {
	a, err := d.article(ctx, id)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.pageRead && err == nil && d.page.Blocks != nil {
		a.Body = orewire.Plain(d.page.Blocks)
		if d.page.Topics != nil {
			a.Topics = d.page.Topics
		}
		return desk.FullText{Article: a, Blocks: d.page.Blocks, Notice: d.page.Notice}, true, nil
	}
	return desk.FullText{Article: a, Blocks: orewire.Paragraphs(a.Body)}, false, err
}

// Versions returns the articles of an article's story, the first published first.
func (d *fakeDesk) Versions(ctx context.Context, id int64) ([]orewire.Article, error) {
	a, err := d.article(ctx, id)
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []orewire.Article
	for _, other := range d.articles {
		if other.ID == id || a.Story.Size > 1 && other.Story.ID == a.Story.ID {
			list = append(list, other)
		}
	}
	slices.Reverse(list)
	return list, err
}

// FullText reads the page when the gate lets it.
func (d *fakeDesk) FullText(ctx context.Context, id int64) (desk.FullText, error) {
	d.mu.Lock()
	d.pagesAsked++
	gate := d.gate
	d.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return desk.FullText{}, ctx.Err()
		}
	}
	d.mu.Lock()
	d.pageRead = true
	notice := d.page.Notice
	d.mu.Unlock()
	full, _, err := d.StoredText(ctx, id)
	full.Notice = notice
	return full, err
}

func (d *fakeDesk) article(ctx context.Context, id int64) (orewire.Article, error) {
	if err := d.pause(ctx); err != nil {
		return orewire.Article{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, a := range d.articles {
		if a.ID == id {
			return a, nil
		}
	}
	return orewire.Article{}, errors.New("no such article")
}

func (d *fakeDesk) Explain(ctx context.Context, id int64) (desk.Explanation, error) {
	a, err := d.article(ctx, id)
	e := desk.Explanation{Lang: "en", Hint: "de"}
	return explainFake(e, a), err
}

func (d *fakeDesk) NextUnread(ctx context.Context, q query.Query, from int64, older bool) (int64, error) {
	if err := d.pause(ctx); err != nil {
		return 0, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	list := d.matching(q)
	if !older {
		slices.Reverse(list)
	}
	at := slices.IndexFunc(list, func(a orewire.Article) bool { return a.ID == from })
	for _, a := range list[at+1:] {
		if !a.Read {
			return a.ID, nil
		}
	}
	return 0, nil
}

func (d *fakeDesk) Census(ctx context.Context, topic string) (desk.Census, error) {
	if err := d.pause(ctx); err != nil {
		return desk.Census{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	c := desk.Census{Topics: map[string]desk.Counts{}, Flow: [24]int{2, 1, 1, 0, 1, 2, 1, 3, 2, 4, 3, 2, 5, 4, 7, 6, 9, 3, 2, 4, 3, 5, 6, 14}}
	for _, a := range d.articles {
		add := func(id string) {
			n := c.Topics[id]
			n.Total++
			if !a.Read {
				n.Unread++
			}
			c.Topics[id] = n
		}
		add("")
		for _, t := range a.Topics {
			add(t.ID)
		}
	}
	for _, v := range d.Views() {
		n := desk.Counts{}
		for _, a := range d.matching(v.Query) {
			n.Total++
			if !a.Read {
				n.Unread++
			}
		}
		c.Views = append(c.Views, n)
	}
	return c, nil
}

func (d *fakeDesk) set(id int64, change func(*orewire.Article)) error {
	d.mu.Lock()
	for i := range d.articles {
		if d.articles[i].ID == id {
			change(&d.articles[i])
		}
	}
	d.mu.Unlock()
	d.changes <- desk.Changes{Updated: []int64{id}}
	return nil
}

func (d *fakeDesk) SetRead(_ context.Context, id int64, read bool) error {
	return d.set(id, func(a *orewire.Article) { a.Read = read })
}

func (d *fakeDesk) SetStarred(_ context.Context, id int64, starred bool) error {
	return d.set(id, func(a *orewire.Article) { a.Starred = starred })
}

func (d *fakeDesk) OpenAddress(_ context.Context, url cleantext.Address) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened = append(d.opened, url.String())
	return nil
}

func (d *fakeDesk) Wait(ctx context.Context, _ time.Duration) (desk.Changes, bool) {
	select {
	case c := <-d.changes:
		return c, true
	case <-ctx.Done():
		return desk.Changes{}, false
	}
}

func (d *fakeDesk) Views() []desk.View {
	views := []desk.View{{Name: cleantext.Line("All")}}
	for _, v := range [][2]string{{"Rare earths", "topic:rare-earths"}, {"Shipbuilding", "topic:shipbuilding"}, {"Unread", "is:unread"}, {"Starred", "is:starred"}} {
		q, err := query.Parse(v[1])
		if err != nil {
			panic(err)
		}
		views = append(views, desk.View{Name: cleantext.Line(v[0]), Query: q})
	}
	return views
}

func (d *fakeDesk) Catalog() orewire.Catalog {
	c := orewire.Catalog{}
	for _, line := range strings.Split(strings.TrimSpace(sampleTopics), "\n") {
		words := strings.Split(line, "|")
		g := orewire.Group{ID: words[0], Name: words[1], Short: words[2]}
		for _, t := range words[3:] {
			part := strings.Split(t, "=")
			topic := orewire.Topic{ID: part[0], Name: part[1], Short: part[2], Group: g.ID}
			if g.ID == "ree" && part[0] != "rare-earths" {
				topic.Parent = "rare-earths"
			}
			g.Topics = append(g.Topics, topic.ID)
			c.Topics = append(c.Topics, topic)
		}
		c.Groups = append(c.Groups, g)
	}
	c.Instruments = []orewire.Instrument{
		{Name: cleantext.Line("Lynas"), Symbol: "LYC.AX", Exchange: "Sydney", Topics: []string{"rare-earths"}},
		{Name: cleantext.Line("MP Materials"), Symbol: "MP", Exchange: "NYSE", Topics: []string{"rare-earths"}},
		{Name: cleantext.Line("TDK"), Symbol: "6762.T", Exchange: "Tokyo", Topics: []string{"magnets"}},
	}
	return c
}

const sampleTopics = `
ree|Rare earths|Rare earths|rare-earths=Rare earths=REE|ndpr=NdPr=NdPr|heavy-rare-earths=Heavy rare earths=HREE|other-rare-earths=Other rare earths=LREE|magnets=Magnets=MAG
critical|Critical minerals|Critical|critical-minerals=Critical minerals=CRIT
battery|Battery metals|Battery|lithium=Lithium=LI|cobalt=Cobalt=CO|nickel=Nickel=NI|graphite=Graphite=GR|manganese=Manganese=MN
base|Base metals|Base metals|copper=Copper=CU|aluminium=Aluminium=AL|zinc=Zinc=ZN|lead=Lead=PB|tin=Tin=SN
precious|Precious metals|Precious|gold=Gold=AU|silver=Silver=AG|pgm=Platinum metals=PGM
ferrous|Iron and steel|Iron & steel|iron-ore=Iron ore=FE|steel=Steel=ST
minor|Strategic minor metals|Minor metals|gallium=Gallium=GA|germanium=Germanium=GE|antimony=Antimony=SB|tungsten=Tungsten=W
energy|Uranium and coal|Uranium/coal|uranium=Uranium=U|coal=Coal=COAL
other|Fertiliser and gems|Fertiliser|potash=Potash=K|phosphate=Phosphate=P|diamonds=Diamonds=DIA
ship|Shipbuilding|Shipbuilding|shipbuilding=Shipbuilding=SHIP|shipping=Shipping=FRT
tech|Chips, defence, EVs|Tech/defence|semiconductors=Chips=SEMI|defence=Defence=DEF|batteries-ev=Electric vehicles=EV
policy|Policy|Policy|export-controls=Export controls=XCTL|tariffs=Tariffs=TRF|licences-quotas=Licences=LIC|trade-talks=Trade talks=TALK
event|Events|Events|supply-disruption=Supply disruption=DISR|deals=Deals=DEAL
`

func (d *fakeDesk) Tickers(a orewire.Article) []desk.Ticker {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []desk.Ticker
	for _, l := range a.Links {
		list = append(list, d.ticker(l))
	}
	return list
}

func (d *fakeDesk) ticker(l orewire.Link) desk.Ticker {
	t := desk.Ticker{Link: l, Quote: d.quotes[l.Symbol], Move: d.move(l.Symbol)}
	if t.Quote.Symbol != "" {
		for _, b := range d.bars(l.Symbol)[192:] {
			t.Closes = append(t.Closes, b.Close)
		}
	}
	return t
}

func (d *fakeDesk) Watchlist() []desk.Ticker {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []desk.Ticker
	for _, s := range d.watch {
		list = append(list, d.ticker(orewire.Link{Symbol: s, Name: cleantext.Line(s)}))
	}
	return list
}

func (d *fakeDesk) Bars(symbol string) []orewire.Bar {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, ok := d.quotes[symbol]; !ok {
		return nil
	}
	return d.bars(symbol)
}

func (d *fakeDesk) bars(symbol string) []orewire.Bar {
	price, _ := d.quotes[symbol].Price.Get()
	var bars []orewire.Bar
	seed := uint32(len(symbol) * 7)
	walk := 0.0
	for day := range 5 {
		open := time.Date(2025, 5, 28+day, 0, 0, 0, 0, time.UTC)
		if day == 4 {
			open = time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)
		}
		for i := range 48 {
			seed = seed*1103515245 + 12345
			walk = walk*.95 + (float64(seed>>16%1000)/1000-.5)*.004
			rise := float64(day*48+i)/240 - 1
			bars = append(bars, orewire.Bar{Start: open.Add(time.Duration(i) * 5 * time.Minute), Close: price * (1 + rise*.06 + walk), Volume: 100})
		}
	}
	return bars
}

func (d *fakeDesk) Feeds() []desk.FeedHealth {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.feeds)
}

func (d *fakeDesk) Status() desk.Status {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := desk.Status{Feeds: len(d.feeds), Asked: len(d.feeds), Prices: d.now.Add(-17 * time.Second), Demo: d.demo}
	if d.asked > 0 {
		s.Asked = d.asked
	}
	for _, f := range d.feeds {
		switch {
		case f.State.Paused:
			s.Paused++
		case !f.State.Error.IsZero():
			s.Failing++
		}
	}
	return s
}

func (d *fakeDesk) PollNow() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.polls++
}

func (d *fakeDesk) Show(symbols []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = symbols
}

func (d *fakeDesk) Location() *time.Location { return d.loc }

// arrive stores a new article and says so.
func (d *fakeDesk) arrive(title string) int64 {
	d.mu.Lock()
	a := d.articles[3]
	a.ID = d.articles[0].ID + 1
	a.Title, a.Read = cleantext.Line(title), false
	a.Published = d.articles[0].Published.Add(time.Second)
	a.Topics = []orewire.TopicHit{{ID: "copper", Score: 1}}
	d.articles = slices.Insert(d.articles, 0, a)
	d.mu.Unlock()
	d.changes <- desk.Changes{New: []int64{a.ID}}
	return a.ID
}

// report stores one more version of an article's story and says so.
func (d *fakeDesk) report(of int64, publisher, title string, after time.Duration) {
	d.mu.Lock()
	at := slices.IndexFunc(d.articles, func(a orewire.Article) bool { return a.ID == of })
	v := d.articles[at]
	v.ID, v.Title, v.Publisher, v.Published = int64(3000+len(d.articles)), cleantext.Line(title), cleantext.Line(publisher), v.Published.Add(after)
	v.URL, _ = cleantext.ParseAddress("https://other.example/" + publisher)
	v.Topics, v.Links, v.Body = nil, nil, cleantext.Paragraphs("The text of "+publisher+".")
	size := max(d.articles[at].Story.Size, 1) + 1
	d.articles = slices.Insert(d.articles, at, v)
	for i := range d.articles {
		if a := &d.articles[i]; a.ID == of || a.ID == v.ID || a.Story.ID == of {
			a.Story = orewire.Story{ID: of, Size: size, Publishers: size, First: a.ID == of}
		}
	}
	d.mu.Unlock()
	d.changes <- desk.Changes{New: []int64{v.ID}, Updated: []int64{of}}
}

// tick moves a price.
func (d *fakeDesk) tick(symbol string, price float64) {
	d.mu.Lock()
	q := d.quotes[symbol]
	q.Price = orewire.Known(price)
	d.quotes[symbol] = q
	d.mu.Unlock()
	d.changes <- desk.Changes{Quotes: []string{symbol}}
}

// explainFake fills an explanation from an article. The types of its parts are the linking room's, which this package does not name.
func explainFake(e desk.Explanation, a orewire.Article) desk.Explanation {
	e.Topics = slices.Grow(e.Topics, len(a.Topics))[:len(a.Topics)]
	for i, hit := range a.Topics {
		e.Topics[i].TopicHit = hit
	}
	e.Links = slices.Grow(e.Links, len(a.Links))[:len(a.Links)]
	for i, l := range a.Links {
		e.Links[i].Link, e.Links[i].Why = l, []string{"lives off " + cmp.Or(l.Topic, "nothing")}
		if l.How == orewire.Listed {
			e.Links[i].Why = []string{"finanzen.net printed it beside the article, 2,693.00 JPY", "not named: “Rare Holdings” is not in the title, summary or text", "not exposed: it has no topic, and “Rare” alone is never evidence"}
		}
	}
	e.Blocked = slices.Grow(e.Blocked, 1)[:1]
	e.Blocked[0].Term, e.Blocked[0].Why, e.Blocked[0].For = "lead", "a verb here, not the metal", "Lead"
	return e
}
