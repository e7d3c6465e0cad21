"""RSS 2.0, and what strict validators make of it.

Standards: RSS 2.0 <https://www.rssboard.org/rss-specification>, the RSS Board's best practices
<https://www.rssboard.org/rss-profile>, RFC 2822 for dates, RFC 5646 for languages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.problems import Known
from pipeline.validator import declared
from pipeline.validator.declared import Attribute, Element, Standard
from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, each, needs, tag, told
from pipeline.validator.values import Wrong
from pipeline.validator.values.addresses import ending, fits, is_private, is_secure, plain, uri, url
from pipeline.validator.values.texts import (
    TRUE_FALSE,
    language,
    media_type,
    named_mail,
    one_of,
    whole,
)
from pipeline.validator.values.times import date, instant
from pipeline.validator.values.wrong import shown

_SPEC, _PROFILE = "https://www.rssboard.org/rss-specification", "https://www.rssboard.org/rss-profile"
_W3C = "https://validator.w3.org/feed/docs/"
_CHANNEL = f"{_SPEC}#optionalChannelElements"
_ITEMS = ("item", "podcast:liveItem")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DATE = "a date of RFC 2822, with the right day of the week"

STANDARD = Standard("rss", "RSS 2.0", Profile.BASE)
ELEMENTS = (
    Element("channel", ("rss",), f"{_SPEC}#requiredChannelElements"),
    Element("item", ("channel",), f"{_SPEC}#hrelementsOfLtitemgt", many=True),
    Element("title", ("channel", *_ITEMS, "image", "textInput"), f"{_SPEC}#requiredChannelElements", needs_text=True),
    Element(
        "link", ("channel", *_ITEMS, "image", "textInput"), f"{_SPEC}#requiredChannelElements",
        check=uri, says="a whole address",
    ),
    Element("description", ("channel", *_ITEMS, "image", "textInput"), f"{_SPEC}#requiredChannelElements"),
    Element("language", ("channel",), _CHANNEL, check=language, says="a language (RFC 5646)"),
    Element("copyright", ("channel",), _CHANNEL, needs_text=True),
    Element("managingEditor", ("channel",), _CHANNEL, check=named_mail, says="an e-mail address: `mail (Name)`",
            level=Level.WARNING),
    Element("webMaster", ("channel",), _CHANNEL, check=named_mail, says="an e-mail address: `mail (Name)`",
            level=Level.WARNING),
    Element("pubDate", ("channel", *_ITEMS), _CHANNEL, check=date, says=_DATE, needs_text=True),
    Element("lastBuildDate", ("channel",), _CHANNEL, check=date, says=_DATE, needs_text=True),
    Element("generator", ("channel",), _CHANNEL),
    Element("docs", ("channel",), _CHANNEL, check=url, says="an address", level=Level.WARNING),
    Element("ttl", ("channel",), f"{_SPEC}#ltttlgtSubelementOfLtchannelgt", check=whole(0, 525_600), says="minutes"),
    Element("rating", ("channel",), _CHANNEL),
    Element("cloud", ("channel",), f"{_SPEC}#ltcloudgtSubelementOfLtchannelgt"),
    Element("image", ("channel",), f"{_SPEC}#ltimagegtSubelementOfLtchannelgt"),
    Element("url", ("image",), f"{_SPEC}#ltimagegtSubelementOfLtchannelgt", check=url, says="an address"),
    Element("width", ("image",), f"{_SPEC}#ltimagegtSubelementOfLtchannelgt", check=whole(1, 144),
            says="1 to 144 pixels", level=Level.WARNING),
    Element("height", ("image",), f"{_SPEC}#ltimagegtSubelementOfLtchannelgt", check=whole(1, 400),
            says="1 to 400 pixels", level=Level.WARNING),
    Element("textInput", ("channel",), f"{_SPEC}#lttextinputgtSubelementOfLtchannelgt"),
    Element("skipHours", ("channel",), f"{_CHANNEL}"),
    Element("hour", ("skipHours",), "https://www.rssboard.org/skip-hours-days", check=whole(0, 23),
            says="an hour from 0 to 23", many=True),
    Element("skipDays", ("channel",), f"{_CHANNEL}"),
    Element("day", ("skipDays",), "https://www.rssboard.org/skip-hours-days", check=one_of(_DAYS, what="day"),
            says="a day in English", many=True),
    Element("category", ("channel", *_ITEMS), f"{_SPEC}#ltcategorygtSubelementOfLtitemgt", many=True, needs_text=True),
    Element("author", _ITEMS, f"{_SPEC}#ltauthorgtSubelementOfLtitemgt", needs_text=True),
    Element("comments", _ITEMS, f"{_SPEC}#ltcommentsgtSubelementOfLtitemgt", check=url, says="an address"),
    Element(
        "enclosure", _ITEMS, f"{_SPEC}#ltenclosuregtSubelementOfLtitemgt",
        attributes=(
            Attribute("url", url, "a whole address", needed=True),
            Attribute("length", whole(), "the size in bytes", needed=True),
            Attribute("type", media_type, "a media type", needed=True),
        ),
        closed=True,
    ),
    Element(
        "guid", _ITEMS, f"{_SPEC}#ltguidgtSubelementOfLtitemgt", needs_text=True,
        attributes=(Attribute("isPermaLink", TRUE_FALSE, "`true` or `false`"),), closed=True,
    ),
    Element(
        "source", _ITEMS, f"{_SPEC}#ltsourcegtSubelementOfLtitemgt",
        attributes=(Attribute("url", url, "an address", needed=True),),
    ),
)  # fmt: skip
_OTHERS = ("rss", "name")
_KNOWN = Known((*(element.name for element in ELEMENTS), *_OTHERS))


def _root(feed: Feed) -> Iterator[Seen]:
    if feed.root is None:
        return
    good = feed.root.name == "rss"
    what = {"atom:feed": "Atom", "html": "a web page"}.get(feed.root.name, "something else")
    said = f"the document is {what}, not RSS: its first element is {tag(feed.root)}"
    yield Seen(feed.root) if good else told(feed.root, said, "podcast apps read RSS 2.0: see the address of the feed")


def _version(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("rss"):
        version = node.attributes.get("version", "")
        said = f"the version of RSS is {shown(version)}" if version else "`<rss>` has no `version`"
        yield Seen(node) if version == "2.0" else told(node, said, 'write `version="2.0"`')


def _unknown(feed: Feed) -> Iterator[Seen]:
    for name, nodes in feed.names.items():
        if ":" in name or feed.channel is None:
            continue
        good = name in _KNOWN
        hint = "" if good else _KNOWN.did_you_mean(name) or "RSS has no such element: give it a namespace"
        yield from (Seen(node) if good else told(node, f"{tag(node)} is no element of RSS", hint) for node in nodes)


def _title_or_description(node: Node) -> Wrong | None:
    if node.value_of("title") or node.value_of("description"):
        return None
    return Wrong(f"{tag(node)} has neither a title nor a description", "give it a title")


def _has_items(feed: Feed) -> Iterator[Seen]:
    """Some clients take all episodes for new when a feed was empty in between."""
    if feed.channel is not None:
        some = any(feed.every("item")) or any(feed.every("podcast:liveItem")) or any(feed.every("podcast:remoteItem"))
        said = "the feed has no items"
        yield Seen(feed.channel) if some else told(feed.channel, said, "leave the last ones in it when a show ends")


def _items_last(feed: Feed) -> Iterator[Seen]:
    if feed.channel is None:
        return
    begun = False
    for node in feed.channel.children:
        begun = begun or node.name == "item"
        if node.name in ("title", "link", "description", "language", "itunes:image", "itunes:category"):
            said = f"{tag(node)} stands after the first `<item>`"
            yield told(node, said, "write what is of the channel before its items") if begun else Seen(node)


def _guids(feed: Feed) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = defaultdict(list)
    for node in feed.every("guid", *_ITEMS):
        found[node.text].append(node)
    return found


def _guid_unique(feed: Feed) -> Iterator[Seen]:
    for text, nodes in _guids(feed).items():
        yield Seen(nodes[0])
        for other in nodes[1:]:
            said = f"the GUID {shown(text)} stands in line {nodes[0].line} already, so apps show one of the two"
            yield told(other, said, "give each item a GUID of its own")


def _guid_alike(feed: Feed) -> Iterator[Seen]:
    """GUIDs are compared byte for byte by some clients, and without case or white space by others."""
    alike: dict[str, list[Node]] = defaultdict(list)
    for nodes in _guids(feed).values():
        alike[nodes[0].value.casefold()].append(nodes[0])
    for nodes in alike.values():
        yield Seen(nodes[0])
        for other in nodes[1:]:
            said = (
                f"the GUID {shown(other.text)} differs from that of line {nodes[0].line} in case or white space alone"
            )
            yield told(other, said, "let them differ in more")


def _guid_trimmed(node: Node) -> Wrong | None:
    """Some clients take white space for a part of the GUID, so that a reformatted feed is all new."""
    if not node.value or node.text == node.value:
        return None
    return Wrong("white space stands around the GUID, which some apps take for a part of it", "remove it")


def _guid_permalink(node: Node) -> Wrong | None:
    address = node.value.lower().startswith(("http://", "https://")) and len(node.value.split()) == 1
    if node.attributes.get("isPermaLink", "true") != "true" or not node.value or address:
        return None
    return Wrong(f"the GUID {shown(node.value)} is no address", 'write `isPermaLink="false"`')


def _guid_needed(node: Node) -> Wrong | None:
    if node.first("guid") or not node.first("enclosure"):
        return None
    return Wrong(f"{tag(node)} has no `<guid>`: apps take it for new when its address changes", "give it one for ever")


def _dates(feed: Feed) -> Iterator[tuple[Node, float]]:
    for name in ("pubDate", "lastBuildDate"):
        for node in feed.every(name):
            if found := instant(node.value):
                yield node, found.timestamp()


def _not_future(feed: Feed) -> Iterator[Seen]:
    for node, when in _dates(feed) if feed.at else ():
        late = feed.at is not None and when > feed.at.timestamp() + 86_400
        said = f"{tag(node)} lies in the future: {shown(node.value)}"
        yield told(node, said, "apps hide it, or put it first") if late else Seen(node)


def _not_old(feed: Feed) -> Iterator[Seen]:
    for node, when in _dates(feed):
        said = f"{tag(node)} lies before there were feeds: {shown(node.value)}"
        yield told(node, said, "see the clock of what wrote it") if when < 631_152_000 else Seen(node)


def _same_item(feed: Feed) -> Iterator[Seen]:
    """AntennaPod takes items of one title, date and length for one."""
    first: dict[tuple[str, str, str], Node] = {}
    for node in feed.every("item"):
        title, when = node.value_of("title"), node.value_of("pubDate")
        if not title or not when:
            continue
        before = first.setdefault((title, when, node.value_of("itunes:duration")), node)
        said = f"title, date and length are those of the item in line {before.line}, so some apps show one of the two"
        yield Seen(node) if before is node else told(node, said, "let the titles differ")


def _fits(node: Node) -> Wrong | None:
    return fits(node.attributes.get("url", ""), node.attributes.get("type", ""))


def _not_empty(node: Node) -> Wrong | None:
    if node.attributes.get("length", "").strip("0 ") or node.attributes.get("length") is None or _streams(node):
        return None
    return Wrong("the enclosure has a length of 0: apps can't say how long a download takes", "write its size in bytes")


def _streams(node: Node) -> bool:
    return ending(node.attributes.get("url", "")) == "m3u8" or "mpegurl" in node.attributes.get("type", "").lower()


_LINKS = {
    "enclosure": "url", "itunes:image": "href", "podcast:transcript": "url", "podcast:chapters": "url",
    "podcast:image": "href", "podcast:person": "img", "podcast:source": "uri", "podcast:trailer": "url",
    "podcast:funding": "url", "media:thumbnail": "url", "media:content": "url", "atom:link": "href",
    "podcast:contentLink": "href",
}  # fmt: skip
_TEXTS = ("link", "url", "itunes:new-feed-url")


def _addresses(feed: Feed) -> Iterator[tuple[Node, str]]:
    for name, attribute in _LINKS.items():
        yield from ((node, node.attributes[attribute]) for node in feed.every(name) if attribute in node.attributes)
    for name in _TEXTS:
        yield from ((node, node.value) for node in feed.every(name) if node.value)


def _public(feed: Feed) -> Iterator[Seen]:
    for node, address in _addresses(feed):
        said = f"nobody else can reach {shown(address)}"
        yield told(node, said, "write the public address") if is_private(address) else Seen(node)


def _secure(feed: Feed) -> Iterator[Seen]:
    for node, address in _addresses(feed):
        said = f"{shown(address)} is not `https`: apps of phones refuse it, or warn of it"
        yield Seen(node) if is_secure(address) or is_private(address) else told(node, said, "write `https://`")


def _plain(feed: Feed) -> Iterator[Seen]:
    for node, address in _addresses(feed):
        if not url(address):
            yield Seen(node, plain(address))


def _image_as_channel(name: str) -> Look:
    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every("image", "channel"):
            mine, theirs = node.value_of(name), feed.channel.value_of(name) if feed.channel else ""
            said = f"the {name} of `<image>` is {shown(mine)}, that of the channel {shown(theirs)}"
            yield Seen(node) if mine == theirs or not mine or not theirs else told(node, said, "let both be the same")

    return look


def _skip_twice(feed: Feed) -> Iterator[Seen]:
    for name in ("hour", "day"):
        met: set[str] = set()
        for node in feed.every(name, "skipHours", "skipDays"):
            yield (
                told(node, f"{tag(node)} {shown(node.value)} stands twice", "leave one")
                if node.value in met
                else Seen(node)
            )
            met.add(node.value)


def _rule(name: str, level: Level, clause: tuple[str, str, str], says: str, look: Look) -> Rule:
    return Rule(f"rss/{name}", Profile.BASE, level, Clause(*clause), says, look)


_GUID = ("RSS 2.0", "`<guid>`", f"{_SPEC}#ltguidgtSubelementOfLtitemgt")
_ENCLOSURE = ("RSS 2.0", "`<enclosure>`", f"{_SPEC}#ltenclosuregtSubelementOfLtitemgt")
_REQUIRED = ("RSS 2.0", "Required channel elements", f"{_SPEC}#requiredChannelElements")
_IMAGE = ("RSS 2.0", "`<image>`", f"{_SPEC}#ltimagegtSubelementOfLtchannelgt")
_ITEM = ("RSS 2.0", "`<item>`", f"{_SPEC}#hrelementsOfLtitemgt")
_BEST = "RSS Best Practices Profile"
_CHECKED = "W3C Feed Validation"
_IMPLAUSIBLE = (_CHECKED, "Implausible date", f"{_W3C}warning/ImplausibleDate.html")

RULES = (
    _rule("root", Level.ERROR, ("RSS 2.0", "What is RSS?", f"{_SPEC}#whatIsRss"), "The document is RSS.", _root),
    _rule("version", Level.ERROR, ("RSS 2.0", "What is RSS?", f"{_SPEC}#whatIsRss"), "Its version is 2.0.", _version),
    _rule("channel-needed", Level.ERROR, _REQUIRED, "`<rss>` has a `<channel>`.", needs("rss", "channel")),
    *(
        _rule(f"channel-needs-{name}", Level.ERROR, _REQUIRED, f"`<channel>` has `<{name}>`.", needs("channel", name))
        for name in ("title", "link", "description")
    ),
    *declared.rules(STANDARD, ELEMENTS),
    _rule("unknown-element", Level.ERROR, ("RSS 2.0", "Extending RSS", f"{_SPEC}#extendingRss"),
          "An element without namespace is one of RSS.", _unknown),
    _rule("item-title", Level.ERROR, _ITEM, "An item has a title or a description.",
          each("item", check=_title_or_description)),
    _rule("items", Level.WARNING, _ITEM, "The feed has items.", _has_items),
    _rule("items-last", Level.WARNING, (_BEST, "`<item>`", f"{_PROFILE}#element-channel-item"),
          "What is of the channel stands before its items.", _items_last),
    _rule("item-alike", Level.WARNING, _ITEM, "No two items have one title, date and length.", _same_item),
    _rule("guid-needed", Level.ERROR, (_BEST, "`<guid>`", f"{_PROFILE}#element-channel-item-guid"),
          "An item with an enclosure has a GUID.", each("item", check=_guid_needed)),
    _rule("guid-unique", Level.ERROR, _GUID, "No two items have one GUID.", _guid_unique),
    _rule("guid-alike", Level.WARNING, _GUID, "No two GUIDs differ in case or white space alone.", _guid_alike),
    _rule("guid-trimmed", Level.WARNING, _GUID, "No white space stands around a GUID.",
          each("guid", *_ITEMS, check=_guid_trimmed)),
    _rule("guid-permalink", Level.WARNING, _GUID, 'A GUID that is no address says `isPermaLink="false"`.',
          each("guid", *_ITEMS, check=_guid_permalink)),
    _rule("enclosure-fits", Level.WARNING, _ENCLOSURE, "The media type of an enclosure is that of its ending.",
          each("enclosure", *_ITEMS, check=_fits)),
    _rule("enclosure-zero", Level.WARNING, _ENCLOSURE, "The length of an enclosure is not 0, unless it is a stream.",
          each("enclosure", "item", check=_not_empty)),
    _rule("date-future", Level.WARNING, _IMPLAUSIBLE, "No date lies in the future.", _not_future),
    _rule("date-old", Level.WARNING, _IMPLAUSIBLE, "No date lies before 1990.", _not_old),
    _rule("public-addresses", Level.WARNING, (_BEST, "Links", f"{_PROFILE}#data-types-url"),
          "Addresses can be reached from elsewhere.", _public),
    _rule("plain-addresses", Level.WARNING, (_CHECKED, "URL, not IRI", f"{_W3C}warning/UriNotIri.html"),
          "Addresses are written in the characters of RFC 3986.", _plain),
    _rule("secure-addresses", Level.WARNING,
          ("Podcasting 2.0 namespace", "Podcast tags",
           "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md#podcast-tags"),
          "Addresses begin with `https`.", _secure),
    *(
        _rule(f"image-needs-{name}", Level.ERROR, _IMAGE, f"`<image>` has `<{name}>`.", needs("image", name))
        for name in ("url", "title", "link")
    ),
    _rule("image-title-equal", Level.WARNING,
          (_CHECKED, "Image title", f"{_W3C}warning/ImageTitleDoesntMatch.html"),
          "The title of `<image>` is that of the channel.", _image_as_channel("title")),
    _rule("image-link-equal", Level.WARNING,
          (_CHECKED, "Image link", f"{_W3C}warning/ImageLinkDoesntMatch.html"),
          "The link of `<image>` is that of the channel.", _image_as_channel("link")),
    _rule("skip-twice", Level.WARNING, ("RSS 2.0", "`<skipHours>`", "https://www.rssboard.org/skip-hours-days"),
          "No hour or day to skip stands twice.", _skip_twice),
)  # fmt: skip
