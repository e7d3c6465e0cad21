"""Chapters of an episode: JSON chapters 1.2 of Podcasting 2.0 (`application/json+chapters`). All times are seconds."""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from pipeline.formats import times, yaml
from pipeline.problems import Place, Problem

VERSION = "1.2.0"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What begins at `start`, in seconds. `url` and `image` are addresses, or paths as written; "" when absent."""

    start: float
    title: str
    url: str = ""
    image: str = ""


def to_json(chapters: Sequence[Chapter], *, title: str = "", podcast: str = "") -> bytes:
    """The JSON file of chapters in order of time: sorted, compact UTF-8, the same bytes for the same chapters.

    `title` and `podcast` are the names of the episode and its show.
    """
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    document: dict[str, Any] = {"version": VERSION, "chapters": [_plain(chapter) for chapter in ordered]}
    if title:
        document["title"] = title
    if podcast:
        document["podcastName"] = podcast
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse_json(text: str, path: str) -> tuple[tuple[Chapter, ...] | None, tuple[Problem, ...]]:
    """Read a JSON file of chapters. Never raises; problems are `bad-chapters`, without chapters there is one.

    Their order is for `check` to look at.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        return None, (_problem(place, f"not valid JSON: {error.msg}", "look at the commas, quotes and brackets"),)
    except (RecursionError, ValueError):
        return None, (_problem(Place(path), "the JSON is nested too deeply, or holds an endless number", ""),)
    entries = document.get("chapters") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return None, (_problem(Place(path), "there is no list `chapters` in this file", "see JSON chapters 1.2"),)
    where = places(text, path, len(entries))
    chapters: list[Chapter] = []
    problems: list[Problem] = []
    for number, (entry, place) in enumerate(zip(entries, where, strict=True), 1):
        found = _chapter(entry)
        if isinstance(found, str):
            problems.append(_problem(place, f"chapter {number} {found}", "see JSON chapters 1.2"))
        else:
            chapters.append(found)
    return (None, tuple(problems)) if problems else (tuple(chapters), ())


def places(text: str, path: str, count: int) -> list[Place]:
    """Where each chapter of a JSON file has its time: JSON is read as the YAML that it nearly always is."""
    document, _ = yaml.parse(text, path)
    marks = document.marks if document else {}
    at = (marks.get(("chapters", i, "startTime")) or marks.get(("chapters", i)) for i in range(count))
    return [place or Place(path) for place in at]


def check(chapters: Sequence[Chapter], places: Sequence[Place], seconds: float | None = None) -> list[Problem]:
    """Problems of order, and, where the length of the audio is given, of chapters at or beyond its end."""
    problems: list[Problem] = []
    # The latest start so far never falls, so that the first chapter not before a time is found by halving.
    latest = list(accumulate((chapter.start for chapter in chapters), max))
    for index, (chapter, place) in enumerate(zip(chapters, places, strict=True)):
        at = times.clock(chapter.start)
        if index and chapter.start <= (before := chapters[index - 1].start):
            message = f"the chapter at {at} does not start after the one before it, at {times.clock(before)}"
            later = times.clock(latest[bisect_left(latest, chapter.start)])
            twice = chapter.start == before
            hint = "mend the time of one of them" if twice else f"move it above the one at {later}, or mend its time"
            problems.append(_problem(place, message, hint))
        if seconds is not None and chapter.start >= seconds:
            message = f"the chapter at {at} starts beyond the end of the audio, {times.clock(seconds)}"
            problems.append(_problem(place, message, "are these the chapters of another cut of the episode?"))
    return problems


def _plain(chapter: Chapter) -> dict[str, Any]:
    # Whole seconds as integers: players exist that read nothing else.
    start = int(chapter.start) if chapter.start == int(chapter.start) else round(chapter.start, 3)
    entry: dict[str, Any] = {"startTime": start, "title": chapter.title}
    if chapter.url:
        entry["url"] = chapter.url
    if chapter.image:
        entry["img"] = chapter.image
    return entry


def _chapter(entry: object) -> Chapter | str:
    """A chapter, or what is wrong with it. Titles may be absent by the standard, but a list of chapters needs them."""
    if not isinstance(entry, dict):
        return "is not an object"
    start = entry.get("startTime")
    try:
        seconds = float(start) if isinstance(start, (int, float)) and not isinstance(start, bool) else math.nan
    except OverflowError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds >= 0):
        return "has no `startTime` in seconds"
    texts = [entry.get(name, "") for name in ("title", "url", "img")]
    if not all(isinstance(text, str) for text in texts) or not texts[0].strip():
        return "has no `title`, or something else than text in `title`, `url` or `img`"
    return Chapter(seconds, texts[0].strip(), texts[1], texts[2])


def _problem(place: Place, message: str, hint: str) -> Problem:
    return Problem(place, message, hint, "bad-chapters")
