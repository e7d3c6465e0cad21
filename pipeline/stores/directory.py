"""A store in a directory: one file a key."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from pipeline.stores.store import CHUNK, DAY, PACK, TEMPORARY, Held, checked

_DEAD = 1 / 24
"""Days after which nobody writes to a temporary file any more."""


class DirectoryStore:
    """Files below `root`. Written under a temporary name, flushed, then renamed. Those that are `shared` can be read
    and written by whoever can the folder that they lie in; others by nobody else. What is `passing` can be made again,
    and is known by its digest: nobody waits until it would outlast a failing of the power.
    """

    def __init__(self, root: str | Path, *, shared: bool = False, passing: bool = False) -> None:
        self.root = Path(root).absolute()  # it may go to a process that works elsewhere
        self._shared, self._passing = shared, passing

    @property
    def is_writable(self) -> bool:
        """Whether values can be written, as far as the folder tells, or that in which it would be made."""
        folder = next(one for one in (self.root, *self.root.absolute().parents) if os.access(one, os.F_OK))
        return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)

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
            _fill(temporary, chunks, lasting=not self._passing)
            if self._shared:
                temporary.chmod(path.parent.stat().st_mode & 0o666)
            temporary.replace(path)

    def create(self, key: str, data: bytes) -> bool:
        path = self._path(key)
        with self._temporary(path) as temporary:
            _fill(temporary, [data], lasting=not self._passing)
            try:
                os.link(temporary, path)
            except FileExistsError:
                return False
        return True

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def keys(self, prefix: str = "") -> Iterator[str]:
        return (name for name in sorted(self._names(prefix)) if not _is_temporary(name))

    def delete(self, key: str) -> None:
        with contextlib.suppress(FileNotFoundError, IsADirectoryError, NotADirectoryError):
            self._path(key).unlink()

    def locate(self, key: str) -> Path | None:
        path = self._path(key)
        return path if path.is_file() else None

    def use(self, key: str) -> bool:
        path = self._path(key)
        with contextlib.suppress(OSError):  # what can't be noted is made again one day
            if path.stat().st_mtime // DAY >= time.time() // DAY:
                return False
            os.utime(path)
        return True

    def flush(self) -> None:
        """Nothing is gathered here."""

    def held(self, prefix: str = "") -> Iterator[Held]:
        return (one for one in self._held(prefix) if not _is_temporary(one.key))

    def erase(self, keys: Collection[str]) -> None:
        for key in keys:
            self.delete(key)
        for one in self._held():  # what writers that died have left may be of these
            if _is_temporary(one.key) and one.age > _DEAD:
                (self.root / one.key).unlink(missing_ok=True)

    def prune(self, days: float) -> tuple[Held, ...]:
        gone = tuple(one for one in self._held() if one.age > (1 if _is_temporary(one.key) else days))
        for one in gone:
            (self.root / one.key).unlink(missing_ok=True)
        return tuple(one for one in gone if not _is_temporary(one.key))

    def _held(self, prefix: str = "") -> Iterator[Held]:
        now = time.time()
        for name in sorted(self._names(prefix)):
            with contextlib.suppress(FileNotFoundError):  # another process removed it
                status = (self.root / name).stat()
                yield Held(name, status.st_size, (now - status.st_mtime) / DAY)

    def _names(self, prefix: str) -> Iterator[str]:
        for path in (self.root / prefix.rpartition("/")[0]).rglob("*"):
            name = path.relative_to(self.root).as_posix()
            if name.startswith(prefix) and not name.startswith(PACK) and path.is_file():
                yield name

    @contextlib.contextmanager
    def _temporary(self, path: Path) -> Iterator[Path]:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path.parent) as temporary:
            yield temporary


class TemporaryStore(DirectoryStore):
    """A store that ends with the process, where no other can be written. `work` is a folder that ends with it."""

    def __init__(self) -> None:
        home = Path(tempfile.mkdtemp(prefix="pipeline-"))
        super().__init__(home / "store", passing=True)
        self.work = home / "work"
        weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)


@contextlib.contextmanager
def beside(folder: Path, prefix: str = TEMPORARY) -> Iterator[Path]:
    """A new file in a folder, under a name that nobody has; it goes at the end, if it is there still."""
    handle, name = tempfile.mkstemp(prefix=prefix, dir=folder)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def replacing(place: Path) -> Iterator[Path]:
    """A new file that comes in the place of another at the end: whole, or not at all, as readable as any new one."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with beside(place.parent, f".{place.name[:40]}-") as temporary:
        yield temporary
        temporary.chmod(permissions())
        temporary.replace(place)


def permissions() -> int:
    """Those that this process gives a new file; asking for its mask sets it, so it is set back."""
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def _is_temporary(key: str) -> bool:
    return key.rpartition("/")[2].startswith(TEMPORARY)


def _fill(path: Path, chunks: Iterable[bytes], *, lasting: bool) -> None:
    with named(path), path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
        if lasting:
            file.flush()
            os.fsync(file.fileno())


@contextlib.contextmanager
def named(path: Path) -> Iterator[None]:
    """Around what is written to a file: an error names the file, which writing itself does not tell."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


def copy(source: Path, goal: Path) -> None:
    """A new file with the bytes of another. File systems that can let both share them until one is written."""
    with named(goal), source.open("rb") as given, goal.open("xb") as made:
        if not _copied_by_the_system(given.fileno(), made.fileno()):
            shutil.copyfileobj(given, made, CHUNK)


def _copied_by_the_system(given: int, made: int) -> bool:
    """Whether the system copies between these two: only Linux has the call, and not for every pair of file systems."""
    if not hasattr(os, "copy_file_range"):
        return False
    try:
        while os.copy_file_range(given, made, 1 << 30):
            pass
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP) or os.fstat(made).st_size:
            raise
        return False
    return True


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
