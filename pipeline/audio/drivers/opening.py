"""What ffmpeg is given to read: the recording as it lies, or the bare sound of an MP3 that was joined from several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.audio import container as containers
from pipeline.audio.container import Part, Window

_CHUNK = 1 << 20


def window(file: BinaryIO) -> Window:
    """An open file as the readers of headers see it. Nothing lies beyond its end, however far a header points."""
    size = file.seek(0, 2)

    def seen(at: int, count: int) -> bytes:
        if not 0 <= at < size:
            return b""
        file.seek(at)
        return file.read(count)

    return seen


def opened(demuxer: str, path: str, scratch: str) -> str:
    """The file to decode in place of a recording: itself, or a copy in the scratch folder without what stands between
    the parts of an MP3, at which ffmpeg ends.
    """
    if demuxer != containers.MP3.demuxer:
        return path
    with Path(path).open("rb") as file:
        parts = containers.parts(window(file), Path(path).stat().st_size)
        if not parts:
            return path
        bare = Path(scratch, "joined.mp3")
        with bare.open("wb") as out:
            out.writelines(_stretches(file, parts))
    return str(bare)


def _stretches(file: BinaryIO, parts: tuple[Part, ...]) -> Iterator[bytes]:
    for part in parts:
        file.seek(part.start)
        left = part.end - part.start
        while left > 0 and (data := file.read(min(left, _CHUNK))):
            left -= len(data)
            yield data
