"""Transcripts of all forms: those that hold times become files, and what is only text stands behind the notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from pipeline.importing.feed.alike import tag_of
from pipeline.importing.feed.reading import Reading
from pipeline.importing.feed.taking import Taking
from pipeline.importing.feed.values.addresses import address, ending
from pipeline.importing.feed.values.words import form
from pipeline.importing.source.found import Asset
from pipeline.importing.source.xml import Element
from pipeline.problems import Place

_FORMS: Final[Mapping[str, tuple[int, str]]] = {
    "vtt": (0, ".vtt"),
    "srt": (1, ".srt"),
    "subrip": (1, ".srt"),
    "json": (2, ".json"),
    "html": (3, ""),
    "plain": (4, ""),
    "txt": (4, ""),
}
"""What a media type or an ending says → how well it is taken, the best first, and the ending of its file; "" where it
holds no times.
"""
_LAST: Final = (5, "")


@dataclass(frozen=True, slots=True)
class Written:
    """The fields of transcripts, and HTML that comes behind the notes."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    added: str = ""


def read(item: Element, language: str, base: str, reading: Reading, taking: Taking) -> Written:
    """The transcripts of an item whose language this is: the best form of each language."""
    best: dict[str, Element] = {}
    for one in sorted(item.all("podcast:transcript"), key=lambda one: _rank(one)[0]):
        spoken = tag_of(one.get("language")) or language
        first = best.setdefault(spoken, one)
        if first is not one:
            taking.changed(one, f"the same in another form: {_form(first)} is taken, not {_form(one)}")
    own = next((one for spoken, one in best.items() if _alike(spoken, language)), next(iter(best.values()), None))
    fields: dict[str, Any] = {}
    added = ""
    for spoken, one in best.items():
        url = address(one.get("url"), base)
        if not url:
            taking.keep(one)
        elif not _rank(one)[1]:
            added += _text(one, url, reading, taking)
        elif one is own:
            fields["transcript"] = _file(one, url, taking)
        else:
            fields.setdefault("transcripts", []).append({"file": _file(one, url, taking), "language": spoken})
    return Written(fields, added)


def _rank(one: Element) -> tuple[int, str]:
    said = (one.get("type").lower(), ending(one.get("url")))
    return next((rank for part in said for name, rank in _FORMS.items() if name in part), _LAST)


def _form(one: Element) -> str:
    return one.get("type") or one.get("url")[:60]


def _alike(spoken: str, language: str) -> bool:
    """Whether a transcript is in the language of its episode: `en` is that of `en-GB`."""
    return spoken.partition("-")[0].lower() == language.partition("-")[0].lower()


def _file(one: Element, url: str, taking: Taking) -> Asset:
    return Asset(url, url, "transcript", type=one.get("type"), place=Place(taking.path, one.line))


def _text(one: Element, url: str, reading: Reading, taking: Taking) -> str:
    """A transcript without times, as a part of the text: there readers and the search find it."""
    text = reading.text(url, one, taking)
    if text is None or not text.strip():
        return ""
    taking.changed(one, "a transcript without times stands in the text")
    if form(text) == "html":
        _, body, inside = text.partition("<body")
        return f"<h2>Transcript</h2>\n{inside.partition('>')[2].partition('</body')[0] if body else text}"
    parts = (escape(part.strip(), quote=False) for part in text.replace("\r", "").split("\n\n"))
    return "<h2>Transcript</h2>\n" + "".join(f"<p>{part}</p>\n" for part in parts if part)
