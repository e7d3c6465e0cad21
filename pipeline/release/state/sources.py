"""Recordings that a target keeps beside its state for the machines that build, and for nobody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from pipeline.model.artifact import Blob
from pipeline.model.tree import suffix


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording that lies there: its name, the address by which episodes name it, its bytes' size, and the days since
    it was put there.
    """

    name: str
    url: str
    size: int
    age: float

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, which is its name."""
        return self.name.partition(".")[0]


class Sources(Protocol):
    """Recordings by name: what lies under one never changes. Every method may raise `TargetError`."""

    @property
    def where(self) -> str:
        """The place, for people."""

    def url(self, name: str) -> str:
        """The address by which episodes name a recording."""

    def add(self, name: str, blob: Blob, chunks: Iterable[bytes]) -> bool:
        """Put a recording where nothing lies; False where it lies there already, as it is. Nobody without credentials
        may read it.
        """

    def kept(self) -> tuple[Kept, ...]:
        """All that lie there, by name."""

    def remove(self, names: Collection[str]) -> None:
        """Remove recordings."""


def name_of(digest: str, file: str) -> str:
    """The name of a recording: its digest, with the ending of its file."""
    return f"{digest}{suffix(file)}"
