"""Chapters of an episode, and the JSON chapters 1.2 of Podcasting 2.0 in which they go out. All times are seconds.

Standard: JSON chapters 1.2 (`application/json+chapters`). `chapter_files` reads what editors have in other forms.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from pipeline.formats import times
from pipeline.problems import Place, Problem

VERSION = "1.2.0"
MOST: Final = 255
"""Chapters of an episode: the table of contents in a tag counts them in one byte (ID3v2 Chapter Frame Addendum)."""
_NEAR_THE_END = 1.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on earth: its name, its `geo:` address (RFC 5870), and what OpenStreetMap calls it, or ""."""

    name: str
    geo: str
    osm: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What begins at `start`, in seconds, and lasts to `end`, or where that is None to the next one.

    `image` is the library path of a picture, or the address where it is published, and `alt` says what it shows; texts
    are "" when absent. One that is not in the table of contents (`toc`) is silent: it changes picture and link alone.
    """

    start: float
    title: str = ""
    url: str = ""
    image: str = ""
    alt: str = ""
    end: float | None = None
    toc: bool = True
    location: Spot | None = None


def to_json(chapters: Sequence[Chapter], *, title: str = "", podcast: str = "") -> bytes:
    """The JSON file of chapters in order of time: sorted, compact UTF-8, the same bytes for the same chapters.

    `title` and `podcast` are the names of the episode and its show.
    """
    document: dict[str, Any] = {"version": VERSION, "chapters": [_plain(chapter) for chapter in in_time(chapters)]}
    if title:
        document["title"] = title
    if podcast:
        document["podcastName"] = podcast
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def in_time(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Chapters in order of time."""
    return sorted(chapters, key=lambda chapter: chapter.start)


def ends(chapters: Sequence[Chapter], seconds: float) -> list[float]:
    """Where each chapter ends, of those in order of time: where it says so, else where the next one starts, or the
    sound of this length ends. A silent chapter ends none that is in the table of contents.
    """
    found: list[float] = []
    following = listed = seconds
    for chapter in reversed(chapters):
        end = listed if chapter.toc else following
        found.append(max(chapter.start, end if chapter.end is None else chapter.end))
        following = chapter.start
        listed = chapter.start if chapter.toc else listed
    return found[::-1]


def check(chapters: Sequence[Chapter], places: Sequence[Place], seconds: float | None = None) -> list[Problem]:
    """Problems of order, of chapters that say nothing, and, where the length of the audio is given, of those at or
    beyond its end.
    """
    problems: list[Problem] = []
    # The latest start so far never falls, so that the first chapter not before a time is found by halving.
    latest = list(accumulate((chapter.start for chapter in chapters), max))
    for index, (chapter, place) in enumerate(zip(chapters, places, strict=True)):
        if index and _is_late(chapter, chapters[index - 1]):
            later = times.clock(latest[bisect_left(latest, chapter.start)])
            problems.append(_unordered(chapter, chapters[index - 1].start, later, place))
        problems += (Problem(place, message, hint, "bad-chapters") for message, hint in _alone(chapter, seconds))
    if len(chapters) > MOST:
        message, hint = f"there are {len(chapters):,} chapters: a tag holds {MOST}", "leave out the least of them"
        problems.append(Problem(places[MOST], message, hint, "bad-chapters"))
    return problems


def _is_late(chapter: Chapter, before: Chapter) -> bool:
    """Whether it does not start after the one before it; a silent one may start with one that is listed."""
    return chapter.start < before.start or (chapter.start == before.start and chapter.toc == before.toc)


def _unordered(chapter: Chapter, before: float, later: str, place: Place) -> Problem:
    at = times.clock(chapter.start)
    message = f"the chapter at {at} does not start after the one before it, at {times.clock(before)}"
    twice = chapter.start == before
    hint = "mend the time of one of them" if twice else f"move it above the one at {later}, or mend its time"
    return Problem(place, message, hint, "bad-chapters")


def _alone(chapter: Chapter, seconds: float | None) -> list[tuple[str, str]]:
    """What is wrong with one chapter, and the remedies."""
    at, found = times.clock(chapter.start), []
    if not (chapter.title or chapter.url or chapter.image or chapter.location):
        found.append((f"the chapter at {at} says nothing", "give it a title, or remove it"))
    if chapter.end is not None and chapter.end <= chapter.start:
        found.append((f"the chapter at {at} ends before it starts", "look at its two times"))
    if seconds is None:
        return found
    cut = "are these the chapters of another cut of the episode?"
    if chapter.start >= seconds:
        found.append((f"the chapter at {at} starts beyond the end of the audio, {times.clock(seconds)}", cut))
    elif chapter.end is not None and chapter.end > seconds + _NEAR_THE_END:
        found.append((f"the chapter at {at} ends beyond the end of the audio, {times.clock(seconds)}", cut))
    return found


def _plain(chapter: Chapter) -> dict[str, Any]:
    entry: dict[str, Any] = {"startTime": _number(chapter.start)}
    texts = {"title": chapter.title, "url": chapter.url, "img": chapter.image}
    entry |= {name: text for name, text in texts.items() if text}
    if chapter.end is not None:
        entry["endTime"] = _number(chapter.end)
    if not chapter.toc:
        entry["toc"] = False
    if spot := chapter.location:
        entry["location"] = {"name": spot.name, "geo": spot.geo} | ({"osm": spot.osm} if spot.osm else {})
    return entry


def _number(seconds: float) -> int | float:
    """Whole seconds as integers: players exist that read nothing else."""
    return int(seconds) if seconds == int(seconds) else round(seconds, 3)
