"""Spotify: what it asks of a feed.

Standard: "Podcast specification doc" <https://support.spotify.com/us/podcasters/article/podcast-specification-doc/>, to
which that page leads.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, each, needs, told, values
from pipeline.validator.values import Wrong
from pipeline.validator.values.addresses import ending
from pipeline.validator.values.texts import at_most
from pipeline.validator.values.times import seconds
from pipeline.validator.values.wrong import shown

_SPEC = "https://support.spotify.com/us/podcasters/article/podcast-specification-doc/"
_ENDINGS = ("mp3", "m4a", "mp4", "aac", "wav", "flac", "ogg", "mov", "m4v")


def _mail(feed: Feed) -> Iterator[Seen]:
    """Whoever claims a show there gets a code by e-mail."""
    if feed.channel is not None:
        owner = feed.channel.first("itunes:owner")
        good = owner is not None and owner.value_of("itunes:email")
        said = "the feed names no e-mail address to which Spotify could send the code for its owner"
        yield Seen(feed.channel) if good else told(feed.channel, said, "add `<itunes:owner>` with `<itunes:email>`")


def _artwork(node: Node) -> Wrong | None:
    found = ending(node.attributes.get("href", ""))
    if found in ("jpg", "jpeg", "png", ""):
        return None
    return Wrong(f"the artwork ends in `.{found}`", "let it be JPEG or PNG")


def _sound(node: Node) -> Wrong | None:
    found = ending(node.attributes.get("url", ""))
    if not found or found in _ENDINGS:
        return None
    return Wrong(f"Spotify does not take files that end in `.{found}`", "MP3 is taken everywhere")


def _long(feed: Feed) -> Iterator[Seen]:
    """Twelve hours are the most."""
    for node in feed.every("itunes:duration", "item"):
        length = seconds(node.value)
        said = f"the episode lasts {shown(node.value)}, which is more than twelve hours"
        yield told(node, said, "publish it in parts") if length and length > 43_200 else Seen(node)


def _rule(name: str, level: Level, part: str, says: str, look: Look) -> Rule:
    return Rule(f"spotify/{name}", Profile.SPOTIFY, level, Clause("Spotify", part, _SPEC), says, look)


def _has(parent: str, level: Level, *names: str) -> Iterator[Rule]:
    for name in names:
        flat = name.replace(":", "-").lower()
        says = f"`<{parent}>` has `<{name}>`."
        yield _rule(f"{parent}-{flat}", level, f"`<{name}>`", says, needs(parent, name))


E, W = Level.ERROR, Level.WARNING
RULES = (
    *_has("channel", E, "title", "itunes:image"),
    *_has("channel", W, "language", "description", "itunes:category", "itunes:author"),
    *_has("item", E, "title", "enclosure"),
    *_has("item", W, "guid", "pubDate"),
    _rule("owner-email", W, "`<itunes:owner>`", "The feed names an e-mail address of its owner.", _mail),
    _rule("artwork", W, "`<itunes:image>`", "Artwork is JPEG or PNG.", each("itunes:image", "channel", check=_artwork)),
    _rule("enclosure-ending", W, "`<enclosure>`", "Sound is of a sort that Spotify takes.",
          each("enclosure", "item", check=_sound)),
    _rule("duration", W, "`<enclosure>`", "An episode lasts at most twelve hours.", _long),
    _rule("title-length", W, "`<title>`", "A title has at most 200 characters.",
          values("title", "channel", "item", check=at_most(200))),
    _rule("description-length", W, "`<description>`", "The description of a show has at most 4,000 characters.",
          values("description", "channel", check=at_most(4000))),
)  # fmt: skip
