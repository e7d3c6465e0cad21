"""Chapters as other programs write them, read into the fields that an editor would write in the front matter.

Read are JSON chapters 1.2 (Podcasting 2.0), Podlove Simple Chapters (XML), lists of times and titles (mp4chaps,
Podlove), Audacity's labels, and WebVTT whose cues are chapters. What the values hold is checked by whoever knows the
fields, so that a file passes the same checks as front matter. All times are seconds; every problem is `bad-chapters`.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from lxml import etree

from pipeline.formats import times, yaml
from pipeline.formats.transcripts import Captions, captions
from pipeline.problems import Place, Problem

_JSON = {"startTime": "at", "title": "title", "url": "url", "img": "image", "endTime": "end", "toc": "toc"}
"""Names of JSON chapters → those of our fields; `location` has its own."""
_LOCATION = ("name", "geo", "osm")
_PODLOVE = {"title": "title", "href": "url", "image": "image"}
_LINK = re.compile(r"<([^<>\s]{1,2000})>$")
_SEE_JSON = "see JSON chapters 1.2"
_SEE_TEXT = "write a chapter a line, like `00:01:30.000 What helps`"
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A chapter as a file has it: its values by the names of our fields, its place, and those of single values."""

    values: Mapping[str, Any]
    place: Place
    places: Mapping[str, Place] = field(default_factory=dict)


Rows = tuple[Row, ...]
Read = tuple[Rows, tuple[Problem, ...]]


def reader_of(ending: str) -> Callable[[str, str], Read] | None:
    """What reads files with this ending (`.json`): it is given the text and the path. None for what is not read."""
    return _READERS.get(ending)


def parse_json(text: str, path: str) -> Read:
    """JSON chapters 1.2. Names that the standard does not have are left out, as it says."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        return (), (_problem(place, f"not valid JSON: {error.msg}", "look at the commas, quotes and brackets"),)
    except (RecursionError, ValueError):
        return (), (_problem(Place(path), "the JSON is nested too deeply, or holds an endless number"),)
    entries = document.get("chapters") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return (), (_problem(Place(path), "there is no list `chapters` in this file", _SEE_JSON),)
    # JSON is read as the YAML that it nearly always is: that knows the places.
    written, _ = yaml.parse(text, path)
    marks = written.marks if written else {}
    found = [_json_row(entry, number, marks, path) for number, entry in enumerate(entries)]
    return _sorted(found, path)


def parse_podlove(text: str, path: str) -> Read:
    """Podlove Simple Chapters 1.2, alone or inside other XML. Document types are refused: their entities could grow."""
    if re.search("<!DOCTYPE|<!ENTITY", text, re.IGNORECASE):
        return (), (_problem(Place(path), "there is a document type in this XML", "remove the line `<!DOCTYPE …>`"),)
    safe = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode(), safe)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        place = Place(path, line or 1, column or 0)
        return (), (_problem(place, "not valid XML", "look at the quotes and the ends of the tags"),)
    except ValueError:  # an encoding is declared, or a character that XML can't hold
        return (), (_problem(Place(path), "not valid XML", "save it as UTF-8, without control characters"),)
    elements = [element for element in root.iter() if etree.QName(element).localname == "chapter"]
    return _sorted([_podlove_row(element, path) for element in elements], path)


def parse_text(text: str, path: str) -> Read:
    """A list of times and titles, as mp4chaps and Podlove write it, or Audacity's labels: the first line tells."""
    lines = [(number, line.strip("\r\n \ufeff")) for number, line in enumerate(text.split("\n"), 1)]
    said = [(number, line) for number, line in lines if line and not line.startswith(("#", "\\"))]
    labels = bool(said) and "\t" in said[0][1] and ":" not in said[0][1].split("\t")[0]
    read = _label if labels else _timed
    return _sorted([read(line, Place(path, number, 1)) for number, line in said], path)


def parse_vtt(text: str, path: str) -> Read:
    """WebVTT whose cues are chapters. The end of a cue is kept where the next one does not begin there."""
    found = captions(text, path)
    if problems := (*found.errors, *_out_of_order(found, path)):
        return (), tuple(replace(problem, code="bad-chapters") for problem in problems[:_MOST_PROBLEMS])
    following = [*(cue.start for cue in found.cues[1:]), math.inf]
    return tuple(
        Row(
            {"at": cue.start, "title": " ".join(cue.text.split())} | ({"end": cue.end} if cue.end < after else {}),
            Place(path, line),
        )
        for cue, line, after in zip(found.cues, found.lines, following, strict=True)
    ), ()


def _out_of_order(found: Captions, path: str) -> Iterator[Problem]:
    """Cues that can't be chapters as they stand. What a transcript may mean by them is another thing."""
    latest, before = 0.0, 0
    for cue, line in zip(found.cues, found.lines, strict=True):
        if cue.end <= cue.start:
            yield _problem(Place(path, line), "the cue ends before it starts", "look at its two times")
        elif cue.start < latest:
            message = f"the cue starts before the one of line {before}"
            yield _problem(Place(path, line), message, "put the cues into their order")
        latest, before = cue.start, line


_READERS: Final[Mapping[str, Callable[[str, str], Read]]] = {
    ".json": parse_json,
    ".psc": parse_podlove,
    ".xml": parse_podlove,
    ".txt": parse_text,
    ".vtt": parse_vtt,
}
ENDINGS: Final = (
    "JSON chapters (`.json`), Podlove Simple Chapters (`.psc`), times and titles (`.txt`) or WebVTT (`.vtt`)"
)
"""What is read, in words."""


def _sorted(found: Sequence[Row | Problem], path: str) -> Read:
    """Rows, or else what is wrong: of many problems the first."""
    problems = tuple(one for one in found if isinstance(one, Problem))
    if not found:
        problems = (_problem(Place(path), "there is no chapter in this file"),)
    return (() if problems else tuple(one for one in found if isinstance(one, Row))), problems[:_MOST_PROBLEMS]


def _json_row(entry: object, index: int, marks: Mapping[Any, Place], path: str) -> Row | Problem:
    at = ("chapters", index)
    place = marks.get((*at, "startTime")) or marks.get(at) or Place(path)
    number = index + 1
    if not isinstance(entry, dict):
        return _problem(place, f"chapter {number} is not an object", _SEE_JSON)
    for name in ("startTime", *(["endTime"] if entry.get("endTime") is not None else [])):
        if not _is_seconds(entry.get(name)):
            return _problem(marks.get((*at, name), place), f"chapter {number} has no `{name}` in seconds", _SEE_JSON)
    values = {ours: entry[name] for name, ours in _JSON.items() if entry.get(name) not in (None, "")}
    for name in ("title", "url", "image"):
        if not isinstance(values.get(name, ""), str):
            return _problem(place, f"chapter {number} has something else than text as its {name}", _SEE_JSON)
    values |= {name: float(values[name]) for name in ("at", "end") if name in values}
    if isinstance(spot := entry.get("location"), dict):
        values["location"] = {name: spot[name] for name in _LOCATION if spot.get(name) not in (None, "")}
    places = {ours: marks[*at, name] for name, ours in _JSON.items() if (*at, name) in marks}
    return Row(values, place, places | {"location": marks.get((*at, "location"), place)})


def _is_seconds(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(float(value)) and value >= 0
    except OverflowError:
        return False


def _podlove_row(element: etree._Element, path: str) -> Row | Problem:
    place = Place(path, element.sourceline or 1)  # type: ignore[arg-type,truthy-bool]  # the stubs don't know its type
    seconds = times.parse(str(element.get("start", "")))
    if seconds is None:
        hint = 'write it like `start="00:01:30.000"`'
        return _problem(place, "this chapter has no `start` in hours, minutes and seconds", hint)
    given = {ours: str(element.get(name, "")).strip() for name, ours in _PODLOVE.items()}
    return Row({"at": seconds} | {name: text for name, text in given.items() if text}, place)


def _timed(line: str, place: Place) -> Row | Problem:
    """`00:01:30.000 What helps <https://a.example/>`."""
    time, _, rest = line.replace("\t", " ").partition(" ")
    seconds = times.parse(time.replace(",", ".")) if ":" in time else None
    if seconds is None:
        return _problem(place, "this line does not begin with the time of a chapter", _SEE_TEXT)
    title, link = rest.strip(), None
    if title.endswith(">"):
        link = _LINK.search(title, max(0, title.rfind("<")))
    values = {"at": seconds, "title": title[: link.start()].strip() if link else title, "url": link[1] if link else ""}
    return Row({name: value for name, value in values.items() if value != ""}, place)


def _label(line: str, place: Place) -> Row | Problem:
    """`90.000000⇥95.500000⇥What helps`: a mark has the same time twice, a stretch has an end."""
    start, *rest = line.split("\t", 2)
    end, title = rest[0] if rest else start, rest[1].strip() if len(rest) > 1 else ""
    seconds, last = (times.parse(text.replace(",", ".")) if ":" not in text else None for text in (start, end))
    if seconds is None or last is None:
        hint = "export the labels of Audacity again, and leave out other lines"
        return _problem(place, "this line does not begin with the two times of a label, in seconds", hint)
    values: dict[str, Any] = {"at": seconds} | ({"end": last} if last > seconds else {})
    return Row(values | ({"title": title} if title else {}), place)


def _problem(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(place, message, hint, "bad-chapters")


_CHAPTER = "[CHAPTER]"


def parse_metadata(text: str) -> tuple[tuple[float, float, str], ...]:
    """Start, end and title of the chapters in ffmpeg's own form of metadata; of what it can't tell, nothing."""
    return tuple(_marks(text.split("\n")))


def _marks(lines: Sequence[str]) -> Iterator[tuple[float, float, str]]:
    said: dict[str, str] | None = None
    for line in (*_joined(lines), "["):
        if line.startswith("["):
            if said is not None and (mark := _mark(said)):
                yield mark
            said = {} if line.strip() == _CHAPTER else None
        elif said is not None:
            name, equals, value = line.partition("=")
            if equals:
                said[name] = re.sub(r"\\(.)", r"\1", value, flags=re.DOTALL)


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """A line that ends in a backslash goes on in the next one."""
    held: list[str] = []
    for line in lines:
        held.append(line)
        if (len(line) - len(line.rstrip("\\"))) % 2 == 0:
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _mark(said: Mapping[str, str]) -> tuple[float, float, str] | None:
    base = re.fullmatch("([0-9]{1,10})/([0-9]{1,10})", said.get("TIMEBASE", "1/1000000000"))
    start, end = (re.fullmatch("[0-9]{1,18}", said.get(name, "")) for name in ("START", "END"))
    if not (base and start and end and int(base[2])):
        return None
    unit = int(base[1]) / int(base[2])
    return round(int(start[0]) * unit, 3), round(int(end[0]) * unit, 3), " ".join(said.get("title", "").split())
