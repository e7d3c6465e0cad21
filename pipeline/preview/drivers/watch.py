"""Hearing that somebody saved: the system tells (watchfiles), or is asked again and again where it can't."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

from watchfiles import Change, watch

FOLDERS, FILES = ("content", "theme"), ("pipeline.toml", "mkdocs.yml")
_STEP, _MOST = 50, 400
"""Milliseconds of silence after which what was saved is told, and the most that it may take where there is none."""
_PASSING = ("~", ".swp", ".swx", ".tmp", ".part", ".crdownload")
"""How the names of files end that programs write beside what is saved."""


class Watch:
    """Tells of what is saved in a library, from threads of its own, until it is left. Paths are told from its root."""

    def __init__(self, root: str | Path, tell: Callable[[frozenset[str]], object]) -> None:
        self._root, self._tell = Path(root).resolve(), tell
        self._over = threading.Event()

    def __enter__(self) -> Self:
        folders = [self._root / name for name in FOLDERS if (self._root / name).is_dir()]
        self._threads = [
            threading.Thread(target=self._hear, args=([self._root], False, self._is_file), daemon=True),
            threading.Thread(target=self._hear, args=(folders, True, self._is_meant), daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(5)

    def _hear(self, places: list[Path], below: bool, meant: Callable[[Change, str], bool]) -> None:
        heard = watch(
            *places,
            watch_filter=meant,
            debounce=_MOST,
            step=_STEP,
            rust_timeout=500,
            stop_event=self._over,
            recursive=below,
            raise_interrupt=False,
        )
        for changes in heard:
            self._tell(frozenset(Path(path).relative_to(self._root).as_posix() for _, path in changes))

    def _is_file(self, _change: Change, path: str) -> bool:
        return Path(path).name in FILES

    def _is_meant(self, _change: Change, path: str) -> bool:
        inner = Path(path).relative_to(self._root).parts
        return not any(part.startswith(".") for part in inner) and not path.endswith(_PASSING)
