"""Atom and RSS 1.0 in the shape of RSS 2.0, in which alone the rest of this room reads.

Standards: RFC 4287 (Atom), RSS 1.0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.importing.source.xml import Element

_TEXTS: Final = {
    "atom:title": "title",
    "atom:summary": "description",
    "atom:content": "content:encoded",
    "atom:subtitle": "description",
    "atom:tagline": "description",
    "atom:rights": "copyright",
    "atom:copyright": "copyright",
}
_ALIKE: Final = {
    "atom:generator": "generator",
    "atom:issued": "pubDate",
    "atom:published": "pubDate",
    "atom:modified": "atom:updated",
}


def channel(root: Element, parts: list[Element]) -> Element:
    """What an Atom feed says of itself."""
    own = [one for one in parts if one.name != "atom:entry"]
    return replace(root, name="channel", children=tuple(inner for one in own for inner in _turned(one)))


def item(entry: Element) -> Element:
    """An entry as an item. One that was never published has the date of its last change."""
    children = [inner for one in entry.children for inner in _turned(one)]
    if not any(one.name == "pubDate" for one in children):
        children = [replace(one, name="pubDate") if one.name == "atom:updated" else one for one in children]
    language = entry.get("xml:lang")
    if language:
        children.append(Element("dc:language", entry.line, text=language))
    return replace(entry, name="item", children=tuple(children))


def spaced(one: Element) -> Element:
    """An element of Atom that does not say so."""
    name = one.name if ":" in one.name else f"atom:{one.name}"
    return replace(one, name=name, children=tuple(map(spaced, one.children)))


def numbered(one: Element) -> Element:
    """An item of RSS 1.0: its address is its identity."""
    about = one.get("rdf:about")
    if not about or one.first("guid"):
        return one
    guid = Element("guid", one.line, {"isPermaLink": "false"}, about)
    return replace(one, children=(*one.children, guid))


def _turned(one: Element) -> Iterator[Element]:
    """An element of Atom as those of RSS that say the same; any other as it is."""
    if one.name in _TEXTS and not one.get("src"):
        yield Element(_TEXTS[one.name], one.line, text=_words(one))
    elif one.name in _ALIKE:
        yield replace(one, name=_ALIKE[one.name])
    elif one.name == "atom:link":
        yield _link(one)
    elif one.name == "atom:id":
        yield Element("guid", one.line, {"isPermaLink": "false"}, one.words)
    elif one.name == "atom:author":
        yield Element("dc:creator", one.line, text=one.said("atom:name", "atom:email"))
    elif one.name == "atom:category":
        yield Element("category", one.line, text=one.get("label") or one.get("term"))
    elif one.name in ("atom:logo", "atom:icon"):
        yield Element("image", one.line, children=(Element("url", one.line, text=one.words.strip()),))
    else:
        yield one


def _link(one: Element) -> Element:
    """The page, or a file, to which a link leads; any other link as it is."""
    if one.get("rel") == "enclosure":
        said = {"url": one.get("href"), "length": one.get("length"), "type": one.get("type")}
        return Element("enclosure", one.line, said)
    is_page = one.get("rel") in ("", "alternate") and one.get("type") in ("", "text/html", "application/xhtml+xml")
    return Element("link", one.line, text=one.get("href")) if is_page else one


def _words(one: Element) -> str:
    """A text: what is XHTML stands there as elements. What calls itself text is often HTML: its signs tell."""
    return _bare(one).inside if one.children else one.words


def _bare(one: Element) -> Element:
    """The same without the prefix of XHTML."""
    return replace(one, name=one.name.removeprefix("xhtml:"), children=tuple(map(_bare, one.children)))
