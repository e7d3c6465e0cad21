"""`serve --watch`: what is saved is shown, as long as the command runs. Nothing that somebody writes ends it."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from queue import Empty, SimpleQueue
from time import monotonic
from typing import TYPE_CHECKING, Any

from pipeline import wiring, writing
from pipeline.cli import failures, report
from pipeline.cli.report import harmless
from pipeline.cli.session import NoSettings, Session, read_settings
from pipeline.cli.show import Show
from pipeline.flow import ContentProblems
from pipeline.jobs import Outcome
from pipeline.model.artifact import Artifact, Blob
from pipeline.preview import Showing, Shown, base_path
from pipeline.problems import Place, Problem
from pipeline.settings import Settings
from pipeline.settings.load import FILE

if TYPE_CHECKING:
    from pipeline.world import World
    from pipeline.writing import Written

REST = 1.0
"""Seconds after which somebody who writes has stopped for a moment."""
LOOK = 3600.0
"""Seconds after which everything is looked at again though nobody saved: another day may have come."""


@dataclass(frozen=True, slots=True)
class _Saved:
    """Somebody saved these files of the library."""

    paths: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Made:
    """What somebody asked for is made, or can't be: then `problems` say why."""

    source: str
    problems: tuple[Problem, ...]


def watch(session: Session, host: str, port: int) -> None:
    """Show the library until Ctrl-C."""
    settings = session.settings
    target = settings.targets[session.target]
    below = base_path(target.base_url or settings.site.url)
    showing = Showing()
    with wiring.pool(session.options.jobs) as pool, wiring.live(showing, host, port, below) as url:
        session.show.say(f"Showing what is written at {url} (Ctrl-C ends)")
        desk = _Desk(session, settings, url, showing, pool)
        showing.looked_at = desk.looked_at
        with wiring.watched(str(session.options.root), lambda paths: desk.events.put(_Saved(paths))):
            try:
                desk.work()
            except KeyboardInterrupt:
                session.show.say("")


class _Quiet:
    """Who is told of nothing but warnings, once everything was laid out for the first time."""

    def __init__(self, show: Show) -> None:
        self.warn = show.warn

    def begin(self, performer: str, jobs: int) -> None: ...

    def done(self, outcome: Outcome, done: int, of: int) -> None: ...

    def sent(self, artifact: Artifact, size: int) -> None: ...


@dataclass(slots=True)
class _Desk:
    """Who lays out the library again whenever something is saved, and has made what somebody looks at."""

    session: Session
    settings: Settings
    url: str
    showing: Showing
    pool: Callable[[], Executor]
    events: SimpleQueue[_Saved | _Made] = field(default_factory=SimpleQueue)
    book: writing.Writing = field(default_factory=writing.Writing)
    written: Written | None = None
    unsettled: tuple[Problem, ...] = ()
    said: str = ""
    failed: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    wanted: SimpleQueue[tuple[str, Written]] = field(default_factory=SimpleQueue)
    asked: set[tuple[str, str]] = field(default_factory=set)

    def work(self) -> None:
        """Until somebody ends it."""
        self._show(frozenset({FILE}))
        threading.Thread(target=self._make, daemon=True).start()  # nobody looks at anything before
        while True:
            self._show(self._heard())

    def looked_at(self, source: str) -> None:
        """Somebody looks at a page: what belongs to it and was left for later is made now. Called from any thread."""
        written = self.written
        if written is None or source not in written.waiting:
            return
        now = (source, written.digests.get(source, ""))
        if now not in self.asked:
            self.asked.add(now)
            self.wanted.put((source, written))

    def _heard(self) -> frozenset[str]:
        """What was saved since; waits for it."""
        saved: set[str] = set()
        try:
            event = self._next()
            while True:
                if isinstance(event, _Saved):
                    saved |= event.paths
                else:
                    self.failed[event.source] = event.problems
                event = self.events.get_nowait()
        except Empty:
            return frozenset(saved)

    def _next(self) -> _Saved | _Made:
        """What happens next. Where nothing does for a moment, what is shown no more is thrown away: a library leads to
        itself in circles, for which commands that end do not look.
        """
        try:
            return self.events.get(timeout=REST)
        except Empty:
            gc.collect()
            return self.events.get(timeout=LOOK)

    def _show(self, saved: frozenset[str]) -> None:
        """Lay out what is there now. What can't be laid out is told, and the last state stays."""
        began, failed = monotonic(), ""
        self._settle(saved)
        try:
            problems = self._laid_out()
        except ContentProblems as error:
            problems = tuple(sorted({*error.problems, *self.unsettled}))
            self._told(problems)
        except Exception as error:  # noqa: BLE001 - whatever somebody saved, the next time it may be well
            problems, failed = self.unsettled, harmless("; ".join(filter(None, failures.words(error))))
            self._told(problems, failed)
        self._say(saved, problems, failed, monotonic() - began)

    def _laid_out(self) -> tuple[Problem, ...]:
        """Show everything as it is now; what is wrong with it."""
        world = self._world(_Quiet(self.session.show) if self.written else self.session.show)
        self.written = written = self.book.look(world)
        unmade = (one for some in self.failed.values() for one in some)
        problems = tuple(sorted({*written.problems, *self.unsettled, *unmade}))
        told = {
            "marks": dict(written.marks),
            "stale": sorted(written.stale),
            "waiting": sorted(written.waiting),
            "problems": self._plain(problems),
        }
        number = self.showing.now.number + 1
        self.showing.now = Shown(number, written.manifest, told, partial(_opened, world), partial(_located, world))
        return problems

    def _settle(self, saved: frozenset[str]) -> None:
        """Read the settings where they were saved. Those that can't be read leave the last ones, and are told until
        they can.
        """
        if FILE not in saved:
            return
        try:
            settings, problems = read_settings(self.session.options.root)
        except NoSettings as error:
            hint = error.hint if (self.session.options.root / FILE).exists() else "bring it back"
            settings, problems = None, (Problem(Place(FILE), error.message, hint, "bad-settings"),)
        if settings is not None:
            self.settings = settings
        self.unsettled = problems if settings is None else ()

    def _world(self, watcher: wiring.Watcher, asked: frozenset[str] = frozenset()) -> World:
        root, instant = str(self.session.options.root), self.session.instant(self.settings)
        return wiring.writing_world(root, self.settings, self.url, instant, self.pool, watcher, asked)

    def _told(self, problems: tuple[Problem, ...], failed: str = "") -> None:
        """The pages stay, and say what is wrong."""
        now = self.showing.now
        told: Mapping[str, Any] = {**now.told, "problems": self._plain(problems), "failed": failed}
        self.showing.now = replace(now, number=now.number + 1, told=told)

    def _plain(self, problems: tuple[Problem, ...]) -> list[dict[str, str | int]]:
        tree = self.session.lines(problems)
        return [
            {
                "path": one.place.path,
                "place": harmless(str(one.place)),
                "line": one.place.line,
                "severity": str(one.severity),
                "message": harmless(one.message),
                "remedy": harmless(one.hint),
                "text": harmless(tree.line(one.place.path, one.place.line)[: report.WIDTH]) if one.place.line else "",
            }
            for one in problems
        ]

    def _say(self, saved: frozenset[str], problems: tuple[Problem, ...], failed: str, seconds: float) -> None:
        """What became of it, on the terminal: problems when they are others than those that were told."""
        now = report.summary(problems) + "".join(map(str, problems))
        if now != self.said:
            self.said = now
            self.session.report(problems)
        what = ", ".join(sorted(saved)[:3]) + f" and {len(saved) - 3} more" * (len(saved) > 3)
        clock = f"{datetime.now():%H:%M:%S}"  # noqa: DTZ005 - the clock on the wall of who writes
        if failed:
            self.session.show.fail(failed, "the pages stay as they were; save again")
        self.session.show.say(harmless(f"{clock}  {seconds:.1f} s  {what}: {report.summary(problems)}"))

    def _make(self) -> None:
        """In a thread of its own: the sound or the PDFs of pages that somebody looks at, one after the other."""
        while True:
            source, written = self.wanted.get()
            problems: tuple[Problem, ...] = ()
            try:
                writing.make(self._world(_Quiet(self.session.show), written.waiting[source]))
            except ContentProblems as error:
                problems = error.problems
            except Exception as error:  # noqa: BLE001 - as above
                failures.told(error, self.session.show)
            self.events.put(_Made(source, problems))


def _opened(world: World, artifact: Artifact) -> Iterator[bytes] | None:
    """The bytes of what is shown, if they are here: finished sound lies in the library alone."""
    blob = Blob(artifact.digest, artifact.size)
    return world.cache.open(blob) or world.source.open(blob)


def _located(world: World, artifact: Artifact) -> str | None:
    """The file that holds them, if they have one."""
    blob = Blob(artifact.digest, artifact.size)
    found = world.cache.locate(blob) or world.source.locate(blob)
    return str(found) if found else None
