package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"orewire"
)

const (
	sizeLimit  = 1 << 20 // bytes of a configuration file
	depthLimit = 16      // lists and mappings in brackets, one in another
)

// Builtin returns the configuration without a file: config.example.yaml.
func Builtin() (Config, error) {
	var c Config
	err := c.over("config.example.yaml", orewire.ExampleConfig)
	c.File = ""
	return c, err
}

// Load reads a configuration file over the built-in configuration. With "" it reads the file that Path names, if there is one.
func Load(path string) (Config, error) {
	if path == "" {
		path = chosen()
	}
	if path == "" {
		return Builtin()
	}
	data, err := read(path)
	if err != nil {
		return Config{}, err
	}
	return Parse(path, data)
}

// chosen returns the file to read when none was given, or "" if there is none.
func chosen() string {
	path := Path()
	if os.Getenv(pathVariable) != "" {
		return path
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	return path
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &Error{File: path, Message: "there is no such file"}
	}
	if err != nil {
		return nil, &Error{File: path, Message: "cannot be read: " + reason(err)}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, sizeLimit+1))
	if err != nil {
		return nil, &Error{File: path, Message: "cannot be read: " + reason(err)}
	}
	return data, nil
}

// reason leaves the file's name out of an error, since ours begins with it.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// Parse reads the text of a configuration file over the built-in configuration; file is its name for errors.
func Parse(file string, data []byte) (Config, error) {
	c, err := Builtin()
	if err != nil {
		return Config{}, err
	}
	if err := c.over(file, data); err != nil {
		return Config{}, err
	}
	return c, nil
}

// over reads a text over what the configuration says already.
func (c *Config) over(file string, data []byte) error {
	c.File = file
	body, err := document(data)
	if err == nil && body != nil {
		err = c.sections()(body)
	}
	var wrong *Error
	if errors.As(err, &wrong) {
		wrong.File = file
	}
	return err
}

// document returns the one document of a text, or nil if it says nothing.
func document(data []byte) (ast.Node, error) {
	if len(data) > sizeLimit {
		return nil, &Error{Message: "is larger than 1 MiB; this is not a configuration of orewire"}
	}
	if !utf8.Valid(data) {
		return nil, &Error{Message: "is not UTF-8 text; save it as UTF-8"}
	}
	tree, err := syntax(string(data))
	if err != nil {
		return nil, err
	}
	var body ast.Node
	for _, doc := range tree.Docs {
		switch {
		case doc.Body == nil:
		case body != nil:
			return nil, mistake(doc.Body, "expected one configuration in the file, found a second one after ---")
		default:
			body = doc.Body
		}
	}
	return body, nil
}

// syntax makes the tree of a YAML text.
func syntax(text string) (tree *ast.File, err error) {
	defer func() {
		// The parser indexes without looking on some broken texts.
		if r := recover(); r != nil {
			err = &Error{Message: fmt.Sprintf("is not YAML that can be read: %v", r)}
		}
	}()
	tokens := lexer.Tokenize(text)
	if err := shallow(tokens); err != nil {
		return nil, err
	}
	tree, err = parser.Parse(tokens, 0)
	var wrong yaml.Error
	if errors.As(err, &wrong) {
		e := &Error{Message: wrong.GetMessage()}
		if t := wrong.GetToken(); t != nil {
			e.Line, e.Column = t.Position.Line, t.Position.Column
		}
		return nil, e
	}
	if err != nil {
		return nil, &Error{Message: err.Error()}
	}
	return tree, nil
}

// shallow refuses brackets in brackets without end, on which the parser's time grows with their square.
func shallow(tokens token.Tokens) error {
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case token.MappingStartType, token.SequenceStartType:
			depth++
		case token.MappingEndType, token.SequenceEndType:
			depth--
		}
		if depth > depthLimit {
			return &Error{Line: t.Position.Line, Column: t.Position.Column, Message: "too many brackets one in another"}
		}
	}
	return nil
}
