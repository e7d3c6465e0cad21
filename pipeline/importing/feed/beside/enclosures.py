"""The sound of an item: which of what it names is the recording, and what the others are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pipeline.formats import times
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.feed.podcasting import alternates
from pipeline.importing.feed.taking import Taking, fitted
from pipeline.importing.feed.values.addresses import address, ending
from pipeline.importing.feed.values.words import number
from pipeline.importing.source.found import Asset
from pipeline.importing.source.xml import Element
from pipeline.model.kinds.show.podcasting import Alternate, ContentLink
from pipeline.model.media import Hosted
from pipeline.problems import Place

Fields = dict[str, Any]
_SOUND: Final = {
    **dict.fromkeys(("mp3", "mpga"), "audio/mpeg"),
    **dict.fromkeys(("m4a", "m4b"), "audio/x-m4a"),
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "wma": "audio/x-ms-wma",
}
_FILM: Final = {"mp4": "video/mp4", "m4v": "video/x-m4v", "mov": "video/quicktime", "webm": "video/webm"}
_FINISHED: Final = ("audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/m4a", "audio/mp3", "audio/mpeg3", "audio/x-mp3")
"""Sound that is published as it came: MP3 and M4A."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an item names: its address, and what the item says of it; length 0 and type "" where nothing."""

    url: str
    type: str
    length: int
    element: Element

    @property
    def film(self) -> bool:
        return self.type.startswith("video/")


def found_in(item: Element, base: str) -> list[Enclosure]:
    """The sound and films that an item names, those of RSS first, each address once."""
    found: dict[str, Enclosure] = {}
    for one in (*_of_rss(item, base), *_of_media(item, base), *_of_podcasting(item, base)):
        found.setdefault(one.url, one)
    return list(found.values())


def chosen(found: list[Enclosure]) -> Enclosure | None:
    """The recording: the first sound, or else the first film."""
    return next((one for one in found if not one.film), next(iter(found), None))


def _of_rss(item: Element, base: str) -> Iterator[Enclosure]:
    for one in item.all("enclosure", "enc:enclosure"):
        url = address(one.get("url") or one.get("href") or one.get("rdf:resource") or one.words, base)
        kind = media_type(one.get("type") or one.get("enc:type"), url)
        if url and kind:
            yield Enclosure(url, kind, number(one.get("length") or one.get("enc:length")), one)


def _of_media(item: Element, base: str) -> Iterator[Enclosure]:
    """Media RSS, alone and in a group of the same."""
    for one in (*item.all("media:content"), *(inner for group in item.all("media:group") for inner in group.children)):
        url = address(one.get("url"), base)
        kind = media_type(one.get("type"), url) if one.name == "media:content" else ""
        if url and kind and one.get("medium") not in ("image", "document", "executable"):
            yield Enclosure(url, kind, number(one.get("fileSize")), one)


def _of_podcasting(item: Element, base: str) -> Iterator[Enclosure]:
    """What is said to be the same as the enclosure, where there is no other."""
    if item.first("enclosure"):
        return
    for one in item.all("podcast:alternateEnclosure"):
        source = one.first("podcast:source")
        url = address(source.get("uri"), base) if source else ""
        if url and one.get("default") == "true" and (kind := media_type(one.get("type"), url)):
            yield Enclosure(url, kind, number(one.get("length")), one)


def media_type(said: str, url: str) -> str:
    """The type of sound or a film; what its address ends with tells where the feed does not. "" for anything else."""
    kind = said.partition(";")[0].strip().lower()
    if kind.startswith(("audio/", "video/")):
        return kind
    return "" if kind.startswith(("text/", "image/")) else {**_SOUND, **_FILM}.get(ending(url), "")


def audio(one: Enclosure, guid: str, title: str, seconds: str, decisions: Decisions, taking: Taking) -> Any:
    """The field `audio`: a file that comes along as it is, or stays where it is, as people decided. A film of which the
    feed says how long it is stays on its host.
    """
    lasts = times.parse(seconds)
    if one.film and decisions.video == "link" and (hosted := _hosted(one, lasts, taking)):
        return hosted
    file = Asset(
        f"enclosure {guid}",
        one.url,
        "video" if one.film else "sound",
        title,
        length=one.length,
        type=one.type,
        old=(one.url,),
        kept=True,
        place=Place(taking.path, one.element.line),
    )
    if decisions.sound == "hosted":
        return {"file": file} | ({"seconds": lasts} if lasts else {})
    if one.type not in _FINISHED:
        taking.changed(one.element, f"{one.type}: its sound is encoded anew as MP3", f"feed/{one.type}")
        return {"file": file}
    return {"file": file, "master": "never"} | ({"type": one.type} if one.type == "audio/x-m4a" else {})


def _hosted(one: Enclosure, lasts: float | None, taking: Taking) -> Fields | None:
    if not one.length:
        return None
    taking.changed(one.element, "the film stays on its host, and subscribers get it there", "feed/video")
    values = {"url": one.url, "length": one.length, "type": one.type, "seconds": lasts or None}
    return fitted(Hosted, values, one.element, taking)


def others(item: Element, main: Enclosure, found: list[Enclosure], decisions: Decisions, taking: Taking) -> Fields:
    """What else an item names: the same sound in other forms, and films as links."""
    more = [one for one in found if one is not main and not one.element.name.startswith("podcast:")]
    films = [one for one in more if one.film]
    sounds = [made for one in more if not one.film and (made := _alternate(one, taking))]
    links = [made for one in films if decisions.video != "drop" and (made := _link(one, taking))]
    for one in films if decisions.video == "drop" else ():
        taking.dropped(one.element, one.url, "feed/video")
    return {"alternates": [*sounds, *alternates(item, main.url, taking)], "content_links": links}


def _alternate(one: Enclosure, taking: Taking) -> Fields | None:
    values = {"type": one.type, "sources": (one.url,), "length": one.length or None}
    return fitted(Alternate, values, one.element, taking)


def _link(one: Enclosure, taking: Taking) -> Fields | None:
    taking.changed(one.element, f"a film becomes a link: {one.url}", "feed/video")
    return fitted(ContentLink, {"url": one.url, "text": "Video"}, one.element, taking)
