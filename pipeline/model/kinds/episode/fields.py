"""What an editor writes of an episode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import STRICT
from pipeline.formats.scalars import (
    Duration,
    FromOne,
    Geo,
    Guid,
    Language,
    MediaPath,
    Osm,
    PublishedGuid,
    RelPath,
    Text,
    Url,
    WebUrl,
    YesNo,
    is_permalink,
)
from pipeline.model.entry import ONCE, SENTENCES, UNASKED, Asked, AudienceId, Common, Entry, Lookup, Picture, TopicId
from pipeline.model.kinds.show.fields import Credit, Funding, credit_problems
from pipeline.model.kinds.show.podcasting import Alternate, Chat, ContentLink, Image, Social, Spot, Txt, Value
from pipeline.model.media import Elsewhere, Hosted, Local
from pipeline.model.timing import Timing
from pipeline.model.treatment import Treatment
from pipeline.problems import Problem


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Location:
    """A place on earth."""

    name: Text = Field(max_length=128, description="Name of the place.")
    geo: Geo = Field(description="Where it is, `geo:53.8008,-1.5491` (RFC 5870).")
    osm: Osm | None = Field(default=None, description="What OpenStreetMap calls it, `R113314`.")


def _pictured(value: object) -> object:
    return {"file": value, "alt": ""} if isinstance(value, str) else value


ChapterPicture = Annotated[
    Picture,
    UNASKED,
    BeforeValidator(_pictured),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"file": {"type": "string"}, "alt": {"type": "string"}},
                    "required": ["file", "alt"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
"""A picture with its words, or the path of one that is decoration beside the title of its chapter."""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Mark:
    """A chapter, as it stands in the front matter or in a file of chapters."""

    at: Duration = Field(description="Start, `1:02:03` or `2:03.5`.")
    title: Text = Field(default="", description="Title of the chapter.")
    url: Url | None = Field(default=None, description="Where to read more.")
    image: ChapterPicture | None = Field(
        default=None, description="Picture of the chapter, with words for those who don't see it; or its path alone."
    )
    end: Duration | None = Field(default=None, description="End, where it is not the beginning of the next one.")
    toc: YesNo = Field(default=True, description="`no`: it changes picture and link, and stands in no list.")
    location: Location | None = Field(default=None, description="Place that the chapter is about.")


class Inside(Enum):
    """The chapters are those that the recording holds, wherever that lies."""

    RECORDING = "recording"


def _chapters_form(value: object) -> str:
    """Which of their forms chapters have: what is wrong is said of that one alone."""
    if value in (Inside.RECORDING, Inside.RECORDING.value):
        return "inside"
    return "path" if isinstance(value, str) else "list"


_AnyChapters = Annotated[
    Annotated[tuple[Mark, ...], Tag("list")] | Annotated[RelPath, Tag("path")] | Annotated[Inside, Tag("inside")],
    Discriminator(_chapters_form),
]


def _either(schema: dict[str, Any]) -> None:
    """The word for the recording is a text, too, and for JSON Schema one of both is enough."""
    schema["anyOf"] = schema.pop("oneOf")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Translated:
    """What is said, in a language."""

    file: Annotated[RelPath, Asked("captions")] = Field(description="Path of a transcript.")
    language: Language = Field(description="BCP 47 language of that file.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Soundbite:
    """A short part that speaks for the whole."""

    at: Duration = Field(description="Start.")
    seconds: Duration = Field(description="How long, in seconds.")
    title: Text = Field(default="", description="Title.")


def heard(bites: Iterable[Soundbite], timing: Timing) -> Iterator[tuple[Soundbite, float, float]]:
    """The soundbites that are heard, each with its beginning and its length in seconds, by the clock of the episode:
    they are written by that of the recording.
    """
    for bite in bites:
        if span := timing.span(bite.at, bite.at + bite.seconds):
            yield bite, span[0], round(span[1] - span[0], 3)


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class WrittenGuid:
    """A GUID with its `isPermaLink`, as another host published it."""

    value: PublishedGuid = Field(description="The GUID, byte for byte, with the blanks around it.")
    permalink: YesNo = Field(description="What its `isPermaLink` said; a feed without the attribute says yes.")


def _form(value: object) -> str:
    """Which of its forms a GUID has: what is wrong is said of that one alone."""
    return "fields" if isinstance(value, dict | WrittenGuid) else "text"


_AnyGuid = Annotated[Annotated[Guid, Tag("text")] | Annotated[WrittenGuid, Tag("fields")], Discriminator(_form)]


def _place(value: object) -> str:
    """Where a recording lies: what is wrong is said of that form alone. No form is called as a field is."""
    if not isinstance(value, dict):
        made = {Local: "local", Elsewhere: "elsewhere", Hosted: "hosted"}
        return next((form for sort, form in made.items() if isinstance(value, sort)), "path")
    if "file" in value:
        return "local"
    return "hosted" if "sha256" not in value and value.keys() & _OF_HOSTED else "elsewhere"


_OF_HOSTED = {"length", "type", "seconds"}
_AnyRecording = Annotated[
    Annotated[MediaPath, Tag("path")]
    | Annotated[Local, Tag("local")]
    | Annotated[Elsewhere, Tag("elsewhere")]
    | Annotated[Hosted, Tag("hosted")],
    Discriminator(_place),
]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Episode(Common):
    """The fields of an episode."""

    guid: Annotated[_AnyGuid, ONCE] = Field(description="Identity of the episode: byte for byte, for ever.")
    audio: Annotated[_AnyRecording, Asked("recording")] = Field(
        description="Path of the recording; or, where it lies outside git, its address and the digest of its bytes; "
        "or, where listeners get it from another host, its address, length and type. With more to say of its sound: "
        "the path as `file`, and that beside it."
    )
    number: FromOne | None = Field(default=None, description="Number within the season, from 1.")
    season: FromOne | None = Field(default=None, description="Number of the season, from 1.")
    type: Literal["full", "trailer", "bonus"] = Field(default="full", description="What sort of episode it is.")
    people: tuple[Credit, ...] = Field(default=(), description="Who speaks.")
    transcript: Annotated[RelPath | None, Asked("captions")] = Field(
        default=None, description="Path of a transcript (WebVTT, SubRip, …), in the language of the episode."
    )
    transcripts: tuple[Translated, ...] = Field(default=(), description="The same in other languages.")
    speakers: dict[Text, Text] = Field(
        default_factory=dict, description="Name in a transcript → id from `people.yml`, or a name: `SPEAKER_00: alex`."
    )
    chapters: _AnyChapters = Field(
        default=(),
        description="List of chapters; or the path of a file of them; or `recording`, where they stand in that.",
        json_schema_extra=_either,
    )
    explicit: YesNo | None = Field(default=None, description="Default: what the show says.")
    content_note: Annotated[Text, SENTENCES] = Field(default="", description="What a listener should know before.")
    synthetic_voice: YesNo = Field(default=False, description="Whether a voice is made by a machine.")
    soundbites: tuple[Soundbite, ...] = Field(default=(), description="Short parts that speak for the whole.")
    location: Text = Field(default="", description="Where it was recorded, or what place it is about.")
    funding: tuple[Funding, ...] = Field(default=(), description="Ways to support the work.")
    retired: YesNo = Field(default=False, description="The episode is withdrawn and may vanish from the feed.")
    topics: tuple[TopicId, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Ids from `audiences.yml`.")
    alternates: tuple[Alternate, ...] = Field(default=(), description="The same in another form, elsewhere.")
    content_links: tuple[ContentLink, ...] = Field(default=(), description="The same on other services.")
    locations: tuple[Spot, ...] = Field(default=(), description="Places, each with where it is.")
    social: tuple[Social, ...] = Field(default=(), description="Posts under which listeners comment.")
    chat: Chat | None = Field(default=None, description="A room in which listeners talk.")
    value: Value | None = Field(default=None, description="How listeners give while they listen.")
    txt: tuple[Txt, ...] = Field(default=(), description="Text for programs.")
    images: tuple[Image, ...] = Field(default=(), description="More pictures, each for a purpose that apps know.")
    licence_url: WebUrl | None = Field(default=None, description="The text of a licence that SPDX does not list.")

    @property
    def treatment(self) -> Treatment:
        """What is said of its sound that differs from its show."""
        return self.audio if isinstance(self.audio, Treatment) else Treatment()

    @property
    def recording(self) -> str:
        """What people call its recording: a path, or its address."""
        if isinstance(self.audio, Elsewhere | Hosted):
            return self.audio.url
        return self.audio.file if isinstance(self.audio, Local) else self.audio

    @property
    def identity(self) -> str:
        """The GUID as feeds have it (RSS 2.0 `guid`)."""
        return self.guid.value if isinstance(self.guid, WrittenGuid) else self.guid

    @property
    def permalink(self) -> bool:
        """Whether the GUID says `isPermaLink="true"`: as it was published, or else where it is an address."""
        return self.guid.permalink if isinstance(self.guid, WrittenGuid) else is_permalink(self.guid)


def check(entry: Entry[Episode], lookup: Lookup) -> tuple[Problem, ...]:  # noqa: ARG001 - the shape of a check
    """What the types of the fields can't tell."""
    return (*_languages(entry), *credit_problems(entry))


def _languages(entry: Entry[Episode]) -> Iterator[Problem]:
    """Two transcripts in one language: apps would take either."""
    seen: set[str] = set()
    for number, one in enumerate(entry.fields.transcripts):
        if (language := one.language.lower()) in seen:
            message = f"a transcript in `{one.language}` stands here already"
            hint = "give each its own language, or name only one of them"
            yield Problem(entry.place("transcripts", number, "language"), message, hint, "invalid-value")
        seen.add(language)
