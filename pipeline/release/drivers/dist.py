"""`dist/`: the tree of the last build of a target, and its manifest beside it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from errno import ENOENT
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from pipeline.model.artifact import Artifact, Blob, Manifest, sha256
from pipeline.release.drivers import trees
from pipeline.release.manifest.assemble import is_path
from pipeline.stores.directory import chunks, copy, digest, named
from pipeline.stores.sealed import Sealed
from pipeline.stores.store import CHUNK

Open = Callable[[Artifact], Iterable[bytes] | None]
Mark = tuple[str, int, int, int]
"""A file as it was written: its digest, and what tells whether it was touched since: size, time and inode."""
_LARGE = 64 << 10
"""Bytes from which on the file that holds a blob is asked for: the system copies it, or lets both share the bytes."""


def _nothing(_said: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands in the tree: all that was `found` there, and the marks of its files, which are proved. `known` is
    what this rests on: the memory, and whether there was a manifest.
    """

    found: trees.Found
    marks: Mapping[str, Mark]
    remembered: Mapping[str, Mark]
    known: tuple[bytes, bool]


@dataclass(frozen=True, slots=True)
class _Goal:
    """The tree as it shall stand: the marks of all its files, and those of them that lie ready to be moved in."""

    marks: Mapping[str, Mark]
    ready: Mapping[str, Path]
    folders: set[str]


class Dist:
    """`<root>/<target>/` and `<root>/<target>.json`.

    A build changes the tree by the difference. What is new is made ready beside it; then the manifest goes, what is
    ready is renamed into the tree, what has no name any more is removed, and the manifest of all this comes last. So
    whoever finds a manifest finds the tree it speaks of.

    The tree shares nothing with the cache that lets it be changed: files that `locate` finds there are copied. `memory`
    knows what was written where, by digest, size, time and inode; what it does not know, as after a build that was
    killed, is known by its bytes. `warn` is told of files that somebody changed, `step` of each write before it, so
    that a test can die there.
    """

    def __init__(
        self,
        root: str | Path,
        target: str,
        locate: Callable[[Blob], Path | None],
        memory: Sealed,
        *,
        warn: Callable[[str], None] = _nothing,
        step: Callable[[str], None] = _nothing,
    ) -> None:
        self._root = Path(root)
        self.tree = self._root / target
        self._file = self._root / f"{target}.json"
        self._ready = self._root / f".{target}-new"
        self._locate, self._memory, self._warn, self._step = locate, memory, warn, step
        self._key = f"memory/dist/{target}.json"
        self._told: set[str] = set()
        self._seen: _Standing | None = None
        self._made: Manifest | None = None

    def lacking(self, manifest: Manifest) -> tuple[Artifact, ...]:
        """What the tree of the last build can't give to that of this manifest."""
        self._seen = None
        with self._alone():
            self._seen = self._standing()  # which `write` need not look at again
        held = {mark[0] for mark in self._seen.marks.values()}
        return tuple(artifact for artifact in manifest.files.values() if artifact.digest not in held)

    def write(self, manifest: Manifest, open_: Open) -> None:
        with self._alone():
            shutil.rmtree(self._ready, ignore_errors=True)  # what a build that was killed has left
            standing, self._seen = self._standing(), None
            try:
                goal = self._prepared(manifest, standing, open_)
                if not self._is_laid_out(manifest, standing, goal):
                    self._switch(manifest, standing, goal)
                elif goal.marks != standing.remembered:
                    self._memory.write(self._key, (to_json(goal.marks),))
            finally:
                shutil.rmtree(self._ready, ignore_errors=True)
        self._made = manifest

    def manifest(self) -> Manifest | None:
        try:
            data = self._file.read_bytes()
            if self._made is None or self._made.data != data:
                self._made = Manifest.from_bytes(data)
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return self._made

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        path = self.tree / artifact.path
        if not is_path(artifact.path) or not path.is_file():
            raise FileNotFoundError(ENOENT, "the last build has not this file, or no more; build again", str(path))
        if artifact.size <= CHUNK and sha256(data := path.read_bytes()) == artifact.digest:
            return iter((data,))
        if digest(path) != artifact.digest:
            path.unlink()  # so that the next build does not take it for what was written
            self._warn(f"`{path}` was changed after the build: it was thrown away")
            raise FileNotFoundError(ENOENT, "this file was changed after the build; build again", str(path))
        return chunks(path)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one build lays out at a time; on a file system without locks nobody knows."""
        self._root.mkdir(parents=True, exist_ok=True)
        gate = os.open(self._root, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):
                fcntl.flock(gate, fcntl.LOCK_EX)
            yield
        finally:
            os.close(gate)

    # What stands -----------------------------------------------------------------------------------------------------

    def _standing(self) -> _Standing:
        """The tree as it is. A file that only looks touched, as in a copy of the library, is told by its bytes; so is
        each of which nothing is known, as after a build that was killed.
        """
        known = self._memory.read(self._key) or b"{}", self._file.is_file()
        if self._seen and self._seen.known == known:
            return self._seen
        remembered, found = _remembered(known[0]), trees.walk(self.tree)
        marks, changed = {}, []
        for path, entry in found.files.items():
            before = remembered.get(path)
            now = _mark(entry, before)
            if now:
                marks[path] = now
            if before and (now is None or now[0] != before[0]):
                changed.append(entry.path)
        if known[1]:
            self._tell(changed)
        return _Standing(found, marks, remembered, known)

    def _tell(self, changed: list[str]) -> None:
        """Warn of them, once."""
        fresh = [path for path in changed if path not in self._told]
        self._told.update(fresh)
        if fresh:
            others = f" and {len(fresh) - 1} more of its files" * (len(fresh) > 1)
            self._warn(f"`{fresh[0]}`{others} was changed after the build: it is laid out anew")

    # What is written -------------------------------------------------------------------------------------------------

    def _prepared(self, manifest: Manifest, standing: _Standing, open_: Open) -> _Goal:
        """Make ready what the tree lacks."""
        marks, lacking = {}, []
        for path, artifact in manifest.files.items():
            mark = standing.marks.get(path)
            if mark and mark[0] == artifact.digest:
                marks[path] = mark
            else:
                lacking.append(artifact)
        held = {mark[0]: path for path, mark in standing.marks.items()} if lacking else {}
        ready: dict[str, Path] = {}
        if lacking:
            self._ready.mkdir(exist_ok=True)
        for artifact in lacking:
            place = self._ready / str(len(ready))
            self._step(f"file {artifact.path}")
            if self._lay(place, artifact, held.get(artifact.digest), open_):
                ready[artifact.path] = place
                marks[artifact.path] = (artifact.digest, *_looks(place.lstat()))
        return _Goal(marks, ready, trees.above(marks))

    def _lay(self, place: Path, artifact: Artifact, held: str | None, open_: Open) -> bool:
        """Lay one file; whether there was something to lay."""
        if held is not None:
            with contextlib.suppress(OSError):  # a file system without links
                os.link(self.tree / held, place)
                return True
        found = open_(artifact)
        if found is None:
            return False
        if artifact.size > _LARGE and (kept := self._locate(Blob(artifact.digest, artifact.size))):
            copy(kept, place)
        else:
            with named(place), place.open("xb") as file:
                file.writelines(found)
        return True

    def _is_laid_out(self, manifest: Manifest, standing: _Standing, goal: _Goal) -> bool:
        if goal.ready or standing.found.files.keys() != goal.marks.keys() or standing.found.folders != goal.folders:
            return False
        return standing.known[1] and self._file.read_bytes() == manifest.data

    def _switch(self, manifest: Manifest, standing: _Standing, goal: _Goal) -> None:
        fresh = self._ready / "manifest"
        self._step("manifest")
        self._ready.mkdir(exist_ok=True)
        with named(fresh):
            fresh.write_bytes(manifest.data)
        self._step("out")
        self._file.unlink(missing_ok=True)
        _root(self.tree)
        trees.fit(self.tree, standing.found, goal.marks.keys(), goal.folders, self._step)
        for path, place in goal.ready.items():
            self._step(f"in {path}")
            place.rename(self.tree / path)
        self._step("memory")
        self._memory.write(self._key, (to_json(goal.marks),))
        self._step("done")
        fresh.replace(self._file)


def _root(tree: Path) -> None:
    """The folder of the tree, readable for a web server; in the place of whatever lies there and is none."""
    if tree.is_symlink() or tree.is_file():
        tree.unlink()
    if not tree.is_dir():
        tree.mkdir()
        tree.chmod(0o755)


def _remembered(known: bytes) -> dict[str, Mark]:
    found: Any = json.loads(known)
    return {path: tuple(mark) for path, mark in found.items()} if isinstance(found, dict) else {}


def _looks(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _mark(entry: os.DirEntry[str], before: Mark | None) -> Mark | None:
    """What a file is: what it was, when it looks so, or else what its bytes say. None for what is no file."""
    status = entry.stat(follow_symlinks=False)
    looks = _looks(status)
    if before and before[1:] == looks:
        return before
    return (digest(Path(entry.path)), *looks) if stat.S_ISREG(status.st_mode) else None
