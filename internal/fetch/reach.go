package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	home string // host that the reader typed: of the request, or of the feed or page that named it

	mu      sync.Mutex
	public  bool
	reached []netip.Addr // private addresses that home is at
}

// hop is one request of a trip.
type hop struct {
	*trip
	host  string
	proxy *url.URL // that is asked in its place; nil if none is
}

type hopKey struct{}

// newTrip begins a trip for a request that was named by from, or typed by the reader if from is zero. What a feed or page names is
// private only if its own address says that it is, too: a name of the public tree can be led anywhere at any time.
func newTrip(url, from cleantext.Address) *trip {
	t := &trip{home: url.Host()}
	if !from.IsZero() {
		t.home, t.public = from.Host(), !isLocalName(from.Host())
	}
	if ip, err := netip.ParseAddr(t.home); err == nil {
		t.reached = []netip.Addr{ip}
	} else if isLoopbackName(t.home) {
		t.reached = []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}
	}
	return t
}

// newHop begins a request of a trip. Where it is asked through a proxy, which goes anywhere, a private address is refused here.
func (c *Client) newHop(t *trip, host string, url *url.URL) (hop, error) {
	proxy, err := c.proxy(url)
	h := hop{t, host, proxy}
	switch {
	case err != nil || proxy == nil:
		return h, err
	case isLocalName(host):
		ip, _ := netip.ParseAddr(host) // a name is at none that we know
		return h, h.enter(ip)
	}
	h.leave()
	return h, nil
}

// hopOf returns the hop of a request's context, which every request of a Client has.
func hopOf(ctx context.Context) hop { return ctx.Value(hopKey{}).(hop) }

// enter takes the trip to a private address, unless it may not go there.
func (h hop) enter(ip netip.Addr) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	isHome := h.host == h.home
	if h.public || !isHome && !slices.ContainsFunc(h.reached, func(reached netip.Addr) bool { return isSameMachine(reached, ip) }) {
		return errPrivate
	}
	if isHome && ip.IsValid() {
		h.reached = append(h.reached, ip)
	}
	return nil
}

// leave takes the trip to a public address; it may not come back.
func (h hop) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.public = true
}

// isSameMachine reports whether two addresses are the same, or both loopback.
func isSameMachine(a, b netip.Addr) bool {
	return a.Unmap() == b.Unmap() || a.IsLoopback() && b.IsLoopback()
}

// send makes a request. It goes to a private address only if no public one answers, and over a connection of its own, so that all
// that are open between requests lead to public ones, whatever a name stood for when they were made.
func (c *Client) send(ctx context.Context, h hop, request *http.Request) (*http.Response, error) {
	request = request.WithContext(context.WithValue(ctx, hopKey{}, h))
	answer, err := c.public.RoundTrip(request)
	if errors.Is(err, errPrivate) {
		return c.local.RoundTrip(request)
	}
	if h.proxy == nil {
		h.leave()
	}
	return answer, err
}

// dialPublic looks at the address that is about to be dialled, after its name was looked up, and refuses a private one. The reader's
// proxy may be anywhere.
func (c *Client) dialPublic(ctx context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err == nil && c.isLocal(at) && hopOf(ctx).proxy == nil {
		return errPrivate
	}
	return err
}

// dialLocal lets a trip connect where it may go.
func (c *Client) dialLocal(ctx context.Context, _, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !c.isLocal(at) {
		hopOf(ctx).leave()
		return nil
	}
	return hopOf(ctx).enter(at.Addr())
}

var (
	carrierNAT = netip.MustParsePrefix("100.64.0.0/10")
	toIPv4     = netip.MustParsePrefix("64:ff9b::/96") // carries an IPv4 address in its last four bytes
	sixToFour  = netip.MustParsePrefix("2002::/16")    // and this one after its first two
	localNAT64 = netip.MustParsePrefix("64:ff9b:1::/48")
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
	return !ip.IsGlobalUnicast() || ip.IsPrivate() || carrierNAT.Contains(ip) || localNAT64.Contains(ip)
}

// localDomains are the ends of names that no public name server knows.
var localDomains = []string{".local", ".internal", ".home.arpa", ".localhost"}

// isLocalName reports whether a host is written as a local address: a private number, or a name of the local network.
func isLocalName(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return isLocal(netip.AddrPortFrom(ip, 0))
	}
	host = strings.TrimSuffix(host, ".")
	return !strings.Contains(host, ".") || slices.ContainsFunc(localDomains, func(domain string) bool { return strings.HasSuffix(host, domain) })
}

func isLoopbackName(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// proxy returns the choice of proxy for each address: the one given, else the environment's. Loopback is never proxied.
func proxy(address string) func(*url.URL) (*url.URL, error) {
	config := httpproxy.FromEnvironment()
	if address != "" {
		if err := checkProxy(address); err != nil {
			return func(*url.URL) (*url.URL, error) { return nil, err }
		}
		config.HTTPProxy, config.HTTPSProxy = address, address
	}
	return config.ProxyFunc()
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
