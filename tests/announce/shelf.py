"""A library whose new episodes are announced, in memory, and those who are told, on loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pipeline import flow, publishing
from pipeline.announce import Courier, Told
from pipeline.announce.drivers.http import Http
from pipeline.jobs.cache import Cache
from pipeline.release import Reply
from pipeline.world import World
from tests.support import twins
from tests.support.library import FILES, square, tone
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget

SITE = "https://library.example/"
FEED = f"{SITE}podcasts/talks/feed.xml"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
TOKEN = "a-token-of-ours"
NOW = twins.INSTANT
SECOND = "content/podcasts/talks/second.md"


@dataclass(frozen=True)
class Asked:
    """One request, as an endpoint got it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Endpoint:
    """A server on this machine that notes what it is asked. It answers with `status`; None: not at all."""

    url: str = ""
    status: int | None = 204
    location: str = ""
    drips: bool = False
    asked: list[Asked] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def take(self) -> list[Asked]:
        """What it was asked since somebody looked."""
        found, self.asked = self.asked, []
        return found


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    here = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            said = {name.lower(): value for name, value in self.headers.items()}
            here.asked.append(Asked(self.command, self.path, said, body))
            if here.status is None:
                if here.drips:
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while here.drips and not here.ended.wait(0.02):
                    self.wfile.write(b"x-more: yes\r\n")
                here.ended.wait(30)
                return
            self.send_response(here.status)
            if here.location:
                self.send_header("location", here.location)
            self.send_header("content-length", "0")
            self.end_headers()

        do_GET = do_POST = _answer  # noqa: N815 - the names that http.server calls

        def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # type: ignore[method-assign] # whoever hung up did so on purpose
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        here.url = f"http://127.0.0.1:{server.server_port}/"
        try:
            yield here
        finally:
            here.ended.set()
            server.shutdown()
            thread.join()


@dataclass
class Visitor:
    """A client of what a target in memory has, but for what a cache still gives."""

    target: MemoryTarget
    stale: Mapping[str, bytes | None]

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        data = {**self.target.public, **self.stale}.get(url.removeprefix(SITE))
        return Reply(404) if data is None else Reply(200, {}, b"" if method == "HEAD" else data)


@dataclass
class Library:
    """A library in memory, published again and again."""

    files: dict[str, bytes]
    target: MemoryTarget = field(default_factory=MemoryTarget)
    cache: Cache = field(default_factory=lambda: Cache(MemoryStore()))
    courier: Courier = field(default_factory=Http)
    stale: dict[str, bytes | None] = field(default_factory=dict)

    def world(self, hours: float = 0) -> World:
        made = twins.world(self.files, NOW + timedelta(hours=hours), self.cache)
        return replace(made, target=self.target, client=Visitor(self.target, self.stale), courier=self.courier)

    def publish(self, hours: float = 0) -> tuple[Told, ...]:
        """Publish, so many hours later, and tell what was announced."""
        world = self.world(hours)
        flow.build(world)
        planned = publishing.plan(world)
        assert planned is not None and not planned.refusals
        publishing.sync(world, planned)
        return tuple(publishing.tell(world, planned))

    def add(self, date: str = "2026-05-31T20:00:00", path: str = SECOND, more: str = "") -> None:
        """A new episode."""
        text = FILES["content/podcasts/talks/first.md"].replace("2026-01-05", date).replace("audio:", f"{more}audio:")
        guid = f"0e4f7c0a-2f43-4a8f-9d53-{len(self.files):012}"
        text = text.replace("0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", guid).replace(
            "The first talk", f"Of {path.rpartition('/')[2][:-3]}"
        )
        self.files[path] = text.encode()


def library(announce: str) -> Library:
    """The small library at its own address, with this section of settings."""
    texts = {name: text.encode() for name, text in FILES.items()}
    settings = FILES["pipeline.toml"].replace('base_url = "http://127.0.0.1:8000/"\n', "")
    return Library(
        texts
        | {
            "content/podcasts/talks/first.wav": tone(0.1),
            "content/podcasts/talks/cover.png": square(8),
            "mkdocs.yml": b"theme:\n  name: material\n",
            "pipeline.toml": f"{settings}\n{announce}".encode(),
        }
    )


def at(told: tuple[Told, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """What became of what where, for asserts."""
    return [(one.endpoint, str(one.state), tuple(event.data.title for event in one.events)) for one in told]
