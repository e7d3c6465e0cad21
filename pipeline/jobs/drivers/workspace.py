"""Workspaces on disk: a folder for jobs that are done together, below one that their process has for itself.

On this machine inputs are files of the library or of the cache. A worker elsewhere has neither: small inputs travel
with the jobs, large ones lie in the store that machines share, and results come back the same two ways.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

from pipeline.jobs.cache import blob_key
from pipeline.jobs.drivers import source
from pipeline.jobs.drivers.folders import OwnFolder
from pipeline.jobs.job import Failure, Job, Performer, Task
from pipeline.jobs.workspace import MissingInput
from pipeline.model.artifact import Blob, sha256
from pipeline.stores import Store, StoreError
from pipeline.stores.directory import chunks, copy, digest

SMALL = 64 << 10
"""Bytes that travel with jobs and results; what is larger is put into a store."""
_COMMON = 4 << 20
"""Bytes of an input from a store up to which a process keeps it, as others of its jobs may need it: fonts, a theme."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where this machine has blobs: `locate` gives the file that holds one, in the library or in the cache, and `read`
    the bytes of one that has no file of its own.
    """

    locate: Callable[[Blob], Path | None]
    read: Callable[[Blob], bytes | None]


@dataclass(frozen=True, slots=True)
class FolderDesk:
    """A desk of folders. `inputs` are bytes, or paths of files, by digest; all others lie in `store`, where large
    results are put as well. `folder` is one of the run on this machine; a worker elsewhere has its own.

    Inputs that are files become symbolic links, so that an hour of sound is never copied; each is held against its
    digest, as nobody knows what befell the file since. Performers read them and write only to their scratch folder.
    Of thousands of short jobs a link and a folder each would take longer than some of them: a batch has neither.
    """

    inputs: Mapping[str, bytes | str] = field(repr=False)
    store: Store | None = None
    folder: str = ""
    versions: Mapping[str, str] | None = None

    def admit(self, performer: Performer) -> None:
        """Work is kept under a key that names versions: another version must not be kept there."""
        if self.versions is None:
            return
        here = versions_with(performer)
        for name in sorted({*here, *self.versions}):
            ours, asked = here.get(name) or "none", self.versions.get(name) or "none"
            if ours != asked:
                message = f"a worker ({os.uname().nodename}) has `{name}` {ours}, and this machine {asked}"
                raise Failure(message, "give both the same commit and the same locked packages", tool=True)

    def lay_out(self, jobs: Sequence[Job]) -> tuple[Task, ...]:
        above = self.folder or _own().path
        folder = Path(tempfile.mkdtemp(prefix=f"{jobs[0].performer}-", dir=above))
        try:
            return self._laid_out(jobs, folder)
        except StoreError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise Failure(error.message, error.hint, tool=True) from error
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _laid_out(self, jobs: Sequence[Job], folder: Path) -> tuple[Task, ...]:
        (folder / "inputs").mkdir()
        places: dict[str, str] = {}
        for name, blob in ((name, blob) for job in jobs for name, blob in job.inputs.items()):
            if blob.digest not in places:
                place = folder / "inputs" / str(len(places))
                places[blob.digest] = self._lay(place, name, blob, alone=len(jobs) == 1)
        tasks = []
        for number, job in enumerate(jobs):
            inputs = {name: places[blob.digest] for name, blob in job.inputs.items()}
            tasks.append(Task({**job.params, **job.aside}, inputs, str(folder / str(number))))
        if len(tasks) == 1:
            Path(tasks[0].scratch).mkdir()
        return tuple(tasks)

    def _lay(self, place: Path, name: str, blob: Blob, *, alone: bool) -> str:
        """Where an input is found. Tools may tell from a name how to read a file: a job `alone` is told none."""
        held = self.inputs.get(blob.digest)
        if isinstance(held, bytes):
            if sha256(held) != blob.digest:
                raise MissingInput(name, blob, changed=True)
            place.write_bytes(held)
            return str(place)
        path = Path(held) if held else self._fetched(blob)
        if path is None or not path.is_file() or digest(path) != blob.digest:
            raise MissingInput(name, blob, changed=held is not None)
        if not held and path.stat().st_size > _COMMON:
            path.replace(place)
        elif alone:
            _link(place, path.resolve())
        else:
            return str(path.resolve())
        return str(place)

    def _fetched(self, blob: Blob) -> Path | None:
        """A file with what the store has under a digest; common ones are fetched once a process."""
        path = _own().path / blob.digest
        if path.is_file() and digest(path) == blob.digest:
            return path
        found = self.store.open(blob_key(blob)) if self.store else None
        if found is None:
            return None
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.writelines(found)
        return Path(name).replace(path)

    def keep(self, task: Task, content: bytes | str) -> bytes | Blob:
        if isinstance(content, bytes):
            made, size = content, len(content)
        else:
            path = Path(task.scratch, content)
            if not path.resolve().is_relative_to(Path(task.scratch).resolve()):
                raise ValueError(f"{content} is not in the scratch folder")
            size = path.stat().st_size
            if size > SMALL and self.store is not None:
                return self._put(Blob(digest(path), size), chunks(path))
            made = path.read_bytes()
        return self._put(Blob(sha256(made), size), (made,)) if size > SMALL and self.store is not None else made

    def _put(self, blob: Blob, data: Iterable[bytes]) -> Blob:
        assert self.store is not None
        try:
            self.store.write(blob_key(blob), data)
        except StoreError as error:
            raise Failure(error.message, error.hint, tool=True) from error
        return blob

    def clear(self, tasks: Sequence[Task]) -> None:
        for folder in {Path(task.scratch).parent for task in tasks}:
            shutil.rmtree(folder, ignore_errors=True)


def _link(place: Path, path: Path) -> None:
    """A link to a file; a copy of it where a file system has no links, as on a stick or a drive of Windows."""
    try:
        place.symlink_to(path)
    except OSError:
        copy(path, place)


class FolderWorkspace:
    """Work on this machine, in folders below `root`. Large results go into `store`, where the cache finds them; without
    one they come back as bytes.
    """

    def __init__(self, root: str | Path, places: Places, store: Store | None = None) -> None:
        self._own = OwnFolder(root)
        self._places, self._store = places, store

    def desk(self, jobs: Sequence[Job]) -> FolderDesk:
        inputs: dict[str, bytes | str] = {}
        for name, blob in _inputs(jobs):
            if blob.digest not in inputs:
                path = self._places.locate(blob)
                held = self._places.read(blob) if path is None else str(path.resolve())
                if held is None:
                    raise MissingInput(name, blob)
                inputs[blob.digest] = held
        return FolderDesk(inputs, self._store, str(self._own.path))

    def received(self, blob: Blob) -> None: ...

    def lost(self, blob: Blob) -> None: ...

    def clear(self) -> None:
        self._own.release()


class Shared(Protocol):
    """The store that machines share."""

    @property
    def store(self) -> Store: ...

    def has(self, key: str) -> bool: ...

    def offer(self, key: str, data: Iterable[bytes]) -> None:
        """Put a blob where a worker finds it, unless it is there. Raises `StoreError`."""

    def note(self, key: str, size: int) -> None:
        """A worker has put this blob there."""

    def forget(self, key: str) -> None:
        """A worker has not found it there, or other bytes."""


class AwayWorkspace:
    """Work on other machines, by the versions that this one has. What is large is put into `shared` when it is missing
    there.
    """

    def __init__(self, performers: Mapping[str, Performer], shared: Shared, places: Places) -> None:
        self._performers, self._shared, self._places = performers, shared, places

    def desk(self, jobs: Sequence[Job]) -> FolderDesk:
        found: dict[str, bytes] = {}
        for name, blob in _inputs(jobs):
            if blob.digest in found:
                continue
            if self._size(blob) <= SMALL:
                held = self._small(blob)
                if held is None:
                    raise MissingInput(name, blob)
                found[blob.digest] = held
            else:
                self._offer(name, blob)
        performer = self._performers[jobs[0].performer]
        return FolderDesk(found, self._shared.store, versions=versions_with(performer))

    def _size(self, blob: Blob) -> int:
        """As its file says it where nobody else does: of a recording that was fetched."""
        path = None if blob.size else self._places.locate(blob)  # what lies elsewhere would be brought here for it
        return path.stat().st_size if path else blob.size

    def _small(self, blob: Blob) -> bytes | None:
        path = self._places.locate(blob)
        return path.read_bytes() if path else self._places.read(blob)

    def _offer(self, name: str, blob: Blob) -> None:
        key = blob_key(blob)
        if self._shared.has(key):
            return
        path = self._places.locate(blob)
        if path is None:
            raise MissingInput(name, blob)
        if digest(path) != blob.digest:
            raise MissingInput(name, blob, changed=True)
        try:
            self._shared.offer(key, chunks(path))
        except StoreError as error:
            raise Failure(error.message, error.hint, tool=True) from error

    def received(self, blob: Blob) -> None:
        self._shared.note(blob_key(blob), blob.size)

    def lost(self, blob: Blob) -> None:
        self._shared.forget(blob_key(blob))

    def clear(self) -> None: ...


def _inputs(jobs: Sequence[Job]) -> Iterator[tuple[str, Blob]]:
    return ((name, blob) for job in jobs for name, blob in job.inputs.items())


def versions_with(performer: Performer) -> Mapping[str, str]:
    """The versions of all that decides what a performer makes on this machine."""
    name = f"{type(performer).__module__}.{type(performer).__qualname__}"
    if name not in _versions:
        _versions[name] = {**source.versions(), **source.libraries(), **performer.versions}
    return _versions[name]


_versions: dict[str, Mapping[str, str]] = {}
"""Asked for once a process: most of them stand on the disk."""


@cache
def _own() -> OwnFolder:
    """The folder of a worker that has none of a run. Its root may be somebody else's, who is not trusted."""
    root = Path(tempfile.gettempdir()) / f"pipeline-{os.getuid()}"
    root.mkdir(mode=0o700, exist_ok=True)
    found = root.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    return OwnFolder(root if ours else tempfile.mkdtemp(prefix="pipeline-"))
