// Package fetch is the one way out to the web: feeds, pages and quotes are all asked for here, so that limits hold for all
// of them together.
//
// Shape: Client.Get asks one http or https address, follows at most 10 redirects, unpacks gzip, deflate and brotli and
// returns the whole body. Sizes are bytes after unpacking. At most Options.PerHost requests go to one host at a time and
// Options.Concurrency in all; a host that stays silent holds only its own places.
// Errors: *Error, whose words are meant for the reader of the news; if the caller's context ended, it wraps that.
package fetch

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"orewire/internal/cleantext"
)

// Options of a Client. The zero value of each field means its default.
type Options struct {
	UserAgent   string        // DefaultUserAgent
	Proxy       string        // address of a proxy for all but loopback; default: from the environment
	Timeout     time.Duration // until an answer begins, 15 s; a whole answer may take four times as long
	MaxBody     int64         // bytes, unpacked; 10 MiB
	PerHost     int           // requests to a host at a time; 2
	Concurrency int           // requests in all at a time; 16
}

// DefaultUserAgent names orewire honestly: some publishers refuse agents that they do not know, and may.
const DefaultUserAgent = "orewire/0.1 (+terminal news reader)"

const (
	connectTimeout = 10 * time.Second
	maxHeaders     = 1 << 20 // bytes
	maxRedirects   = 10
	mostAtOnce     = 1 << 20 // bytes of memory that are taken on a server's word
)

// Client asks for addresses. It is safe for concurrent use.
type Client struct {
	options Options
	proxy   func(*url.URL) (*url.URL, error)
	public  *http.Transport // connects to no private address
	local   *http.Transport // connects to those that a trip may go to, and keeps none open for another
	queue   *queue
	isLocal func(netip.AddrPort) bool
}

// New returns a client; a proxy that is no address shows as an error of every request.
func New(o Options) *Client {
	o.Timeout = or(o.Timeout, 15*time.Second)
	o.MaxBody = or(o.MaxBody, 10<<20)
	o.PerHost = or(o.PerHost, 2)
	o.Concurrency = or(o.Concurrency, 16)
	o.UserAgent = or(o.UserAgent, DefaultUserAgent)
	c := &Client{options: o, proxy: proxy(o.Proxy), queue: newQueue(o.PerHost, o.Concurrency), isLocal: isLocal}
	c.public = &http.Transport{
		Proxy:                  func(request *http.Request) (*url.URL, error) { return hopOf(request.Context()).proxy, nil },
		DialContext:            (&net.Dialer{Timeout: connectTimeout, ControlContext: c.dialPublic}).DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		MaxResponseHeaderBytes: maxHeaders,
		MaxIdleConnsPerHost:    o.PerHost,
		MaxIdleConns:           64,
		IdleConnTimeout:        30 * time.Second,
		DisableCompression:     true, // done here, for brotli and for the limit
		ForceAttemptHTTP2:      true,
	}
	c.local = &http.Transport{
		DialContext:            (&net.Dialer{Timeout: connectTimeout, ControlContext: c.dialLocal}).DialContext,
		TLSHandshakeTimeout:    connectTimeout,
		MaxResponseHeaderBytes: maxHeaders,
		DisableKeepAlives:      true,
		DisableCompression:     true,
	}
	return c
}

func or[T comparable](value, otherwise T) T {
	var zero T
	if value == zero {
		return otherwise
	}
	return value
}

// Close ends the connections that are kept for the next request.
func (c *Client) Close() { c.public.CloseIdleConnections() }

// Request says what to ask for.
type Request struct {
	URL          cleantext.Address
	ETag         string            // sent as If-None-Match, byte for byte
	LastModified string            // sent as If-Modified-Since, byte for byte
	UserAgent    string            // in place of the client's
	Headers      map[string]string // of the reader's own; never sent on to another host, nor back from one
	Accept       string            // default: everything
	From         cleantext.Address // the feed or page that named URL; zero if the reader did
	Urgent       bool              // a reader waits for it: it goes before the others that wait for a place
	Hold         bool              // the answer keeps its place among all until Response.Done, so that no more are fetched than can be worked on
}

// Response is a good answer: 200 to 299, or 304.
type Response struct {
	Status      int
	Body        []byte // unpacked
	Header      http.Header
	URL         cleantext.Address // after redirects
	Moved       cleantext.Address // where redirects that are meant for good (301, 308) have led; zero if the first was not one
	NotModified bool              // 304: what the validators stand for is still true
	Took        time.Duration     // from the first request to the end of the body, without waiting for a place

	place *place // held for the caller, who asked for that by Request.Hold
}

// Done gives back the place that Request.Hold has kept; the body is no longer needed. It may be called at any time, once or often.
func (r *Response) Done() {
	if r.place != nil {
		r.place.leave()
		r.place, r.Body = nil, nil
	}
}

// Get asks for an address.
func (c *Client) Get(ctx context.Context, r Request) (Response, error) {
	trip := newTrip(r.URL, r.From)
	at, moved := r.URL, cleantext.Address{}
	forGood, secret := true, true // all redirects so far are meant for good, stayed where the reader's secrets belong
	var took time.Duration
	for range maxRedirects + 1 {
		if err := ctx.Err(); err != nil {
			return Response{}, failure(at, "stopped", err)
		}
		response, next, err := c.ask(ctx, trip, r, at)
		took += response.Took
		response.Took, response.Moved = took, moved
		if err != nil || next.IsZero() {
			return response, err
		}
		if secret = secret && KeepsSecrets(r.URL, next); secret {
			next = withLogin(next, r.URL)
		} else {
			r.Headers = nil
		}
		if forGood = forGood && isForGood(response.Status); forGood {
			moved = next
		}
		at = next
	}
	return Response{}, failure(r.URL, "redirects for ever", nil)
}

// ask asks once. next is where the answer sends us; zero if it does not.
func (c *Client) ask(ctx context.Context, t *trip, r Request, at cleantext.Address) (response Response, next cleantext.Address, err error) {
	request, err := c.request(ctx, r, at)
	if err != nil {
		return response, next, failure(at, "not an address", err)
	}
	hop, err := c.newHop(t, at.Host(), request.URL)
	if err != nil {
		return response, next, failure(at, err.Error(), err)
	}
	place, err := c.queue.wait(ctx, at.Host(), r.Urgent)
	if err != nil {
		return response, next, failure(at, "stopped", err)
	}
	defer func() {
		place.leaveHost()
		if r.Hold && err == nil && response.Body != nil {
			response.place = place
		} else {
			place.leave()
		}
	}()

	begun := time.Now()
	defer func() { response.Took = time.Since(begun) }()
	ctx, limit := newPatience(ctx, c.options.Timeout)
	defer limit.end()

	answer, err := c.send(ctx, hop, request)
	if err != nil {
		return response, next, c.transportFailure(ctx, at, err)
	}
	defer answer.Body.Close()
	limit.begun()
	place.heard()

	response = Response{Status: answer.StatusCode, Header: answer.Header, URL: at}
	switch {
	case isRedirect(answer.StatusCode):
		next, err = redirect(at, answer.Header.Get("Location"))
		return response, next, err
	case answer.StatusCode == http.StatusNotModified && (r.ETag != "" || r.LastModified != ""):
		response.NotModified = true
		return response, next, nil
	case answer.StatusCode < 200 || answer.StatusCode > 299:
		return response, next, statusFailure(at, answer)
	}
	response.Body, err = c.read(answer)
	if err != nil {
		return response, next, c.bodyFailure(ctx, at, err)
	}
	return response, next, nil
}

// request makes the HTTP request for one hop.
func (c *Client) request(ctx context.Context, r Request, at cleantext.Address) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	h := request.Header
	h.Set("User-Agent", or(r.UserAgent, c.options.UserAgent))
	h.Set("Accept", or(r.Accept, "*/*"))
	h.Set("Accept-Encoding", "gzip, deflate, br")
	if r.ETag != "" {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		h.Set("If-Modified-Since", r.LastModified)
	}
	for name, value := range r.Headers {
		h.Set(name, value)
	}
	if user := request.URL.User; user != nil {
		password, _ := user.Password()
		request.SetBasicAuth(user.Username(), password)
	}
	return request, nil
}

// KeepsSecrets reports whether what the reader sends to one address may be sent to another, too: to the same host and port, with or
// without "www.", and not in the clear if the first one is not.
func KeepsSecrets(first, then cleantext.Address) bool {
	a, err := url.Parse(first.String())
	if err != nil {
		return false
	}
	b, err := url.Parse(then.String())
	return err == nil && first.Host() == then.Host() && a.Port() == b.Port() && (a.Scheme == "http" || b.Scheme == "https")
}

// withLogin adds the login of the address that the reader typed to another that has none.
func withLogin(to, typed cleantext.Address) cleantext.Address {
	from, err := url.Parse(typed.String())
	if err != nil || from.User == nil {
		return to
	}
	u, err := url.Parse(to.String())
	if err != nil || u.User != nil {
		return to
	}
	u.User = from.User
	with, err := cleantext.ParseAddress(u.String())
	if err != nil { // too long
		return to
	}
	return with
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

func isForGood(status int) bool {
	return status == http.StatusMovedPermanently || status == http.StatusPermanentRedirect
}

// redirect reads where an answer sends us.
func redirect(at cleantext.Address, location string) (cleantext.Address, error) {
	if strings.TrimSpace(location) == "" {
		return cleantext.Address{}, failure(at, "redirects to nowhere", nil)
	}
	next, err := at.Resolve(location)
	if err != nil {
		return cleantext.Address{}, failure(at, "redirects to what is no web address", err)
	}
	return next, nil
}

// errTooLarge says that a body is over the limit.
var errTooLarge = errors.New("larger than the limit")

// read reads the body, unpacked.
func (c *Client) read(answer *http.Response) ([]byte, error) {
	encoding := answer.Header.Get("Content-Encoding")
	unpacked, err := unpack(answer.Body, encoding)
	if err != nil {
		return nil, err
	}
	guess := min(max(answer.ContentLength, 4<<10), mostAtOnce)
	if encoding != "" {
		guess *= 4
	}
	var body bytes.Buffer
	body.Grow(int(min(guess, mostAtOnce, c.options.MaxBody)) + bytes.MinRead)
	_, err = body.ReadFrom(io.LimitReader(unpacked, c.options.MaxBody+1))
	if err == nil && int64(body.Len()) > c.options.MaxBody {
		return nil, errTooLarge
	}
	return body.Bytes(), err
}
