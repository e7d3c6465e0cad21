"""Doing jobs: what is kept stays, the rest goes to the executor, and every outcome has its reason."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from pipeline.formats import frontmatter
from pipeline.jobs.cache import Cache, Record
from pipeline.jobs.here import Here
from pipeline.jobs.job import Failure, Job, Performer, key_of
from pipeline.jobs.outcome import Outcome, Status
from pipeline.jobs.reason import reason
from pipeline.jobs.workspace import Desk, Given, MissingInput, Workspace, perform_all
from pipeline.model.artifact import Blob

Versions = Callable[[], Mapping[str, str]]
_Batch = dict[int, Job]
_Future = Future[list[Given | Failure]]
_IN_FLIGHT = 16
"""Batches that are on their way at a time: more would fill the disk, fewer would let processes wait."""
_AT_LEAST = 8
"""Batches of a performer, if it has so many jobs: so that all processes have work to the end."""


class Progress(Protocol):
    """Who watches a run."""

    def begin(self, performer: str, jobs: int) -> None:
        """So many jobs of a performer are about to be done; what is kept is not among them."""

    def done(self, outcome: Outcome, done: int, of: int) -> None:
        """What became of a job, of those that are kept too: so many are done, of so many."""


class Unwatched:
    """The progress of a run that nobody watches."""

    def begin(self, performer: str, jobs: int) -> None: ...

    def done(self, outcome: Outcome, done: int, of: int) -> None: ...


def _none() -> Mapping[str, str]:
    """The versions of a house that never changes."""
    return {}


def _now(_job: Job) -> bool:
    """Nothing waits."""
    return False


class Shelf(Protocol):
    """Where a target keeps records for other machines."""

    def add(self, records: Mapping[str, bytes]) -> None:
        """Keep these too: all of them, or none."""


@dataclass(slots=True)
class _Doing:
    """Jobs on their way: batches that wait, batches that processes have, and outcomes by the number of their job. A
    batch is a suspect when the process that had it died: it may not be to blame, and is tried again alone.
    """

    of: int
    take: Callable[[Outcome], object] | None = None
    waiting: deque[_Batch] = field(default_factory=deque)
    running: dict[_Future, tuple[_Batch, Workspace]] = field(default_factory=dict)
    suspects: deque[_Batch] = field(default_factory=deque)
    alone: _Batch | None = None
    found: dict[int, Outcome] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    again: Counter[int] = field(default_factory=Counter)

    @property
    def is_over(self) -> bool:
        return not (self.waiting or self.running or self.suspects)


@dataclass(slots=True)
class Runner:
    """All that doing jobs needs. It remembers which job made which blob, to make bytes again that went missing. `away`
    is for work that is done on other machines; what is done at once, in this process, never is.

    `house` tells the versions of what all work is done with: Python, and the source of this program; `libraries` those
    of the packages that this process itself works with. What is for `later` is found, or not there: it is never done.
    """

    performers: Mapping[str, Performer]
    cache: Cache
    workspace: Workspace
    executor: Callable[[], Executor]
    progress: Progress = field(default_factory=Unwatched)
    rebuild: frozenset[str] = frozenset()
    house: Versions = _none
    libraries: Versions = _none
    away: Workspace | None = None
    in_flight: int = _IN_FLIGHT
    later: Callable[[Job], bool] = _now
    outcomes: list[Outcome] = field(default_factory=list)
    _makers: dict[str, Job] = field(default_factory=dict)
    _versions: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _keys: dict[int, tuple[Job, str]] = field(default_factory=dict)
    _depth: int = 0

    def run(self, jobs: Iterable[Job], take: Callable[[Outcome], object] | None = None) -> tuple[Outcome, ...]:
        """The outcome of each job, in the order of the jobs: what several ask for is done once. Where somebody is to
        `take` each as it comes, none is held with its facts.
        """
        jobs = tuple(jobs)
        doing = _Doing(len(jobs), take)
        asked: dict[str, list[int]] = {}
        for index, job in enumerate(jobs):
            if kept := self._kept(job):
                self._note(index, kept, doing)
            elif self.later(job):
                self._note(index, Outcome(job, Status.LATER, "it is made when somebody asks for it"), doing)
            else:
                asked.setdefault(self._key(job), []).append(index)
        self._perform({first: jobs[first] for first, *_ in asked.values()}, doing)
        for first, *others in asked.values():
            for index in others:
                self._note(index, self._as(doing.found[first], jobs[index]), doing)
        self.cache.flush()
        return tuple(doing.found[index] for index in range(len(jobs)))

    def _as(self, done: Outcome, job: Job) -> Outcome:
        """The outcome of a job that asks for the very work that was done for another."""
        if done.failure:
            return self._failed(job, done.failure)
        key = self._key(job)
        record = self.cache.record(key, durable=self.performers[job.performer].durable)
        assert record is not None, key
        self.cache.use(key, job.subject, job.performer, record)
        return Outcome(job, Status.KEPT, f"the same as {done.job.subject}", record.facts, record.outputs)

    def ensure(self, blobs: Iterable[Blob]) -> tuple[str, ...]:
        """Make again what is not in the cache, or is there no more as it was; returns the digests that can't be had."""
        missing = {blob.digest: blob for blob in blobs if not self.cache.is_whole(blob)}
        makers = {self._key(maker): maker for digest in missing if (maker := self._makers.get(digest))}
        self._perform(dict(enumerate(makers.values())), _Doing(len(makers)))
        return tuple(sorted(digest for digest, blob in missing.items() if not self.cache.is_whole(blob)))

    def durable(self) -> tuple[str, ...]:
        """The keys of the durable records that this run rests on, sorted."""
        done = (outcome.job for outcome in self.outcomes if outcome.ok)
        return tuple(sorted({self._key(job) for job in done if self.performers[job.performer].durable}))

    def publish(self, keys: Iterable[str], shelf: Shelf) -> tuple[str, ...]:
        """Put records where other machines find them; returns the keys of those that are not here."""
        records = {key: self.cache.record(key) for key in keys}
        if found := {key: record.to_bytes() for key, record in records.items() if record is not None}:
            shelf.add(found)
        return tuple(key for key, record in records.items() if record is None)

    def to_do(self, jobs: Iterable[Job]) -> tuple[Job, ...]:
        """The jobs that `run` would do, because no record answers."""
        return tuple(job for job in jobs if self._record(job, self._key(job)) is None)

    def knows(self, job: Job) -> bool:
        """Whether a record answers for a job, so that `run` would do nothing."""
        return not self.to_do((job,))

    def description(self, job: Job) -> Mapping[str, Any]:
        """What the key of a job is made of: where an earlier version of ours has recorded the same work, and nobody has
        done it anew since, what that key was made of.
        """
        own = self._own(job)
        if not job.formerly or job.performer in self.rebuild or self.cache.record(key_of(own)):
            return own
        return next((one for one in job.formerly if self.cache.record(key_of(one))), own)

    def key(self, job: Job) -> str:
        """The key under which the record of a job is found, or would be."""
        return self._key(job)

    def _own(self, job: Job) -> dict[str, Any]:
        """A job as this version of ours describes it. A tool that is not here can't make anything else than it did: its
        version is that with which the subject was made last.
        """
        versions = self._versions_of(job.performer)
        if "" in versions.values():
            before = (self.cache.latest(job.subject, job.performer) or {}).get("tools", {})
            versions = {name: version or before.get(name, "") for name, version in versions.items()}
        return job.description(self.performers[job.performer].recipe, versions)

    def tools(self, *performers: str) -> Mapping[str, Mapping[str, str]]:
        """The versions of what work is done with: by performer, of this process (`libraries`), of all (`house`)."""
        return {
            "house": self.house(),
            "libraries": self.libraries(),
            **{name: self.performers[name].versions for name in performers},
        }

    def _versions_of(self, name: str) -> Mapping[str, str]:
        """Asked for once a run: most of them stand on the disk."""
        if name not in self._versions:
            performer = self.performers[name]
            self._versions[name] = {} if performer.durable else {**self.house(), **performer.versions}
        return self._versions[name]

    def _key(self, job: Job) -> str:
        return key_of(self.description(job)) if job.formerly else self._own_key(job)

    def _own_key(self, job: Job) -> str:
        """Asked for several times a job, and the same while the run lasts."""
        known = self._keys.get(id(job))
        if known is None or known[0] is not job:
            known = self._keys[id(job)] = job, key_of(self._own(job))
        return known[1]

    def _record(self, job: Job, key: str) -> Record | None:
        if job.performer in self.rebuild:
            return None
        return self.cache.record(key, durable=self.performers[job.performer].durable)

    def _kept(self, job: Job) -> Outcome | None:
        key = self._key(job)
        record = self._record(job, key)
        if record is None:
            return None
        self.cache.use(key, job.subject, job.performer, record)
        self._makers |= {blob.digest: job for blob in record.outputs.values()}
        return Outcome(job, Status.KEPT, "nothing changed", record.facts, record.outputs)

    def _perform(self, jobs: Mapping[int, Job], doing: _Doing) -> None:
        doing.count.update(job.performer for job in jobs.values())
        for performer, count in doing.count.items():
            self.progress.begin(performer, count)
        doing.waiting.extend(self._batches(jobs))
        self._depth += 1
        try:
            while not doing.is_over:
                self._submit_some(doing)
                for future in wait(doing.running, return_when=FIRST_COMPLETED).done:
                    self._take_in(future, doing)
        finally:
            self._depth -= 1
            if self._depth == 0:  # work on what is missing is done in the middle of other work
                self._clear()

    def _clear(self) -> None:
        """Leave nothing, also when the run is stopped half-way. What is on its way then is ended by who holds the
        executor: a pool of processes that breaks stumbles over futures which others have cancelled.
        """
        for workspace in filter(None, (self.workspace, self.away)):
            workspace.clear()

    def _submit_some(self, doing: _Doing) -> None:
        """Hand over as many batches as may be on their way; a suspect when nothing else is."""
        while doing.waiting and len(doing.running) < self.in_flight:
            self._submit(doing.waiting.popleft(), doing)
        if doing.suspects and not doing.running and not doing.waiting:
            doing.alone = doing.suspects.popleft()
            self._submit(doing.alone, doing)

    def _batches(self, jobs: Mapping[int, Job]) -> Iterator[_Batch]:
        """Jobs that go to a process together: as many as their performer says, but some for each process."""
        of: dict[str, list[tuple[int, Job]]] = {}
        for index, job in jobs.items():
            of.setdefault(job.performer, []).append((index, job))
        for performer, some in of.items():
            size = max(1, min(getattr(self.performers[performer], "batch", 1), len(some) // _AT_LEAST))
            yield from (dict(some[start : start + size]) for start in range(0, len(some), size))

    def _submit(self, batch: _Batch, doing: _Doing) -> None:
        jobs = tuple(batch.values())
        performer = self.performers[jobs[0].performer]
        few = doing.count[jobs[0].performer] <= getattr(performer, "here", 0)
        workspace = self.workspace if few or self.away is None else self.away
        try:
            desk = self._desk(jobs, workspace)
            future = (Here() if few else self.executor()).submit(perform_all, performer, desk, jobs)
        except BrokenExecutor:  # by others, a moment ago: the next one is whole
            doing.waiting.appendleft(batch)
        except MissingInput:  # of one of them: each is looked at by itself
            self._part(batch, doing.waiting)
        except Failure as failure:
            self._fail(batch, failure, doing)
        else:
            doing.running[future] = batch, workspace

    def _part(self, batch: _Batch, into: deque[_Batch]) -> None:
        """Let each of the jobs be the next by itself."""
        into.extendleft({index: job} for index, job in reversed(batch.items()))

    def _take_in(self, future: _Future, doing: _Doing) -> None:
        batch, workspace = doing.running.pop(future)
        try:
            results = future.result()
        except BrokenExecutor:
            self._suspect(batch, doing)
        except Failure as failure:  # whoever was to do it can't
            self._fail(batch, failure, doing)
        except CancelledError:
            self._fail(batch, Failure("nobody does this work any more", "run it again", tool=True), doing)
        except MissingInput as missing:
            workspace.lost(missing.blob)
            self._missed(batch, missing, doing)
        else:
            for (index, job), result in zip(batch.items(), results, strict=True):
                outcome = (
                    self._failed(job, result) if isinstance(result, Failure) else self._built(job, result, workspace)
                )
                self._note(index, outcome, doing)

    def _suspect(self, batch: _Batch, doing: _Doing) -> None:
        """The process that had a batch died: it is tried again alone, then each of its jobs, then the job is named."""
        if batch is not doing.alone:
            doing.suspects.append(batch)
        elif len(batch) > 1:
            self._part(batch, doing.suspects)
        else:
            died = Failure("the process that did this work died, twice", "run it again with `--jobs 1`", tool=True)
            self._fail(batch, died, doing)

    def _missed(self, batch: _Batch, missing: MissingInput, doing: _Doing) -> None:
        """Whoever was to do a batch had not all its inputs: what can be made again is made, and it is tried again, as a
        file of the library may be there as it was.
        """
        if len(batch) > 1:
            self._part(batch, doing.waiting)
            return
        ((index, job),) = batch.items()
        doing.again[index] += 1
        self.ensure((missing.blob,))
        if doing.again[index] > len(job.inputs):
            self._fail(batch, _unfit(job, missing), doing)
        else:
            doing.waiting.appendleft(batch)

    def _fail(self, batch: _Batch, failure: Failure, doing: _Doing) -> None:
        for index, job in batch.items():
            self._note(index, self._failed(job, failure), doing)

    def _desk(self, jobs: tuple[Job, ...], workspace: Workspace) -> Desk:
        """Where they are done. Raises `Failure` where the input of a single job can't be had, `MissingInput` of
        several.
        """
        if len(jobs) > 1:
            return workspace.desk(jobs)
        for _ in jobs[0].inputs:
            try:
                return workspace.desk(jobs)
            except MissingInput as missing:
                if self.ensure((missing.blob,)):
                    raise _unfit(jobs[0], missing) from None
        return workspace.desk(jobs)

    def _built(self, job: Job, given: Given, workspace: Workspace) -> Outcome:
        outputs = {name: self._taken(content, workspace) for name, content in given.outputs.items()}
        description = self._own(job)
        asked = job.performer in self.rebuild
        before = self.cache.latest(job.subject, job.performer)
        why = "asked for again" if asked else (before and job.why) or reason(before, description, job.formerly)
        self.cache.keep(self._own_key(job), job.subject, job.performer, Record(description, given.facts, outputs))
        self._makers |= {blob.digest: job for blob in outputs.values()}
        return Outcome(job, Status.BUILT, why, given.facts, outputs)

    def _taken(self, content: bytes | Blob, workspace: Workspace) -> Blob:
        if isinstance(content, bytes):
            return self.cache.put(content)
        workspace.received(content)
        return content

    def _failed(self, job: Job, failure: Failure) -> Outcome:
        return Outcome(job, Status.FAILED, failure.message, failure=failure)

    def _note(self, index: int, outcome: Outcome, doing: _Doing) -> None:
        slim = replace(outcome, facts={}, outputs={})
        if doing.take:
            doing.take(outcome)
        doing.found[index] = slim if doing.take else outcome
        self.outcomes.append(slim)
        self.progress.done(slim, len(doing.found), doing.of)


def _unfit(job: Job, missing: MissingInput) -> Failure:
    """What is said of an input that can't be had, by what is in its place."""
    if missing.changed:
        message = f"its input `{missing.name}` changed while the library was read"
        return Failure(message, "run it again", "unreadable-file", tool=True)
    return Failure(
        f"the bytes of its input `{missing.name}` are not here", frontmatter.fetch(job.subject), "missing-file"
    )
