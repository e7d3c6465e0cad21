"""A look is repeated until all is well, whoever looks: what is remembered of it, and when one is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import flow, publishing
from pipeline.jobs.cache import Cache
from pipeline.problems import Finding
from pipeline.release import Due, Looked, Reply, TargetError, due, last_look
from pipeline.release.looking.look import NOWHERE
from pipeline.world import World
from tests.announce.shelf import SITE, Library, Visitor, library
from tests.support.memory_store import MemoryStore
from tests.support.memory_target import MemoryTarget

WRONG = Finding(False, "https://l.example/a/", "expected 200, got 403", "publish again")
TEXTS = st.text()


@given(TEXTS, st.datetimes(timezones=st.just(UTC)), st.lists(st.builds(Finding, st.booleans(), TEXTS, TEXTS, TEXTS)))
def test_what_was_wrong_is_read_as_it_was_written(release: str, instant: datetime, findings: list[Finding]) -> None:
    looked = Looked.of(release, instant, tuple(findings))
    assert Looked.from_bytes(looked.to_bytes()) == looked
    assert len(looked.wrong) == sum(not finding.ok for finding in findings)


@pytest.mark.parametrize(
    "data", [None, b"", b"{}", b"[]", b"no", b'{"version":2,"release":"r","instant":"","wrong":[]}']
)
def test_what_can_not_be_read_is_looked_at_again(data: bytes | None) -> None:
    assert due(Looked.from_bytes(data), "r", "r") == Due("r", everything=True)


@pytest.mark.parametrize(
    ("last", "before", "after", "expected"),
    [
        (Looked("r1"), "r1", "r1", None),
        (Looked("r1", wrong=(WRONG,)), "r1", "r1", Due("r1", everything=False, again=(WRONG.subject,))),
        (Looked("r1", wrong=(WRONG,)), "r1", "r2", Due("r2", everything=False, again=(WRONG.subject,))),
        (Looked("r1"), "r1", "r2", Due("r2", everything=False)),
        (Looked("r1"), "r2", "r2", Due("r2", everything=True)),  # a sync, or a publish that was killed
        (Looked("r1"), "r2", "r3", Due("r3", everything=True)),
        (Looked(), "", "r1", Due("r1", everything=True)),
    ],
)
def test_when_a_look_is_due(last: Looked, before: str, after: str, expected: Due | None) -> None:
    assert due(last, before, after) == expected


@dataclass
class Site(Visitor):
    """What is public, but for an address that nobody may read: the first page that it is asked for once it `closes`. It
    notes what it is asked.
    """

    closes: bool = False
    closed: str = ""
    asked: list[str] = field(default_factory=list)

    def ask(self, url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        path = url.removeprefix(SITE)
        self.asked.append(path)
        if self.closes and path.endswith("/") and path != NOWHERE:
            self.closes, self.closed = False, path
        if path and path == self.closed:
            return Reply(403)
        name = f"{path}index.html" if path.endswith("/") or not path else path
        found = super().ask(f"{SITE}{name}", method, headers)
        artifact = self.target.kept[-1].manifest.artifacts.get(name)
        if artifact is None:
            return Reply(404)
        if "Range" in (headers or {}):
            return Reply(206, {"content-range": f"bytes 0-1/{artifact.size}"}, found.body[:2])
        return replace(found, headers={**artifact.headers, "content-length": str(artifact.size)})


class Machine:
    """A machine with its own cache that publishes one library, again and again."""

    def __init__(self, shelf: Library, site: Site) -> None:
        self.shelf, self.site, self.cache = shelf, site, Cache(MemoryStore())

    def world(self) -> World:
        return replace(self.shelf.world(), client=self.site, cache=self.shelf.cache)

    def publish(self, *, looks: bool = True) -> tuple[str, ...] | None:
        """What was wrong; None when nobody looked."""
        world = self.world()
        flow.build(world)
        planned = publishing.plan(world)
        assert planned is not None and not planned.refusals
        publishing.sync(world, planned)
        due_now = publishing.due_look(replace(world, cache=self.cache), planned)
        if due_now is None or not looks:
            return None
        found = publishing.look(replace(world, cache=self.cache), planned, due_now)
        return tuple(one.subject.removeprefix(SITE) for one in found if not one.ok)


@pytest.fixture
def site() -> Site:
    return Site(MemoryTarget(), {})


@pytest.fixture
def shelf(site: Site) -> Library:
    made = library("")
    made.target = site.target
    return made


def test_what_was_wrong_is_looked_at_by_every_machine_until_it_is_well(shelf: Library, site: Site) -> None:
    one, other = Machine(shelf, site), Machine(shelf, site)
    site.closes = True
    assert one.publish() == (site.closed,) != ("",)
    closed = site.closed
    assert other.publish() == (closed,)
    shelf.files["content/handouts/urge-log.md"] += b"\nMore.\n"
    site.asked.clear()
    assert one.publish() == (closed,), "though other files went out"
    assert "handouts/urge-log/" in site.asked
    site.closed = ""
    assert other.publish() == ()
    assert closed in site.asked
    site.asked.clear()
    assert (one.publish(), other.publish()) == (None, None)
    assert site.asked == []


def test_who_knows_that_it_was_well_does_not_ask_the_target(
    shelf: Library, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Machine(shelf, site)
    assert one.publish() == ()

    def refuses(_self: MemoryTarget) -> object:
        raise TargetError("No.")

    monkeypatch.setattr(MemoryTarget, "ledger", refuses)
    assert one.publish() is None
    assert Machine(shelf, site).publish() == (), "who can't learn it looks"


@pytest.mark.parametrize("more", [b"", b"\nMore.\n"])
def test_what_nobody_looked_at_is_looked_at_by_the_next(shelf: Library, site: Site, more: bytes) -> None:
    """A sync, or a publish that was killed before it looked."""
    one = Machine(shelf, site)
    assert one.publish() == ()
    shelf.files["content/library/articles/urges-pass.md"] += b"\nMore.\n"
    assert one.publish(looks=False) is None
    site.closes = True
    shelf.files["content/handouts/urge-log.md"] += more
    assert one.publish() == (site.closed,) != ("",)
    assert last_look(site.target.ledger()).release == site.target.kept[-1].info.id
