"""What is wrong with a source as it was written, gathered while it is read: each sort once, counted, with its place."""

from __future__ import annotations

from pipeline.importing.source.loss import Loss, Outcome
from pipeline.problems import Place


class Faults:
    """Gathers losses of one file: of each kind and outcome the first place, and how many there are."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._found: dict[tuple[str, Outcome], Loss] = {}

    def add(self, kind: str, outcome: Outcome, what: str, line: int, count: int = 1) -> None:
        """One more. `what` shows it, in few words: those of the first stand."""
        first = self._found.get((kind, outcome))
        place = first.place if first else Place(self.path, line)
        said = first.what if first else what
        self._found[kind, outcome] = Loss(kind, outcome, said, place, count + (first.count if first else 0))

    @property
    def losses(self) -> tuple[Loss, ...]:
        """All that was found, in the order in which each kind was met."""
        return tuple(self._found.values())
