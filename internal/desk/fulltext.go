package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"golang.org/x/sync/singleflight"

	"orewire"
	"orewire/feeds/publisher"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
	"orewire/internal/guard"
	"orewire/internal/reader"
	"orewire/internal/store"
)

// FullText is an article with all of its text that can be had. Its topics and links are those of that text.
type FullText struct {
	orewire.Article                 // Body is orewire.Plain(Blocks), unless Blocks are of the summary
	Blocks          []orewire.Block // of the article's page, else of the feed's own text, else of its summary; nil if there is only the headline
	Notice          cleantext.Text  // why this is not the page's whole text, in words; "" if it is
}

// pageAgain is how long a page that gave no text is not asked for again.
const pageAgain = time.Hour

// fullTexts are the pages that are being read, and those that may not be stored.
type fullTexts struct {
	flight   singleflight.Group
	unstored memory[store.Text]
}

// FullText reads all of an article's text: what is kept of its page, else the page itself, which is asked for once however many
// want it. If the page gives none, it is the feed's own text with the reason in Notice. An error is the store's, or that ctx ended.
func (d *Desk) FullText(ctx context.Context, id int64) (FullText, error) {
	for {
		answers := d.texts.flight.DoChan(strconv.FormatInt(id, 10), func() (any, error) {
			var full FullText
			err := guard.Run("full text", func() (err error) {
				full, err = d.fullText(ctx, id)
				return err
			})
			return full, err
		})
		select {
		case <-ctx.Done():
			return FullText{}, ctx.Err()
		case answer := <-answers:
			if answer.Err == nil {
				return answer.Val.(FullText), nil
			}
			if !errors.Is(answer.Err, context.Canceled) || ctx.Err() != nil {
				return FullText{}, answer.Err
			}
			// The one who asked for both of us went away: ask again.
		}
	}
}

// StoredText is FullText without asking for the page: kept is false if nothing is kept of it, and then the text is the feed's own,
// without Notice.
func (d *Desk) StoredText(ctx context.Context, id int64) (full FullText, kept bool, err error) {
	a, err := d.Article(ctx, id)
	if err != nil {
		return FullText{}, false, err
	}
	text, err := d.keptText(ctx, a)
	if err != nil {
		return FullText{}, false, err
	}
	return compose(a, text), !text.Fetched.IsZero(), nil
}

func (d *Desk) fullText(ctx context.Context, id int64) (FullText, error) {
	a, err := d.Article(ctx, id)
	if err != nil {
		return FullText{}, err
	}
	text, err := d.keptText(ctx, a)
	if err != nil {
		return FullText{}, err
	}
	if text.Fetched.IsZero() {
		if text, err = d.readPage(ctx, a); err != nil {
			return FullText{}, err
		}
		if a, err = d.Article(ctx, id); err != nil {
			return FullText{}, err
		}
	}
	return compose(a, text), nil
}

// compose falls back to what the feed gave where the page gave no text.
func compose(a orewire.Article, page store.Text) FullText {
	full := FullText{Article: a, Blocks: page.Blocks, Notice: page.Error}
	if page.Blocks != nil {
		return full
	}
	have := "This is the feed's own text: "
	full.Blocks = orewire.Paragraphs(a.Body)
	if full.Blocks == nil {
		have = "This is the feed's summary: "
		full.Blocks = orewire.Paragraphs(a.Summary)
	}
	if full.Blocks == nil {
		have = "There is only the headline: "
	}
	if !page.Fetched.IsZero() {
		full.Notice = cleantext.Line(have + page.Error.String())
	}
	return full
}

// keptText returns what is kept of an article's page; the zero Text if that is nothing, or the article has changed since.
func (d *Desk) keptText(ctx context.Context, a orewire.Article) (store.Text, error) {
	text := d.texts.unstored.get(a.ID)
	if text.Fetched.IsZero() {
		stored, found, err := d.store.Text(ctx, a.ID)
		if err != nil || !found {
			return store.Text{}, err
		}
		text = stored
	}
	if a.Updated.After(text.Fetched) || text.Blocks == nil && d.now().Sub(text.Fetched) >= pageAgain {
		return store.Text{}, nil
	}
	return text, nil
}

// readPage reads an article's page, links the article anew by it, and keeps what it gave.
func (d *Desk) readPage(ctx context.Context, a orewire.Article) (store.Text, error) {
	feed := d.feedOf(a)
	before := a.Body
	text, err := d.askPage(ctx, feed, &a)
	if ctx.Err() != nil {
		return store.Text{}, ctx.Err()
	}
	text.Fetched = d.now().UTC()
	if err != nil {
		d.log.Info("page not read", "article", a.ID, "error", err)
		text.Error = cleantext.Error(err)
		if isPassing(err) {
			return text, nil
		}
	} else if a.Body != before {
		if err := d.linkAnew(ctx, feed, a); err != nil {
			return store.Text{}, err
		}
	}
	if feed.Closed {
		d.texts.unstored.put(a.ID, text)
		return text, nil
	}
	return text, d.store.SaveText(ctx, a.ID, text)
}

// isPassing reports whether a page may well come when it is asked for again: there was no answer, or a fault of the server.
func isPassing(err error) bool {
	var failed *fetch.Error
	return errors.As(err, &failed) && (failed.Status == 0 || failed.Status >= 500)
}

var (
	errNoAddress     = errors.New("it gives no address of a page")
	errOnlyBeginning = errors.New("the page shows only its beginning")
)

// askPage asks for an article's page, and puts what it says into the article.
func (d *Desk) askPage(ctx context.Context, feed orewire.Feed, a *orewire.Article) (store.Text, error) {
	if a.URL.IsZero() {
		return store.Text{}, errNoAddress
	}
	request := pageOf(feed, a.URL)
	request.Urgent = true // a reader waits
	if publisher.Has(feed.Pages, a.URL) {
		page, err := d.readPublisherPage(ctx, request)
		if err != nil {
			return store.Text{}, err
		}
		apply(a, page)
		return store.Text{Blocks: page.Blocks}, nil
	}
	page, err := reader.Read(ctx, d.client, request)
	if err != nil {
		return store.Text{}, err
	}
	body := orewire.Plain(page.Blocks)
	if 4*len(body.String()) < 3*len(a.Body.String()) {
		return store.Text{}, errOnlyBeginning
	}
	a.Body = body
	return store.Text{Blocks: page.Blocks, Error: page.Notice}, nil
}

// feedOf returns the feed that first had an article. If it is no longer followed, its terms are unknown, so the text is not stored;
// and its address is taken for a public one, so that the article cannot lead into a private network.
func (d *Desk) feedOf(a orewire.Article) orewire.Feed {
	for _, f := range d.feeds {
		if len(a.Feeds) > 0 && f.Name.String() == a.Feeds[0] {
			return f
		}
	}
	return orewire.Feed{URL: somewherePublic, Lang: a.Lang, Closed: true}
}

var somewherePublic = mustParse("https://unknown.invalid/")

func mustParse(address string) cleantext.Address {
	a, err := cleantext.ParseAddress(address)
	if err != nil {
		panic(err) // cannot be: it is written above
	}
	return a
}
