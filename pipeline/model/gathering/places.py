"""Where people come together: what an editor writes of it, what the public knows, and the same for schema.org."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE, STRICT
from pipeline.formats.scalars import Region, Text, WebUrl, YesNo
from pipeline.model.entry import SENTENCES
from pipeline.model.rows import Address, JsonLd, filled

Access = Literal[
    "step-free", "accessible-toilet", "hearing-loop", "sign-language", "quiet-room", "parking", "public-transport"
]
Cost = Literal["free", "donation", "paid"]
Attendance = Literal["Online", "Offline", "Mixed"]
"""How one takes part, as schema.org calls it."""
_MAP = "https://www.openstreetmap.org/search?query="


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Spot:
    """Where people meet."""

    name: Text = Field(description="Name of the building.")
    address: Text = Field(default="", description="Street and number.")
    city: Text = Field(description="Town.")
    region: Text = Field(default="", description="State, county or province, where letters need it.")
    postal_code: Text = Field(default="", description="Postal code.")
    country: Region = Field(description="ISO 3166 code of the country.")
    approximate: YesNo = Field(default=False, description="Whether the address only says roughly where it is.")
    map: WebUrl | None = Field(default=None, description="A map; otherwise OpenStreetMap is asked for the address.")
    note: Text = Field(default="", description="How to find the room: the door, the floor, the bell.")
    access: tuple[Access, ...] = Field(default=(), description="What the place has for people who need it.")
    access_note: Annotated[Text, SENTENCES] = Field(default="", description="More about that, what it lacks too.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Join:
    """How to come in by a link."""

    url: WebUrl = Field(description="The link that opens the meeting itself.")
    note: Text = Field(default="", description="What one needs besides: a code, a name of the room.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class SpotRow:
    """Where people meet."""

    name: str = Field(description="Name of the building.")
    address: str = Field(description="Street and number.")
    city: str = Field(description="Town.")
    region: str = Field(description="State, county or province.")
    postal_code: str = Field(description="Postal code.")
    country: str = Field(description="ISO 3166.")
    approximate: bool = Field(description="Whether the address only says roughly where it is.")
    map: Address = Field(description="A map, on another site.")
    note: str = Field(description="How to find the room.")
    access: tuple[Access, ...] = Field(description="What the place has for people who need it.")
    access_note: str = Field(description="More about that.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class JoinRow:
    """How to come in by a link."""

    url: Address = Field(description="It opens the meeting itself.")
    note: str = Field(description="What one needs besides.")


def spot_row(spot: Spot | None) -> SpotRow | None:
    """What the public knows of a place."""
    if spot is None:
        return None
    return SpotRow(
        name=spot.name,
        address=spot.address,
        city=spot.city,
        region=spot.region,
        postal_code=spot.postal_code,
        country=spot.country.partition("-")[0],
        approximate=spot.approximate,
        map=spot.map or _MAP + quote(", ".join(filter(None, (spot.address or spot.name, spot.postal_code, spot.city)))),
        note=spot.note,
        access=spot.access,
        access_note=spot.access_note,
    )


def join_row(join: Join | None) -> JoinRow | None:
    """What the public knows of a way in by a link."""
    return JoinRow(url=join.url, note=join.note) if join else None


def postal(place: SpotRow) -> str:
    """An address on one line, as letters have it."""
    town = " ".join(filter(None, (place.postal_code, place.city)))
    return ", ".join(filter(None, (place.address, town, place.region, place.country)))


def locations(place: SpotRow | None, join: str) -> Iterator[JsonLd]:
    """The places of an event in the words of schema.org; `join` is the address that leads in from elsewhere, or ""."""
    if place:
        address = {
            "@type": "PostalAddress",
            "streetAddress": place.address,
            "addressLocality": place.city,
            "addressRegion": place.region,
            "postalCode": place.postal_code,
            "addressCountry": place.country,
        }
        yield {"@type": "Place", "name": place.name, "hasMap": place.map, "address": filled(address)}
    if join:
        yield {"@type": "VirtualLocation", "url": join}


def attendance(how: Attendance) -> str:
    """The address by which schema.org names how one takes part."""
    return f"https://schema.org/{how}EventAttendanceMode"
