"""Numbers for people in danger: as an editor writes them, as the public knows them, and for whom each is.

A number is for the countries that it names, and one that names none for all that have no other of its kind: who is
somewhere else shall not find an empty page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats import region
from pipeline.formats.declared import LATE, STRICT
from pipeline.formats.scalars import Region, Text, WebUrl
from pipeline.formats.telephone import Dial, sms, tel
from pipeline.model.entry import Checked
from pipeline.model.rows import Address, Data, DayText

NumberKind = Literal["emergency", "crisis"]
EMERGENCY, CRISIS = "emergency", "crisis"


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Number:
    """A number that one calls or writes to in danger."""

    kind: NumberKind = Field(
        description="`emergency`: when someone is in danger; `crisis`: when one thinks of ending one's life."
    )
    regions: tuple[Region, ...] = Field(
        default=(), description="ISO 3166 codes of the places it serves, or `EU`; without: wherever no other is known."
    )
    title: Text = Field(default="", description="Who answers; an emergency number needs none.")
    phone: Dial | None = Field(default=None, description="The number to call, as one dials it.")
    sms: Dial | None = Field(default=None, description="The number for text messages.")
    url: WebUrl | None = Field(default=None, description="Their page, where one can write to them or look further.")
    hours: Text = Field(default="", description="When someone answers.")
    note: Text = Field(default="", description="What one must know before calling, in a few words.")
    checked: Checked | None = Field(default=None, description="The day on which a person looked.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class NumberRow:
    """A number for people in danger."""

    kind: NumberKind = Field(description="When someone is in danger, or when one thinks of ending one's life.")
    regions: tuple[str, ...] = Field(description="ISO 3166 codes of the places it serves; none: all others.")
    title: str = Field(description="Who answers.")
    phone: str | None = Field(description="The number to call.")
    sms: str | None = Field(description="The number for text messages.")
    url: Address | None = Field(description="Their page.")
    hours: str = Field(description="When someone answers.")
    note: str = Field(description="What one must know before calling.")
    checked: DayText | None = Field(description="The day on which a person looked.")


def number_row(number: Number) -> NumberRow:
    """What the public knows of a number."""
    return NumberRow(
        kind=number.kind,
        regions=number.regions,
        title=number.title,
        phone=number.phone,
        sms=number.sms,
        url=number.url,
        hours=number.hours,
        note=number.note,
        checked=number.checked.isoformat() if number.checked else None,
    )


@dataclass(frozen=True, slots=True)
class HelpPlace:
    """Countries with the same numbers: for each sort of need, which of a list these are, from 0. Where no
    country stands, it is the place of everywhere else.
    """

    countries: tuple[str, ...]
    emergency: tuple[int, ...]
    crisis: tuple[int, ...]


def places(numbers: Sequence[Any]) -> tuple[HelpPlace, ...]:
    """The places of these numbers (or rows of them): that of everywhere else first, the others by their codes."""
    served = [frozenset(_countries(number.regions)) for number in numbers]

    def those(kind: str, country: str) -> tuple[int, ...]:
        of = [at for at, number in enumerate(numbers) if number.kind == kind]
        return tuple(at for at in of if country in served[at]) or tuple(at for at in of if not served[at])

    found: dict[tuple[tuple[int, ...], ...], list[str]] = {}
    for country in sorted(frozenset().union(*served)):
        found.setdefault((those(EMERGENCY, country), those(CRISIS, country)), []).append(country)
    elsewhere = HelpPlace((), those(EMERGENCY, ""), those(CRISIS, ""))
    others = (HelpPlace(tuple(countries), *ways) for ways, countries in found.items())
    return tuple(place for place in (elsewhere, *others) if place.emergency or place.crisis)


def _countries(regions: Iterable[str]) -> set[str]:
    """`EU` serves each of its countries, and is none itself."""
    return {country for code in regions for country in region.countries(code)} - {"EU"}


def ways(number: NumberRow) -> Data:
    """The links that call a number, and write to it."""
    return {"tel": tel(number.phone) if number.phone else "", "sms": sms(number.sms) if number.sms else ""}
