"""What an editor writes of a show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats import role as roles
from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import (
    Categories,
    Group,
    Id,
    Instant,
    Language,
    Number,
    Role,
    Text,
    Uuid,
    WebUrl,
    YesNo,
)
from pipeline.model.entry import ONCE, SENTENCES, AudienceId, Entry, Lookup, PersonId, Picture, TopicId
from pipeline.model.kinds.show.podcasting import Chat, Frequency, Image, Medium, Recommended, Social, Spot, Txt, Value
from pipeline.model.treatment import Treatment
from pipeline.problems import Problem
from pipeline.settings.audio import Bitrate


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Owner:
    """Whom the directories may write to."""

    name: Text = Field(description="Name.")
    email: Text = Field(
        pattern=r'^[^@\s()<>,;:"\[\]]+@[^@\s()<>,;:"\[\]]+\.[^@\s()<>,;:"\[\]]+$',
        description="E-mail address; it is published.",
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Credit:
    """Someone who takes part: a person of the library, or a guest by name. Roles are those of the Podcast Taxonomy."""

    person: PersonId | None = Field(default=None, description="Id from `people.yml`.")
    name: Text | None = Field(default=None, description="In its place, the name of a guest who is not in `people.yml`.")
    role: Role | None = Field(
        default=None, description="`host`, `guest`, `narrator`, …; default: `host`, and of somebody by name `guest`."
    )
    group: Group | None = Field(default=None, description="Group of the role; default: that of the Podcast Taxonomy.")
    url: WebUrl | None = Field(default=None, description="Where to read more of a guest.")
    image: Picture | None = Field(default=None, description="Picture of a guest.")

    @property
    def part(self) -> str:
        """The role, in lower case."""
        return self.role or ("guest" if self.name else "host")

    @property
    def part_of(self) -> str:
        """The group of the role."""
        return self.group or roles.group_of(self.part)


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Funding:
    """A way to support the work."""

    url: WebUrl = Field(description="Where.")
    text: Text = Field(default="", description="Words of the link; default: the name of its host.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class ShowAudio(Treatment):
    """Settings of sound that differ from `pipeline.toml`."""

    loudness_stereo: Number | None = Field(default=None, description="LUFS.")
    loudness_mono: Number | None = Field(default=None, description="LUFS.")
    true_peak: Number | None = Field(default=None, description="dBTP.")
    bitrate_stereo: Bitrate | None = Field(default=None, description="kb/s.")
    bitrate_mono: Bitrate | None = Field(default=None, description="kb/s.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Show:
    """The fields of a show."""

    title: Text = Field(max_length=150, description="Plain text.")
    description: Annotated[Text, SENTENCES] = Field(min_length=40, max_length=4000, description="At most 4,000 bytes.")
    guid: Annotated[Uuid, ONCE] = Field(description="`podcast:guid`, written once and never computed again.")
    owner: Owner = Field(description="Whom the directories may write to.")
    category: Categories = Field(
        description="One of Apple's categories, or a list of several: `Health & Fitness > Mental Health`."
    )
    explicit: YesNo = Field(description="Whether the show is for adults only.")
    image: Picture = Field(description="Artwork, 1,400 to 3,000 pixels square.")
    author: Text = Field(default="", description="Who makes the show; default: the owner's name.")
    language: Language | None = Field(default=None, description="BCP 47 language; default from `pipeline.toml`.")
    date: Instant | None = Field(default=None, description="Public from then on; default: always.")
    type: Literal["episodic", "serial"] = Field(default="episodic", description="Order in which to listen.")
    people: tuple[Credit, ...] = Field(default=(), description="Who makes the show.")
    seasons: dict[str, Text] = Field(default_factory=dict, description="Number of a season → its name.")
    licence: Text | None = Field(default=None, description="SPDX licence.")
    copyright: Text | None = Field(default=None, description="Who holds the rights; default from `pipeline.toml`.")
    funding: tuple[Funding, ...] = Field(default=(), description="Ways to support the show.")
    locked: YesNo = Field(default=True, description="Whether other hosts must not import the feed.")
    directories: dict[str, Text] = Field(default_factory=dict, description="Ids at `apple`, `spotify`, ….")
    audio: ShowAudio | None = Field(default=None, description="Settings that differ from `pipeline.toml`.")
    new_feed_url: WebUrl | None = Field(default=None, description="Where the feed has moved to.")
    complete: YesNo = Field(default=False, description="The show has ended: all stays, and nothing more will come.")
    retired: YesNo = Field(default=False, description="The show is withdrawn: it goes, with its episodes.")
    farewell: Annotated[Text, SENTENCES] = Field(
        default="", max_length=4000, description="With `retired`: the feed stays, without episodes, and says this."
    )
    redirect_from: tuple[Text, ...] = Field(default=(), description="Old addresses that lead here.")
    topics: tuple[TopicId, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Ids from `audiences.yml`.")
    slug: Id | None = Field(default=None, description="Last part of the address, when not the folder's name.")
    draft: YesNo = Field(default=False, description="Yes: absent from all that is published.")
    medium: Medium = Field(default="podcast", description="What it is: a podcast, a course, an audiobook, ….")
    update_frequency: Frequency | None = Field(default=None, description="How often something new comes.")
    podroll: tuple[Recommended, ...] = Field(default=(), description="Shows of others that listeners may like.")
    block: tuple[Id, ...] = Field(default=(), description="Directories that shall not list the show, by their names.")
    locations: tuple[Spot, ...] = Field(default=(), description="Places that the show is about or made in.")
    social: tuple[Social, ...] = Field(default=(), description="Posts under which listeners comment.")
    chat: Chat | None = Field(default=None, description="A room in which listeners talk.")
    value: Value | None = Field(default=None, description="How listeners give while they listen.")
    txt: tuple[Txt, ...] = Field(default=(), description="Text for programs, as to prove that the show is yours.")
    images: tuple[Image, ...] = Field(default=(), description="More pictures, each for a purpose that apps know.")
    licence_url: WebUrl | None = Field(default=None, description="The text of a licence that SPDX does not list.")
    extra: dict[str, Any] = Field(default_factory=dict, description="Yours: kept and never read.")


FEED_BYTES = 4000


def check(entry: Entry[Show], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """What the types of the fields can't tell."""
    return (*_too_long(entry), *_ended(entry), *_seasons(entry), *credit_problems(entry))


def _too_long(entry: Entry[Show]) -> Iterator[Problem]:
    """Apple counts the bytes of a description, not its characters."""
    for name in ("description", "farewell"):
        if (size := len(getattr(entry.fields, name).encode())) > FEED_BYTES:
            message = f"the {name} has {size:,} bytes; feeds take {FEED_BYTES:,}"
            yield Problem(entry.place(name), message, "shorten it")


def _ended(entry: Entry[Show]) -> Iterator[Problem]:
    """A show ends in one way."""
    fields = entry.fields
    if fields.farewell and not fields.retired:
        message, hint = "a farewell is said by a show that is withdrawn", "write `retired: yes` too, or remove it"
        yield Problem(entry.place("farewell"), message, hint)
    if fields.complete and fields.retired:
        message = "a show is either complete, and stays, or withdrawn, and goes"
        yield Problem(entry.place("complete"), message, "remove `complete` or `retired`")


def _seasons(entry: Entry[Show]) -> Iterator[Problem]:
    """The keys of a mapping are text for the model."""
    for number in entry.fields.seasons:
        if re.fullmatch("[1-9][0-9]{0,8}", number) is None:
            message = f"`{number}` is not the number of a season: directories count from 1"
            yield Problem(entry.place("seasons", number), message, "write it like `1: Beginnings`", "invalid-value")


def credit_problems(entry: Entry[Any]) -> Iterator[Problem]:
    """Those who take part, named in both ways or in none; `people` is a field of the entry."""
    for number, credit in enumerate(entry.fields.people):
        if not credit.person and not credit.name:
            hint = "write `person:` and an id from `people.yml`, or `name:` and the name of a guest"
            yield Problem(entry.place("people", number), "nobody is named here", hint, "missing-field")
        if not credit.person:
            continue
        for field in (name for name in ("name", "url", "image") if getattr(credit, name)):
            message = f"`{field}` says nothing here: `{credit.person}` is a person of `people.yml`"
            hint = f"write it there, or remove `person: {credit.person}`"
            yield Problem(entry.place("people", number, field), message, hint, "invalid-value")
