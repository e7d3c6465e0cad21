"""What an episode's tag says, as plain data: in ID3v2.3 (with the addendum of chapters), MP4 atoms, Vorbis comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from pipeline.audio.container import after_id3
from pipeline.formats import category as categories
from pipeline.formats.chapters import Chapter, ends, in_time
from pipeline.formats.language import iso_639_2
from pipeline.formats.transcript import Transcript, turns
from pipeline.model import urls
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.show.fields import Show
from pipeline.model.library import Library

GENRE = "Podcast"
LYRICS_BYTES = 500_000
"""The most of what is said that a tag holds: all of it, or nothing. Apps begin to play after the tag."""
_YEAR = re.compile(r"[0-9]{4} ")


def tag_params(
    library: Library, episode: Entry[Episode], length: float, frames: Sequence[Mapping[str, Any]], cover: str
) -> dict[str, Any]:
    """The params of a tag job. `length` is that of the encode in seconds, `frames` are those of its chapters; `cover`
    is the picture's media type, or empty.

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
        "chapters": list(frames),
    }


def more_params(library: Library, episode: Entry[Episode]) -> dict[str, str]:
    """What tags say besides, since they tell of the podcast, too; what nobody said is left out. Apple's frames for
    podcasts, and the rights.
    """
    show, site = library.belongs_to(episode), library.settings.site
    topics = (library.topics[one].title for one in episode.fields.topics if one in library.topics)
    said = {
        "guid": episode.fields.identity,
        "feed": in_ascii(urls.absolute(site.url, urls.show_feed(show.address))),
        "category": categories.parts(show.fields.category[0])[0],
        "keywords": ", ".join(topics),
        "copyright": _copyright(library, episode, show),
        "licence": _licence(library, episode, show),
    }
    return {name: text for name, text in said.items() if text}


def _copyright(library: Library, episode: Entry[Episode], show: Entry[Show]) -> str:
    """Who holds the rights, behind a year, as the standard wants it (ID3v2.3, 4.2.1, TCOP)."""
    said = show.fields.copyright or library.settings.feeds.copyright or ""
    said = said.removeprefix("Copyright").lstrip().removeprefix("©").removeprefix("(c)").lstrip()
    year = episode.public_from.astimezone(library.settings.zone).year
    return said if not said or _YEAR.match(said) else f"{year:04} {said}"


def _licence(library: Library, episode: Entry[Episode], show: Entry[Show]) -> str:
    """The address of the licence: one that is said, or else that of SPDX."""
    own = episode.fields.licence_url or ("" if episode.fields.licence else show.fields.licence_url)
    name = library.licence(episode)
    return in_ascii(own or (f"https://spdx.org/licenses/{name}.html" if name else ""))


def lyrics(transcript: Transcript) -> bytes:
    """What is said, a paragraph for each turn behind the name of who speaks (ID3's "unsynchronised lyrics"); nothing
    where that is more than a tag shall hold.
    """
    said = []
    for turn in turns(transcript.cues):
        name = f"{turn[0].speaker}: " if turn[0].speaker else ""
        said.append(name + " ".join(" ".join(cue.text.split()) for cue in turn))
    text = "\n\n".join(said).encode()
    return text if len(text) <= LYRICS_BYTES else b""


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


def in_ascii(url: str) -> str:
    """The address with everything beyond ASCII in percent notation: ID3's links know Latin-1 only."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def chapter_frames(
    chapters: Sequence[Chapter], seconds: float, pictures: Mapping[str, str] = MappingProxyType({})
) -> list[dict[str, Any]]:
    """Chapters with start and end in milliseconds, in time order. `pictures`: that of a chapter → the input of the job
    that holds it. What a chapter has not is left out, so that it is no part of the key.
    """
    ordered = in_time(chapters)
    return [
        _frame(one, end)
        | ({} if one.toc else {"toc": False})
        | ({"picture": pictures[one.image]} if one.image in pictures else {})
        for one, end in zip(ordered, ends(ordered, seconds), strict=True)
    ]


def former_frames(chapters: Sequence[Chapter], seconds: float) -> list[dict[str, Any]]:
    """The same as they were written at first: title and link alone, each to the beginning of the next one."""
    ordered = in_time(chapters)
    starts = [*(chapter.start for chapter in ordered[1:]), max(seconds, ordered[-1].start)] if ordered else []
    return [_frame(one, end) for one, end in zip(ordered, starts, strict=True)]


def _frame(chapter: Chapter, end: float) -> dict[str, Any]:
    begin = round(chapter.start * 1000)
    return {"start": begin, "end": round(end * 1000), "title": chapter.title, "url": in_ascii(chapter.url)}


def pictures(chunks: Iterable[bytes]) -> tuple[bytes, ...]:
    """The pictures in the tag of a file that we tagged, its cover and those of chapters (ID3v2.3, 3.3 and 4.15)."""
    return tuple(_pictures(*_tag(chunks)))


def lyrics_in(chunks: Iterable[bytes]) -> str:
    """What is said, as the tag of a file that we tagged has it; "" where it has nothing of that (ID3v2.3, 4.9)."""
    for name, body in _frames(*_tag(chunks)):
        if name == b"USLT":
            # encoding, language, no description (one zero, or a mark of the order of bytes and two), text
            return (body[8:].decode("utf-16") if body[0] else body[5:].decode("latin-1")).rstrip("\0")
    return ""


def _tag(chunks: Iterable[bytes]) -> tuple[bytes, int, int]:
    """The beginning of a file, and where in it the frames of its tag begin and end."""
    head = bytearray()
    for chunk in chunks:
        head.extend(chunk)
        if after_id3(lambda at, size: bytes(head[at : at + size])) <= len(head):
            break
    end = after_id3(lambda at, size: bytes(head[at : at + size]))
    return bytes(head), 10, min(end, len(head))


def _frames(tag: bytes, at: int, end: int) -> Iterator[tuple[bytes, bytes]]:
    """The frames between two places of a tag: name and body."""
    while at + 10 <= end:
        after = at + 10 + int.from_bytes(tag[at + 4 : at + 8])
        yield tag[at : at + 4], tag[at + 10 : after]
        at = after


def _pictures(tag: bytes, at: int, end: int) -> Iterator[bytes]:
    """The pictures of the frames between two places of a tag."""
    for name, body in _frames(tag, at, end):
        if name == b"APIC":
            # encoding, media type to its zero byte, sort of picture, description to its zero byte, picture
            described = body.index(0, 1) + 2
            yield body[body.index(0, described) + 1 :]
        elif name == b"CHAP":
            # name of the element to its zero byte, four numbers, frames
            yield from _pictures(body, body.index(0) + 17, len(body))


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
