package tui

import "charm.land/bubbles/v2/key"

// Keys are the keys of the dashboard: what is matched, what the footer advertises and what help lists.
type Keys struct {
	Down, Up, Bottom, Top, HalfDown, HalfUp, PageDown, PageUp         key.Binding
	Read, Back, NextPane, PreviousPane, PaneLeft, PaneRight, Zoom     key.Binding
	NextUnread, PreviousUnread, Newest, Scroll                        key.Binding
	Open, Links, Copy, Star, MarkRead, Topics, Search, Explain, Feeds key.Binding
	Versions                                                          key.Binding
	Poll, View, Help, Quit, Suspend, Redraw, Filter, Choose, Accept   key.Binding
}

// DefaultKeys are the built-in keys.
func DefaultKeys() Keys {
	bind := func(help, does string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, does))
	}
	return Keys{
		Down:     bind("j/↓", "down", "j", "down"),
		Up:       bind("k/↑", "up", "k", "up"),
		Bottom:   bind("G", "the end", "G", "end"),
		Top:      bind("g", "the beginning", "g", "home"),
		HalfDown: bind("^d", "half a page down", "ctrl+d"),
		HalfUp:   bind("^u", "half a page up", "ctrl+u"),
		PageDown: bind("pgdn", "a page down", "pgdown", "ctrl+f"),
		PageUp:   bind("pgup", "a page up", "pgup", "ctrl+b"),

		Read:         bind("enter", "read", "enter"),
		Back:         bind("esc", "back", "esc"),
		NextPane:     bind("tab", "next pane", "tab"),
		PreviousPane: bind("shift+tab", "previous pane", "shift+tab"),
		PaneLeft:     bind("h", "pane to the left", "h", "left"),
		PaneRight:    bind("l", "pane to the right", "l", "right"),
		Zoom:         bind("z", "zoom the pane", "z"),

		NextUnread:     bind("n", "next unread", "n"),
		PreviousUnread: bind("N", "previous unread", "N"),
		Newest:         bind(".", "newest", "."),
		Scroll:         bind("space", "scroll the text", "space"),

		Open:     bind("o", "open", "o"),
		Links:    bind("L", "links", "L"),
		Copy:     bind("y", "copy the address", "y"),
		Star:     bind("s", "star", "s"),
		MarkRead: bind("u", "read or unread", "u"),
		Topics:   bind("t", "topics", "t"),
		Search:   bind("/", "search", "/"),
		Explain:  bind("x", "explain", "x"),
		Versions: bind("=", "next version of the story", "="),
		Feeds:    bind("F", "feeds", "F"),

		Poll:    bind("r", "ask all now", "r"),
		View:    bind("0–9", "view", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0"),
		Help:    bind("?", "help", "?"),
		Quit:    bind("q", "quit", "q", "ctrl+c"),
		Suspend: bind("^z", "suspend", "ctrl+z"),
		Redraw:  bind("^l", "redraw", "ctrl+l"),

		Filter: bind("enter", "filter", "enter"),
		Choose: bind("space", "choose", "space"),
		Accept: bind("enter", "show", "enter"),
	}
}

// doing gives a binding another word for what it does here.
func doing(b key.Binding, does string) key.Binding {
	b.SetHelp(b.Help().Key, does)
	return b
}

// named gives a binding another name and another word.
func named(b key.Binding, keys, does string) key.Binding {
	b.SetHelp(keys, does)
	return b
}
