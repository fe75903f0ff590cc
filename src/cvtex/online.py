"""The net, asked only on request: whether each address of a document still answers."""

import ipaddress
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import urlsplit

from cvtex import __version__
from cvtex.verify.witness import Reply

TIMEOUT = 8.0
"""Seconds that a server has for its answer."""

AT_ONCE = 8
_MOST_ASKED = 500
PATIENCE = 2 * TIMEOUT * _MOST_ASKED / AT_ONCE
"""Seconds that all questions take together, at most."""

_NO_HEAD = (403, 405, 501)
_FOR_GOOD = (301, 308)
_AGENT = f"cvtex/{__version__} (asks whether the links of a CV work)"


def ask_all(addresses: Iterable[str], *, loopback: bool = False) -> tuple[Reply, ...]:
    """Ask each web address once, others not at all; `loopback` lets tests ask this machine."""
    asked = [address for address in dict.fromkeys(addresses) if address.lower().startswith(("http://", "https://"))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(lambda address: _ask(address, loopback=loopback), asked[:_MOST_ASKED]))


class _Follower(urllib.request.HTTPRedirectHandler):
    """Follows redirects, never into a private net, and remembers where an address went for good."""

    def __init__(self, *, loopback: bool) -> None:
        self.loopback = loopback
        self.moved = ""
        self.for_good = True

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _refuse_private(newurl, loopback=self.loopback)
        except (OSError, ValueError):
            fp.close()
            raise
        self.for_good = self.for_good and code in _FOR_GOOD
        if self.for_good:
            self.moved = newurl
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None:
            following.method = req.get_method()
        return following


class _PrivateError(OSError):
    """An address within a private net, which is nobody's business."""


def _ask(address: str, *, loopback: bool) -> Reply:
    reply = _request(address, "HEAD", loopback=loopback)
    return _request(address, "GET", loopback=loopback) if reply.status in _NO_HEAD else reply


def _request(address: str, method: str, *, loopback: bool) -> Reply:
    follower = _Follower(loopback=loopback)
    # No proxy, no file, no cookie: only what asks and follows.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), follower,
    ):  # fmt: skip
        opener.add_handler(handler)
    try:
        _refuse_private(address, loopback=loopback)
        request = urllib.request.Request(address, method=method, headers={"User-Agent": _AGENT})
        with opener.open(request, timeout=TIMEOUT) as answer:
            return Reply(address, answer.status, follower.moved)
    except urllib.error.HTTPError as error:
        with error:
            if error.code < 400:
                return Reply(address, 0, problem="its redirects lead nowhere")
            return Reply(address, error.code, follower.moved)
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        insecure = isinstance(reason, ssl.SSLCertVerificationError)
        words = reason.verify_message if isinstance(reason, ssl.SSLCertVerificationError) else _words(reason)
        return Reply(address, 0, problem=words, insecure=insecure)


def _words(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return f"no answer came within {TIMEOUT:g} seconds"
    if isinstance(reason, socket.gaierror):
        return "its host is not known"
    return str(getattr(reason, "strerror", None) or reason).lower()


def _refuse_private(address: str, *, loopback: bool) -> None:
    """Raise _PrivateError for what is no address of the public web."""
    parts = urlsplit(address)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise _PrivateError("it is no address of the web")
    for *_, place in socket.getaddrinfo(parts.hostname, parts.port or 80, proto=socket.IPPROTO_TCP):
        ip = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not ip.is_global and not (loopback and ip.is_loopback):
            raise _PrivateError("it lies in a private net, and was not asked")
