"""Looking at what was published as a client does: what to ask, and what a good answer is."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import quote, urlsplit

from lxml import etree

from pipeline.model import urls
from pipeline.model.artifact import Artifact, Manifest, looks_hashed, sha256
from pipeline.problems import Finding

SAMPLE = 20
"""The most files of one publish that are looked at, besides home page, feeds and their newest enclosures."""
FEEDS, AGAIN = 50, 50
ELSEWHERE = "https://player.example"
NOWHERE = "is-there-a-page-for-what-is-not-there/"
CORS = '{"CORSRules":[{"AllowedOrigins":["*"],"AllowedMethods":["GET","HEAD"],"AllowedHeaders":["*"]}]}'
"""What lets players on other pages read feeds, transcripts and chapters, as a bucket takes it."""
_FEED_TYPES = ("application/rss+xml", "application/feed+json")
_LOOKED_AT = {"content-type", "cache-control", "access-control-allow-origin", "content-encoding", "location"}
"""Headers that have looks of their own, or that caches and stores may say otherwise."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers (names in lower case) and the beginning of the body; status 0 with the reason when
    nothing answered.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    failure: str = ""


class Client(Protocol):
    """Asks as anybody can: without credentials, following no redirect. It raises nothing."""

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        """The answer to one request."""


def look(
    client: Client, base_url: str, manifest: Manifest, put: Iterable[str] = (), again: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What a reader, a player and an app meet at the public address, from a bounded number of requests: the home page,
    an address that is not there, each feed with its newest enclosure, a sample of `put`, the paths that went out, and
    the addresses `again`, at which something was wrong before.
    """
    home = client.ask(base_url)
    artifacts = manifest.artifacts
    if home.status == 0 or (is_here(base_url) and not _is_ours(home, artifacts.get(urls.INDEX))):
        return (_silent(base_url, home),)
    feeds = [a for a in artifacts.values() if a.headers.get("content-type", "").startswith(_FEED_TYPES)][:FEEDS]
    seen = {urls.INDEX, *(feed.path for feed in feeds)}
    fresh = (artifacts[path] for path in put if path in artifacts and path not in seen)
    sample = _sample([artifact for artifact in fresh if not artifact.beside])
    if again:
        seen |= {artifact.path for artifact in sample}
        others = (artifact for path, artifact in artifacts.items() if path not in seen)
        sample += [one for one in others if address(base_url, one.path) in again][:AGAIN]
    found = [
        *_page(base_url, artifacts.get(urls.INDEX), home),
        *_missing(client, base_url, artifacts.get(urls.NOT_FOUND)),
    ]
    for feed in feeds:
        found += _feed(client, base_url, feed)
    for artifact in sample:
        found += _file(client, base_url, artifact)
    return tuple(found)


def address(base_url: str, path: str) -> str:
    """Where readers find a path: pages at their directory."""
    return urls.absolute(base_url, quote(urls.asked_for(path)))


def _sample(artifacts: Sequence[Artifact]) -> list[Artifact]:
    """Some of each kind, spread over all."""
    kinds: dict[str, list[Artifact]] = {}
    for artifact in artifacts:
        kinds.setdefault(artifact.headers.get("content-type", ""), []).append(artifact)
    each = max(1, SAMPLE // max(1, len(kinds)))
    spread = (some[:: max(1, len(some) // each)][:each] for _kind, some in sorted(kinds.items()))
    return [artifact for some in spread for artifact in some][:SAMPLE]


def _silent(base_url: str, home: Reply) -> Finding:
    """That nothing was looked at: at home because nothing serves it yet, which is no fault; elsewhere it is one."""
    if is_here(base_url):
        what = f"nothing answers there now ({home.failure})" if home.status == 0 else "something else answers there now"
        said = f"{what}, so nobody looked at what was published"
        return Finding(True, base_url, said, "run `pipeline serve` to look at it")
    said = f"nothing answers at the public address ({home.failure})"
    return Finding(False, base_url, said, "see that its name, its server or its CDN are set up, or mend `base_url`")


def is_here(base_url: str) -> bool:
    """Whether an address is that of this machine."""
    return urlsplit(base_url).hostname in _LOOPBACK


def _is_ours(home: Reply, page: Artifact | None) -> bool:
    return page is None or page.is_made_of(home.body)


def _page(base_url: str, artifact: Artifact | None, reply: Reply) -> Iterator[Finding]:
    """A page, as it answered at its directory address."""
    if artifact is None:
        return
    url = address(base_url, artifact.path)
    yield (
        _led(url, artifact, reply)
        or _status(url, reply, 200)
        or _type(url, artifact, reply)
        or _said(url, artifact, reply)
        or _bytes(url, artifact, reply)
    )


def _led(url: str, artifact: Artifact, reply: Reply) -> Finding | None:
    """That an old address leads on, where the store knows redirects: of a page, or of a feed."""
    if "location" in artifact.headers and reply.status in (301, 302, 307, 308):
        return Finding(True, url, f"leads to {reply.headers.get('location', '')}")
    return None


def _missing(client: Client, base_url: str, page: Artifact | None) -> Iterator[Finding]:
    url = address(base_url, NOWHERE)
    reply = client.ask(url)
    if reply.status != 404:
        hint = (
            "let the address answer 404 with `404.html` for what is not there: an error document of the website, or a "
            "custom error response (403 → /404.html, 404) of the CDN"
        )
        yield Finding(False, url, f"expected 404 for what is not there, got {_got(reply)}", hint)
    elif page and not page.is_made_of(reply.body):
        yield Finding(True, url, "404, with a page that is not the library's", "name `404.html` as error document")
    else:
        yield Finding(True, url, "404, with the library's own page")


def _feed(client: Client, base_url: str, artifact: Artifact) -> Iterator[Finding]:
    url = address(base_url, artifact.path)
    reply = client.ask(url, headers={"Origin": ELSEWHERE})
    if led := _led(url, artifact, reply):
        yield led
        return
    wrong = _status(url, reply, 200) or _type(url, artifact, reply)
    yield wrong or _bytes(url, artifact, reply)
    if wrong:
        return
    yield _open(url, reply)
    try:
        enclosure = _newest(artifact.path, reply.body)
    except ValueError as error:
        yield Finding(
            False, url, f"the feed can't be read: {error}", "publish again; something between cuts or changes it"
        )
        return
    if enclosure:
        yield from _enclosure(client, *enclosure)


def _newest(path: str, body: bytes) -> tuple[str, str, str] | None:
    """Address, length and type of the first enclosure of a feed; None when it has none. Raises ValueError."""
    if path.endswith(".json"):
        json.loads(body)
        return None
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    found = root.find("./channel/item/enclosure")
    return None if found is None else (found.get("url", ""), found.get("length", ""), found.get("type", ""))


def _enclosure(client: Client, url: str, length: str, kind: str) -> Iterator[Finding]:
    if not looks_hashed(urlsplit(url).path):
        yield Finding(True, url, "lies on another host: `pipeline check --external` asks there")
        return
    head = client.ask(url, "HEAD")
    got = (head.headers.get("content-length", "no length"), head.headers.get("content-type", "no type"))
    if head.status != 200:
        hint = "apps ask by HEAD before they download: let the address answer it"
        yield Finding(False, url, f"expected 200 to HEAD for the newest enclosure, got {_got(head)}", hint)
    elif got != (length, kind):
        said = f"expected the length and type that the feed names ({length}, {kind}), got {got[0]}, {got[1]}"
        yield Finding(False, url, said, "nothing between the store and listeners may compress or change sound")
    else:
        yield Finding(True, url, f"the newest enclosure: {length} bytes of {kind}")
        yield _ranges(client, url, length)


def _file(client: Client, base_url: str, artifact: Artifact) -> Iterator[Finding]:
    url = address(base_url, artifact.path)
    if urls.is_page_file(artifact.path):
        yield from _page(base_url, artifact, client.ask(url))
        return
    reply = client.ask(url, "HEAD", {"Origin": ELSEWHERE})
    if led := _led(url, artifact, reply):
        yield led
        return
    wrong = _status(url, reply, 200) or _type(url, artifact, reply) or _said(url, artifact, reply)
    wrong = wrong or _length(url, artifact, reply)
    yield wrong or Finding(True, url, f"{artifact.size} bytes of {artifact.headers.get('content-type', '')}")
    if wrong:
        return
    if "access-control-allow-origin" in artifact.headers:
        yield _open(url, reply)
    if artifact.headers.get("content-type", "").startswith(("audio/", "video/")):
        yield _ranges(client, url, str(artifact.size))


def _ranges(client: Client, url: str, size: str) -> Finding:
    reply = client.ask(url, headers={"Range": "bytes=0-1"})
    given = reply.headers.get("content-range", "")
    if reply.status == 206 and given == f"bytes 0-1/{size}" and len(reply.body) == 2:
        return Finding(True, url, "gives parts of itself, so listeners can seek")
    hint = "listeners can't seek: let the server answer `Range` requests"
    return Finding(False, url, f"expected 206 and `bytes 0-1/{size}`, got {_got(reply)} {given}".rstrip(), hint)


def _open(url: str, reply: Reply) -> Finding:
    given = reply.headers.get("access-control-allow-origin", "")
    if given in ("*", ELSEWHERE):
        return Finding(True, url, "may be read by players on other pages (CORS)")
    got = given or "no such header"
    return Finding(
        False,
        url,
        f"expected `Access-Control-Allow-Origin: *`, got {got}",
        f"set the CORS rules of the bucket or CDN: {CORS}",
    )


def _status(url: str, reply: Reply, expected: int) -> Finding | None:
    if reply.status == expected:
        return None
    hint = "publish again; if it stays, look at the rights of anonymous readers below the public prefix"
    if url.endswith("/") and reply.status in (301, 302, 403, 404):
        hint = (
            '`index = "website"` needs the website endpoint of the store with `index.html` as index document; where '
            'keys alone count, write `index = "exact"`, and give the root page a root document or a rewrite'
        )
    return Finding(False, url, f"expected {expected}, got {_got(reply)}", hint)


def _type(url: str, artifact: Artifact, reply: Reply) -> Finding | None:
    expected, got = artifact.headers.get("content-type", ""), reply.headers.get("content-type", "")
    if not expected or _plain(expected) == _plain(got):
        return None
    hint = "see that nothing between the store and readers rewrites Content-Type, and publish again"
    return Finding(False, url, f"expected the type `{expected}`, got `{got}`", hint)


def _said(url: str, artifact: Artifact, reply: Reply) -> Finding | None:
    """A header of the settings that does not arrive; most that a bucket can't keep."""
    for name, expected in artifact.headers.items():
        if name not in _LOOKED_AT and (got := reply.headers.get(name, "no such header")) != expected:
            hint = "let the server or CDN send it (`pipeline rules` writes rules for it), or remove it from `routes`"
            return Finding(False, url, f"expected `{name}: {expected}`, got {got}", hint)
    return None


def _length(url: str, artifact: Artifact, reply: Reply) -> Finding | None:
    got = reply.headers.get("content-length", "")
    if not artifact.immutable or "content-encoding" in reply.headers or got in ("", str(artifact.size)):
        return None
    return Finding(False, url, f"expected {artifact.size} bytes, got {got}", "publish it again: `pipeline sync`")


def _bytes(url: str, artifact: Artifact, reply: Reply) -> Finding:
    """Old bytes are no fault: caches hold pages and feeds for minutes, as we told them."""
    packed = sha256(reply.body) == artifact.digest and "content-encoding" in artifact.headers
    if packed and "content-encoding" not in reply.headers:
        hint = 'let what stands before the store pass it on, or write `encode = "none"` and publish again'
        return Finding(False, url, "packed bytes without `Content-Encoding`, which nobody can read", hint)
    if "content-encoding" in reply.headers or artifact.is_made_of(reply.body):
        return Finding(True, url, "as published")
    return Finding(
        True, url, "another version than the published one", "caches hold it for some minutes; then look again"
    )


def _plain(kind: str) -> str:
    return kind.lower().replace(" ", "").replace('"', "")


def _got(reply: Reply) -> str:
    return str(reply.status) if reply.status else f"no answer ({reply.failure})"
