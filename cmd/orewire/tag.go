package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/guard"
	"orewire/internal/linking"
)

// longestLine is what one article of tag's input may take, in bytes.
const longestLine = 16 << 20

func (p *program) tagCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "tag",
		Short: "JSON Lines of articles in, their topics and named instruments out",
		Long: `tag reads an article a line from standard input,
  {"id","title","summary"?,"body"?,"lang"?,"published"?,"publisher"?}
and writes its topics, the instruments that its text names, and the evidence, in the same order:
  {"id","topics","symbols","names","evidence","duplicate_of"}
Nothing is stored.`,
		Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := p.config()
			if err != nil {
				return err
			}
			catalog, err := desk.Catalog(cfg)
			if err != nil {
				return err
			}
			return tag(c.Context(), linking.New(catalog), c.InOrStdin(), c.OutOrStdout(), c.ErrOrStderr())
		},
	}
}

// untagged is an article as a line of the input gives it.
type untagged struct {
	ID        json.RawMessage `json:"id"`
	Title     string          `json:"title"`
	Summary   string          `json:"summary"`
	Body      string          `json:"body"`
	Lang      string          `json:"lang"`
	Published time.Time       `json:"published"`
	Publisher string          `json:"publisher"`
}

// tagging is a line on its way through the workers.
type tagging struct {
	number int
	line   []byte
	answer taggedRecord
	report linking.Report // what decides its story
	err    error
	done   chan struct{}
}

// tag links line after line on all cores. The lines under way are few, so that memory stays flat however long the input is.
func tag(ctx context.Context, linker *linking.Linker, in io.Reader, out, stderr io.Writer) error {
	workers := runtime.GOMAXPROCS(0)
	todo := make(chan *tagging, 8*workers)
	inOrder := make(chan *tagging, 8*workers)
	group, ctx := errgroup.WithContext(ctx)
	run := func(work func() error) { group.Go(func() error { return guard.Run("tag", work) }) }
	run(func() error {
		defer close(todo)
		defer close(inOrder)
		return readTaggings(ctx, in, todo, inOrder)
	})
	for range workers {
		run(func() error {
			for t := range todo {
				t.answer, t.report, t.err = tagLine(linker, t.number, t.line)
				close(t.done)
			}
			return nil
		})
	}
	run(func() error { return writeTaggings(ctx, inOrder, out, stderr) })
	return group.Wait()
}

func readTaggings(ctx context.Context, in io.Reader, todo, inOrder chan<- *tagging) error {
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, longestLine)
	number := 1
	for ; scan.Scan(); number++ {
		if len(scan.Bytes()) == 0 {
			continue
		}
		t := &tagging{number: number, line: append([]byte(nil), scan.Bytes()...), done: make(chan struct{})}
		for _, queue := range []chan<- *tagging{inOrder, todo} {
			select {
			case queue <- t:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
	if errors.Is(scan.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d of the input is longer than %d MiB; give one article a line", number, longestLine>>20)
	}
	return scan.Err()
}

func writeTaggings(ctx context.Context, inOrder <-chan *tagging, to, stderr io.Writer) error {
	out := bufio.NewWriter(to)
	records := lines(out)
	stories := linking.NewStories(nil)
	var failed, err error
	for t := range inOrder {
		select {
		case <-t.done:
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), out.Flush())
		}
		if t.err != nil {
			fmt.Fprintf(stderr, "orewire: line %d left out: %s\n", t.number, cleantext.Error(t.err))
			failed = errTold
			continue
		}
		if t.answer.DuplicateOf, err = duplicateOf(stories, t.report); err != nil {
			return err
		}
		if err = records.Encode(t.answer); err != nil {
			return err
		}
		if len(inOrder) == 0 { // who waits for the answer gets it
			if err := out.Flush(); err != nil {
				return err
			}
		}
	}
	return errors.Join(failed, out.Flush())
}

// duplicateOf returns the id of the line read first of those that tell the same story; nil if it is this one.
func duplicateOf(stories *linking.Stories, r linking.Report) (json.RawMessage, error) {
	if _, err := stories.Join(r); err != nil {
		return nil, err
	}
	first := &r
	for _, version := range stories.Versions(r.ID) {
		if version.ID < first.ID {
			first = version
		}
	}
	if first == &r {
		return nil, nil
	}
	return json.RawMessage(first.Key), nil
}

func tagLine(linker *linking.Linker, number int, line []byte) (taggedRecord, linking.Report, error) {
	var in untagged
	if err := json.Unmarshal(line, &in); err != nil {
		return taggedRecord{}, linking.Report{}, fmt.Errorf(`expected {"id":…,"title":…}: %w`, err)
	}
	if len(in.ID) == 0 {
		return taggedRecord{}, linking.Report{}, errors.New(`it has no "id"`)
	}
	a := orewire.Article{
		ID: int64(number), Key: string(in.ID), Title: cleantext.Line(in.Title), Summary: cleantext.Line(in.Summary),
		Body: cleantext.Paragraphs(in.Body), Lang: in.Lang, Published: in.Published, Publisher: cleantext.Line(in.Publisher),
	}
	linker.Link(&a, linking.Hints{Lang: in.Lang})
	return newTaggedRecord(in.ID, a), linker.Report(&a), nil
}

func newTaggedRecord(id json.RawMessage, a orewire.Article) taggedRecord {
	r := taggedRecord{ID: id, Topics: []string{}, Symbols: []string{}, Names: []string{}, Evidence: map[string][]string{}}
	for _, t := range a.Topics {
		r.Topics = append(r.Topics, t.ID)
		r.Evidence[t.ID] = terms(t.Spans)
	}
	for _, l := range a.Links {
		if l.How != orewire.Named {
			continue
		}
		r.Names = append(r.Names, l.Name.String())
		if l.Symbol != "" {
			r.Symbols = append(r.Symbols, l.Symbol)
		}
	}
	return r
}
