package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"orewire/internal/cleantext"
)

// unpack returns a reader of the plain body. Some servers compress at random, or say that they do and do not, so the first
// bytes count for more than the header.
func unpack(body io.Reader, encodings string) (io.Reader, error) {
	names := strings.Split(strings.ToLower(encodings), ",")
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
	head, err := body.Peek(2)
	if err != nil && err != io.EOF {
		return nil, err
	}
	gzipped := bytes.Equal(head, []byte{0x1F, 0x8B})
	switch encoding {
	case "", "identity", "gzip", "x-gzip", "none", "utf-8":
		if gzipped {
			return gzip.NewReader(body)
		}
		return body, nil
	case "deflate":
		if len(head) == 2 && head[0]&0x0F == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
			return zlib.NewReader(body)
		}
		return flate.NewReader(body), nil
	case "br":
		return brotli.NewReader(body), nil
	}
	return nil, fmt.Errorf("compressed as %q, which orewire does not know", cleantext.Line(encoding))
}
