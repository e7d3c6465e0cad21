"""The feed of a show as one document: what is published in parts, for who takes over a whole show.

Standards: RSS 2.0; RFC 5005 <https://www.rfc-editor.org/rfc/rfc5005>, whose archive documents come together here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

from lxml import etree

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_HISTORY: Final = "{http://purl.org/syndication/history/1.0}"
_ITUNES: Final = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_PODCAST: Final = "{https://podcastindex.org/namespace/1.0}"
_PAGES: Final = frozenset({"prev-archive", "next-archive", "next", "prev", "first", "last", "current"})
"""Links that lead from one part of a feed to another."""


@dataclass(frozen=True, slots=True)
class WholeFeed:
    """A feed whose items all stand in one document. `episodes` are its items; `locked` says that it asks other hosts
    not to take it over, `blocked` that directories shall not list it: whoever moves it there should know.
    """

    data: bytes
    title: str
    episodes: int
    locked: bool
    blocked: bool


def whole_feed(parts: Sequence[bytes]) -> WholeFeed:
    """One document of the parts of a feed, its head first and the oldest last. What the head says of its own items
    alone (the last change, trailers, synthetic voices) it says of all of them.
    """
    head, *older = (etree.fromstring(part, _parser()) for part in parts)
    channels = [document[0] for document in (head, *older)]
    channel = channels[0]
    _latest(channels)
    _any_synthetic(channels)
    _trailers(channels)
    for link in channel.findall(f"{_ATOM}link"):
        if link.get("rel") in _PAGES:
            channel.remove(link)
    etree.strip_elements(channel, f"{_HISTORY}archive", with_tail=False)
    for other in channels[1:]:
        channel.extend(other.findall("item"))
    etree.cleanup_namespaces(head, top_nsmap=_spaces([head, *older]))
    return WholeFeed(
        etree.tostring(head, encoding="UTF-8", xml_declaration=True) + b"\n",
        channel.findtext("title") or "",
        len(channel.findall("item")),
        (channel.findtext(f"{_PODCAST}locked") or "") == "yes",
        (channel.findtext(f"{_ITUNES}block") or "") == "Yes",
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, strip_cdata=False, huge_tree=True)


def _spaces(documents: Iterable[etree._Element]) -> dict[str, str]:
    """The namespaces of all parts, by their prefixes: an old part may need one that the head does not."""
    return {prefix: space for document in documents for prefix, space in document.nsmap.items() if prefix}


def _latest(channels: Sequence[etree._Element]) -> None:
    """The last change of all parts: an old episode may have been corrected last."""
    dated = [one for channel in channels if (one := channel.find("lastBuildDate")) is not None]
    own = channels[0].find("lastBuildDate")
    if own is not None:
        own.text = max((one.text or "" for one in dated), key=parsedate_to_datetime)


def _any_synthetic(channels: Sequence[etree._Element]) -> None:
    """A show has synthetic voices where one of its episodes has."""
    said = [
        one for channel in channels for one in channel.findall(f"{_PODCAST}txt") if one.get("purpose") == "ai-content"
    ]
    if said and any(one.text == "true" for one in said):
        said[0].text = "true"


def _trailers(channels: Sequence[etree._Element]) -> None:
    """The trailers of all parts, before the first item."""
    head = channels[0]
    first = head.find("item")
    place = len(head) if first is None else head.index(first)
    moved = [one for channel in channels[1:] for one in channel.findall(f"{_PODCAST}trailer")]
    head[place:place] = moved
