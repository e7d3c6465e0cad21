"""Apple's namespace, as everybody reads it.

Standard: "A Podcaster's Guide to RSS" <https://help.apple.com/itc/podcasts_connect/#/itcb54353390>.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.category import CATEGORIES
from pipeline.problems import Known
from pipeline.validator import declared
from pipeline.validator.declared import Attribute, Element, Standard
from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, needs, tag, told
from pipeline.validator.values.addresses import PICTURES, ending, url
from pipeline.validator.values.lists import category, subcategory
from pipeline.validator.values.texts import at_most, at_most_bytes, mail, name, one_of, whole
from pipeline.validator.values.times import duration, seconds
from pipeline.validator.values.wrong import shown

GUIDE = "https://help.apple.com/itc/podcasts_connect/#/itcb54353390"
_BOTH, _ITEM = ("channel", "item", "podcast:liveItem"), ("item", "podcast:liveItem")
_SPEECH = ("true", "false", "yes", "no", "clean", "explicit")
_DEPRECATED = ("itunes:keywords", "itunes:order", "itunes:isClosedCaptioned")

ELEMENTS = (
    Element("itunes:author", _BOTH, GUIDE, check=at_most(255), says="at most 255 characters", needs_text=True),
    Element("itunes:title", _BOTH, GUIDE, check=at_most(255), says="at most 255 characters", needs_text=True),
    Element("itunes:subtitle", _BOTH, GUIDE, check=at_most(255), says="at most 255 characters", level=Level.WARNING),
    Element("itunes:summary", _BOTH, GUIDE, check=at_most_bytes(4000), says="at most 4,000 bytes", level=Level.WARNING),
    Element(
        "itunes:image", _BOTH, GUIDE,
        attributes=(Attribute("href", url, "a whole address", needed=True),), closed=True,
    ),
    Element(
        "itunes:category", ("channel", "itunes:category"), GUIDE, many=True,
        attributes=(Attribute("text", category, "a category of Apple's list", needed=True),), closed=True,
    ),
    Element("itunes:explicit", _BOTH, GUIDE, check=one_of(_SPEECH, what="`true` or `false`", fold=True),
            says="`true` or `false`", needs_text=True),
    Element("itunes:type", ("channel",), GUIDE, check=one_of(("episodic", "serial"), what="type of a show", fold=True),
            says="`episodic` or `serial`", needs_text=True),
    Element("itunes:owner", ("channel",), GUIDE),
    Element("itunes:name", ("itunes:owner",), GUIDE, check=name(255), says="at most 255 characters"),
    Element("itunes:email", ("itunes:owner",), GUIDE, check=mail, says="an e-mail address", needs_text=True),
    Element("itunes:new-feed-url", ("channel",), GUIDE, check=url, says="a whole address", needs_text=True),
    Element("itunes:block", _BOTH, GUIDE, check=one_of(("yes",), what="`Yes`", fold=True),
            says="`Yes`, or absent", level=Level.WARNING),
    Element("itunes:complete", ("channel",), GUIDE, check=one_of(("yes",), what="`Yes`", fold=True),
            says="`Yes`, or absent", level=Level.WARNING),
    Element("itunes:applepodcastsverify", ("channel",), GUIDE, needs_text=True),
    Element("itunes:duration", _ITEM, GUIDE, check=duration, says="seconds, or `HH:MM:SS`", needs_text=True),
    Element("itunes:season", _ITEM, GUIDE, check=whole(1), says="a whole number from 1", needs_text=True),
    Element("itunes:episode", _ITEM, GUIDE, check=whole(1), says="a whole number from 1", needs_text=True),
    Element("itunes:episodeType", _ITEM, GUIDE,
            check=one_of(("full", "trailer", "bonus"), what="type of an episode", fold=True),
            says="`full`, `trailer` or `bonus`", needs_text=True),
    Element("itunes:keywords", _BOTH, GUIDE),
    Element("itunes:order", _ITEM, GUIDE, check=whole(), says="a whole number", level=Level.WARNING),
    Element("itunes:isClosedCaptioned", _ITEM, GUIDE, check=one_of(("yes", "no"), what="`Yes`", fold=True),
            says="`Yes`, or absent", level=Level.WARNING),
)  # fmt: skip
_KNOWN = Known(element.name for element in ELEMENTS)


def unknown(prefix: str, known: Known) -> Look:
    """Each element of a namespace is one that it has."""

    def look(feed: Feed) -> Iterator[Seen]:
        for found, nodes in feed.names.items():
            if not found.startswith(f"{prefix}:"):
                continue
            good = found in known
            hint = "" if good else known.did_you_mean(found) or "apps pass it over: remove it, or see its name"
            said = f"`<{found}>` is no element of the namespace"
            yield from (Seen(node) if good else told(node, said, hint) for node in nodes)

    return look


def _nested(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:category", "itunes:category"):
        outer = node.parent.attributes.get("text", "") if node.parent else ""
        yield Seen(node, subcategory(outer, node.attributes.get("text", "")))


def _outer(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:category", "channel"):
        text = node.attributes.get("text", "")
        home = next((outer for outer, inside in CATEGORIES.items() if text in inside and text not in CATEGORIES), "")
        said = f"{shown(text)} stands in the channel, and is a category of {shown(home)}"
        yield told(node, said, f"write it inside of {shown(home)}") if home else Seen(node)


def _category_twice(feed: Feed) -> Iterator[Seen]:
    met: set[tuple[str, ...]] = set()
    for node in feed.every("itunes:category"):
        path = (node.attributes.get("text", ""), *_path(node))
        again = not node.children and path in met
        yield told(node, f"the category {shown(path[0])} stands twice", "leave one") if again else Seen(node)
        if not node.children:
            met.add(path)


def _path(node: Node) -> tuple[str, ...]:
    return (node.parent.attributes.get("text", ""),) if node.parent and node.inside("itunes:category") else ()


def _old_words(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:explicit"):
        said = f"`<itunes:explicit>` says {shown(node.value)}, as it was written before 2019"
        now = "true" if node.value.lower() in ("yes", "explicit") else "false"
        yield Seen(node) if node.value.lower() not in _SPEECH[2:] else told(node, said, f"write `{now}`")


def _deprecated(feed: Feed) -> Iterator[Seen]:
    for found in _DEPRECATED:
        yield from (told(node, f"{tag(node)} is read by nobody any more", "remove it") for node in feed.every(found))


def _picture(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:image"):
        address = node.attributes.get("href", "")
        good = ending(address) in ("", *PICTURES)
        said = f"{shown(address)} does not end as pictures do"
        yield Seen(node) if good else told(node, said, "let it end in `.jpg` or `.png`")


def _some_length(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:duration", "item"):
        said = "the episode has a length of 0"
        yield told(node, said, "write its seconds") if seconds(node.value) == 0 else Seen(node)


def _moved(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:new-feed-url"):
        good = not feed.url or node.value == feed.url
        said = f"the feed has moved to {shown(node.value)}: what you look at is its old address"
        yield Seen(node) if good else told(node, said, "look at the feed there")


def _serial(feed: Feed) -> Iterator[Seen]:
    if feed.channel is None or feed.channel.value_of("itunes:type").lower() != "serial":
        return
    for node in feed.every("item"):
        plain = node.value_of("itunes:episodeType").lower() in ("", "full")
        good = not plain or node.value_of("itunes:episode")
        said = "an episode of a serial show has no number"
        yield Seen(node) if good else told(node, said, "add `<itunes:episode>`")


def _numbers(feed: Feed) -> Iterator[Seen]:
    met: dict[tuple[str, str], int] = {}
    for node in feed.every("item"):
        number = node.value_of("itunes:episode")
        if number and node.value_of("itunes:episodeType").lower() in ("", "full"):
            key = (node.value_of("itunes:season"), number)
            before = met.setdefault(key, node.line)
            said = f"the number {shown(number)} of this season stands in line {before} already"
            yield Seen(node) if before == node.line else told(node, said, "give each full episode a number of its own")


def _rule(name_: str, level: Level, says: str, look: Look) -> Rule:
    return Rule(f"itunes/{name_}", Profile.BASE, level, Clause("A Podcaster’s Guide to RSS", "Tags", GUIDE), says, look)


RULES = (
    *declared.rules(Standard("itunes", "A Podcaster’s Guide to RSS", Profile.BASE), ELEMENTS),
    _rule("unknown-element", Level.WARNING, "An element of the namespace is one that it has.",
          unknown("itunes", _KNOWN)),
    _rule("category-inside", Level.ERROR, "A category inside of another is one of those that it has.", _nested),
    _rule("category-outside", Level.ERROR, "A category that belongs into another one stands inside of it.", _outer),
    _rule("category-twice", Level.WARNING, "No category stands twice.", _category_twice),
    _rule("explicit-words", Level.ADVICE, "`<itunes:explicit>` is `true` or `false`.", _old_words),
    _rule("deprecated", Level.WARNING, "No element stands that nobody reads any more.", _deprecated),
    _rule("image-ending", Level.ERROR, "A picture ends as pictures do.", _picture),
    _rule("duration-zero", Level.WARNING, "An episode has a length.", _some_length),
    _rule("moved", Level.WARNING, "The feed has not moved elsewhere.", _moved),
    _rule("owner-email-needed", Level.WARNING, "`<itunes:owner>` has an e-mail address.",
          needs("itunes:owner", "itunes:email")),
    _rule("serial-number", Level.WARNING, "Episodes of a serial show have numbers.", _serial),
    _rule("number-twice", Level.WARNING, "No two full episodes of a season have one number.", _numbers),
)  # fmt: skip
