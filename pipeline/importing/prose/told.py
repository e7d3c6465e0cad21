"""What is told of a text: each kind of loss with its place, and how often it stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pipeline.importing.source.loss import Loss, Outcome
from pipeline.problems import Place

LOOKS: Final = frozenset({"attribute", "tag", "letters"})
"""Areas of what only looks: each kind of them is counted, with the place of the first."""
_LONGEST = 120


@dataclass(slots=True)
class Told:
    """Gathers the losses of one text that begins at `place`. Its lines count from 1; 0 is none of them."""

    place: Place
    _counts: dict[tuple[str, Outcome, str, int], int] = field(default_factory=dict)
    _firsts: dict[str, tuple[str, int]] = field(default_factory=dict)

    def tell(self, kind: str, outcome: Outcome, what: str = "", line: int = 0) -> None:
        """Note one loss. What shows it is cut to a few words."""
        what = " ".join(what.split())
        what = what if len(what) <= _LONGEST else what[: _LONGEST - 1] + "…"
        if kind.partition("/")[0] in LOOKS:
            what, line = self._firsts.setdefault(kind, (what, line))
        key = (kind, outcome, what, line)
        self._counts[key] = self._counts.get(key, 0) + 1

    def losses(self) -> tuple[Loss, ...]:
        """All of them, in the order in which they were met."""
        return tuple(
            Loss(kind, outcome, what, self._place(line), count)
            for (kind, outcome, what, line), count in self._counts.items()
        )

    def _place(self, line: int) -> Place:
        if line < 1:
            return self.place
        return Place(self.place.path, max(1, self.place.line) + line - 1)
