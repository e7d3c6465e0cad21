"""Pieces that stand as long as nothing changed of what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from pipeline.model.answers import Answers
from pipeline.model.artifact import Blob, Piece

Make = Callable[[str], Iterable[Piece]]


class Keeper(Protocol):
    """Where bytes are kept from one build to the next."""

    def put(self, data: bytes) -> Blob:
        """Keep bytes."""

    def read(self, blob: Blob) -> bytes | None:
        """The bytes of a blob; None where they are gone."""


class Kept:
    """Pieces of a sort, each few of them made from a subject."""

    def __init__(self, name: str, make: Make, answers: Answers, keeper: Keeper) -> None:
        self._name, self._make, self._answers, self._keeper = name, make, answers, keeper
        answers.answers(name, self._plain, kept=True)

    def of(self, subject: str) -> tuple[Piece, ...]:
        """The pieces of a subject, made now or before."""
        plain = self._answers.ask(self._name, subject)
        return tuple(Piece(path, Blob(digest, size), source, old) for path, digest, size, source, old in plain)

    def read(self, subject: str) -> bytes:
        """The bytes of the only piece of a subject; made again where they are gone."""
        (piece,) = self.of(subject)
        data = self._keeper.read(piece.data) if isinstance(piece.data, Blob) else piece.data
        if data is None:
            self._answers.forget(self._name, subject)
            return self.read(subject)
        return data

    def _plain(self, subject: str) -> list[tuple[str, str, int, str, str]]:
        return [self._put(piece) for piece in self._make(subject)]

    def _put(self, piece: Piece) -> tuple[str, str, int, str, str]:
        blob = piece.data if isinstance(piece.data, Blob) else self._keeper.put(piece.data)
        return piece.path, blob.digest, blob.size, piece.source, piece.leads_to
