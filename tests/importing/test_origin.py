"""What was named is read, and nothing beside it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.importing.drivers.origin import Origin
from pipeline.importing.source.origin import SOUGHT
from pipeline.web import Unreachable
from pipeline.web.drivers.fetch import Fetch
from tests.support.site import Reply, Site, site


@pytest.fixture
def there() -> Iterator[Site]:
    with site() as running:
        yield running


def origin(*named: str, count: int = 10, most: int = 1000, private: bool = True) -> Origin:
    return Origin(named, Fetch(SOUGHT, private=private), count=count, most=most)


def why(reading: Origin, where: str, within: str = "") -> str:
    with pytest.raises(Unreachable) as told:
        reading.read(where, within)
    assert told.value.hint
    return told.value.message


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    for name in "b.md", "posts/ä.md", ".git/config", "node_modules/x/a.md", ".eleventy.js":
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("old")
    (tmp_path / "again.md").symlink_to("b.md")
    reading = origin(str(tmp_path))
    found = list(reading.paths(str(tmp_path)))
    assert found == [".eleventy.js", "again.md", "b.md", "café.md", "posts/ä.md"]
    assert reading.read("posts/ä.md", str(tmp_path)).data == "posts/ä.md".encode()
    assert reading.read("café.md", str(tmp_path)).data == b"old"
    assert reading.size("b.md", str(tmp_path)) == 4


def test_a_file_is_read_by_its_name_or_below_itself(tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_bytes(b"<rss/>")
    reading = origin(str(export))
    assert reading.named == (str(export),)
    assert list(reading.paths(str(export))) == ["export.xml"]
    assert reading.read(str(export)).data == reading.read("export.xml", str(export)).data == b"<rss/>"
    assert "there is no file" in why(reading, "other.xml", str(export))


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    inside, secret = tmp_path / "site", tmp_path / "secret"
    inside.mkdir()
    secret.write_text("s")
    (inside / "link.md").symlink_to(secret)
    (inside / "folder").symlink_to(tmp_path)
    os.mkfifo(inside / "pipe")
    reading = origin(str(inside))
    assert not list(reading.paths(str(inside)))
    for path in "link.md", "folder/secret", "../secret", str(secret):
        assert "leads out of" in why(reading, path, str(inside))
    for path in "pipe", "gone.md", "", "a\0b":
        assert why(reading, path, str(inside))


def test_the_web_is_asked_within_bounds(there: Site) -> None:
    there.says("/feed", Reply(200, b"<rss/>", {"Content-Type": "text/xml"}))
    reading = origin(there.url("/feed"), count=2)
    found = reading.read(there.url("/feed"))
    assert (found.data, found.content_type) == (b"<rss/>", "text/xml")
    there.says("/gone", Reply(404))
    assert "answers 404" in why(reading, there.url("/gone"))
    assert "no more is read of the web" in why(reading, there.url("/feed"))
    assert "is not public" in why(origin(private=False), there.url("/feed"))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "large.xml").write_bytes(b" " * 1001)
    assert why(origin(), str(tmp_path / "large.xml")).endswith("has 1,001 bytes; the limit is 1,000")


def test_what_is_not_there_is_told_and_no_empty_folder(tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere")
    with pytest.raises(Unreachable, match="there is no file and no folder"):
        list(origin(nowhere).paths(nowhere))
