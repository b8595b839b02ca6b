package main

import (
	"time"

	"github.com/spf13/cobra"

	"orewire/internal/config"
)

// program is what the commands share.
type program struct {
	now                            func() time.Time
	started                        bool   // flags and arguments were right
	configFile, storeFile, logFile string // as the flags say; "": as the environment, the configuration and the XDG folders do
}

// root is `orewire` itself, which opens the dashboard, with the other commands under it.
func (p *program) root() *cobra.Command {
	c := &cobra.Command{
		Use:   "orewire",
		Short: "A terminal dashboard for mineral market news",
		Long: `orewire shows mineral market news in the terminal: new headlines arrive by themselves, each with its commodities,
the tickers that it concerns, and what those have done since the headline.

Without a command it opens the dashboard; with no configuration it runs on the built-in one. ? in it lists the keys.

Files: ` + "`orewire config path`" + ` says where the configuration is. OREWIRE_CONFIG, OREWIRE_DB and OREWIRE_LOG choose files as the flags do.
Exit status: 0 done, 1 failed, 2 wrong usage or configuration, 128 + n ended by signal n.`,
		Version:          version(),
		Args:             none,
		SilenceErrors:    true,
		SilenceUsage:     true,
		PersistentPreRun: func(*cobra.Command, []string) { p.started = true },
		RunE:             func(c *cobra.Command, _ []string) error { return p.dashboard(c) },
	}
	c.SetVersionTemplate("orewire {{.Version}}\n")
	flags := c.PersistentFlags()
	flags.StringVar(&p.configFile, "config", "", "read the configuration from `FILE`")
	flags.StringVar(&p.storeFile, "db", "", "keep articles in `FILE`")
	flags.StringVar(&p.logFile, "log", "", "write the log to `FILE`")
	c.AddCommand(
		p.demoCommand(),
		p.pollCommand(),
		p.listCommand(),
		p.showCommand(),
		p.explainCommand(),
		p.tagCommand(),
		p.quotesCommand(),
		p.feedsCommand(),
		p.configCommand(),
	)
	nameCompletion(c)
	return c
}

// nameCompletion gives Cobra's own command the words and the strictness of the others.
func nameCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Short = "Print what makes a shell complete the commands: for bash, zsh, fish or powershell"
			c.Long = c.Short + ".\n`orewire completion bash --help` says where to put it."
			group(c)
		}
	}
}

// config loads the configuration that the flags, the environment or the XDG folders name.
func (p *program) config() (config.Config, error) { return config.Load(p.configFile) }
