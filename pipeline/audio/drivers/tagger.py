"""mutagen: `Tag` writes an ID3v2.3 tag before the encoded sound."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from pipeline.audio.container import after_id3
from pipeline.jobs.job import Made, Task
from pipeline.jobs.packages import version

_LATIN, _UTF16 = 0, 1
_FRONT_COVER = 3
_TOP_LEVEL_AND_ORDERED = 3
_HEADER = 10
"""Bytes of a tag before its frames (ID3v2.3, 3.1)."""


@dataclass(frozen=True, slots=True)
class Tag:
    """Writes the tag of an episode.

    Params: those of `tag.tag_params` and `tag.more_params`. Inputs: `audio`, an MP3, of which a tag before its sound
    goes, `cover` where there is one, `lyrics`, and the pictures that `chapters` name. Output: `audio`: the tag, then
    the sound, byte for byte as it came, so that taking the tag away gives back the encode. Fact: `size` in bytes.
    ID3v2.3 because every player reads it; no ID3v1, no padding: the same bytes on every run.

    Sound that was published before chapters stood in order of time has no param `order`, and before tags told of the
    podcast none of `more_params`: its tag stays as it was.
    """

    recipe: int = 1
    durable: bool = True

    @property
    def versions(self) -> Mapping[str, str]:
        return {"mutagen": version("mutagen")}

    def perform(self, task: Task) -> Made:
        pictures = {name: Path(path).read_bytes() for name, path in task.inputs.items() if name != "audio"}
        out = Path(task.scratch, "tagged.mp3")
        with Path(task.inputs["audio"]).open("rb") as sound, out.open("wb") as tagged:
            sound.seek(_own_tag(sound))
            tagged.write(tag(task.params, pictures))
            shutil.copyfileobj(sound, tagged, 1 << 20)
        return Made({"size": out.stat().st_size}, {"audio": str(out)})


def _own_tag(sound: BinaryIO) -> int:
    """Where the sound begins behind a tag of its own, in the place of which ours is written; 0 in what we encoded."""

    def window(at: int, count: int) -> bytes:
        sound.seek(at)
        return sound.read(count)

    return after_id3(window)


def tag(params: Mapping[str, Any], pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """The tag's bytes; `pictures` by the names that the params have for them, the front cover as `cover`; what is said
    stands among them as `lyrics`.

    mutagen sorts frames by size, and players show chapters as they stand. So texts, each chapter, the cover and what is
    said are tags of their own, which are joined: frames follow each other without anything between them (ID3v2.3, 3.2).
    """
    chapters = list(_chapters(params["chapters"], pictures))
    texts, cover = [*_texts(params), *_more(params)], list(_cover(params, pictures.get("cover", b"")))
    if "order" not in params:
        return _tag([*texts, *cover, *chapters])
    lyrics = list(_lyrics(params["language"], pictures.get("lyrics", b"").decode()))
    parts = (texts, *([one] for one in chapters), cover, lyrics)
    joined = b"".join(_tag(frames)[_HEADER:] for frames in parts if frames)
    size = len(joined)
    return b"ID3\x03\0\0" + bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0)) + joined


def _tag(frames: Iterable[Any]) -> bytes:
    from mutagen.id3 import ID3

    tags = ID3()
    for frame in frames:
        tags.add(frame)
    tags.update_to_v23()
    file = io.BytesIO()
    tags.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def _texts(params: Mapping[str, Any]) -> Iterator[Any]:
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


def _more(params: Mapping[str, Any]) -> Iterator[Any]:
    """What Apple's frames say of a podcast, and the rights."""
    from mutagen import id3

    if "guid" not in params:
        return
    texts = {
        id3.TGID: params["guid"],
        id3.TDES: params["description"],
        id3.TCAT: params.get("category", ""),
        id3.TKWD: params.get("keywords", ""),
        id3.TCOP: params.get("copyright", ""),
    }
    for frame, text in texts.items():
        if text:
            yield frame(encoding=_LATIN if text.isascii() else _UTF16, text=[text])
    yield id3.WFED(url="\0" + params["feed"])  # Apple's is a text in spite of its name: Latin-1, then the address
    if licence := params.get("licence"):
        yield id3.WCOP(url=licence)


def _lyrics(language: str, text: str) -> Iterator[Any]:
    from mutagen import id3

    if text:
        yield id3.USLT(encoding=_LATIN if text.isascii() else _UTF16, lang=language, desc="", text=text)


def _cover(params: Mapping[str, Any], picture: bytes) -> Iterator[Any]:
    from mutagen import id3

    if picture and params["cover_type"]:
        yield id3.APIC(encoding=_LATIN, mime=params["cover_type"], type=_FRONT_COVER, desc="", data=picture)


def _chapters(chapters: list[Mapping[str, Any]], pictures: Mapping[str, bytes]) -> Iterator[Any]:
    """The table of contents, and a CHAP frame for each chapter; a silent one stands in no table."""
    from mutagen import id3

    ids = {f"ch{number}": chapter for number, chapter in enumerate(chapters)}
    listed = [element for element, chapter in ids.items() if chapter.get("toc", True)]
    if listed:
        yield id3.CTOC(element_id="toc", flags=_TOP_LEVEL_AND_ORDERED, child_element_ids=listed, sub_frames=[])
    for element, chapter in ids.items():
        yield id3.CHAP(
            element_id=element,
            start_time=chapter["start"],
            end_time=chapter["end"],
            start_offset=0xFFFFFFFF,
            end_offset=0xFFFFFFFF,
            sub_frames=list(_inside(chapter, pictures)),
        )


def _inside(chapter: Mapping[str, Any], pictures: Mapping[str, bytes]) -> Iterator[Any]:
    """What a chapter says of itself."""
    from mutagen import id3

    if chapter["title"]:
        yield id3.TIT2(encoding=_UTF16, text=[chapter["title"]])
    if chapter["url"]:
        yield id3.WXXX(encoding=_LATIN, desc="", url=chapter["url"])
    if picture := pictures.get(chapter.get("picture", "")):
        yield id3.APIC(encoding=_LATIN, mime="image/jpeg", type=_FRONT_COVER, desc="", data=picture)
