package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// usageError is a wrong flag, argument or command.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// usagef makes a usageError.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// called is how a command is typed after the program's name, which begins every message.
func called(c *cobra.Command) string { return strings.TrimPrefix(c.CommandPath(), "orewire ") }

// one takes exactly one argument, and says what it is if there is none or more.
func one(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return usagef("%s wants %s", called(c), what)
		case len(args) > 1:
			return tooMany(c, args[1])
		}
		return nil
	}
}

// atMostOne takes one argument or none.
func atMostOne(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return tooMany(c, args[1])
	}
	return nil
}

func tooMany(c *cobra.Command, first string) error {
	return usagef("%s takes one argument; %q is too many", called(c), first)
}

// none takes no argument. A word after a command that has commands under it was meant for one of those.
func none(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if !c.HasAvailableSubCommands() {
		return usagef("%s takes no argument, found %q", called(c), args[0])
	}
	c.SuggestionsMinimumDistance = 2
	said := fmt.Sprintf("there is no command %q", c.CommandPath()+" "+args[0])
	if close := c.SuggestionsFor(args[0]); len(close) > 0 {
		said += "; did you mean " + strings.Join(close, " or ") + "?"
	}
	return usagef("%s", said)
}

// group is a command that does nothing but hold others.
func group(c *cobra.Command, commands ...*cobra.Command) *cobra.Command {
	c.AddCommand(commands...)
	c.Args = none
	c.RunE = func(c *cobra.Command, _ []string) error {
		var names []string
		for _, sub := range c.Commands() {
			names = append(names, sub.Name())
		}
		return usagef("%s needs one of: %s", called(c), strings.Join(names, ", "))
	}
	return c
}
