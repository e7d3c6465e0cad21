"""Apple Podcasts: what it asks of a feed before it lists a show, and what it shows.

Standards: "Podcast RSS feed requirements" <https://podcasters.apple.com/support/823-podcast-requirements>, "A
Podcaster's Guide to RSS", "Apple Podcasts categories".
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.category import CATEGORIES
from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Clause, Level, Look, Profile, Rule, Seen, each, needs, told, values
from pipeline.validator.rules.itunes import GUIDE
from pipeline.validator.values import Wrong
from pipeline.validator.values.addresses import ending
from pipeline.validator.values.texts import at_most_bytes, one_of
from pipeline.validator.values.wrong import shown

_REQUIREMENTS = "https://podcasters.apple.com/support/823-podcast-requirements"
_CATEGORIES = "https://podcasters.apple.com/support/1691-apple-podcasts-categories"
_ENDINGS = ("m4a", "mp3", "mov", "mp4", "m4v", "pdf", "epub")
_TYPES = (
    *("audio/x-m4a", "audio/mp4", "audio/mpeg", "video/quicktime", "video/mp4", "video/x-m4v", "application/pdf"),
    *("document/x-epub", "application/epub+zip", "audio/m4a", "video/m4v", "audio/aac"),
)


def _one_item(feed: Feed) -> Iterator[Seen]:
    if feed.channel is not None:
        good = any(node.first("enclosure") for node in feed.every("item"))
        said = "the feed has no episode: Apple lists a show with its first one"
        yield Seen(feed.channel) if good else told(feed.channel, said, "publish one, as a trailer")


def _main_category(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:category", "channel"):
        text = node.attributes.get("text", "")
        wrong = one_of(CATEGORIES, what="category of Apple’s list")(text) if text else None
        inside = any(text in inner for inner in CATEGORIES.values())
        yield Seen(node, None if inside else wrong)


def _same_enclosure(feed: Feed) -> Iterator[Seen]:
    first: dict[str, Node] = {}
    for node in feed.every("enclosure", "item"):
        if address := node.attributes.get("url", ""):
            before = first.setdefault(address, node)
            said = f"the enclosure {shown(address)} stands in line {before.line} already: Apple shows one episode of it"
            yield Seen(node) if before is node else told(node, said, "give each episode a file of its own")


def _enclosure_ending(node: Node) -> Wrong | None:
    found = ending(node.attributes.get("url", ""))
    if found in _ENDINGS:
        return None
    said = f"the enclosure ends in `.{found}`" if found else "the address of the enclosure has no ending"
    return Wrong(f"{said}, so Apple takes it for no episode", f"known: {', '.join(_ENDINGS)}")


def _enclosure_type(node: Node) -> Wrong | None:
    kind = node.attributes.get("type", "").split(";")[0].strip().lower()
    if not kind or kind in _TYPES:
        return None
    return Wrong(f"Apple does not take {shown(kind)}", "write `audio/mpeg` for MP3, `audio/x-m4a` for AAC")


def _artwork(node: Node) -> Wrong | None:
    found = ending(node.attributes.get("href", ""))
    if found in ("jpg", "jpeg", "png"):
        return None
    said = f"the artwork ends in `.{found}`" if found else "the address of the artwork has no ending"
    return Wrong(said, "Apple takes JPEG and PNG, and its name must end so")


def _yes(name: str) -> Look:
    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(name, "channel", "item"):
            said = f"`<{name}>` says {shown(node.value)}; Apple knows `Yes` alone"
            yield Seen(node) if node.value == "Yes" else told(node, said, "write `Yes`, or remove it")

    return look


def _hidden(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("itunes:block", "channel"):
        said = "the whole show is blocked: Apple does not show it"
        yield told(node, said, "remove `<itunes:block>` when it is to be found") if node.value == "Yes" else Seen(node)


def _rule(name: str, level: Level, part: str, url: str, says: str, look: Look) -> Rule:
    return Rule(f"apple/{name}", Profile.APPLE, level, Clause("Apple Podcasts", part, url), says, look)


def _has(parent: str, level: Level, *names: str) -> Iterator[Rule]:
    verb = "has" if level is Level.ERROR else "should have"
    for name in names:
        flat = name.replace(":", "-").lower()
        says = f"`<{parent}>` {verb} `<{name}>`."
        yield _rule(f"{parent}-{flat}", level, f"`<{name}>`", GUIDE, says, needs(parent, name))


E, W, A = Level.ERROR, Level.WARNING, Level.ADVICE
RULES = (
    *_has("channel", E, "title", "description", "itunes:image", "language", "itunes:category", "itunes:explicit"),
    *_has("channel", A, "itunes:author", "link"),
    *_has("item", E, "title", "enclosure"),
    *_has("item", A, "guid", "pubDate", "itunes:duration"),
    _rule("one-item", W, "Requirements", _REQUIREMENTS, "The feed has an episode.", _one_item),
    _rule("main-category", E, "Categories", _CATEGORIES, "The main category is one of Apple’s.", _main_category),
    _rule("enclosure-unique", E, "Requirements", _REQUIREMENTS, "No two episodes have one enclosure.", _same_enclosure),
    _rule("enclosure-ending", W, "`<enclosure>`", GUIDE, "An enclosure ends as one of seven sorts of files.",
          each("enclosure", "item", check=_enclosure_ending)),
    _rule("enclosure-type", W, "`<enclosure>`", GUIDE, "The media type of an enclosure is one that Apple takes.",
          each("enclosure", "item", check=_enclosure_type)),
    _rule("artwork", E, "`<itunes:image>`", GUIDE, "Artwork is JPEG or PNG, and ends so.",
          each("itunes:image", "channel", check=_artwork)),
    _rule("artwork-item", W, "`<itunes:image>`", GUIDE, "The picture of an episode is JPEG or PNG, and ends so.",
          each("itunes:image", "item", check=_artwork)),
    _rule("description-size", W, "`<description>`", GUIDE, "The description of the show has at most 4,000 bytes.",
          values("description", "channel", check=at_most_bytes(4000))),
    _rule("notes-size", W, "`<description>`", GUIDE, "The notes of an episode have at most 10,000 bytes.",
          values("description", "item", check=at_most_bytes(10_000))),
    _rule("complete-yes", W, "`<itunes:complete>`", GUIDE, "`<itunes:complete>` is `Yes`.", _yes("itunes:complete")),
    _rule("block-yes", W, "`<itunes:block>`", GUIDE, "`<itunes:block>` is `Yes`.", _yes("itunes:block")),
    _rule("hidden", A, "`<itunes:block>`", GUIDE, "The show is not hidden from Apple.", _hidden),
)  # fmt: skip
