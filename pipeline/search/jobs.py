"""The work of the search: jobs that index shards of the pages, and jobs that join what the shards say of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain

from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.artifact import Blob, Piece
from pipeline.model.published import Published
from pipeline.search import index
from pipeline.search.documents import Facts, facts
from pipeline.search.parting import parted

WORDS = "words/"
"""Begins the names of what a shard's job says of words, by ranges of letters. It is not published."""
_SHARD, _LETTERS = "search", "search-words"
_SUBJECT = "the words of the pages"


def jobs(words: Mapping[str, Blob], published: Published) -> tuple[Job, ...]:
    """A job for each shard, from the words of pages by address. Only entries are searched: hubs list what stands on
    other pages. One index serves all languages of a library: who searches finds everything, whatever page they are on.
    """
    entries = {entry.address: entry for entry in published.library.entries if entry.address}
    searched = {address: words[address] for address in entries if address in words and words[address].size}
    language = published.site.language.partition("-")[0].lower()

    published.answers.answers("search facts", lambda path: _facts(path, published), kept=True)

    def job(bits: str, addresses: Iterable[str]) -> Job:
        inputs = {address: searched[address] for address in addresses}
        about = {address: published.answers.ask("search facts", entries[address].path) for address in addresses}
        return Job(_SHARD, f"{_SUBJECT} {bits}".strip(), inputs, {"language": language, "pages": about})

    return tuple(job(bits, addresses) for bits, addresses in parted(searched).items())


def _facts(path: str, published: Published) -> Facts:
    entry = published.find(path)
    assert entry is not None, path
    return facts(entry, published)


def joins(shards: Iterable[Outcome]) -> tuple[Job, ...]:
    """A job for each range of letters, which joins what the shards' jobs say of its words."""
    shards = tuple(shards)
    language = shards[0].job.params["language"] if shards else ""
    inputs: dict[str, dict[str, Blob]] = defaultdict(dict)
    first: dict[str, dict[str, int]] = defaultdict(dict)
    for base, shard in zip(index.bases([one.facts for one in shards]), shards, strict=True):
        for name, blob in shard.outputs.items():
            if name.startswith(WORDS):
                inputs[name][shard.job.subject] = blob
                first[name][shard.job.subject] = base
    return tuple(
        Job(
            _LETTERS,
            f"{_SUBJECT} from U+{name.removeprefix(WORDS)}",
            inputs[name],
            {"language": language, "first": first[name]},
        )
        for name in sorted(inputs)
    )


def pieces(outcomes: Iterable[Outcome]) -> tuple[Piece, ...]:
    """What all these jobs made and what leads to it, where readers' browsers find it."""
    outcomes = tuple(outcomes)
    outputs = chain.from_iterable(outcome.outputs.items() for outcome in outcomes)
    made: dict[str, Blob | bytes] = {name: blob for name, blob in outputs if not name.startswith(WORDS)}
    chunks = [chunk for one in outcomes if one.job.performer == _LETTERS for chunk in one.facts["chunks"]]
    if shards := [one.facts for one in outcomes if one.job.performer == _SHARD]:
        made |= index.heads(shards, chunks)
    return tuple(Piece(f"{urls.SEARCH}{name}", data, "theme/") for name, data in sorted(made.items()))
