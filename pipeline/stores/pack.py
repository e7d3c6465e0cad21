"""A pack: many small values in one file, by SQLite, so that none costs a file of its own.

Names and values lie in two tables: whoever notes a use, or asks for all names, touches no value.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any, TypeVar

from pipeline.stores.store import DAY, PACK, TEMPORARY, Held, Warn

FILE = f"{PACK}-1.sqlite3"
"""The name says the version of its form: another version begins a file of its own."""
PATIENCE = 20
"""Seconds that a process waits for another one's write, which takes a moment, or for its vacuum."""
PAUSE, FULL = 10.0, 16 << 20
"""After so many seconds, or with so many bytes, what was gathered is stored with the next value."""
TEXT = 2048
"""Text of so many bytes is worth compressing."""

_OURS = 0x1B0C5
_TABLES = f"""
BEGIN IMMEDIATE;
PRAGMA application_id = {_OURS};
CREATE TABLE IF NOT EXISTS stored (id INTEGER PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS names (
    key TEXT PRIMARY KEY, id INTEGER NOT NULL, size INTEGER NOT NULL, day INTEGER NOT NULL
) WITHOUT ROWID;
COMMIT;
"""
_READ = "SELECT value, day >= ? FROM names JOIN stored USING (id) WHERE key = ?"
_DROP = "DELETE FROM stored WHERE id = (SELECT id FROM names WHERE key = ?)"
_BROKEN = {
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_READONLY,
}
"""What SQLite says of a file that is none of ours, or no more."""
_AT_ONCE = 500
_HEAD = 5

T = TypeVar("T")


class Pack:
    """Values in the file `path`. What is written is gathered, and then stored in one transaction, whole or not at all.

    A value lies under a sum over it and its key: one that a disk changed is not there. A file that is damaged, or none
    of ours, is set aside and begun anew; one that can't be used is done without. `warn` is told of both.
    """

    def __init__(self, path: Path, warn: Warn) -> None:
        self._path, self._warn = path, warn
        self._gathered: dict[str, bytes] = {}
        self._weight, self._stored = 0, time.monotonic()
        self._connection: sqlite3.Connection | None = None
        self._inode: tuple[int, int] | None = None
        self._is_anew, self._is_passing = False, False
        self._noted: set[str] = set()
        self._lock = threading.RLock()

    def read(self, key: str) -> bytes | None:
        with self._lock:
            if (found := self._gathered.get(key)) is not None:
                return found
            row = self._asked(lambda pack: pack.execute(_READ, (_today(), key)).fetchone(), None)
        if row is None:
            return None
        if row[1]:
            self._noted.add(key)
        return _unwrapped(key, row[0]) if isinstance(row[0], bytes) else None

    def is_noted(self, key: str) -> bool:
        """Whether a value was read here whose use today had been noted before."""
        return key in self._noted

    def has(self, key: str) -> bool:
        with self._lock:
            return key in self._gathered or bool(self._days((key,)))

    def write(self, key: str, value: bytes) -> None:
        with self._lock:
            self._gathered[key] = value
            self._weight += len(value)
            if self._weight > FULL or time.monotonic() - self._stored > PAUSE:
                self.flush()

    def flush(self) -> None:
        """Store what was gathered: other processes see it now. Raises OSError when the disk is full."""
        with self._lock:
            if self._gathered:
                rows = {key: _wrapped(key, value) for key, value in self._gathered.items()}
                self._done(lambda pack: _store(pack, rows))
                self._gathered, self._weight = {}, 0
            self._stored = time.monotonic()

    def delete(self, keys: Collection[str]) -> None:
        with self._lock:
            for key in keys:
                self._gathered.pop(key, None)
            if held := self._days(keys):
                self._done(lambda pack: _remove(pack, held))

    def use(self, keys: Collection[str]) -> set[str]:
        """Note that they are used today; those that are not here. What was noted before is not written again."""
        today = _today()
        with self._lock:
            days = self._days(keys)
            if idle := [(today, key) for key, day in days.items() if day < today]:
                self._done(lambda pack: _note(pack, idle))
            return set(keys) - days.keys() - self._gathered.keys()

    def held(self, prefix: str = "") -> tuple[Held, ...]:
        """All values whose keys start with the prefix, sorted. Their size is that of what lies in the file."""
        with self._lock:
            self.flush()
            return self._asked(lambda pack: _held(pack, prefix), ())

    def prune(self, days: float) -> tuple[Held, ...]:
        """Remove what was not used for so many days; what went. The file is looked through, as damage may hide values
        without a word, and shrinks when that pays.
        """
        with self._lock:
            self._asked(_examine, None)
            gone = tuple(one for one in self.held() if one.age > days)
            self.delete([one.key for one in gone])
            self._asked(_shrink, None)
        return gone

    def erase(self, keys: Collection[str]) -> None:
        """Remove values, and write the file anew: it holds nothing any more of what was removed or replaced. Files that
        were set aside go too.
        """
        with self._lock:
            self.delete(keys)
            self._asked(lambda pack: pack.execute("VACUUM"), None)
            for aside in self._path.parent.glob(f"{TEMPORARY}pack-*"):
                aside.unlink(missing_ok=True)

    def close(self) -> None:
        """Store what was gathered, if that can be done, and let the file go."""
        with self._lock:
            with contextlib.suppress(OSError):
                self.flush()
            self._disconnect()

    # The file --------------------------------------------------------------------------------------------------------

    def _days(self, keys: Collection[str]) -> dict[str, int]:
        """Those of the keys that lie in the file, each with the day of its last use."""
        return self._asked(lambda pack: _days(pack, keys), {})

    def _asked(self, act: Callable[[sqlite3.Connection], T], nothing: T) -> T:
        """What `act` gives; where there is no file yet, `nothing`."""
        return self._done(act) if self._connection or self._path.exists() else nothing

    def _done(self, act: Callable[[sqlite3.Connection], T]) -> T:
        """What `act` gives, on this file or on the one that takes its place."""
        while True:
            try:
                return act(self._connected())
            except (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError) as error:
                self._recover(error)

    def _connected(self) -> sqlite3.Connection:
        """A rollback journal, as network file systems share no memory; and no power that fails may break the file."""
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = _opened(str(self._path))
            self._inode = _inode(self._path)
            self._connection.execute("PRAGMA synchronous = NORMAL")
            if self._connection.execute("PRAGMA application_id").fetchone() != (_OURS,):
                if self._connection.execute("PRAGMA page_count").fetchone() != (0,):
                    raise _DamagedError
                self._connection.executescript(_TABLES)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _recover(self, error: sqlite3.DatabaseError | UnicodeDecodeError | OverflowError) -> None:
        """Make that it can be tried again: with a file that is begun anew, or else in memory, where nothing fails.
        Damage shows in names that are no text and in numbers that are too large, too.
        """
        if self._is_passing or isinstance(error, sqlite3.ProgrammingError):
            raise error
        self._disconnect()
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code == sqlite3.SQLITE_FULL:
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(self._path)) from error
        if code == sqlite3.SQLITE_READONLY_DBMOVED:  # somebody removed the cache meanwhile
            return
        if code & 0xFF in _BROKEN and not self._is_anew and self._set_aside():
            self._is_anew = True
            self._warn(f"`{self._path}` was damaged: it was set aside, and what it held is made again")
        else:
            self._is_passing = True
            self._warn(f"`{self._path}` can't be used ({error}): what is made now is kept for this run alone")
            self._connection = _opened(":memory:")
            self._connection.executescript(_TABLES)

    def _set_aside(self) -> bool:
        """Whether the file could be given another name, under which it goes with a later pruning. One that another
        process put in its place stays.
        """
        try:
            if _inode(self._path) == self._inode:
                self._path.rename(self._path.with_name(f"{TEMPORARY}pack-{os.getpid()}"))
                Path(f"{self._path}-journal").unlink(missing_ok=True)
        except OSError:
            return False
        return True


class _DamagedError(sqlite3.DatabaseError):
    """A database, and none of ours, or no more."""


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _opened(place: str) -> sqlite3.Connection:
    return sqlite3.connect(place, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


@contextlib.contextmanager
def _transaction(pack: sqlite3.Connection) -> Iterator[None]:
    with pack:
        pack.execute("BEGIN IMMEDIATE")
        yield


def _store(pack: sqlite3.Connection, rows: dict[str, bytes]) -> None:
    today = _today()
    with _transaction(pack):
        first = 1 + (pack.execute("SELECT max(id) FROM stored").fetchone()[0] or 0)
        pack.executemany(_DROP, ((key,) for key in rows))
        pack.executemany("INSERT INTO stored VALUES (?, ?)", enumerate(rows.values(), first))
        names = ((key, number, len(row) - _HEAD, today) for number, (key, row) in enumerate(rows.items(), first))
        pack.executemany("REPLACE INTO names VALUES (?, ?, ?, ?)", names)


def _remove(pack: sqlite3.Connection, keys: Collection[str]) -> None:
    with _transaction(pack):
        pack.executemany(_DROP, ((key,) for key in keys))
        pack.executemany("DELETE FROM names WHERE key = ?", ((key,) for key in keys))


def _note(pack: sqlite3.Connection, days: Collection[tuple[int, str]]) -> None:
    with _transaction(pack):
        pack.executemany("UPDATE names SET day = ? WHERE key = ?", days)


def _days(pack: sqlite3.Connection, keys: Collection[str]) -> dict[str, int]:
    found, asked = dict[str, int](), tuple(keys)
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        rows = pack.execute(f"SELECT key, day FROM names WHERE key IN ({marks})", some)  # noqa: S608 - only marks
        found.update(_sound(rows.fetchall(), str, int))
    return found


def _held(pack: sqlite3.Connection, prefix: str) -> tuple[Held, ...]:
    question = "SELECT key, size, day FROM names WHERE key >= ? AND key < ? ORDER BY key"
    rows = pack.execute(question, (prefix, f"{prefix}\U0010ffff")).fetchall()
    today = _today()
    return tuple(Held(key, size, today - day) for key, size, day in _sound(rows, str, int, int))


def _sound(rows: list[Any], *types: type) -> list[Any]:
    """The rows, when they are of these types: SQLite itself takes what a disk changed for what it looks like now."""
    if any(type(value) is not kind for row in rows for value, kind in zip(row, types, strict=True)):
        raise _DamagedError
    return rows


def _examine(pack: sqlite3.Connection) -> None:
    if pack.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise _DamagedError


def _shrink(pack: sqlite3.Connection) -> None:
    """Give back what is free when it is a third of the file; another time if somebody else is at work."""
    (free,), (all_,) = (pack.execute(f"PRAGMA {of}_count").fetchone() for of in ("freelist", "page"))
    if free * 3 > all_:
        with contextlib.suppress(sqlite3.OperationalError):
            pack.execute("VACUUM")


def _wrapped(key: str, value: bytes) -> bytes:
    """A value as it lies in the file: a sum over all that follows and the key, its form, and its bytes. Text lies there
    in a third of its size; what is no text is compressed already.
    """
    is_text = len(value) >= TEXT and b"\0" not in value[:1024]
    body = b"z" + zlib.compress(value, 1) if is_text else b"=" + value
    return _sum(key, body) + body


def _unwrapped(key: str, row: bytes) -> bytes | None:
    """The value; None when it is not what was written."""
    body = row[4:]
    if row[:4] != _sum(key, body):
        return None
    return zlib.decompress(body[1:]) if body[:1] == b"z" else body[1:]


def _sum(key: str, body: bytes) -> bytes:
    return zlib.crc32(body, zlib.crc32(key.encode())).to_bytes(4, "big")


def _today() -> int:
    """Days since 1970."""
    return int(time.time() // DAY)
