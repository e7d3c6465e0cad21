"""`pipeline check --feed`: any feed, without a library, for people and for programs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.validator import RULES
from tests.support.run import pipeline

GOOD = Path(__file__).parent / "good"


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A feed with an error, a warning and a piece of advice, in a folder that is no library."""
    data = (GOOD / "whole.xml").read_text(encoding="utf-8")
    data = data.replace("geo:53.7997,-1.5492", "geo:97.7431,30.2672").replace('role="guest"', 'role="gest"')
    path = tmp_path / "feed.xml"
    path.write_text(data.replace("<itunes:duration>1500<", "<itunes:duration>25:00<"), encoding="utf-8")
    return path


@pytest.fixture
def address(feed: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is that of the library
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(feed.parent)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/feed.xml"
    server.shutdown()
    server.server_close()
    thread.join()


PLACE = '<podcast:location rel="creator" geo="geo:97.7431,30.2672" osm="R118362" country="GB">Leeds</podcast:location>'


def test_people_read_place_line_and_remedy(feed: Path) -> None:
    ran = pipeline("check", "--feed", "feed.xml", "--at", "2026-12-01", cwd=feed.parent)
    assert ran.status == 1
    line = feed.read_text(encoding="utf-8").splitlines().index(PLACE) + 1
    assert ran.stderr.startswith(
        f"feed.xml:{line}:1: error: `geo` of `<podcast:location>`: `geo:97.7431,30.2672` lies nowhere on earth "
        f"[podcast/location-geo]\n  {line} | {PLACE}\n     | ^\n"
        "  remedy: latitude comes first (-90 to 90), then longitude (-180 to 180)\n"
    )
    assert "`gest` is no role of the Podcast Taxonomy [podcast/person-role]" in ran.stderr
    assert "did you mean `guest`?" in ran.stderr
    assert "duration-seconds" not in ran.stderr
    counts = "1 error, 1 warning, 1 recommendation (`-v` shows them)"
    assert f"looked at for podcasting-2.0, psp-1, apple, spotify, youtube: {counts}" in ran.stdout
    assert "[psp-1/duration-seconds]" in pipeline("check", "--feed", feed, "-v").stderr


def test_what_several_ask_for_is_told_once(feed: Path) -> None:
    data = feed.read_text(encoding="utf-8").replace("<language>en-gb</language>\n", "")
    feed.write_text(data, encoding="utf-8")
    told = pipeline("check", "--feed", feed, "--at", "2026-12-01").stderr
    assert told.count("`<channel>` has no `<language>`") == 1
    rules = "apple/channel-language, psp-1/channel-language, spotify/channel-language"
    assert f"error: `<channel>` has no `<language>` [{rules}]" in told


def test_programs_read_one_document(feed: Path) -> None:
    ran = pipeline("check", "--feed", feed, "--json", "--at", "2026-12-01", "--profile", "podcasting-2.0")
    told = json.loads(ran.stdout)
    assert (ran.status, told["ok"], told["profiles"]) == (1, False, ["base", "podcasting-2.0"])
    assert {finding["rule"] for finding in told["findings"]} == {"podcast/location-geo", "podcast/person-role"}
    first = told["findings"][0]
    assert first["url"].endswith("/docs/tags/location.md") and first["line"] > 1 and first["column"] == 1
    looked = {rule.id for rule in RULES if rule.profile in told["profiles"]}
    broken = {finding["rule"] for finding in told["findings"]}
    assert {*told["kept"], *told["not_applicable"]} == looked - broken
    assert "podcast/list-items" in told["not_applicable"]


def test_warnings_count_when_they_shall(feed: Path) -> None:
    data = feed.read_text(encoding="utf-8").replace("geo:97.7431,30.2672", "geo:53.8,-1.5")
    feed.write_text(data, encoding="utf-8")
    assert pipeline("check", "--feed", feed, "--at", "2026-12-01").status == 0
    assert pipeline("check", "--feed", feed, "--at", "2026-12-01", "--strict").status == 1
    ran = pipeline("check", "--feed", feed, "--at", "2026-12-01", "--format", "github", "-v")
    assert "::warning file=" in ran.stdout and "::notice file=" in ran.stdout and "::error" not in ran.stdout


def test_an_address_is_looked_at_with_what_its_server_says(address: str) -> None:
    refused = pipeline("check", "--feed", address)
    assert refused.status == 3 and "is not public" in refused.stderr and "--allow-private" in refused.stderr
    ran = pipeline("check", "--feed", address, "--allow-private", "--json", "--at", "2026-12-01")
    found = {finding["rule"] for finding in json.loads(ran.stdout)["findings"]}
    assert {"atom/self-address", "itunes/moved"} <= found and "xml/content-type" not in found
    gone = pipeline("check", "--feed", f"{address}x", "--allow-private", "--json")
    assert gone.status == 3 and "answers 404" in json.loads(gone.stdout)["error"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--feed", "nothing.xml"], "`nothing.xml` can't be read: No such file or directory"),
        (["--feed", "."], "can't be read"),
        (["--feed", "feed.xml", "--fix"], "leave out `--fix`"),
        (["--profile", "apple"], "name it with `--feed`"),
        (["--allow-private"], "name it with `--feed`"),
        (["--feed", "feed.xml", "--profile", "appel"], "'appel' is not one of"),
    ],
)
def test_what_can_not_be_asked_for_is_told(feed: Path, arguments: list[str], words: str) -> None:
    ran = pipeline("check", *arguments, cwd=feed.parent)
    assert ran.status == 2 and words in ran.stderr


def test_what_a_feed_says_can_not_speak_to_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes("<rss version='2.0'><channel><\u202etitel\u2028::error::x</channel></rss>".encode())
    ran = pipeline("check", "--feed", path)
    assert ran.status == 1 and "\u202e" not in ran.stderr and "\u2028" not in ran.stderr
