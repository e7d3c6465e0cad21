"""Links of a feed to itself, to its pages and its archives, and to its hubs.

Standards: RFC 4287, section 4.2.7 (`atom:link`), RFC 5005 (paging and archiving), WebSub.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.validator import declared
from pipeline.validator.declared import Attribute, Element, Standard
from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, told
from pipeline.validator.values.addresses import url
from pipeline.validator.values.lists import RELATIONS
from pipeline.validator.values.texts import given, language, media_type, one_of, whole
from pipeline.validator.values.wrong import shown

_LINK, _PAGING = "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.7", "https://www.rfc-editor.org/rfc/rfc5005"
_PLACES = ("channel", "item", "podcast:liveItem")

ELEMENTS = (
    Element(
        "atom:link", _PLACES, _LINK, many=True,
        attributes=(
            Attribute("href", url, "a whole address", needed=True),
            Attribute("rel", one_of(RELATIONS, what="relation that is registered", fold=True), "a registered relation",
                      level=Level.WARNING),
            Attribute("type", media_type, "a media type"),
            Attribute("hreflang", language, "a language"),
            Attribute("length", whole(), "a size in bytes"),
            Attribute("title", given, "not empty", level=Level.WARNING),
        ),
    ),
)  # fmt: skip
_HISTORY = (
    Element("fh:archive", ("channel",), f"{_PAGING}#section-4"),
    Element("fh:complete", ("channel",), f"{_PAGING}#section-2"),
)


def links(feed: Feed, relation: str) -> list[Node]:
    """The links of the channel with a relation."""
    found = feed.every("atom:link", "channel")
    return [node for node in found if node.attributes.get("rel", "alternate").lower() == relation]


def _self(feed: Feed) -> str:
    return next((node.attributes.get("href", "") for node in links(feed, "self")), "")


def _self_once(feed: Feed) -> Iterator[Seen]:
    found = links(feed, "self")
    yield from (Seen(node) for node in found[:1])
    for node in found[1:]:
        yield told(node, 'a second `atom:link` with `rel="self"`: the feed has one address', "leave one")


def _self_type(feed: Feed) -> Iterator[Seen]:
    for node in links(feed, "self"):
        kind = node.attributes.get("type", "application/rss+xml")
        said = f"the feed says that it is {shown(kind)}"
        yield Seen(node) if kind == "application/rss+xml" else told(node, said, 'write `type="application/rss+xml"`')


def _self_address(feed: Feed) -> Iterator[Seen]:
    for node in links(feed, "self") if feed.url else ():
        mine = node.attributes.get("href", "")
        said = f"the feed says that its address is {shown(mine)}, and was found at {shown(feed.url)}"
        yield Seen(node) if mine == feed.url else told(node, said, "let it name the address that people subscribe to")


def _to_others(*relations: str) -> Look:
    """A link to another page of the feed does not lead to the page itself, and stands once."""

    def look(feed: Feed) -> Iterator[Seen]:
        here = _self(feed) or feed.url
        for relation in relations:
            for nth, node in enumerate(links(feed, relation)):
                target = node.attributes.get("href", "")
                if target == here:
                    yield told(node, f'`rel="{relation}"` leads to this page itself: apps would go round', "remove it")
                elif nth:
                    yield told(node, f'`rel="{relation}"` stands more than once', "leave one")
                else:
                    yield Seen(node)

    return look


def _archive_current(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("fh:archive"):
        said = "an archive has no link to the feed that people subscribe to"
        hint = 'add an `atom:link` with `rel="current"`'
        yield Seen(node) if links(feed, "current") else told(node, said, hint)


def _complete_alone(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("fh:complete"):
        more = any(links(feed, relation) for relation in ("next", "previous", "prev", "prev-archive", "next-archive"))
        said = "the feed says that it is complete, and links to more of itself"
        good = not more and not any(feed.every("fh:archive"))
        yield Seen(node) if good else told(node, said, "remove `fh:complete`, or the links")


def _hub_needs_self(feed: Feed) -> Iterator[Seen]:
    for node in links(feed, "hub"):
        said = 'the feed names a hub, and no address (`rel="self"`) to subscribe to there'
        yield Seen(node) if _self(feed) else told(node, said, 'add an `atom:link` with `rel="self"`')


def _hub_twice(feed: Feed) -> Iterator[Seen]:
    count: Counter[str] = Counter()
    for node in links(feed, "hub"):
        address = node.attributes.get("href", "")
        count[address] += 1
        yield Seen(node) if count[address] == 1 else told(node, f"the hub {shown(address)} stands twice", "leave one")


def _rule(name: str, level: Level, clause: tuple[str, str, str], says: str, look: Look) -> Rule:
    return Rule(f"atom/{name}", Profile.BASE, level, Clause(*clause), says, look)


_ATOM = ("RFC 4287", "`atom:link`", _LINK)
_HUB = ("WebSub", "Discovery", "https://www.w3.org/TR/websub/#discovery")
RULES = (
    *declared.rules(Standard("atom", "RFC 4287", Profile.BASE), ELEMENTS),
    *declared.rules(Standard("paging", "RFC 5005", Profile.BASE), _HISTORY),
    _rule("self-once", Level.ERROR, _ATOM, "The feed names itself once.", _self_once),
    _rule("self-type", Level.WARNING, _ATOM, "The link to itself says `application/rss+xml`.", _self_type),
    _rule("self-address", Level.WARNING, _ATOM, "The link to itself is where the feed was found.", _self_address),
    _rule("paging-links", Level.ERROR, ("RFC 5005", "Paged feeds", f"{_PAGING}#section-3"),
          "A link to the next, the last or another page stands once, and leads not to the page itself.",
          _to_others("next", "previous", "prev")),
    _rule("archive-links", Level.ERROR, ("RFC 5005", "Archived feeds", f"{_PAGING}#section-4"),
          "A link to an archive stands once, and leads not to the document itself.",
          _to_others("prev-archive", "next-archive")),
    _rule("archive-current", Level.WARNING, ("RFC 5005", "Archived feeds", f"{_PAGING}#section-4"),
          "An archive names the feed that people subscribe to.", _archive_current),
    _rule("complete-alone", Level.ERROR, ("RFC 5005", "Complete feeds", f"{_PAGING}#section-2"),
          "A complete feed has no other pages.", _complete_alone),
    _rule("hub-needs-self", Level.ERROR, _HUB, "A feed with a hub names its own address.", _hub_needs_self),
    _rule("hub-twice", Level.WARNING, _HUB, "No hub stands twice.", _hub_twice),
)  # fmt: skip
