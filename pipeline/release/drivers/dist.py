"""`dist/`: the tree of the last build of a target, and its manifest beside it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from errno import ENOENT
from pathlib import Path

from pipeline.model.artifact import Artifact, Blob, Manifest, canonical
from pipeline.stores.directory import chunks


class Dist:
    """`<root>/<target>/` and `<root>/<target>.json`.

    Files that `locate` finds are hard-linked from the cache, so that an hour of sound lies on the disk once. A build
    is laid out beside the one before and takes its place by renaming.
    """

    def __init__(self, root: str | Path, target: str, locate: Callable[[Blob], Path | None]) -> None:
        self._root = Path(root)
        self.tree = self._root / target
        self._file = self._root / f"{target}.json"
        self._locate = locate

    def write(self, manifest: Manifest, open_: Callable[[Artifact], Iterable[bytes] | None]) -> None:
        data = canonical(manifest.to_json())
        if self._file.is_file() and self._file.read_bytes() == data and self._whole(manifest):
            return
        self._root.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{self.tree.name}-", dir=self._root))
        try:
            for artifact in manifest.artifacts.values():
                self._lay(fresh / artifact.path, artifact, open_)
            fresh.chmod(0o755)
            self._switch(fresh, data)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)

    def manifest(self) -> Manifest | None:
        try:
            return Manifest.from_json(json.loads(self._file.read_bytes()))
        except (FileNotFoundError, ValueError, KeyError):
            return None

    def open(self, artifact: Artifact) -> Iterator[bytes]:
        path = self.tree / artifact.path
        if not path.is_file():
            raise FileNotFoundError(ENOENT, "the last build has not this file, or no more; build again", str(path))
        return chunks(path)

    def _whole(self, manifest: Manifest) -> bool:
        return all((self.tree / a.path).is_file() for a in manifest.artifacts.values())

    def _lay(self, path: Path, artifact: Artifact, open_: Callable[[Artifact], Iterable[bytes] | None]) -> None:
        chunks = open_(artifact)
        if chunks is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        held = self._locate(Blob(artifact.digest, artifact.size))
        if held is not None:
            try:
                os.link(held, path)
            except OSError:  # another file system, or one without links
                pass
            else:
                return
        with path.open("wb") as file:
            file.writelines(chunks)

    def _switch(self, fresh: Path, data: bytes) -> None:
        old = self._root / f".{self.tree.name}-old"
        shutil.rmtree(old, ignore_errors=True)
        self._file.unlink(missing_ok=True)
        if self.tree.exists():
            self.tree.rename(old)
        fresh.rename(self.tree)
        temporary = self._file.with_suffix(".json.tmp")
        temporary.write_bytes(data)
        temporary.replace(self._file)
        shutil.rmtree(old, ignore_errors=True)
