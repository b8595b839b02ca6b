package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"orewire"
	"orewire/internal/desk"
	"orewire/internal/query"
	"orewire/tui/theme"
)

// root is the dashboard: the only tea.Model. It owns the layout, the focus, and the answers to all questions.
type root struct {
	ctx  context.Context
	end  context.CancelCauseFunc // ends the dashboard with an error
	desk Desk
	opt  Options
	keys Keys

	look    *look
	light   bool
	profile colorprofile.Profile

	w, h    int
	layout  layout
	grid    grid
	focus   paneID
	zoomed  bool
	overlay overlay // nil: none
	search  search

	headlines   *headlines
	version     shownVersion // read instead of the selected headline's own article
	article     *article
	tickers     *tickers
	commodities *commodities
	chart       *chart

	views     []desk.View
	view      int
	filter    []string    // topics
	query     query.Query // of view, filter and search together
	status    desk.Status
	census    desk.Census
	watchlist []desk.Ticker
	wanted    []string // symbols that the desk was told to ask for

	asked struct {
		list, text, census request
		explain            int64
		pages              map[int64]bool // articles whose pages are being read
	}
	pricesWait, countsWait bool // a pause is under way
	pricesAgain            bool // prices changed in it
	countsAgain            bool

	follow bool // the store was empty at the start and nothing was touched: the first round's news stays in view
	notice notice

	tabs   []tab
	places []topicPlace
	frame  string
	stale  bool // frame must be drawn anew
}

func newRoot(ctx context.Context, end context.CancelCauseFunc, d Desk, opt Options) (*root, error) {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	profile := opt.Profile
	if profile == colorprofile.Unknown {
		profile = colorprofile.TrueColor
	}
	t, err := theme.New(opt.choice(false, profile))
	if err != nil {
		return nil, err
	}
	l := &look{theme: t, topics: newTopicIndex(d.Catalog()), place: placeInTime{opt.Now(), d.Location()}}
	m := &root{
		ctx: ctx, end: end, desk: d, opt: opt, keys: DefaultKeys(), look: l, profile: profile, focus: paneHeadlines,
		headlines: newHeadlines(l), article: &article{look: l}, tickers: &tickers{look: l}, commodities: &commodities{look: l},
		chart: &chart{look: l}, views: d.Views(), stale: true,
	}
	m.asked.pages = map[int64]bool{}
	m.search = newSearch()
	m.setQuery()
	m.readMemory()
	return m, nil
}

// Init asks for what the first screen shows.
func (m *root) Init() tea.Cmd {
	commands := []tea.Cmd{m.jump(0), m.readCensus(), m.wait(), m.tick()}
	if !m.opt.NoColor && (m.opt.Theme == "" || m.opt.Theme == "auto" || m.opt.Theme == "colourblind") {
		commands = append(commands, tea.RequestBackgroundColor)
	}
	return m.guarded(tea.Batch(commands...))
}

// Update takes a message.
func (m *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	m.guard("update", func() { cmd = m.take(msg) })
	return m, m.guarded(cmd)
}

// take is Update without its guard.
func (m *root) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.arrange()
		return m.prefetch()
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		return m.paste(msg)
	case tea.MouseClickMsg, tea.MouseWheelMsg:
		return m.point(msg.(tea.MouseMsg))
	case tea.BackgroundColorMsg:
		m.light = !msg.IsDark()
		m.repaint()
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
		m.repaint()
	case tea.ResumeMsg:
		m.stale = true
	default:
		return m.answer(msg)
	}
	return nil
}

// answer takes what commands bring.
func (m *root) answer(msg tea.Msg) tea.Cmd {
	before := m.stale
	m.stale = true
	switch msg := msg.(type) {
	case headlinesMsg:
		return m.showHeadlines(msg)
	case articleMsg:
		return m.showArticle(msg)
	case pageMsg:
		return m.showPage(msg)
	case censusMsg:
		return m.showCensus(msg)
	case unreadMsg:
		return m.showUnread(msg)
	case explainMsg:
		return m.showExplanation(msg)
	case doneMsg:
		if msg.err != nil {
			return tea.Batch(m.fault(msg.what, msg.err), m.refresh())
		}
	case changesMsg:
		return tea.Batch(m.wait(), m.change(desk.Changes(msg)))
	case secondMsg:
		m.second()
		return m.tick()
	case pricesMsg:
		m.pricesWait = false
		if m.pricesAgain {
			return m.pricesChanged()
		}
	case countsMsg:
		m.countsWait = false
		if m.countsAgain {
			return m.countsChanged()
		}
	case expiredMsg:
		m.expire(msg)
	default:
		m.stale = before // one of Bubble Tea's own
	}
	return nil
}

// second moves the clock on. A new day changes the rules between days.
func (m *root) second() {
	before := m.look.place
	m.look.place.now = m.opt.Now()
	if before.day(before.now) != before.day(m.look.place.now) {
		m.headlines.layLines()
		m.headlines.keepVisible()
	}
}

// change takes what happened within one window: only what is on the screen is read again.
func (m *root) change(c desk.Changes) tea.Cmd {
	m.readMemory()
	var commands []tea.Cmd
	m.headlines.forget(c.Updated)
	if len(c.New)+len(c.Updated) > 0 {
		commands = append(commands, m.refresh(), m.countsChanged())
	}
	if slices.Contains(c.Updated, m.readingID()) {
		commands = append(commands, m.readText())
	}
	if len(c.Quotes) > 0 {
		m.showPrices()
		if m.headlines.mentions(c.Quotes) {
			commands = append(commands, m.pricesChanged())
		}
	}
	return tea.Batch(commands...)
}

// readMemory takes what the desk has at hand.
func (m *root) readMemory() {
	m.status, m.watchlist = m.desk.Status(), m.desk.Watchlist()
	if o, ok := m.overlay.(*feedScreen); ok {
		o.take(m.desk.Feeds())
	}
}

// pricesChanged reads the moves in the list again, at most once a pause.
func (m *root) pricesChanged() tea.Cmd {
	if m.pricesWait {
		m.pricesAgain = true
		return nil
	}
	m.pricesWait, m.pricesAgain = true, false
	return tea.Batch(m.refresh(), tea.Tick(pricesPause, func(time.Time) tea.Msg { return pricesMsg{} }))
}

// countsChanged counts again, at most once a pause.
func (m *root) countsChanged() tea.Cmd {
	if m.countsWait {
		m.countsAgain = true
		return nil
	}
	m.countsWait, m.countsAgain = true, false
	return tea.Batch(m.readCensus(), tea.Tick(countsPause, func(time.Time) tea.Msg { return countsMsg{} }))
}

// moved follows the selection: the article opens, and rows beyond the window's edge are read before they are reached.
func (m *root) moved(changed bool) tea.Cmd {
	m.stale = true
	if !changed {
		return nil
	}
	return tea.Batch(m.open(), m.prefetch())
}

func (m *root) prefetch() tea.Cmd {
	if m.headlines.loaded && (m.headlines.lacksNewer() || m.headlines.lacksOlder()) {
		return m.refresh()
	}
	return nil
}

// open shows the selected article: what the list knows of it at once, its text when it is read.
func (m *root) open() tea.Cmd {
	if m.version.row != m.headlines.id() {
		m.version = shownVersion{} // the reader has gone on
	}
	a := m.reading()
	if a == nil {
		m.showTickers(orewire.Article{})
		m.article.show(orewire.Article{}, nil)
		return nil
	}
	isOpen := m.article.article.ID == a.ID && m.article.loaded
	m.showTickers(*a)
	m.article.show(*a, m.tickersInText())
	if isOpen {
		return nil
	}
	return m.readText()
}

// repaint makes the theme anew and forgets all that was painted.
func (m *root) repaint() {
	t, err := theme.New(m.opt.choice(m.light, m.profile))
	if err != nil {
		return // the name was good at the start
	}
	m.look.theme = t
	clear(m.headlines.drawn)
	m.article.lay()
	m.chart.rows = nil
	m.stale = true
}
