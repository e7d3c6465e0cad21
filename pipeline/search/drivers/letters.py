"""What shards say of the words of some letters becomes files of one index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from pipeline.jobs import Made, Task
from pipeline.search import bundle
from pipeline.search.postings import Postings, chunks

_FAST = 1  # of nine levels: the ninth takes thirty times as long for a sixth less


@dataclass(frozen=True, slots=True)
class Letters:
    """Performer `search-words`: inputs are `Postings` of shards, `params` says the language and the number of each
    one's first page; files of words, with their first and last words.
    """

    recipe: int = 1
    durable: bool = False
    here: int = 12

    @property
    def versions(self) -> Mapping[str, str]:
        return {"cbor2": version("cbor2")}

    def perform(self, task: Task) -> Made:
        first: Mapping[str, int] = task.params["first"]
        of = sorted(first, key=first.__getitem__)
        parts = ((first[name], Postings.from_bytes(Path(task.inputs[name]).read_bytes())) for name in of)
        made, files = [], {}
        for chunk in chunks(parts):
            data = bundle.packed(chunk.data, level=_FAST)
            name = bundle.name(task.params["language"], data)
            files[bundle.path("index", name)] = data
            made.append([chunk.first, chunk.last, name])
        return Made({"chunks": made}, files)
