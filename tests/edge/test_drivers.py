"""What CloudFront and Cloudflare are asked, held against APIs that refuse what the real ones refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from pipeline.edge import Edge, EdgeError, Stale
from pipeline.edge.drivers.cloudflare import Cloudflare
from pipeline.edge.drivers.cloudfront import CloudFront
from pipeline.edge.round import reference
from pipeline.edge.stale import EVERYTHING
from tests.support.cdn import DISTRIBUTION, TOKEN, ZONE, Cdn, cdn

BASE = "https://library.example/shelf/"
STALE = Stale(
    frozenset({"index.html", "über uns/index.html", "feed.xml", "a~b.txt", "100%.txt", "x*.txt", "it's (a+b), c.txt"}),
    frozenset({"topics/"}),
)


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("PURGE_TOKEN", TOKEN)


@pytest.fixture
def there() -> Iterator[Cdn]:
    with cdn() as found:
        yield found


def cloudfront(there: Cdn, distribution: str = DISTRIBUTION) -> CloudFront:
    return CloudFront(distribution, BASE, endpoint=there.url)


def cloudflare(there: Cdn, zone: str = ZONE) -> Cloudflare:
    return Cloudflare(zone, "PURGE_TOKEN", BASE, endpoint=there.url, pause=lambda _seconds: None)


def tell(edge: Edge, stale: Stale) -> None:
    for part in edge.parts(stale):
        edge.tell(part, reference(part, datetime(2026, 6, 1, tzinfo=UTC)))


def test_cloudfront_is_told_every_address_quoted_as_it_wants_in_one_request(there: Cdn) -> None:
    tell(cloudfront(there), STALE)
    assert there.take() == [
        [
            "/shelf/",
            "/shelf/%C3%BCber%20uns",
            "/shelf/%C3%BCber%20uns/",
            "/shelf/%C3%BCber%20uns/index.html",
            "/shelf/100%25.txt",
            "/shelf/a%7Eb.txt",
            "/shelf/a~b.txt",
            "/shelf/feed.xml",
            "/shelf/index.html",
            "/shelf/it's%20(a+b),%20c.txt",
            "/shelf/topics",
            "/shelf/topics/*",
            "/shelf/x%2A.txt",
        ]
    ]
    (name,) = there.references
    assert name.startswith("20260601T000000Z-") and len(name) == 29
    assert there.refused == []


def test_cloudflare_is_told_pages_by_address_and_the_rest_by_prefix(there: Cdn) -> None:
    tell(cloudflare(there), STALE)
    pages, others, folders = there.take()
    assert pages == [
        "file https://library.example/shelf/",
        "file https://library.example/shelf/index.html",
        "file https://library.example/shelf/%C3%BCber%20uns",
        "file https://library.example/shelf/%C3%BCber%20uns/",
        "file https://library.example/shelf/%C3%BCber%20uns/index.html",
    ]
    assert others == [
        "prefix library.example/shelf/100%25.txt",
        "prefix library.example/shelf/a~b.txt",
        "prefix library.example/shelf/feed.xml",
        "prefix library.example/shelf/it%27s%20%28a%2Bb%29%2C%20c.txt",
        "prefix library.example/shelf/x%2A.txt",
    ]
    assert folders == ["prefix library.example/shelf/topics"]


@pytest.mark.parametrize("make", [cloudfront, cloudflare])
def test_thousands_fit_into_requests_of_the_size_that_is_taken(make: object, there: Cdn) -> None:
    assert callable(make)
    many = Stale(frozenset(f"a/{n}~/index.html" for n in range(2001)), frozenset(f"b{n}/" for n in range(40)))
    tell(make(there), many)
    asked = [one for request in there.take() for one in request]
    assert {f"a/{n}~/index.html" for n in range(2001)} <= {one.partition("/shelf/")[2] for one in asked}
    assert sum("/b" in one and (one.endswith("/*") or one.startswith("prefix")) for one in asked) == 40


def test_everything_is_one_word(there: Cdn) -> None:
    tell(cloudfront(there), EVERYTHING)
    tell(cloudflare(there), EVERYTHING)
    assert there.take() == [["/shelf/*"], ["prefix library.example/shelf"]]


@pytest.mark.parametrize("make", [cloudfront, cloudflare])
def test_who_is_busy_is_asked_again(make: object, there: Cdn) -> None:
    assert callable(make)
    there.fails = [503]
    tell(make(there), EVERYTHING)
    assert len(there.take()) == 1


@pytest.mark.parametrize("make", [cloudfront, cloudflare])
def test_the_look_tells_rights_and_leaves_the_caches_alone(make: object, there: Cdn) -> None:
    assert callable(make)
    (good,) = make(there).examine()
    there.denies = True
    (denied,) = make(there).examine()
    there.denies = False
    (strange,) = make(there, "ffffffffffffffffffffffffffffffff").examine()
    assert (good.ok, denied.ok, strange.ok) == (True, False, False)
    assert denied.hint.startswith("Give ") and strange.hint.startswith("Mend ")
    assert there.forgotten == []


def test_what_is_refused_has_words_without_the_token(there: Cdn, monkeypatch: pytest.MonkeyPatch) -> None:
    there.denies = True
    with pytest.raises(EdgeError) as refused:
        tell(cloudflare(there), EVERYTHING)
    assert str(refused.value) == (
        "Cloudflare zone `012345…`: it refuses the token: Authentication error (10000). "
        "Give the token of `PURGE_TOKEN` the right *Cache Purge* for this zone, or renew it."
    )
    with pytest.raises(EdgeError, match="have no right"):
        tell(cloudfront(there), EVERYTHING)
    monkeypatch.setenv("PURGE_TOKEN", "")
    with pytest.raises(EdgeError, match="the variable `PURGE_TOKEN` of the environment is not set"):
        tell(cloudflare(there), EVERYTHING)


def test_who_stays_busy_redirects_or_is_not_there_is_said(there: Cdn) -> None:
    there.fails = [429, 429, 429]
    with pytest.raises(EdgeError, match="asked too often"):
        tell(cloudflare(there), EVERYTHING)
    there.fails = [302]
    with pytest.raises(EdgeError, match="it would not"):
        tell(cloudflare(there), EVERYTHING)
    gone = Cdn(url="http://127.0.0.1:9")
    with pytest.raises(EdgeError, match="nothing answers \\(Connection refused\\)"):
        tell(cloudflare(gone), EVERYTHING)


def test_a_portal_that_answers_everything_is_no_cdn(there: Cdn) -> None:
    there.fails = [200]
    with pytest.raises(EdgeError, match="what answers is not Cloudflare's API"):
        tell(cloudflare(there), EVERYTHING)
