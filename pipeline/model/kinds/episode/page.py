"""The page of an episode: its chapters, what is said in it (as a page of its own, too), and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urlsplit

from pipeline.formats.locale import own_name
from pipeline.formats.times import clock
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode
from pipeline.model.kinds.episode.row import TRANSCRIPT, EpisodeRow, said_in
from pipeline.model.kinds.episode.said import moment, parts
from pipeline.model.kinds.kind import Parts, SubPage
from pipeline.model.media import MediaFacts, read
from pipeline.model.rows import Data, Desk

_FORMATS = {"audio/mpeg": "MP3", "audio/mp4": "M4A", "audio/x-m4a": "M4A", "audio/m4a": "M4A"}
"""What people call the sound of these media types."""


def page(row: EpisodeRow, entry: Entry[Episode], desk: Desk) -> Parts:
    """What the template gets besides the row, and the pages of the transcripts."""
    sound, image = desk.sound(entry.path), desk.image_of(desk.path_above(entry.path))
    chapters = _chapters(row, sound.seconds, desk)
    said = parts(sound.cues, [(one["start"], one["title"]) for one in chapters])
    data: Data = {
        "show_image": asdict(image) if image else None,
        "format": _FORMATS.get(sound.type, sound.type.rpartition("/")[2].upper()),
        "host": urlsplit(sound.url).hostname or "",
        "chapters": [{**one, "id": "" if said else f"t={one['at']}"} for one in chapters],
        "said": said,
        "said_at": desk.url(f"{entry.address}{TRANSCRIPT}") if said else "",
        "said_in": [
            {
                "language": language,
                "title": own_name(language),
                "url": desk.url(f"{entry.address}{said_in(language)}"),
            }
            for language in sound.others
        ],
        **_neighbours(entry.path, desk),
    }
    headings = (("transcript", desk.say("episode.transcript")),) if said else ()
    return Parts(data, headings, tuple(_transcripts(row, said, sound, desk)))


def _chapters(row: EpisodeRow, seconds: float, desk: Desk) -> list[Data]:
    """The chapters that stand in lists, with their lengths; one without a title is known by its number."""
    listed = [one for one in row.chapters.marks if one.toc] if row.chapters else []
    following = [*(one.at for one in listed[1:]), seconds or listed[-1].at if listed else seconds]
    return [
        {
            "start": one.at,
            "at": moment(one.at),
            "clock": clock(one.at),
            "title": one.title or desk.say("episode.chapter", number=number),
            "length": _length((after if one.end is None else one.end) - one.at),
            "url": one.url,
            "image": asdict(one.image) if one.image else None,
        }
        for number, (one, after) in enumerate(zip(listed, following, strict=bool(listed)), 1)
    ]


def _length(seconds: float) -> str:
    """How long a chapter is; "" where nobody knows, as of the last one of what lies on another host."""
    return clock(round(seconds)) if seconds > 0 else ""


def _neighbours(path: str, desk: Desk) -> Data:
    """The episodes before and after this one."""
    beside = zip(("later", "earlier"), desk.beside(path), strict=True)
    return {name: asdict(desk.teaser_of(other)) if other else None for name, other in beside}


def _transcripts(row: EpisodeRow, said: list[Data], sound: MediaFacts, desk: Desk) -> Iterator[SubPage]:
    """To be read, printed and linked to by themselves, one for each language."""
    about = desk.say("episode.transcript-about", title=row.title, show=row.show.title)
    own: Data = {"episode": {"title": row.title, "url": row.url}}
    template = "kinds/transcript.html"
    if said:
        title = desk.say("episode.transcript-title", title=row.title)
        yield SubPage(TRANSCRIPT, title, about, template, {**own, "said": said, "spoken": ""})
    for language, words in sound.others.items():
        title = desk.say("episode.transcript-title-in", title=row.title, language=own_name(language))
        data = {**own, "said": parts(read(words).cues, ()), "spoken": language}
        yield SubPage(said_in(language), title, about, template, data)
