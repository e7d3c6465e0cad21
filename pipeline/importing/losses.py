"""What becomes of each loss: the table of their areas, and what `import.yml` decides.

A loss has an area and a name: `html/iframe`. What is presentation only is dropped, and only counted; what a reader
would miss waits for people to decide. What is kept in `extra`, or changed into something that says the same, is told,
and stays so where nobody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.importing.loss import Loss
from pipeline.model.decisions import Decisions, Mapped, Verdict, named

By = Literal["item", "import.yml", "default", ""]


@dataclass(frozen=True, slots=True)
class Area:
    """A sort of losses: what is told by it, and those of its names that are dropped without a question."""

    about: str
    trifles: frozenset[str] = frozenset()
    default: Verdict | None = None


AREAS: Final[dict[str, Area]] = {
    "category": Area("A category, tag or keyword that is no topic and no audience: see `topics` and `audiences`."),
    "fetch": Area("A file that could not be brought, or is not what the source says."),
    "feed": Area("An element of a feed that has no field."),
    "html": Area(
        "An element or attribute of HTML that Markdown has no way to say.",
        frozenset({"style", "class", "id", "rel", "target", "width", "height", "align"}),
    ),
    "meetings": Area(
        "What a list of meetings says that no meeting of the library does, and what it says of persons.",
        frozenset({"edit_url", "author", "last_contact", "entity_logo", "mailing_address"}),
    ),
    "picture": Area("A picture without words for those who don't see it, or one that could not be taken."),
    "shortcode": Area("A shortcode or tag of another program."),
}
"""The areas of losses, in the order of their names. Each reader has lines of its own."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A loss and what becomes of it; None where nobody decided yet. `by`: who did."""

    loss: Loss
    verdict: Verdict | Mapped | None
    by: By = ""

    @property
    def open(self) -> bool:
        """Whether somebody has to decide."""
        return self.verdict is None


def decided(losses: Iterable[Loss], decisions: Decisions, item: str = "") -> tuple[Decided, ...]:
    """Each loss with its verdict; `item` is the id of the item in which it stands."""
    return tuple(Decided(loss, *_verdict(loss.kind, loss.outcome, decisions, item)) for loss in losses)


def verdict(kind: str, decisions: Decisions, item: str = "") -> Verdict | Mapped | None:
    """What people decided on a kind of loss, before anything is dropped for it; None where they did not."""
    return next((one for one, _ in _chosen(kind, decisions, item)), None)


def _verdict(kind: str, outcome: str, decisions: Decisions, item: str) -> tuple[Verdict | Mapped | None, By]:
    chosen = next(_chosen(kind, decisions, item), None)
    if chosen is not None:
        return chosen
    if outcome != "dropped":
        return "keep", "default"
    default = default_of(kind)
    return default, "default" if default else ""


def _chosen(kind: str, decisions: Decisions, item: str) -> Iterator[tuple[Verdict | Mapped, By]]:
    """What is decided of a kind, the nearest first: of the item before all, by its name before its area."""
    area, _, name = kind.partition("/")
    every = f"{area}/*"
    own = decisions.items.get(item)
    for names in (kind, every):
        if own is not None and names in own.losses:
            yield own.losses[names], "item"
    for names in (kind, every):
        if names in decisions.losses:
            yield decisions.losses[names], "import.yml"
    if area == "category" and (_is_named(name, decisions.topics) or _is_named(name, decisions.audiences)):
        yield "drop", "import.yml"


def _is_named(name: str, by_name: Mapping[str, object]) -> bool:
    return named(name, by_name) is not None


def default_of(kind: str) -> Verdict | None:
    """What becomes of a kind of loss of which nobody says anything."""
    area, _, name = kind.partition("/")
    known = AREAS.get(area)
    if known is None:
        return None
    return "drop" if name in known.trifles else known.default
