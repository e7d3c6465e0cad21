"""`dist/`: the tree of the last build of a target, and its manifest beside it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from errno import ENOENT
from pathlib import Path

from pipeline.model.artifact import Artifact, Blob, Manifest, canonical
from pipeline.release.assemble import is_path
from pipeline.stores.directory import chunks, copy, digest, named
from pipeline.stores.sealed import Sealed

Open = Callable[[Artifact], Iterable[bytes] | None]


def _nothing(_said: str) -> None: ...


class Dist:
    """`<root>/<target>/` and `<root>/<target>.json`.

    The tree shares nothing with the cache that lets it be changed: files that `locate` finds there are copied. What
    stands in the tree already, untouched since, is linked into the next one, which is laid out beside it and takes its
    place by renaming. So a build writes the difference. `memory` knows what was written where, by digest, size, time
    and inode; `warn` is told of files that somebody changed, `step` of each write before it, so that a test can die
    there.
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
        self._locate, self._memory, self._warn, self._step = locate, memory, warn, step
        self._key = f"memory/dist/{target}.json"
        self._told: set[Path] = set()

    def lacking(self, manifest: Manifest) -> tuple[Artifact, ...]:
        """What the tree of the last build can't give to that of this manifest."""
        standing = self._standing()
        return tuple(artifact for artifact in manifest.artifacts.values() if artifact.digest not in standing)

    def write(self, manifest: Manifest, open_: Open) -> None:
        data = canonical(manifest.to_json())
        self._root.mkdir(parents=True, exist_ok=True)
        with self._alone():
            standing = self._standing()
            if self._is_laid_out(data, manifest, standing, open_):
                return
            fresh = self._root / f".{self.tree.name}-new"
            _clear(fresh)
            try:
                self._switch(fresh, data, self._laid_out(fresh, manifest, standing, open_))
            finally:
                shutil.rmtree(fresh, ignore_errors=True)

    def manifest(self) -> Manifest | None:
        try:
            return Manifest.from_json(json.loads(self._file.read_bytes()))
        except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        path = self.tree / artifact.path
        if not is_path(artifact.path) or not path.is_file():
            raise FileNotFoundError(ENOENT, "the last build has not this file, or no more; build again", str(path))
        if digest(path) != artifact.digest:
            path.unlink()  # so that the next build does not take it for what was written
            self._warn(f"`{path}` was changed after the build: it was thrown away")
            raise FileNotFoundError(ENOENT, "this file was changed after the build; build again", str(path))
        return chunks(path)

    # What stands -----------------------------------------------------------------------------------------------------

    def _standing(self) -> dict[str, list[Path]]:
        """The files of the tree that are as the last build left them, by digest. Where that build did not come to its
        end there is no manifest, and nothing is believed.

        A file that only looks touched, as in a copy of the library, is told by its bytes, and its new looks are kept.
        """
        found: dict[str, list[Path]] = {}
        if not self._file.is_file():
            return found
        remembered, changed = self._remembered(), []
        seen = dict(remembered)
        for name, (known, *looks) in remembered.items():
            mark = tuple(looks)
            path = self.tree / name
            now = _mark(path)
            if now is not None and now != mark and (now[0] != mark[0] or path.is_symlink() or digest(path) != known):
                changed.append(path)
            elif now is not None:
                found.setdefault(known, []).append(path)
                seen[name] = (known, *now)
        if seen != remembered:
            self._memory.write(self._key, (canonical(seen),))
        self._tell(changed)
        return found

    def _tell(self, changed: list[Path]) -> None:
        """Warn of them, once."""
        fresh = [path for path in changed if path not in self._told]
        self._told.update(fresh)
        if fresh:
            others = f" and {len(fresh) - 1} more of its files" * (len(fresh) > 1)
            self._warn(f"`{fresh[0]}`{others} was changed after the build: it is laid out anew")

    def _remembered(self) -> Mapping[str, tuple[str, int, int, int]]:
        found = json.loads(self._memory.read(self._key) or b"{}")
        return {name: tuple(mark) for name, mark in found.items()} if isinstance(found, dict) else {}

    def _is_laid_out(self, data: bytes, manifest: Manifest, standing: Mapping[str, list[Path]], open_: Open) -> bool:
        """Whether the tree is that of the manifest already, but for what can't be opened: the target has that."""
        if not self._file.is_file() or self._file.read_bytes() != data:
            return False
        for artifact in manifest.artifacts.values():
            path = self.tree / artifact.path
            if path not in standing.get(artifact.digest, ()) and (path.exists() or open_(artifact) is not None):
                return False
        return True

    # What is written -------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one build lays out at a time; on a file system without locks nobody knows."""
        gate = os.open(self._root, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):
                fcntl.flock(gate, fcntl.LOCK_EX)
            yield
        finally:
            os.close(gate)

    def _laid_out(self, fresh: Path, manifest: Manifest, standing: Mapping[str, list[Path]], open_: Open) -> bytes:
        """Lay out the tree; what there is to remember of it."""
        self._step("tree")
        fresh.mkdir()
        marks = {}
        for artifact in manifest.artifacts.values():
            path = fresh / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            self._step(f"file {artifact.path}")
            if self._lay(path, artifact, standing, open_):
                marks[artifact.path] = (artifact.digest, *(_mark(path) or ()))
        fresh.chmod(0o755)
        return canonical(marks)

    def _lay(self, path: Path, artifact: Artifact, standing: Mapping[str, list[Path]], open_: Open) -> bool:
        """Lay one file; whether there was something to lay."""
        for held in standing.get(artifact.digest, ()):
            with contextlib.suppress(OSError):  # a file system without links
                os.link(held, path)
                return True
        found = open_(artifact)
        if found is None:
            return False
        if kept := self._locate(Blob(artifact.digest, artifact.size)):
            copy(kept, path)
        else:
            with named(path), path.open("xb") as file:
                file.writelines(found)
        return True

    def _switch(self, fresh: Path, data: bytes, marks: bytes) -> None:
        old, manifest = self._root / f".{self.tree.name}-old", self._root / f".{self.tree.name}-new.json"
        _clear(old)
        self._step("manifest")
        with named(manifest):
            manifest.write_bytes(data)
        self._step("out")
        self._file.unlink(missing_ok=True)
        if self.tree.exists():
            self.tree.rename(old)
        self._step("in")
        fresh.rename(self.tree)
        self._step("memory")
        self._memory.write(self._key, (marks,))
        self._step("done")
        manifest.replace(self._file)
        _clear(old)


def _clear(folder: Path) -> None:
    """Remove what a build that was killed has left."""
    if folder.exists():
        shutil.rmtree(folder)


def _mark(path: Path) -> tuple[int, int, int] | None:
    """What tells whether a file was touched: its size, time and inode."""
    try:
        status = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
