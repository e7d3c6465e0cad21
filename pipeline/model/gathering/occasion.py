"""What people come together for, as calendars tell of it.

It is known by the first address that its entry had below that of its kind, so that a calendar finds it again when its
file was moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from pipeline.model.gathering.places import SpotRow, postal
from pipeline.model.rows import Desk, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What people come together for, once or by a rule.

    - `begin`: a day, for what takes whole days, or an instant in its time zone. `end` is of the same sort, and for days
      the last one; or it is how long it takes each time.
    - `rule`, as RFC 5545 names its parts, and of its times those that are `left_out`.
    - `about`: paragraphs; `ways` to come in from elsewhere: addresses, and what each is for (`VIDEO`, `PHONE`).
    """

    uid: str
    title: str
    url: str
    changed: datetime
    begin: date | datetime
    end: date | datetime | timedelta
    rule: Mapping[str, object] | None = None
    left_out: tuple[datetime, ...] = ()
    about: tuple[str, ...] = ()
    location: str = ""
    categories: tuple[str, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()
    cancelled: bool = False

    @property
    def zone(self) -> str:
        """The name of its time zone; empty for whole days."""
        return str(self.begin.tzinfo) if isinstance(self.begin, datetime) else ""


def uid(row: Row, root: str, desk: Desk, day: str = "") -> str:
    """`meetings/tuesday-evening@library.example`: the same on every target, and after a move; `day` is one of several
    that are an event each.
    """
    before = next((old for old in row.old_addresses if old.startswith(root)), row.id)
    return f"{before.rstrip('/')}{f'/{day}' if day else ''}@{host(desk)}"


def changed(row: Row) -> datetime:
    """When an entry changed last."""
    return datetime.fromisoformat(row.updated or row.published or "1970-01-01T00:00:00Z")


def located(place: SpotRow | None, otherwise: str) -> str:
    """A place on one line; `otherwise` where there is none."""
    return ", ".join(filter(None, (place.name, postal(place)))) if place else otherwise


def host(desk: Desk) -> str:
    """Of the library."""
    return urlsplit(desk.site.url).hostname or ""
