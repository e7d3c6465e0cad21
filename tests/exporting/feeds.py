"""Feeds as hosts write them, by chance: a channel and its items with every tag of RSS, Apple's and the Podcasting 2.0
namespace that says something of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from hypothesis import strategies as st
from lxml import etree

from pipeline.feeds.namespace import SPACES, Tag, grow
from pipeline.formats import category, role

CONTENT = "http://purl.org/rss/1.0/modules/content/"
_WORDS = (
    *(
        "urge",
        "Wörter",
        "1.",
        "- so",
        "yes",
        "null",
        "#hash",
        "key: value",
        "*stars*",
        "_so_",
        "`tick`",
        "& that",
    ),
    *("“quoted”", "it's", '"q"', "{curly}", "[sic]", "100%", "@all", "|", ">", "!", "0123", "2026-01-01", "12:30", "~"),
    *("日本語", "😀", "a\\b", "wait… what", "–", "2 < 3", "http", "\u00e9\u0301"),
)
Texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join)
Numbers = st.integers(1, 400).map(str)
Attributes = dict[str, st.SearchStrategy[str]]
Seconds = st.sampled_from(("0", "61", "61.5", "3600"))


def addresses(ending: str = "") -> st.SearchStrategy[str]:
    """Whole addresses, of which no two are alike by chance."""
    return st.uuids(version=4).map(lambda one: f"https://old.example/{one.hex[:12]}{ending}?a=1&b={one.hex[12:14]}")


@dataclass(frozen=True, slots=True)
class Item:
    """An item: `sound` is the address of its enclosure, `notes` the HTML of its body."""

    title: str
    guid: str
    permalink: bool
    date: datetime
    sound: str
    length: int
    notes: str
    summary: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `description` is long enough for a library."""

    title: str
    description: str
    language: str
    copyright: str
    tags: tuple[Tag, ...]
    items: tuple[Item, ...]


def write(feed: Feed, url: str) -> bytes:
    """The bytes of a feed at an address."""
    rss = etree.Element("rss", {"version": "2.0"}, nsmap={**SPACES, "content": CONTENT})
    channel = etree.SubElement(rss, "channel")
    texts = (("title", feed.title), ("link", "https://old.example/"), ("description", feed.description))
    for name, text in (*texts, ("language", feed.language), ("copyright", feed.copyright)):
        etree.SubElement(channel, name).text = text
    grow(channel, (Tag("atom:link", attributes={"rel": "self", "href": url}), *feed.tags))
    for item in feed.items:
        _add(etree.SubElement(channel, "item"), item)
    return etree.tostring(rss, encoding="UTF-8", xml_declaration=True)


def _add(element: etree._Element, item: Item) -> None:
    etree.SubElement(element, "title").text = item.title
    guid = etree.SubElement(element, "guid", {"isPermaLink": "true" if item.permalink else "false"})
    guid.text = item.guid
    etree.SubElement(element, "pubDate").text = format_datetime(item.date)
    etree.SubElement(element, "description").text = item.summary
    etree.SubElement(element, f"{{{CONTENT}}}encoded").text = item.notes
    etree.SubElement(element, "enclosure", {"url": item.sound, "length": str(item.length), "type": "audio/mpeg"})
    grow(element, item.tags)


# Tags, as the namespaces have them


def alike(one: Tag) -> object:
    """What parts a tag from others: the order of its attributes does not."""
    return one.text, frozenset(one.attributes.items()), tuple(map(alike, one.children))


def tag(
    name_: str, text: st.SearchStrategy[str], must: Attributes, **may: st.SearchStrategy[str]
) -> st.SearchStrategy[Tag]:
    """One element, with attributes that it must have, and some of those that it may have."""
    return st.builds(lambda words, about: Tag(name_, words, about), text, st.fixed_dictionaries(must, optional=may))


NOTHING = st.just("")
GEO = st.sampled_from(("geo:53.8008,-1.5491", "geo:30.2672,97.7431"))
_ROLES = sorted({one for group in role.GROUPS.values() for one in group})


def _person(name: str, part: str, more: dict[str, str]) -> Tag:
    return Tag("podcast:person", name, {"role": part, "group": role.group_of(part), **more})


PERSON = st.builds(_person, Texts, st.sampled_from(_ROLES), st.fixed_dictionaries({}, optional={"href": addresses()}))
LOCATION = tag(
    "podcast:location",
    Texts,
    {"rel": st.sampled_from(("subject", "creator"))},
    geo=GEO,
    osm=st.just("R113314"),
    country=st.just("GB"),
)
FUNDING = tag("podcast:funding", Texts, {"url": addresses()})
TXT = tag("podcast:txt", Texts, {"purpose": st.sampled_from(("verify", "applepodcastsverify", "note"))})
SOCIAL = tag(
    "podcast:socialInteract",
    NOTHING,
    {"protocol": st.sampled_from(("activitypub", "atproto", "nostr")), "uri": addresses()},
    accountId=st.just("@library@social.example"),
    accountUrl=addresses(),
    priority=st.just("1"),
)
CHAT = tag(
    "podcast:chat",
    NOTHING,
    {"server": st.just("irc.example"), "protocol": st.just("irc")},
    accountId=Texts,
    space=st.just("#room"),
)
_RECIPIENT = tag(
    "podcast:valueRecipient",
    NOTHING,
    {"type": st.just("node"), "address": st.just("03ae9f91a0cb8ff4"), "split": Numbers},
    name=Texts,
    customKey=Numbers,
    customValue=Texts,
    fee=st.just("true"),
)
VALUE = st.builds(
    lambda about, inside: Tag("podcast:value", "", about, tuple(inside)),
    st.fixed_dictionaries(
        {"type": st.just("lightning"), "method": st.just("keysend")}, optional={"suggested": st.just("0.00005")}
    ),
    st.lists(_RECIPIENT, min_size=1, max_size=2, unique_by=alike),
)
LICENCE = st.sampled_from(("cc-by-4.0", "cc-by-nc-sa-4.0", "cc0-1.0")).map(lambda one: Tag("podcast:license", one))
SOUNDBITE = tag("podcast:soundbite", Texts, {"startTime": Seconds, "duration": st.sampled_from(("15", "30.5"))})
CONTENT_LINK = tag("podcast:contentLink", Texts, {"href": addresses()})


def _alternate(about: dict[str, str], sources: list[str], sum_: bool) -> Tag:
    inside = [Tag("podcast:source", attributes={"uri": one}) for one in sources]
    sri = {"type": "sri", "value": "sha384-ExVqijgYHm15PqQqdXfW95x+Rs6C+d6E/ICxyQOeFevnxNLR/wtJNrNYTjIysUBo"}
    if sum_:
        inside.append(Tag("podcast:integrity", attributes=sri))
    return Tag("podcast:alternateEnclosure", "", about, tuple(inside))


ALTERNATE = st.builds(
    _alternate,
    st.fixed_dictionaries(
        {"type": st.sampled_from(("audio/opus", "video/mp4"))},
        optional={
            "length": Numbers,
            "bitrate": Numbers,
            "height": Numbers,
            "lang": st.just("de"),
            "title": st.just("High"),
            "rel": st.just("a"),
            "codecs": st.just("mp4a.40.2"),
        },
    ),
    st.lists(addresses(".opus"), min_size=1, max_size=2, unique=True),
    st.booleans(),
)
IMAGE = tag(
    "podcast:image",
    NOTHING,
    {"href": addresses(".png"), "alt": Texts, "purpose": st.sampled_from(("banner", "social"))},
)
FREQUENCY = tag(
    "podcast:updateFrequency",
    Texts,
    {},
    rrule=st.just("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
    dtstart=st.just("2026-01-02T00:00:00Z"),
)
_REMOTE = tag(
    "podcast:remoteItem",
    NOTHING,
    {"feedGuid": st.uuids(version=4).map(str), "title": Texts},
    feedUrl=addresses(),
    itemGuid=Texts,
    medium=st.sampled_from(("music", "audiobook")),
)
PODROLL = st.lists(_REMOTE, min_size=1, max_size=2, unique_by=alike).map(
    lambda found: Tag("podcast:podroll", children=tuple(found))
)
BLOCK = st.sampled_from(("google", "amazon")).map(lambda one: Tag("podcast:block", "yes", {"id": one}))


def several(*tags: st.SearchStrategy[Tag], most: int = 2) -> st.SearchStrategy[list[Tag]]:
    """None, one or more of each of these, no two alike."""
    lists = (st.lists(one, max_size=most, unique_by=alike) for one in tags)
    return st.tuples(*lists).map(lambda found: [one for each in found for one in each])


def once(*tags: st.SearchStrategy[Tag]) -> st.SearchStrategy[list[Tag]]:
    """None or one of each."""
    return several(*tags, most=1)


def plain(name: str, values: Iterable[str]) -> st.SearchStrategy[Tag]:
    return st.sampled_from(tuple(values)).map(lambda one: Tag(name, one))


def _category(text: str) -> Tag:
    outer, inner = category.parts(text)
    children = (Tag("itunes:category", attributes={"text": inner}),) if inner else ()
    return Tag("itunes:category", attributes={"text": outer}, children=children)


_ALL = [f"{outer}{category.BETWEEN}{one}" for outer, inner in category.CATEGORIES.items() for one in inner]
CATEGORY = st.sampled_from(_ALL).map(_category)
SHOW = st.tuples(
    st.lists(CATEGORY, min_size=1, max_size=2, unique_by=alike),
    several(PERSON, LOCATION, FUNDING, TXT, SOCIAL, BLOCK, IMAGE),
    once(
        *(CHAT, VALUE, LICENCE, FREQUENCY, PODROLL, plain("itunes:type", ("serial", "episodic"))),
        *(plain("podcast:medium", ("podcast", "course", "audiobook")), plain("itunes:explicit", ("true", "false"))),
        plain("itunes:author", ("Two & more", "Somebody")),
    ),
).map(lambda found: (*found[0], *found[1], *found[2]))
SEASONS = {"1": "Beginnings & more", "2": "Endings"}
SEASON = st.sampled_from(sorted(SEASONS)).map(
    lambda one: [Tag("itunes:season", one), Tag("podcast:season", one, {"name": SEASONS[one]})]
)
NUMBER = st.sampled_from(("1", "12")).map(lambda one: [Tag("itunes:episode", one), Tag("podcast:episode", one)])
EPISODE = st.tuples(
    several(PERSON, LOCATION, FUNDING, TXT, SOCIAL, SOUNDBITE, CONTENT_LINK, ALTERNATE, IMAGE),
    once(
        *(CHAT, VALUE, LICENCE, plain("itunes:explicit", ("true", "false"))),
        plain("itunes:episodeType", ("full", "trailer", "bonus")),
    ),
    st.one_of(st.just([]), SEASON),
    st.one_of(st.just([]), NUMBER),
).map(lambda found: tuple(one for each in found for one in each))
_PARAGRAPH = Texts.map(lambda words: f"<p>{escape(words, quote=False)}</p>")
_LINKED = st.builds(
    lambda words, url: f'<p>See <a href="{escape(url)}">{escape(words, quote=False)}</a>.</p>', Texts, addresses()
)
_LIST = st.lists(Texts, min_size=1, max_size=3).map(
    lambda all_: f"<ul>{''.join(f'<li>{escape(one, quote=False)}</li>' for one in all_)}</ul>"
)
NOTES = st.lists(st.one_of(_PARAGRAPH, _LINKED, _LIST), min_size=1, max_size=4).map("\n".join)
WORDS = "A description that is long enough for what a library asks of one: "
_GUIDS = st.one_of(st.uuids().map(str), Texts, addresses(), st.uuids().map(lambda one: f"tag:old.example,2019:{one}"))
_DATES = st.integers(0, 500_000_000).map(lambda seconds: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
ITEMS = st.lists(
    st.builds(
        Item,
        title=Texts,
        guid=_GUIDS,
        permalink=st.booleans(),
        date=_DATES,
        sound=addresses(".mp3"),
        length=st.integers(1, 10**9),
        notes=NOTES,
        summary=Texts.map(lambda words: WORDS + words),
        tags=EPISODE,
    ),
    max_size=2,
    unique_by=lambda item: item.guid.casefold(),
).map(tuple)
_OWNER = Tag("itunes:owner", children=(Tag("itunes:name", "The Library"), Tag("itunes:email", "podcasts@old.example")))
_ALWAYS = st.uuids().map(
    lambda one: (
        _OWNER,
        Tag("itunes:image", attributes={"href": "https://old.example/cover.png"}),
        Tag("podcast:guid", str(uuid.UUID(int=one.int, version=5))),
    )
)
FEEDS = st.builds(
    Feed,
    title=Texts,
    description=Texts.map(lambda words: WORDS + words),
    language=st.sampled_from(("en", "de", "pt-BR")),
    copyright=Texts,
    tags=st.tuples(_ALWAYS, SHOW).map(lambda found: (*found[0], *found[1])),
    items=ITEMS,
)


# A feed with every tag once, in the manner of the examples of the namespace's specification


def _full(name_: str, text: str = "", **said: str) -> Tag:
    return Tag(name_, text, {key.rstrip("_"): value for key, value in said.items()})


_SHARES = Tag(
    "podcast:value",
    attributes={"type": "lightning", "method": "keysend", "suggested": "0.00000005"},
    children=(
        _full("podcast:valueRecipient", name="Host", type="node", address="02d5c1bf8b940dc9", split="99"),
        _full("podcast:valueRecipient", name="App", type="node", address="03ae9f91a0cb8ff4", split="1", fee="true"),
    ),
)
_SAME = Tag(
    "podcast:alternateEnclosure",
    attributes={
        "type": "audio/opus",
        "length": "32400000",
        "bitrate": "96000",
        "title": "Standard",
        "lang": "en",
        "codecs": "opus",
    },
    children=(
        _full("podcast:source", uri="https://old.example/file-0.opus"),
        _full("podcast:source", uri="https://mirror.example/file-0.opus"),
    ),
)
_BOTH = (
    _full("podcast:license", "cc-by-4.0"),
    _full("podcast:funding", "Support the show!", url="https://give.example/donate"),
    _full("podcast:location", "Austin, TX", rel="subject", geo="geo:30.2672,97.7431", osm="R113314"),
    _full("podcast:location", "Gitmo Nation", rel="creator", country="US"),
    _full("podcast:person", "Jane Doe", role="guest", group="cast", href="https://people.example/jane"),
    _full("podcast:person", "Alice Brown", role="author", group="writing"),
    _full("podcast:txt", "S6lpp-7ZCn8-dZfGc-OoyaG", purpose="verify"),
    _full("podcast:chat", server="jabber.example", protocol="xmpp", accountId="jsmith@jabber.example", space="talks"),
    _full("podcast:socialInteract", protocol="activitypub", uri="https://social.example/@talks/1", priority="1"),
    _full("podcast:image", href="https://old.example/wide.png", alt="A hall", purpose="banner"),
    _SHARES,
)
_ITEM = Item(
    title="A Story From Our Past – part 1",
    guid="https://old.example/?p=2147",
    permalink=False,
    date=datetime(2021, 2, 2, 10, 30, 17, tzinfo=UTC),
    sound="https://old.example/one.mp3?source=feed",
    length=78589133,
    notes="<h2>Who speaks</h2>\n<p>Jane, and <strong>others</strong>.</p>\n<ol>\n<li>One</li>\n<li>Two</li>\n</ol>",
    summary=f"{WORDS}a story.",
    tags=(
        *_BOTH,
        *(_full("itunes:season", "3"), _full("podcast:season", "3", name="Race for the Whitehouse 2020")),
        *(_full("itunes:episode", "204"), _full("podcast:episode", "204"), _full("itunes:episodeType", "bonus")),
        _full("podcast:soundbite", "The part that all talk about", startTime="1234.5", duration="42.25"),
        _full("podcast:contentLink", "The film of it", href="https://films.example/watch?v=1"),
        *(_full("podcast:txt", "true", purpose="ai-content"), _full("itunes:explicit", "true"), _SAME),
    ),
)
SPECIFIED = Feed(
    title="Podcasting 2.0 Namespace Example",
    description=f"{WORDS}a feed that uses the whole namespace.",
    language="en-US",
    copyright="© 2021 Talks",
    tags=(
        *(_OWNER, _full("itunes:image", href="https://old.example/cover.png")),
        _full("podcast:guid", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        *(_category("Technology"), _full("itunes:explicit", "false"), _full("itunes:type", "serial")),
        *(_full("podcast:locked", "no", owner="podcasts@old.example"), _full("podcast:medium", "audiobook")),
        _full("podcast:block", "yes", id="google"),
        _full("podcast:updateFrequency", "fortnightly", rrule="FREQ=WEEKLY;INTERVAL=2", dtstart="2023-01-01T00:00:00Z"),
        Tag(
            "podcast:podroll",
            children=(
                _full("podcast:remoteItem", feedGuid="29cdca4a-32d8-56ba-b48b-09a011c5daa9", title="Another"),
                _full(
                    "podcast:remoteItem",
                    feedGuid="396d9ae0-da7e-5557-b894-b606231fa3ea",
                    feedUrl="https://other.example/feed.xml",
                    itemGuid="c6c3f3b7",
                    title="One of theirs",
                    medium="music",
                ),
            ),
        ),
        *_BOTH,
    ),
    items=(_ITEM,),
)
