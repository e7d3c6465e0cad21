"""What the last build did: each job with its reason. Kept in the cache for `explain`, and never published.

Of a job only its name, key and reasons are written here: what it was given and what it gave stands in its record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from pydantic_core import to_json

from pipeline.jobs.job import Job, key_of
from pipeline.jobs.outcome import Outcome, Status
from pipeline.model.artifact import Blob, unhashed

KEPT = "nothing changed"


class Done(Protocol):
    """The record of a job."""

    @property
    def description(self) -> Mapping[str, Any]: ...

    @property
    def facts(self) -> Mapping[str, Any]: ...

    @property
    def outputs(self) -> Mapping[str, Blob]: ...


Find = Callable[[str], Done | None]
"""The record of a key; None where it is gone."""


@dataclass(frozen=True, slots=True)
class Work:
    """A job as the last build left it, by its `key`.

    `made` is the instant (RFC 3339) of the build on this machine that did the work, and `because` its reason then; both
    are empty where the record was found ready made.
    """

    performer: str
    subject: str
    key: str
    status: str
    reason: str
    made: str = ""
    because: str = ""


@dataclass(frozen=True)
class Account:
    """A build: its instant (RFC 3339), the digests of the files it read, and its jobs in the order of their running.
    `find` gives their records.
    """

    instant: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    work: tuple[Work, ...] = ()
    find: Find = field(default=lambda _: None, compare=False, repr=False)

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
        work that nobody had to look at, as long as its subject is one of the files, or `alive`.
        """
        known = {(work.performer, work.subject): work for work in before.work}
        found: dict[tuple[str, str], Work] = {}
        for outcome in outcomes:
            job = outcome.job
            name, key = (job.performer, job.subject), key_of(describe(job))
            then = known.get(name)
            made, because = "", ""
            if outcome.status is Status.BUILT:
                made, because = instant, outcome.reason
            elif then is not None and then.key == key:
                made, because = then.made, then.because
            if outcome.ok and (name not in found or outcome.status is Status.BUILT):
                found[name] = Work(*name, key, str(outcome.status), outcome.reason, made, because)
        rest = (work for name, work in known.items() if name not in found)
        kept = (
            work if work.status == Status.KEPT else replace(work, status=str(Status.KEPT), reason=KEPT)
            for work in rest
            if work.subject in files or work.subject in alive
        )
        return cls(instant, files, (*kept, *found.values()), before.find)

    @cached_property
    def _records(self) -> dict[str, Done]:
        """The records of all its work, as far as they are there."""
        found = ((work.key, self.find(work.key)) for work in self.work)
        return {key: record for key, record in found if record is not None}

    def description(self, work: Work) -> Mapping[str, Any]:
        """What the key of a job was made of; what its record no more tells is empty."""
        record = self._records.get(work.key)
        gone = {"performer": work.performer, "recipe": 0, "tools": {}, "inputs": {}, "params": {}}
        return record.description if record else gone

    def inputs(self, work: Work) -> Mapping[str, str]:
        """What a job was given: name → SHA-256."""
        found: Mapping[str, str] = self.description(work)["inputs"]
        return found

    def outputs(self, work: Work) -> Mapping[str, Blob]:
        """What a job gave, by name."""
        record = self._records.get(work.key)
        return record.outputs if record else {}

    def facts(self, work: Work) -> Mapping[str, Any]:
        """What a job told."""
        record = self._records.get(work.key)
        return record.facts if record else {}

    def behind(self, path: str, digest: str, sources: Collection[str]) -> tuple[Work, ...]:
        """The jobs that an output comes from, in the order in which they ran.

        Where the bytes are the result of a job, the jobs that led to it, from input to input, as far as a source; else,
        as of pages, which are composed without a job, also those that worked on its sources.
        """
        chain = self._chain(digest)
        if chain and (not sources or not set(sources).isdisjoint(self.read_by(chain))):
            read = {given for work in chain for given in self.inputs(work).values()}
            looked = (
                work for work in self.work if not self.outputs(work) and read.issuperset(self.inputs(work).values())
            )
            behind = [*chain, *looked]
        else:
            names, subjects = {path, unhashed(path)}, set(sources)
            behind = [
                *chain,
                *(one for one in self.work if one.subject in subjects or names.intersection(self.outputs(one))),
            ]
        at = {id(work): number for number, work in enumerate(self.work)}
        return tuple(sorted({id(work): work for work in behind}.values(), key=lambda work: at[id(work)]))

    def origins(self, digest: str) -> tuple[str, ...]:
        """The files of the library that bytes come from, when they are the result of a job just as they are."""
        return self.read_by(self._chain(digest))

    def read_by(self, work: Iterable[Work]) -> tuple[str, ...]:
        """The files of the library that these jobs read, sorted."""
        read = {digest for one in work for digest in self.inputs(one).values()}
        return tuple(sorted({path for digest in read for path in self._paths.get(digest, ())}))

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path, digest in self.files.items():
            found.setdefault(digest, []).append(path)
        return found

    @cached_property
    def _makers(self) -> dict[str, Work]:
        return {blob.digest: work for work in self.work for blob in self.outputs(work).values()}

    def _chain(self, digest: str) -> tuple[Work, ...]:
        """The job that made these bytes, and those that made what it was given."""
        waiting = [digest]
        found: list[Work] = []
        while waiting:
            maker = self._makers.get(waiting.pop())
            if maker is not None and maker not in found:
                found.append(maker)
                waiting += self.inputs(maker).values()
        return tuple(found)

    def to_bytes(self) -> bytes:
        """JSON, `version: 2`."""
        rows = [
            [one.performer, one.subject, one.key, one.status, one.reason, one.made, one.because] for one in self.work
        ]
        return to_json({"version": 2, "instant": self.instant, "files": self.files, "work": rows})

    @classmethod
    def from_bytes(cls, data: bytes | None, find: Find) -> Account:
        """What `to_bytes` wrote; an empty account when these are not its bytes."""
        try:
            plain = json.loads(data or b"")
            if plain["version"] != 2:
                return cls(find=find)
            return cls(plain["instant"], plain["files"], tuple(Work(*row) for row in plain["work"]), find)
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls(find=find)
