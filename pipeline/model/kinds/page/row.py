"""What the public knows of a free page."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats import zones
from pipeline.formats.declared import LATE
from pipeline.formats.telephone import shown
from pipeline.model.entry import Entry
from pipeline.model.kinds.kind import Parts, Say
from pipeline.model.kinds.page.fields import Page
from pipeline.model.numbers import NumberRow, number_row, places, ways
from pipeline.model.rows import Data, Desk, JsonLd, Outlook, Row, thing


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class PageRow(Row):
    """A free page."""

    kind: Literal["page"]
    numbers: tuple[NumberRow, ...] = Field(description="Numbers for people in danger.")


def row(entry: Entry[Page], outlook: Outlook) -> Data:  # noqa: ARG001 - the shape of `row`
    """The field of the row that is a page's own."""
    return {"numbers": tuple(map(number_row, entry.fields.numbers))}


def json_ld(row: PageRow) -> JsonLd:
    """The page in the words of schema.org."""
    return thing("AboutPage" if row.id == "about/" else "WebPage", row)


def page(row: PageRow, entry: Entry[Page], desk: Desk) -> Parts:  # noqa: ARG001 - the shape of `page`
    """What the template gets besides the row: the places that have numbers of their own, the links of each number, and
    the zones by which a device may know its country.
    """
    found = places(row.numbers)
    countries = sorted(country for place in found for country in place.countries)
    data: Data = {
        "places": [asdict(place) for place in found],
        "ways": [ways(number) for number in row.numbers],
        "place_of": {country: at for at, place in enumerate(found) for country in place.countries},
        "countries": countries,
        "zones": {country: " ".join(zones.of_country(country)) for country in countries},
    }
    return Parts(data if found else {})


def listing(row: PageRow, say: Say) -> str:
    """The numbers, where the template of the page is not there to show them."""
    lines = "\n".join(f"<li>{_line(number, say)}</li>" for number in row.numbers)
    return f"<ul>\n{lines}\n</ul>" if lines else ""


def _line(number: NumberRow, say: Say) -> str:
    """A line of HTML."""
    named = number.title or say(f"numbers.{number.kind}")
    where = ", ".join(number.regions) or say("numbers.anywhere")
    phone = shown(number.phone) if number.phone else ""
    sms = f"{escape(say('numbers.sms'))} {shown(number.sms)}" if number.sms else ""
    reached = (phone, sms, escape(number.url or ""), escape(number.hours))
    return f"{escape(f'{named} ({where})')}: {', '.join(part for part in reached if part)}"
