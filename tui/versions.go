package tui

import (
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"orewire"
	"orewire/internal/desk"
	"orewire/tui/cells"
	"orewire/tui/theme"
)

// reading returns the article that is read: the selected headline's, or another version of its story; nil if there is none.
func (m *root) reading() *orewire.Article {
	row := m.headlines.reading()
	switch {
	case row == nil:
		return nil
	case m.version.row == row.ID:
		return &m.version.article
	}
	return &row.Article
}

// readingID returns the id of the article that is read; 0 if there is none.
func (m *root) readingID() int64 {
	if a := m.reading(); a != nil {
		return a.ID
	}
	return 0
}

// shownVersion is a version of a story that is read instead of the one in the list.
type shownVersion struct {
	row     int64 // id of the headline; 0: none
	article orewire.Article
}

// nextVersion goes on to the next version of the story, and from the last to the first.
func (m *root) nextVersion() tea.Cmd {
	a, list := m.reading(), m.article.versions
	if a == nil || m.article.article.ID != a.ID || !m.article.loaded {
		return nil // the versions come with the text
	}
	if len(list) < 2 {
		return m.say("Nobody else has reported this.")
	}
	at := slices.IndexFunc(list, func(v orewire.Article) bool { return v.ID == a.ID })
	row, next := m.headlines.id(), list[(at+1)%len(list)]
	m.version = shownVersion{row, next}
	if next.ID == row {
		m.version = shownVersion{}
	}
	if _, beside := m.layout.box(paneArticle); !beside {
		m.setFocus(paneArticle)
	}
	return tea.Batch(m.open(), m.markRead(true))
}

const (
	versionsListed = 5  // at most, in the article's head
	sourceWidth    = 22 // at most
	lagWidth       = 10 // of "12 m later"
)

// layVersions lists the versions of the story: who has told it, when, how long after the first, and how. It keeps the one that is read in
// view.
func (p *article) layVersions() {
	if len(p.versions) < 2 {
		return
	}
	dim := theme.Plain(theme.Dim)
	p.line(span{theme.Bold(theme.Title), plural(len(p.versions), "version", "versions")}, span{dim, "  "}, span{theme.Bold(theme.Key), "="}, span{dim, " next"})
	read := slices.IndexFunc(p.versions, func(v orewire.Article) bool { return v.ID == p.article.ID })
	from := max(0, min(read-versionsListed/2, len(p.versions)-versionsListed))
	to := min(len(p.versions), from+versionsListed)
	sources, times := 0, 0
	for i := from; i < to; i++ {
		sources = max(sources, cells.Width(versionSource(&p.versions[i])))
		times = max(times, cells.Width(p.look.place.clock(p.versions[i].Published)))
	}
	for i := from; i < to; i++ {
		p.lines = append(p.lines, p.versionRow(i, i == read, min(sources, sourceWidth), times))
	}
}

func (p *article) versionRow(i int, isRead bool, sources, times int) string {
	v := &p.versions[i]
	ink, mark := theme.Plain(theme.Dim), " "
	if isRead {
		ink, mark = theme.Plain(theme.Text), "›"
	}
	lag := "first"
	if after := desk.Lag(p.versions, i); after > 0 {
		lag = duration(after, " ") + " later"
	}
	gap := theme.Style{}
	r := cells.NewRow(p.look.theme, p.w-2).Put(theme.Plain(theme.Accent), mark).Put(gap, " ").Field(ink, versionSource(v), sources).Put(gap, "  ")
	r.Field(ink, p.look.place.clock(v.Published), times).Put(gap, "  ").Field(theme.Plain(theme.Faint), lag, lagWidth).Put(gap, "  ")
	if room := p.width() - r.At(); room > 12 {
		r.Put(ink, cells.Cut(v.Title.String(), room))
	}
	return r.String()
}

// versionSource says who has told a version: the publisher, or who passed its text on.
func versionSource(a *orewire.Article) string {
	switch {
	case !a.Via.IsZero():
		return a.Via.String()
	case a.Publisher.IsZero() && len(a.Feeds) > 0:
		return a.Feeds[0]
	}
	return a.Publisher.String()
}

// storySize writes how many articles tell a story: ×3, at most ×9; nothing for one.
func storySize(s orewire.Story) string {
	if s.Size < 2 {
		return ""
	}
	return "×" + strconv.Itoa(min(s.Size, 9))
}
