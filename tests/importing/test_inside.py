"""Chapters inside a recording show in its tag."""

from __future__ import annotations

import io
from typing import Any

import pytest
from mutagen import id3

from pipeline.importing.source import inside


def tagged(version: int, chapters: int) -> bytes:
    frames: Any = id3  # it has no types
    tag = frames.ID3()
    tag.add(frames.TXXX(encoding=3, desc="words", text="no CHAP and no CHAP\x00\x00\x00\x04"))
    names = [f"c{number}" for number in range(chapters)]
    for number, name in enumerate(names):
        title = frames.TIT2(encoding=3, text=f"Part {number} " + "x" * 300)
        tag.add(
            frames.CHAP(element_id=name, start_time=number * 1000, end_time=number * 1000 + 900, sub_frames=[title])
        )
    if names:
        flags = frames.CTOCFlags.TOP_LEVEL | frames.CTOCFlags.ORDERED
        tag.add(frames.CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
    if version == 3:
        tag.update_to_v23()
    file = io.BytesIO()
    tag.save(file, v2_version=version)
    return file.getvalue() + b"\xff\xfb\x90\x64" * 100


@pytest.mark.parametrize("version", [3, 4])
@pytest.mark.parametrize("chapters", [0, 1, 7])
def test_the_chapters_of_a_tag_are_counted(version: int, chapters: int) -> None:
    file = tagged(version, chapters)
    size = inside.tag_bytes(file[:10])
    assert inside.chapters(file[:size]) == chapters
    assert inside.chapters(file) == chapters


@pytest.mark.parametrize(
    "data", [b"", b"ID3", b"ID3\x02\x00\x00\x00\x00\x00\x7f", b"\x00\x00\x00\x20ftypM4A " + b"CHAP" * 9]
)
def test_what_has_no_such_tag_has_none(data: bytes) -> None:
    assert inside.chapters(data) == 0
    assert inside.tag_bytes(data) == 0


def test_a_tag_that_lies_about_its_sizes_ends_where_the_file_does() -> None:
    assert inside.chapters(b"ID3\x04\x00\x00\x7f\x7f\x7f\x7fCHAP\x00\x00\x00\x00\x00\x00") == 1
    assert inside.chapters(b"ID3\x03\x00\x40\x00\x00\x00\x20\xff\xff\xff\xffCHAP") == 0
