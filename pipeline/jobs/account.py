"""What the last build did: each job with its reason. Kept in the cache for `explain`, and never published."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pipeline.jobs.job import Job
from pipeline.jobs.outcome import Outcome, Status
from pipeline.model.artifact import Blob, canonical, unhashed


@dataclass(frozen=True, slots=True)
class Work:
    """A job as the last build left it.

    `made` is the instant (RFC 3339) of the build on this machine that did the work, and `because` its reason then; both
    are empty where the record was found ready made.
    """

    subject: str
    status: str
    reason: str
    made: str
    because: str
    description: Mapping[str, Any]
    outputs: Mapping[str, Blob]

    @property
    def performer(self) -> str:
        return str(self.description["performer"])

    @property
    def inputs(self) -> Mapping[str, str]:
        """Name → SHA-256."""
        found: Mapping[str, str] = self.description["inputs"]
        return found


@dataclass(frozen=True)
class Account:
    """A build: its instant (RFC 3339), the digests of the files it read, and its jobs in the order of their running."""

    instant: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    work: tuple[Work, ...] = ()

    @classmethod
    def of(
        cls,
        outcomes: Iterable[Outcome],
        describe: Callable[[Job], Mapping[str, Any]],
        files: Mapping[str, str],
        instant: str,
        before: Account,
        alive: Container[str],
    ) -> Account:
        """The account of a build; from the one `before` comes when and why the work was done that is kept now, and all
        work that nobody had to look at: as long as its subject is a file, or one of its outputs is `alive`, by digest.
        """
        known = {(work.performer, work.subject): work for work in before.work}
        found: dict[tuple[str, str], Work] = {}
        for outcome in outcomes:
            job = outcome.job
            key, description = (job.performer, job.subject), describe(job)
            then = known.get(key)
            made, because = "", ""
            if outcome.status is Status.BUILT:
                made, because = instant, outcome.reason
            elif then is not None and then.description == description:
                made, because = then.made, then.because
            if outcome.ok and (key not in found or outcome.status is Status.BUILT):
                found[key] = Work(
                    job.subject, str(outcome.status), outcome.reason, made, because, description, outcome.outputs
                )
        rest = (work for key, work in known.items() if key not in found)
        kept = (
            replace(work, status=str(Status.KEPT), reason="nothing changed")
            for work in rest
            if work.subject in files or any(blob.digest in alive for blob in work.outputs.values())
        )
        return cls(instant, files, (*kept, *found.values()))

    def behind(self, path: str, digest: str, sources: Collection[str]) -> tuple[Work, ...]:
        """The jobs that an output comes from, in the order in which they ran.

        Where the bytes are the result of a job, the jobs that led to it, from input to input, as far as a source; else,
        as of pages, which are composed without a job, also those that worked on its sources.
        """
        chain = self._chain(digest)
        if chain and (not sources or not set(sources).isdisjoint(self.read_by(chain))):
            read = {given for work in chain for given in work.inputs.values()}
            looked = (work for work in self.work if not work.outputs and read.issuperset(work.inputs.values()))
            behind = [*chain, *looked]
        else:
            names, subjects = {path, unhashed(path)}, set(sources)
            behind = [*chain, *(one for one in self.work if one.subject in subjects or names.intersection(one.outputs))]
        at = {id(work): number for number, work in enumerate(self.work)}
        return tuple(sorted({id(work): work for work in behind}.values(), key=lambda work: at[id(work)]))

    def origins(self, digest: str) -> tuple[str, ...]:
        """The files of the library that bytes come from, when they are the result of a job just as they are."""
        return self.read_by(self._chain(digest))

    def read_by(self, work: Iterable[Work]) -> tuple[str, ...]:
        """The files of the library that these jobs read, sorted."""
        read = {digest for one in work for digest in one.inputs.values()}
        return tuple(sorted({path for digest in read for path in self._paths.get(digest, ())}))

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, digest in self.files.items():
            found.setdefault(digest, []).append(path)
        return found

    @cached_property
    def _makers(self) -> dict[str, Work]:
        return {blob.digest: work for work in self.work for blob in work.outputs.values()}

    def _chain(self, digest: str) -> tuple[Work, ...]:
        """The job that made these bytes, and those that made what it was given."""
        waiting = [digest]
        found: list[Work] = []
        while waiting:
            maker = self._makers.get(waiting.pop())
            if maker is not None and maker not in found:
                found.append(maker)
                waiting += maker.inputs.values()
        return tuple(found)

    def to_bytes(self) -> bytes:
        """Canonical JSON, `version: 1`."""
        work = [
            {
                "subject": one.subject,
                "status": one.status,
                "reason": one.reason,
                "made": one.made,
                "because": one.because,
                "description": one.description,
                "outputs": {name: [blob.digest, blob.size] for name, blob in one.outputs.items()},
            }
            for one in self.work
        ]
        return canonical({"version": 1, "instant": self.instant, "files": self.files, "work": work})

    @classmethod
    def from_bytes(cls, data: bytes | None) -> Account:
        """What `to_bytes` wrote; an empty account when these are not its bytes."""
        try:
            plain = json.loads(data or b"")
            work = (
                Work(**{**one, "outputs": {name: Blob(*blob) for name, blob in one["outputs"].items()}})
                for one in plain["work"]
            )
            return cls(plain["instant"], plain["files"], tuple(work)) if plain["version"] == 1 else cls()
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()
