"""A show moves in: its subscribers get nothing twice, and whoever holds an old address is led on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.importing.keeping.ledger import LEDGER, Kept, Known, Ledger, Record
from pipeline.model.artifact import Manifest
from tests.audio import sound
from tests.support import library
from tests.support.apps import Gpo, Newsboat
from tests.support.run import Run, pipeline
from tests.support.site import Reply, Site, site

EPISODE = "content/podcasts/talks/first.md"
GUID, SHOW = "0e4f7c0a-2f43-4a8f-9d53-6f1c1d9f3a11", "9b024349-ccf0-5f69-a609-6b82873eab3c"
FEED = """<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"
xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>{title}</title>{more}
<description>Talks about mornings, with people who know them well.</description><language>en</language>{items}
</channel></rss>"""
ITEM = """<item><title>{title}</title><guid isPermaLink="false">{guid}</guid><link>{base}/2026/{file}/</link>
<pubDate>Mon, 0{day} Jan 2026 00:00:00 +0000</pubDate><description>We speak about mornings, and about what helps when
thoughts come.</description><enclosure url="{base}/{file}.mp3" length="7" type="audio/mpeg"/></item>"""
OWNER = """<itunes:author>Ana</itunes:author><itunes:owner><itunes:email>ana@old.example</itunes:email></itunes:owner>
<itunes:category text="Education"/><itunes:explicit>no</itunes:explicit><itunes:image href="{base}/cover.png"/>"""


@pytest.fixture
def there() -> Iterator[Site]:
    """The old host and the new one."""
    with site() as running:
        yield running


def verify(root: Path, there: Site, *options: str) -> Run:
    return pipeline("import", "verify", there.url("/feed/podcast/"), "--allow-private", "--root", root, *options)


def publish(root: Path, there: Site) -> None:
    """What was built is public, at the same host as the old one."""
    manifest = Manifest.from_bytes((root / "dist/public.json").read_bytes())
    for path, artifact in manifest.artifacts.items():
        if (root / "dist/public" / path).is_file():
            data = (root / "dist/public" / path).read_bytes()
            kind = {"Content-Type": artifact.headers.get("content-type", "")}
            there.says(f"/new/{path.removesuffix('index.html')}", Reply(200, data, kind))


def lead(there: Site, old: str, new: str) -> None:
    there.says(old, Reply(301, headers={"Location": new}))


def install(root: Path, there: Site) -> None:
    """The old host has the rules that are made for it."""
    made = pipeline("import", "rules", "netlify", "--root", root, "--json")
    assert made.status == 0, made.stderr
    texts = json.loads(made.stdout)["files"].values()
    for line in (line for text in texts for line in text.splitlines()[1:]):
        path, *query, new, _ = line.split(" ")
        lead(there, f"{path}?{'&'.join(query)}" if query else path, new)


def at(root: Path, there: Site) -> Path:
    library.edit(root, "pipeline.toml", 'base_url = "http://127.0.0.1:8000/"', f'base_url = "{there.url("/new/")}"')
    return root


def test_who_subscribed_to_the_old_feed_gets_nothing_twice(small: Path, there: Site, tmp_path: Path) -> None:
    root, base = at(small, there), there.url("")
    numbered = [("one", 1, "\n  urn:1, \n"), ("two", 2, "http://old.example/?p=2")]
    items = "".join(ITEM.format(title=f"Talk {n}", guid=g, base=base, file=f, day=n) for f, n, g in numbered[::-1])
    items = items.replace(f"{base}/two.mp3", there.url("/went.mp3", "localhost"))
    feed = FEED.format(title="Mornings", more=OWNER.format(base=base), items=items).encode()
    there.says("/feed/podcast/", Reply(200, feed, {"Content-Type": "application/rss+xml"}))
    there.says("/cover.png", Reply(200, library.square(1400)))
    for name, number, _ in numbered:
        made = sound.make(tmp_path / f"{name}.mp3", seconds=2 + number).read_bytes()
        there.says(f"/{name}.mp3", Reply(200, made, {"Content-Type": "audio/mpeg"}))
    lead(there, "/went.mp3", there.url("/two.mp3"))
    old, apps = there.url("/feed/podcast/"), (Gpo(tmp_path / "gpodder"), Newsboat(tmp_path / "newsboat"))
    for app in apps:
        app.subscribe(old)
    assert [app.has() for app in apps] == [2, 2]
    came = pipeline("import", "feed", old, "--allow-private", "--root", root)
    assert (root / "content/podcasts/mornings/show.yml").is_file(), (came.stdout, came.stderr)
    assert "1 recording is asked for at `localhost`, and comes from `127.0.0.1`" in came.stdout
    before = verify(root, there)
    assert before.status == 0, (before.stdout, before.stderr)
    assert "  ask for the old recordings: 2\n" in before.stderr
    assert "\n+0 episodes for subscribers\n  recordings: 2 of 2 have the same bytes\n" in before.stdout
    new = there.url("/new/podcasts/mornings/feed.xml")
    assert f'if ($request_uri = "/feed/podcast/") {{ return 301 {new}; }}' in before.stdout
    assert f'if ($request_uri = "/?feed=podcast") {{ return 301 {new}; }}' in before.stdout
    assert f"<itunes:new-feed-url>{new}</itunes:new-feed-url>" in before.stdout
    publish(root, there)
    install(root, there)
    assert [app.has() for app in apps] == [2, 2], "led on, they find what they have"
    after = verify(root, there, "--after", "--all")
    assert after.status == 0, (after.stdout, after.stderr)
    assert "  follow old addresses: 5\n" in after.stderr
    assert "2 of 2 addresses of the feed lead where they should." in after.stdout
    assert "5 of 5 addresses of pages and files lead where they should." in after.stdout


@pytest.fixture
def root(small: Path, there: Site) -> Path:
    """The small library, as if its show had come from the old host."""
    base = there.url("")
    items = {
        "show": Record("show", "content/podcasts/talks/show.yml", old=(f"{base}/feed/podcast/", f"{base}/podcast/")),
        GUID: Record("episode", EPISODE, old=(f"{base}/?p=12", f"{base}/2026/first/")),
        "draft": Record("article", "content/library/articles/draft.md", old=(f"{base}/draft/",)),
    }
    files = {"sound": Kept("content/podcasts/talks/first.wav", "ab" * 32, (f"{base}/first.mp3",))}
    (small / LEDGER).write_bytes(Ledger({"feed": Known(items, files)}).dumped())
    return at(small, there)


def test_what_is_wrong_with_many_addresses_is_said_once(root: Path, there: Site) -> None:
    base = there.url("")
    pages = {f"p{n}": Record("article", EPISODE, old=(f"{base}/old-{n:02}/",)) for n in range(12)}
    show = Record("show", "content/podcasts/talks/show.yml", old=(f"{base}/feed/podcast/",))
    (root / LEDGER).write_bytes(Ledger({"feed": Known({"show": show, **pages}, {})}).dumped())
    there.says("/feed/podcast/", Reply(200, feed_of(there, GUID)))
    after = verify(root, there, "--after", "--all")
    assert after.status == 5
    lines = after.stdout.splitlines()
    assert sum("it leads nowhere: it answers 200 itself" in line for line in lines) == 1
    assert [line for line in lines if "old-" in line] == [f"  also of {base}/old-{n:02}/" for n in range(8)]
    assert "  also of 4 more: `--json` lists all" in lines


def feed_of(there: Site, guid: str) -> bytes:
    item = ITEM.format(title="The first talk", guid=guid, base=there.url(""), file="first", day=5)
    return FEED.format(title="Talks", more=f"<podcast:guid>{SHOW}</podcast:guid>", items=item).encode()


def test_what_is_wrong_is_told_before_and_after(root: Path, there: Site) -> None:
    there.says("/feed/podcast/", Reply(200, feed_of(there, GUID.upper())))
    there.says("/first.mp3", Reply(200, b"ID3 old", {"Content-Type": "audio/mpeg"}))
    before = verify(root, there, "--json")
    assert before.status == 1
    told = json.loads(before.stdout)
    assert (told["ok"], told["added"], told["show"]) == (False, 1, "content/podcasts/talks/show.yml")
    assert told["apps"]["gPodder"]["again"] == told["lengths"] == ["The first talk"]
    new = there.url("/new/")
    publish(root, there)
    lead(there, "/feed/podcast/", f"{new}podcasts/talks/feed.xml")
    there.says("/?feed=podcast", Reply(302, headers={"Location": "/feed/podcast/"}))
    there.says("/?p=12", Reply(200, b"the old page"))
    lead(there, "/2026/first/", "/2026/first/")
    lead(there, "/podcast/", "/new/")
    there.says("/new/podcasts/talks/feed.xml", Reply(200, feed_of(there, "other")))
    after = verify(root, there, "--after", "--all", "--json")
    assert after.status == 5
    wrong = {row["old"].removeprefix(there.url("")): row["wrong"] for row in json.loads(after.stdout)["followed"]}
    assert wrong == {
        "/feed/podcast/": f"the feed at `{new}podcasts/talks/feed.xml` has other GUIDs than were built: publish first",
        "/?feed=podcast": "it leads on with 302, and apps store a new address only on a 301",
        "/podcast/": f"it leads to `{new}`, and not to `{new}podcasts/talks/`",
        "/?p=12": "it leads nowhere: it answers 200 itself",
        "/2026/first/": "the address leads on more than 10 times",
        "/first.mp3": "it leads nowhere: it answers 200 itself",
    }
