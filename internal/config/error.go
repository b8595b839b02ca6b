package config

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"orewire/internal/cleantext"
)

// Error is a mistake in the configuration.
type Error struct {
	File    string
	Line    int // from 1; 0 if the mistake is not in a line, as when the file cannot be read
	Column  int // from 1, in characters
	Message string
}

// Error returns "file:line:column: message".
func (e *Error) Error() string {
	where := e.File
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column)
	}
	return cleantext.Line(where + ": " + e.Message).String()
}

// mistake makes the error that stands at a node. Load adds the file.
func mistake(n ast.Node, format string, args ...any) *Error {
	e := &Error{Message: fmt.Sprintf(format, args...)}
	if t := start(n); t != nil {
		e.Line, e.Column = t.Position.Line, t.Position.Column
	}
	return e
}

// start is the first token of a node; goccy gives the colon for a mapping.
func start(n ast.Node) *token.Token {
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			return n.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken()
	}
	return n.GetToken()
}

// found names what stands at a node, for "expected …, found …".
func found(n ast.Node) string {
	switch n := n.(type) {
	case *ast.NullNode:
		return "nothing"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "keys and values"
	case *ast.SequenceNode:
		return "a list"
	case *ast.AnchorNode, *ast.AliasNode:
		return "an anchor or alias (write the value out)"
	case *ast.TagNode:
		return "a tag (leave it out)"
	case *ast.LiteralNode:
		return "text of several lines"
	default:
		return fmt.Sprintf("%q", n.GetToken().Value)
	}
}

// either joins words as "a, b or c".
func either(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
