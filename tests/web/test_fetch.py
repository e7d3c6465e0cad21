"""The web is asked, and nothing else: what a stranger's address could do is bounded."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.validator import FEED
from pipeline.web import Sought, Unreachable
from pipeline.web.drivers.fetch import Fetch

BODY = b"<rss version='2.0'/>"
Answer = Callable[[BaseHTTPRequestHandler], None]


def reply(status: int = 200, body: bytes = BODY, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(b"" if request.command == "HEAD" else body)

    return answer


def cut(request: BaseHTTPRequestHandler) -> None:
    """A body that is shorter than its server said."""
    request.send_response(200)
    request.send_header("Content-Length", "9000")
    request.end_headers()
    request.wfile.write(b"half of it")


def drip(request: BaseHTTPRequestHandler) -> None:
    """A body that never comes to its end."""
    request.send_response(200)
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b" ")
        request.wfile.flush()
        if request.server.stopped.wait(0.1):  # type: ignore[attr-defined]
            return


@pytest.fixture
def serve() -> Iterator[Callable[[dict[str, Answer]], str]]:
    """A server on loopback that answers so by path; its address."""
    servers = []

    def start(answers: dict[str, Answer]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                try:
                    answers[self.path](self)
                except (BrokenPipeError, ConnectionResetError):
                    return

            do_HEAD = do_GET  # noqa: N815 - the name is that of the library

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the library
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.stopped = threading.Event()  # type: ignore[attr-defined]
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.stopped.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()


Serve = Callable[[dict[str, Answer]], str]


def refused(url: str, fetcher: Fetch) -> str:
    with pytest.raises(Unreachable) as told:
        fetcher.get(url)
    assert told.value.hint
    return told.value.message


def test_a_feed_comes_with_what_its_server_says(serve: Serve) -> None:
    base = serve({"/feed?a=%C3%A4%20b": reply(Content_Type="application/rss+xml")})
    got = Fetch(FEED, private=True).get(f"{base}/feed?a=ä%20b")
    assert (got.data, got.content_type) == (BODY, "application/rss+xml")


def test_an_answer_tells_its_status_and_where_it_came_from(serve: Serve) -> None:
    base = serve({"/old": reply(301, b"", Location="/gone"), "/gone": reply(410, b"no more", X_Told="yes")})
    page = Fetch(Sought("page"), private=True)
    for method, data in ("HEAD", b""), ("GET", b"no more"):
        got = page.ask(f"{base}/old", method)
        assert (got.status, got.url, got.led, got.data) == (410, f"{base}/gone", (301,), data)
        assert got.headers["x-told"] == "yes"


def test_a_body_comes_in_chunks_and_headers_reach_its_server(serve: Serve) -> None:
    def part(request: BaseHTTPRequestHandler) -> None:
        reply(206, request.headers["Range"].encode() * 50_000)(request)

    fetch = Fetch(Sought("recording"), private=True)
    with fetch.open(f"{serve({'/': part})}/", headers={"Range": "bytes=5-"}) as answer:
        pieces = list(answer.chunks)
    assert b"".join(pieces) == b"bytes=5-" * 50_000
    assert len(pieces) > 1


def test_what_fails_while_it_is_read_is_told_to_the_reader_alone(serve: Serve) -> None:
    base = serve({"/cut": cut, "/": reply()})
    assert refused(f"{base}/cut", Fetch(FEED, private=True)).endswith("it ended before all of it was sent")
    with pytest.raises(OSError, match="the disk is full"), Fetch(FEED, private=True).open(f"{base}/"):
        raise OSError("the disk is full")


def test_redirects_are_followed_and_bounded(serve: Serve) -> None:
    base = serve({
        "/old": reply(301, b"", Location="/new"), "/new": reply(), "/round": reply(302, b"", Location="/round"),
        "/file": reply(302, b"", Location="file:///etc/passwd"),
    })  # fmt: skip
    assert Fetch(FEED, private=True).get(f"{base}/old").url == f"{base}/new"
    assert refused(f"{base}/round", Fetch(FEED, private=True)) == "the address leads on more than 5 times"
    assert "is no address of the web" in refused(f"{base}/file", Fetch(FEED, private=True))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/feed", "http://127.0.0.1/", "http://2130706433/", "http://[::1]/", "http://[::ffff:10.0.0.1]/",
        "http://10.1.2.3/", "http://169.254.169.254/latest/", "http://0.0.0.0/", "http://[fe80::1]/", "http://224.0.0.1/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/", "http://[::7f00:1]/", "http://[fec0::1]/",
        "http://[64:ff9b:1::a00:1]/", "http://[::ffff:0:127.0.0.1]/",
    ],
)  # fmt: skip
def test_what_is_not_public_is_asked_only_when_allowed(url: str) -> None:
    assert "is not public" in refused(url, Fetch(FEED))


def test_a_public_address_can_not_lead_to_one_that_is_not(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer of a name is public, the next one is not: each is looked at, and asked as it was looked at."""
    base = serve({"/": reply(302, b"", Location="http://inside.example/")})
    port = int(base.rpartition(":")[2])
    asked: list[str] = []

    def look_up(host: str, port: int, *_other: object, **_more: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "93.184.216.34" if host == "outside.example" else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], _timeout: float) -> socket.socket:
        assert address == ("93.184.216.34", 80)
        line = socket.socket()
        line.connect(("127.0.0.1", port))
        return line

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert refused("http://outside.example/", Fetch(FEED)) == "the host `inside.example` is not public"
    assert asked == ["outside.example", "inside.example"]


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "feed.xml", "http://", "http://a:b@c.example/", "http://[", "http://a:x/"]
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    assert refused(url, Fetch(FEED))


def test_what_is_no_feed_for_anybody_is_told(serve: Serve) -> None:
    base = serve({"/gone": reply(404), "/closed": reply(401), "/odd": reply(Content_Encoding="br")})
    assert refused(f"{base}/gone", Fetch(FEED, private=True)) == f"{base}/gone answers 404"
    assert "answers 401" in refused(f"{base}/closed", Fetch(FEED, private=True))
    assert "packed as `br`" in refused(f"{base}/odd", Fetch(FEED, private=True))
    for name in "feed", "recording":
        with pytest.raises(Unreachable) as told:
            Fetch(Sought(name), private=True).get(f"{base}/gone")
        assert (told.value.hint, told.value.status, told.value.passing) == (
            f"see the address of the {name}",
            404,
            False,
        )
    assert "nobody knows the host" in refused("http://nowhere.invalid/", Fetch(FEED, private=True))


def test_size_and_time_are_bounded(serve: Serve) -> None:
    bomb = gzip.compress(b" " * 3_000_000)
    base = serve({"/large": reply(body=b" " * 2000), "/bomb": reply(body=bomb, Content_Encoding="gzip"), "/drip": drip})
    assert "gives more than" in refused(f"{base}/large", Fetch(Sought("feed", most=1000), private=True))
    assert "gives more than" in refused(f"{base}/bomb", Fetch(Sought("feed", most=1_000_000), private=True))
    assert "it took too long" in refused(f"{base}/drip", Fetch(FEED, private=True, patience=0.4))
    packed = serve({"/": reply(body=gzip.compress(BODY), Content_Encoding="gzip")})
    assert Fetch(FEED, private=True).get(packed).data == BODY
