"""Where people meet, of addresses in parts or in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from babel.core import get_global

from pipeline.formats import region
from pipeline.importing.meetings.record import Record

_CODE = (
    r"(?:[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]|[0-9]{4} ?[A-Z]{2}|[0-9]{2}-[0-9]{3}"
    r"|[0-9]{3}[ -][0-9]{2,4}|[0-9]{4,6}(?:-[0-9]{3,4})?)"
)
"""A postal code, as the lands of Europe, North America and Japan write them."""
_BEFORE = re.compile(rf"(?:[A-Z]{{1,2}}-)?({_CODE}) ([^0-9]{{2,60}})")
_BEHIND = re.compile(rf"([^0-9]{{2,60}}?) ({_CODE})")
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Spot:
    """An address in its parts, empty where it does not say them. `country` is of ISO 3166."""

    name: str = ""
    address: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.address or self.city or self.postal_code)


def spot(record: Record, zone: str, country: str = "") -> Spot:
    """Where a meeting is held; the country of one that names none is that of its time zone, or else `country`."""
    whole = _whole(record["formatted_address"] or (record["address"] if not record["city"] else ""))
    street = record["address"] if record["city"] else whole.address
    found = Spot(
        record["location"] or whole.name,
        ", ".join(filter(None, (street, record["address_2"]))),
        record["city"] or whole.city or record["sub_region"] or _first(record["regions"]) or record["region"],
        record["state"] or whole.state,
        record["postal_code"] or whole.postal_code,
        region.near(record["country"]) or whole.country or _of_zone(zone) or country,
    )
    is_place = found.name or street or record["city"] or whole
    return found if is_place else Spot()


def _first(regions: str) -> str:
    return regions.rpartition(">")[2].strip()


def _whole(text: str) -> Spot:
    """An address in one line: `2634 Union Ave, San Jose, CA 95124, USA`, `Erfundene Gasse 7, 10999 Berlin`."""
    parts = [part for one in text[:_LONGEST].replace("\n", ",").split(",") if (part := " ".join(one.split()))]
    country = region.near(parts[-1]) if len(parts) > 1 else ""
    if country:
        parts.pop()
    if not parts:
        return Spot()
    *before, last = parts
    if not before and _numbered(last) and not re.search(_CODE, last):
        return Spot(address=last, country=country)
    town, state, code = _town(last)
    if not town and before and (len(before) > 1 or not _numbered(before[-1])):
        town = before.pop()
    name = before.pop(0) if len(before) > 1 and not _numbered(before[0]) else ""
    return Spot(name, ", ".join(before), town, state, code, country)


def _numbered(text: str) -> bool:
    return any(map(str.isdigit, text))


def _town(text: str) -> tuple[str, str, str]:
    """Town, state and postal code of the end of an address; of `CA 95124` the town stands before it."""
    if match := _BEFORE.fullmatch(text):
        return match[2], "", match[1]
    if match := _BEHIND.fullmatch(text):
        is_state = len(match[1]) in (2, 3) and match[1].isupper()
        return ("", match[1], match[2]) if is_state else (match[1], "", match[2])
    if re.fullmatch(_CODE, text):
        return "", "", text
    return ("", text, "") if len(text) == 2 and text.isupper() else (text, "", "")


def _of_zone(zone: str) -> str:
    found: str = get_global("zone_territories").get(zone, "")
    return found if region.known(found) else ""


def parts(found: Spot) -> Iterator[tuple[str, str]]:
    """The fields of a place; one without a name bears that of its street or its town."""
    yield "name", found.name or found.address or found.city
    yield "address", found.address
    yield "city", found.city
    yield "region", found.state
    yield "postal_code", found.postal_code
    yield "country", found.country
