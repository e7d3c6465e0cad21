"""A look at what was published, as a client: what is well, and each thing that can be wrong with its remedy."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pipeline.model.artifact import Manifest, Piece, hashed, sha256
from pipeline.problems import Finding
from pipeline.release import Reply, assemble, look
from pipeline.release.drivers.probe import Http
from pipeline.release.look import SAMPLE

BASE = "https://l.example/sub/"
SOUND = b"some sound"
AUDIO = hashed("media/s/e.mp3", sha256(SOUND))
FEED = f"""<rss><channel><item><enclosure url="{BASE}{AUDIO}" length="{len(SOUND)}" type="audio/mpeg"/></item>
<item><enclosure url="{BASE}older.mp3" length="1" type="audio/mpeg"/></item></channel></rss>""".encode()
FILES = {
    "index.html": b"home",
    "404.html": b"not here",
    "a/index.html": b"a",
    AUDIO: SOUND,
    "podcasts/s/feed.xml": FEED,
    "feed.json": b"{}",
}
MANIFEST = assemble((Piece(p, data) for p, data in FILES.items()), (), BASE, BASE, {})


@dataclass
class Site:
    """The site as it should answer, but for what a test changes: answers by method and path, or a rule for all."""

    base: str = BASE
    wrong: dict[tuple[str, str], Reply] = field(default_factory=dict)
    without: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        path = url.removeprefix(self.base)
        self.asked.append((method, path))
        if (method, path) in self.wrong:
            return self.wrong[method, path]
        name = f"{path}index.html" if path.endswith("/") or not path else path
        if name not in FILES:
            return Reply(404, {"content-type": "text/html; charset=utf-8"}, FILES["404.html"])
        data, given = FILES[name], MANIFEST.artifacts[name].headers
        found = {n: v for n, v in given.items() if n != self.without} | {"content-length": str(len(data))}
        if self.without != "range" and (headers or {}).get("Range") == "bytes=0-1":
            return Reply(206, {**found, "content-range": f"bytes 0-1/{len(data)}"}, data[:2])
        return Reply(200, found, b"" if method == "HEAD" else data)


def wrong(site: Site, *, manifest: Manifest = MANIFEST, base_url: str = BASE) -> list[Finding]:
    return [finding for finding in look(site, base_url, manifest, manifest.artifacts) if not finding.ok]


def test_a_good_site_is_looked_at_where_readers_and_apps_do() -> None:
    site = Site()
    assert wrong(site) == []
    assert {
        ("GET", ""),
        ("GET", "a/"),
        ("GET", "podcasts/s/feed.xml"),
        ("GET", "feed.json"),
        ("HEAD", AUDIO),
        ("GET", AUDIO),
    } <= set(site.asked)
    assert not [path for _method, path in site.asked if path.endswith("index.html")]


HOW_INDEX = (
    '`index = "website"` needs the website endpoint of the store with `index.html` as index document; where keys alone '
    'count, write `index = "exact"`, and give the root page a root document or a rewrite'
)
NOT_FOUND = (
    "let the address answer 404 with `404.html` for what is not there: an error document of the website, or a custom "
    "error response (403 → /404.html, 404) of the CDN"
)


@pytest.mark.parametrize(
    ("fault", "path", "message", "hint"),
    [
        ({("GET", "a/"): Reply(404)}, "a/", "expected 200, got 404", HOW_INDEX),
        (
            {("GET", "is-there-a-page-for-what-is-not-there/"): Reply(403)},
            "is-there-a-page-for-what-is-not-there/",
            "expected 404 for what is not there, got 403",
            NOT_FOUND,
        ),
        (
            {("GET", "podcasts/s/feed.xml"): Reply(200, {"content-type": "application/xml"}, FEED)},
            "podcasts/s/feed.xml",
            "expected the type `application/rss+xml; charset=utf-8`, got `application/xml`",
            "see that nothing between the store and readers rewrites Content-Type, and publish again",
        ),
        (
            {
                ("GET", "podcasts/s/feed.xml"): Reply(
                    200, MANIFEST.artifacts["podcasts/s/feed.xml"].headers, FEED[: len(FEED) // 2]
                )
            },
            "podcasts/s/feed.xml",
            "the feed can't be read: ",
            "publish again; something between cuts or changes it",
        ),
        (
            {("HEAD", AUDIO): Reply(405)},
            AUDIO,
            "expected 200 to HEAD for the newest enclosure, got 405",
            "apps ask by HEAD before they download: let the address answer it",
        ),
        (
            {("HEAD", AUDIO): Reply(200, {"content-type": "application/octet-stream", "content-length": "10"})},
            AUDIO,
            "expected the length and type that the feed names (10, audio/mpeg), got 10, application/octet-stream",
            "nothing between the store and listeners may compress or change sound",
        ),
    ],
)
def test_each_fault_is_told_with_its_remedy(
    fault: dict[tuple[str, str], Reply], path: str, message: str, hint: str
) -> None:
    found = [finding for finding in wrong(Site(wrong=fault)) if finding.subject == BASE + path]
    assert found
    assert found[0].message.startswith(message)
    assert found[0].hint == hint


def test_a_server_without_ranges_is_told() -> None:
    found = wrong(Site(without="range"))
    assert {finding.subject for finding in found} == {BASE + AUDIO}
    assert (found[0].message, found[0].hint) == (
        f"expected 206 and `bytes 0-1/{len(SOUND)}`, got 200",
        "listeners can't seek: let the server answer `Range` requests",
    )


def test_feeds_that_players_elsewhere_can_not_read_are_told_with_the_rules() -> None:
    found = wrong(Site(without="access-control-allow-origin"))
    assert {finding.message for finding in found} == {"expected `Access-Control-Allow-Origin: *`, got no such header"}
    assert {finding.subject.removeprefix(BASE) for finding in found} >= {"podcasts/s/feed.xml", "feed.json", AUDIO}
    assert '{"CORSRules":[{"AllowedOrigins":["*"],"AllowedMethods":["GET","HEAD"]' in found[0].hint


def test_an_older_version_in_a_cache_is_no_fault() -> None:
    headers = MANIFEST.artifacts["index.html"].headers
    findings = look(Site(wrong={("GET", ""): Reply(200, headers, b"old home")}), BASE, MANIFEST)
    assert findings[0] == Finding(
        True, BASE, "another version than the published one", "caches hold it for some minutes; then look again"
    )


def test_where_nothing_answers_is_said_calmly_at_home_and_as_a_fault_elsewhere() -> None:
    silent = {("GET", ""): Reply(0, failure="Connection refused")}
    here = "http://127.0.0.1:8000/"
    assert look(Site(base=here, wrong=silent), here, MANIFEST, MANIFEST.artifacts) == (
        Finding(
            True,
            here,
            "nothing answers there now (Connection refused), so nobody looked at what was published",
            "run `pipeline serve` to look at it",
        ),
    )
    other = {("GET", ""): Reply(200, body=b"another server")}
    (finding,) = look(Site(base=here, wrong=other), here, MANIFEST)
    assert (finding.ok, finding.message) == (
        True,
        "something else answers there now, so nobody looked at what was published",
    )
    assert look(Site(wrong=silent), BASE, MANIFEST) == (
        Finding(
            False,
            BASE,
            "nothing answers at the public address (Connection refused)",
            "see that its name, its server or its CDN are set up, or mend `base_url`",
        ),
    )


def test_the_look_is_bounded() -> None:
    many = {f"{n}/index.html": b"%d" % n for n in range(500)} | {f"{n}.css": b"" for n in range(500)}
    manifest = assemble((Piece(p, data) for p, data in many.items()), (), BASE, BASE, {})
    site = Site()
    look(site, BASE, manifest, manifest.artifacts)
    assert len(site.asked) <= SAMPLE + 2


class Answers(BaseHTTPRequestHandler):
    """A page, one that leads elsewhere, and none."""

    def do_GET(self) -> None:
        status = {"/there": 200, "/moved": 301}.get(self.path, 404)
        self.send_response_only(status)
        self.send_header("Location", "/there")
        self.send_header("X-Said", self.headers.get("X-Asked", ""))
        self.end_headers()
        self.wfile.write(b"body")

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - its name there
        pass


@pytest.fixture
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as front:
        threading.Thread(target=front.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{front.server_port}"
        front.shutdown()


def test_the_client_takes_every_answer_as_it_comes(address: str) -> None:
    client = Http(5)
    page = client.ask(f"{address}/there", headers={"X-Asked": "this"})
    assert (page.status, page.body, page.headers["x-said"]) == (200, b"body", "this")
    moved = client.ask(f"{address}/moved")
    assert (moved.status, moved.headers["location"]) == (301, "/there")
    assert client.ask(f"{address}/none").status == 404
    assert client.ask("http://127.0.0.1:1/") == Reply(0, failure="Connection refused")
    assert client.ask("file:///etc/passwd") == Reply(0, failure="this is no address of the web")
