package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	"orewire/internal/cleantext"
)

// Error says why an address gave no good answer.
type Error struct {
	URL        cleantext.Address // that failed, after redirects
	Status     int               // HTTP status; 0 if there was no answer
	Reason     cleantext.Text    // in words for the reader: "refused: 403 Forbidden"
	RetryAfter time.Duration     // how long the server asks to wait; 0 if it does not
	Here       bool              // the fault is on this side of the network: nothing was asked
	Err        error             // the cause; nil if the reason says all
}

// Error returns the reason.
func (e *Error) Error() string { return e.Reason.String() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func failure(at cleantext.Address, reason string, err error) *Error {
	return &Error{URL: at, Reason: cleantext.Line(reason), Err: err}
}

// statusFailure makes an error of an answer that is none of 2xx, 3xx. The words are ours: a status line may hold anything.
func statusFailure(at cleantext.Address, answer *http.Response) *Error {
	code := answer.StatusCode
	var reason string
	switch {
	case code == http.StatusUnauthorized, code == http.StatusProxyAuthRequired:
		reason = fmt.Sprintf("wants a login (%d)", code)
	case code == http.StatusNotFound:
		reason = "not found (404)"
	case code == http.StatusGone:
		reason = "gone for good (410)"
	case code == http.StatusTooManyRequests:
		reason = "asked too often (429)"
	case code >= 500 && code < 600:
		reason = withStatus("server error", code)
	case code >= 400 && code < 500:
		reason = withStatus("refused", code)
	default:
		reason = withStatus("strange answer", code)
	}
	wait := retryAfter(answer.Header)
	if wait > 0 {
		reason += ", wants us to wait " + seconds(wait)
	}
	e := failure(at, reason, nil)
	e.Status, e.RetryAfter = code, wait
	return e
}

// withStatus adds the name of a status to what kind of status it is.
func withStatus(kind string, code int) string {
	return strings.TrimSpace(fmt.Sprintf("%s: %d %s", kind, code, http.StatusText(code)))
}

const longestWait = 24 * time.Hour // that a server may ask for

// retryAfter reads a Retry-After header: seconds, or a date by the server's own clock. No wait is longer than a day.
func retryAfter(header http.Header) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	switch seconds, err := strconv.ParseUint(value, 10, 31); {
	case errors.Is(err, strconv.ErrRange):
		return longestWait
	case err == nil:
		return min(time.Duration(seconds)*time.Second, longestWait)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	return min(max(0, at.Sub(now)), longestWait)
}

// patience ends a request that takes too long: silence at first, or a body that never comes to its end.
type patience struct {
	cancel context.CancelCauseFunc
	timer  *time.Timer
	body   time.Duration
}

var (
	errSilent = errors.New("no answer in time")
	errSlow   = errors.New("answer not complete in time")
)

const bodyFactor = 4 // a whole answer may take so many times as long as its beginning

func newPatience(ctx context.Context, timeout time.Duration) (context.Context, *patience) {
	ctx, cancel := context.WithCancelCause(ctx)
	return ctx, &patience{
		cancel: cancel,
		timer:  time.AfterFunc(timeout, func() { cancel(errSilent) }),
		body:   (bodyFactor - 1) * timeout,
	}
}

// begun says that the answer has begun; the rest has its own time.
func (p *patience) begun() {
	if p.timer.Stop() {
		p.timer = time.AfterFunc(p.body, func() { p.cancel(errSlow) })
	}
}

func (p *patience) end() {
	p.timer.Stop()
	p.cancel(nil)
}

// transportFailure puts into words why there was no answer.
func (c *Client) transportFailure(ctx context.Context, at cleantext.Address, err error) *Error {
	switch cause := context.Cause(ctx); {
	case cause == errSilent:
		return failure(at, "no answer within "+seconds(c.options.Timeout), err)
	case cause == errSlow:
		return failure(at, "answer not complete within "+seconds(bodyFactor*c.options.Timeout), err)
	case cause != nil:
		return failure(at, "stopped", cause)
	}
	e := failure(at, words(err), err)
	e.Here = isHere(err)
	return e
}

// isHere reports whether a request has failed for want of a network or a name server.
func isHere(err error) bool {
	var name *net.DNSError
	return errors.Is(err, syscall.ENETUNREACH) || errors.Is(err, syscall.EHOSTUNREACH) || errors.As(err, &name) && !name.IsNotFound
}

// bodyFailure puts into words why a body could not be read to its end.
func (c *Client) bodyFailure(ctx context.Context, at cleantext.Address, err error) *Error {
	switch {
	case errors.Is(err, errTooLarge):
		return failure(at, "larger than "+size(c.options.MaxBody), err)
	case context.Cause(ctx) != nil:
		return c.transportFailure(ctx, at, err)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return failure(at, "answer breaks off", err)
	}
	return failure(at, "answer cannot be unpacked: "+err.Error(), err)
}

// words says what went wrong on the way to a host.
func words(err error) string {
	var name *net.DNSError
	var certificate *tls.CertificateVerificationError
	var op *net.OpError
	switch {
	case errors.Is(err, errPrivate):
		return errPrivate.Error()
	case errors.As(err, &name) && name.IsNotFound:
		return "host not found: " + name.Name
	case errors.As(err, &name):
		return "host cannot be looked up: " + name.Name
	case errors.As(err, &certificate):
		return "TLS: " + certificateWords(certificate.Err)
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection broken off"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return "network unreachable"
	case errors.As(err, &op) && op.Timeout():
		return "no connection within " + seconds(connectTimeout)
	case strings.Contains(err.Error(), "response headers exceeded"):
		return "headers larger than " + size(maxHeaders)
	case strings.Contains(err.Error(), "first record does not look like a TLS handshake"):
		return "the server does not speak https; try http://"
	case strings.Contains(err.Error(), "tls: "):
		return "TLS: " + err.Error()
	}
	return "no proper answer: " + answerWords(err.Error())
}

// answerWords says what is wrong with an answer that is none of HTTP. The words are ours, as it may quote anything.
func answerWords(err string) string {
	for quoted, reason := range map[string]string{
		"malformed MIME header":   "its headers are broken",
		"malformed HTTP":          "it is not HTTP",
		"bad Content-Length":      "its length is no number",
		"multiple Content-Length": "it has several lengths",
	} {
		if strings.Contains(err, quoted) {
			return reason
		}
	}
	return strings.TrimPrefix(err, "net/http: HTTP/1.x transport connection broken: ")
}

func certificateWords(err error) string {
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "certificate has expired, or the clock is wrong"
	case errors.As(err, &host):
		return "certificate is for another host"
	case errors.As(err, &authority):
		return "certificate is signed by nobody known"
	}
	return err.Error()
}

// seconds writes a time as "15 s".
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}

// size writes bytes as "10 MiB".
func size(bytes int64) string {
	for _, unit := range []struct {
		bytes int64
		name  string
	}{{1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if bytes >= unit.bytes {
			return strconv.FormatFloat(float64(bytes)/float64(unit.bytes), 'g', 4, 64) + " " + unit.name
		}
	}
	return strconv.FormatInt(bytes, 10) + " bytes"
}
