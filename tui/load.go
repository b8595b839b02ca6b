package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"orewire"
	"orewire/internal/desk"
)

// The answers to requests; number says to which one.
type (
	headlinesMsg struct {
		number    uint64
		headlines desk.Headlines
		jump      bool // the reader asked to go there
		err       error
	}
	articleMsg struct {
		number uint64
		id     int64
		text   desk.FullText
		whole  bool
		told   []orewire.Article // the versions of its story
		err    error
	}
	pageMsg struct { // the article's page has been read
		id   int64
		text desk.FullText
		err  error
	}
	censusMsg struct {
		number uint64
		census desk.Census
		err    error
	}
	unreadMsg struct {
		id    int64
		older bool
		err   error
	}
	explainMsg struct {
		id          int64
		explanation desk.Explanation
		err         error
	}
	doneMsg struct { // a command that changed something
		what string
		err  error
	}
)

// What happens by itself.
type (
	changesMsg desk.Changes
	secondMsg  struct{}
	pricesMsg  struct{} // the pause after a reading of prices is over
	countsMsg  struct{} // the pause after a reading of counts is over
	expiredMsg struct{ notice uint64 }
)

// request keeps one question of a kind under way at a time. What is asked meanwhile is asked once more when the answer is there.
type request struct {
	number      uint64
	busy, again bool
}

// begin returns the number of a new request, or false if one is under way that will be repeated.
func (r *request) begin() (uint64, bool) {
	if r.busy {
		r.again = true
		return 0, false
	}
	return r.replace(), true
}

// replace returns the number of a new request, whose answer counts in place of the one under way.
func (r *request) replace() uint64 {
	r.number++
	r.busy, r.again = true, false
	return r.number
}

// end takes an answer; it reports whether it is the one that is waited for, and whether to ask again.
func (r *request) end(number uint64) (current, again bool) {
	if number != r.number {
		return false, false
	}
	r.busy = false
	again, r.again = r.again, false
	return true, again
}

const (
	window      = 100 * time.Millisecond // what happens within it reaches the screen as one change
	pricesPause = 250 * time.Millisecond // moves in the list are drawn at most four times a second
	countsPause = 500 * time.Millisecond
	noticeTime  = 5 * time.Second
	screens     = 3   // rows loaded on each side of the selection, in screens
	rowsAtLeast = 100 // and at least
)

// wait is the command that waits for the next changes; its answer must be followed by another wait.
func (m *root) wait() tea.Cmd {
	return func() tea.Msg {
		changes, ok := m.desk.Wait(m.ctx, window)
		if !ok {
			return nil
		}
		return changesMsg(changes)
	}
}

// tick waits for the next second, or the next minute if no clock is shown: ages of prices grow all the same.
func (m *root) tick() tea.Cmd {
	step := time.Second
	if !m.opt.Clock {
		step = time.Minute
	}
	now := m.opt.Now()
	return tea.Tick(now.Truncate(step).Add(step).Sub(now), func(time.Time) tea.Msg { return secondMsg{} })
}

// refresh reads the rows around the selection again.
func (m *root) refresh() tea.Cmd {
	number, ok := m.asked.list.begin()
	if !ok {
		return nil
	}
	return m.read(number, m.headlines.id(), false)
}

// jump goes to an article, or to the newest if id is 0.
func (m *root) jump(id int64) tea.Cmd { return m.read(m.asked.list.replace(), id, true) }

func (m *root) read(number uint64, around int64, jump bool) tea.Cmd {
	rows := m.rowsAround()
	return m.readWindow(number, desk.Window{Query: m.query, Around: around, Newer: rows, Older: rows}, jump)
}

func (m *root) rowsAround() int { return max(rowsAtLeast, screens*m.headlines.h) }

func (m *root) readWindow(number uint64, w desk.Window, jump bool) tea.Cmd {
	return func() tea.Msg {
		h, err := m.desk.Headlines(m.ctx, w)
		return headlinesMsg{number, h, jump, err}
	}
}

// toOldest goes to the last row.
func (m *root) toOldest() tea.Cmd {
	p := m.headlines
	if !p.hasOlder() {
		return m.moved(p.move(len(p.rows)))
	}
	return m.readWindow(m.asked.list.replace(), desk.Window{Query: m.query, Newer: m.rowsAround(), Oldest: true}, true)
}

func (m *root) showHeadlines(msg headlinesMsg) tea.Cmd {
	current, again := m.asked.list.end(msg.number)
	if !current {
		return nil
	}
	if msg.err != nil {
		return m.fault("cannot read the headlines", msg.err)
	}
	if !m.headlines.loaded {
		m.follow = msg.headlines.Total == 0
	}
	if m.follow && msg.headlines.Total > 0 {
		msg.headlines.Around, msg.jump = 0, true
	}
	m.follow = m.follow && m.asking() != ""
	m.headlines.show(msg.headlines, msg.jump)
	var cmd tea.Cmd
	if again {
		cmd = m.refresh()
	}
	return tea.Batch(cmd, m.open())
}

// readText reads what is kept of the open article's text.
func (m *root) readText() tea.Cmd {
	id := m.readingID()
	if id == 0 {
		return nil
	}
	number, ok := m.asked.text.begin()
	if !ok {
		return nil
	}
	return func() tea.Msg {
		text, whole, err := m.desk.StoredText(m.ctx, id)
		var told []orewire.Article
		if err == nil {
			told, err = m.desk.Versions(m.ctx, id)
		}
		return articleMsg{number, id, text, whole, told, err}
	}
}

func (m *root) showArticle(msg articleMsg) tea.Cmd {
	_, again := m.asked.text.end(msg.number)
	switch {
	case again || msg.id != m.readingID():
		return m.readText()
	case msg.err != nil:
		m.article.fail(msg.err)
	default:
		m.article.versions = msg.told
		m.showText(msg.text, msg.whole)
	}
	return nil
}

// showText shows the open article with its text.
func (m *root) showText(text desk.FullText, whole bool) {
	m.showTickers(text.Article)
	m.article.read(text, whole, m.tickersInText())
}

// readPage asks for the whole text of the selected article, unless that is shown or under way.
func (m *root) readPage() tea.Cmd {
	id := m.readingID()
	if id == 0 || m.asked.pages[id] || m.article.article.ID == id && m.article.whole {
		return nil
	}
	m.asked.pages[id] = true
	return func() tea.Msg {
		text, err := m.desk.FullText(m.ctx, id)
		return pageMsg{id, text, err}
	}
}

func (m *root) showPage(msg pageMsg) tea.Cmd {
	delete(m.asked.pages, msg.id)
	if msg.err != nil {
		return m.fault("the page was not read", msg.err)
	}
	if msg.id != m.readingID() {
		return nil
	}
	m.showText(msg.text, msg.text.Notice.IsZero())
	if m.asked.text.busy {
		m.asked.text.again = true // what is under way may have been read before the page was
	}
	return nil
}

// readCensus reads the counts of topics and views, and the flow of the topic that is selected.
func (m *root) readCensus() tea.Cmd {
	number, ok := m.asked.census.begin()
	if !ok {
		return nil
	}
	topic := m.commodities.flowTopic()
	return func() tea.Msg {
		c, err := m.desk.Census(m.ctx, topic)
		return censusMsg{number, c, err}
	}
}

func (m *root) showCensus(msg censusMsg) tea.Cmd {
	current, again := m.asked.census.end(msg.number)
	if !current {
		return nil
	}
	if msg.err != nil {
		return m.fault("cannot count the articles", msg.err)
	}
	m.census, m.commodities.census = msg.census, msg.census
	if again {
		return m.readCensus()
	}
	return nil
}

// nextUnread goes to the nearest unread article, older or newer than the selected one. The desk is asked only if the loaded rows
// have none.
func (m *root) nextUnread(older bool) tea.Cmd {
	if n := m.headlines.unreadFrom(older); n != 0 {
		return m.moved(m.headlines.move(n))
	}
	from, q := m.headlines.id(), m.query
	return func() tea.Msg {
		id, err := m.desk.NextUnread(m.ctx, q, from, older)
		return unreadMsg{id, older, err}
	}
}

func (m *root) showUnread(msg unreadMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		return m.fault("cannot look for unread articles", msg.err)
	case msg.id == 0 && msg.older:
		return m.say("No older unread article here.")
	case msg.id == 0:
		return m.say("No newer unread article here.")
	}
	return m.jump(msg.id)
}

// mark sets a mark of the selected article, on the screen at once and then in the store.
func (m *root) mark(set func(*desk.Headline), store func(id int64) error) tea.Cmd {
	row := m.headlines.reading()
	if row == nil {
		return nil
	}
	set(row)
	id := row.ID
	return func() tea.Msg { return doneMsg{"the mark was not saved", store(id)} }
}

func (m *root) markRead(read bool) tea.Cmd {
	if row := m.headlines.reading(); row == nil || row.Read == read {
		return nil
	}
	return m.mark(func(h *desk.Headline) { h.Read = read }, func(id int64) error { return m.desk.SetRead(m.ctx, id, read) })
}

func (m *root) markStarred(starred bool) tea.Cmd {
	return m.mark(func(h *desk.Headline) { h.Starred = starred }, func(id int64) error { return m.desk.SetStarred(m.ctx, id, starred) })
}

// openPage hands the address to the browser.
func (m *root) openPage() tea.Cmd {
	a := m.reading()
	if a == nil {
		return nil
	}
	if a.URL.IsZero() {
		return m.say("This article has no address.")
	}
	url := a.URL
	return tea.Batch(m.markRead(true), m.say("Opening "+shortAddress(url.String())), func() tea.Msg {
		return doneMsg{"the page was not opened", m.desk.OpenAddress(m.ctx, url)}
	})
}

// copyAddress sends the address to the terminal's clipboard, which does not say whether it took it.
func (m *root) copyAddress() tea.Cmd {
	a := m.reading()
	if a == nil || a.URL.IsZero() {
		return m.say("This article has no address.")
	}
	return tea.Batch(tea.SetClipboard(a.URL.String()), m.say("Address sent to the clipboard."))
}
