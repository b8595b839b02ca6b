package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"go.uber.org/goleak"
	"orewire/internal/cleantext"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// serve starts a server and a client, both ended with the test.
func serve(t *testing.T, o Options, handler http.HandlerFunc) (*Client, cleantext.Address) {
	t.Helper()
	server := httptest.NewServer(handler)
	c := New(o)
	t.Cleanup(func() { c.Close(); server.Close() })
	return c, address(t, server.URL)
}

func address(t *testing.T, s string) cleantext.Address {
	t.Helper()
	a, err := cleantext.ParseAddress(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestGetUnpacks(t *testing.T) {
	plain := strings.Repeat("copper ", 1000)
	pack := func(encoding string) []byte {
		var b bytes.Buffer
		var w io.WriteCloser
		switch encoding {
		case "gzip":
			return gzipped(plain)
		case "deflate":
			w = zlib.NewWriter(&b)
		case "raw deflate":
			w, _ = flate.NewWriter(&b, 5)
		case "br":
			w = brotli.NewWriter(&b)
		}
		io.WriteString(w, plain)
		w.Close()
		return b.Bytes()
	}
	for name, c := range map[string]struct {
		encoding string
		body     []byte
	}{
		"plain":                     {"", []byte(plain)},
		"gzip":                      {"gzip", pack("gzip")},
		"gzip not declared":         {"", pack("gzip")},
		"plain declared as gzip":    {"gzip", []byte(plain)},
		"deflate":                   {"deflate", pack("deflate")},
		"deflate without zlib":      {"Deflate", pack("raw deflate")},
		"brotli":                    {"br", pack("br")},
		"gzip declared as deflate":  {"deflate", pack("gzip")},
		"gzip declared as brotli":   {"br", pack("gzip")},
		"deflate declared as gzip":  {"gzip", pack("deflate")},
		"gzip of two members":       {"gzip", append(gzipped(plain[:3000]), gzipped(plain[3000:])...)},
		"gzip and something behind": {"gzip", append(pack("gzip"), "behind"...)},
	} {
		t.Run(name, func(t *testing.T) {
			client, at := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
				if c.encoding != "" {
					w.Header().Set("Content-Encoding", c.encoding)
				}
				w.Write(c.body)
			})
			got, err := client.Get(t.Context(), Request{URL: at})
			if err != nil || string(got.Body) != plain {
				t.Errorf("Get = %d bytes, %v, want %d", len(got.Body), err, len(plain))
			}
		})
	}
}

func gzipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.Bytes()
}

func TestGetSays(t *testing.T) {
	bomb := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 100 {
			z.Write(make([]byte, 1<<20))
		}
		z.Close()
	}
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"401": {status(401), "wants a login (401)"},
		"403": {status(403), "refused: 403 Forbidden"},
		"404": {status(404), "not found (404)"},
		"410": {status(410), "gone for good (410)"},
		"429": {status(429), "asked too often (429)"},
		"503": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "20")
			w.WriteHeader(503)
		}, "server error: 503 Service Unavailable, wants us to wait 20 s"},
		"500": {status(500), "server error: 500 Internal Server Error"},
		"999": {status(999), "strange answer: 999"},
		"loop": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}, "redirects for ever"},
		"nowhere": {status(302), "redirects to nowhere"},
		"another scheme": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(301)
		}, "redirects to what is no web address"},
		"bomb": {bomb, "larger than 1 MiB"},
		"100 MB": {func(w http.ResponseWriter, r *http.Request) {
			for range 100 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}, "larger than 1 MiB"},
		"headers": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X", strings.Repeat("x", 2<<20))
		}, "headers larger than 1 MiB"},
		"length beyond all bounds": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "identity")
			w.Header().Set("Content-Length", "2305843009213693952")
			io.WriteString(w, "only this")
		}, "answer breaks off"},
		"packed a thousand times": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", strings.Repeat("gzip, ", 999)+"gzip")
			io.WriteString(w, "x")
		}, "answer cannot be unpacked: packed 1000 times over"},
		"unknown packing": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "zstd")
			io.WriteString(w, "x")
		}, `answer cannot be unpacked: compressed as "zstd", which orewire does not know`},
		"broken gzip": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write([]byte("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd"))
		}, "answer breaks off"},
		"cut off": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "only this")
		}, "answer breaks off"},
		"broken headers":       {raw("HTTP/1.1 200 OK\r\nX: \x1b]0;x\x07\r\n\r\n"), "no proper answer: its headers are broken"},
		"no HTTP":              {raw("<rss/>\r\n\r\n"), "no proper answer: it is not HTTP"},
		"length of a word":     {raw("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), "no proper answer: its length is no number"},
		"two lengths":          {raw("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"), "no proper answer: it has several lengths"},
		"status with controls": {raw("HTTP/1.1 404 \x1b[31m\r\n\r\n"), "not found (404)"},
		"reset": {func(w http.ResponseWriter, r *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			conn.Close()
		}, "connection broken off"},
	} {
		t.Run(name, func(t *testing.T) {
			client, at := serve(t, Options{MaxBody: 1 << 20}, c.handler)
			_, err := client.Get(t.Context(), Request{URL: at})
			var failure *Error
			if !errors.As(err, &failure) || err.Error() != c.want {
				t.Errorf("Get: %v, want %q", err, c.want)
			}
		})
	}
}

// raw answers with bytes, whatever they are.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		io.WriteString(conn, answer)
		conn.Close()
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

func TestGetWithoutServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := address(t, "http://"+listener.Addr().String())
	listener.Close()
	c := New(Options{})
	defer c.Close()
	if _, err := c.Get(t.Context(), Request{URL: at}); err == nil || err.Error() != "connection refused" {
		t.Errorf("Get from a closed port: %v, want %q", err, "connection refused")
	}
}

func TestGetNothing(t *testing.T) {
	c := New(Options{})
	if _, err := c.Get(t.Context(), Request{}); err == nil {
		t.Error("Get of no address gave no error")
	}
}

func TestGetTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(status(200))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the client hangs up
	server.StartTLS()
	defer server.Close()
	c := New(Options{})
	defer c.Close()
	want := "TLS: certificate is signed by nobody known"
	if _, err := c.Get(t.Context(), Request{URL: address(t, server.URL)}); err == nil || err.Error() != want {
		t.Errorf("Get: %v, want %q", err, want)
	}
}

func TestGetTimesOut(t *testing.T) {
	for name, c := range map[string]struct {
		before func(w http.ResponseWriter)
		want   string
	}{
		"silence": {func(http.ResponseWriter) {}, "no answer within 0.2 s"},
		"body never ends": {func(w http.ResponseWriter) {
			io.WriteString(w, "x")
			w.(http.Flusher).Flush()
		}, "answer not complete within 0.8 s"},
	} {
		t.Run(name, func(t *testing.T) {
			client, at := serve(t, Options{Timeout: 200 * time.Millisecond}, func(w http.ResponseWriter, r *http.Request) {
				c.before(w)
				<-r.Context().Done()
			})
			if _, err := client.Get(t.Context(), Request{URL: at}); err == nil || err.Error() != c.want {
				t.Errorf("Get: %v, want %q", err, c.want)
			}
		})
	}
}

func TestGetStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client, at := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := client.Get(ctx, Request{URL: at}); !errors.Is(err, context.Canceled) {
		t.Errorf("Get: %v, want it to wrap %v", err, context.Canceled)
	}
}

func TestGetIsConditional(t *testing.T) {
	const etag, modified = `W/"a b"`, "Mon, 1 jan 2024 00:00:00 +0000"
	client, at := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == etag && r.Header.Get("If-Modified-Since") == modified {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	got, err := client.Get(t.Context(), Request{URL: at, ETag: etag, LastModified: modified})
	if err != nil || !got.NotModified {
		t.Errorf("Get = %+v, %v, want not modified", got, err)
	}
}

func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"20":                            20 * time.Second,
		"99999999999999999999":          24 * time.Hour,
		"Fri, 31 Dec 9999 23:59:59 GMT": 24 * time.Hour,
		"Wed, 25 Nov 2026 04:01:00 GMT": time.Minute,
		"Wed, 25 Nov 2020 04:01:00 GMT": 0,
		"-5":                            0,
		"soon":                          0,
		"":                              0,
	} {
		h := http.Header{"Retry-After": {value}, "Date": {"Wed, 25 Nov 2026 04:00:00 GMT"}}
		if got := retryAfter(h); got != want {
			t.Errorf("Retry-After %q = %v, want %v", value, got, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	var seen sync.Map
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Store("other", r.Header.Get("X-Key"))
	}))
	defer other.Close()
	client, at := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		seen.Store("agent", r.UserAgent())
		seen.Store("first", r.Header.Get("X-Key"))
		http.Redirect(w, r, strings.Replace(other.URL, "127.0.0.1", "localhost", 1), http.StatusFound)
	})
	_, err := client.Get(t.Context(), Request{URL: at, Headers: map[string]string{"X-Key": "secret"}})
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{"agent": DefaultUserAgent, "first": "secret", "other": ""} {
		if got, _ := seen.Load(what); got != want {
			t.Errorf("%s = %q, want %q", what, got, want)
		}
	}
}

// What the reader sends goes along within a host, however the redirect is written, and to no host again once it has been at another.
func TestSecretsGoAlongWithinAHost(t *testing.T) {
	var mu sync.Mutex
	var seen []string
	note := func(r *http.Request) {
		user, password, _ := r.BasicAuth()
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, fmt.Sprintf("%s %s:%s %s", r.URL.Path, user, password, r.Header.Get("X-Key")))
	}
	var home string
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		note(r)
		http.Redirect(w, r, home+"/leak", http.StatusFound)
	}))
	defer evil.Close()
	to := map[string]string{"/a": "/b", "/away": strings.Replace(evil.URL, "127.0.0.1", "localhost", 1) + "/evil"}
	client, at := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		if next := to[r.URL.Path]; next != "" {
			if next == "/b" {
				next = home + next // a full address, without the login
			}
			w.Header().Set("Location", next)
			w.WriteHeader(http.StatusMovedPermanently)
		}
	})
	home = at.String()
	typed := strings.Replace(home, "http://", "http://ore:s%40cret@", 1)
	for path, want := range map[string][]string{
		"/a":    {"/a ore:s@cret key", "/b ore:s@cret key"},
		"/away": {"/away ore:s@cret key", "/evil : ", "/leak : "},
	} {
		seen = nil
		answer, err := client.Get(t.Context(), Request{URL: address(t, typed+path), Headers: map[string]string{"X-Key": "key"}})
		if err != nil || !slices.Equal(seen, want) {
			t.Errorf("%s: asked %q, %v, want %q", path, seen, err, want)
		}
		if got := answer.Moved.String(); path == "/a" && got != typed+"/b" {
			t.Errorf("moved to %s, want %s", got, typed+"/b")
		}
	}
}

func TestSecretsStayWhereTheyBelong(t *testing.T) {
	for _, c := range []struct {
		first, then string
		want        bool
	}{
		{"https://ore.example/feed", "https://ore.example/rss", true},
		{"https://ore.example/feed", "https://www.ore.example/feed", true},
		{"http://ore.example/feed", "https://ore.example/feed", true},
		{"https://ore.example/feed", "http://ore.example/feed", false},
		{"https://ore.example/feed", "https://ore.example:8443/feed", false},
		{"http://127.0.0.1:8080/a", "http://127.0.0.1:9090/a", false},
		{"https://ore.example/feed", "https://evil.example/feed", false},
	} {
		if got := KeepsSecrets(address(t, c.first), address(t, c.then)); got != c.want {
			t.Errorf("headers for %s go to %s: %v, want %v", c.first, c.then, got, c.want)
		}
	}
}

func TestPublicDoesNotLeadToPrivate(t *testing.T) {
	var asked atomic.Int32
	private := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer private.Close()
	port := netip.MustParseAddrPort(private.Listener.Addr().String()).Port()
	for _, to := range []string{private.URL, fmt.Sprintf("http://localhost:%d/", port)} {
		client, at := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, to, http.StatusFound)
		})
		client.isLocal = func(a netip.AddrPort) bool { return a.Port() == port }
		if _, err := client.Get(t.Context(), Request{URL: at}); !errors.Is(err, errPrivate) {
			t.Errorf("redirect to %s: %v, want %q", to, err, errPrivate)
		}
		if _, err := client.Get(t.Context(), Request{URL: address(t, to), From: address(t, "https://example.com/")}); !errors.Is(err, errPrivate) {
			t.Errorf("link to %s: %v, want %q", to, err, errPrivate)
		}
		if asked.Load() != 0 {
			t.Fatalf("%s was asked", to)
		}
		if _, err := client.Get(t.Context(), Request{URL: address(t, to)}); err != nil || asked.Swap(0) != 1 {
			t.Errorf("typed %s: %v, want an answer", to, err)
		}
		if _, err := client.Get(t.Context(), Request{URL: address(t, to), From: address(t, "https://example.com/")}); !errors.Is(err, errPrivate) || asked.Load() != 0 {
			t.Errorf("link to %s over the open connection: %v, want %q", to, err, errPrivate)
		}
	}
}

func TestPrivateLeadsToItselfOnly(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
		}
	}))
	defer server.Close()
	port := netip.MustParseAddrPort(server.Listener.Addr().String()).Port()
	byName := fmt.Sprintf("http://localhost:%d/", port)
	for to, allowed := range map[string]bool{
		server.URL + "/other":      true,
		byName:                     true,
		"http://10.0.0.1/":         false,
		"http://192.168.1.1:8080/": false,
		"http://169.254.169.254/latest/meta-data/": false,
		"http://[fd00::1]/":                        false,
		"http://[::ffff:10.0.0.1]/":                false,
	} {
		client := New(Options{})
		defer client.Close()
		for _, home := range []string{server.URL + "/", byName} {
			_, err := client.Get(t.Context(), Request{URL: address(t, home+"?to="+url.QueryEscape(to))})
			if allowed && err != nil || !allowed && !errors.Is(err, errPrivate) {
				t.Errorf("redirect from %s to %s: %v, want allowed %v", home, to, err, allowed)
			}
			_, err = client.Get(t.Context(), Request{URL: address(t, to), From: address(t, home)})
			if allowed && err != nil || !allowed && !errors.Is(err, errPrivate) {
				t.Errorf("link from %s to %s: %v, want allowed %v", home, to, err, allowed)
			}
		}
	}
}

func TestIsLocal(t *testing.T) {
	for ip, want := range map[string]bool{
		"127.0.0.1": true, "10.1.2.3": true, "192.168.0.1": true, "172.16.0.1": true, "169.254.169.254": true, "0.0.0.0": true,
		"100.64.0.1": true, "::1": true, "fe80::1": true, "fd00::1": true, "::ffff:127.0.0.1": true, "224.0.0.1": true,
		"64:ff9b::10.0.0.1": true, "64:ff9b::8.8.8.8": false, "2002:7f00:1::": true, "8.8.8.8": false, "2606:4700::1": false,
		"64:ff9b:1::7f00:1": true,
	} {
		if got := isLocal(netip.AddrPortFrom(netip.MustParseAddr(ip), 80)); got != want {
			t.Errorf("isLocal(%s) = %v, want %v", ip, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	var now atomic.Int32
	arrived, release := make(chan int32), make(chan struct{})
	client, at := serve(t, Options{PerHost: 2, Concurrency: 4}, func(w http.ResponseWriter, r *http.Request) {
		arrived <- now.Add(1)
		<-release
		now.Add(-1)
	})
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if _, err := client.Get(t.Context(), Request{URL: at}); err != nil {
				t.Errorf("Get: %v", err)
			}
		})
	}
	<-arrived // the first two arrive together, each other when one has left
	for range 4 {
		if got := <-arrived; got != 2 {
			t.Errorf("%d requests at once to a host, want 2", got)
		}
		release <- struct{}{}
		for now.Load() > 1 {
			runtime.Gosched()
		}
	}
	<-arrived
	close(release)
	all.Wait()
	if len(client.queue.hosts) != 0 || client.queue.all.taken() != 0 {
		t.Errorf("%d hosts and %d places are still taken", len(client.queue.hosts), client.queue.all.taken())
	}
}

func TestProxyThatIsNone(t *testing.T) {
	c := New(Options{Proxy: "ftp://proxy"})
	defer c.Close()
	_, err := c.Get(t.Context(), Request{URL: address(t, "http://127.0.0.1:1/")})
	if err == nil || !strings.Contains(err.Error(), `proxy "ftp://proxy" is none of http, https, socks5`) {
		t.Errorf("Get: %v, want it to name the proxy", err)
	}
}

func TestAHeldAnswerKeepsItsPlace(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "news") }))
	t.Cleanup(server.Close)
	client := New(Options{Concurrency: 1})
	t.Cleanup(client.Close)
	address, err := cleantext.ParseAddress(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	held, err := client.Get(t.Context(), Request{URL: address, Hold: true})
	if err != nil || string(held.Body) != "news" {
		t.Fatalf("first answer %q, %v", held.Body, err)
	}
	second := make(chan error, 1)
	go func() {
		_, err := client.Get(t.Context(), Request{URL: address})
		second <- err
	}()
	select {
	case err := <-second:
		t.Fatalf("a second request went through beside a held answer (%v)", err)
	case <-time.After(50 * time.Millisecond):
	}
	held.Done()
	held.Done() // once more does no harm
	if err := <-second; err != nil {
		t.Errorf("after Done: %v", err)
	}
}
