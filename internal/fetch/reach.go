package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/net/http/httpproxy"
	"orewire/internal/cleantext"
)

// errPrivate says that an address led to one of a private network that the reader did not type.
var errPrivate = errors.New("leads to a private address that nobody typed")

// trip is one request with its redirects. It may go to private addresses only where the reader typed them, and not at all once
// it has been at a public one.
type trip struct {
	client *Client
	home   string // host that the reader typed: of the request, or of the feed or page that named it

	mu      sync.Mutex
	public  bool
	reached []netip.Addr // private addresses that home is at
	proxied bool         // the connection is to the proxy, which decides what it reaches
}

// hop is one request of a trip.
type hop struct {
	*trip
	host string
}

type hopKey struct{}

// newTrip begins a trip for a request that was named by from, or typed by the reader if from is zero.
func (c *Client) newTrip(url, from cleantext.Address) *trip {
	if from.IsZero() {
		return &trip{client: c, home: url.Host()}
	}
	t := &trip{client: c, home: from.Host(), public: from.Host() != url.Host() && !isLocalName(from.Host())}
	if ip, err := netip.ParseAddr(t.home); err == nil {
		t.reached = []netip.Addr{ip}
	}
	return t
}

// to returns a context for a request to a host. The connections made in it tell where the trip has been.
func (t *trip) to(ctx context.Context, host string) context.Context {
	h := hop{t, host}
	ctx = context.WithValue(ctx, hopKey{}, h)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if at, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String()); err == nil {
			h.arrive(at)
		}
	}})
}

// hopOf returns the hop of a request's context, which every request of a Client has.
func hopOf(ctx context.Context) hop { return ctx.Value(hopKey{}).(hop) }

// arrive notes where a connection has led.
func (h hop) arrive(at netip.AddrPort) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.proxied:
	case !h.client.isLocal(at):
		h.public = true
	default:
		h.client.private.Store(h.host, at)
		if h.host == h.home {
			h.reached = append(h.reached, at.Addr())
		}
	}
}

// check refuses an address that the trip may not go to.
func (h hop) check(at netip.AddrPort) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.proxied, !h.client.isLocal(at):
	case h.public, h.host != h.home && !slices.ContainsFunc(h.reached, func(ip netip.Addr) bool { return isSameMachine(ip, at.Addr()) }):
		return errPrivate
	}
	return nil
}

// isSameMachine reports whether two addresses are the same, or both loopback.
func isSameMachine(a, b netip.Addr) bool {
	return a.Unmap() == b.Unmap() || a.IsLoopback() && b.IsLoopback()
}

// checkDial looks at the address that is about to be dialled, after its name was looked up.
func checkDial(ctx context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	return hopOf(ctx).check(at)
}

// checkHost refuses a host that is written as a private address, or is known to be at one: an open connection would reach it
// without dialling.
func (h hop) checkHost(hostport string) error {
	if at, err := netip.ParseAddrPort(hostport); err == nil {
		return h.check(at)
	}
	if ip, err := netip.ParseAddr(strings.Trim(hostport, "[]")); err == nil {
		return h.check(netip.AddrPortFrom(ip, 0))
	}
	if at, known := h.client.private.Load(h.host); known {
		return h.check(at.(netip.AddrPort))
	}
	return nil // checked when it is dialled
}

var (
	carrierNAT = netip.MustParsePrefix("100.64.0.0/10")
	toIPv4     = netip.MustParsePrefix("64:ff9b::/96") // carries an IPv4 address in its last four bytes
	sixToFour  = netip.MustParsePrefix("2002::/16")    // and this one after its first two
)

// isLocal reports whether an address is of this machine or of a private network.
func isLocal(at netip.AddrPort) bool {
	ip := at.Addr().Unmap()
	switch bytes := ip.As16(); {
	case toIPv4.Contains(ip):
		ip = netip.AddrFrom4([4]byte(bytes[12:]))
	case sixToFour.Contains(ip):
		ip = netip.AddrFrom4([4]byte(bytes[2:6]))
	}
	return !ip.IsGlobalUnicast() || ip.IsPrivate() || carrierNAT.Contains(ip)
}

// isLocalName reports whether a host is written as a local address.
func isLocalName(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return isLocal(netip.AddrPortFrom(ip, 0))
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// proxy returns the choice of proxy for each request: the one given, else the environment's. Loopback is never proxied.
func proxy(address string) func(*http.Request) (*url.URL, error) {
	config := httpproxy.FromEnvironment()
	if address != "" {
		if err := checkProxy(address); err != nil {
			return func(*http.Request) (*url.URL, error) { return nil, err }
		}
		config.HTTPProxy, config.HTTPSProxy = address, address
	}
	choose := config.ProxyFunc()
	return func(request *http.Request) (*url.URL, error) {
		at, err := choose(request.URL)
		h := hopOf(request.Context())
		h.mu.Lock()
		defer h.mu.Unlock()
		h.proxied = at != nil
		return at, err
	}
}

// checkProxy refuses a proxy that would be passed over in silence.
func checkProxy(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		u, err = url.Parse("http://" + address)
	}
	if err != nil || u.Host == "" {
		return fmt.Errorf("proxy %q is no address", cleantext.Line(address))
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
		return nil
	}
	return fmt.Errorf("proxy %q is none of http, https, socks5", cleantext.Line(address))
}
