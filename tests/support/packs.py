"""A pack, looked at and changed from outside, as another process or a disk does it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pipeline.stores.pack import FILE


@contextlib.contextmanager
def opened(root: Path) -> Iterator[sqlite3.Connection]:
    """The pack below the root of a store."""
    with contextlib.closing(sqlite3.connect(root / FILE)) as pack, pack:
        yield pack


def keys(root: Path, prefix: str = "") -> list[str]:
    """All that lies in the pack, sorted."""
    with opened(root) as pack:
        return [key for (key,) in pack.execute("SELECT key FROM names ORDER BY key") if key.startswith(prefix)]


def age(root: Path, key: str, days: float) -> None:
    """Let a value be as if nobody had used it for so long."""
    with opened(root) as pack:
        pack.execute("UPDATE names SET day = day - ? WHERE key = ?", (days, key))


def spoil(root: Path, key: str) -> None:
    """Change the last byte of a value."""
    with opened(root) as pack:
        ((number, row),) = pack.execute("SELECT id, value FROM names JOIN stored USING (id) WHERE key = ?", (key,))
        pack.execute("UPDATE stored SET value = ? WHERE id = ?", (row[:-1] + bytes([row[-1] ^ 1]), number))
