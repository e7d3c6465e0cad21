"""Time zones (IANA tz database), from the package that is locked with us, not from the machine: everywhere the same."""

from __future__ import annotations

import difflib
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from babel.core import get_global


@lru_cache
def names() -> frozenset[str]:
    """The names of all zones there are."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text(encoding="ascii").split())


@lru_cache
def zone(name: str) -> ZoneInfo:
    """The zone of a name. Raises `KeyError` where there is none."""
    if name not in names():
        raise KeyError(name)
    with resources.files("tzdata.zoneinfo").joinpath(name).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def meant(text: str) -> str:
    """A zone by its own name, by that which Windows has for it, or by one like it; empty where there is none."""
    return text if text in names() else near(text) if text else ""


def near(text: str) -> str:
    """The zone that was probably meant, by the name of Windows (CLDR), by its name or by its city; empty where none is
    like it.
    """
    if windows := get_global("windows_zone_mapping").get(text.strip()):
        return str(windows)
    cities = {name.rpartition("/")[2].casefold(): name for name in sorted(names(), reverse=True)}
    wanted = text.strip().replace(" ", "_")
    if city := cities.get(wanted.rpartition("/")[2].casefold()):
        return city
    return next(iter(difflib.get_close_matches(wanted, names(), 1, 0.8)), "")


def place(name: str) -> str:
    """The city of a zone, as people say it: `America/New_York` → `New York`."""
    return name.rpartition("/")[2].replace("_", " ")


@lru_cache
def of_country(code: str) -> tuple[str, ...]:
    """The zones of a country (ISO 3166), under every name that a device may have for them: CLDR's, and older ones."""
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    own = {zone for zone, country in territories.items() if country == code}
    return tuple(sorted(own | {alias for alias, zone in aliases.items() if zone in own}))
