"""The protocols of where work is done: a workspace says what jobs need, and a desk goes along with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from pipeline.jobs.job import Failure, Job, Performer, Task
from pipeline.model.artifact import Blob


class MissingInput(Exception):
    """The bytes of an input are neither in the library nor in the cache; or what is there is not what it was when the
    library was read (`changed`).
    """

    def __init__(self, name: str, blob: Blob, *, changed: bool = False) -> None:
        super().__init__(name, blob, changed)
        self.name, self.blob, self.changed = name, blob, changed

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(MissingInput, changed=self.changed), (self.name, self.blob)


@dataclass(frozen=True, slots=True)
class Given:
    """What came of a job: facts, and outputs by name: bytes, or a blob where the desk has put them."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, bytes | Blob] = field(default_factory=dict)


class Desk(Protocol):
    """Where a performer works, in this process or another one, on this machine or another one: it can be pickled. No
    performer sees a store.
    """

    def admit(self, performer: Performer) -> None:
        """Raises `Failure` where the work would be done with other versions than were asked for."""

    def lay_out(self, jobs: Sequence[Job]) -> tuple[Task, ...]:
        """The inputs as read-only files, which jobs share, and for a job that is alone an empty folder. Raises
        `MissingInput`.
        """

    def keep(self, task: Task, content: bytes | str) -> bytes | Blob:
        """Bytes that a performer gave, or a file that it left in its folder: themselves, or where they were put."""

    def clear(self, tasks: Sequence[Task]) -> None:
        """Remove what was laid out together."""


class Workspace(Protocol):
    """What a run gives to those who do its work."""

    def desk(self, jobs: Sequence[Job]) -> Desk:
        """A desk for these jobs, with whatever of their inputs only this machine has. Raises `MissingInput`, and
        `Failure` where they can't be handed over.
        """

    def received(self, blob: Blob) -> None:
        """A desk has put these bytes where this workspace finds them."""

    def lost(self, blob: Blob) -> None:
        """A desk has not found these bytes where they should be, or others."""

    def clear(self) -> None:
        """Remove what is left, once nobody works."""


def perform_all(performer: Performer, desk: Desk, jobs: Sequence[Job]) -> list[Given | Failure]:
    """What came of each job; in another process. Raises `MissingInput`."""
    try:
        desk.admit(performer)
        tasks = desk.lay_out(jobs)
    except Failure as failure:
        return [failure] * len(jobs)
    try:
        return [_tried(performer, desk, task) for task in tasks]
    finally:
        desk.clear(tasks)


def _tried(performer: Performer, desk: Desk, task: Task) -> Given | Failure:
    try:
        made = performer.perform(task)
        return Given(made.facts, {name: desk.keep(task, content) for name, content in made.files.items()})
    except Failure as failure:
        return failure
