"""What an episode's tag says (ID3v2.3, and the chapter frames of its addendum), as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

import langcodes

from pipeline.audio.container import after_id3
from pipeline.formats.chapters import Chapter
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Show
from pipeline.model.library import Library

GENRE = "Podcast"


def tag_params(
    library: Library, episode: Entry[Episode], length: float, chapters: Sequence[Chapter], cover: str
) -> dict[str, Any]:
    """The params of a tag job. `length` and `chapters` are those of the encode, in seconds; `cover` is the picture's
    media type, or empty.

    All addresses are those of `site.url`: sound outlives the place where it was published.
    """
    show, fields = library.belongs_to(episode), episode.fields
    site = library.settings.site
    return {
        "title": fields.title,
        "album": show.fields.title,
        "artist": speakers(library, episode, show),
        "album_artist": maker(show),
        "date": episode.public_from.astimezone(library.settings.zone).date().isoformat(),
        "track": "" if fields.number is None else str(fields.number),
        "disc": "" if fields.season is None else str(fields.season),
        "genre": GENRE,
        "language": iso_639_2(library.language(episode)),
        "description": fields.description,
        "page": in_ascii(urls.absolute(site.url, episode.address)),
        "milliseconds": round(length * 1000),
        "cover_type": cover,
        "chapters": chapter_frames(chapters, length),
    }


def maker(show: Entry[Show]) -> str:
    """Who makes the show."""
    return show.fields.author or show.fields.owner.name


def speakers(library: Library, episode: Entry[Episode], show: Entry[Show]) -> str:
    """Who speaks, in one string: readers take only the first of several artists. Without names: who makes the show."""
    credited = episode.fields.people or show.fields.people
    names = [
        one.name or library.people[one.person or ""].name
        for one in credited
        if one.name or one.person in library.people
    ]
    return ", ".join(dict.fromkeys(names)) or maker(show)


def iso_639_2(language: str) -> str:
    """`de-CH` → `deu`: the terminological code of ISO 639-2, or `und`."""
    try:
        return langcodes.get(language).to_alpha3()
    except (LookupError, ValueError):
        return "und"


def in_ascii(url: str) -> str:
    """The address with everything beyond ASCII in percent notation: ID3's links know Latin-1 only."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def chapter_frames(chapters: Sequence[Chapter], seconds: float) -> list[dict[str, Any]]:
    """Chapters with start and end in milliseconds, in time order; each ends where the next one starts."""
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    ends = [*(chapter.start for chapter in ordered[1:]), max(seconds, ordered[-1].start)] if ordered else []
    return [
        {"start": round(one.start * 1000), "end": round(end * 1000), "title": one.title, "url": in_ascii(one.url)}
        for one, end in zip(ordered, ends, strict=True)
    ]


def cover(chunks: Iterable[bytes]) -> bytes:
    """The picture in the tag of a file that we tagged; empty when there is none (ID3v2.3, 3.3 and 4.15)."""
    head = bytearray()
    for chunk in chunks:
        head.extend(chunk)
        if after_id3(lambda at, size: bytes(head[at : at + size])) <= len(head):
            break
    at, end = 10, after_id3(lambda at, size: bytes(head[at : at + size]))
    while at + 10 <= min(end, len(head)):
        size = int.from_bytes(head[at + 4 : at + 8])
        if head[at : at + 4] == b"APIC":
            # encoding, media type to its zero byte, sort of picture, description to its zero byte, picture
            described = head.index(0, at + 11) + 2
            return bytes(head[head.index(0, described) + 1 : at + 10 + size])
        at += 10 + size
    return b""


def untagged(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A tagged file without its tag: the encode, byte for byte, since a tag is written before it and nothing else."""
    rest, head, start = iter(chunks), bytearray(), 0
    for chunk in rest:
        head.extend(chunk)
        start = after_id3(lambda at, size: bytes(head[at : at + size]))
        if start + 10 <= len(head):
            break
    yield bytes(head[start:])
    yield from rest
