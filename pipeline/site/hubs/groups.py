"""Lists that fit on one page, in groups below a title each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.model.entry import Entry
from pipeline.model.kinds import KINDS
from pipeline.model.kinds.kind import Kind
from pipeline.model.library import newest_first
from pipeline.model.page import Page, TocItem
from pipeline.model.published import Published
from pipeline.model.rows import Data
from pipeline.site.hubs.lists import Lists


class Groups:
    """Groups of cards."""

    def __init__(self, published: Published, lists: Lists) -> None:
        self._published, self._lists = published, lists

    def of_kind(self, kind: Kind[Any]) -> list[Data]:
        """All entries of a kind, as its hub groups them."""
        published, entries = self._published, self._lists.of(f"kind {kind.name}")
        if kind.hub and kind.hub.groups == "topic":
            return self.by_topic(entries)
        if kind.hub and kind.hub.groups == "over":
            return self.by_end(kind, entries)
        below = (path for entry in entries for path in published.paths_below(entry.path))
        return self.by_kind([*entries, *filter(None, map(published.find, below))])

    def by_topic(self, entries: Iterable[Entry[Any]]) -> list[Data]:
        """Each once, below the first of its topics; those without one come last."""
        published = self._published
        topics = published.listed("topics")
        found: dict[str, list[Entry[Any]]] = {topic: [] for topic in (*topics, "")}
        for entry in entries:
            own = getattr(entry.fields, "topics", ())
            found[next((topic for topic in topics if topic in own), "")].append(entry)
        titles = {topic: ref.title for topic, ref in zip(topics, published.all_topics, strict=True)}
        titles[""] = published.say("hubs.besides")
        shown = ((topic, named) for topic, named in found.items() if named)
        return [{"title": titles[topic], "cards": self._lists.cards(named)} for topic, named in shown]

    def by_kind(self, entries: Iterable[Entry[Any]]) -> list[Data]:
        """A kind each, in the order of the kinds."""
        by_kind: dict[str, list[Entry[Any]]] = {}
        for entry in sorted(entries, key=newest_first, reverse=True):
            by_kind.setdefault(entry.kind, []).append(entry)
        say, cards = self._published.say, self._lists.cards
        return [
            {"title": say(f"kinds.{name}.plural"), "cards": cards(by_kind[name])} for name in KINDS if name in by_kind
        ]

    def by_end(self, kind: Kind[Any], entries: Iterable[Entry[Any]]) -> list[Data]:
        """All of a kind that is not over, then what is of some entries: of that it is said, though it stands alone."""
        say, cards, ahead = self._published.say, self._lists.cards, self._lists.of(f"front {kind.name}")
        there = {entry.path for entry in ahead}
        over = [entry for entry in entries if entry.path not in there]
        made = [{"title": say("hubs.now"), "cards": cards(ahead)}] if ahead else []
        return [*made, {"title": say("hubs.earlier"), "cards": cards(over), "alone": True}] if over else made

    def plain(self, entries: Iterable[Entry[Any]]) -> list[Data]:
        """All together."""
        return [{"title": "", "cards": self._lists.cards(entries)}]


def with_groups(page: Page, groups: list[Data]) -> Page:
    """A page of groups, with its contents where there are several; one has no title then, unless it has it `alone`."""
    toc = tuple(
        TocItem(2, f"group-{number}", group["title"]) for number, group in enumerate(groups, 1) if group["title"]
    )
    plain = len(groups) == 1 and not groups[0].get("alone")
    listed = [{**group, "title": ""} for group in groups] if plain else groups
    return replace(page, toc=toc if len(toc) > 1 else (), data={**page.data, "groups": listed})
