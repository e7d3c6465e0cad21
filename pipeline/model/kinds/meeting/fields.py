"""What an editor writes of a meeting: when it is, where, and for whom."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass as fields_of
from pydantic_core import PydanticCustomError

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Clock, Day, FromOne, Language, Text, WebUrl, Zone
from pipeline.formats.telephone import Dial
from pipeline.model.entry import AudienceId, Checked, Common, TopicId
from pipeline.model.gathering.places import Cost, Join, Spot

Mode = Literal["online", "local", "hybrid", "phone"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Sort = Literal["open", "closed", "first-visit", "facilitated", "peer-led", "discussion", "speaker", "meditation"]
Group = Literal["women", "men", "young-people", "older-people", "lgbtq", "parents"]

WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_MONTHLY_HINT = "write `first tuesday` or `last friday`: first to fifth, or last, and a day"


def _monthly(value: object) -> str:
    words = value.lower().split() if isinstance(value, str) else []
    if len(words) != 2 or words[0] not in ORDINALS or words[1] not in WEEKDAYS:
        shown = value if isinstance(value, str) else "this"
        raise PydanticCustomError(
            "invalid-value", "`{value}` is not a day of the month", {"value": shown[:60], "hint": _MONTHLY_HINT}
        )
    return " ".join(words)


Monthly = Annotated[str, BeforeValidator(_monthly)]
"""A day of every month by its weekday: `first tuesday`, `last friday`."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Pause:
    """A time in which it is not held."""

    first: Day = Field(description="The first day of the pause.")
    last: Day = Field(description="The last day of it.")
    why: Text = Field(default="", description="Why, in a few words.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class DialIn:
    """How to come in by telephone."""

    phone: Dial = Field(description="The number of the meeting, as one dials it; never that of a person.")
    note: Text = Field(default="", description="What one presses or says then.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Contact:
    """Whom to ask: a role, never a person."""

    role: Text = Field(description="Who answers: `the host of the evening`, `our meetings team`.")
    email: Annotated[Text, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = Field(
        default=None, description="An address of the role, not one of a person."
    )
    phone: Dial | None = Field(default=None, description="A number of the role, not one of a person.")
    url: WebUrl | None = Field(default=None, description="A form or a page.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Meeting(Common):
    """The fields of a meeting. It is held `weekly`, `monthly` or on `dates`: one of the three."""

    audiences: tuple[AudienceId, ...] = Field(min_length=1, description="Ids from `audiences.yml`, at least one.")
    topics: tuple[TopicId, ...] = Field(default=(), description="Ids from `topics.yml`.")
    mode: Mode = Field(description="How one takes part; `hybrid`: in a room and online.")
    time: Clock = Field(description="When it begins, in its own time zone: `19:30`.")
    timezone: Zone | None = Field(default=None, description="IANA time zone; default from `pipeline.toml`.")
    minutes: FromOne = Field(default=60, description="How long it takes.")
    weekly: tuple[Weekday, ...] = Field(default=(), description="Days of the week.")
    every: FromOne = Field(default=1, description="With `weekly`: every so many weeks, from that of `starts` on.")
    monthly: tuple[Monthly, ...] = Field(default=(), description="Days of the month: `first tuesday`, `last friday`.")
    dates: tuple[Day, ...] = Field(default=(), description="Single days.")
    starts: Day | None = Field(default=None, description="The first day; default: the day of `date`.")
    ends: Day | None = Field(default=None, description="The last day, when it will not go on for ever.")
    not_on: tuple[Day, ...] = Field(default=(), description="Days on which it is left out.")
    pauses: tuple[Pause, ...] = Field(default=(), description="Longer times without it.")
    suspended_until: Day | None = Field(default=None, description="Not held now, but again from this day on.")
    place: Spot | None = Field(default=None, description="Where people meet.")
    join: Join | None = Field(default=None, description="How to come in by a link.")
    dial_in: DialIn | None = Field(default=None, description="How to come in by telephone.")
    languages: tuple[Language, ...] = Field(default=(), description="BCP 47; default: the language of the entry.")
    sorts: tuple[Sort, ...] = Field(default=(), description="What sort of meeting it is.")
    especially_for: tuple[Group, ...] = Field(default=(), description="Whom else it is for.")
    capacity: FromOne | None = Field(default=None, description="How many there is room for.")
    cost: Cost = Field(default="free", description="What it costs.")
    price: Text = Field(default="", description="How much, or what the money is for.")
    contact: Contact | None = Field(default=None, description="Whom to ask: a role, never a person.")
    checked: Checked | None = Field(default=None, description="The day on which a person looked whether it is so.")
