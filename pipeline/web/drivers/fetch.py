"""Asking the web: http and https, public addresses unless others are allowed, bounded in size, time and redirects.

The name of a host is looked up once, and what was looked at is what is asked: an answer that changes between the look
and the request (DNS rebinding) can't lead into a network that is not public.
"""

from __future__ import annotations

import socket
import ssl
import threading
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, RemoteDisconnected
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from pipeline.web.answer import Answer, Fetched, Unreachable
from pipeline.web.later import later
from pipeline.web.sought import Sought

REDIRECTS, TIMEOUT, PATIENCE = 5, 15.0, 60.0
"""The most redirects; seconds of silence, and seconds in all, that are waited for."""
CHUNK = 1 << 16
"""Bytes of a body that are read at a time."""
_EMBEDS = IPv6Network("64:ff9b::/96")
_EVERYWHERE = IPv6Network("2000::/3")
"""All of IPv6 that is handed out to the public (RFC 4291, 2.4; IANA). What lies outside leads into some network, whose
gateways may make an IPv4 address of it: `::10.0.0.1`, `64:ff9b:1::/48` (RFC 8215), `fec0::/10`.
"""
_HEADERS = {"User-Agent": "pipeline", "Accept-Encoding": "identity", "Connection": "close"}
PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses of servers that may well answer when they are asked again."""
_MOVED = (301, 302, 303, 307, 308)
_CUT = "it ended before all of it was sent"


class _Line(HTTPConnection):
    """A connection to one address of a host, which another thread can end."""

    def __init__(self, host: str, port: int, line: socket.socket, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.sock = self._line = line
        self.late, self._over = threading.Event(), threading.Event()
        self.ends = 0.0

    def watch(self, ends: float) -> None:
        """Hang up at an instant (s, monotonic), or at a later one that is written to `ends` until then."""
        self.ends = ends
        threading.Thread(target=self._watch, name="ends what takes too long", daemon=True).start()

    def _watch(self) -> None:
        while (left := self.ends - monotonic()) > 0:
            if self._over.wait(left):
                return
        self.hang_up()

    def hung_up(self) -> None:
        """Nobody waits for it any more. It is not `close`, which the library calls while the answer still goes on."""
        self._over.set()
        self.close()

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
    """HTTP by the standard library. `private`: addresses that are not public may be asked, too. An address may lead on
    so many times (`redirects`), or never where nobody is to `follow`. `steady`: the patience is for each 64 kB of a
    body, not for all of it.
    """

    def __init__(
        self,
        sought: Sought,
        *,
        private: bool = False,
        follow: bool = True,
        redirects: int = REDIRECTS,
        timeout: float = TIMEOUT,
        patience: float = PATIENCE,
        steady: bool = False,
    ) -> None:
        self._sought, self._private, self._redirects = sought, private, redirects if follow else 0
        self._timeout, self._patience, self._steady = timeout, patience, steady

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """All of what lies at an address. Raises `Unreachable`, also for any other status than 200."""
        with self.open(url, headers=headers) as answer:
            if answer.status != 200:
                raise self._refused(answer)
            return _whole(answer)

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Fetched:
        """The answer of an address, whatever its status, with the whole body. Raises `Unreachable`."""
        with self.open(url, method, headers) as answer:
            return _whole(answer)

    @contextmanager
    def open(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """The answer of an address, whatever its status; its body is read as far as it is wanted."""
        said = {**_HEADERS, "Accept": self._sought.accept, **(headers or {})}
        ends = monotonic() + self._patience
        led: tuple[int, ...] = ()
        while len(led) <= self._redirects:
            with self._asked(url, method, said, ends) as (line, got):
                where = got.getheader("Location") if self._redirects and got.status in _MOVED else None
                if not where:
                    told = {name.lower(): value for name, value in got.getheaders()}
                    yield Answer(got.status, url, told, self._chunks(line, got), led)
                    return
            led, url = (*led, got.status), urljoin(url, where)
        hint = f"let it lead to the {self._sought.name} at once"
        raise Unreachable(f"the address leads on more than {self._redirects} times", hint)

    @contextmanager
    def _asked(
        self, url: str, method: str, headers: Mapping[str, str], ends: float
    ) -> Iterator[tuple[_Line, HTTPResponse]]:
        """The answer of this very address."""
        parts = _parts(url)
        line = self._connected(parts, ends)
        line.watch(ends)
        try:
            with self._heard(line):
                if parts.scheme.lower() == "https":
                    line.secure(parts.hostname or "")
                line.request(method, _target(parts), headers=dict(headers))
                answer = line.getresponse()
            with answer:
                yield line, answer
        finally:
            line.hung_up()

    def _chunks(self, line: _Line, answer: HTTPResponse) -> Iterator[bytes]:
        """The body as it comes, held against what its server said of it and against the most that is sought."""
        size, most = 0, self._sought.most
        with self._heard(line):
            for chunk in _unpacked(answer):
                size += len(chunk)
                if size > most:
                    message = f"{line.host} gives more than {most >> 20} MB"
                    raise Unreachable(message, f"no {self._sought.name} is so large")
                yield chunk
                if self._steady:
                    line.ends = monotonic() + self._patience
            if line.late.is_set():  # what had come by then looks like all of it where no length was told
                raise TimeoutError
            if answer.length:
                raise ValueError(_CUT)

    @contextmanager
    def _heard(self, line: _Line) -> Iterator[None]:
        """Failures of the line, in words. Raises `Unreachable`."""
        try:
            yield
        except (OSError, HTTPException, ValueError, zlib.error) as error:
            why = "it took too long" if line.late.is_set() else _why(error)
            message = f"{line.host} gave no whole answer: {why}"
            passing = not isinstance(error, ssl.SSLCertVerificationError)
            raise Unreachable(message, self._sought.for_anybody, passing=passing, host=True) from None

    def _refused(self, answer: Answer) -> Unreachable:
        """Why an answer is not what was sought."""
        name, status = self._sought.name, answer.status
        hint = self._sought.signed_in if status in (401, 403) else f"see the address of the {name}"
        wait = later(answer.headers.get("retry-after", ""), datetime.now(UTC))
        message = f"{answer.url} answers {status}"
        return Unreachable(message, hint, status=status, passing=status in PASSING, later=wait)

    def _connected(self, parts: SplitResult, ends: float) -> _Line:
        """A connection to an address of a host that may be asked. Raises `Unreachable`."""
        host, secure = parts.hostname or "", parts.scheme.lower() == "https"
        try:
            port = parts.port or (443 if secure else 80)
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, ValueError) as error:
            passing = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            message = f"nobody knows the host `{host}` ({_why(error)})"
            raise Unreachable(message, "see how it is written", passing=passing, host=True, unknown=True) from None
        addresses = list(dict.fromkeys(str(told[4][0]) for told in found))
        if not self._private and not all(_is_public(address) for address in addresses):
            raise Unreachable(f"the host `{host}` is not public", self._sought.inside, host=True)
        return _Line(host, port, self._dialled(host, port, addresses, ends), self._timeout)

    def _dialled(self, host: str, port: int, addresses: list[str], ends: float) -> socket.socket:
        """A line to the first of the addresses that answers. Raises `Unreachable`."""
        why = "it took too long"
        for address in addresses:
            if (left := ends - monotonic()) <= 0:
                break
            try:
                return socket.create_connection((address, port), min(self._timeout, left))
            except OSError as error:
                why = _why(error)
        raise Unreachable(f"{host} does not answer: {why}", self._sought.for_anybody, passing=True, host=True)


def _whole(answer: Answer) -> Fetched:
    return Fetched(b"".join(answer.chunks), answer.url, answer.status, answer.headers, answer.led)


def _why(error: Exception) -> str:
    """What went wrong, without the numbers and names of the program."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted ({error.verify_message})"
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, RemoteDisconnected):
        return "it hung up without a word"
    if isinstance(error, HTTPException):
        return "what it answers is not HTTP"
    return str((isinstance(error, OSError) and error.strerror) or error)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Unreachable(f"`{url}` is no address: {error}", "see how it is written") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise Unreachable(f"`{url}` is no address of the web", "begin it with `https://`")
    if parts.username is not None:
        raise Unreachable(
            "the address holds a name to sign in with", "give the address without it: everybody could read it there"
        )
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
        if address not in _EVERYWHERE:
            return False
    return address.is_global and not address.is_multicast


def _unpacked(answer: HTTPResponse) -> Iterator[bytes]:
    """The bytes of a body, also of a server that packs them though nobody asked for it."""
    encoding = answer.getheader("Content-Encoding", "").lower()
    packed = iter(lambda: answer.read(CHUNK), b"")
    if encoding in ("", "identity"):
        yield from packed
        return
    unpack, cut = zlib.decompressobj(wbits=47), False
    for data in packed:
        if encoding not in ("gzip", "x-gzip", "deflate"):
            raise ValueError(f"it is packed as `{encoding}`, which was not asked for")
        while data and not unpack.eof:
            yield unpack.decompress(data, CHUNK)
            data = unpack.unconsumed_tail  # noqa: PLW2901 - the rest of the same piece
        cut = not unpack.eof
    if cut:
        raise ValueError(_CUT)
