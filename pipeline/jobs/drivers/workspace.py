"""Workspaces on disk: a folder a task below one scratch folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.jobs.job import Job, Task
from pipeline.jobs.workspace import MissingInput
from pipeline.model.artifact import Blob
from pipeline.stores.directory import chunks


class FolderWorkspace:
    """Folders below `root`. `locate` gives the file that holds a blob: in the library, or in the cache.

    Inputs are symbolic links, so that an hour of sound is never copied; performers read them and write only to their
    scratch folder.
    """

    def __init__(self, root: str | Path, locate: Callable[[Blob], Path | None]) -> None:
        self._root = Path(root).resolve()
        self._locate = locate

    def lay_out(self, job: Job) -> Task:
        found: dict[str, Path] = {}
        for name, blob in job.inputs.items():
            path = self._locate(blob)
            if path is None:
                raise MissingInput(name, blob)
            found[name] = path
        self._root.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{job.performer}-", dir=self._root))
        (folder / "inputs").mkdir()
        (folder / "scratch").mkdir()
        inputs = {}
        for number, (name, path) in enumerate(found.items()):
            link = folder / "inputs" / str(number)
            link.symlink_to(path.resolve())
            inputs[name] = str(link)
        return Task(job.params, inputs, str(folder / "scratch"))

    def open(self, task: Task, name: str) -> Iterator[bytes]:
        path = Path(task.scratch, name)
        if not path.resolve().is_relative_to(Path(task.scratch).resolve()):
            raise ValueError(f"{name} is not in the scratch folder")
        return chunks(path)

    def clear(self, task: Task) -> None:
        shutil.rmtree(Path(task.scratch).parent, ignore_errors=True)
