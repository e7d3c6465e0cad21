"""A look remembers what it saw, believes what was good for some days, and knows when it saw nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.outgoing import Link, Memory, NoLine, Round, Seen, days, problems
from pipeline.problems import Place
from pipeline.settings import LinkSettings
from pipeline.web import Fetched, Unreachable

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
A, B, C = "https://a.example/page", "https://b.example/page", "https://c.example/page"
COPY = b"""{"archived_snapshots": {"closest": {"status": "200", "available": true, "timestamp": "20240103120000",
 "url": "http://web.archive.org/web/20240103120000/https://b.example/page"}}}"""
COPIED = "https://web.archive.org/web/20240103120000/https://b.example/page"


@dataclass
class Twin:
    """Rounds that see what a test says, and remember what they were asked."""

    sees: Mapping[str, Seen]
    copies: bytes | Unreachable = b"{}"
    asked: list[str] = field(default_factory=list)

    def go(self, queues: Sequence[Iterable[str]]) -> Iterator[tuple[str, Seen]]:
        for url in (url for queue in queues for url in queue):
            self.asked.append(url)
            yield url, self.sees[url]

    def part(self, url: str) -> Fetched:
        raise AssertionError(f"{url} is no sound")

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if isinstance(self.copies, Unreachable):
            raise self.copies
        return self.copies


def a_round(memory: Memory, later: int = 0, **settings: object) -> Round:
    links = [Link(Place("content/a.md", line), url, "2024-01-05") for line, url in enumerate((A, B, C, A), 1)]
    told = LinkSettings(**{"archive": "https://archive.example/", **settings})  # type: ignore[arg-type]
    return Round(links, memory, NOW + timedelta(days=later), told)


GOOD = Seen("there", "", 200)
GONE = Seen("gone", "its server answers 404 (not found)", 404)
LOST = Seen("gone", "nobody knows the host")


def test_what_was_good_is_believed_and_what_was_wrong_is_asked_again() -> None:
    first, web = a_round(Memory()), Twin({A: GOOD, B: GONE, C: Seen("silent", "it took too long")}, COPY)
    assert list(first.go(web)) == [A, B, C]
    assert web.asked == [A, B, C, "https://archive.example/?url=https%3A%2F%2Fb.example%2Fpage&timestamp=20240105"]
    memory = Memory.from_bytes(first.memory.to_bytes())
    soon = a_round(memory, 1)
    again = Twin({B: GONE, C: GOOD}, Unreachable("it is asked for nothing"))
    assert list(soon.go(again)) == [B, C] == again.asked, "a copy that is known is not looked for again"
    assert soon.seen[B].copy == COPIED
    assert a_round(Memory.from_bytes(soon.memory.to_bytes()), 7).to_ask == (A, B)
    assert a_round(memory, -1).to_ask == (A, B, C), "what was seen later than now is not believed"
    assert a_round(memory, 1, keep_days=0).to_ask == (A, B, C)


@pytest.mark.parametrize(
    "data", [None, b"", b"[]", b'{"version":2,"seen":{}}', b'{"version":1,"seen":{"a":{"state":"x"}}}']
)
def test_a_memory_that_is_none_is_an_empty_one(data: bytes | None) -> None:
    assert Memory.from_bytes(data) == Memory()


def test_what_is_told_names_the_copy_or_the_new_address() -> None:
    web = Twin(
        {A: Seen("moved", "", 200, "https://a.example/new"), B: GONE, C: Seen("moved", "", 200, "https://c.example/")},
        COPY,
    )
    done = a_round(Memory())
    list(done.go(web))
    assert [(p.place.line, p.message, p.hint, p.code) for p in problems(done.links, done.seen)] == [
        (1, f"`{A}` has moved for good", "write `https://a.example/new`", "moved-link"),
        (
            2,
            f"`{B}` leads to no page: its server answers 404 (not found)",
            f"find its new address, or lead to the archived copy of 2024-01-03: `{COPIED}`",
            "dead-link",
        ),
        (
            3,
            f"`{C}` has moved for good",
            "it leads to the first page of `c.example` now: find the page there, or remove the link",
            "moved-link",
        ),
        (4, f"`{A}` has moved for good", "write `https://a.example/new`", "moved-link"),
    ]


def test_an_archive_that_does_not_answer_is_left_in_peace() -> None:
    web = Twin({A: GONE, B: GONE, C: GONE}, Unreachable("archive.example does not answer"))
    done = a_round(Memory())
    list(done.go(web))
    assert len(web.asked) == 4 and done.silent_archive == "archive.example does not answer"
    assert {p.hint for p in problems(done.links, done.seen)} == {"find its new address, or remove the link"}
    silent = Twin({A: GONE, B: GONE, C: GONE})
    list(a_round(Memory(), archive="").go(silent))
    assert silent.asked == [A, B, C]


def test_where_nothing_at_all_answers_it_is_the_line() -> None:
    with pytest.raises(NoLine):
        list(a_round(Memory()).go(Twin({A: LOST, B: LOST, C: Seen("silent", "it took too long")})))
    list(a_round(Memory()).go(Twin({A: LOST, B: LOST, C: GONE})))
    known = Memory({A: Seen("there", "", 200, at="2026-11-29T11:00:00Z"), B: LOST, C: LOST})
    list(a_round(known).go(Twin({B: LOST, C: LOST}))), "they were lost before, too"


def test_how_long_nobody_answers_is_told() -> None:
    late = Seen("silent", "it took too long", 0)
    memory = Memory()
    for later, when in ((0, "just now"), (1, "each time since 2026-11-29"), (2, "each time since 2026-11-29")):
        done = a_round(memory, later)
        list(done.go(Twin({A: late, B: GOOD, C: GOOD})))
        memory = Memory.from_bytes(done.memory.to_bytes())
        assert {p.message for p in problems(done.links, done.seen)} == {f"`{A}` gave no page {when}: it took too long"}
    done = a_round(memory, 3)
    list(done.go(Twin({A: GOOD, B: GOOD, C: GOOD})))
    assert done.seen[A].since == ""


def test_what_is_to_be_left_out_is_not_asked() -> None:
    assert a_round(Memory(), skip=("https://a.example/", B)).urls == (C,)


def test_the_day_of_a_look_is_that_of_the_library_and_only_of_what_is_there() -> None:
    links = [
        Link(Place("a.md", 1), A, "", ("links", 0)),
        Link(Place("a.md", 2), B, "", ("links", 1)),
        Link(Place("b.md", 1), A),
    ]
    seen = {A: Seen("there", at="2026-11-29T23:30:00Z"), B: Seen("moved", to=C, at="2026-11-29T23:30:00Z")}
    from zoneinfo import ZoneInfo

    assert days(links, seen, ZoneInfo("Europe/Berlin")) == {"a.md": {("links", 0): "2026-11-30"}}
