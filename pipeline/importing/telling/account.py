"""The account of an import: what became of each item, and what waits for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.importing.deciding.decisions import likely
from pipeline.importing.deciding.losses import decided
from pipeline.importing.keeping.draft import Draft
from pipeline.importing.keeping.merge import Merged
from pipeline.importing.laying.before import Before
from pipeline.importing.laying.compose import Ground
from pipeline.importing.laying.laid import Laid
from pipeline.importing.source.found import Found, Item
from pipeline.importing.telling.report import Missing, Report, Reported
from pipeline.model.decisions import like
from pipeline.problems import Place

NO_WORDS = "picture/no-alt"


def account(found: Found, items: Sequence[Item], laid: Laid, before: Before, ground: Ground) -> Report:
    """What is told of an import of these items."""
    pairs = tuple(zip(laid.arranged.drafts, laid.merges, strict=True))
    return Report(
        source=found.source,
        items=(
            *(_reported(draft, merge, ground) for draft, merge in pairs),
            *_skipped(found, items),
            *_vanished(found, before),
        ),
        losses=decided(found.losses, ground.decisions),
        terms=dict(_terms(items, ground)),
        people={one: str(about["name"]) for one, about in ground.people.new.items()},
        alt=tuple(_without_words(draft for draft, _ in pairs)),
        notes=(*found.notes, *ground.people.told()),
    )


def _reported(draft: Draft, merge: Merged, ground: Ground) -> Reported:
    losses = decided(draft.losses, ground.decisions, draft.id)
    told = (merge.updated, merge.untouched, merge.left)
    return Reported(draft.id, draft.place, draft.kind, draft.path, merge.state, *told, losses)


def _skipped(found: Found, items: Iterable[Item]) -> Iterator[Reported]:
    """The items that stay where they are, as people decided."""
    moved = {item.id for item in items}
    for item in found.items:
        if item.id not in moved:
            yield Reported(item.id, item.place, item.kind, "", "skipped")


def _vanished(found: Found, before: Before) -> Iterator[Reported]:
    """The items that the source has no more: their files stay."""
    there = {item.id for item in found.items}
    for one, record in before.known.items.items():
        if one not in there and not record.gone:
            yield Reported(one, Place(""), record.kind, record.path, "vanished")


def _terms(items: Iterable[Item], ground: Ground) -> Iterator[tuple[str, tuple[int, str]]]:
    """Terms of which nothing became, the most frequent first: how many items have each, and what is likely meant."""
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for item in items:
        counts.update({names.setdefault(like(term.name), term.name) for term in item.terms})
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if not ground.filing.knows(name):
            yield name, (count, likely(name, ground.library))


def _without_words(drafts: Iterable[Draft]) -> Iterator[Missing]:
    """The pictures that nobody describes: in fields, and in texts."""
    for draft in drafts:
        for path in _silent(draft.fields):
            yield Missing(path, draft.path, draft.place)
        for loss in draft.losses:
            if loss.kind == NO_WORDS:
                yield Missing(loss.what, draft.path, loss.place)


def _silent(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "file" in value and value.get("alt") == "":
            yield str(value["file"])
        for one in value.values():
            yield from _silent(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _silent(one)
