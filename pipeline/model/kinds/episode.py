"""An episode of a show: the body is the show notes."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Duration, Guid, Id, RelPath, Text, Url, Whole, YesNo
from pipeline.model.entry import STRICT, Common
from pipeline.model.kinds.kind import Kind
from pipeline.model.kinds.show import Credit, Funding


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Mark:
    """A chapter as it stands in the front matter."""

    at: Duration = Field(description="Start, `1:02:03` or `2:03.5`.")
    title: Text = Field(description="Title of the chapter.")
    url: Url | None = Field(default=None, description="Where to read more.")
    image: RelPath | None = Field(default=None, description="Picture of the chapter.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Soundbite:
    """A short part that speaks for the whole."""

    at: Duration = Field(description="Start.")
    seconds: Duration = Field(description="How long, in seconds.")
    title: Text = Field(default="", description="Title.")


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Episode(Common):
    """The fields of an episode."""

    guid: Guid = Field(description="Identity of the episode: byte for byte, for ever.")
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
    topics: tuple[Id, ...] = Field(default=(), description="Ids from `topics.yml`.")
    audiences: tuple[Id, ...] = Field(default=(), description="Ids from `audiences.yml`.")


def _files(fields: Episode) -> tuple[tuple[tuple[str | int, ...], str], ...]:
    named: list[tuple[tuple[str | int, ...], str]] = [(("audio",), fields.audio)]
    if fields.transcript:
        named.append((("transcript",), fields.transcript))
    if isinstance(fields.chapters, str):
        named.append((("chapters",), fields.chapters))
    else:
        named += [(("chapters", i, "image"), mark.image) for i, mark in enumerate(fields.chapters) if mark.image]
    return tuple(named)


KIND = Kind(
    name="episode",
    label="Episode",
    plural="Episodes",
    fields=Episode,
    pattern=re.compile(r"content/podcasts/(?P<folder>[^/]+/)(?P<name>[^/]+)\.md"),
    root="podcasts/",
    template="kinds/episode.html",
    files=_files,
)
