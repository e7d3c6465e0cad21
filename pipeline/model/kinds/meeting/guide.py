"""Meetings for apps: the Meeting Guide's JSON (<https://github.com/code4recovery/spec>), an array of weekly meetings.

Others have no place in it, and no meeting that is suspended: the format knows no "not now". Plain text, and no names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from babel import Locale

from pipeline.model.artifact import sha256
from pipeline.model.gathering.places import SpotRow
from pipeline.model.kinds.meeting.fields import WEEKDAYS
from pipeline.model.kinds.meeting.row import MeetingRow
from pipeline.model.rows import Desk

_SLUG = 64
_AS_THEY_ARE = "af am ar bg da de el en fa fi fr he hi hr hu is ja ka lt ml mt ne nl no sk sl sv th tl uk"
_LANGUAGES = frozenset(_AS_THEY_ARE.split())
_OTHERWISE = {"es": "S", "it": "ITA", "ko": "KOR", "pl": "POL", "pt": "POR", "pa": "PUN", "ru": "RUS", "tr": "TUR"}
"""Languages whose code there is not that of ISO 639."""
_TYPES = {
    "open": "O",
    "closed": "C",
    "first-visit": "BE",
    "discussion": "D",
    "speaker": "SP",
    "meditation": "MED",
    "women": "W",
    "men": "M",
    "young-people": "Y",
    "older-people": "SEN",
    "lgbtq": "LGBTQ",
    "step-free": "X",
    "accessible-toilet": "XB",
}


def guide(rows: Sequence[MeetingRow], desk: Desk) -> str:
    """The array, a meeting a line. It is asked for by the app's owner, who is given its address once."""
    found = (row for row in rows if _is_weekly(row))
    lines = ",\n".join(json.dumps(_filled(_meeting(row, desk)), ensure_ascii=False) for row in found)
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _is_weekly(row: MeetingRow) -> bool:
    held = row.recurrence
    return bool(held.weekly) and held.every == 1 and not held.suspended_until and held.ends is None


def _meeting(row: MeetingRow, desk: Desk) -> dict[str, Any]:
    held = row.recurrence
    days = sorted((WEEKDAYS.index(day) + 1) % 7 for day in held.weekly)
    begin = datetime.fromisoformat(f"2000-01-01T{held.time}")
    join, dial = row.join, row.dial_in
    return {
        "name": row.title,
        "slug": _slug(row.id),
        "day": days if len(days) > 1 else days[0],
        "time": held.time,
        "end_time": f"{begin + timedelta(minutes=held.minutes):%H:%M}",
        "timezone": held.timezone,
        "types": [*_types(row)],
        "notes": row.description,
        "url": row.url,
        "updated": (row.updated or row.published or "").replace("T", " ").replace("Z", ""),
        "conference_url": join.url if join else "",
        "conference_url_notes": join.note if join else "",
        "conference_phone": "".join(sign for sign in dial.phone if sign in "+0123456789,*#") if dial else "",
        "conference_phone_notes": dial.note if dial else "",
        **(_place(row.place) if row.place else {}),
        "entity": desk.site.title,
        "entity_website_url": desk.site.url,
    }


def _place(place: SpotRow) -> dict[str, Any]:
    return {
        "location": place.name,
        "location_notes": " ".join(filter(None, (place.note, place.access_note))),
        "address": place.address,
        "city": place.city,
        "state": place.region,
        "postal_code": place.postal_code,
        "country": Locale("en").territories.get(place.country, place.country),
        "approximate": "yes" if place.approximate or not place.address else "no",
    }


def _types(row: MeetingRow) -> Iterator[str]:
    said = (*row.sorts, *row.especially_for, *(row.place.access if row.place else ()))
    yield from (_TYPES[one] for one in said if one in _TYPES)
    for language in (tag.partition("-")[0].lower() for tag in row.languages):
        if code := _OTHERWISE.get(language, language.upper() if language in _LANGUAGES else ""):
            yield code


def _slug(address: str) -> str:
    """The last part of an address, within the bounds of the format and still the only one of its name."""
    name = address.rstrip("/").rpartition("/")[2]
    return name if len(name) <= _SLUG else f"{name[: _SLUG - 13]}-{sha256(name.encode())[:12]}"


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in ("", [], None)}
