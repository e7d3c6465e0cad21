"""What the public knows of an episode."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import zip_longest
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.chapters import Chapter
from pipeline.formats.declared import LATE
from pipeline.model.access import Access
from pipeline.model.entry import Entry, Picture
from pipeline.model.kinds.episode.fields import Episode, heard
from pipeline.model.kinds.kind import Say
from pipeline.model.kinds.show.podcasting import Alternate, Chat, Spot, Txt, Value
from pipeline.model.kinds.show.row import CreditRow, GuestRow, credits_of, funding_of, guests_of, posts_of
from pipeline.model.media import Companion, MediaFacts, Rendition
from pipeline.model.rows import Address, Data, Image, JsonLd, Outlook, Ref, Row, Web, filled, person, seconds, thing

TRANSCRIPT = "transcript/"
"""The page of what is said in an episode, below that of the episode."""


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Sound:
    """The sound as listeners get it."""

    url: Address = Field(
        description="The enclosure: another address when its bytes change, unless it lies on another host."
    )
    type: str = Field(description="Media type.")
    size: int = Field(description="Bytes.")
    seconds: float | None = Field(description="Length; null where nobody said it of what lies on another host.")
    channels: int | None = Field(description="1 or 2; null on another host.")
    bitrate: int | None = Field(description="kb/s; null on another host.")
    loudness: float | None = Field(description="LUFS, measured; null on another host.")
    waveform: Address | None = Field(
        description="How loud it is from one end to the other, as JSON: `levels` are amplitudes of up to 400 windows "
        "of one length, the loudest 255."
    )


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class RenditionRow:
    """The sound in another codec."""

    url: Address = Field(description="The file: another address when its bytes change.")
    type: str = Field(description="Media type.")
    codecs: str = Field(description="As RFC 6381 writes them.")
    size: int = Field(description="Bytes.")
    bitrate: int = Field(description="kb/s.")
    title: str = Field(description="What people call it: `Opus`, `AAC`.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Words:
    """The transcript."""

    url: Address = Field(description="The file with times.")
    type: str = Field(description="Media type.")
    language: str = Field(description="BCP 47.")
    html: str = Field(description="The same to read: `cite`, `time` and `p` only.")
    page: Address = Field(description="The same as a page.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class WordsFile:
    """One form of what is said."""

    url: Address = Field(description="The file.")
    type: str = Field(description="Media type: WebVTT, SubRip, JSON or HTML (Podcasting 2.0).")
    language: str = Field(description="BCP 47.")
    page: Address = Field(description="The same as a page.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class LocationRow:
    """A place on earth."""

    name: str = Field(description="Name.")
    geo: str = Field(description="`geo:` address (RFC 5870).")
    osm: str = Field(description="What OpenStreetMap calls it; may be empty.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class ChapterRow:
    """A chapter."""

    at: float = Field(description="Seconds from the beginning of the sound.")
    title: str = Field(description="Title; may be empty.")
    end: float | None = Field(description="Where it ends; null: where the next one begins.")
    toc: bool = Field(description="Whether lists show it; one that they don't changes picture and link alone.")
    url: Address | None = Field(description="Where to read more.")
    image: Image | None = Field(description="Its picture.")
    location: LocationRow | None = Field(description="The place that it is about.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class Chapters:
    """The chapters."""

    url: Address = Field(description="The file of them.")
    type: str = Field(description="Media type.")
    marks: tuple[ChapterRow, ...] = Field(description="In order.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class SoundbiteRow:
    """A short part that speaks for the whole."""

    at: float = Field(description="Seconds from the beginning of the sound.")
    seconds: float = Field(description="Length.")
    title: str = Field(description="Title.")
    clip: Address | None = Field(description="A file of this part alone, to pass on.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
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
    guests: tuple[GuestRow, ...] = Field(description="Who speaks, too, and has no page here.")
    location: str = Field(description="Where it was recorded, or what place it is about.")
    funding: tuple[Web, ...] = Field(description="Ways to support the work.")
    sound: Sound = Field(description="The sound.")
    renditions: tuple[RenditionRow, ...] = Field(description="The same sound in other codecs.")
    transcript: Words | None = Field(description="What is said, in the language of the episode.")
    transcripts: tuple[WordsFile, ...] = Field(description="The same in all forms and languages.")
    chapters: Chapters | None = Field(description="Its chapters.")
    content_links: tuple[Web, ...] = Field(description="The same on other services.")
    alternates: tuple[Alternate, ...] = Field(description="The same in another form, elsewhere.")
    locations: tuple[Spot, ...] = Field(description="Places, each with where it is.")
    chat: Chat | None = Field(description="A room in which listeners talk.")
    value: Value | None = Field(description="How listeners give while they listen.")
    txt: tuple[Txt, ...] = Field(description="Text for programs.")
    images: tuple[Image, ...] = Field(description="More pictures, for purposes that apps know.")
    licence_url: Address | None = Field(description="The text of a licence that SPDX does not list.")
    social: tuple[Web, ...] = Field(description="Posts under which listeners comment.")
    soundbites: tuple[SoundbiteRow, ...] = Field(description="Short parts that speak for the whole.")


def row(entry: Entry[Episode], outlook: Outlook) -> Data:
    """The fields of the row that are an episode's own."""
    fields, facts = entry.fields, outlook.sound(entry.path)
    return {
        "guid": fields.identity,
        "show": outlook.above(entry.path),
        "season": fields.season,
        "number": fields.number,
        "type": fields.type,
        "explicit": fields.explicit,
        "content_note": fields.content_note,
        "synthetic_voice": fields.synthetic_voice,
        "people": credits_of(fields.people, outlook),
        "guests": guests_of(fields.people, entry.path, outlook),
        "location": fields.location,
        "funding": funding_of(fields.funding),
        "sound": _sound(facts, outlook),
        "renditions": tuple(_rendition(one, outlook) for one in facts.renditions),
        "transcript": _words(facts, entry, outlook),
        "transcripts": tuple(_file(one, facts, entry, outlook) for one in facts.transcripts),
        "chapters": _chapters(facts, entry, outlook),
        "content_links": tuple(Web(title=one.text, url=one.url) for one in fields.content_links),
        "social": posts_of(fields.social),
        "alternates": fields.alternates,
        "locations": fields.locations,
        "chat": fields.chat,
        "value": fields.value,
        "txt": fields.txt,
        "images": tuple(shown for one in fields.images if (shown := outlook.image(one, entry.path))),
        "licence_url": fields.licence_url,
        "soundbites": tuple(_soundbites(fields, facts, outlook)),
    }


def _soundbites(fields: Episode, facts: MediaFacts, outlook: Outlook) -> Iterator[SoundbiteRow]:
    """Those that are heard, each with its clip where it has one."""
    for (bite, at, lasts), clip in zip_longest(heard(fields.soundbites, facts.timing), facts.clips):
        url = outlook.url(clip.path) if clip else None
        yield SoundbiteRow(at=at, seconds=lasts, title=bite.title, clip=url)


def _rendition(one: Rendition, outlook: Outlook) -> RenditionRow:
    return RenditionRow(
        url=outlook.url(one.path),
        type=one.type,
        codecs=one.codecs,
        size=one.blob.size,
        bitrate=one.bitrate,
        title=one.title,
    )


def _sound(facts: MediaFacts, outlook: Outlook) -> Sound:
    return Sound(
        url=facts.address(outlook.url),
        type=facts.type,
        size=facts.blob.size,
        seconds=None if facts.url and not facts.seconds else facts.seconds,
        channels=None if facts.url else facts.channels,
        bitrate=None if facts.url else facts.bitrate,
        loudness=None if facts.url else facts.loudness,
        waveform=outlook.url(facts.waveform.path) if facts.waveform else None,
    )


def _words(facts: MediaFacts, entry: Entry[Episode], outlook: Outlook) -> Words | None:
    beside = facts.transcript
    if beside is None:
        return None
    url, language = outlook.url(beside.path), beside.language or outlook.language(entry.path)
    page = outlook.url(f"{entry.address}{TRANSCRIPT}")
    return Words(url=url, type=beside.type, language=language, html=facts.transcript_html, page=page)


def _file(one: Companion, facts: MediaFacts, entry: Entry[Episode], outlook: Outlook) -> WordsFile:
    name = said_in(one.language) if one.language in facts.others else TRANSCRIPT
    page = outlook.url(f"{entry.address}{name}")
    return WordsFile(url=outlook.url(one.path), type=one.type, language=one.language, page=page)


def said_in(language: str) -> str:
    """The page of what is said in another language than the episode's, below that of the episode."""
    return f"{TRANSCRIPT}{language.lower()}/"


def _chapters(facts: MediaFacts, entry: Entry[Episode], outlook: Outlook) -> Chapters | None:
    beside = facts.chapters
    if beside is None:
        return None
    marks = tuple(_chapter(one, entry, outlook) for one in facts.chapter_marks)
    return Chapters(url=outlook.url(beside.path), type=beside.type, marks=marks)


def _chapter(one: Chapter, entry: Entry[Episode], outlook: Outlook) -> ChapterRow:
    spot = one.location
    picture = Picture(file=f"/{one.image}", alt=one.alt) if one.image else None
    return ChapterRow(
        at=one.start,
        title=one.title,
        end=one.end,
        toc=one.toc,
        url=one.url or None,
        image=outlook.image(picture, entry.path),
        location=LocationRow(name=spot.name, geo=spot.geo, osm=spot.osm) if spot else None,
    )


def json_ld(row: EpisodeRow) -> JsonLd:
    """The transcript is a caption (a file with its type): as text it would stand twice in the page."""
    sound = filled(
        {
            "@type": "AudioObject",
            "contentUrl": row.sound.url,
            "encodingFormat": row.sound.type,
            "contentSize": str(row.sound.size),
            "duration": _spoken(row),
        }
    )
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
        contributor=[*(person(credit.person) for credit in row.people), *map(_guest, row.guests)],
        timeRequired=_spoken(row),
        associatedMedia=sound,
    )


def _spoken(row: EpisodeRow) -> str:
    """The length of its sound; "" where nobody knows it."""
    return "" if row.sound.seconds is None else seconds(row.sound.seconds)


def access(row: EpisodeRow) -> Access:
    """It is heard, and most are written down."""
    return Access(heard=True, written=row.transcript is not None)


def _guest(guest: GuestRow) -> JsonLd:
    return filled({"@type": "Person", "name": guest.name, "url": guest.url})


def listing(row: EpisodeRow, say: Say) -> str:
    """The way to its page, for readers of a feed that has no sound."""
    return f'<p><a href="{escape(row.url)}">{escape(say("episode.listing"))}</a></p>'
