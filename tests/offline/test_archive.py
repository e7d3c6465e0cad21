"""The archive: the same bytes whenever and wherever, whole or not there."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from pipeline.offline import Member
from pipeline.offline.drivers import archive


def members() -> Iterator[Member]:
    yield Member("mimetype", 4, lambda: (b"a", b"bcd"), packed=False)
    yield Member("x/ü.html", 3000, lambda: (b"abc" * 1000,))


def test_its_bytes_tell_nothing_of_the_machine(tmp_path: Path) -> None:
    size = archive.write(str(tmp_path / "one.zip"), members())
    mask = os.umask(0o077)
    try:
        archive.write(str(tmp_path / "below" / "two.zip"), members())
    finally:
        os.umask(mask)
    one, two = tmp_path / "one.zip", tmp_path / "below" / "two.zip"
    assert one.read_bytes() == two.read_bytes()
    assert size == one.stat().st_size < 3000
    with zipfile.ZipFile(one) as opened:
        assert opened.testzip() is None
        first = opened.infolist()[0]
        assert (first.filename, first.compress_type, first.header_offset) == ("mimetype", zipfile.ZIP_STORED, 0)
        assert one.read_bytes()[30:42] == b"mimetypeabcd", "where readers of EPUB look for it"
        assert opened.read("x/ü.html") == b"abc" * 1000


def test_one_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> Iterable[bytes]:
        yield b"a"
        raise OSError("gone")

    place = tmp_path / "one.zip"
    place.write_bytes(b"before")
    with pytest.raises(OSError, match="gone"):
        archive.write(str(place), [*members(), Member("z", 2, broken)])
    assert place.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [place]
