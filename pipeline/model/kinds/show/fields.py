"""What an editor writes of a show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Id, Instant, Language, Number, Text, Url, Uuid, YesNo
from pipeline.model.entry import STRICT, AudienceId, Entry, Lookup, PersonId, Picture, TopicId
from pipeline.problems import Problem
from pipeline.settings.audio import Bitrate


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Owner:
    """Whom the directories may write to."""

    name: Text = Field(description="Name.")
    email: Text = Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", description="E-mail address; it is published.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Credit:
    """Someone who takes part. Roles are those of the Podcast Taxonomy."""

    person: PersonId = Field(description="Id from `people.yml`.")
    role: Text = Field(default="host", description="`host`, `guest`, `narrator`, …")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Funding:
    """A way to support the work."""

    url: Url = Field(description="Where.")
    text: Text = Field(description="Words of the link.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class ShowAudio:
    """Settings of sound that differ from `pipeline.toml`."""

    loudness_stereo: Number | None = Field(default=None, description="LUFS.")
    loudness_mono: Number | None = Field(default=None, description="LUFS.")
    true_peak: Number | None = Field(default=None, description="dBTP.")
    bitrate_stereo: Bitrate | None = Field(default=None, description="kb/s.")
    bitrate_mono: Bitrate | None = Field(default=None, description="kb/s.")
    sting: YesNo | None = Field(default=None, description="Whether a short sting opens each episode.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Show:
    """The fields of a show."""

    title: Text = Field(max_length=150, description="Plain text.")
    description: Text = Field(min_length=40, max_length=4000, description="At most 4,000 bytes.")
    guid: Uuid = Field(description="`podcast:guid`, written once and never computed again.")
    owner: Owner = Field(description="Whom the directories may write to.")
    category: Text = Field(description="Apple's category, `Health & Fitness > Mental Health`.")
    explicit: YesNo = Field(description="Whether the show is for adults only.")
    image: Picture = Field(description="Artwork, 1,400 to 3,000 pixels square.")
    author: Text = Field(default="", description="Who makes the show; default: the owner's name.")
    language: Language | None = Field(default=None, description="BCP 47 language; default from `pipeline.toml`.")
    date: Instant | None = Field(default=None, description="Public from then on; default: always.")
    type: Literal["episodic", "serial"] = Field(default="episodic", description="Order in which to listen.")
    people: tuple[Credit, ...] = Field(default=(), description="Who makes the show.")
    seasons: dict[str, Text] = Field(default_factory=dict, description="Number of a season → its name.")
    licence: Text | None = Field(default=None, description="SPDX licence.")
    funding: tuple[Funding, ...] = Field(default=(), description="Ways to support the show.")
    locked: YesNo = Field(default=True, description="Whether other hosts must not import the feed.")
    directories: dict[str, Text] = Field(default_factory=dict, description="Ids at `apple`, `spotify`, ….")
    audio: ShowAudio | None = Field(default=None, description="Settings that differ from `pipeline.toml`.")
    new_feed_url: Url | None = Field(default=None, description="Where the feed has moved to.")
    complete: YesNo = Field(default=False, description="The show has ended: all stays, and nothing more will come.")
    retired: YesNo = Field(default=False, description="The show is withdrawn: it goes, with its episodes.")
    farewell: Text = Field(
        default="", max_length=4000, description="With `retired`: the feed stays, without episodes, and says this."
    )
    redirect_from: tuple[Text, ...] = Field(default=(), description="Old addresses that lead here.")
    topics: tuple[TopicId, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Ids from `audiences.yml`.")
    slug: Id | None = Field(default=None, description="Last part of the address, when not the folder's name.")
    draft: YesNo = Field(default=False, description="Absent from all that is published, until this line goes.")
    extra: dict[str, Any] = Field(default_factory=dict, description="Yours: kept and never read.")


FEED_BYTES = 4000


def check(entry: Entry[Show], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """What stands in each field by itself may be right, and be wrong together or in a feed."""
    return tuple(_problems(entry))


def _problems(entry: Entry[Show]) -> Iterator[Problem]:
    fields = entry.fields
    for name in ("description", "farewell"):  # Apple counts bytes, not characters
        if (size := len(getattr(fields, name).encode())) > FEED_BYTES:
            message = f"the {name} has {size:,} bytes; feeds take {FEED_BYTES:,}"
            yield Problem(entry.place(name), message, "shorten it")
    if fields.farewell and not fields.retired:
        message, hint = "a farewell is said by a show that is withdrawn", "write `retired: yes` too, or remove it"
        yield Problem(entry.place("farewell"), message, hint)
    if fields.complete and fields.retired:
        message = "a show is either complete, and stays, or withdrawn, and goes"
        yield Problem(entry.place("complete"), message, "remove `complete` or `retired`")
