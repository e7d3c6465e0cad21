"""What an editor writes of an episode."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Duration, Guid, RelPath, Text, Url, Whole, YesNo, is_permalink
from pipeline.model.entry import STRICT, AudienceId, Common, TopicId
from pipeline.model.kinds.show.fields import Credit, Funding


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Mark:
    """A chapter as it stands in the front matter."""

    at: Duration = Field(description="Start, `1:02:03` or `2:03.5`.")
    title: Text = Field(description="Title of the chapter.")
    url: Url | None = Field(default=None, description="Where to read more.")
    image: RelPath | None = Field(default=None, description="Picture of the chapter; not published yet.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Soundbite:
    """A short part that speaks for the whole."""

    at: Duration = Field(description="Start.")
    seconds: Duration = Field(description="How long, in seconds.")
    title: Text = Field(default="", description="Title.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class WrittenGuid:
    """A GUID with its `isPermaLink`, as another host published it."""

    value: Guid = Field(description="The GUID, byte for byte.")
    permalink: YesNo = Field(description="What its `isPermaLink` said; a feed without the attribute says yes.")


def _form(value: object) -> str:
    """Which of its forms a GUID has: what is wrong is said of that one alone."""
    return "fields" if isinstance(value, dict | WrittenGuid) else "text"


_AnyGuid = Annotated[Annotated[Guid, Tag("text")] | Annotated[WrittenGuid, Tag("fields")], Discriminator(_form)]


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Episode(Common):
    """The fields of an episode."""

    guid: _AnyGuid = Field(description="Identity of the episode: byte for byte, for ever.")
    audio: RelPath = Field(description="Path of the recording.")
    number: Whole | None = Field(default=None, description="Number within the season.")
    season: Whole | None = Field(default=None, description="Number of the season.")
    type: Literal["full", "trailer", "bonus"] = Field(default="full", description="What sort of episode it is.")
    people: tuple[Credit, ...] = Field(default=(), description="Who speaks.")
    transcript: RelPath | None = Field(default=None, description="Path of a WebVTT or SubRip file.")
    chapters: tuple[Mark, ...] | RelPath = Field(default=(), description="List of chapters, or the path of one.")
    explicit: YesNo | None = Field(default=None, description="Default: what the show says.")
    content_note: Text = Field(default="", description="What a listener should know before.")
    synthetic_voice: YesNo = Field(default=False, description="Whether a voice is made by a machine.")
    soundbites: tuple[Soundbite, ...] = Field(default=(), description="Short parts that speak for the whole.")
    location: Text = Field(default="", description="Where it was recorded, or what place it is about.")
    funding: tuple[Funding, ...] = Field(default=(), description="Ways to support the work.")
    retired: YesNo = Field(default=False, description="The episode is withdrawn and may vanish from the feed.")
    topics: tuple[TopicId, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[AudienceId, ...] = Field(default=(), description="Ids from `audiences.yml`.")

    @property
    def identity(self) -> str:
        """The GUID as feeds have it (RSS 2.0 `guid`)."""
        return self.guid.value if isinstance(self.guid, WrittenGuid) else self.guid

    @property
    def permalink(self) -> bool:
        """Whether the GUID says `isPermaLink="true"`: as it was published, or else where it is an address."""
        return self.guid.permalink if isinstance(self.guid, WrittenGuid) else is_permalink(self.guid)
