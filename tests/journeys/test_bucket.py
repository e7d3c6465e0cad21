"""A library on object storage, published by the command and read at its public address, without credentials."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import feedparser
import httpx
import pytest

from pipeline import wiring
from pipeline.model.artifact import Manifest
from pipeline.release import look
from pipeline.release.drivers.probe import Http
from pipeline.release.looking.look import CORS
from pipeline.settings import load
from tests.support import library, web
from tests.support.run import pipeline
from tests.support.s3 import Gate, Server, free_port
from tests.support.website import website


@dataclass(frozen=True)
class Published:
    """A library on a bucket: its root on disk, its target, its public address."""

    root: Path
    base_url: str
    gate: Gate
    client: Any
    place: tuple[str, str]
    """Bucket and prefix of what is public."""

    def run(self, *arguments: str) -> dict[str, Any]:
        """What a command says as JSON."""
        run = pipeline(*arguments, "--root", self.root, "--target", "cloud", "--json")
        assert run.status == 0, run.stderr
        found: dict[str, Any] = json.loads(run.stdout)
        return found

    @property
    def manifest(self) -> Manifest:
        return Manifest.from_json(json.loads((self.root / "dist/cloud.json").read_bytes()))


@pytest.fixture(params=["website", "exact"])
def published(request: pytest.FixtureRequest, small: Path, s3_server: Server, gate: Gate) -> Iterator[Published]:
    """In `website` mode the whole bucket behind a website endpoint, its state in another; in `exact` mode a prefix,
    where keys are all there is.
    """
    library.edit(
        small, "content/library/articles/urges-pass.md", "authors: [alex]", "authors: [alex]\nredirect_from: [/waves/]"
    )
    exact = request.param == "exact"
    bucket = s3_server.bucket("sites/library" if exact else "", listing=True)
    s3_server.client().put_bucket_cors(Bucket=bucket, CORSConfiguration=json.loads(CORS))
    place = 'prefix = "sites/library"' if exact else f'state = "s3://{s3_server.bucket()}/library"'
    port = free_port()
    base_url = f"{s3_server.endpoint}/{bucket}/sites/library/" if exact else f"http://127.0.0.1:{port}/"
    settings = f"""
[targets.cloud]
type = "s3"
bucket = "{bucket}"
{place}
endpoint = "{gate.endpoint}"
index = "{request.param}"
base_url = "{base_url}"
"""
    with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    made = Published(small, base_url, gate, s3_server.client(), (bucket, "sites/library/" if exact else ""))
    made.run("publish")
    if exact:
        yield made
        return
    with website(s3_server, bucket, port=port):
        yield made


def test_a_library_is_read_at_its_public_address(published: Published) -> None:
    pages = crawled(published.base_url)
    expected = {
        path for path in published.manifest.artifacts if path.endswith("index.html") and path != "waves/index.html"
    }
    assert {f"{published.base_url}{path.removesuffix('index.html')}" for path in expected} <= pages
    feed = feedparser.parse(web.get(f"{published.base_url}podcasts/talks/feed.xml").content)
    (enclosure,) = feed.entries[0].enclosures
    sound = web.get(enclosure.href, headers={"Range": "bytes=0-1"})
    assert (sound.status_code, len(sound.content), sound.headers["content-type"]) == (206, 2, "audio/mpeg")
    assert len(web.get(enclosure.href).content) == int(enclosure.length)
    old = web.get(f"{published.base_url}waves/", follow_redirects=False)
    there = f"{published.base_url}library/articles/urges-pass/"
    if old.status_code == 301:
        assert old.headers["location"] == there
    else:
        assert re.search(r'http-equiv="refresh" content="0; url=\.\./library/articles/urges-pass/"', old.text)

    settings, _ = load((published.root / "pipeline.toml").read_text(encoding="utf-8"))
    assert settings
    target = wiring.target_of("", settings, "cloud")
    examined = target.examine()
    assert [finding for finding in examined if not finding.ok] == []
    assert published.base_url in [finding.subject for finding in examined]

    findings = look(Http(), published.base_url, published.manifest, published.manifest.artifacts)
    assert [finding for finding in findings if not finding.ok] == []
    subjects = {finding.subject.removeprefix(published.base_url) for finding in findings}
    assert {"", "podcasts/talks/feed.xml", enclosure.href.removeprefix(published.base_url)} <= subjects


def test_an_unchanged_publish_is_one_request_and_a_word_moves_no_media(published: Published) -> None:
    published.gate.count()
    assert published.run("publish")["put"] == []
    assert published.gate.count() == 1
    article = "content/library/articles/urges-pass.md"
    text = (published.root / article).read_text(encoding="utf-8")
    (published.root / article).write_text(text + "\nOne more word.\n", encoding="utf-8")
    sent = published.run("publish")["put"]
    assert "library/articles/urges-pass/index.html" in [one["path"] for one in sent]
    assert not [one for one in sent if one["path"].startswith("media/")]
    page = f"{published.base_url}library/articles/urges-pass/"
    assert "One more word." in web.get(page).text
    published.run("rollback")
    assert "One more word." not in web.get(page).text
    newest, oldest = published.run("releases")["releases"]
    assert (newest["current"], oldest["current"]) == (False, True)
    published.run("rollback", newest["id"][:16])
    assert "One more word." in web.get(page).text

    bucket, prefix = published.place
    client = published.client
    client.delete_object(Bucket=bucket, Key=f"{prefix}library/articles/urges-pass/index.html")
    client.put_object(Bucket=bucket, Key=f"{prefix}feed.xml", Body=b"<rss/>")
    client.put_object(Bucket=bucket, Key=f"{prefix}theirs.txt", Body=b"theirs")
    drift = published.run("plan", "--verify")["drift"]
    assert (drift["missing"], drift["changed"]) == (["library/articles/urges-pass/index.html"], ["feed.xml"])
    assert drift["foreign"] == ["theirs.txt"]
    put = published.run("sync", "--verify")["put"]
    assert sorted(one["path"] for one in put) == ["feed.xml", "library/articles/urges-pass/index.html"]
    assert "One more word." in web.get(page).text and len(web.get(f"{published.base_url}feed.xml").content) > 99
    drift = published.run("publish", "--verify", "share")["drift"]
    assert (drift["missing"], drift["changed"], drift["foreign"]) == ([], [], ["theirs.txt"])
    assert 0 < drift["looked"] < len(published.manifest.artifacts)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [v for name in ("href", "src") if (v := given.get(name)) and given.get("rel") != "canonical"]


def crawled(base_url: str) -> set[str]:
    """Every address below the base that links lead to from the home page; each must answer 200 as it stands."""
    seen, waiting = set(), [base_url]
    with httpx.Client() as client:
        while waiting:
            url = waiting.pop()
            if url in seen or not url.startswith(base_url):
                continue
            seen.add(url)
            answer = client.get(url)
            assert answer.status_code == 200, url
            if answer.headers["content-type"].startswith("text/html"):
                reader = Links()
                reader.feed(answer.text)
                waiting += [urldefrag(urljoin(url, link)).url for link in reader.found]
    return seen
