"""Categories, tags and keywords of a source as topics and audiences of the library."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.formats.letters import slug
from pipeline.importing.deciding.decisions import Decisions, OfItem
from pipeline.importing.source.found import Item
from pipeline.importing.source.loss import Loss
from pipeline.model.decisions import like
from pipeline.model.taxonomy import Heading

_BOTH = ("topics", "audiences")


@dataclass(frozen=True, slots=True)
class Filed:
    """Under what an item is filed, and the terms of which nothing became: they are kept by their names."""

    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    left: tuple[str, ...]
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """Files items: by what people decided, or by names that say the same."""

    decisions: Decisions
    topics: Mapping[str, Heading]
    audiences: Mapping[str, Heading]
    _decided: Mapping[str, Mapping[str, tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        said = {"topics": self.decisions.topics, "audiences": self.decisions.audiences}
        folded = {what: {like(name): ids for name, ids in chosen.items()} for what, chosen in said.items()}
        object.__setattr__(self, "_decided", folded)

    def filed(self, item: Item, fields: Iterable[str], needed: Collection[str]) -> Filed:
        """Under what an item is filed whose kind has these fields, of which some are `needed`."""
        left = tuple(dict.fromkeys(term.name for term in item.terms if not self.knows(term.name)))
        losses = [Loss(f"category/{name}", "kept", name, item.place) for name in left]
        chosen = {what: self._chosen(item, what) for what in _BOTH if what in fields}
        for what in (one for one, ids in chosen.items() if not ids and one in needed):
            if first := next(iter(getattr(self, what)), ""):
                chosen[what] = (first,)
                losses.append(Loss(f"{what}/none", "changed", f"`{first}`, the first there is", item.place))
        return Filed(chosen.get("topics", ()), chosen.get("audiences", ()), left, tuple(losses))

    def _chosen(self, item: Item, what: str) -> tuple[str, ...]:
        """Its topics or audiences: what people decided for it, or what it and its terms say, or what holds for all."""
        if own := getattr(self.decisions.items.get(item.id, OfItem()), what):
            return tuple(own)
        said = (str(one) for one in item.fields.get(what) or ())  # by a library of our own that moves
        named = (one for term in item.terms for one in self._meant(term.name, what) or ())
        return tuple(dict.fromkeys((*said, *named))) or tuple(getattr(self.decisions.default, what))

    def knows(self, name: str) -> bool:
        """Whether people decided on a term, or something of the library is called so."""
        return any(self._meant(name, what) is not None for what in _BOTH)

    def _meant(self, name: str, what: str) -> tuple[str, ...] | None:
        """The ids that a term stands for; None where nobody knows."""
        if (decided := self._decided[what].get(like(name))) is not None:
            return decided
        known: Mapping[str, Heading] = getattr(self, what)
        same = (one for one, heading in known.items() if _is(name, one, heading))
        found = next(same, None)
        return (found,) if found else None


def _is(name: str, known: str, heading: Heading) -> bool:
    """Whether a term says the same as a topic or an audience."""
    return slug(name) == known or like(name) == like(heading.title)
