"""Meetings in the JSON of the Meeting Guide (<https://github.com/code4recovery/spec>): an array of objects.

Each stands in its line: whoever is told of a loss finds it. Values are read as texts, whatever they are written as.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.importing.meetings.record import MOST, Record
from pipeline.importing.meetings.vocabulary import field
from pipeline.importing.source.faults import Faults
from pipeline.problems import Place

_LISTS: Final = ("meetings", "data", "items", "results")
"""Under what the array may stand, where others made an object around it."""
_SPACE: Final = " \t\n\r"


def records(text: str, path: str, faults: Faults) -> Iterator[Record]:
    """The meetings of a document. One that breaks off gives those before the break."""
    for number, (said, line) in enumerate(_objects(text, faults)):
        if number == MOST:
            faults.add("meetings/too-many", "dropped", f"more than {MOST:,}", line)
            return
        yield _record(said, Place(path, line))


def _objects(text: str, faults: Faults) -> Iterator[tuple[Mapping[str, Any], int]]:
    """The objects of the array, each with its line."""
    decoder, at = json.JSONDecoder(), _beginning(text)
    line, counted = 1, 0
    while 0 <= at < len(text):
        at = _next(text, at)
        if at >= len(text) or text[at] == "]":
            return
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            where = getattr(error, "pos", at)
            said = getattr(error, "msg", "nested too deeply")
            return faults.add("meetings/json", "dropped", f"{said}: what follows is not read", _line(text, where))
        if isinstance(value, dict):
            yield value, line
        else:
            faults.add("meetings/json", "dropped", "this is no meeting", line)
    return None


def _beginning(text: str) -> int:
    """Behind the bracket with which the array begins; -1 where there is none."""
    at = _next(text, 0)
    if text.startswith("[", at):
        return at + 1
    if not text.startswith("{", at):
        return -1
    found = (text.find(f'"{name}"') for name in _LISTS)
    within = min((place for place in found if place >= 0), default=-1)
    return text.find("[", within) + 1 or -1 if within >= 0 else at


def _next(text: str, at: int) -> int:
    while at < len(text) and (text[at] in _SPACE or text[at] == ","):
        at += 1
    return at


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _record(said: Mapping[str, Any], place: Place) -> Record:
    known, others = dict[str, str](), dict[str, str]()
    for name, value in said.items():
        words = _words(value, " > " if name == "regions" else ", ").strip()
        if words:
            into = known if (own := field(name)) else others
            into.setdefault(own or name, words)
    return Record(place, known, others)


def _words(value: Any, between: str) -> str:
    """A value as text: of a list, what its parts say."""
    if isinstance(value, list):
        return between.join(filter(None, (_words(one, " ") for one in value)))
    if isinstance(value, dict):
        return _words(value.get("name") or value.get("label") or "", " ")
    if value is None or value is False:
        return ""
    return {True: "yes"}.get(value, str(value)) if isinstance(value, bool) else str(value)
