"""PSP-1, the podcast RSS standard of the Podcast Standards Project.

Standard: <https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification>.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, each, needs, tag, told, values
from pipeline.validator.rules.atom import links
from pipeline.validator.rules.modules import parsed
from pipeline.validator.values import Wrong
from pipeline.validator.values.addresses import ending
from pipeline.validator.values.texts import TRUE_FALSE, at_most, at_most_bytes
from pipeline.validator.values.wrong import shown

_SPEC = "https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification"
_TYPES = ("audio/mpeg", "audio/mp4", "audio/m4a", "audio/x-m4a", "video/m4v", "video/x-m4v", "video/mp4")
_ENDINGS = ("mp3", "m4a", "m4v", "mp4")
_PICTURES = ("jpg", "jpeg", "png")
_HTML = frozenset({"p", "ol", "ul", "li", "a", "b", "i", "strong", "em", "br"})
_WORDY = ("title", "itunes:author", "itunes:title", "copyright", "podcast:funding")
_TRIMMED = (
    "title",
    "description",
    "link",
    "language",
    "itunes:author",
    "itunes:explicit",
    "itunes:type",
    "podcast:guid",
)
_COPYRIGHT = re.compile(r"\bcopyright\b|©|\b(19|20)[0-9]{2}\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:S[0-9]{1,3}\s?E[0-9]{1,4}|(?:Ep(?:isode|\.)?|Folge|#)\s?#?[0-9]{1,4})\b", re.IGNORECASE)


def _spaces(feed: Feed) -> Iterator[Seen]:
    for prefix in ("itunes", "podcast", "atom"):
        said = f"the feed does not declare the namespace `{prefix}`"
        yield Seen(feed.root) if feed.has_space(prefix) else told(feed.root, said, "declare it in `<rss>`")


def _self(feed: Feed) -> Iterator[Seen]:
    if feed.channel is not None:
        said = 'the channel has no `atom:link` with `rel="self"`'
        yield Seen(feed.channel) if links(feed, "self") else told(feed.channel, said, "add one with the feed’s address")


def _utf8(feed: Feed) -> Iterator[Seen]:
    good = feed.encoding.lower() in ("", "utf-8")
    yield (
        Seen(feed.root)
        if good
        else told(feed.root, f"the feed is written in {shown(feed.encoding)}", "save it as UTF-8")
    )


def _long(feed: Feed) -> Iterator[Seen]:
    for name in _WORDY:
        yield from values(name, "channel", "item", check=at_most(255))(feed)


def _trimmed(feed: Feed) -> Iterator[Seen]:
    for name in _TRIMMED:
        for node in feed.every(name, "channel", "item"):
            good = node.text == node.value
            yield Seen(node) if good else told(node, f"white space stands around the text of {tag(node)}", "remove it")


def _enclosure(node: Node) -> Wrong | None:
    kind = node.attributes.get("type", "").split(";")[0].strip().lower()
    if not kind or kind in _TYPES:
        return None
    return Wrong(f"{shown(kind)} is no type that PSP-1 names", f"known: {', '.join(_TYPES)}")


def _enclosure_ending(node: Node) -> Wrong | None:
    found = ending(node.attributes.get("url", ""))
    if not found or found in _ENDINGS:
        return None
    return Wrong(f"the enclosure ends in `.{found}`", "PSP-1 names `.mp3`, `.m4a`, `.m4v` and `.mp4`")


def _picture(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:image", "channel", "item"):
        found = ending(node.attributes.get("href", ""))
        said = f"the picture ends in {shown('.' + found)}" if found else "the picture has no ending"
        yield Seen(node) if found in _PICTURES else told(node, said, "let it be JPEG or PNG, and end so")


def _seconds(node: Node) -> Wrong | None:
    if ":" not in node.value:
        return None
    return Wrong(f"the length is written as {shown(node.value)}", "write seconds")


def _copyright(node: Node) -> Wrong | None:
    if not _COPYRIGHT.search(node.value[:500]):
        return None
    return Wrong("the copyright holds the word, the sign or a year", "name who holds it, and nothing else")


def _numbered(node: Node) -> Wrong | None:
    if not _NUMBERED.match(node.value[:80]):
        return None
    return Wrong(f"the title {shown(node.value)} holds a number", "elements of their own tell season and episode")


def _html(node: Node) -> Wrong | None:
    html = parsed(node.text)
    inside = html.iter() if html is not None else iter(())
    odd = next((one.tag for one in inside if _is_odd(one)), None)
    if odd is None:
        return None
    return Wrong(
        f"the description holds `<{odd}>`, which apps may show as text", f"permitted: {', '.join(sorted(_HTML))}"
    )


def _is_odd(element: etree._Element) -> bool:
    return str(element.tag).isalnum() and element.tag not in (*_HTML, "html", "body", "head")


def _of(name: str, level: Level, anchor: str, says: str, look: Look) -> Rule:
    part = anchor.replace("channel-", "`<channel>`: ").replace("item-", "`<item>`: ").replace("itunes-", "itunes:")
    url = f"{_SPEC}#{anchor.replace('itunes-duration', 'itunesduration')}"
    clause = Clause("PSP-1", part.replace("podcast-", "podcast:"), url)
    return Rule(f"psp-1/{name}", Profile.PSP, level, clause, says, look)


def _has(parent: str, level: Level, *names: str) -> Iterator[Rule]:
    """A rule for each element that the channel or an item must or should have."""
    verb = "has" if level is Level.ERROR else "should have"
    for name in names:
        flat = name.replace(":", "-").lower()
        yield _of(
            f"{parent}-{flat}", level, f"{parent}-{flat}", f"`<{parent}>` {verb} `<{name}>`.", needs(parent, name)
        )


E, W, A = Level.ERROR, Level.WARNING, Level.ADVICE
_BOTH, _DECLARED = ("channel", "item"), "required-rss-namespace-declarations"
RULES = (
    _of("namespaces", E, _DECLARED, "The namespaces `itunes`, `podcast` and `atom` are declared.", _spaces),
    _of("utf-8", E, _DECLARED, "The feed is written in UTF-8.", _utf8),
    _of("long-values", W, _DECLARED, "Values have at most 255 characters.", _long),
    _of("trimmed", A, _DECLARED, "No white space stands around values.", _trimmed),
    _of("channel-atom", E, "channel-atom", "The channel names the address of the feed.", _self),
    *_has("channel", E, "title", "description", "link", "language", "itunes:category", "itunes:explicit",
          "itunes:image"),
    *_has("channel", A, "podcast:locked", "podcast:guid", "itunes:author"),
    *_has("item", E, "title", "enclosure", "guid"),
    *_has("item", A, "link", "pubDate", "description", "itunes:duration", "itunes:image", "itunes:explicit",
          "podcast:transcript"),
    _of("channel-description-size", E, "channel-description", "The description has at most 4,000 bytes.",
        values("description", "channel", check=at_most_bytes(4000))),
    _of("item-description-size", W, "item-description", "The description of an item has at most 4,000 bytes.",
        values("description", "item", check=at_most_bytes(4000))),
    _of("item-description-html", A, "item-description", "The HTML of a description is that which PSP-1 permits.",
        each("description", "item", check=_html)),
    _of("explicit-words", E, "channel-itunes-explicit", "`<itunes:explicit>` is `true` or `false`.",
        values("itunes:explicit", *_BOTH, check=TRUE_FALSE)),
    _of("enclosure-type", W, "item-enclosure", "The media type of an enclosure is one that PSP-1 names.",
        each("enclosure", "item", check=_enclosure)),
    _of("enclosure-ending", W, "item-enclosure", "An enclosure ends in `.mp3`, `.m4a`, `.m4v` or `.mp4`.",
        each("enclosure", "item", check=_enclosure_ending)),
    _of("image-ending", W, "channel-itunes-image", "A picture ends in `.jpg` or `.png`.", _picture),
    _of("duration-seconds", A, "item-itunes-duration", "The length is written in seconds.",
        each("itunes:duration", "item", check=_seconds)),
    _of("copyright-plain", A, "channel-copyright",
        "The copyright names who holds it, without the word, the sign, a year.",
        each("copyright", "channel", check=_copyright)),
    _of("title-numbers", A, "item-title", "The title of an item holds no number of season or episode.",
        each("title", "item", check=_numbered)),
)  # fmt: skip
