"""A store in a directory: one file a key."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.stores.store import CHUNK, TEMPORARY, checked


class DirectoryStore:
    """Files below `root`. Written under a temporary name, flushed, then renamed."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)

    def _path(self, key: str) -> Path:
        return self.root / checked(key)

    def read(self, key: str) -> bytes | None:
        try:
            return self._path(key).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def open(self, key: str) -> Iterator[bytes] | None:
        path = self._path(key)
        return chunks(path) if path.is_file() else None

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        path = self._path(key)
        with self._temporary(path) as temporary:
            _fill(temporary, chunks)
            temporary.replace(path)

    def create(self, key: str, data: bytes) -> bool:
        path = self._path(key)
        with self._temporary(path) as temporary:
            _fill(temporary, [data])
            try:
                os.link(temporary, path)
            except FileExistsError:
                return False
        return True

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def keys(self, prefix: str = "") -> Iterator[str]:
        folder = self.root / prefix.rpartition("/")[0]
        found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(TEMPORARY))
        names = sorted(path.relative_to(self.root).as_posix() for path in found)
        return (name for name in names if name.startswith(prefix))

    def delete(self, key: str) -> None:
        with contextlib.suppress(FileNotFoundError, IsADirectoryError, NotADirectoryError):
            self._path(key).unlink()

    def locate(self, key: str) -> Path | None:
        """The file that holds a value, for drivers that can link it instead of copying."""
        path = self._path(key)
        return path if path.is_file() else None

    @contextlib.contextmanager
    def _temporary(self, path: Path) -> Iterator[Path]:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        try:
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)


def _fill(path: Path, chunks: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
