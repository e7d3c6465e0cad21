"""The page of a link list: its links by the country that they serve, where nearly all serve one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.formats import region, zones
from pipeline.model.entry import Entry
from pipeline.model.kinds.kind import Parts
from pipeline.model.kinds.link_list.fields import LinkList
from pipeline.model.kinds.link_list.row import LinkListRow, ResourceRow
from pipeline.model.rows import Data, Desk

EVERYWHERE = "*"
"""The place of a link that names none: it fits whatever country a reader chooses."""

_ENOUGH = 0.75


def page(row: LinkListRow, entry: Entry[LinkList], desk: Desk) -> Parts:  # noqa: ARG001 - the shape of `page`
    """What the template gets besides the row. `serves`, `speaks` and `dial` say for each link, in order, the countries
    that can be chosen for it, its language without a region, and its number without what is only for the eye;
    `by_country`: country → the numbers of its links, from 0, and then `zones`: country → those of its clocks.
    """
    countries = _different(code.partition("-")[0] for link in row.links for code in link.regions)
    serves = [_served(link, countries) for link in row.links]
    speaks = [(link.language or "").partition("-")[0].lower() for link in row.links]
    by_country = _by_country(serves, countries)
    data: Data = {
        "serves": serves,
        "speaks": speaks,
        "dial": ["".join(c for c in link.phone if c in "+0123456789") for link in row.links],
        "by_country": by_country,
        "zones": {country: _clocks(country, countries) for country in countries if by_country},
        "countries": countries,
        "everywhere": not all(serves),
        "languages": _different(speaks),
        "kinds": _different(link.kind for link in row.links),
        "costs": _different(link.cost or "" for link in row.links),
    }
    return Parts(data)


def _clocks(country: str, countries: Sequence[str]) -> str:
    """The zones of a country; those of the European Union are of its countries that can't be chosen themselves."""
    codes = (code for code in region.countries(country) if code == country or code not in countries)
    return " ".join(zone for code in codes for zone in zones.of_country(code))


def _served(link: ResourceRow, countries: Sequence[str]) -> list[str]:
    """Of the places that a link serves, those that can be chosen."""
    served = {country for code in link.regions for country in region.countries(code)}
    return [country for country in countries if country in served]


def _by_country(serves: Sequence[Sequence[str]], countries: Sequence[str]) -> dict[str, list[int]]:
    """Those for everywhere first; empty where one list reads better.

    A link stands below each country that it serves: who looks for help below their own must find all of it there.
    """
    placed = sum(map(bool, serves))
    if len(countries) < 2 or placed < _ENOUGH * len(serves):
        return {}
    groups = {EVERYWHERE: [number for number, served in enumerate(serves) if not served]}
    for country in countries:
        groups[country] = [number for number, served in enumerate(serves) if country in served]
    return {country: found for country, found in groups.items() if found}


def _different(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]
