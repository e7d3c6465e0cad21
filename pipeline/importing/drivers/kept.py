"""The folder in which files wait that were brought: in part, by digest, and what servers said of them.

Nothing of it is needed: without it all comes again.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.importing.drivers.part import Part
from pipeline.importing.fetching.answers import Answers, Known
from pipeline.importing.fetching.bringing import Busy, NoRoom
from pipeline.importing.fetching.came import Got
from pipeline.model.artifact import Blob, sha256
from pipeline.stores.directory import chunks

_ANSWERS = "answers.jsonl"


@contextmanager
def alone(folder: str | Path) -> Iterator[None]:
    """The folder, which no other run has meanwhile; on a file system without locks nobody knows. Raises `Busy`."""
    lock = Path(folder, "lock")
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy("another import is at work in this library", "run it again when that is done") from None
        except OSError:
            pass
        yield


class Kept:
    """`folder`, for one run; `held` are the digests of what is in the library."""

    def __init__(self, folder: Path, held: Collection[str] = ()) -> None:
        self.folder, self._held = folder, set(held)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._answers, self._guard = Answers(), threading.Lock()

    def remember(self) -> None:
        """Take up what earlier runs noted: each once, and without a line that was cut."""
        path = self.folder / _ANSWERS
        self._answers = Answers.from_lines(path.read_bytes().splitlines() if path.is_file() else ())
        fresh = path.with_suffix(".new")
        fresh.write_bytes(b"".join(self._answers.lines()))
        fresh.replace(path)

    def known(self, url: str) -> Known | None:
        """What is known of an address, if what came from it is at hand."""
        known = self._answers.of(url)
        return known if known and self._is_at_hand(known) else None

    def known_digest(self, url: str) -> Known | None:
        """What is known of an address, whether or not its bytes are at hand."""
        return self._answers.of(url)

    def part(self, url: str) -> Part:
        """What came of an address before it was cut."""
        return Part(self.folder / "parts", sha256(url.encode("utf-8", "replace"))[:32])

    def file(self, digest: str) -> Path:
        """Where a file lies that came whole."""
        return self.folder / "files" / digest

    def open(self, blob: Blob) -> Iterator[bytes]:
        """The bytes of a file that came. Raises `OSError` where they are gone."""
        return chunks(self.file(blob.digest))

    def let_go(self, blob: Blob) -> None:
        """A file has its place in the library."""
        self.file(blob.digest).unlink(missing_ok=True)
        self._held.add(blob.digest)

    def note(self, url: str, got: Got, kind: str) -> None:
        """Remember what came from an address for the next run."""
        with self._guard, (self.folder / _ANSWERS).open("ab") as file:
            file.write(self._answers.note(url, Known.of(replace(got, type=kind or got.type))))

    def must_have_room(self, size: int) -> None:
        """Raises `NoRoom` where the disk has not so many bytes left."""
        free = shutil.disk_usage(self.folder).free
        if size > free:
            message = f"{size / 1e9:.1f} GB are to come, and {free / 1e9:.1f} GB are free"
            hint = "free some, or say `sound: addresses` in `import.yml`: then recordings stay where they are"
            raise NoRoom(message, hint)

    def _is_at_hand(self, known: Known) -> bool:
        path = self.file(known.digest)
        return known.digest in self._held or (path.is_file() and path.stat().st_size == known.size)
