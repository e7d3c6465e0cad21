"""A changed word costs the same in a library three times as large: as much work, as many files read, written and sent.

Counted, never timed, with the real pipeline; `nox -s bench -- growth` tells the seconds. Hubs show no texts, so none of
them is among what changes. The feeds are: the article is one of the fifty newest of the library, and of its topics.
What grows is the size of single files: the manifest and the memories of the cache have a line for each file, a feed has
up to fifty entries, and a shard of the search up to 50 pages, which are indexed together.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import pytest

from benchmarks import corpus
from pipeline import flow, publishing, settings, wiring
from pipeline.jobs import Outcome
from pipeline.jobs.outcome import Status
from pipeline.model.artifact import Artifact, unhashed
from tests.support.library import edit
from tests.support.run import shared_pool

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ARTICLE = "library/articles/part-0/article-6"
HOMES = ("", "topics/topic-2/", "topics/topic-15/", "topics/topic-18/")
SHOWN = {
    f"{ARTICLE}/index.html",
    f"api/entries/{ARTICLE}.json",
    *(
        f"{home}feed.{ending}"
        for home in ("", *(f"topics/topic-{n}/" for n in (2, 15, 18)))
        for ending in ("xml", "json")
    ),
}
"""What shows its text: its page, its document of the catalogue, and feeds. The rest of what changes is the search."""


@dataclass
class Spent:
    """What one publish did: jobs by performer, done and looked up; files that the target was sent, that were written
    into `dist/`, and that were read, of the library and of `dist/`: all without the digests in their names. Of the
    target it is their number.
    """

    jobs: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    sent: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    read: Counter[str] = field(default_factory=Counter)


@dataclass
class Watcher:
    """Notes jobs and what is sent."""

    spent: Spent

    def begin(self, performer: str, jobs: int) -> None: ...

    def done(self, outcome: Outcome, done: int, of: int) -> None:
        jobs = self.spent.jobs if outcome.status is Status.BUILT else self.spent.kept
        jobs[outcome.job.performer] += 1

    def sent(self, artifact: Artifact, size: int) -> None:
        self.spent.sent.append(unhashed(artifact.path))

    def warn(self, message: str) -> None:
        raise AssertionError(message)


@pytest.fixture(scope="module")
def spent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Spent, Spent]:
    """On a changed word, in a small library and in one three times as large."""
    small, large = (after_a_word(corpus.write(tmp_path_factory.mktemp("library"), size), size) for size in (10, 30))
    return small, large


def after_a_word(root: Path, size: int) -> Spent:
    first = publish(root)
    assert first.jobs["text"] == size + 1  # the home page has a text, too
    edit(root, f"content/{ARTICLE}.md", "`here`", "`there`")
    return publish(root)


def publish(root: Path) -> Spent:
    """As the command does, without its looks at the public address."""
    spent, before = Spent(), files(root / "dist")
    said, problems = settings.load((root / "pipeline.toml").read_text(encoding="utf-8"))
    assert said and not problems
    world = wiring.world(str(root), said, "public", NOW, shared_pool(), Watcher(spent))
    with reads(root, spent.read):
        flow.build(world)
        planned = publishing.plan(world)
        assert planned is not None
        publishing.sync(world, planned)
    after = files(root / "dist")
    spent.written = sorted(unhashed(path) for path, looks in after.items() if before.get(path) != looks)
    spent.sent.sort()
    return spent


def files(root: Path) -> dict[str, tuple[int, int]]:
    """The files below a folder, each with what tells whether it was written since."""
    found = ((path, path.stat()) for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): (status.st_ino, status.st_mtime_ns) for path, status in found}


_noting: list[Callable[[str], None]] = []
"""Who is told of each file that this process opens to read; a hook of Python's can't be taken away again."""


def _opened(event: str, about: tuple[object, ...]) -> None:
    if _noting and event == "open":
        path, _, flags = about
        if isinstance(path, str | bytes | os.PathLike) and isinstance(flags, int) and not flags & os.O_ACCMODE:
            _noting[-1](os.fsdecode(path))


_hook = cache(partial(sys.addaudithook, _opened))


@contextmanager
def reads(root: Path, found: Counter[str]) -> Iterator[None]:
    """Count what is read below a root, each time. The processes of the pool read what their jobs are given, and the
    cache has its own promise: neither is counted.
    """

    def note(path: str) -> None:
        name = os.path.relpath(path, root)
        if not name.startswith(("..", ".cache")) and not Path(path).is_dir():
            found[".public" if name.startswith(".public") else unhashed(name)] += 1

    _hook()
    _noting.append(note)
    try:
        yield
    finally:
        _noting.remove(note)


def test_the_work_is_that_on_one_text_and_one_page(spent: tuple[Spent, Spent]) -> None:
    small, large = spent
    assert (small.jobs, small.kept) == (large.jobs, large.kept)
    assert large.jobs["text"] == large.jobs["page"] == large.jobs["search"] == 1
    assert set(large.jobs) == {"text", "page", "search", "search-words", "search-spellings"}
    assert {"text", "page"}.isdisjoint(large.kept)


def test_the_files_read_are_as_many(spent: tuple[Spent, Spent]) -> None:
    small, large = spent
    assert small.read == large.read
    assert {path for path in large.read if path.startswith("content/library")} == {f"content/{ARTICLE}.md"}


def test_the_files_written_are_those_that_show_the_text(spent: tuple[Spent, Spent]) -> None:
    small, large = spent
    assert small.written == large.written
    assert {path for path in large.written if "search/" not in path} == {
        *(f"public/{one}" for one in SHOWN),
        "public.json",
    }


def test_the_target_is_sent_what_was_written(spent: tuple[Spent, Spent]) -> None:
    small, large = spent
    assert small.sent == large.sent
    assert [f"public/{path}" for path in large.sent] == [path for path in large.written if path != "public.json"]
