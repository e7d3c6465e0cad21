"""Modules of RSS that podcast feeds use: notes in HTML, chapters, pictures and files of media, Spotify's own.

Standards: RSS Content module, Podlove Simple Chapters 1.2, Media RSS 1.5.1, Dublin Core, Spotify's specification.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.validator import declared
from pipeline.validator.declared import Attribute, Element, Standard
from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, each, tag, told
from pipeline.validator.values import Wrong
from pipeline.validator.values.addresses import mail_or_url, url
from pipeline.validator.values.texts import (
    TRUE_FALSE,
    countries,
    language,
    media_type,
    name,
    one_of,
    whole,
)
from pipeline.validator.values.times import duration, iso_date, seconds
from pipeline.validator.values.wrong import shown

_CONTENT = "https://web.resource.org/rss/1.0/modules/content/"
_CHAPTERS = "https://podlove.org/simple-chapters/"
_MEDIA = "https://www.rssboard.org/media-rss"
_DC = "https://www.dublincore.org/specifications/dublin-core/dces/"
_SPOTIFY = "https://support.spotify.com/us/podcasters/article/podcast-specification-doc/"
_ITEMS = ("item", "podcast:liveItem")
_IN_MEDIA = ("channel", *_ITEMS, "media:group", "media:content")
_HTML = ("content:encoded", "description", "itunes:summary")
_SCRIPTS = frozenset(("script", "iframe", "object", "embed", "frame", "frameset"))
_ODD = frozenset(("style", "form", "input", "textarea", "select", "button", "svg", "link", "meta", "base"))
_MEDIUM = one_of(("image", "audio", "video", "document", "executable"), what="medium of Media RSS")

_CONTENT_ELEMENTS = (Element("content:encoded", ("channel", *_ITEMS), f"{_CONTENT}#syntax2", needs_text=True),)
_CHAPTER_ELEMENTS = (
    Element(
        "psc:chapters",
        _ITEMS,
        _CHAPTERS,
        attributes=(
            Attribute("version", one_of(("1.0", "1.1", "1.2"), what="version of Simple Chapters"), "1.0, 1.1 or 1.2"),
        ),
    ),
    Element(
        "psc:chapter",
        ("psc:chapters",),
        _CHAPTERS,
        many=True,
        attributes=(
            Attribute("start", duration, "a time", needed=True),
            Attribute("title", name(1000), "its title", needed=True),
            Attribute("href", mail_or_url, "an address"),
            Attribute("image", url, "an address"),
        ),
        closed=True,
    ),
)
_MEDIA_ELEMENTS = (
    Element(
        "media:content",
        ("channel", *_ITEMS, "media:group"),
        f"{_MEDIA}#media-content",
        many=True,
        attributes=(
            Attribute("url", url, "an address"),
            Attribute("fileSize", whole(), "a size in bytes"),
            Attribute("type", media_type, "a media type"),
            Attribute("medium", _MEDIUM, "one of five"),
            Attribute("isDefault", TRUE_FALSE, "`true` or `false`"),
            Attribute("duration", duration, "seconds"),
            Attribute("width", whole(1), "pixels"),
            Attribute("height", whole(1), "pixels"),
            Attribute("lang", language, "a language"),
        ),
    ),
    Element(
        "media:thumbnail",
        ("channel", *_ITEMS, "media:group", "media:content"),
        f"{_MEDIA}#media-thumbnails",
        many=True,
        attributes=(
            Attribute("url", url, "an address", needed=True),
            Attribute("width", whole(1), "pixels"),
            Attribute("height", whole(1), "pixels"),
        ),
    ),
    Element(
        "media:restriction",
        ("channel", *_ITEMS, "media:group", "media:content"),
        f"{_MEDIA}#media-restriction",
        many=True,
        attributes=(
            Attribute("relationship", one_of(("allow", "deny"), what="relationship"), "`allow` or `deny`", needed=True),
            Attribute("type", one_of(("country", "uri", "sharing"), what="type of restriction"), "one of three"),
        ),
    ),
)
_DC_ELEMENTS = (
    Element(
        "dc:language",
        ("channel", *_ITEMS),
        f"{_DC}#http://purl.org/dc/elements/1.1/language",
        check=language,
        says="a language",
    ),
    Element(
        "dc:date",
        ("channel", *_ITEMS),
        f"{_DC}#http://purl.org/dc/elements/1.1/date",
        check=iso_date,
        says="a date of ISO 8601",
    ),
    Element(
        "dc:creator", ("channel", *_ITEMS), f"{_DC}#http://purl.org/dc/elements/1.1/creator", many=True, needs_text=True
    ),
)
_SPOTIFY_ELEMENTS = (
    Element(
        "spotify:limit", ("channel",), _SPOTIFY,
        attributes=(Attribute("recentCount", whole(1, 100_000), "how many episodes are shown", needed=True),),
    ),
    Element("spotify:countryOfOrigin", ("channel",), _SPOTIFY, check=countries, says="codes of countries (ISO 3166-1)"),
)  # fmt: skip


def parsed(text: str) -> etree._Element | None:
    """HTML as browsers read it; it fetches nothing."""
    if "<" not in text:
        return None
    parser = etree.HTMLParser(no_network=True, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _notes(feed: Feed) -> Iterator[tuple[Node, etree._Element]]:
    for kind in _HTML:
        for node in feed.every(kind, "channel", *_ITEMS):
            found = parsed(node.text)
            if found is not None:
                yield node, found


def _scripts(feed: Feed) -> Iterator[Seen]:
    for node, html in _notes(feed):
        odd = next((one for one in html.iter() if _is_active(one)), None)
        what = f"`<{odd.tag}>`" if odd is not None and odd.tag in _SCRIPTS else "an attribute that runs something"
        said = f"the HTML of {tag(node)} has {what}, which apps remove or run"
        yield Seen(node) if odd is None else told(node, said, "remove it")


def _is_active(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):  # a comment's is a function
        return False
    named = [str(key).lower() for key in element.attrib]
    leads = [str(element.get(key, "")).strip().lower() for key in ("href", "src")]
    runs = any(lead.startswith(("javascript:", "vbscript:")) for lead in leads)
    return element.tag in _SCRIPTS or any(key.startswith("on") for key in named) or runs


def _odd_elements(feed: Feed) -> Iterator[Seen]:
    for node, html in _notes(feed):
        odd = next((str(one.tag) for one in html.iter() if one.tag in _ODD), "")
        said = f"the HTML of {tag(node)} has `<{odd}>`, which apps remove or show as text"
        yield told(node, said, "remove it") if odd else Seen(node)


def _whole_links(feed: Feed) -> Iterator[Seen]:
    """There is no page that a relative address could be relative to."""
    for node, html in _notes(feed):
        leads = [str(one.get(key)) for one in html.iter("a", "img") for key in ("href", "src") if one.get(key)]
        short = next((lead for lead in leads if ":" not in lead.partition("/")[0] or lead.startswith("#")), None)
        said = f"the HTML of {tag(node)} leads to {shown(short or '')}, which apps can't follow"
        yield Seen(node) if short is None else told(node, said, "write the whole address")


def _brief_first(node: Node) -> Wrong | None:
    brief, whole_ = node.first("description"), node.first("content:encoded")
    if brief is None or whole_ is None or node.children.index(brief) < node.children.index(whole_):
        return None
    return Wrong("`<content:encoded>` stands before `<description>`: some apps show the first", "let it stand after")


def _brief_needed(node: Node) -> Wrong | None:
    if node.first("content:encoded") is None or node.first("description"):
        return None
    return Wrong(f"{tag(node)} has `<content:encoded>` and no `<description>`", "add one: some apps read it alone")


def _in_order(feed: Feed) -> Iterator[Seen]:
    for chapters in feed.every("psc:chapters"):
        before = -1.0
        for node in chapters.every("psc:chapter"):
            start = seconds(node.attributes.get("start", ""))
            if start is not None:
                said = f"the chapter at {shown(node.attributes['start'])} begins not after the one before it"
                yield told(node, said, "write chapters in the order of time") if start <= before else Seen(node)
                before = max(before, start)


def _within(feed: Feed) -> Iterator[Seen]:
    for item in feed.every("item"):
        length, chapters = seconds(item.value_of("itunes:duration")), item.first("psc:chapters")
        for node in chapters.every("psc:chapter") if chapters and length else ():
            start = seconds(node.attributes.get("start", ""))
            late = start is not None and length is not None and start >= length
            said = f"the chapter begins at {shown(node.attributes.get('start', ''))}, after the end of the episode"
            yield told(node, said, "see its time, or `itunes:duration`") if late else Seen(node)


def _has_chapters(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("psc:chapters"):
        said = "`<psc:chapters>` holds no chapter"
        yield Seen(node) if node.first("psc:chapter") else told(node, said, "add some, or remove it")


def _rule(name_: str, level: Level, clause: tuple[str, str, str], says: str, look: Look) -> Rule:
    return Rule(name_, Profile.BASE, level, Clause(*clause), says, look)


_NOTES = ("W3C Feed Validation", "Security risk", "https://validator.w3.org/feed/docs/warning/SecurityRisk.html")
_PSC = ("Podlove Simple Chapters", "Chapters", _CHAPTERS)
RULES = (
    *declared.rules(Standard("content", "RSS Content module", Profile.BASE), _CONTENT_ELEMENTS),
    _rule("content/scripts", Level.ERROR, _NOTES, "The HTML of notes runs nothing and embeds nothing.", _scripts),
    _rule("content/odd-elements", Level.WARNING, _NOTES, "The HTML of notes has no styles, forms or drawings.",
          _odd_elements),
    _rule("content/whole-links", Level.WARNING,
          ("W3C Feed Validation", "Relative reference",
           "https://validator.w3.org/feed/docs/warning/ContainsRelRef.html"),
          "Links and pictures in notes have whole addresses.", _whole_links),
    _rule("content/brief-first", Level.WARNING,
          ("W3C Feed Validation", "Content before description",
           "https://validator.w3.org/feed/docs/warning/NeedDescriptionBeforeContent.html"),
          "`<description>` stands before `<content:encoded>`.", each("item", check=_brief_first)),
    _rule("content/brief-needed", Level.WARNING,
          ("RSS Best Practices Profile", "`content:encoded`",
           "https://www.rssboard.org/rss-profile#namespace-elements-content-encoded"),
          "An item with `<content:encoded>` has a `<description>`.", each("item", check=_brief_needed)),
    *declared.rules(Standard("psc", "Podlove Simple Chapters", Profile.BASE), _CHAPTER_ELEMENTS),
    _rule("psc/chapters-some", Level.WARNING, _PSC, "`<psc:chapters>` holds chapters.", _has_chapters),
    _rule("psc/chapters-order", Level.ERROR, _PSC, "Chapters stand in the order of time.", _in_order),
    _rule("psc/chapters-within", Level.WARNING, _PSC, "Chapters begin before the end of the episode.", _within),
    *declared.rules(Standard("media", "Media RSS", Profile.BASE), _MEDIA_ELEMENTS),
    *declared.rules(Standard("dc", "Dublin Core", Profile.BASE), _DC_ELEMENTS),
    *declared.rules(Standard("spotify", "Spotify's delivery specification", Profile.SPOTIFY), _SPOTIFY_ELEMENTS),
)  # fmt: skip
