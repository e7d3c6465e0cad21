"""What became of a job, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pipeline.jobs.job import Failure, Job
from pipeline.model.artifact import Blob


class Status(StrEnum):
    """Made now, found in the cache, not to be had, or made when somebody asks for it."""

    BUILT = "built"
    KEPT = "kept"
    FAILED = "failed"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job with its result: facts, and outputs by name."""

    job: Job
    status: Status
    reason: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Blob] = field(default_factory=dict)
    failure: Failure | None = None

    @property
    def ok(self) -> bool:
        return self.status in (Status.BUILT, Status.KEPT)
