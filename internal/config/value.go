package config

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"orewire/internal/cleantext"
)

// value reads a node into the place that it was made for. Its error is a *Error.
type value func(ast.Node) error

// keys names the values of a mapping.
type keys map[string]value

// mapping reads keys and their values, in the order of the file; the required ones must be there.
func mapping(known keys, required ...string) value {
	return func(n ast.Node) error {
		m, ok := n.(*ast.MappingNode)
		if !ok {
			return mistake(n, "expected keys and values, found %s", found(n))
		}
		missing := slices.Clone(required)
		for _, pair := range m.Values {
			name := pair.Key.GetToken().Value
			read, ok := known[name]
			if !ok {
				return mistake(pair.Key, "unknown key %q; expected %s", name, either(slices.Sorted(maps.Keys(known))))
			}
			if err := read(pair.Value); err != nil {
				return err
			}
			missing = slices.DeleteFunc(missing, func(s string) bool { return s == name })
		}
		if len(missing) > 0 {
			return mistake(n, "expected the key %q here", missing[0])
		}
		return nil
	}
}

// list reads each item with the value that item makes for a new place.
func list[T any](into *[]T, item func(*T) value) value {
	return func(n ast.Node) error {
		s, ok := n.(*ast.SequenceNode)
		if !ok {
			return mistake(n, "expected a list, as [a, b], or [] for none; found %s", found(n))
		}
		*into = nil
		for _, v := range s.Values {
			var t T
			if err := item(&t)(v); err != nil {
				return err
			}
			*into = append(*into, t)
		}
		return nil
	}
}

// table reads names of the user's choice with their values.
func table[T any](into *map[string]T, item func(*T) value) value {
	return func(n ast.Node) error {
		m, ok := n.(*ast.MappingNode)
		if !ok {
			return mistake(n, "expected names and values, as {a: b}, or {} for none; found %s", found(n))
		}
		*into = nil
		for _, pair := range m.Values {
			var t T
			if err := item(&t)(pair.Value); err != nil {
				return err
			}
			if *into == nil {
				*into = map[string]T{}
			}
			(*into)[cleantext.Line(pair.Key.GetToken().Value).String()] = t
		}
		return nil
	}
}

// word reads a scalar as it is written, so that 005930 stays a symbol and 1.10 a name.
func word(expected string, use func(s string) error) value {
	return func(n ast.Node) error {
		var s string
		switch n := n.(type) {
		case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
			s = n.GetToken().Value
		case *ast.LiteralNode:
			s = n.Value.Value
		default:
			return mistake(n, "expected %s, found %s", expected, found(n))
		}
		if use(strings.TrimSpace(s)) != nil {
			return mistake(n, "expected %s, found %q", expected, s)
		}
		return nil
	}
}

func boolean(into *bool) value {
	return func(n ast.Node) error {
		b, ok := n.(*ast.BoolNode)
		if !ok {
			return mistake(n, "expected true or false, found %s", found(n))
		}
		*into = b.Value
		return nil
	}
}

func whole(into *int, least, most int) value {
	expected := "a whole number from " + strconv.Itoa(least) + " to " + strconv.Itoa(most)
	return func(n ast.Node) error {
		i, ok := n.(*ast.IntegerNode)
		if !ok {
			return mistake(n, "expected %s, found %s", expected, found(n))
		}
		v, err := strconv.Atoi(i.GetToken().Value)
		if err != nil || v < least || v > most {
			return mistake(n, "expected %s, found %q", expected, i.GetToken().Value)
		}
		*into = v
		return nil
	}
}

// places says where the items of a list stand, by their names in lower case.
type places map[string]*token.Position

// once refuses what an earlier item of the same list has, whatever the case of its letters.
func once(seen places, what string, next value) value {
	return func(n ast.Node) error {
		if err := next(n); err != nil {
			return err
		}
		at := n.GetToken()
		name := strings.ToLower(strings.TrimSpace(at.Value))
		if place, ok := seen[name]; ok {
			return mistake(n, "%s %q is already in line %d", what, at.Value, place.Line)
		}
		seen[name] = at.Position
		return nil
	}
}
