"""Bringing the files that go along: several at once, in threads that end with the process."""

from __future__ import annotations

import errno
import hashlib
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol
from urllib.parse import unquote

from pipeline.importing.drivers.coming import Came, Coming
from pipeline.importing.drivers.kept import Kept
from pipeline.importing.fetching.bringing import Come, NoRoom, unheard
from pipeline.importing.fetching.came import LARGE, Got, Missed, of_both
from pipeline.importing.fetching.first import HEAD, kind_of
from pipeline.importing.fetching.wanted import Wanted
from pipeline.model.artifact import Blob, sha256
from pipeline.web import Fetcher, Unreachable

AT_ONCE = 6
"""Files that come at a time."""
_Found = tuple[list[Wanted], Came]


class Local(Protocol):
    """Who reads files of this machine (see `Origin`)."""

    @property
    def named(self) -> tuple[str, ...]:
        """The files and folders that were named."""

    def size(self, path: str, within: str = "") -> int:
        """Raises `Unreachable`."""

    def open(self, path: str, within: str = "") -> Iterator[bytes]:
        """Raises `Unreachable`."""


class _Stopped(Exception):
    """Nobody waits for the rest."""


class Bring:
    """Brings files from the web by `fetcher`, which is polite, and from what was named on this machine by `local`;
    they wait in `folder`. `pause` lets seconds pass.
    """

    def __init__(
        self, folder: str | Path, fetcher: Fetcher, local: Local, *, pause: Callable[[float], object] = time.sleep
    ) -> None:
        self._fetcher, self._local, self._pause = fetcher, local, pause
        self._kept = Kept(Path(folder))
        self._come: Come = unheard
        self._here: dict[str, Callable[[], Iterator[bytes]]] = {}
        self._stopped = threading.Event()

    def bring(
        self, wanted: Iterable[Wanted], held: Collection[str] = (), come: Come = unheard
    ) -> Iterator[tuple[Wanted, Got | Missed]]:
        """What came of each, as it comes. Raises `NoRoom`."""
        self._kept, self._come = Kept(self._kept.folder, held), come
        self._kept.remember()
        several: dict[tuple[str, str], list[Wanted]] = {}
        for one in wanted:
            several.setdefault((one.url or f"id:{one.asset.id}", one.way), []).append(one)
        self._kept.must_have_room(sum(self._size(ones[0]) for ones in several.values()))
        for ones, came in self._together(list(several.values())):
            for one in ones:
                yield one, came if isinstance(came, Missed) else of_both(one, *came)

    def open(self, blob: Blob) -> Iterator[bytes]:
        """The bytes of a file that was brought. Raises `OSError` where they are gone."""
        made = self._here.get(blob.digest)
        return made() if made else self._kept.open(blob)

    def let_go(self, blob: Blob) -> None:
        """A file has its place in the library."""
        self._kept.let_go(blob)

    def _size(self, one: Wanted) -> int:
        """Bytes that a file still needs here, as far as its source tells."""
        if one.way != "bring" or not one.url or self._kept.known(one.url):
            return 0
        return max(0, one.asset.length - self._kept.part(one.url).size)

    def _together(self, several: Sequence[list[Wanted]]) -> Iterator[_Found]:
        waiting: SimpleQueue[list[Wanted]] = SimpleQueue()
        come: SimpleQueue[_Found | Exception | None] = SimpleQueue()
        for ones in several:
            waiting.put(ones)
        self._stopped.clear()
        left = min(AT_ONCE, len(several))
        for _ in range(left):  # daemons: who interrupts the command need not wait for a slow server
            threading.Thread(target=self._work, args=(waiting, come), name="brings files", daemon=True).start()
        try:
            while left:
                found = come.get()
                if isinstance(found, Exception):
                    raise found
                if found is None:
                    left -= 1
                else:
                    yield found
        finally:
            self._stopped.set()

    def _work(self, waiting: SimpleQueue[list[Wanted]], come: SimpleQueue[_Found | Exception | None]) -> None:
        """Bring what waits, until nothing does."""
        try:
            while not self._stopped.is_set():
                ones = waiting.get_nowait()
                come.put((ones, self._brought(ones[0])))
        except (Empty, _Stopped):
            pass
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            come.put(NoRoom("there is no space left", "free some, then run it again") if full else error)
        except Exception as error:  # noqa: BLE001 - told where somebody waits for it
            come.put(error)
        come.put(None)

    def _brought(self, one: Wanted) -> Came:
        """One file, and its type by its first bytes; or why it does not come."""
        try:
            if one.asset.data is not None:
                return self._given(one.asset.data)
            if not one.url:
                return self._read(one)
            coming = Coming(self._fetcher, self._kept, self._heard, self._pause)
            return coming.looked(one) if one.way == "look" else coming.fetched(one)
        except Unreachable as error:
            return Missed(error.message, error.hint, status=error.status)

    def _given(self, data: bytes) -> Came:
        """A file that the source itself holds."""
        blob = Blob(sha256(data), len(data))
        self._here[blob.digest] = lambda: iter((data,))
        return Got(blob), kind_of(data[:HEAD])

    def _read(self, one: Wanted) -> Came:
        """A file of this machine: it stays where it is until it has its place. Raises `Unreachable`."""
        path, folder = self._found(one.asset.url)
        if not folder:
            return Missed("there is no such file in what was named", "see how it is written, and name its folder, too")
        if (size := self._local.size(path, folder)) > one.most:
            message = f"it has {size:,} bytes; `limits.{one.setting}` is {one.most:,}"
            return Missed(message, "make it smaller, or raise the limit", LARGE)
        digest, head, size = hashlib.sha256(), b"", 0
        for chunk in self._local.open(path, folder):
            head, size = head or chunk[:HEAD], size + len(chunk)
            digest.update(chunk)
            self._heard(len(chunk))
        blob = Blob(digest.hexdigest(), size)
        self._here[blob.digest] = lambda: self._local.open(path, folder)
        return Got(blob, url=path), kind_of(head)

    def _found(self, url: str) -> tuple[str, str]:
        """The path of a file and the folder in which it lies, which is "" where it lies in none. A text may have it as
        links are written: `the%20door.png`.
        """
        both = ((path, name) for path in dict.fromkeys((url, unquote(url))) for name in self._local.named)
        return next((one for one in both if self._has(*one)), (url, ""))

    def _has(self, path: str, folder: str) -> bool:
        try:
            return self._local.size(path, folder) >= 0
        except Unreachable:
            return False

    def _heard(self, size: int) -> None:
        """So many bytes came. Raises `_Stopped` where nobody waits for more."""
        if self._stopped.is_set():
            raise _Stopped
        self._come(size)
