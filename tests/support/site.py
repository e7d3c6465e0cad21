"""Web sites on loopback that answer as a test says, and remember what they were asked."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """An answer; a status of 0 hangs up without one."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """A running site. `replies`: what is asked for (`HEAD /page`, or `/page` for any method) → its answers, of which
    the last one stays. Anything else is a page; there is no `robots.txt` unless somebody writes one.
    """

    port: int
    replies: dict[str, list[Reply]] = field(default_factory=lambda: {"/robots.txt": [Reply(404)]})
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, what: str, *replies: Reply) -> None:
        self.replies[what] = list(replies)

    def reply(self, method: str, path: str) -> Reply:
        several = self.replies.get(f"{method} {path}") or self.replies.get(path) or [Reply()]
        return several.pop(0) if len(several) > 1 else several[0]


@contextlib.contextmanager
def site() -> Iterator[Site]:
    """A site at every address of this machine's loopback."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            running.asked.append(f"{self.command} {self.path}")
            running.agents.add(self.headers.get("User-Agent", ""))
            reply = running.reply(self.command, self.path)
            if not reply.status:
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else reply.body)

        do_GET = do_HEAD = _answer  # noqa: N815 - the names that http.server calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running = Site(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
