package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"orewire/internal/cleantext"
)

const maxPackings = 4 // encodings of one answer, one over the other

// unpack returns a reader of the plain body. Some servers compress at random, or say that they do and do not, so the first
// bytes count for more than the header.
func unpack(body io.Reader, encodings string) (io.Reader, error) {
	names := strings.Split(strings.ToLower(encodings), ",")
	if len(names) > maxPackings {
		return nil, fmt.Errorf("packed %d times over", len(names))
	}
	for i := len(names) - 1; i >= 0; i-- { // the last was applied last
		layer, err := unpackLayer(bufio.NewReader(body), strings.TrimSpace(names[i]))
		if err != nil {
			return nil, err
		}
		body = layer
	}
	return body, nil
}

func unpackLayer(body *bufio.Reader, encoding string) (io.Reader, error) {
	head, err := body.Peek(4)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch encoding {
	case "", "identity", "gzip", "x-gzip", "none", "utf-8", "deflate", "br":
	default:
		return nil, fmt.Errorf("compressed as %q, which orewire does not know", cleantext.Line(encoding))
	}
	switch {
	case isGzip(head):
		return newGzipMembers(body)
	case encoding == "br":
		return brotli.NewReader(body), nil
	case isZlib(head) && (encoding == "deflate" || encoding == "gzip"):
		return zlib.NewReader(body)
	case encoding == "deflate":
		return flate.NewReader(body), nil
	}
	return body, nil
}

// isGzip reports whether a text begins as gzip does: its mark, its only method and no reserved flag.
func isGzip(head []byte) bool {
	return len(head) >= 2 && head[0] == 0x1F && head[1] == 0x8B && (len(head) < 4 || head[2] == 8 && head[3] < 0x20)
}

// isZlib reports whether a text begins as zlib does.
func isZlib(head []byte) bool {
	return len(head) >= 2 && head[0]&0x0F == 8 && (int(head[0])<<8|int(head[1]))%31 == 0
}

// gzipMembers reads the parts of a gzip text, and ends with the last though something else follows, as browsers do.
type gzipMembers struct {
	*gzip.Reader
	packed *bufio.Reader
}

func newGzipMembers(packed *bufio.Reader) (io.Reader, error) {
	member, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	member.Multistream(false)
	return gzipMembers{member, packed}, nil
}

func (g gzipMembers) Read(p []byte) (int, error) {
	n, err := g.Reader.Read(p)
	if err != io.EOF {
		return n, err
	}
	if head, _ := g.packed.Peek(4); len(head) < 4 || !isGzip(head) {
		return n, io.EOF
	}
	if err := g.Reset(g.packed); err != nil {
		return n, err
	}
	g.Multistream(false)
	return n, nil
}
