"""Chapters of all forms, as the list that an editor would write."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pipeline.formats import chapter_files, times
from pipeline.formats.chapter_files import Row
from pipeline.formats.chapters import MOST
from pipeline.importing.feed.taking import Taking, fitted
from pipeline.importing.feed.values.addresses import address
from pipeline.importing.feed.values.words import line, lines
from pipeline.importing.source.found import Asset
from pipeline.importing.source.xml import Element
from pipeline.model.kinds.episode.fields import Mark
from pipeline.problems import Place

Marks = list[dict[str, Any]]
_CODE = re.compile(r"[(\[]?((?:[0-9]{1,2}:)?[0-9]{1,3}:[0-9]{2})[)\]]?(?: ?[-–—:|.])? ?(.{1,200})")
_FEWEST_CODES: Final = 3
_FORMS: Final = {"json": ".json", "xml": ".psc", "psc": ".psc", "vtt": ".vtt", "plain": ".txt", "text": ".txt"}


def inline(element: Element, taking: Taking) -> Marks:
    """Podlove Simple Chapters that stand in the feed."""
    whole = element.first("psc:chapters")
    if whole is None:
        return []
    rows = []
    for one in whole.all("psc:chapter"):
        seconds = times.parse(one.get("start").replace(",", "."))
        if seconds is None:
            taking.keep(one, f"`{one.get('start')}` is no time")
            continue
        values = {"at": seconds, "title": one.get("title"), "url": one.get("href"), "image": one.get("image")}
        rows.append(Row(values, Place(taking.path, one.line)))
    return _marks(rows, whole, taking.path, taking)


def of_file(text: str, url: str, kind: str, element: Element, taking: Taking) -> Marks:
    """Those of a file at this address, of this media type. [] where it holds none that can be read, which is told."""
    ending = _ending(kind, text)
    read = chapter_files.reader_of(ending)
    rows, problems = read(text.removeprefix("\ufeff"), url) if read else ((), ())
    if not rows:
        why = problems[0].message if problems else "it is of no form that is read"
        taking.keep(element, f"`{url}` holds no chapters: {why}")
    return _marks(rows, element, url, taking)


def _ending(kind: str, text: str) -> str:
    """What the file is: what its text begins with tells most."""
    begin = text.lstrip("\ufeff \n\t")[:6]
    signs = {"{": ".json", "[": ".json", "<": ".psc", "WEBVTT": ".vtt"}
    said = next((ending for name, ending in _FORMS.items() if name in kind.lower()), ".txt")
    return next((ending for sign, ending in signs.items() if begin.startswith(sign)), said)


def _marks(rows: Iterable[Row], element: Element, base: str, taking: Taking) -> Marks:
    """Chapters in order of time, one for each moment, with those fields that they can have."""
    found: dict[float, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: float(row.values["at"])):
        at = float(row.values["at"])
        if at in found:
            taking.changed(element, f"two chapters begin at {times.clock(at)}: the first is left")
        elif made := fitted(Mark, _values(row, element, base, taking), element, taking):
            found[at] = made | {name: _written(made[name]) for name in ("at", "end") if name in made}
    if len(found) > MOST:
        taking.dropped(element, f"{len(found)} chapters: the first {MOST} come along")
    return list(found.values())[:MOST]


def _values(row: Row, element: Element, base: str, taking: Taking) -> dict[str, Any]:
    """The fields of a chapter; its addresses count from that of its file."""
    values = {name: value for name, value in row.values.items() if (name, value) != ("toc", True)}
    values["title"] = line(str(values.get("title", "")))
    if url := values.get("url"):
        values["url"] = address(str(url), base) or url
    if image := str(values.pop("image", "") or ""):
        _pictured(values, image, address(image, base), element, taking)
    return values


def _pictured(values: dict[str, Any], said: str, url: str, element: Element, taking: Taking) -> None:
    if url:
        title = str(values["title"])
        values["image"] = {"file": Asset(url, url, "picture", title, place=Place(taking.path, element.line)), "alt": ""}
    else:
        taking.changed(element, f"a chapter without its picture `{said[:80]}`")


def _written(seconds: float) -> str:
    """A position as an editor writes it: `1:02:03`, `2:03.5`."""
    whole = round(seconds * 1000)
    fraction = f".{whole % 1000:03}".rstrip("0") if whole % 1000 else ""
    return times.clock(whole // 1000) + fraction


def of_notes(text: str) -> Marks:
    """Time codes at the beginning of lines, where they are a list of chapters: three or more, from 0:00, each later
    than the one before (as Apple Podcasts reads them); else none.
    """
    found: list[tuple[float, str]] = []
    for said in lines(text):
        match = _CODE.fullmatch(said)
        seconds = times.parse(match[1]) if match else None
        if match and seconds is not None:
            found.append((seconds, match[2].strip()))
    return [{"at": times.clock(at), "title": title} for at, title in found] if _are_chapters(found) else []


def _are_chapters(found: Sequence[tuple[float, str]]) -> bool:
    starts = [at for at, _ in found]
    return _FEWEST_CODES <= len(starts) <= MOST and starts[0] == 0 and starts == sorted(set(starts))
