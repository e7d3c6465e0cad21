"""What shards say of words is joined: of a volume, and then of all into files of one index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.jobs import Made, Task
from pipeline.jobs.packages import version
from pipeline.search import bundle, spelling
from pipeline.search.postings import Postings, chunks, joined

_FAST = 1  # of nine levels: the ninth takes thirty times as long for a sixth less


@dataclass(frozen=True, slots=True)
class Volume:
    """Performer `search-volume`: inputs are `Postings` of shards, `params` says which of them each range of letters
    has, with the number of each one's first page in the volume, and which inputs say how words are spelt; `Postings` of
    the ranges, and the spellings of all.
    """

    recipe: int = 1
    durable: bool = False
    here: int = 2

    @property
    def versions(self) -> Mapping[str, str]:
        return {"cbor2": version("cbor2")}

    def perform(self, task: Task) -> Made:
        words: Mapping[str, Mapping[str, int]] = task.params["first"]
        made = {name: joined(_parts(task, first)).with_cuts().to_bytes() for name, first in words.items()}
        return Made({}, {**made, spelling.SPELLINGS: spelling.to_bytes(_spelt(task, task.params["spellings"]))})


@dataclass(frozen=True, slots=True)
class Letters:
    """Performer `search-words`: inputs are `Postings` of volumes, `params` says the language and the number of each
    one's first page; files of words, with their first and last words.
    """

    recipe: int = 1
    durable: bool = False
    here: int = 48  # the letters of an alphabet, and digits: all are joined where a word is put in

    @property
    def versions(self) -> Mapping[str, str]:
        return {"cbor2": version("cbor2")}

    def perform(self, task: Task) -> Made:
        made, files = [], {}
        for chunk in chunks(_parts(task, task.params["first"])):
            data = bundle.packed(chunk.data, level=_FAST)
            name = bundle.name(task.params["language"], data)
            files[bundle.path("index", name)] = data
            made.append([chunk.first, chunk.last, name])
        return Made({"chunks": made}, files)


@dataclass(frozen=True, slots=True)
class Spellings:
    """Performer `search-spellings`: inputs say how words are spelt, `params` on how many pages; the list of them."""

    recipe: int = 1
    durable: bool = False
    here: int = 1
    versions: Mapping[str, str] = field(default_factory=dict)

    def perform(self, task: Task) -> Made:
        return Made({}, {spelling.FILE: spelling.listed(_spelt(task, sorted(task.inputs)), task.params["pages"])})


def _spelt(task: Task, names: Iterable[str]) -> Counter[str]:
    return spelling.added(Path(task.inputs[name]).read_bytes() for name in names)


def _parts(task: Task, first: Mapping[str, int]) -> Iterator[tuple[int, Postings]]:
    """The inputs that are named here, in the order of their first pages."""
    for name in sorted(first, key=first.__getitem__):
        yield first[name], Postings.from_bytes(Path(task.inputs[name]).read_bytes())
