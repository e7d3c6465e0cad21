"""The work of the search: jobs that index shards of the pages, and jobs that join what the shards say of words: first
those of each volume, then those of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from pipeline.jobs import Job, Outcome
from pipeline.model import urls
from pipeline.model.artifact import Blob, Piece
from pipeline.model.published import Published
from pipeline.search import index
from pipeline.search.documents import Facts, facts
from pipeline.search.parting import VOLUME, parted
from pipeline.search.spelling import SPELLINGS

WORDS = "words/"
"""Begins the names of what a job says of words, by ranges of letters. It is not published."""
_SHARD, _VOLUME, _LETTERS, _SPELT = "search", "search-volume", "search-words", "search-spellings"
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
        return Job(_SHARD, _named(bits), inputs, {"language": language, "pages": about})

    return tuple(job(bits, addresses) for bits, addresses in parted(searched).items())


def _facts(path: str, published: Published) -> Facts:
    entry = published.find(path)
    assert entry is not None, path
    return facts(entry, published)


def volumes(shards: Iterable[Outcome], full: int = VOLUME) -> tuple[Job, ...]:
    """A job for each volume of several shards, `full` pages at most, which joins what these say of words."""
    return tuple(_volume(bits, of) for bits, of in _volumes(shards, full).items() if len(of) > 1)


def _volume(bits: str, shards: Sequence[Outcome]) -> Job:
    inputs = {f"{shard.job.subject} {SPELLINGS}": shard.outputs[SPELLINGS] for shard in shards}
    spelt, first = sorted(inputs), defaultdict[str, dict[str, int]](dict)
    for base, shard in zip(index.bases([one.facts for one in shards]), shards, strict=True):
        for name, blob in _words(shard):
            given = f"{shard.job.subject} {name}"
            inputs[given] = blob
            first[name][given] = base
    return Job(_VOLUME, _named(bits), inputs, {"first": first, "spellings": spelt})


def _volumes(shards: Iterable[Outcome], full: int) -> dict[str, list[Outcome]]:
    """The shards of each volume, both in order."""
    shards = tuple(shards)
    addresses = chain.from_iterable(shard.job.inputs for shard in shards)
    bits = {address: bits for bits, of in parted(addresses, full).items() for address in of}
    found: dict[str, list[Outcome]] = defaultdict(list)
    for shard in shards:
        found[bits[next(iter(shard.job.inputs))]].append(shard)
    return found


def joins(shards: Iterable[Outcome], volumes: Iterable[Outcome], full: int = VOLUME) -> tuple[Job, ...]:
    """A job for each range of letters, which joins what the volumes say of its words, and one that lists how words are
    spelt; the volume of a single shard had no job of its own.
    """
    shards, joined = tuple(shards), {outcome.job.subject: outcome for outcome in volumes}
    language = shards[0].job.params["language"] if shards else ""
    inputs: dict[str, dict[str, Blob]] = defaultdict(dict)
    first: dict[str, dict[str, int]] = defaultdict(dict)
    spelt: dict[str, Blob] = {}
    base = 0
    for bits, of in _volumes(shards, full).items():
        volume = joined.get(_named(bits), of[0])
        for name, blob in _words(volume):
            inputs[name][_named(bits)] = blob
            first[name][_named(bits)] = base
        spelt[_named(bits)] = volume.outputs[SPELLINGS]
        base += sum(len(shard.facts["pages"]) for shard in of)
    letters = (
        Job(
            _LETTERS,
            f"{_SUBJECT} from U+{name.removeprefix(WORDS)}",
            inputs[name],
            {"language": language, "first": first[name]},
        )
        for name in sorted(inputs)
    )
    spellings = (Job(_SPELT, "how the words are spelt", spelt, {"pages": base}),) if spelt else ()
    return (*letters, *spellings)


def _words(outcome: Outcome) -> Iterator[tuple[str, Blob]]:
    """What a job says of words, by ranges of letters."""
    return ((name, blob) for name, blob in outcome.outputs.items() if name.startswith(WORDS))


def _named(bits: str) -> str:
    """The pages of a shard, or of a volume, in words."""
    return f"{_SUBJECT} {bits}".strip()


def pieces(outcomes: Iterable[Outcome]) -> tuple[Piece, ...]:
    """What all these jobs made and what leads to it, where readers' browsers find it."""
    outcomes = tuple(outcomes)
    outputs = chain.from_iterable(outcome.outputs.items() for outcome in outcomes)
    inner = (SPELLINGS, WORDS)
    made: dict[str, Blob | bytes] = {name: blob for name, blob in outputs if not name.startswith(inner)}
    chunks = [chunk for one in outcomes if one.job.performer == _LETTERS for chunk in one.facts["chunks"]]
    if shards := [one.facts for one in outcomes if one.job.performer == _SHARD]:
        made |= index.heads(shards, chunks)
    return tuple(Piece(f"{urls.SEARCH}{name}", data, "theme/") for name, data in sorted(made.items()))
