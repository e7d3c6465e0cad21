"""mutagen: `Tag` writes an ID3v2.3 tag before the encoded sound."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.jobs.job import Made, Task

_LATIN, _UTF16 = 0, 1
_FRONT_COVER = 3
_TOP_LEVEL_AND_ORDERED = 3


@dataclass(frozen=True, slots=True)
class Tag:
    """Writes the tag of an episode.

    Params: those of `tag.tag_params`. Inputs: `audio`, an untagged MP3, and `cover` where there is one. Output:
    `audio`: the tag, then the sound, byte for byte as it came, so that taking the tag away gives back the encode. Fact:
    `size` in bytes. ID3v2.3 because every player reads it; no ID3v1, no padding: the same bytes on every run.
    """

    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"mutagen": version("mutagen")}

    def perform(self, task: Task) -> Made:
        cover = Path(task.inputs["cover"]).read_bytes() if "cover" in task.inputs else b""
        out = Path(task.scratch, "tagged.mp3")
        with Path(task.inputs["audio"]).open("rb") as sound, out.open("wb") as tagged:
            tagged.write(tag(task.params, cover))
            shutil.copyfileobj(sound, tagged, 1 << 20)
        return Made({"size": out.stat().st_size}, {"audio": str(out)})


def tag(params: Mapping[str, Any], cover: bytes = b"") -> bytes:
    """The tag's bytes."""
    from mutagen.id3 import ID3

    tags = ID3()
    for frame in _frames(params, cover):
        tags.add(frame)
    tags.update_to_v23()
    file = io.BytesIO()
    tags.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def _frames(params: Mapping[str, Any], cover: bytes) -> Iterator[Any]:
    from mutagen import id3

    texts = {
        id3.TIT2: params["title"],
        id3.TALB: params["album"],
        id3.TPE1: params["artist"],
        id3.TPE2: params["album_artist"],
        id3.TDRC: params["date"],
        id3.TRCK: params["track"],
        id3.TPOS: params["disc"],
        id3.TCON: params["genre"],
        id3.TLAN: params["language"],
        id3.TLEN: str(params["milliseconds"]),
    }
    for frame, text in texts.items():
        if text:
            yield frame(encoding=_LATIN if text.isascii() else _UTF16, text=[text])
    yield id3.COMM(encoding=_UTF16, lang=params["language"], desc="", text=[params["description"]])
    yield id3.WOAS(url=params["page"])
    yield id3.WXXX(encoding=_LATIN, desc="", url=params["page"])
    yield id3.PCST(value=1)
    if cover and params["cover_type"]:
        yield id3.APIC(encoding=_LATIN, mime=params["cover_type"], type=_FRONT_COVER, desc="", data=cover)
    yield from _chapters(params["chapters"])


def _chapters(chapters: list[Mapping[str, Any]]) -> Iterator[Any]:
    """CHAP frames and the table of contents. mutagen sorts frames by size: only the table keeps their order."""
    from mutagen import id3

    ids = [f"ch{number}" for number in range(len(chapters))]
    for element, chapter in zip(ids, chapters, strict=True):
        inner: list[Any] = [id3.TIT2(encoding=_UTF16, text=[chapter["title"]])]
        if chapter["url"]:
            inner.append(id3.WXXX(encoding=_LATIN, desc="", url=chapter["url"]))
        yield id3.CHAP(
            element_id=element,
            start_time=chapter["start"],
            end_time=chapter["end"],
            start_offset=0xFFFFFFFF,
            end_offset=0xFFFFFFFF,
            sub_frames=inner,
        )
    if ids:
        yield id3.CTOC(element_id="toc", flags=_TOP_LEVEL_AND_ORDERED, child_element_ids=ids, sub_frames=[])
