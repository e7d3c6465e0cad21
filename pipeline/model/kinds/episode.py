"""An episode of a show: the body is the show notes."""

from __future__ import annotations

import re
from html import escape
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.scalars import Duration, Guid, Id, RelPath, Text, Url, Whole, YesNo
from pipeline.model import urls
from pipeline.model.entry import STRICT, Common, Entry
from pipeline.model.kinds.kind import Kind
from pipeline.model.kinds.show import Credit, CreditRow, Funding, credits_of, funding_of
from pipeline.model.media import MediaFacts
from pipeline.model.rows import Address, JsonLd, Outlook, Ref, Row, Web, person, seconds, thing


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


@fields_of(frozen=True, slots=True, kw_only=True)
class Sound:
    """The sound as listeners get it."""

    url: Address = Field(description="The enclosure: another address when its bytes change.")
    type: str = Field(description="Media type.")
    size: int = Field(description="Bytes.")
    seconds: float = Field(description="Length.")
    channels: int = Field(description="1 or 2.")
    bitrate: int = Field(description="kb/s.")
    loudness: float = Field(description="LUFS, measured.")


@fields_of(frozen=True, slots=True, kw_only=True)
class Words:
    """The transcript."""

    url: Address = Field(description="The file with times.")
    type: str = Field(description="Media type.")
    language: str = Field(description="BCP 47.")
    html: str = Field(description="The same to read: `cite`, `time` and `p` only.")
    page: Address = Field(description="The same as a page.")


@fields_of(frozen=True, slots=True, kw_only=True)
class ChapterRow:
    """A chapter."""

    at: float = Field(description="Seconds from the beginning of the sound.")
    title: str = Field(description="Title.")


@fields_of(frozen=True, slots=True, kw_only=True)
class Chapters:
    """The chapters."""

    url: Address = Field(description="The file of them.")
    type: str = Field(description="Media type.")
    marks: tuple[ChapterRow, ...] = Field(description="In order.")


@fields_of(frozen=True, slots=True, kw_only=True)
class SoundbiteRow:
    """A short part that speaks for the whole."""

    at: float = Field(description="Seconds from the beginning of the sound.")
    seconds: float = Field(description="Length.")
    title: str = Field(description="Title.")


@fields_of(frozen=True, slots=True, kw_only=True)
class EpisodeRow(Row):
    """An episode of a podcast; `html` holds the show notes."""

    kind: Literal["episode"]
    guid: str = Field(description="Its identity in the feed, byte for byte.")
    show: Ref = Field(description="Its podcast.")
    season: int | None = Field(description="Number of the season.")
    number: int | None = Field(description="Number within the season.")
    type: Literal["full", "trailer", "bonus"] = Field(description="What sort of episode it is.")
    explicit: bool | None = Field(description="Whether it is for adults only; null: as the show.")
    content_note: str = Field(description="What a listener should know before.")
    synthetic_voice: bool = Field(description="Whether a voice is made by a machine.")
    people: tuple[CreditRow, ...] = Field(description="Who speaks.")
    location: str = Field(description="Where it was recorded, or what place it is about.")
    funding: tuple[Web, ...] = Field(description="Ways to support the work.")
    sound: Sound = Field(description="The sound.")
    transcript: Words | None = Field(description="What is said.")
    chapters: Chapters | None = Field(description="Its chapters.")
    soundbites: tuple[SoundbiteRow, ...] = Field(description="Short parts that speak for the whole.")


def _row(entry: Entry[Episode], common: dict[str, Any], outlook: Outlook) -> EpisodeRow:
    fields, facts = entry.fields, outlook.sound(entry.path)
    return EpisodeRow(
        **common,
        guid=fields.guid,
        show=outlook.show(entry.path),
        season=fields.season,
        number=fields.number,
        type=fields.type,
        explicit=fields.explicit,
        content_note=fields.content_note,
        synthetic_voice=fields.synthetic_voice,
        people=credits_of(fields.people, outlook),
        location=fields.location,
        funding=funding_of(fields.funding),
        sound=Sound(
            url=outlook.url(facts.path),
            type=facts.type,
            size=facts.blob.size,
            seconds=facts.seconds,
            channels=facts.channels,
            bitrate=facts.bitrate,
            loudness=facts.loudness,
        ),
        transcript=_words(facts, common["language"], entry.address, outlook),
        chapters=_chapters(facts, outlook),
        # The sting before the recording moves them.
        soundbites=tuple(
            SoundbiteRow(at=bite.at + facts.lead, seconds=bite.seconds, title=bite.title) for bite in fields.soundbites
        ),
    )


def _words(facts: MediaFacts, language: str, address: str, outlook: Outlook) -> Words | None:
    beside = facts.transcript
    if beside is None:
        return None
    url, language = outlook.url(beside.path), beside.language or language
    page = outlook.url(urls.transcript(address))
    return Words(url=url, type=beside.type, language=language, html=facts.transcript_html, page=page)


def _chapters(facts: MediaFacts, outlook: Outlook) -> Chapters | None:
    beside = facts.chapters
    if beside is None:
        return None
    marks = tuple(ChapterRow(at=at, title=title) for at, title in facts.chapter_marks)
    return Chapters(url=outlook.url(beside.path), type=beside.type, marks=marks)


def _json_ld(row: EpisodeRow) -> JsonLd:
    """The transcript is a caption (a file with its type): as text it would stand twice in the page."""
    sound: JsonLd = {
        "@type": "AudioObject",
        "contentUrl": row.sound.url,
        "encodingFormat": row.sound.type,
        "contentSize": str(row.sound.size),
        "duration": seconds(row.sound.seconds),
    }
    if words := row.transcript:
        caption = {"contentUrl": words.url, "encodingFormat": words.type, "inLanguage": words.language}
        sound["caption"] = {"@type": "MediaObject", **caption}
    season: JsonLd = {"@type": "PodcastSeason", "seasonNumber": row.season} if row.season else {}
    return thing(
        "PodcastEpisode",
        row,
        episodeNumber=row.number,
        partOfSeason=season,
        partOfSeries={"@type": "PodcastSeries", "name": row.show.title, "url": row.show.url},
        contributor=[person(credit.person) for credit in row.people],
        timeRequired=seconds(row.sound.seconds),
        associatedMedia=sound,
    )


def _listing(row: EpisodeRow) -> str:
    return f'<p><a href="{escape(row.url)}">Listen to it, or read what is said</a></p>'


KIND = Kind(
    name="episode",
    label="Episode",
    fields=Episode,
    pattern=re.compile(r"content/podcasts/(?P<folder>[^/]+/)(?P<name>[^/]+)\.md"),
    root="podcasts/",
    template="kinds/episode.html",
    row_type=EpisodeRow,
    row=_row,
    json_ld=_json_ld,
    listing=_listing,
    files=_files,
)
