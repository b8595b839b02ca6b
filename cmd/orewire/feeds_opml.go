package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"orewire"
	"orewire/feeds/opml"
	"orewire/internal/cleantext"
	"orewire/internal/desk"
)

func (p *program) feedsImportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE | -",
		Short: "Add the feeds of an OPML file or of newsboat's urls; - reads standard input",
		Long: `import adds all feeds of a list at once, with their folders as groups, without asking them; ` + "`orewire feeds check`" + ` does.

All or nothing: if any of the file cannot be read, or any of its feeds not be kept, none is added, and the status is 1. What is no
feed of http or https, as an entry that runs a program, is no part of that: it is refused and named with its line.`,
		Args: one("a file, or - for standard input"),
		RunE: func(c *cobra.Command, args []string) error {
			list, err := readList(args[0], c.InOrStdin())
			file := cleantext.Line(args[0])
			if args[0] == "-" {
				file = cleantext.Line("standard input")
			}
			if err != nil {
				return fmt.Errorf("nothing was added: %s: %w", file, err)
			}
			for _, r := range list.Refused {
				fmt.Fprintf(c.ErrOrStderr(), "refused: %s\n", r)
			}
			if n := len(list.Refused); n > 0 {
				fmt.Fprintf(c.ErrOrStderr(), "%d of %d entries refused\n", n, n+len(list.Feeds))
			}
			if len(list.Feeds) == 0 {
				return fmt.Errorf("nothing was added: %s has no feed", file)
			}
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				return adding{d, c.OutOrStdout(), c.ErrOrStderr()}.add(c.Context(), list.Feeds)
			})
		},
	}
}

// readList reads a list of feeds from a file, or from standard input.
func readList(file string, stdin io.Reader) (opml.List, error) {
	if file == "-" {
		return opml.Read(stdin)
	}
	f, err := os.Open(file)
	if err != nil {
		return opml.List{}, reasonOf(err)
	}
	defer f.Close()
	return opml.Read(f)
}

// reasonOf leaves the file's name out of an error, since the message has it already.
func reasonOf(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

func (p *program) feedsExportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export [FILE]",
		Short: "Write all feeds as OPML, to standard output or a new file",
		Long: `export writes the feeds that are polled, with their groups as folders; those of a bundle without a group stand in a folder of its
name. The file can hold logins that are part of addresses: only you can read it.`,
		Args: atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			return p.read(c.Context(), c.ErrOrStderr(), func(d *desk.Desk) error {
				var text bytes.Buffer
				if err := opml.Write(&text, "Feeds of orewire", inFolders(d.Catalog().Feeds)); err != nil {
					return err
				}
				if len(args) == 0 {
					_, err := c.OutOrStdout().Write(text.Bytes())
					return err
				}
				err := writePrivate(args[0], text.Bytes())
				if errors.Is(err, fs.ErrExist) {
					return fmt.Errorf("%s is there already and was left alone; name another file", args[0])
				}
				return err
			})
		},
	}
}

// inFolders gives the feeds of a bundle that have no group a folder of the bundle's name.
func inFolders(list []orewire.Feed) []orewire.Feed {
	grouped := make([]orewire.Feed, len(list))
	for i, f := range list {
		if f.Group.IsZero() {
			f.Group = cleantext.Line(f.Bundle)
		}
		grouped[i] = f
	}
	return grouped
}
