"""Who moved in asks whether subscribers will notice: before the old host leads on, and after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.importing.ledger import LEDGER, Kept, Known, Ledger, Record
from pipeline.model.artifact import Manifest
from tests.support import library
from tests.support.run import Run, pipeline
from tests.support.site import Reply, Site, site

EPISODE = "content/podcasts/talks/first.md"
GUID, SHOW = "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", "9b024349-ccf0-5f69-a609-6b82873eab3c"
FEED = """<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Talks</title>
<podcast:guid>{show}</podcast:guid><item><title>The first talk</title><guid isPermaLink="false">{guid}</guid>
<pubDate>Mon, 05 Jan 2026 00:00:00 +0000</pubDate><enclosure url="{base}/first.mp3" length="7" type="audio/mpeg"/>
</item></channel></rss>"""


@pytest.fixture
def there() -> Iterator[Site]:
    """The old host and the new one."""
    with site() as running:
        yield running


@pytest.fixture
def root(small: Path, there: Site) -> Path:
    """The small library, as if its show had come from the old host."""
    old = there.url("")
    items = {
        "show": Record("show", "content/podcasts/talks/show.yml", old=(f"{old}/feed/podcast/", f"{old}/podcast/")),
        GUID: Record("episode", EPISODE, old=(f"{old}/?p=12", f"{old}/2026/first/")),
        "draft": Record("article", "content/library/articles/draft.md", old=(f"{old}/draft/",)),
    }
    files = {"sound": Kept("content/podcasts/talks/first.wav", "ab" * 32, (f"{old}/first.mp3",))}
    (small / LEDGER).write_bytes(Ledger({"feed": Known(items, files)}).dumped())
    library.edit(small, "pipeline.toml", 'base_url = "http://127.0.0.1:8000/"', f'base_url = "{old}/new/"')
    there.says("/feed/podcast/", Reply(200, FEED.format(show=SHOW, guid=GUID, base=old).encode()))
    there.says("/first.mp3", Reply(200, b"ID3 old", {"Content-Type": "audio/mpeg"}))
    return small


def verify(root: Path, there: Site, *options: str) -> Run:
    return pipeline("import", "verify", there.url("/feed/podcast/"), "--allow-private", "--root", root, *options)


def test_a_feed_is_verified_before_it_moves(root: Path, there: Site) -> None:
    good = verify(root, there)
    assert good.status == 0, good.stderr
    new = there.url("/new/podcasts/talks/feed.xml")
    assert "\n+0 episodes for subscribers\n" in good.stdout
    assert f'if ($request_uri = "/feed/podcast/") {{ return 301 {new}; }}' in good.stdout
    assert f'if ($request_uri = "/?feed=podcast") {{ return 301 {new}; }}' in good.stdout
    assert f"<itunes:new-feed-url>{new}</itunes:new-feed-url>" in good.stdout
    library.edit(root, EPISODE, GUID, GUID.upper())
    bad = verify(root, there, "--json")
    assert bad.status == 1
    told = json.loads(bad.stdout)
    assert (told["ok"], told["added"], told["show"]) == (False, 1, "content/podcasts/talks/show.yml")
    assert told["apps"]["gPodder"]["again"] == ["The first talk"]
    assert told["lengths"] == ["The first talk"], "the old host says how large its file is"


def publish(root: Path, there: Site) -> dict[str, str]:
    """The library is public; where each old address should lead."""
    assert pipeline("build", "--root", root).status == 0
    manifest = Manifest.from_bytes((root / "dist/public.json").read_bytes())
    for path in manifest.artifacts:
        data = (root / "dist/public" / path).read_bytes()
        there.says(f"/new/{path.removesuffix('index.html')}", Reply(200, data))
    (episode,) = manifest.episodes
    feed, page = "/new/podcasts/talks/feed.xml", "/new/podcasts/talks/first/"
    return {
        "/feed/podcast/": feed,
        "/?feed=podcast": feed,
        "/podcast/": "/new/podcasts/talks/",
        "/?p=12": page,
        "/2026/first/": page,
        "/first.mp3": f"/new/{episode.enclosure}",
    }


def test_redirects_are_followed_as_they_were_installed(root: Path, there: Site) -> None:
    for old, new in publish(root, there).items():
        there.says(old, Reply(301, headers={"Location": new}))
    good = verify(root, there, "--after")
    assert good.status == 0, (good.stdout, good.stderr)
    assert "2 of 2 addresses of the feed lead where they should." in good.stdout
    assert "4 of 4 addresses of pages and files lead where they should." in good.stdout
    there.says("/?feed=podcast", Reply(302, headers={"Location": "/feed/podcast/"}))
    there.says("/?p=12", Reply(200, b"the old page"))
    there.says("/2026/first/", Reply(301, headers={"Location": "/2026/first/"}))
    there.says("/podcast/", Reply(301, headers={"Location": "/new/"}))
    there.says("/new/podcasts/talks/feed.xml", Reply(200, FEED.format(show=SHOW, guid="other", base="").encode()))
    bad = verify(root, there, "--after", "--all", "--json")
    assert bad.status == 5
    wrong = {row["old"].removeprefix(there.url("")): row["wrong"] for row in json.loads(bad.stdout)["followed"]}
    new = there.url("/new/")
    assert wrong == {
        "/feed/podcast/": f"the feed at `{new}podcasts/talks/feed.xml` has other GUIDs than were built: publish first",
        "/?feed=podcast": "it leads on with 302, and apps store a new address only on a 301",
        "/podcast/": f"it leads to `{new}`, and not to `{new}podcasts/talks/`",
        "/?p=12": "it leads nowhere: it answers 200 itself",
        "/2026/first/": "the address leads on more than 10 times",
        "/first.mp3": "",
    }
