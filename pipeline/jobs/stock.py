"""What the cache holds, of which work, and since when nobody has used it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.jobs.cache import BLOBS, RECORDS, Record, digest_of
from pipeline.stores import Held, LocalStore
from pipeline.stores.sealed import Sealed

WRITTEN, NOTES = "written as it is", "records and memory"
"""What no performer made: pages and feeds when they are finished, what jobs are given; and what the cache knows."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sort of work: how many values, how many bytes, and how many of those no build used for so many days."""

    work: str
    count: int
    size: int
    idle: int


@dataclass(frozen=True, slots=True)
class Stock:
    """The cache in a store, seen as a whole."""

    store: LocalStore

    def parts(self, days: int) -> tuple[Part, ...]:
        """What it holds, the largest first. `days` is the age from which a value counts as idle."""
        found: dict[str, list[Held]] = {}
        makers = self._makers()
        for held in self.store.held():
            digest = held.key.rpartition("/")[2]
            work = makers.get(digest, WRITTEN) if held.key.startswith(BLOBS) else NOTES
            found.setdefault(work, []).append(held)
        parts = (_part(work, held, days) for work, held in found.items())
        return tuple(sorted(parts, key=lambda part: (-part.size, part.work)))

    def prune(self, days: int) -> Part:
        """Remove what no build of so many days used; what went."""
        return _part("", self.store.prune(days), days)

    def verify(self) -> tuple[str, ...]:
        """Read all of it, and remove what is not what was written there; the keys of what went."""
        spoiled = tuple(held.key for held in self.store.held() if not self._is_whole(held))
        for key in spoiled:
            self.store.delete(key)
        return spoiled

    def _is_whole(self, held: Held) -> bool:
        if held.key.startswith(BLOBS):
            return digest_of(self.store.open(held.key) or ()) == held.key.rpartition("/")[2]
        return not held.size or Sealed(self.store).read(held.key) is not None

    def _makers(self) -> Mapping[str, str]:
        """Digest of an output → the performer that made it."""
        made = ((record.description["performer"], record.outputs.values()) for record in self._records())
        return {blob.digest: str(performer) for performer, outputs in made for blob in outputs}

    def _records(self) -> Iterator[Record]:
        for key in self.store.keys(RECORDS):
            if record := Record.from_bytes(Sealed(self.store).read(key) or b""):
                yield record


def _part(work: str, held: Iterable[Held], days: int) -> Part:
    held = tuple(held)
    return Part(work, len(held), sum(one.size for one in held), sum(one.size for one in held if one.age > days))
