package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"syscall"

	"golang.org/x/net/http/httpproxy"
	"orewire/internal/cleantext"
)

// errPrivate says that a public address led to one that is not.
var errPrivate = errors.New("a public address leads to a private one")

// trip is one request with its redirects. Once it has been at a public address, it may not go to private ones: those are
// reached only if the reader typed them.
type trip struct {
	isLocal func(netip.AddrPort) bool
	public  bool
	proxied bool // the connection is to the proxy, which decides what it reaches
}

type tripKey struct{}

// newTrip returns a context for a request that was named by from, or typed by the reader if from is zero. The connections
// made in it tell where the trip has been.
func (c *Client) newTrip(ctx context.Context, from cleantext.Address) context.Context {
	t := &trip{isLocal: c.isLocal, public: !from.IsZero() && !isLocalName(from.Host())}
	ctx = context.WithValue(ctx, tripKey{}, t)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if at, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String()); err == nil && !t.proxied && !t.isLocal(at) {
			t.public = true
		}
	}})
}

// tripOf returns the trip of a request's context.
func tripOf(ctx context.Context) *trip {
	if t, ok := ctx.Value(tripKey{}).(*trip); ok {
		return t
	}
	return &trip{isLocal: isLocal, public: true}
}

// checkDial looks at the address that is about to be dialled, after its name was looked up.
func checkDial(ctx context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if t := tripOf(ctx); t.public && !t.proxied && t.isLocal(at) {
		return errPrivate
	}
	return nil
}

// checkHost refuses a host that is written as a private address, which an open connection would reach without dialling.
func checkHost(ctx context.Context, hostport string) error {
	at, err := netip.ParseAddrPort(hostport)
	if err != nil {
		ip, err := netip.ParseAddr(strings.Trim(hostport, "[]"))
		if err != nil {
			return nil // a name: checked when it is dialled
		}
		at = netip.AddrPortFrom(ip, 0)
	}
	if t := tripOf(ctx); t.public && t.isLocal(at) {
		return errPrivate
	}
	return nil
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
		tripOf(request.Context()).proxied = at != nil
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
