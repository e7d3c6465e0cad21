"""Reading what somebody named: addresses of the web, files and folders of this machine."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.stores.directory import chunks
from pipeline.web import Fetched, Fetcher, Unreachable

MOST = 1 << 30
"""Bytes of a file that is read at once: an export of all that a large site ever wrote is smaller."""
COUNT, TOTAL = 20_000, 8 << 30
"""Addresses that are asked in one run, and the bytes that they may give together."""
FILES = 200_000
"""Files of a folder."""
_NOT_OURS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"})


class Origin:
    """What was `named`; `fetcher` asks the web, politely and within its own bounds."""

    def __init__(
        self, named: Sequence[str], fetcher: Fetcher, *, most: int = MOST, count: int = COUNT, total: int = TOTAL
    ) -> None:
        self._named, self._fetcher, self._most = tuple(named), fetcher, most
        self._count, self._left = count, total
        self._odd: dict[tuple[str, str], str] = {}

    @property
    def named(self) -> tuple[str, ...]:
        """The addresses, files and folders that were named, in their order."""
        return self._named

    def paths(self, named: str) -> Iterator[str]:
        """The files of a named folder, sorted; of a named file its name. What lies in folders of programs that keep
        versions or packages is passed over, and so is a link that leads out. Raises `Unreachable`.
        """
        top = Path(named)
        if not top.is_dir():
            if not top.is_file():
                raise Unreachable(f"there is no file and no folder `{named}`", "see how it is written")
            yield top.name
            return
        root = top.resolve()
        found = sorted(self._shown(named, path.relative_to(top).as_posix()) for path in _files(top))
        for name in found:
            if self._real(name, named).resolve().is_relative_to(root):
                yield name

    def size(self, path: str, within: str = "") -> int:
        """Bytes of a file of this machine. Raises `Unreachable`."""
        return self._file(path, within).stat().st_size

    def read(self, where: str, within: str = "") -> Fetched:
        """All of what lies at an address, or in a file below the named folder `within`. Raises `Unreachable`."""
        if is_address(where):
            return self._asked(where)
        if (size := self.size(where, within)) > self._most:
            raise Unreachable(f"`{where}` has {size:,} bytes; the limit is {self._most:,}", "part it")
        return Fetched(b"".join(self.open(where, within)), where)

    def open(self, path: str, within: str = "") -> Iterator[bytes]:
        """The bytes of a file of this machine, in chunks. Raises `Unreachable`."""
        try:
            yield from chunks(self._file(path, within))
        except OSError as error:
            raise _unread(path, error) from None

    def _asked(self, url: str) -> Fetched:
        if not self._count or self._left <= 0:
            message = f"no more is read of the web in one run: {COUNT:,} addresses, {TOTAL >> 30} GB"
            raise Unreachable(message, "move in a part of it at a time")
        self._count -= 1
        found = self._fetcher.get(url)
        self._left -= len(found.data)
        return found

    def _file(self, path: str, within: str) -> Path:
        """A file that may be read. Raises `Unreachable`."""
        try:
            real = self._real(path, within)
            if not real.is_file():
                raise Unreachable(f"there is no file `{path}`", "see how it is written")
            if within and not real.resolve().is_relative_to(Path(within).resolve()):
                raise Unreachable(f"`{path}` leads out of `{within}`", "put the file itself there")
        except (OSError, ValueError) as error:
            raise _unread(path, error) from None
        return real

    def _real(self, path: str, within: str) -> Path:
        top = Path(within)
        if within and top.is_file():
            return top if path == top.name else top / path
        return top / self._odd.get((within, path), path) if within else Path(path)

    def _shown(self, named: str, name: str) -> str:
        """A name as text. One that is not UTF-8, as old archives have it, is read as Windows wrote it."""
        try:
            name.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(name).decode("cp1252", "replace")
            self._odd[named, shown] = name
            return shown
        return name


def is_address(where: str) -> bool:
    """Whether something that was named lies in the web."""
    return where.lower().startswith(("http://", "https://"))


def _files(top: Path) -> Iterator[Path]:
    """The regular files below a folder. Raises `Unreachable` where there are too many."""
    count = 0
    for folder, below, names in os.walk(top):
        below[:] = [name for name in below if name not in _NOT_OURS]
        for name in names:
            path = Path(folder, name)
            if path.is_symlink() and not path.is_file():
                continue
            if stat.S_ISREG(path.stat().st_mode):
                count += 1
                yield path
        if count > FILES:
            raise Unreachable(f"`{top}` holds more than {FILES:,} files", "name the folder of its content alone")


def _unread(path: str, error: Exception) -> Unreachable:
    why = (isinstance(error, OSError) and error.strerror) or "that is no name of a file"
    return Unreachable(f"`{path}` can’t be read: {why}", "see its name and its permissions")
