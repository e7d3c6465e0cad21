"""What ffmpeg is given to read: the recording as it lies, or the bare sound of an MP3 that was joined from several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pipeline.audio import container as containers
from pipeline.audio.container import Part, Window
from pipeline.audio.drivers.ffmpeg import Run
from pipeline.jobs.job import Failure

FIRST = ("-map", "0:a:0", "-frames:a", "1", "-c:a", "pcm_s16le", "-f", "wav", "pipe:1")
"""Arguments that put out the first frame as WAV: the header that all versions of ffmpeg write alike tells its shape."""
_CHUNK = 1 << 20


def size(path: Path, most: int, hint: str) -> int:
    """Bytes of a recording. Raises `Failure`, with this remedy, where it has more than it may have."""
    found = path.stat().st_size
    if found > most:
        raise Failure(f"is {found:,} bytes; the limit is {most:,}", hint, "too-large")
    return found


def shape(first: Run) -> tuple[int, int] | None:
    """Channels and Hz, from the run that put out the `FIRST` frame; None where it could not."""
    if first.code or len(first.out) < 44:
        return None
    return int.from_bytes(first.out[22:24], "little"), int.from_bytes(first.out[24:28], "little")


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
