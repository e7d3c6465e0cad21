"""What is at hand while a text is cleaned: its page, where links lead, what people decided; and what was lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.importing.deciding.losses import verdict
from pipeline.importing.site.page import Page, Site
from pipeline.importing.source.loss import Loss, Outcome
from pipeline.model.decisions import Decisions, Mapped, Verdict
from pipeline.problems import Place

_SHOWN = 80


@dataclass(slots=True)
class Desk:
    """Where one text is cleaned. `leads` says where an address or a path leads: to the path of another file, from that
    of the text, or nowhere that we know ("").
    """

    page: Page
    site: Site
    decisions: Decisions
    leads: Callable[[str], str]
    losses: list[Loss] = field(default_factory=list)

    def lose(self, kind: str, what: str, line: int, outcome: Outcome = "dropped") -> None:
        """Something has no home here. `line` counts from the first of the body."""
        shown = " ".join(what.split())
        shown = shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
        self.losses.append(Loss(kind, outcome, shown, Place(self.page.path, self.page.front.line + line)))

    def decided(self, kind: str) -> Verdict | Mapped | None:
        """What people decided about a sort of loss, for this page or for all."""
        return verdict(kind, self.decisions, self.page.path)
