"""What a publish costs, from the first one to a word that changed, beside what other makers of sites take for the same
texts: `nox -s bench -- build 200 1000`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from benchmarks import corpus
from benchmarks.measure import Cost, Failed, cost
from benchmarks.peers import MATERIAL, PEERS, Peer

HOUSE = Path(__file__).parents[1]
SCHEDULED = "2026-07-01"
"""The day from which on one article is public: that of the step, and each step is a day after the one before."""
KEPT = 3
"""Releases that a directory keeps: `pipeline.release.state.history`, too large for a process that measures others."""
LEAST = 10
"""Articles: each step changes another one."""
COLD, UNCHANGED, WORD, TITLE = "cold", "unchanged", "one word", "one title"
TOPIC, TEMPLATE, SCHEDULE, CHECK = "a topic's title", "a template", "a schedule", "check, unchanged"
Costs = Mapping[tuple[str, str], Cost]
"""Maker and step → what it cost."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the source, the command after it, and the page that is another then. One without a name is done and
    not told.
    """

    name: str
    command: tuple[str, ...]
    change: Callable[[Path], object]
    page: str = ""


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes a site, and all that is tried with it, in this order."""

    name: str
    write: Callable[[Path, int], object]
    steps: Sequence[Step]
    env: Mapping[str, str] = field(default_factory=dict)


def main(sizes: Sequence[int]) -> None:
    """Print a table for each size, and what a page more costs between the smallest and the largest."""
    here = [peer for peer in PEERS if peer.is_here]
    for peer in PEERS:
        print(f"- {peer.says()}" if peer.is_here else f"- {peer.name} is not here: {peer.get}")
    makers = (of_peer(MATERIAL), ours(), *(of_peer(peer) for peer in here if peer is not MATERIAL))
    found = {size: table(size, makers) for size in sizes}
    if len(sizes) > 1:
        growth(found)


def grow(sizes: Sequence[int]) -> None:
    """Print what a page more costs us, and no more."""
    growth({size: {(name, step): one for name, step, one in measured(ours(), size)} for size in sizes})


def table(size: int, makers: Iterable[Maker]) -> Costs:
    """Measure and print, row by row."""
    print(f"\n{size} articles:\n\n| maker | step | CPU s | of {MATERIAL.name} | wall s | peak MB | written MB |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    found: dict[tuple[str, str], Cost] = {}
    for maker in makers:
        for name, step, one in measured(maker, size):
            found[name, step] = one
            ratio = one.cpu / found[MATERIAL.name, COLD].cpu
            amounts = f"{one.wall:.2f} | {one.memory / 1e6:.0f} | {one.written / 1e6:.1f}"
            print(f"| {name} | {step} | {one.cpu:.2f} | {ratio:.2f} | {amounts} |", flush=True)
    return found


def growth(found: Mapping[int, Costs]) -> None:
    """Print what a page more costs between the smallest size and the largest."""
    small, large = min(found), max(found)
    print(f"\nEach page more, from {small} to {large} articles:\n\n| maker | step | CPU ms |\n| --- | --- | ---: |")
    for (name, step), one in found[large].items():
        more = (one.cpu - found[small][name, step].cpu) / (large - small)
        print(f"| {name} | {step} | {more * 1000:.2f} |")


def measured(maker: Maker, size: int) -> Iterator[tuple[str, str, Cost]]:
    """The steps of a maker, in a folder of its own. Raises `Failed` where a step did not do what it is measured for."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        maker.write(root, size)
        for step in maker.steps:
            before = _bytes(root / step.page)
            step.change(root)
            found = cost(step.command, root, maker.env)
            if step.page and _bytes(root / step.page) == before:
                raise Failed(f"{maker.name}, {step.name}: `{step.page}` is as it was before")
            if step.name:
                yield maker.name, step.name, found


def ours() -> Maker:
    """The pipeline of this checkout. Releases of the target are published until the first of them goes: from then on
    each costs what the ones after it do.
    """
    settling = [("", "publish", word(number), article(number)) for number in range(KEPT)]
    planned = (
        (COLD, "publish", scheduled, article(0)),
        (UNCHANGED, "publish", nothing, ""),
        *settling,
        (WORD, "publish", word(7), article(7)),
        (TITLE, "publish", title(8), article(8)),
        (TOPIC, "publish", topic, "topics/topic-0/index.html"),
        (TEMPLATE, "publish", template, article(9)),
        (SCHEDULE, "publish", nothing, "library/articles/scheduled/index.html"),
        (CHECK, "check", nothing, ""),
    )
    begun = date.fromisoformat(SCHEDULED) - timedelta(days=[name for name, *_ in planned].index(SCHEDULE))
    command = (sys.executable, "-m", "pipeline")
    steps = (
        Step(name, (*command, what, "-q", "--at", str(begun + timedelta(days=days))), change, page and f"public/{page}")
        for days, (name, what, change, page) in enumerate(planned)
    )
    return Maker("this pipeline", corpus.write, tuple(steps), {"PYTHONPATH": str(HOUSE)})


def of_peer(peer: Peer) -> Maker:
    """What another maker of sites can be asked for."""

    def line(root: Path) -> None:
        with (root / peer.template).open("a", encoding="utf-8") as file:
            file.write(peer.line)

    def page(number: int) -> str:
        return f"{peer.pages}/{article(number)}"

    steps = (
        Step(COLD, peer.build, nothing, page(0)),
        Step(UNCHANGED, peer.build, nothing),
        Step(WORD, peer.build, word(7, peer.texts), page(7)),
        Step(TITLE, peer.build, title(8, peer.texts), page(8)),
        Step(TEMPLATE, peer.build, line, page(9)),
    )
    return Maker(peer.name, peer.write, steps, peer.env)


# Changes --------------------------------------------------------------------------------------------------------------


def nothing(_root: Path) -> None:
    """Another day, and nothing more."""


def word(number: int, texts: str = "content") -> Callable[[Path], None]:
    return lambda root: _edit(root / texts / _source(number), "`here`", "`there`")


def title(number: int, texts: str = "content") -> Callable[[Path], None]:
    return lambda root: _edit(root / texts / _source(number), f'title: "Article {number}:', f'title: "Essay {number}:')


def topic(root: Path) -> None:
    _edit(root / "content/topics.yml", "title: The topic 0\n", "title: The theme 0\n")


def template(root: Path) -> None:
    """A library's own template for articles, over the one of the theme."""
    own = root / "theme/kinds/article.html"
    own.parent.mkdir(parents=True)
    line = "{% block body %}{{ super() }}<p>One line more.</p>{% endblock %}\n"
    own.write_text((HOUSE / "theme/kinds/article.html").read_text(encoding="utf-8") + line, encoding="utf-8")


def scheduled(root: Path) -> None:
    """One article more, for later."""
    head, _, rest = (root / "content" / _source(0)).read_text(encoding="utf-8").partition("date: ")
    text = f"{head}date: {SCHEDULED}\n{rest[11:]}".replace("(../part", "(part")
    (root / "content/library/articles/scheduled.md").write_text(text, encoding="utf-8")


def article(number: int) -> str:
    """Its page below the root of the site."""
    return f"library/articles/part-0/article-{number}/index.html"


def _source(number: int) -> str:
    return f"library/articles/part-0/article-{number}.md"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise Failed(f"`{path.name}` has no {old}")
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
