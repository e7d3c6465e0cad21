"""The ways from a list to less of it, and to the same in another order: links alone, so that they work everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile

from pipeline.formats.locale import Spoken
from pipeline.model import urls
from pipeline.model.kinds import KINDS
from pipeline.model.published import Published
from pipeline.model.rows import Data
from pipeline.site.hubs.chosen import FACETS, Chosen
from pipeline.site.hubs.faces import Faces
from pipeline.site.hubs.lists import Lists
from pipeline.site.hubs.orders import LENGTH, Key, Orders, Run

NEWEST = "newest"


class Narrow:
    """What stands above a list."""

    def __init__(self, published: Published, lists: Lists, orders: Orders, faces: Faces) -> None:
        self._published, self._lists, self._orders, self._faces = published, lists, orders, faces

    def of(self, one: Chosen, hub: str) -> Data | None:
        """What was chosen, each with the list without it; what can be, and the orders. None: there is none of these."""
        wider = self._lists.wider(one)
        chosen = [{"title": self._faces.title(*each), "address": to} for each, to in wider]
        ways = [each for facet in FACETS if (each := self._options(one, facet))["options"]]
        orders = self._named(hub, NEWEST, self._orders.of(one.name))
        return {"chosen": chosen, "ways": ways, "orders": orders} if chosen or ways or orders else None

    def ordered(self, name: str, hub: str, order: str, steps: Iterable[tuple[str, str]]) -> Data:
        """The orders of a list that is shown in one, and where each step of that is met."""
        met = [{"step": step.upper(), "address": urls.ordered(hub, order, run)} for step, run in steps]
        orders = self._named(hub, order, self._orders.of(name))
        return {"chosen": [], "ways": [], "orders": orders, "steps": met, "order": order}

    def _options(self, one: Chosen, facet: str) -> Data:
        """What can be chosen of a facet, in the order of the library, with how many entries there are of each."""
        found = {
            dict(less.facets)[facet]: less
            for less in self._lists.narrower(one)
            if not one.has(facet) and less.has(facet)
        }
        known: Callable[[], Iterable[str]] = {
            "topic": lambda: self._published.listed("topics"),
            "audience": lambda: self._published.listed("audiences"),
            "kind": lambda: KINDS,
        }[facet]
        options = [
            {
                "title": self._faces.title(facet, each),
                "address": self._lists.home(found[each]).address,
                "count": self._lists.size(found[each]),
            }
            for each in (known() if found else ())
            if each in found
        ]
        return {"facet": facet, "options": options}

    def _named(self, hub: str, current: str, orders: Iterable[str]) -> list[Data]:
        """The orders of a list; nothing where there is one alone."""
        return [
            {
                "name": order,
                "address": hub if order == NEWEST else urls.ordered(hub, order),
                "current": order == current,
            }
            for order in ((NEWEST, *orders) if orders else ())
        ]


def label(order: str, run: Run, published: Published) -> str:
    """What stands in a run, in a word or two: `Ha – Hi`, `5 min`."""
    ends = dict.fromkeys(_begin(order, key, published) for key in (run.first, run.last))
    return " – ".join(ends)


def older(title: str, cards: Sequence[Data], published: Published) -> str:
    """The title of a part of a list, newest first: by the days of what stands there. A number would be the oldest's, or
    change with each new part. Where all that have a day have the same, it is named by its first title and its last.
    """
    spoken = Spoken(published.library.wording)
    days = sorted({card["date"] for card in cards if card["date"]})
    if len(days) > 1:
        return spoken.say("hubs.part", title=title, first=spoken.day(days[0]), last=spoken.day(days[-1]))
    first, last = cards[0]["title"], cards[-1]["title"]
    return spoken.say("hubs.part-titles", title=title, first=first, last=last)


def _begin(order: str, key: Key, published: Published) -> str:
    if order == LENGTH:
        minutes = Spoken(published.library.wording).say("page.minutes", int(key[0]))
        return " ".join((minutes, *(["-".join(key[1:4])] if key[1:4] else ())))
    return "".join(takewhile(lambda letter: letter != "/", key)).strip().capitalize()
