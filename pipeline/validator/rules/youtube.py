"""YouTube, which makes a video of each episode that a feed brings.

Standard: "Deliver podcasts using an RSS feed" <https://support.google.com/youtube/answer/13525207>, and what YouTube
allows in titles, descriptions and chapters of videos.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, each, needs, told, values
from pipeline.validator.rules.modules import parsed
from pipeline.validator.values import Wrong
from pipeline.validator.values.addresses import ending
from pipeline.validator.values.texts import at_most, at_most_bytes
from pipeline.validator.values.times import seconds
from pipeline.validator.values.wrong import shown

_DELIVER = "https://support.google.com/youtube/answer/13525207"
_VIDEO = "https://developers.google.com/youtube/v3/docs/videos#properties"
_CHAPTERS = "https://support.google.com/youtube/answer/9884579"
_TIME = re.compile(r"^\W{0,4}((?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2})\b", re.MULTILINE)
_SHORTEST, _FEWEST = 10, 3


def _mail(feed: Feed) -> Iterator[Seen]:
    """YouTube sends a code there before it takes a feed."""
    if feed.channel is not None:
        owner = feed.channel.first("itunes:owner")
        good = owner is not None and owner.value_of("itunes:email")
        said = "the feed names no e-mail address of its owner, so YouTube refuses it"
        yield Seen(feed.channel) if good else told(feed.channel, said, "add `<itunes:owner>` with `<itunes:email>`")


def _sound_alone(node: Node) -> Wrong | None:
    kind = node.attributes.get("type", "").lower()
    if not kind.startswith("video/"):
        return None
    return Wrong(
        f"the enclosure is {shown(kind)}: YouTube takes sound alone from feeds", "upload videos there yourself"
    )


def _artwork(node: Node) -> Wrong | None:
    found = ending(node.attributes.get("href", ""))
    if found in ("jpg", "jpeg", "png", ""):
        return None
    return Wrong(f"the artwork ends in `.{found}`", "let it be JPEG or PNG")


def _angles(node: Node) -> Wrong | None:
    if "<" not in node.value and ">" not in node.value:
        return None
    return Wrong("the title holds `<` or `>`, which titles of videos can’t", "write it without them")


def _plain(text: str) -> str:
    """HTML as lines of text."""
    html = parsed(text)
    if html is None:
        return text
    for block in html.iter("br", "p", "li", "div", "tr"):
        block.tail = f"\n{block.tail or ''}"
        block.text = f"\n{block.text or ''}"
    return etree.tostring(html, method="text", encoding="unicode")


def _time_codes(node: Node) -> Wrong | None:
    """Chapters are made of time codes: the first at 0:00, three at least, in order, ten seconds each."""
    found = [seconds(code) for code in _TIME.findall(_plain(node.text))]
    times = [time for time in found if time is not None]
    if len(times) < 2:
        return None
    if times[0] != 0:
        return Wrong("the first time code is not 0:00, so YouTube and Apple make no chapters", "begin with 0:00")
    if len(times) < _FEWEST:
        return Wrong("there are less than three time codes, so YouTube makes no chapters", "add more, or remove them")
    if any(later - before < _SHORTEST for before, later in pairwise(times)):
        return Wrong("time codes are out of order, or nearer than ten seconds", "see their times")
    return None


def _rule(name: str, level: Level, clause: tuple[str, str], says: str, look: Look) -> Rule:
    return Rule(f"youtube/{name}", Profile.YOUTUBE, level, Clause("YouTube", *clause), says, look)


W, A = Level.WARNING, Level.ADVICE
_FEED, _LIMITS = ("Deliver podcasts using an RSS feed", _DELIVER), ("Properties of videos", _VIDEO)
RULES = (
    _rule("owner-email", W, _FEED, "The feed names an e-mail address of its owner.", _mail),
    _rule("channel-itunes-image", W, _FEED, "The show has artwork.", needs("channel", "itunes:image")),
    _rule("item-title", W, _FEED, "An episode has a title.", needs("item", "title")),
    _rule("item-enclosure", W, _FEED, "An episode has an enclosure.", needs("item", "enclosure")),
    _rule("sound-alone", W, _FEED, "An enclosure is sound, not video.", each("enclosure", "item", check=_sound_alone)),
    _rule("artwork", W, _FEED, "Artwork is JPEG or PNG.", each("itunes:image", "channel", check=_artwork)),
    _rule("title-length", W, _LIMITS, "The title of an episode has at most 100 characters.",
          values("title", "item", check=at_most(100))),
    _rule("title-angles", W, _LIMITS, "The title of an episode holds no angle brackets.",
          each("title", "item", check=_angles)),
    _rule("notes-length", W, _LIMITS, "The notes of an episode have at most 5,000 bytes.",
          values("description", "item", check=at_most_bytes(5000))),
    _rule("time-codes", A, ("Video chapters", _CHAPTERS), "Time codes in the notes make chapters.",
          each("description", "item", check=_time_codes)),
)  # fmt: skip
