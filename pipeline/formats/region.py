"""Places that a resource serves: a country, a part of one (ISO 3166), or the European Union."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

EUROPEAN_UNION = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
    *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
"""Its countries since 2020 (Article 52 of the Treaty on European Union, without the United Kingdom)."""

PATTERN = r"[A-Z]{2}(-[A-Z0-9]{1,3})?"
_NO_PLACES = frozenset({"EZ", "QO", "UN", "XA", "XB", "ZZ"})  # in CLDR's list, and nobody lives there


@cache
def _english() -> Mapping[str, str]:
    """The English names of places by their codes."""
    return dict(Locale("en").territories)


def known(code: str) -> bool:
    """Whether this is the code of a place. Parts of a country are known by their shape alone."""
    country = code.partition("-")[0]
    return re.fullmatch(PATTERN, code) is not None and country in _english() and country not in _NO_PLACES


def near(text: str) -> str:
    """The code that was meant, by another code of the same place (`UK`, `USA`) or its English name; empty if none."""
    code = text.strip().upper()
    if known(code):
        return code
    country, hyphen, part = code.partition("-")
    replaced: list[str] = get_global("territory_aliases").get(country, [])
    if len(replaced) == 1 and known(meant := f"{replaced[0]}{hyphen}{part}"):
        return meant
    names = {name.casefold(): code for code, name in _english().items() if known(code)}
    return names.get(text.strip().casefold(), "")


def countries(code: str) -> tuple[str, ...]:
    """The countries that a place is, lies in, or holds: a link for the Union serves each of its countries."""
    country = code.partition("-")[0]
    return (country, *EUROPEAN_UNION) if country == "EU" else (country,)
