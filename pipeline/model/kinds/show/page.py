"""The page of a show: ways to subscribe, and its episodes by season, to be narrowed down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from pipeline.formats import prose, qr
from pipeline.model.entry import Entry
from pipeline.model.kinds.kind import Parts
from pipeline.model.kinds.show import subscribe
from pipeline.model.kinds.show.fields import Show
from pipeline.model.kinds.show.row import ShowRow
from pipeline.model.rows import Data, Desk, Ref

LEAD = 200
"""The longest text with which the page of a show begins, in characters."""


def page(row: ShowRow, entry: Entry[Show], desk: Desk) -> Parts:
    """What the template gets besides the row."""
    paths = desk.paths_below(entry.path)
    ordered = paths if row.type == "episodic" else paths[::-1]
    ways = subscribe.apps(row.feed, row.title, row.directories)
    seasons = _seasons(row, ordered, desk)
    return Parts(
        {
            "lead": lead(row.description),
            "first": seasons[0]["episodes"][0] if seasons else None,
            "code": qr.code(row.feed),
            "apps": [{"name": name, "href": href} for name, href in ways],
            "seasons": seasons,
            "filters": _filters([desk.row_of(path) for path in paths], desk),
        }
    )


def lead(description: str) -> str:
    """What a show says of itself in a breath: its first sentence, cut where even that is long."""
    _, first = next(prose.sentences(description), (0, description))
    said = " ".join(first.split())
    return said if len(said) <= LEAD else f"{said[:LEAD].rpartition(' ')[0]} …"


def _seasons(show: ShowRow, paths: Iterable[str], desk: Desk) -> list[Data]:
    """The episodes in their order, those of a season together."""
    seasons: dict[int | None, list[Data]] = {}
    for path in paths:
        row: Any = desk.row_of(path)
        own = {
            "card": asdict(desk.teaser_of(path)),
            "number": row.number or "",
            "speakers": " ".join(credit.person.key for credit in row.people),
            "topics": " ".join(topic.key for topic in row.topics),
        }
        seasons.setdefault(row.season, []).append(own)
    names = show.seasons
    titles = {n: desk.say("show.season", season=n, name=names[str(n)]) for n in seasons if str(n) in names}
    return [{"title": titles.get(number, ""), "episodes": found} for number, found in seasons.items()]


def _filters(rows: Sequence[Any], desk: Desk) -> list[Data]:
    """By what the episodes can be narrowed; who speaks in all of them narrows nothing."""

    def options(named: Sequence[dict[str, Ref]]) -> list[Data]:
        counted = Counter(key for one in named for key in one)
        titles = {key: ref.title for one in named for key, ref in one.items()}
        chosen = sorted((titles[key], key) for key, count in counted.items() if count < len(rows))
        return [{"id": key, "title": title} for title, key in chosen]

    speakers = [{credit.person.key: credit.person for credit in row.people} for row in rows]
    about = [{topic.key: topic for topic in row.topics} for row in rows]
    return [
        {"name": "speaker", "legend": desk.say("show.speakers"), "options": options(speakers)},
        {"name": "topic", "legend": desk.say("show.topics"), "options": options(about)},
    ]
