"""A server of files on loopback, with parts and conditions as RFC 9110 has them, and with every fault that a test wants
of it; it remembers what it was asked and how much it sent.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Lying:
    """A file that lies there. `cuts`: after how many bytes of a body the line is cut, each once;
    `hangs`: after how many it goes silent, each once; `drips`: it comes byte by byte. `ranges`: whether
    parts are given. `etag`, `modified`: what is said of it ("" nothing). `length`: what is said of its size, if that is
    no truth. `encoding`: how it is said to be packed. `careless`: parts are given of whatever lies there now.
    """

    data: bytes
    type: str = "audio/mpeg"
    cuts: list[int] = field(default_factory=list)
    hangs: list[int] = field(default_factory=list)
    drips: bool = False
    ranges: bool = True
    etag: str | None = None
    modified: str = ""
    length: int | None = None
    encoding: str = ""
    careless: bool = False
    leads: str = ""
    status: int = 200

    @property
    def tag(self) -> str:
        return f'"{sha256(self.data).hexdigest()[:16]}"' if self.etag is None else self.etag

    def same(self, said: str | None) -> bool:
        return said is not None and said in (self.tag, self.modified)


@dataclass
class Shelf:
    """A running server. `files` by their paths; anything else is not there."""

    port: int
    files: dict[str, Lying] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    guard: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    at_once: int = 0
    most_at_once: int = 0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


class _Handler(BaseHTTPRequestHandler):
    shelf: Shelf

    def setup(self) -> None:
        """What waits in the line counts as sent: little does."""
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
        super().setup()

    def do_GET(self) -> None:
        shelf = self.shelf
        with shelf.guard:
            shelf.asked.append((self.path, self.headers.get("Range", "")))
            shelf.at_once += 1
            shelf.most_at_once = max(shelf.most_at_once, shelf.at_once)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._answer(shelf.files.get(self.path))
        with shelf.guard:
            shelf.at_once -= 1

    do_HEAD = do_GET  # noqa: N815 - the name is that of the library

    def _answer(self, lying: Lying | None) -> None:
        if lying is None or lying.status >= 400:
            self._head(404 if lying is None else lying.status, {"Content-Length": "0"})
            return
        if lying.leads:
            self._head(lying.status, {"Location": lying.leads, "Content-Length": "0"})
            return
        told = {"ETag": lying.tag, "Last-Modified": lying.modified, "Content-Encoding": lying.encoding}
        told = {name: value for name, value in told.items() if value} | {"Content-Type": lying.type}
        if lying.same(self.headers.get("If-None-Match")) or lying.same(self.headers.get("If-Modified-Since")):
            self._head(304, told)
            return
        begin, end = self._part(lying)
        if begin >= len(lying.data) and begin:
            self._head(416, told | {"Content-Range": f"bytes */{len(lying.data)}", "Content-Length": "0"})
            return
        part = lying.data[begin:end]
        if begin or end < len(lying.data):
            told["Content-Range"] = f"bytes {begin}-{end - 1}/{len(lying.data)}"
        whole = begin == 0 and end == len(lying.data)
        length = lying.length if lying.length is not None else len(part)
        self._head(200 if whole else 206, told | {"Content-Length": str(length)})
        if lying.drips:
            self._drip(part)
        elif lying.hangs:
            self._send(part[: lying.hangs.pop(0)])
            self.shelf.over.wait()
        else:
            self._send(part[: lying.cuts.pop(0)] if lying.cuts else part)

    def _part(self, lying: Lying) -> tuple[int, int]:
        asked, held = self.headers.get("Range", ""), self.headers.get("If-Range")
        if not lying.ranges or not asked or (held and not lying.careless and not lying.same(held)):
            return 0, len(lying.data)
        begin, _, end = asked.removeprefix("bytes=").partition("-")
        return int(begin), min(int(end) + 1, len(lying.data)) if end else len(lying.data)

    def _head(self, status: int, told: dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, data: bytes) -> None:
        if self.command == "HEAD":
            return
        for at in range(0, len(data), 1 << 18):
            piece = data[at : at + (1 << 18)]
            self.shelf.sent[self.path] += len(piece)  # whoever has it may look at once how much was sent
            self.wfile.write(piece)

    def _drip(self, data: bytes) -> None:
        for byte in data:
            self.wfile.write(bytes((byte,)))
            self.wfile.flush()
            if self.shelf.over.wait(0.02):
                return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the library
        pass


@contextlib.contextmanager
def shelf() -> Iterator[Shelf]:
    """A server, until it is left."""

    class Handler(_Handler):
        pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Handler.shelf = Shelf(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield running
    finally:
        running.over.set()
        server.shutdown()
        server.server_close()
