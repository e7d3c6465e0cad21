"""A job: which performer, which inputs by digest, which parameters. And the protocol of those who perform it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

from pipeline.model.artifact import Blob, canonical, sha256


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done. `subject` is what people call it (a library path), and `why` the reason to do it, where whoever
    gives it knows more than its inputs tell; neither is part of the key.

    `inputs` are named blobs (files of the library, or outputs of earlier jobs); `params` is JSON data. `aside` is JSON
    data with which it is done and that makes it no other work: a measurement that spares one, or what may be corrected
    later without doing it again. `formerly` are descriptions under which earlier versions of ours recorded the same
    work: where there is such a record, it answers, so that what was published stays as it is.
    """

    performer: str
    subject: str
    inputs: Mapping[str, Blob] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    why: str = field(default="", compare=False)
    aside: Mapping[str, Any] = field(default_factory=dict, compare=False)
    formerly: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)

    @property
    def path(self) -> str:
        """The library path that the subject begins with: work on a part of an entry names the part behind it, in
        brackets.
        """
        return self.subject.partition(" (")[0]

    def description(self, recipe: int, versions: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
        """What the key is made of, as plain data: reasons come from comparing two of them. `versions` are those of the
        tools it is done with; durable work names none. Targets keep records under these names, for ever.
        """
        return {
            "performer": self.performer,
            "recipe": recipe,
            "tools": dict(versions),
            "inputs": {name: blob.digest for name, blob in self.inputs.items()},
            "params": dict(self.params),
        }


def key_of(description: Mapping[str, Any]) -> str:
    """SHA-256 of all that decides what comes of a job."""
    return sha256(canonical(description))


@dataclass(frozen=True, slots=True)
class Task:
    """A job as its performer gets it: params with what stands aside, inputs as paths of read-only files, and an empty
    folder of its own, which is not there in a batch.
    """

    params: Mapping[str, Any]
    inputs: Mapping[str, str]
    scratch: str


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task: facts (JSON data, small), and files: bytes, or the path of a file in `scratch`."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes | str] = field(default_factory=dict)


class Failure(Exception):
    """The task can't be done, and the message says why.

    `code` is a key of `problems.CODES`; `tool` is true when a program of this machine is missing or broke, so that the
    content is not to blame.
    """

    def __init__(self, message: str, hint: str = "", code: str = "invalid-value", *, tool: bool = False) -> None:
        super().__init__(message, hint, code, tool)
        self.message, self.hint, self.code, self.tool = message, hint, code, tool

    def __reduce__(self) -> tuple[Any, ...]:
        return _failure, (self.message, self.hint, self.code, self.tool)


def _failure(message: str, hint: str, code: str, tool: bool) -> Failure:
    return Failure(message, hint, code, tool=tool)


class Performer(Protocol):
    """One sort of work. It must be picklable; it runs in another process.

    A *durable* performer makes bytes whose address people keep: only its `recipe`, the parameters and the inputs make
    the key. The key of any other has the `versions` of its tools too, and our own source is one of them: a new
    sanitiser, or a mended line of ours, works again.

    One whose work is short may have a `batch`: how many tasks it is given at a time, since to hand over each by itself
    would take longer than to do it; it works without a folder. And `here`: so few are done at once, where they are
    asked for, since to begin other processes would take longer.
    """

    @property
    def recipe(self) -> int:
        """Raised by one when the same parameters shall give other bytes."""

    @property
    def durable(self) -> bool: ...

    @property
    def versions(self) -> Mapping[str, str]:
        """Package or library → version of what the work is done with; "" for one that is not here."""

    def perform(self, task: Task) -> Made:
        """Do the work. Raises `Failure`."""
