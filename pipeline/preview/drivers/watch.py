"""Hearing that somebody saved: the system tells (watchfiles), or is asked again and again where it can't."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
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
        self._over, self._other = threading.Event(), threading.Event()

    def __enter__(self) -> Self:
        self._threads = [threading.Thread(target=hear, daemon=True) for hear in (self._above, self._below)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._other.set()
        for thread in self._threads:
            thread.join(5)

    def _above(self) -> None:
        """The files beside the folders; and the folders themselves, as they come and go."""
        for paths in self._heard([self._root], self._is_beside, self._over, below=False):
            if not paths.isdisjoint(FOLDERS):
                self._other.set()
            self._tell(paths)

    def _below(self) -> None:
        """What lies in the folders. The system watches what it was shown, and not what has the same name later:
        whenever another folder stands there, it is shown that one.
        """
        another = False
        while not self._over.is_set():
            self._other.clear()
            folders = [self._root / name for name in FOLDERS if (self._root / name).is_dir()]
            with suppress(FileNotFoundError):  # it went away just now
                for paths in self._heard(folders, self._is_meant, self._other, below=True):
                    if paths or another:  # it may hold what was saved before it was watched
                        self._tell(paths or frozenset(FOLDERS))
                    another = False
            another = True

    def _heard(
        self, places: list[Path], meant: Callable[[Change, str], bool], stop: threading.Event, *, below: bool
    ) -> Iterator[frozenset[str]]:
        """What is saved there; now and then nothing. A system that watches no more folders, or not all, is asked
        instead.
        """
        for asking in (False, True):
            try:
                for changes in watch(
                    *places,
                    watch_filter=meant,
                    debounce=_MOST,
                    step=_STEP,
                    rust_timeout=500,
                    stop_event=stop,
                    recursive=below,
                    raise_interrupt=False,
                    ignore_permission_denied=asking,  # else what the system does not watch is passed over in silence
                    yield_on_timeout=below,
                    force_polling=asking or None,
                ):
                    yield frozenset(Path(path).relative_to(self._root).as_posix() for _, path in changes)
                return
            except OSError as error:
                if asking or isinstance(error, FileNotFoundError):
                    raise

    def _is_beside(self, change: Change, path: str) -> bool:
        name = Path(path).name
        return name in FILES or (name in FOLDERS and change is not Change.modified)

    def _is_meant(self, _change: Change, path: str) -> bool:
        inner = Path(path).relative_to(self._root).parts
        return not any(part.startswith(".") for part in inner) and not path.endswith(_PASSING)
