"""The page of a link list: its links, by the country that they serve where nearly all serve one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.formats import region
from pipeline.model.entry import Entry
from pipeline.model.kinds.link_list import Resource
from pipeline.site.cards import Data, Shelf

EVERYWHERE = "*"
"""The place of a link that names none: it fits whatever country a reader chooses."""

_ENOUGH = 0.75


def link_list(entry: Entry[Any], shelf: Shelf) -> Data:  # noqa: ARG001 - the shape of a kind's own data
    """What the template gets: the links once, or below each country, and what they can be narrowed down by."""
    resources = entry.fields.links
    countries = _different(code.partition("-")[0] for resource in resources for code in resource.regions)
    links = [_link(resource, countries) for resource in resources]
    return {
        "links": links,
        "by_country": _by_country(links, countries),
        "countries": countries,
        "everywhere": any(not link["countries"] for link in links),
        "languages": _different(link["speaks"] for link in links),
        "kinds": _different(link["kind"] for link in links),
        "costs": _different(link["cost"] for link in links),
    }


def _link(resource: Resource, countries: Sequence[str]) -> Data:
    """One link; of the places that it serves, `countries` are those that can be chosen."""
    serves = {country for code in resource.regions for country in region.countries(code)}
    return {
        "url": resource.url,
        "title": resource.title,
        "description": resource.description,
        "kind": resource.kind,
        "regions": list(resource.regions),
        "countries": [country for country in countries if country in serves],
        "language": resource.language or "",
        "speaks": (resource.language or "").partition("-")[0].lower(),
        "phone": resource.phone,
        "tel": "".join(c for c in resource.phone if c in "+0123456789"),
        "hours": resource.hours,
        "cost": resource.cost or "",
        "checked": resource.checked.isoformat() if resource.checked else "",
    }


def _by_country(links: list[Data], countries: list[str]) -> dict[str, list[Data]]:
    """Country → its links, those for everywhere first; empty where one list reads better.

    A link stands below each country that it serves: who looks for help below their own must find all of it there.
    """
    placed = sum(bool(link["countries"]) for link in links)
    if len(countries) < 2 or placed < _ENOUGH * len(links):
        return {}
    groups = {EVERYWHERE: [link for link in links if not link["countries"]]}
    groups |= {country: [link for link in links if country in link["countries"]] for country in countries}
    return {country: found for country, found in groups.items() if found}


def _different(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
