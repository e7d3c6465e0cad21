"""A podcast moves in from a server, end to end: what its editors find, and what a second run changes."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from mutagen import id3

from tests.support.library import FILES, square
from tests.support.run import pipeline

FRAME = b"\xff\xfb\x90\x64" + bytes(413)
"""A frame of MPEG audio at 128 kb/s that is silent."""
ITEM = """<item><title>{title}</title><guid isPermaLink="false">{guid}</guid><link>{at}/{name}/</link>
<pubDate>Mon, 15 Mar 2021 08:00:07 +0100</pubDate><itunes:episode>{number}</itunes:episode>
<enclosure url="{at}/{name}.mp3" length="{length}" type="audio/mpeg"/>{more}</item>"""
FEED = """<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Long Way Home</title><link>{at}/show/</link><language>en-GB</language>
<description>{description}</description><itunes:image href="{at}/cover.png"/><itunes:explicit>clean</itunes:explicit>
<itunes:owner><itunes:name>Kim</itunes:name><itunes:email>kim@longway.example</itunes:email></itunes:owner>
<itunes:category text="Health"><itunes:category text="Self-Help"/></itunes:category>
<podcast:mood>calm</podcast:mood>{items}</channel></rss>"""
LONG = "Families talk about living beside an addiction, and about what helped them. " * 6
NOTES = """<description>Plain words.
In two lines &amp;lt;3</description><podcast:transcript url="/gone.vtt" type="text/vtt"/>"""
LETTERS = """<content:encoded><![CDATA[<p>Your letters, and <a href="{at}/hello/">the first one</a>.</p>
<p>0:00 Hello<br>0:01 Letters<br>0:02 Bye</p>]]></content:encoded>"""


class Asked(SimpleHTTPRequestHandler):
    """Serves a folder, and notes what was asked and answered."""

    answers: list[tuple[str, int]] = []  # noqa: RUF012 - those of one test

    def log_request(self, code: Any = 0, size: Any = 0) -> None:
        self.answers.append((self.path, int(code)))


@pytest.fixture
def at(tmp_path: Path) -> Iterator[str]:
    """The address of the old host, with a feed of two episodes."""
    folder = tmp_path / "old"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Asked, directory=str(folder))) as server:
        where = f"http://127.0.0.1:{server.server_address[1]}"
        _lay(folder, where)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Asked.answers.clear()
        yield where
        server.shutdown()


def _lay(folder: Path, at: str) -> None:
    sounds = {"letters": FRAME * 120, "hello": _chaptered() + FRAME * 120}
    for name, data in sounds.items():
        (folder / f"{name}.mp3").write_bytes(data)
    (folder / "cover.png").write_bytes(square(1400))
    said = {"letters": ("2. Letters", 2, LETTERS.format(at=at)), "hello": ("1. Hello", 1, NOTES)}
    items = (
        ITEM.format(title=title, guid=f"G-{name}", at=at, name=name, number=number, length=len(sounds[name]), more=more)
        for name, (title, number, more) in said.items()
    )
    (folder / "show").mkdir()
    (folder / "show/feed.xml").write_text(FEED.format(at=at, description=LONG, items="".join(items)), encoding="utf-8")


def _empty(root: Path) -> Path:
    """A library in which nothing stands yet."""
    for name in ("pipeline.toml", "content/people.yml", "content/topics.yml", "content/audiences.yml"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(FILES[name], encoding="utf-8")
    return root


def _chaptered() -> bytes:
    frames: Any = id3  # it has no types
    tag, file = frames.ID3(), io.BytesIO()
    title = frames.TIT2(encoding=3, text="Inside")
    tag.add(frames.CHAP(element_id="c", start_time=0, end_time=3000, sub_frames=[title]))
    tag.save(file, v2_version=3)
    return file.getvalue()


def _entry(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.load(front, yaml.BaseLoader), body


def test_a_podcast_moves_in_and_a_second_run_changes_nothing(tmp_path: Path, at: str) -> None:
    root = _empty(tmp_path / "library")
    command = ("import", "feed", f"{at}/show/feed.xml", "--allow-private", "--root", root)
    first = pipeline(*command)
    assert first.status == 1, first.stderr  # a transcript is gone, and nobody decided what becomes of that
    assert "fetch/failed: drop" in first.stdout
    home = root / "content/podcasts/the-long-way-home"
    show = yaml.load((home / "show.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert (show["description"], show["category"]) == (LONG.strip(), "Education > Self-Improvement")
    assert show["redirect_from"] == ["/show/"]  # where its feed was, too
    assert show["extra"] == {"import": {"feed": ["<podcast:mood>calm</podcast:mood>"]}}
    letters, text = _entry(home / "2-letters.md")
    assert (letters["guid"], letters["date"]) == ("G-letters", "2021-03-15T08:00:07+01:00")
    assert [one["title"] for one in letters["chapters"]] == ["Hello", "Letters", "Bye"]
    assert "[the first one](1-hello.md)" in text
    hello, text = _entry(home / "1-hello.md")
    assert (hello["chapters"], "transcript" in hello, hello["redirect_from"]) == ("recording", False, ["/hello/"])
    assert text.strip() == "Plain words.\\\nIn two lines \\<3"
    assert (home / hello["audio"]["file"]).read_bytes() == (tmp_path / "old/hello.mp3").read_bytes()

    files = {path: path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()}
    Asked.answers.clear()
    pipeline(*command)
    assert {path: path.read_bytes() for path in (root / "content").rglob("*") if path.is_file()} == files
    assert {code for path, code in Asked.answers if path.endswith(".mp3")} == {304}
