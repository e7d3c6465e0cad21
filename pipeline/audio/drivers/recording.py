"""Fetching recordings from the web and from buckets: streamed, bounded, gone on with where a line was cut, and held
against their digests.

What came of a recording before the line, or the process, was cut is kept for a day among what the writers of the cache
left, so that the next one goes on where it ended, if the server gives parts; and goes with that.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, cast

from pipeline.audio.recording import SOUGHT, Source
from pipeline.jobs.job import Failure, Made, Task
from pipeline.model.artifact import Blob
from pipeline.stores import StoreError
from pipeline.stores.s3 import Bucket, S3Store
from pipeline.stores.store import CHUNK, TEMPORARY
from pipeline.web import Answer, Fetcher, Unreachable

ATTEMPTS = 4
_GONE = (404, 410)
_OTHER = (
    "if another recording is meant now, let `pipeline media add` write its digest; else put the one back that was there"
)


@dataclass(frozen=True, slots=True)
class Coming:
    """A recording as it comes, from byte `at` on; the `size` of all of it in bytes and its media type, if told."""

    at: int
    chunks: Iterator[bytes]
    size: int | None = None
    type: str = ""


@dataclass(frozen=True, slots=True)
class Recordings:
    """Opens recordings where they lie. `pause` lets seconds pass before something is asked again; `folder` is for what
    is only looked at.
    """

    fetcher: Fetcher
    pause: Callable[[float], None] = time.sleep
    folder: str = ""

    @contextmanager
    def open(self, source: Source, at: int = 0) -> Iterator[Coming]:
        """A recording from byte `at` on, or from its beginning where its server gives no parts. Raises `Failure`, and
        `Unreachable` where it may be had when it is asked for again.
        """
        if source.bucket:
            yield Coming(0, self._stored(source))
            return
        headers = {"Range": f"bytes={at}-"} if at else {}
        try:
            with self.fetcher.open(source.url, headers=headers) as answer:
                if answer.status == 416 and at:
                    raise Unreachable("its server has no such part", SOUGHT.for_anybody, status=416)
                _must_be_one(answer, source)
                is_part = at > 0 and answer.headers.get("content-range", "").startswith(f"bytes {at}-")
                begun = at if answer.status == 206 and is_part else 0
                yield Coming(begun, answer.chunks, _size(answer, begun), answer.headers.get("content-type", ""))
        except Unreachable as error:
            if error.passing or error.status == 416:
                raise
            may_be_had = error.status or error.unknown
            raise Failure(error.message, error.hint, "unreachable-audio" if may_be_had else "invalid-value") from error

    def _stored(self, source: Source) -> Iterator[bytes]:
        """The bytes of an object. Raises `Failure`."""
        assert source.bucket
        reached = source.bucket
        store = S3Store(Bucket(reached.name, reached.endpoint, reached.region, reached.profile))
        try:
            chunks = store.open(source.key)
            if chunks is None:
                raise Failure("nothing lies there", "put it there: `pipeline media add FILE`", "missing-file")
            yield from chunks
        except StoreError as error:
            raise Failure(error.message, error.hint, "unreachable-audio") from error

    def measure(self, source: Source, most: int) -> Blob:
        """Digest and size of what lies there; all of it is read, and nothing kept. Raises `Failure`."""
        digest, size = hashlib.sha256(), 0
        with _in_words(), self.open(source) as coming:
            for chunk in _bounded(coming, most):
                digest.update(chunk)
                size += len(chunk)
        _must_be_no_page(coming.type)
        return Blob(digest.hexdigest(), size)

    @contextmanager
    def brought(self, source: Source, most: int) -> Iterator[tuple[Blob, Path]]:
        """What lies there, in a file that goes again; its digest and size. Raises `Failure`."""
        if self.folder:
            Path(self.folder).mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder or None, prefix=TEMPORARY) as file:
            with _in_words():
                found, kind = self._filled(source, cast("BinaryIO", file), most, "")
            _must_be_no_page(kind)
            file.flush()
            yield found, Path(file.name)

    def fetch(self, source: Source, file: BinaryIO, most: int, digest: str = "") -> Blob:
        """Write a recording to a file that may hold the beginning of it; its digest and size. Raises `Failure`, also
        where it has another digest than the one that is named.
        """
        begun = file.seek(0, 2)
        found, kind = self._filled(source, file, most, digest)
        if digest and found.digest != digest and begun:  # what had come before is not of what lies there now
            _empty(file)
            found, kind = self._filled(source, file, most, digest)
        if digest and found.digest != digest:
            _empty(file)
            _must_be_no_page(kind)
            message = f"what lies there has the digest `{found.digest}`, and not the one that is named here"
            raise Failure(message, _OTHER, "wrong-digest")
        return found

    def _filled(self, source: Source, file: BinaryIO, most: int, digest: str) -> tuple[Blob, str]:
        """The file with all of the recording, asked for again where the line was cut; and its media type."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._asked(source, file, most, digest)
            except Unreachable as error:
                if error.status == 416:
                    _empty(file)
                if attempt == ATTEMPTS:
                    raise
                self.pause(2.0**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _asked(self, source: Source, file: BinaryIO, most: int, digest: str) -> tuple[Blob, str]:
        known, kind = _digest(file), ""
        if known.hexdigest() != digest:
            with self.open(source, file.seek(0, 2)) as coming:
                kind = coming.type
                if not coming.at:
                    _empty(file)
                    known = hashlib.sha256()
                for chunk in _bounded(coming, most):
                    file.write(chunk)
                    known.update(chunk)
        return Blob(known.hexdigest(), file.seek(0, 2)), kind


@dataclass(frozen=True, slots=True)
class Fetch:
    """Fetches a recording that lies outside git.

    Params: `url`, of `s3://` its `bucket` and `key`; `sha256`, and `bytes`, the limit. Output: `audio`. Refused with
    `Failure`: what can't be had, is larger, or is something else. `parts` is the folder for what is not yet whole. It
    is done in this process, which has the credentials, one after the other, so that no host is asked for many at once.
    """

    recordings: Recordings
    parts: str = ""
    recipe: int = 1
    durable: bool = False
    here: int = 1_000_000
    versions: Mapping[str, str] = field(default_factory=dict)

    def perform(self, task: Task) -> Made:
        """Raises `Failure`; its message continues the address."""
        params = task.params
        with _in_words(), _part(self.parts, params["sha256"], task.scratch) as (path, file):
            found = self.recordings.fetch(Source.from_params(params), file, params["bytes"], params["sha256"])
            file.flush()
            made = shutil.move(path, Path(task.scratch, "recording"))
        return Made({"size": found.size}, {"audio": str(made)})


@contextmanager
def _in_words() -> Iterator[None]:
    """A disk that is full, and a line that stays cut. Raises `Failure`."""
    try:
        yield
    except Unreachable as error:
        raise Failure(error.message, error.hint, "unreachable-audio") from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise Failure("there is no space left for it", "free some", "bad-audio", tool=True) from error


@contextmanager
def _part(folder: str, name: str, scratch: str) -> Iterator[tuple[Path, BinaryIO]]:
    """The file for what comes: one that may hold what came before, or where another process writes to that, and where
    there is no place for it, one of this task.
    """
    kept = _held(Path(folder), f"{TEMPORARY}{name}") if folder else None
    path = Path(folder, f"{TEMPORARY}{name}") if kept else Path(scratch, "part")
    with kept or path.open("w+b") as file:
        yield path, file


def _held(folder: Path, name: str) -> BinaryIO | None:
    """A file of this name, which no other process has; None where there can't be one."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / name).open("a+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return None
        return file
    return None


def _bounded(coming: Coming, most: int) -> Iterator[bytes]:
    """The chunks, as far as a library takes them. Raises `Failure`."""
    size = coming.at
    for chunk in _promised(coming, most):
        size += len(chunk)
        if size > most:
            raise _too_large(f"more than {most:,}", most)
        yield chunk


def _promised(coming: Coming, most: int) -> Iterable[bytes]:
    if coming.size is not None and coming.size > most:
        raise _too_large(f"{coming.size:,}", most)
    return coming.chunks


def _too_large(size: str, most: int) -> Failure:
    message = f"is {size} bytes; the limit is {most:,}"
    return Failure(message, "send FLAC instead of WAV, or raise `limits.audio_bytes`", "too-large")


def _must_be_one(answer: Answer, source: Source) -> None:
    """Raises `Failure` for an answer that is none, and `Unreachable` where it may come when it is asked for again."""
    status = answer.status
    if source.url.startswith("https:") and not answer.url.startswith("https:"):
        message = f"it leads to `{answer.url}`, which could be read and changed on its way"
        raise Failure(message, "give the address at which it is reached by `https://`")
    if status in (200, 206):
        return
    if status in _GONE:
        hint = "see the address; where the recording is elsewhere now, let `pipeline media add` write it anew"
        raise Failure(f"nothing lies there any more: its server answers {status}", hint, "missing-file")
    hint = SOUGHT.signed_in if status in (401, 403) else SOUGHT.for_anybody
    passing = status >= 500 or status in (408, 425, 429)
    raise Unreachable(f"its server answers {status}", hint, status=status, passing=passing)


def _must_be_no_page(kind: str) -> None:
    """Raises `Failure` for the page of a service before its file, by its media type."""
    if kind.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml"):
        hint = "give the address of the file itself, which is that of its download"
        raise Failure("a page lies there, and no recording", hint, "wrong-digest")


def _size(answer: Answer, at: int) -> int | None:
    told = answer.headers.get("content-length", "")
    return at + int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


def _empty(file: BinaryIO) -> None:
    file.seek(0)
    file.truncate()


def _digest(file: BinaryIO) -> Any:
    """The digest of what a file holds so far."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest
