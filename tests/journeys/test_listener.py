"""A listener subscribes, downloads, and hears."""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import podcastparser
import pytest
from lxml import etree

from pipeline.validator import Level, validate
from tests.journeys.conftest import AT_THE_ROOT
from tests.support import web
from tests.support.machine import tool
from tests.support.sample import Published

PODCAST = "{https://podcastindex.org/namespace/1.0}"


def shows(published: Published) -> list[str]:
    return sorted(path.parent.name for path in (published.root / "content/podcasts").glob("*/show.yml"))


def episodes(published: Published, show: str = "*") -> int:
    """How many there are in the content; a show's own, or all."""
    return len([*(published.root / "content/podcasts").glob(f"{show}/*.md")])


def feed_url(published: Published, show: str) -> str:
    return f"{published.base_url}podcasts/{show}/feed.xml"


@pytest.fixture
def feeds(published: Published) -> dict[str, bytes]:
    found = {}
    for show in shows(published):
        answer = published.get(f"podcasts/{show}/feed.xml")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("application/rss+xml")
        found[show] = answer.content
    return found


def test_nobody_who_reads_feeds_finds_anything_wrong_in_them(published: Published, feeds: dict[str, bytes]) -> None:
    """As they are at a public address. What standards recommend besides is advice: a picture for each episode."""
    for show, data in feeds.items():
        public = data.replace(published.base_url.encode(), b"https://library.example/")
        report = validate(public, url=f"https://library.example/podcasts/{show}/feed.xml", name=show)
        assert report.of(Level.ERROR, Level.WARNING) == ()
        assert len(report.kept) > 300


def test_podcastparser_gets_every_enclosure_whole(published: Published, feeds: dict[str, bytes]) -> None:
    assert len(feeds) == 2
    for show, data in feeds.items():
        parsed: dict[str, Any] = podcastparser.parse(feed_url(published, show), io.BytesIO(data))
        assert parsed["title"]
        assert len(parsed["episodes"]) == episodes(published, show) > 0
        for episode in parsed["episodes"]:
            (enclosure,) = episode["enclosures"]
            check_enclosure(published, enclosure["url"], enclosure["file_size"], enclosure["mime_type"])


def check_enclosure(published: Published, url: str, length: int, kind: str) -> None:
    """Length, type and digest are what the feed and the manifest say."""
    answer = web.get(url)
    assert answer.status_code == 200
    assert len(answer.content) == length
    assert answer.headers["content-type"] == kind == "audio/mpeg"
    manifest = json.loads((published.root / "dist/public.json").read_text(encoding="utf-8"))
    path = url.removeprefix(published.base_url)
    digest = hashlib.sha256(answer.content).hexdigest()
    assert manifest["artifacts"][path]["digest"] == digest
    assert f"-{digest[:12]}.mp3" in path
    part = web.get(url, headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, answer.content[10:20])
    assert web.head(url).headers["content-length"] == str(length)


def test_feedparser_reads_what_the_editors_wrote(published: Published, feeds: dict[str, bytes]) -> None:
    for show, data in feeds.items():
        parsed = feedparser.parse(data)
        assert not parsed.bozo, parsed.get("bozo_exception")
        guids = {entry.id for entry in parsed.entries}
        written = set()
        for path in (published.root / f"content/podcasts/{show}").glob("*.md"):
            match = re.search(r"^guid: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert match
            written.add(match[1].strip("\"'"))
        assert guids == written


def test_transcripts_and_chapters_are_there_for_players_on_other_sites(feeds: dict[str, bytes]) -> None:
    found = {"transcript": 0, "chapters": 0}
    for data in feeds.values():
        for item in etree.fromstring(data).iter("item"):
            for tag in found:
                for element in item.iter(PODCAST + tag):
                    answer = web.get(element.get("url") or "")
                    assert answer.status_code == 200
                    assert answer.headers["content-type"].split(";")[0] == element.get("type")
                    assert answer.headers["access-control-allow-origin"] == "*"
                    found[tag] += 1
    assert found["transcript"] >= 2
    assert found["chapters"] >= 2


def test_show_notes_link_to_whole_addresses(feeds: dict[str, bytes]) -> None:
    for data in feeds.values():
        for item in etree.fromstring(data).iter("item"):
            for href in re.findall(r'(?:href|src)="([^"]*)"', item.findtext("description") or ""):
                assert urljoin("http://elsewhere.example/", href) == href


@AT_THE_ROOT
def test_the_loudness_is_right_by_another_tool(published: Published, record_property: Any) -> None:
    """Measured by the ffmpeg of this machine, not by the one that made the files."""
    ffmpeg = tool("ffmpeg", "ffmpeg")
    sounds = sorted(published.public.glob("media/**/*.mp3"))
    assert len(sounds) == episodes(published)
    for sound in sounds:
        loudness, peak, channels = measured(ffmpeg, sound)
        record_property(sound.name, f"{loudness} LUFS, {peak} dBTP, {channels}")
        target = -16 if channels == "stereo" else -19
        assert abs(loudness - target) <= 0.5, (sound.name, loudness)
        assert peak <= -1.0, (sound.name, peak)


def measured(ffmpeg: str, sound: Path) -> tuple[float, float, str]:
    done = subprocess.run(
        [ffmpeg, "-hide_banner", "-nostats", "-i", sound, "-filter_complex", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    channels = re.search(r"Audio: mp3.*?, \d+ Hz, (mono|stereo)", done.stderr)
    assert loudness
    assert peak
    assert channels
    return float(loudness[1]), float(peak[1]), channels[1]


@AT_THE_ROOT
def test_tags_and_chapters_are_read_by_ffprobe(published: Published) -> None:
    ffprobe = tool("ffprobe", "ffmpeg")
    with_chapters = 0
    for sound in published.public.glob("media/**/*.mp3"):
        done = subprocess.run(
            [ffprobe, "-v", "error", "-of", "json", "-show_format", "-show_chapters", "-show_streams", sound],
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout)
        tags = found["format"]["tags"]
        assert {"title", "album", "artist", "track", "date"} <= set(tags)
        assert any(stream["codec_type"] == "video" for stream in found["streams"]), "no cover"
        with_chapters += bool(found["chapters"])
    assert with_chapters >= 2
