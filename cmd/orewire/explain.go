package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
	"orewire/internal/linking"
)

// longestText is what `explain -` reads, in bytes.
const longestText = 16 << 20

func (p *program) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain ID|-",
		Short: "Why an article has its topics and instruments",
		Long: `explain prints each topic and instrument of an article with its evidence and score, and what looked like evidence but is not.
With - it reads plain text from standard input: the first line is the title, the rest the text.`,
		Example: "  orewire explain 17\n  echo 'Rare Holdings rises on rare earth news' | orewire explain -",
		Args:    one("the number of an article, or - to read a text"),
		RunE: func(c *cobra.Command, args []string) error {
			if args[0] == "-" {
				return p.explainText(c)
			}
			id, err := articleID(args[0])
			if err != nil {
				return err
			}
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				a, err := article(c.Context(), d, id)
				if err != nil {
					return err
				}
				e, err := d.Explain(c.Context(), id)
				if err != nil {
					return err
				}
				return explain(c.OutOrStdout(), a.Title, e)
			})
		},
	}
}

func (p *program) explainText(c *cobra.Command) error {
	cfg, err := p.config()
	if err != nil {
		return err
	}
	catalog, err := desk.Catalog(cfg)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(c.InOrStdin(), longestText+1))
	if err != nil {
		return fmt.Errorf("standard input cannot be read: %w", err)
	}
	if len(text) > longestText {
		return fmt.Errorf("the text is longer than %d MiB; give one article", longestText>>20)
	}
	title, body, _ := strings.Cut(strings.TrimSpace(string(text)), "\n")
	a := orewire.Article{Title: cleantext.Line(title), Body: cleantext.Paragraphs(body)}
	return explain(c.OutOrStdout(), a.Title, linking.New(catalog).Explain(a, linking.Hints{}))
}

// explain prints topics, instruments and what was void, each with its reason.
func explain(w io.Writer, title cleantext.Text, e linking.Explanation) error {
	topics := &table{right: []bool{false, false, true}}
	for _, t := range e.Topics {
		why := places(t)
		if t.Implied != "" {
			why = "implied by " + t.Implied
		}
		topics.add("  "+t.Name, t.Short, strconv.FormatFloat(t.Score, 'f', 1, 64), why)
	}
	links := &table{}
	for _, l := range e.Links {
		links.add("  "+l.Name.String(), l.Symbol, l.How.String(), strings.Join(l.Why, "; "))
	}
	blocked := &table{}
	for _, b := range e.Blocked {
		blocked.add("  “"+b.Term+"”", "in the "+b.Field.String(), b.For, b.Why)
	}
	_, err := fmt.Fprintf(w, "%s\nlanguage: %s\n\ntopics\n%s\ninstruments\n%s\nlooked like evidence and is not\n%s",
		title, cmp.Or(e.Lang, "unknown"), orNone(topics), orNone(links), orNone(blocked))
	return err
}

func orNone(t *table) string { return cmp.Or(t.String(), "  none\n") }

// places lists the words that made a topic, with the text that each stands in, its points and what else it needed.
func places(t linking.ExplainedTopic) string {
	words := make([]string, len(t.Spans))
	for i, s := range t.Spans {
		words[i] = fmt.Sprintf("“%s” in the %s +%s", s.Term, s.Field, strconv.FormatFloat(s.Score, 'f', -1, 64))
		if s.Weak {
			words[i] += " beside “" + cmp.Or(t.Context[i], "a feed about metals") + "”"
		}
	}
	list := strings.Join(words, "; ")
	if t.Threshold > 0 {
		list += fmt.Sprintf(" (in the text alone; needs %.1f)", t.Threshold)
	}
	return list
}
