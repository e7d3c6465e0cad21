"""A look at what was published, as a client: what is well, and each thing that can be wrong with its remedy."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from pipeline.model.artifact import Manifest, Piece, hashed, sha256
from pipeline.problems import Finding
from pipeline.release import Reply, assemble, look, redirect
from pipeline.release.drivers.probe import Http
from pipeline.release.looking.look import SAMPLE, address

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
    files: Mapping[str, bytes] = field(default_factory=lambda: FILES)
    manifest: Manifest = MANIFEST
    shy: bool = False  # it says who else may read only to those who say where they come from

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        path = url.removeprefix(self.base)
        self.asked.append((method, path))
        if (method, path) in self.wrong:
            return self.wrong[method, path]
        name = f"{path}index.html" if path.endswith("/") or not path else path
        if name not in self.files:
            return Reply(404, {"content-type": "text/html; charset=utf-8"}, FILES["404.html"])
        data, given = self.files[name], self.manifest.artifacts[name].headers
        found = {n: v for n, v in given.items() if n != self.without} | {"content-length": str(len(data))}
        if self.shy and "Origin" not in (headers or {}):
            found.pop("access-control-allow-origin", None)
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


def test_what_is_well_is_said_of_all_that_was_asked() -> None:
    for site in (Site(), Site(shy=True)):
        found = look(site, BASE, MANIFEST, [*MANIFEST.artifacts, "gone.css"])
        assert [(one.ok, one.subject.removeprefix(BASE), one.message) for one in found] == [
            (True, "", "as published"),
            (True, "is-there-a-page-for-what-is-not-there/", "404, with the library's own page"),
            (True, "feed.json", "as published"),
            (True, "feed.json", "may be read by players on other pages (CORS)"),
            (True, "podcasts/s/feed.xml", "as published"),
            (True, "podcasts/s/feed.xml", "may be read by players on other pages (CORS)"),
            (True, AUDIO, "the newest enclosure: 10 bytes of audio/mpeg"),
            (True, AUDIO, "gives parts of itself, so listeners can seek"),
            (True, AUDIO, "10 bytes of audio/mpeg"),
            (True, AUDIO, "may be read by players on other pages (CORS)"),
            (True, AUDIO, "gives parts of itself, so listeners can seek"),
            (True, "404.html", "8 bytes of text/html; charset=utf-8"),
            (True, "a/", "as published"),
        ]
        assert [one.hint for one in found] == [""] * len(found)
        assert len(site.asked) == len(set(site.asked)) + 2, "the enclosure is in the sample too"


def of(path: str, *, put: bool = True, **replies: Reply) -> list[tuple[bool, str, str]]:
    """What is said of a path when it is answered so; `GET` and `HEAD`."""
    site = Site(wrong={(method, path): reply for method, reply in replies.items()})
    found = look(site, BASE, MANIFEST, MANIFEST.artifacts if put else ())
    return [(one.ok, one.message, one.hint) for one in found if one.subject == BASE + path]


PAGE = MANIFEST.artifacts["a/index.html"].headers
AGAIN = "publish again; if it stays, look at the rights of anonymous readers below the public prefix"


@pytest.mark.parametrize("status", [301, 302, 403, 404])
def test_a_page_that_is_not_at_its_directory_is_told_with_the_index(status: int) -> None:
    assert of("a/", GET=Reply(status)) == [(False, f"expected 200, got {status}", HOW_INDEX)]


@pytest.mark.parametrize("status", [300, 303, 402, 405, 500])
def test_another_answer_is_told_with_the_rights(status: int) -> None:
    assert of("a/", GET=Reply(status)) == [(False, f"expected 200, got {status}", AGAIN)]
    for other in (404, status):
        assert of("404.html", HEAD=Reply(other)) == [(False, f"expected 200, got {other}", AGAIN)]


def test_no_answer_is_told_with_its_reason() -> None:
    assert of("a/", GET=Reply(0, failure="timed out")) == [(False, "expected 200, got no answer (timed out)", AGAIN)]


def test_types_are_compared_as_programs_do() -> None:
    same = {"content-type": 'TEXT/HTML;charset="UTF-8"'}
    assert of("a/", GET=Reply(200, same, b"a")) == [(True, "as published", "")]
    (found,) = of("a/", GET=Reply(200, {}, b"a"))
    assert found[:2] == (False, "expected the type `text/html; charset=utf-8`, got ``")
    (found,) = of("404.html", HEAD=Reply(200, {"content-type": "text/plain"}))
    assert found[:2] == (False, "expected the type `text/html; charset=utf-8`, got `text/plain`")


def test_what_is_compressed_on_the_way_is_not_compared() -> None:
    squeezed = {**PAGE, "content-encoding": "gzip"}
    assert of("a/", GET=Reply(200, squeezed, b"other")) == [(True, "as published", "")]
    later = "caches hold it for some minutes; then look again"
    assert of("a/", GET=Reply(200, PAGE, b"other")) == [(True, "another version than the published one", later)]


def test_an_address_that_never_changes_has_its_length() -> None:
    whole = {**MANIFEST.artifacts[AUDIO].headers}
    cut = of(AUDIO, HEAD=Reply(200, {**whole, "content-length": "9"}))
    assert (False, "expected 10 bytes, got 9", "publish it again: `pipeline sync`") in cut
    assert len(cut) == 2, "nothing more is asked of it"
    for fine in ({}, {"content-length": "10"}, {"content-length": "9", "content-encoding": "gzip"}):
        assert (True, "10 bytes of audio/mpeg", "") in of(AUDIO, HEAD=Reply(200, {**whole, **fine}))
    cached = Reply(200, {**PAGE, "content-length": "7"})
    assert of("404.html", HEAD=cached) == [(True, "8 bytes of text/html; charset=utf-8", "")]


def test_a_page_for_what_is_not_there_should_be_ours() -> None:
    nowhere = "is-there-a-page-for-what-is-not-there/"
    said = (True, "404, with a page that is not the library's", "name `404.html` as error document")
    assert of(nowhere, GET=Reply(404, {}, b"another")) == [said]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_of_the_store_leads_there(status: int) -> None:
    pieces = [redirect("old/", "new/", site_url=BASE), *(Piece(p, data) for p, data in FILES.items())]
    manifest = assemble(pieces, (), BASE, BASE, {})
    files = {**FILES, "old/index.html": bytes(pieces[0].data)}  # type: ignore[arg-type] # as it was made
    answer = Reply(status, {"location": f"{BASE}new/"})
    for wrong_, ok, message in (
        ({("GET", "old/"): answer}, True, f"leads to {BASE}new/"),
        ({}, True, "as published"),
        ({("GET", "old/"): Reply(303)}, False, "expected 200, got 303"),
    ):
        site = Site(wrong=wrong_, files=files, manifest=manifest)
        (found,) = (one for one in look(site, BASE, manifest, ["old/index.html"]) if one.subject == f"{BASE}old/")
        assert (found.ok, found.message) == (ok, message)


def test_the_old_address_of_a_feed_leads_there_too() -> None:
    """Where a show moved to, its feed lies at its old addresses as well: a store that knows redirects leads on."""
    path = "podcasts/s/feed.xml"
    old, leads = MANIFEST.artifacts[path], {"location": f"{BASE}new/feed.xml"}
    moved = Manifest(
        {**MANIFEST.artifacts, path: replace(old, headers={**old.headers, **leads})},
    )
    for status, ok, message in ((301, True, f"leads to {BASE}new/feed.xml"), (303, False, "expected 200, got 303")):
        site = Site(wrong={(method, path): Reply(status, leads) for method in ("GET", "HEAD")})
        found = [one for one in look(site, BASE, moved) if one.subject == BASE + path]
        assert [(one.ok, one.message) for one in found] == [(ok, message)]


def test_a_feed_that_is_not_there_is_asked_no_more() -> None:
    site = Site(wrong={("GET", "podcasts/s/feed.xml"): Reply(404)})
    found = [one for one in look(site, BASE, MANIFEST) if "podcasts" in one.subject or "media" in one.subject]
    assert [(one.ok, one.message) for one in found] == [(False, "expected 200, got 404")]
    assert ("HEAD", AUDIO) not in site.asked


@pytest.mark.parametrize(
    ("path", "body"), [("feed.json", b"{"), ("podcasts/s/feed.xml", b"<rss>"), ("podcasts/s/feed.xml", b"")]
)
def test_a_feed_that_can_not_be_read_is_told(path: str, body: bytes) -> None:
    found = of(path, GET=Reply(200, MANIFEST.artifacts[path].headers, body))
    assert [(ok, message.partition(":")[0]) for ok, message, _ in found if not ok] == [
        (False, "the feed can't be read")
    ]


def test_a_feed_is_read_as_it_stands_and_nothing_that_it_defines_is_followed() -> None:
    item = FEED.partition(b"<channel>")[2].partition(b"</channel>")[0].replace(b'"', b"'")
    body = b'<!DOCTYPE rss [<!ENTITY e "' + item + b'">]><rss><channel>&e;</channel></rss>'
    headers = MANIFEST.artifacts["podcasts/s/feed.xml"].headers
    site = Site(wrong={("GET", "podcasts/s/feed.xml"): Reply(200, headers, body)})
    look(site, BASE, MANIFEST)
    assert ("HEAD", AUDIO) not in site.asked


def test_what_the_feed_says_of_its_enclosure_must_be_so() -> None:
    headers = MANIFEST.artifacts["podcasts/s/feed.xml"].headers
    for body, said in (
        (b"<rss><channel/></rss>", None),
        (FEED.replace(b'length="10" ', b""), "expected the length and type that the feed names (, audio/mpeg), got 10"),
        (FEED.replace(b' type="audio/mpeg"', b""), "expected the length and type that the feed names (10, ), got 10"),
    ):
        site = Site(wrong={("GET", "podcasts/s/feed.xml"): Reply(200, headers, body)})
        found = [one.message for one in look(site, BASE, MANIFEST) if one.subject == BASE + AUDIO]
        assert found == [] if said is None else found[0].startswith(said)
    (bare,) = of(AUDIO, put=False, HEAD=Reply(200))
    assert bare[1].endswith("(10, audio/mpeg), got no length, no type")


def test_sound_on_another_host_is_not_asked_for() -> None:
    headers = MANIFEST.artifacts["podcasts/s/feed.xml"].headers
    there = "https://media.example/a.mp3"
    body = FEED.replace(f"{BASE}{AUDIO}".encode(), there.encode())
    site = Site(wrong={("GET", "podcasts/s/feed.xml"): Reply(200, headers, body)})
    (told,) = [one for one in look(site, BASE, MANIFEST) if one.subject == there]
    assert (told.ok, told.message) == (True, "lies on another host: `pipeline check --external` asks there")
    assert ("HEAD", there) not in site.asked


@pytest.mark.parametrize(
    ("reply", "got"),
    [
        (Reply(200, {"content-range": "bytes 0-1/10"}, b"so"), "200 bytes 0-1/10"),
        (Reply(206, {"content-range": "bytes 0-1/9"}, b"so"), "206 bytes 0-1/9"),
        (Reply(206, {"content-range": "bytes 0-1/10"}, b"som"), "206 bytes 0-1/10"),
        (Reply(206, {}, b"so"), "206"),
    ],
)
def test_parts_of_sound_are_those_that_were_asked_for(reply: Reply, got: str) -> None:
    hint = "listeners can't seek: let the server answer `Range` requests"
    said = (False, f"expected 206 and `bytes 0-1/10`, got {got}", hint)
    assert of(AUDIO, put=False, GET=reply)[1:] == [said]


def test_who_may_read_is_everybody_or_who_asked() -> None:
    headers = dict(MANIFEST.artifacts["feed.json"].headers)
    for given in ("*", "https://player.example"):
        answer = Reply(200, {**headers, "access-control-allow-origin": given}, b"{}")
        assert [one[0] for one in of("feed.json", GET=answer)] == [True, True]
    answer = Reply(200, {**headers, "access-control-allow-origin": "https://other.example"}, b"{}")
    assert of("feed.json", GET=answer)[1][:2] == (
        False,
        "expected `Access-Control-Allow-Origin: *`, got https://other.example",
    )


def test_at_home_our_own_page_is_looked_at_and_so_is_a_site_without_one() -> None:
    here = "http://localhost:8000/"
    assert len(look(Site(base=here), here, MANIFEST)) > 3
    files = {path: data for path, data in FILES.items() if path in ("404.html", "feed.json")}
    less = assemble((Piece(p, data) for p, data in files.items()), (), here, here, {})
    assert [one.subject for one in look(Site(base=here, files=files, manifest=less), here, less)] == [
        f"{here}is-there-a-page-for-what-is-not-there/",
        f"{here}feed.json",
        f"{here}feed.json",
    ]


def test_pages_are_found_at_their_directory() -> None:
    assert [address(BASE, path) for path in ("index.html", "a b/index.html", "a/myindex.html", "404.html")] == [
        BASE,
        f"{BASE}a%20b/",
        f"{BASE}a/myindex.html",
        f"{BASE}404.html",
    ]


def asked(count: dict[str, int], headers: dict[str, str] | None = None) -> list[str]:
    """What is asked of so many files of each ending, beside the home page and the page that is not there."""
    names = [f"{n:03}.{ending}" for ending, many in count.items() for n in range(many)]
    made = assemble((Piece(name, b"") for name in names), (), BASE, BASE, {})
    if headers is not None:
        made = Manifest({name: replace(a, headers=headers) for name, a in made.artifacts.items()})
    site = Site(files=dict.fromkeys(names, b""), manifest=made)
    look(site, BASE, made, made.artifacts)
    return [path for _method, path in site.asked[2:]]


def test_the_look_is_bounded_and_spread_over_all_kinds() -> None:
    assert SAMPLE == 20
    assert asked({"css": 5}) == [f"{n:03}.css" for n in range(5)]
    assert asked({"css": 500}) == [f"{n:03}.css" for n in range(0, 500, 25)]
    assert asked({"css": 500, "png": 500}) == [
        *(f"{n:03}.png" for n in range(0, 500, 50)),
        *(f"{n:03}.css" for n in range(0, 500, 50)),
    ]
    kinds = ("css", "js", "json", "pdf", "png", "jpg", "webp", "avif", "gif", "svg", "ico", "woff", "woff2", "ttf")
    more = ("otf", "wasm", "zip", "md", "csv", "bib", "ris", "txt", "map", "webmanifest", "bin")
    assert len(asked(dict.fromkeys((*kinds, *more), 3))) == 20
    assert asked({"css": 2}, headers={}) == ["000.css", "001.css"]


def test_of_many_feeds_some_are_looked_at() -> None:
    files = {f"{n:03}/feed.json": b"{}" for n in range(60)}
    made = assemble((Piece(p, data) for p, data in files.items()), (), BASE, BASE, {})
    site = Site(files=files, manifest=made)
    look(site, BASE, made, made.artifacts)
    assert [path for _method, path in site.asked[2:52]] == [f"{n:03}/feed.json" for n in range(50)]
    assert len(site.asked) == 62, "the others are files like others"


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


@pytest.mark.parametrize(
    ("answer", "failure"), [(b"no HTTP\r\n\r\n", "no HTTP"), (b"", "Remote end closed connection without response")]
)
def test_what_answers_and_speaks_no_http_is_no_answer(answer: bytes, failure: str) -> None:
    def once(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=once, args=(server,))
        thread.start()
        reply = Http(5).ask(f"http://127.0.0.1:{server.getsockname()[1]}/")
        thread.join()
    assert (reply.status, reply.failure.strip()) == (0, failure)


@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
def test_an_answer_that_drips_is_none(status: str) -> None:
    def drip(server: socket.socket) -> None:
        connection, _ = server.accept()
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 100000\r\n\r\n".encode())
        with connection, contextlib.suppress(OSError):
            while not gone.wait(0.05):
                connection.sendall(b".")

    gone = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,))
        thread.start()
        reply = Http(0.2).ask(f"http://127.0.0.1:{server.getsockname()[1]}/")
        gone.set()
        thread.join()
    assert (reply.status, reply.failure) == (0, "the answer does not come to its end")


@pytest.fixture
def front() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_client_takes_every_answer_as_it_comes(front: str) -> None:
    client = Http(5)
    page = client.ask(f"{front}/there", headers={"X-Asked": "this"})
    assert (page.status, page.body, page.headers["x-said"]) == (200, b"body", "this")
    moved = client.ask(f"{front}/moved")
    assert (moved.status, moved.headers["location"]) == (301, "/there")
    assert client.ask(f"{front}/none").status == 404
    assert client.ask("http://127.0.0.1:1/") == Reply(0, failure="Connection refused")
    assert client.ask("file:///etc/passwd") == Reply(0, failure="this is no address of the web")
