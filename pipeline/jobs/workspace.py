"""The protocol of a workspace: it lays out the inputs of a job, and takes what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from pipeline.jobs.job import Job, Task
from pipeline.model.artifact import Blob


class MissingInput(Exception):
    """The bytes of an input are neither in the library nor in the cache; or what is there is not what it was when the
    library was read (`changed`).
    """

    def __init__(self, name: str, blob: Blob, *, changed: bool = False) -> None:
        super().__init__(name, blob, changed)
        self.name, self.blob, self.changed = name, blob, changed


class Workspace(Protocol):
    """Where a performer works. No performer sees a store."""

    def lay_out(self, jobs: Sequence[Job]) -> tuple[Task, ...]:
        """The inputs as read-only files, which jobs share, and for a job that is alone an empty folder. Raises
        `MissingInput`.
        """

    def open(self, task: Task, name: str) -> Iterator[bytes]:
        """A file that the performer left in its folder, in chunks."""

    def clear(self, tasks: Sequence[Task]) -> None:
        """Remove what was laid out together."""
