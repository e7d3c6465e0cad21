"""What an editor writes of news: until when it holds, or when and where people come together."""

from __future__ import annotations

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import Local, Text, YesNo, Zone
from pipeline.model.entry import AudienceId, Common, TopicId
from pipeline.model.gathering.places import Cost, Join, Spot


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Event:
    """What people come together for."""

    begin: Local = Field(description="When it begins, where it takes place: `2026-12-12T19:00`, or a whole day.")
    end: Local | None = Field(default=None, description="When it ends; of several whole days the last one.")
    timezone: Zone | None = Field(default=None, description="IANA time zone; default from `pipeline.toml`.")
    place: Spot | None = Field(default=None, description="Where people meet.")
    join: Join | None = Field(default=None, description="How to come in by a link.")
    cost: Cost = Field(default="free", description="What it costs.")
    price: Text = Field(default="", description="How much, or what the money is for.")
    cancelled: YesNo = Field(default=False, description="It will not take place; page and calendars say so.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class News(Common):
    """The fields of news."""

    topics: tuple[TopicId, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Ids from `audiences.yml`.")
    until: Local | None = Field(
        default=None,
        description="The last day, or the time, until which it holds and stands on the first page; default: 60 days.",
    )
    event: Event | None = Field(default=None, description="What people come together for; at its end it is over.")
