"""An import at work: what it reads and brings is shown, what became of it is told."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import importing, moving, wiring
from pipeline.cli.failures import CONTENT, Stop
from pipeline.cli.report import harmless
from pipeline.cli.session import Session
from pipeline.doing import ContentProblems
from pipeline.importing import DECISIONS, LEDGER, REPORT, NotNow, dumped, table
from pipeline.model.tree import File
from pipeline.problems import Severity, has_errors
from pipeline.web import Unreachable
from pipeline.world import World

_OFTEN = 10_000
"""Objects, after so many of which circles are looked for: each text that comes is a tree that leads to itself, and
there may be thousands.
"""
_AGAIN = "the same command goes on from there"
UNTOUCHED = f"nothing was written into the library; what has come is kept, and {_AGAIN}"
WRITING = f"some of what came may be in the library, each file of it whole; {_AGAIN}"
WRITTEN = "what came is in the library; the same command tells the report"
"""What is true of the library when somebody stops an import."""


def run(session: Session, sort: str, named: Iterable[str], *, private: bool, only_plan: bool) -> None:
    """Bring what was named into the library, as a source of this sort."""
    gc.set_threshold(_OFTEN)
    root = session.options.root
    origin = wiring.origin(tuple(named), session.settings.site.url, private=private)
    bringing = wiring.bringing(str(root), origin, session.settings.site.url, private=private)
    session.show.stands = UNTOUCHED
    with _told(session), wiring.moving_in(str(root)), _world(session) as world:
        given = moving.Given(_bytes(root / LEDGER), _decisions(root))
        session.show.waiting("read")
        planned = moving.plan(world, importing.READERS[sort], origin, bringing, given, session.show.bringing)
        if not only_plan:
            session.show.stands = WRITING
            moving.apply(world, planned, bringing)
            session.show.stands = WRITTEN
        told = planned.report if only_plan else moving.told(world, planned)
        document = dumped(told)
        if not only_plan:
            world.source.write(REPORT, (document,))
    session.report([one for one in told.problems if one.severity is Severity.ERROR or one.place.path == DECISIONS])
    waits = told.open or has_errors(told.problems)
    session.show.result(harmless(table(told)), {"ok": not waits, **json.loads(document)})
    if waits:
        raise Stop(CONTENT)


@contextmanager
def _world(session: Session) -> Iterator[World]:
    """The world of a library that is looked at while it is written: an import masters no sound and asks no target."""
    instant = session.instant(session.settings)
    root, url = str(session.options.root), session.settings.site.url
    with wiring.pool(session.options.jobs, "") as pool:
        yield wiring.writing_world(root, session.settings, url, instant, pool, session.show)


@contextmanager
def _told(session: Session) -> Iterator[None]:
    """What can't be read or brought, in words."""
    try:
        yield
    except ContentProblems as error:
        session.failed(error.problems)
    except (Unreachable, NotNow) as error:
        session.misused(error.message, error.hint, "\n  remedy: ")


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _decisions(root: Path) -> File | None:
    data = _bytes(root / DECISIONS)
    return None if data is None else File(DECISIONS, "", len(data), data)
