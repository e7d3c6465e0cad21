"""Pages of which nothing says since when they are public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.importing.source.found import Item
from pipeline.importing.source.loss import Loss

BEFORE_ALL = "2000-01-01"
"""The day of pages of a site that has no day at all."""


def dated(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, each with a day: that of its last change, or else that of the oldest page of its site, so that it is
    not among what is new. It is told of each.
    """
    found = tuple(items)
    days = sorted(str(item.fields["date"])[:10] for item in found if "date" in item.fields)
    return tuple(_with(item, days[0] if days else BEFORE_ALL) for item in found)


def _with(item: Item, oldest: str) -> Item:
    if "date" in item.fields:
        return item
    changed = str(item.fields.get("updated", ""))
    day = changed or oldest
    what = f"{day}, its last change" if changed else f"{day}, as old as the oldest page"
    fields = {name: value for name, value in item.fields.items() if name != "updated"}
    title = {"title": fields.pop("title")} if "title" in fields else {}
    losses = (*item.losses, Loss("page/no-date", "changed", what, item.place))
    return replace(item, fields={**title, "date": day, **fields}, losses=losses)
