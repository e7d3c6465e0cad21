"""What must hold before anything of a feed can be read: XML, its encoding, its namespaces, and what the server says.

Standards: XML 1.0 <https://www.w3.org/TR/xml/>, Namespaces in XML, RFC 7303 (media types of XML).
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.validator.node import SPACES, Feed
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, told
from pipeline.validator.values.wrong import shown

_XML = "https://www.w3.org/TR/xml/"
_FEED_TYPES = ("application/rss+xml", "application/xml", "text/xml", "application/rdf+xml")
_NEAR = {space.partition("://")[2].lower().rstrip("/"): space for space in SPACES}
_MEDIA = "http://search.yahoo.com/mrss/"


def _fault(rule: str) -> Look:
    """The document could be read, or what kept it from being read."""

    def look(feed: Feed) -> Iterator[Seen]:
        mine = [fault for fault in feed.faults if fault.rule == rule]
        yield from (told(fault, fault.message, fault.hint) for fault in mine)
        if not mine:
            yield Seen(feed.root)

    return look


def _encoding(feed: Feed) -> Iterator[Seen]:
    if feed.root is not None:
        good = feed.encoding.lower() in ("", "utf-8")
        hint = "save the feed as UTF-8, and say so in its first line"
        yield Seen(feed.root) if good else told(feed.root, f"the feed is written in {shown(feed.encoding)}", hint)


def _namespaces(feed: Feed) -> Iterator[Seen]:
    """An address that only looks like that of a namespace is another namespace, whose elements nobody reads."""
    for space in feed.spaces:
        meant = _NEAR.get(space.address.partition("://")[2].lower().rstrip("/"))
        if meant and space.address not in SPACES:
            said = f"`{space.address}` is no namespace that anybody knows: case, scheme and the slash at its end count"
            yield told(space, said, f"write `{meant}`")
        elif meant:
            yield Seen(space)


def _declared_twice(feed: Feed) -> Iterator[Seen]:
    first: dict[str, str] = {}
    for space in feed.spaces:
        before = first.setdefault(space.prefix, space.address)
        good = before == space.address
        said = f"the prefix {shown(space.prefix)} means two namespaces in this feed"
        yield Seen(space) if good else told(space, said, "give one of them another prefix")


def _content_type(feed: Feed) -> Iterator[Seen]:
    if feed.content_type:
        kind = feed.content_type.split(";")[0].strip().lower()
        good = kind in _FEED_TYPES
        said = f"the server says that the feed is {shown(kind)}"
        yield Seen(feed.root) if good else told(feed.root, said, "let it say `application/rss+xml`")


def _charset(feed: Feed) -> Iterator[Seen]:
    """What the server says goes before what the document says (RFC 7303, section 3.2)."""
    _, found, charset = feed.content_type.lower().partition("charset=")
    if found:
        good = charset.strip("\"' ;") in (feed.encoding.lower() or "utf-8", "utf-8")
        said = f"the server says `charset` {shown(charset)}, the document `{feed.encoding or 'UTF-8'}`"
        yield Seen(feed.root) if good else told(feed.root, said, "let both say `utf-8`")


def _rule(name: str, level: Level, part: str, url: str, says: str, look: Look) -> Rule:
    standard = {"xml-names": "Namespaces in XML", "rfc7303": "RFC 7303"}
    named = next((long for short, long in standard.items() if short in url), "XML 1.0")
    return Rule(f"xml/{name}", Profile.BASE, level, Clause(named, part, url), says, look)


RULES = (
    _rule(
        "well-formed", Level.ERROR, "Well-formed documents", f"{_XML}#sec-well-formed",
        "The document is XML.", _fault("xml/well-formed"),
    ),
    _rule(
        "no-doctype", Level.ERROR, "Document type declaration", f"{_XML}#sec-prolog-dtd",
        "The document declares no document type: entities could make readers fetch files, or fill their memory.",
        _fault("xml/no-doctype"),
    ),
    _rule(
        "bounds", Level.ERROR, "Well-formed documents", f"{_XML}#sec-well-formed",
        "The document has at most 64 MB, 500,000 elements, 64 inside each other, 64 attributes in one.",
        _fault("xml/bounds"),
    ),
    _rule(
        "encoding", Level.WARNING, "Character encoding in entities", f"{_XML}#charencoding",
        "The document is written in UTF-8.", _encoding,
    ),
    _rule(
        "namespace", Level.ERROR, "Declaring namespaces", "https://www.w3.org/TR/xml-names/#ns-decl",
        "A namespace has exactly its address: nearly is another one.", _namespaces,
    ),
    _rule(
        "prefix-meaning", Level.WARNING, "Declaring namespaces", "https://www.w3.org/TR/xml-names/#ns-decl",
        "A prefix means one namespace in all of the feed, since some apps read the prefix alone.", _declared_twice,
    ),
    _rule(
        "content-type", Level.WARNING, "Media types", "https://www.rfc-editor.org/rfc/rfc7303#section-9",
        "The server says that the feed is XML (`application/rss+xml`).", _content_type,
    ),
    _rule(
        "charset", Level.WARNING, "Charset", "https://www.rfc-editor.org/rfc/rfc7303#section-3",
        "The server names the encoding that the document names.", _charset,
    ),
)  # fmt: skip
