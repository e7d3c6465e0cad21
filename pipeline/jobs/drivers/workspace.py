"""Workspaces on disk: a folder a task below one scratch folder."""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.jobs.job import Job, Task
from pipeline.jobs.workspace import MissingInput
from pipeline.model.artifact import Blob
from pipeline.stores.directory import chunks, digest


class FolderWorkspace:
    """Folders below `root`. `locate` gives the file that holds a blob, in the library or in the cache, and `read` the
    bytes of one that has no file of its own.

    Inputs that are files become symbolic links, so that an hour of sound is never copied; each is held against its
    digest, as nobody knows what befell the file since. Performers read them and write only to their scratch folder.
    Of thousands of short jobs a link and a folder each would take longer than some of them: a batch has neither.

    Each process works in a folder of its own, which it holds by a lock: a lock ends with its process, even a killed
    one, so the next process knows what nobody needs any more and removes it.
    """

    def __init__(
        self, root: str | Path, locate: Callable[[Blob], Path | None], read: Callable[[Blob], bytes | None]
    ) -> None:
        self._root = Path(root).resolve()
        self._locate, self._read = locate, read
        self._own: tuple[Path, int] | None = None

    def lay_out(self, jobs: Sequence[Job]) -> tuple[Task, ...]:
        found: dict[str, Path | bytes] = {}
        for name, blob in ((name, blob) for job in jobs for name, blob in job.inputs.items()):
            if blob.digest not in found:
                found[blob.digest] = self._found(name, blob)
        folder = Path(tempfile.mkdtemp(prefix=f"{jobs[0].performer}-", dir=self._folder()))
        (folder / "inputs").mkdir()
        places = {
            known: _placed(held, folder / "inputs" / str(number), alone=len(jobs) == 1)
            for number, (known, held) in enumerate(found.items())
        }
        tasks = []
        for number, job in enumerate(jobs):
            inputs = {name: places[blob.digest] for name, blob in job.inputs.items()}
            tasks.append(Task(job.params, inputs, str(folder / str(number))))
        if len(tasks) == 1:
            Path(tasks[0].scratch).mkdir()
        return tuple(tasks)

    def _found(self, name: str, blob: Blob) -> Path | bytes:
        """The file of an input, or its bytes."""
        path = self._locate(blob)
        held = self._read(blob) if path is None else path
        if held is None or (path is not None and digest(path) != blob.digest):
            raise MissingInput(name, blob, changed=path is not None)
        return held

    def open(self, task: Task, name: str) -> Iterator[bytes]:
        path = Path(task.scratch, name)
        if not path.resolve().is_relative_to(Path(task.scratch).resolve()):
            raise ValueError(f"{name} is not in the scratch folder")
        return chunks(path)

    def clear(self, tasks: Sequence[Task]) -> None:
        for folder in {Path(task.scratch).parent for task in tasks}:
            shutil.rmtree(folder, ignore_errors=True)
        if self._own is not None:
            folder, lock = self._own
            with contextlib.suppress(OSError):  # other tasks are still in it
                folder.rmdir()
                os.close(lock)
                self._own = None

    def _folder(self) -> Path:
        """The folder of this process; whoever makes one first removes those that were left."""
        if self._own is None:
            self._root.mkdir(parents=True, exist_ok=True)
            gate = os.open(self._root, os.O_RDONLY)
            try:
                _held(gate, fcntl.LOCK_EX)  # one process at a time, so that a new folder is never found unlocked
                for left in self._root.iterdir():
                    _remove_unless_held(left)
                folder = Path(tempfile.mkdtemp(dir=self._root))
                atexit.register(shutil.rmtree, folder, ignore_errors=True)  # Ctrl-C comes at any moment
                lock = os.open(folder, os.O_RDONLY)
                _held(lock, fcntl.LOCK_EX)
                self._own = folder, lock
            finally:
                os.close(gate)
        return self._own[0]


def _placed(held: Path | bytes, place: Path, *, alone: bool) -> str:
    """Where an input is found. A tool may tell from a name how to read a file: a job that is `alone` is told none."""
    if isinstance(held, bytes):
        place.write_bytes(held)
    elif alone:
        place.symlink_to(held.resolve())
    else:
        return str(held.resolve())
    return str(place)


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
