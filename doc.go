// Package orewire is the language of the desk: what an article, a topic, an instrument, a link and a quote are.
// Every other room speaks it; it knows none of them.
package orewire

import _ "embed"

// ExampleConfig is config.example.yaml: the documented example and the built-in configuration in one.
//
//go:embed config.example.yaml
var ExampleConfig []byte
