"""Previews beside the live library on object storage: what is put, what a reader meets, what goes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import feedparser
import httpx
import pytest

from pipeline.release.looking.look import CORS
from tests.journeys.test_bucket import Links
from tests.support import library, web
from tests.support.run import Run, pipeline
from tests.support.s3 import Gate, Server

ARTICLE = "content/library/articles/urges-pass.md"
EPISODE = "content/podcasts/talks/first.md"
HEAVY = (".mp3", ".png", ".jpg", ".webp", ".pdf")


@dataclass(frozen=True)
class Ground:
    """A library whose live target and previews lie in one bucket."""

    root: Path
    address: str
    gate: Gate
    objects: Server
    bucket: str

    def run(self, command: str, target: str, *more: str) -> dict[str, Any]:
        """What a command says as JSON."""
        run = self.ended(command, target, *more)
        assert run.status == 0, run.stderr
        found: dict[str, Any] = json.loads(run.stdout)
        return found

    def ended(self, command: str, target: str, *more: str) -> Run:
        return pipeline(command, "--root", self.root, "--target", target, "--json", *more)

    def publish(self, name: str) -> list[str]:
        """The public keys that the publish of a preview put."""
        self.gate.count()
        self.run("publish", "previews", "--preview", name)
        puts = [request.key for request in self.gate.asked if request.method == "PUT"]
        assert not [key for key in puts if key.startswith(("live/", ".live/"))]
        return [key for key in puts if key.startswith("previews/")]

    def keys(self, prefix: str) -> dict[str, bytes]:
        return self.objects.objects(self.bucket, prefix)


@pytest.fixture
def ground(small: Path, s3_server: Server, gate: Gate) -> Ground:
    bucket = s3_server.bucket("live", "previews", listing=True)
    s3_server.client().put_bucket_cors(Bucket=bucket, CORSConfiguration=json.loads(CORS))
    address = f"{s3_server.endpoint}/{bucket}/"
    table = f"""
type = "s3"
bucket = "{bucket}"
endpoint = "{gate.endpoint}"
index = "exact"
"""
    with (small / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[targets.live]{table}prefix = "live"\nbase_url = "{address}live/"\n')
        file.write(f'\n[targets.previews]{table}prefix = "previews"\nbase_url = "{address}previews/"\n')
        file.write('preview = true\nlive = "live"\n')
    made = Ground(small, address, gate, s3_server, bucket)
    made.run("publish", "live")
    return made


def read(base_url: str) -> dict[str, httpx.Response]:
    """All that the pages below an address lead to, and what they show and play, as a client gets it: each answers."""
    found: dict[str, httpx.Response] = {}
    waiting = [base_url]
    with httpx.Client() as client:
        while waiting:
            url = waiting.pop()
            if url in found or not url.startswith(base_url.partition("/previews/")[0]):
                continue
            found[url] = client.get(url)
            assert found[url].status_code == 200, url
            if url.startswith(base_url) and found[url].headers["content-type"].startswith("text/html"):
                reader = Links()
                reader.feed(found[url].text)
                waiting += [urldefrag(urljoin(url, link)).url for link in reader.found]
    return found


def test_previews_lie_beside_the_library_and_media_are_never_copied(ground: Ground) -> None:
    before = ground.keys("live/") | ground.keys(".live/")
    library.edit(ground.root, ARTICLE, "An urge is like a wave.", "An urge is like a long wave.")
    put = ground.publish("pr-1")
    pdfs = [key for key in put if key.endswith(HEAVY)]
    assert pdfs  # their names tell nothing of their bytes, so nobody knows for how long the library has them
    assert all(key.startswith("previews/_media/") and key.endswith(".pdf") for key in pdfs)

    library.edit(ground.root, ARTICLE, "An urge is like a long wave.", "An urge is like a short wave.")
    (ground.root / "content/podcasts/talks/second.wav").write_bytes(library.tone(3.0))
    text = (ground.root / EPISODE).read_text(encoding="utf-8").replace("0e4f7c0a", "1e4f7c0a")
    text = text.replace("first.wav", "second.wav").replace("The first", "The second").replace("number: 1", "number: 2")
    text = text.replace("transcript: first.vtt\n", "")
    text = text.replace("    title: End\n", "    title: End\n").replace("2026-01-05", "2026-01-06")
    (ground.root / "content/podcasts/talks/second.md").write_text(text, encoding="utf-8")
    put = ground.publish("pr-2")
    sounds = [key for key in put if key.endswith(".mp3")]
    assert [key.startswith("previews/_media/") for key in sounds] == [True]  # the new one, once
    shared = [key for key in put if key.startswith("previews/_media/")]
    assert [key.rpartition(".")[2] for key in shared if key not in sounds] == [
        "png"
    ]  # the card; PDFs are there already
    assert ground.keys("live/") | ground.keys(".live/") == before

    one, two = (f"{ground.address}previews/{name}/" for name in ("pr-1", "pr-2"))
    seen = read(two)
    elsewhere = [url for url in seen if not url.startswith(two)]
    assert len([url for url in elsewhere if url.startswith(f"{ground.address}live/media/")]) == 1
    lent = {f"{ground.address}{key}" for key in pdfs + sounds}
    assert {url for url in elsewhere if url.startswith(f"{ground.address}previews/_media/")} == lent
    assert "An urge is like a short wave." in seen[f"{two}library/articles/urges-pass/"].text
    for url, reply in seen.items():
        if url.startswith(two) and reply.headers["content-type"].startswith("text/html"):
            address = url.removeprefix(two)
            assert '<meta name="robots" content="noindex">' in reply.text
            for sort in ("img-src 'self' data:", "media-src 'self'"):
                assert f"{sort} {ground.address}live/ {ground.address}previews/_media/;" in reply.text
            assert f'<link rel="canonical" href="https://library.example/{address}">' in reply.text
            assert "This is a preview of changes (pr-2), not the library." in reply.text
            assert "webcal:" not in reply.text
            there = f'<a href="{ground.address}live/{address}">This page in the library</a>'
            home = f'<a href="{ground.address}live/">The library</a>'
            assert (home if "/second/" in address else there) in reply.text
    show = seen[f"{two}podcasts/talks/"].text
    assert "Subscribe in the library itself." in show
    assert f"{two}podcasts/talks/feed.xml" not in show and "rss+xml" not in show

    listed = ground.run("preview", "previews", "--list")["previews"]
    assert [(note["name"], note["address"], note["whole"], note["over"]) for note in listed] == [
        ("pr-1", one, True, False),
        ("pr-2", two, True, False),
    ]
    gone = ground.run("preview", "previews", "--remove", "pr-2")
    assert sorted(f"previews/{path}" for path in gone["media"]) == sorted(shared)
    assert web.get(two).status_code == 404
    assert not ground.keys("previews/pr-2/") and not ground.keys(".previews/state/pr-2/")
    assert "An urge is like a long wave." in read(one)[f"{one}library/articles/urges-pass/"].text


def test_feeds_of_a_preview_are_of_nothing_that_anybody_has(ground: Ground) -> None:
    ground.publish("pr-1")
    ours, theirs = (
        web.get(f"{ground.address}{where}/podcasts/talks/feed.xml").text for where in ("live", "previews/pr-1")
    )
    live, preview = map(feedparser.parse, (ours, theirs))
    assert preview.feed.title == "[pr-1] Talks"
    assert preview.entries[0].id == f"preview:pr-1:{live.entries[0].id}"
    assert preview.entries[0].enclosures[0].href == live.entries[0].enclosures[0].href
    assert web.head(preview.entries[0].enclosures[0].href).status_code == 200
    assert "<itunes:block>Yes</itunes:block>" in theirs and "<podcast:block>yes</podcast:block>" in theirs
    guid = "9b024349-ccf0-5f69-a609-6b82873eab3c"
    for path in ("podcasts/talks/feed.xml", "podcasts/feed.xml", "topics/coping-with-urges/listen/feed.xml"):
        text = web.get(f"{ground.address}previews/pr-1/{path}").text
        assert guid not in text, path
        assert live.entries[0].id not in text.replace(f"preview:pr-1:{live.entries[0].id}", ""), path
    for path in ("feed.xml", "feed.json"):
        assert "https://library.example/" not in web.get(f"{ground.address}previews/pr-1/{path}").text, path


def test_an_unchanged_preview_is_renewed_by_a_few_requests(ground: Ground) -> None:
    ground.run("publish", "previews", "--preview", "pr-1", "--at", "2026-11-20")
    ground.gate.count()
    ground.run("publish", "previews", "--preview", "pr-1", "--at", "2026-11-24")
    puts = [request.key for request in ground.gate.asked if request.method == "PUT"]
    assert puts == [".previews/state/_previews/pr-1.json"]
    assert ground.gate.count() <= 6
    kept = ground.run("preview", "previews", "--prune", "--at", "2026-12-07")
    assert kept["removed"] == []
    gone = ground.run("preview", "previews", "--prune", "--at", "2026-12-08")
    assert gone["removed"] == ["pr-1"]
    assert not ground.keys("previews/") and not ground.keys(".previews/")


@pytest.mark.parametrize(
    ("command", "more", "said"),
    [
        ("publish", (), "say which one: `--preview pr-12`"),
        ("publish", ("--preview", "../live"), "'../live' is not the name of a preview"),
        ("preview", ("--list", "--prune"), "say one of `--list`, `--remove NAME`, `--remove-all` and `--prune`"),
        ("preview", ("--remove", "_media"), "'_media' is not the name of a preview"),
    ],
)
def test_what_cant_be_meant_is_told(bare: Path, command: str, more: tuple[str, ...], said: str) -> None:
    with (bare / "pipeline.toml").open("a", encoding="utf-8") as file:
        file.write('\n[targets.previews]\npath = "previews"\npreview = true\nbase_url = "https://previews.example/"\n')
    run = pipeline(command, "--root", bare, "--target", "previews", *more)
    assert run.status == 2
    assert said in run.stderr
    assert "holds no previews" in pipeline("publish", "--root", bare, "--preview", "pr-1").stderr
