package feeds

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"orewire"
	"orewire/internal/cleantext"
	"orewire/internal/fetch"
)

// packed compresses by a coding's name.
func packed(t *testing.T, coding, s string) string {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "zlib":
		w = zlib.NewWriter(&b)
	case "deflate":
		w, _ = flate.NewWriter(&b, 5) // a level that there is
	case "br":
		w = brotli.NewWriter(&b)
	}
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

// rawServer answers every request to /n with the nth text, as it is, and then closes.
func rawServer(t *testing.T, answers []string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			buffer := make([]byte, 8<<10)
			n, _ := conn.Read(buffer) // what is not read has no number
			i := -1
			fmt.Sscanf(string(buffer[:n]), "GET /%d", &i)
			if i >= 0 && i < len(answers) {
				io.WriteString(conn, answers[i])
			}
			conn.Close()
		}
	}()
	t.Cleanup(func() { listener.Close(); <-done })
	return "http://" + listener.Addr().String()
}

// What servers do, in bytes, and what a reader is shown of it.
func TestSuiteHTTP(t *testing.T) {
	const feed = `<rss><channel><title>Ore</title><item><title>Tin</title></item></channel></rss>`
	ok := func(headers, body string) string {
		return fmt.Sprintf("HTTP/1.1 200 OK\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n%s", headers, len(body), body)
	}
	status := func(line, headers string) string {
		return "HTTP/1.1 " + line + "\r\nConnection: close\r\n" + headers + "Content-Length: 0\r\n\r\n"
	}
	for i, c := range []struct{ name, answer, want string }{
		{"plain", ok("", feed), "Tin"},
		{"without a length", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + feed, "Tin"},
		{"HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n" + feed, "Tin"},
		{"chunked", "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(feed), feed), "Tin"},
		{"gzip", ok("Content-Encoding: gzip\r\n", packed(t, "gzip", feed)), "Tin"},
		{"gzip by its old name", ok("Content-Encoding: x-gzip\r\n", packed(t, "gzip", feed)), "Tin"},
		{"gzip that is not said", ok("", packed(t, "gzip", feed)), "Tin"},
		{"gzip that is said and not done", ok("Content-Encoding: gzip\r\n", feed), "Tin"},
		{"gzip twice", ok("Content-Encoding: gzip, gzip\r\n", packed(t, "gzip", packed(t, "gzip", feed))), "Tin"},
		{"deflate", ok("Content-Encoding: deflate\r\n", packed(t, "zlib", feed)), "Tin"},
		{"deflate without a head", ok("Content-Encoding: deflate\r\n", packed(t, "deflate", feed)), "Tin"},
		{"brotli", ok("Content-Encoding: br\r\n", packed(t, "br", feed)), "Tin"},
		{"coding of nothing", ok("Content-Encoding: identity\r\n", feed), "Tin"},
		{"coding that nobody knows", ok("Content-Encoding: tin\x1b[31m\r\n", feed), "no proper answer"},
		{"coding that we do not know", ok("Content-Encoding: zstd\r\n", feed), "answer cannot be unpacked"},
		{"gzip that breaks off", ok("Content-Encoding: gzip\r\n", packed(t, "gzip", feed)[:40]), "answer breaks off"},
		{"gzip that is damaged", ok("Content-Encoding: gzip\r\n", packed(t, "gzip", feed)[:20]+"xxxxxxxxxxxxxxxxxxxxxxxxxxxx"), "answer cannot be unpacked"},
		{"gzip bomb", ok("Content-Encoding: gzip\r\n", packed(t, "gzip", strings.Repeat("\x00", 30<<20))), "larger than 10 MiB"},
		{"brotli bomb", ok("Content-Encoding: br\r\n", packed(t, "br", strings.Repeat(" ", 30<<20))), "larger than 10 MiB"},
		{"type of a page", ok("Content-Type: text/html\r\n", feed), "Tin"},
		{"type of a picture", ok("Content-Type: image/png\r\n", feed), "Tin"},
		{"type that is none", ok("Content-Type: ;;\r\n", feed), "Tin"},
		{"206", "HTTP/1.1 206 Partial Content\r\nConnection: close\r\n\r\n" + feed, "Tin"},
		{"204", status("204 No Content", ""), "not a feed: the answer is empty"},
		{"empty", ok("", ""), "not a feed: the answer is empty"},
		{"301", status("301 Moved", "Location: /0\r\n"), "Tin"},
		{"302 to a full address", status("302 Found", "Location: %HOST%/0\r\n"), "Tin"},
		{"303", status("303 See Other", "Location: /0\r\n"), "Tin"},
		{"307", status("307 Temporary Redirect", "Location: 0\r\n"), "Tin"},
		{"308", status("308 Permanent Redirect", "Location: ./0\r\n"), "Tin"},
		{"301 to nowhere", status("301 Moved", ""), "redirects to nowhere"},
		{"301 to itself", status("301 Moved", "Location: /31\r\n"), "redirects for ever"},
		{"301 to a file", status("301 Moved", "Location: file:///etc/passwd\r\n"), "redirects to what is no web address"},
		{"301 to another scheme", status("301 Moved", "Location: gopher://x/\r\n"), "redirects to what is no web address"},
		{"300 with nothing to choose", status("300 Multiple Choices", ""), "strange answer: 300"},
		{"304 that nobody asked for", status("304 Not Modified", ""), "strange answer: 304 Not Modified"},
		{"400", status("400 Bad", ""), "refused: 400 Bad Request"},
		{"401", status("401 x", "WWW-Authenticate: Basic realm=\"x\"\r\n"), "wants a login (401)"},
		{"402", status("402 x", ""), "refused: 402 Payment Required"},
		{"403", status("403 x", ""), "refused: 403 Forbidden"},
		{"404", status("404 x", ""), "not found (404)"},
		{"407", status("407 x", ""), "wants a login (407)"},
		{"410", status("410 x", ""), "gone for good (410)"},
		{"429", status("429 x", ""), "asked too often (429)"},
		{"429 with seconds", status("429 x", "Retry-After: 120\r\n"), "asked too often (429), wants us to wait 120 s"},
		{"429 with a date", status("429 x", "Date: Wed, 25 Nov 2026 04:00:00 GMT\r\nRetry-After: Wed, 25 Nov 2026 04:05:00 GMT\r\n"), "asked too often (429), wants us to wait 300 s"},
		{"451", status("451 x", ""), "refused: 451"},
		{"500", status("500 x", ""), "server error: 500 Internal Server Error"},
		{"503 with nonsense", status("503 x", "Retry-After: soon\r\n"), "server error: 503 Service Unavailable"},
		{"520 of a gateway", status("520 x", ""), "server error: 520"},
		{"599", status("599 x", ""), "server error: 599"},
		{"status with escapes", status("404 \x1b]0;owned\x07No", ""), "not found (404)"},
		{"status of letters", "HTTP/1.1 abc \x1b[31m\r\n\r\n", "no proper answer"},
		{"status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", "no proper answer"},
		{"no HTTP", "SSH-2.0-OpenSSH_9.6\x1b]0;x\x07\r\n", "no proper answer"},
		{"nothing", "", "connection broken off"},
		{"half a head", "HTTP/1.1 200 OK\r\nContent-", "no proper answer"},
		{"less than its length", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9000\r\n\r\n" + feed, "answer breaks off"},
		{"chunk that breaks off", "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<rss>", "answer breaks off"},
		{"more than its length", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + fmt.Sprint(len(feed)) + "\r\n\r\n" + feed + "evil", "Tin"},
		{"negative length", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n" + feed, "no proper answer"},
		{"flood of headers", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: "+strings.Repeat("y", 1000)+"\r\n", 2000) + "\r\n" + feed, "headers larger than 1 MiB"},
		{"portal", ok("Content-Type: text/html\r\n", "<html><title>Log in to the hotel</title></html>"), "not a feed: a web page"},
		{"page that names its feed", ok("", `<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>`), "not a feed: a web page, which names"},
		{"error in JSON", ok("", `{"error":"quota \u001b]0;x\u0007used up"}`), `not a feed: JSON that says "quota used up"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			answers := make([]string, i+1)
			answers[0] = ok("", feed)
			host := rawServer(t, answers)
			answers[i] = strings.ReplaceAll(c.answer, "%HOST%", host)
			client := fetch.New(fetch.Options{Timeout: 2 * time.Second})
			defer client.Close()
			shown, err := Show(t.Context(), client, orewire.Feed{URL: parseAddress(t, fmt.Sprintf("%s/%d", host, i))}, testNow)
			got := cleantext.Error(err).String()
			if err == nil && len(shown.Items) > 0 {
				got = shown.Items[0].Title.String()
			}
			if !strings.HasPrefix(got, c.want) {
				t.Errorf("shown %q, want %q", got, c.want)
			}
			if shown.Error != cleantext.Error(err) {
				t.Errorf("error = %q, want %q", shown.Error, err)
			}
		})
	}
}

// Every repeat is conditional, byte for byte, and a validator that the server drops is dropped.
func TestSuiteValidators(t *testing.T) {
	for name, c := range map[string]struct{ etag, modified string }{
		"both":                      {`"a"`, "Tue, 24 Nov 2026 12:00:00 GMT"},
		"weak":                      {`W/"a"`, ""},
		"without quotes":            {`abc`, ""},
		"with a quote in":           {`"a\"b"`, ""},
		"date in a form of its own": {"", "2026-11-24 12:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			var asked []http.Header
			client, feed := farm(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
				asked = append(asked, r.Header)
				if len(asked) == 1 {
					w.Header().Set("ETag", c.etag)
					w.Header().Set("Last-Modified", c.modified)
				}
				if len(asked) == 2 {
					w.WriteHeader(http.StatusNotModified)
					return
				}
				io.WriteString(w, twoItems)
			}})
			var sink batches
			p := NewPoller(client, []orewire.Feed{feed("/")}, nil, time.Now, sink.take, PollerOptions{})
			for range 4 {
				if err := p.Once(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			for i, want := range []struct{ etag, modified string }{{}, {c.etag, c.modified}, {c.etag, c.modified}, {}} {
				if got := asked[i]; got.Get("If-None-Match") != want.etag || got.Get("If-Modified-Since") != want.modified {
					t.Errorf("request %d: %q, %q, want %q, %q", i+1, got.Get("If-None-Match"), got.Get("If-Modified-Since"), want.etag, want.modified)
				}
			}
		})
	}
}
