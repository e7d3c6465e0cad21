"""The table of all elements that feeds have: which field each becomes, or why it has none.

The page of the documentation is made from it, and a test holds it to the specifications.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from pipeline.importing.feed.taking import Taking
from pipeline.importing.feed.values.words import heard, yes
from pipeline.importing.source.xml import Element

Where = Literal["channel", "item"]
How = Literal["field", "again", "made", "kept", "passed"]
"""What becomes of an element: a `field`; said `again` by another, and kept where it says something else; `made` anew by
the library; `kept` in `extra`, as everything that stands in no line here; or `passed` over, for it is no content.
"""


@dataclass(frozen=True, slots=True)
class Known:
    """One element: its `name`, where it stands, what becomes of it, and `home`: of a field its name, of what is said
    again the elements that say it, and of all else the reason in words.
    """

    name: str
    where: Where
    how: How
    home: str


def _rows(where: tuple[Where, ...], how: How, lines: Mapping[str, str]) -> Iterator[Known]:
    for names, home in lines.items():
        yield from (Known(name, place, how, home) for name in names.split() for place in where)


_BOTH: Final[tuple[Where, ...]] = ("channel", "item")
_CHANNEL: Final[tuple[Where, ...]] = ("channel",)
_ITEM: Final[tuple[Where, ...]] = ("item",)

ELEMENTS: Final[tuple[Known, ...]] = (
    *_rows(
        _BOTH,
        "field",
        {
            "title": "title",
            "link": "redirect_from",
            "description itunes:summary content:encoded": "description",
            "itunes:image image podcast:image": "image, images",
            "itunes:explicit": "explicit",
            "itunes:author dc:creator author": "author, authors",
            "itunes:keywords category": "topics, audiences",
            "podcast:person atom:contributor": "people",
            "podcast:funding rawvoice:donate": "funding",
            "podcast:location": "locations",
            "podcast:license creativecommons:license cc:license dcterms:license": "licence, licence_url",
            "podcast:socialInteract": "social",
            "podcast:chat": "chat",
            "podcast:value": "value",
            "podcast:txt": "txt, synthetic_voice",
            "dc:language": "language",
        },
    ),
    *_rows(
        _CHANNEL,
        "field",
        {
            "language": "language",
            "copyright": "copyright",
            "itunes:owner": "owner",
            "itunes:category": "category",
            "itunes:type": "type",
            "itunes:complete": "complete",
            "itunes:block podcast:block": "block",
            "podcast:guid": "guid",
            "podcast:locked": "locked",
            "podcast:medium": "medium",
            "podcast:updateFrequency": "update_frequency, complete",
            "podcast:podroll": "podroll",
            "podcast:trailer": "type",
            "rawvoice:subscribe": "directories",
        },
    ),
    *_rows(
        _ITEM,
        "field",
        {
            "guid": "guid",
            "pubDate dc:date dcterms:created": "date",
            "atom:updated dcterms:modified": "updated",
            "enclosure enc:enclosure": "audio",
            "feedburner:origLink": "redirect_from",
            "media:content media:group podcast:alternateEnclosure": "audio, alternates, content_links",
            "itunes:subtitle": "description",
            "itunes:episode podcast:episode": "number",
            "itunes:season podcast:season": "season, seasons",
            "itunes:episodeType": "type",
            "podcast:transcript": "transcript, transcripts",
            "podcast:chapters psc:chapters": "chapters",
            "podcast:soundbite": "soundbites",
            "media:category": "topics, audiences",
            "podcast:contentLink": "content_links",
        },
    ),
    *_rows(
        _BOTH,
        "again",
        {
            "googleplay:description googleplay:summary media:description": "description itunes:summary content:encoded",
            "googleplay:image media:thumbnail podcast:images": "itunes:image image",
            "googleplay:explicit": "itunes:explicit",
            "googleplay:author spotify:author": "itunes:author author dc:creator",
            "itunes:title media:title": "title",
            "media:keywords googleplay:keywords dc:subject itunesu:keywords": "itunes:keywords category",
            "media:credit": "itunes:author author dc:creator podcast:person",
            "media:copyright dc:rights dcterms:rights": "copyright podcast:license",
        },
    ),
    *_rows(
        _CHANNEL,
        "again",
        {
            "itunes:subtitle": "description itunes:summary content:encoded",
            "managingEditor itunes:email googleplay:email": "itunes:owner",
            "googleplay:owner": "itunes:owner",
            "googleplay:category media:category spotify:category": "itunes:category",
            "googleplay:block spotify:block": "itunes:block",
            "spotify:countryOfOrigin spotify:limit spotify:access rawvoice:location rawvoice:frequency": "",
        },
    ),
    *_rows(
        _ITEM,
        "again",
        {
            "copyright": "podcast:license",
            "googleplay:block spotify:block": "itunes:block",
            "media:player rawvoice:embed rawvoice:poster rawvoice:webm rawvoice:mp4 rawvoice:ogg": "",
        },
    ),
    *_rows(
        _BOTH,
        "made",
        {
            "lastBuildDate": "the date of the last change of the content",
            "itunes:duration": "how long the sound is, which shows when it is here",
            "podcast:podping": "`[announce]` of `pipeline.toml` says it",
        },
    ),
    *_rows(
        _CHANNEL,
        "made",
        {
            "pubDate atom:updated dc:date dcterms:created dcterms:modified": "the dates of the episodes",
            "generator docs": "this program",
            "podcast:publisher": "`[feeds]` of `pipeline.toml` says it",
            "fh:archive fh:complete fh:incomplete": "the parts of a long feed (RFC 5005)",
            "items": "RSS 1.0: the order of its items",
            "guid": "Atom: the address of the feed, or `podcast:guid`",
        },
    ),
    *_rows(
        _BOTH,
        "kept",
        {
            "podcast:liveItem": "live streaming is no goal of this program",
            "podcast:remoteItem": "sound of other feeds is not published here",
        },
    ),
    *_rows(
        _ITEM,
        "kept",
        {
            "itunes:block podcast:block": "an episode is published or a draft: nobody is asked to hide it",
            "itunes:order": "the order is that of dates and numbers",
            "source dc:source": "where others took it from; `sources` are those of facts",
            "media:community media:price media:restriction media:embed": "no field",
            "media:subTitle media:text": "transcripts are `podcast:transcript`",
        },
    ),
    *_rows(
        _CHANNEL,
        "kept",
        {"rating": "PICS, of which no client asks"},
    ),
    *_rows(
        _BOTH,
        "passed",
        {
            "atom:link": "addresses of feeds and pages; `payment` is `funding`, `license` is `licence`",
            "comments wfw:commentRss wfw:comment slash:comments thr:total thr:in-reply-to": "comments of a blog",
            "feedburner:info feedburner:feedFlare": "of a service that is gone",
            "feedburner:browserFriendly feedburner:emailServiceId": "of a service that is gone",
            "feedburner:feedburnerHostname": "of a service that is gone",
            "itunes:isClosedCaptioned": "films alone have captions of that sort",
            "media:rating media:adult rawvoice:rating": "`explicit` says it",
            "media:hash media:peerLink media:scenes media:status media:statistics media:license media:location "
            "media:backLinks media:comments media:responses media:rights media:tags": "of players that are gone",
            "post-id": "a number inside WordPress",
            "acast:showId acast:showUrl acast:episodeId acast:episodeUrl": "numbers inside Acast",
            "acast:settings acast:network acast:signature": "numbers inside Acast",
            "omny:clipId omny:playlistId omny:organizationId omny:programId omny:networkId": "numbers inside Omny",
            "fireside:playerURL fireside:playerEmbedCode fireside:hostname fireside:genDate": "a player of Fireside",
            "anchor:support anchor:station": "pages of Anchor",
        },
    ),
    *_rows(
        _CHANNEL,
        "passed",
        {
            "ttl skipDays skipHours cloud textInput textinput sy:updatePeriod sy:updateFrequency sy:updateBase": (
                "how often readers shall ask"
            ),
            "itunes:new-feed-url googleplay:newFeedUrl": "told in words: it would lead subscribers away again",
            "site": "a number of WordPress",
            "webMaster": "who keeps the server of the old host",
            "itunes:applepodcastsverify": "a proof that was asked for once; `podcast:txt` is one that stays",
        },
    ),
)
"""Every element that is known. What stands in no line is kept in `extra`, and told."""

_KNOWN: Final = {(one.name, one.where): one for one in reversed(ELEMENTS)}
_ASKED: Final = (":block", ":explicit")
"""What elements are called that say yes or no."""
_TAKEN: Final = ("payment", "license")
"""Links that are fields."""


def leftovers(element: Element, where: Where, taking: Taking) -> None:
    """What becomes of all that is no field; fields tell themselves what they can't hold."""
    for one in element.children:
        if one.name == "atom:link" and one.get("rel") in _TAKEN:
            continue
        known = _KNOWN.get((one.name, where))
        if known is None:
            taking.keep(one)
        elif known.how in ("made", "passed"):
            taking.dropped(one, kind=f"technical/{one.name}")
        elif one.name.endswith(_ASKED) and yes(one.words) is False:
            continue  # that is so where nothing is said
        elif known.how == "kept" or (known.how == "again" and _says_more(one, known.home.split(), element)):
            taking.keep(one, "" if known.how == "again" else known.home)


def _says_more(one: Element, others: list[str], element: Element) -> bool:
    """Whether an element says words that none of the others says; where there are none, it took their place."""
    if one.name.endswith(_ASKED):
        return not any(yes(other.words) is yes(one.words) for other in element.all(*others))
    known = [heard(_said(other)) for other in element.all(*others)]
    words = [plain for word in _said(one).split() if (plain := heard(word))]
    if others and not known:
        return False
    return not all(any(word in other for other in known) for word in words)


def _said(one: Element) -> str:
    """All that an element says, in its text and its attributes."""
    return " ".join((one.text, *one.attributes.values(), *map(_said, one.children)))
