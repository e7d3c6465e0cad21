"""Fetching a feed: http and https, public addresses unless others are allowed, bounded in size, time and redirects.

The name of a host is looked up once, and what was looked at is what is asked: an answer that changes between the look
and the request (DNS rebinding) can't lead into a network that is not public.
"""

from __future__ import annotations

import socket
import ssl
import threading
import zlib
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from pipeline.validator.fetched import Fetched, Unreachable
from pipeline.validator.reader import MOST_BYTES

REDIRECTS, TIMEOUT, PATIENCE = 5, 15.0, 60.0
"""The most redirects; seconds of silence, and seconds in all, that are waited for."""
_EMBEDS = IPv6Network("64:ff9b::/96")
_HEADERS = {"User-Agent": "pipeline", "Accept": "application/rss+xml, application/xml;q=0.9, */*;q=0.1",
            "Accept-Encoding": "identity", "Connection": "close"}  # fmt: skip
_MOVED = (301, 302, 303, 307, 308)
_OPEN = "see that the address answers to anybody, as podcast apps ask it"


class _Line(HTTPConnection):
    """A connection to one address of a host, which another thread can end."""

    def __init__(self, host: str, port: int, line: socket.socket, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.sock = self._line = line
        self.late = threading.Event()

    def secure(self, host: str) -> None:
        """Speak TLS on it."""
        wrapped = ssl.create_default_context().wrap_socket(
            self._line, server_hostname=host, do_handshake_on_connect=False
        )
        self.sock = self._line = wrapped
        wrapped.do_handshake()

    def hang_up(self) -> None:
        """End whatever waits for it. An answer keeps the socket when the connection has let go of it."""
        self.late.set()
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)


class Fetch:
    """HTTP by the standard library. `private`: addresses that are not public may be asked, too."""

    def __init__(
        self, *, private: bool = False, timeout: float = TIMEOUT, patience: float = PATIENCE, most: int = MOST_BYTES
    ) -> None:
        self._private, self._timeout, self._patience, self._most = private, timeout, patience, most

    def get(self, url: str) -> Fetched:
        """What lies at an address, or where it leads. Raises `Unreachable`."""
        for _ in range(REDIRECTS + 1):
            found = self._ask(url)
            if isinstance(found, Fetched):
                return found
            url = urljoin(url, found)
        raise Unreachable(f"the address leads on more than {REDIRECTS} times", "let it lead to the feed at once")

    def _ask(self, url: str) -> Fetched | str:
        """The answer of one address: a feed, or where it has moved."""
        parts = _parts(url)
        line = self._connected(parts)
        ended = threading.Timer(self._patience, line.hang_up)
        ended.start()
        try:
            if parts.scheme.lower() == "https":
                line.secure(parts.hostname or "")
            line.request("GET", _target(parts), headers=_HEADERS)
            with line.getresponse() as answer:
                found = self._answer(url, answer)
            if line.late.is_set():  # what had come by then looks like all of it where no length was told
                raise TimeoutError
        except (OSError, HTTPException, ValueError, zlib.error) as error:
            why = "it took too long" if line.late.is_set() else str(error) or type(error).__name__
            raise Unreachable(f"{parts.hostname} gave no whole answer: {why}", _OPEN) from None
        finally:
            ended.cancel()
            line.close()
        return found

    def _answer(self, url: str, answer: HTTPResponse) -> Fetched | str:
        if answer.status in _MOVED and (where := answer.getheader("Location")):
            return where
        if answer.status != 200:
            hint = "podcast apps can’t sign in" if answer.status in (401, 403) else "see the address of the feed"
            raise Unreachable(f"{url} answers {answer.status}", hint)
        data = _unpacked(answer.read(self._most + 1), answer.getheader("Content-Encoding", ""), self._most)
        if len(data) > self._most:
            raise Unreachable(f"{url} gives more than {self._most >> 20} MB", "no feed is so large")
        return Fetched(data, url, answer.getheader("Content-Type", ""))

    def _connected(self, parts: SplitResult) -> _Line:
        """A connection to an address of a host that may be asked. Raises `Unreachable`."""
        host, secure = parts.hostname or "", parts.scheme.lower() == "https"
        try:
            port = parts.port or (443 if secure else 80)
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, ValueError) as error:
            raise Unreachable(f"nobody knows the host `{host}` ({error})", "see how it is written") from None
        addresses = [str(told[4][0]) for told in found]
        if not self._private and not all(_is_public(address) for address in addresses):
            hint = "`--allow-private` lets you look at feeds on this machine or in your network"
            raise Unreachable(f"the host `{host}` is not public", hint)
        try:
            plain = socket.create_connection((addresses[0], port), self._timeout)
        except OSError as error:
            raise Unreachable(f"{host} does not answer: {error}", _OPEN) from None
        return _Line(host, port, plain, self._timeout)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Unreachable(f"`{url}` is no address: {error}", "see how it is written") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise Unreachable(f"`{url}` is no address of the web", "begin it with `https://`")
    if parts.username is not None:
        raise Unreachable("the address holds a name to sign in with", "podcast apps can’t sign in: give it without")
    return parts


def _target(parts: SplitResult) -> str:
    """Path and query, in the characters that a request may have."""
    path = quote(parts.path or "/", safe="/:@!$&'()*+,;=~%")
    query = quote(parts.query, safe="/?:@!$&'()*+,;=~%")
    return f"{path}?{query}" if query else path


def _is_public(text: str) -> bool:
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        embedded = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _EMBEDS:
            embedded = IPv4Address(int(address) & 0xFFFF_FFFF)
        if embedded is not None:
            return embedded.is_global and not embedded.is_multicast
    return address.is_global and not address.is_multicast


def _unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """The bytes of a server that packs them though nobody asked for it."""
    if encoding.lower() in ("", "identity"):
        return data
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"it is packed as `{encoding}`, which was not asked for")
    return zlib.decompressobj(wbits=47).decompress(data, most + 1)
