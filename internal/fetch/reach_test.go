package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// names stands for the name servers: it says at which IPv4 address each host is.
type names struct {
	mu    sync.Mutex
	hosts map[string]string
}

func (n *names) set(host, ip string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.hosts[host+"."] = ip
}

// use makes a client ask these name servers, and none else.
func (n *names) use(c *Client) {
	resolver := &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go n.answer(theirs)
		return ours, nil
	}}
	c.public.DialContext = (&net.Dialer{Resolver: resolver, ControlContext: c.dialPublic}).DialContext
	c.local.DialContext = (&net.Dialer{Resolver: resolver, ControlContext: c.dialLocal}).DialContext
}

// answer answers one question, as DNS over TCP has it.
func (n *names) answer(conn net.Conn) {
	defer conn.Close()
	var length [2]byte
	if _, err := io.ReadFull(conn, length[:]); err != nil {
		return
	}
	packed := make([]byte, binary.BigEndian.Uint16(length[:]))
	var m dnsmessage.Message
	if _, err := io.ReadFull(conn, packed); err != nil || m.Unpack(packed) != nil || len(m.Questions) == 0 {
		return
	}
	question := m.Questions[0]
	n.mu.Lock()
	ip, known := n.hosts[question.Name.String()]
	n.mu.Unlock()
	m.Header = dnsmessage.Header{ID: m.ID, Response: true, Authoritative: true, RecursionAvailable: true}
	m.Additionals = nil
	switch {
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case question.Type == dnsmessage.TypeA:
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: question.Name, Class: dnsmessage.ClassINET},
			Body:   &dnsmessage.AResource{A: netip.MustParseAddr(ip).As4()},
		}}
	}
	if packed, err := m.Pack(); err == nil {
		conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(packed))), packed...)) // who hangs up knows why
	}
}

// twoServers starts a server that counts as public and one that counts as private, though both are on loopback, with a client that
// tells them apart by their ports. asked counts what came to the private one.
func twoServers(t *testing.T, public http.HandlerFunc) (c *Client, n *names, publicPort, privatePort uint16, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	outside := httptest.NewServer(public)
	c, n = New(Options{}), &names{hosts: map[string]string{}}
	n.use(c)
	publicPort, privatePort = portOf(outside), portOf(inside)
	c.isLocal = func(at netip.AddrPort) bool { return at.Port() == privatePort }
	t.Cleanup(func() { c.Close(); inside.Close(); outside.Close() })
	return c, n, publicPort, privatePort, asked
}

func portOf(s *httptest.Server) uint16 {
	return netip.MustParseAddrPort(s.Listener.Addr().String()).Port()
}

// A feed of the public web names its own host, or its twin with "www.", which leads into the reader's network.
func TestPublicFeedDoesNotLinkToPrivateNames(t *testing.T) {
	client, names, public, private, asked := twoServers(t, status(200))
	for _, host := range []string{"ore.example", "www.ore.example"} {
		names.set(host, "127.0.0.1")
		feed := address(t, fmt.Sprintf("http://ore.example:%d/feed", public))
		if _, err := client.Get(t.Context(), Request{URL: feed}); host == "ore.example" && err != nil {
			t.Fatalf("the feed: %v", err)
		}
		link := address(t, fmt.Sprintf("http://%s:%d/admin", host, private))
		if _, err := client.Get(t.Context(), Request{URL: link, From: feed}); !errors.Is(err, errPrivate) || asked.Load() != 0 {
			t.Errorf("link to %s: %v, want %q", link, err, errPrivate)
		}
		if _, err := client.Get(t.Context(), Request{URL: link}); err != nil || asked.Swap(0) != 1 {
			t.Errorf("typed %s: %v, want an answer", link, err)
		}
	}
}

// A portal answers for every name until one logs in; what was asked meanwhile is not held against its host.
func TestNameThatWasPrivateIsPublicAgain(t *testing.T) {
	client, names, public, private, _ := twoServers(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			http.Redirect(w, r, fmt.Sprintf("http://ore.example:%s/rss", portIn(t, r.Host)), http.StatusFound)
		}
	})
	names.set("ore.example", "127.0.0.1")
	names.set("tin.example", "127.0.0.1")
	portal := address(t, fmt.Sprintf("http://ore.example:%d/rss", private))
	if _, err := client.Get(t.Context(), Request{URL: portal}); err != nil {
		t.Fatalf("at the portal: %v", err)
	}
	feed := address(t, fmt.Sprintf("http://tin.example:%d/feed", public))
	if _, err := client.Get(t.Context(), Request{URL: feed}); err != nil {
		t.Errorf("redirected to a host that was private once: %v", err)
	}
}

func portIn(t *testing.T, hostport string) string {
	_, port, err := net.SplitHostPort(hostport)
	if err != nil {
		t.Error(err)
	}
	return port
}

// The proxy goes anywhere; where it has led is public, and what is written as private is refused before it is asked.
func TestProxiedDoesNotLeadToPrivate(t *testing.T) {
	var asked atomic.Int32
	private := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer private.Close()
	var proxied atomic.Int32
	var to atomic.Value
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if proxied.Add(1); r.URL.Path == "/feed" {
			http.Redirect(w, r, to.Load().(string), http.StatusFound)
		}
	}))
	defer proxy.Close()
	client := New(Options{Proxy: proxy.URL})
	defer client.Close()
	if _, err := client.Get(t.Context(), Request{URL: address(t, private.URL)}); err != nil { // leaves a connection open, if any does
		t.Fatal(err)
	}
	for target, want := range map[string]int32{private.URL: 1, "http://10.0.0.1/": 1, "http://intranet/": 1, "http://printer.local/": 1, "http://ore.example/rss": 2} {
		asked.Store(0)
		proxied.Store(0)
		to.Store(target)
		_, err := client.Get(t.Context(), Request{URL: address(t, "http://ore.example/feed")})
		if refused := errors.Is(err, errPrivate); refused != (want == 1) || proxied.Load() != want || asked.Load() != 0 {
			t.Errorf("redirect to %s: %v, %d requests to the proxy, %d to the private server; want %d and 0", target, err, proxied.Load(), asked.Load(), want)
		}
		if want == 2 {
			continue
		}
		if _, err := client.Get(t.Context(), Request{URL: address(t, target), From: address(t, "http://ore.example/feed")}); !errors.Is(err, errPrivate) || asked.Load() != 0 {
			t.Errorf("link to %s: %v, want %q", target, err, errPrivate)
		}
	}
	proxied.Store(0)
	if _, err := client.Get(t.Context(), Request{URL: address(t, "http://10.0.0.1/")}); err != nil || proxied.Load() != 1 {
		t.Errorf("typed private address through the proxy: %v, want an answer", err)
	}
}
