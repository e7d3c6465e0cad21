"""The folder of a process in which it works, and what others have left behind."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
from pathlib import Path
from threading import Lock
from uuid import uuid4


class OwnFolder:
    """A folder below `root` for this process, which it holds by a lock: a lock ends with its process, even a killed
    one, so the next process knows what nobody needs any more and removes it.
    """

    def __init__(self, root: str | Path) -> None:
        self._root = Path(root).resolve()
        self._held: tuple[Path, int] | None = None
        self._making = Lock()

    @property
    def path(self) -> Path:
        """The folder; whoever makes one first removes those that were left."""
        with self._making:
            return self._made()

    def _made(self) -> Path:
        if self._held is None:
            self._root.mkdir(parents=True, exist_ok=True)
            gate = os.open(self._root, os.O_RDONLY)
            try:
                _held(gate, fcntl.LOCK_EX)  # one process at a time, so that a new folder is never found unlocked
                for left in self._root.iterdir():
                    _remove_unless_held(left)
                folder = self._root / uuid4().hex
                atexit.register(shutil.rmtree, folder, ignore_errors=True)  # Ctrl-C comes at any moment from here on
                folder.mkdir(0o700)
                lock = os.open(folder, os.O_RDONLY)
                _held(lock, fcntl.LOCK_EX)
                self._held = folder, lock
            finally:
                os.close(gate)
        return self._held[0]

    def release(self) -> None:
        """Remove it: nobody works in it any more."""
        if self._held is not None:
            folder, lock = self._held
            shutil.rmtree(folder, ignore_errors=True)
            os.close(lock)
            self._held = None


def _held(file: int, how: int) -> bool:
    """Whether the lock was got; a file system without locks gives none."""
    try:
        fcntl.flock(file, how)
    except OSError:
        return False
    return True


def _remove_unless_held(folder: Path) -> None:
    try:
        file = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        if _held(file, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(file)
