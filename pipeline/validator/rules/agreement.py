"""What holds between elements of the Podcasting 2.0 namespace, and between them and the rest of the feed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.validator.node import Feed, Node
from pipeline.validator.rule import Level, Look, Seen, each, needs, tag, told
from pipeline.validator.values import Wrong
from pipeline.validator.values.addresses import ending, fits, guid, is_named, node_key, seed, signature, sri
from pipeline.validator.values.lists import LISTS, is_licence
from pipeline.validator.values.texts import TRUE_FALSE, mail
from pipeline.validator.values.times import seconds
from pipeline.validator.values.wrong import shown

_PLACES = ("channel", "item", "podcast:liveItem")
_ITEMS = ("item", "podcast:liveItem")


class Between(NamedTuple):
    """A rule between elements: `page` is the page of the element that it belongs to."""

    name: str
    element: str
    level: Level
    says: str
    look: Look
    page: str
    url: str = ""


def _number(node: Node, name: str) -> float | None:
    return seconds(node.attributes.get(name, "").strip())


# Identity -----------------------------------------------------------------------------------------------------------


def _guid_version(node: Node) -> Wrong | None:
    if is_named(node.value):
        return None
    return Wrong("the GUID is no UUID of version 5, made from the feed’s address", "keep it, if apps know it already")


def _guid_seed(feed: Feed) -> Iterator[Seen]:
    """Of an archive, the address that counts is the one of the feed that people subscribe to."""
    links = {node.attributes.get("rel"): node for node in feed.every("atom:link", "channel")}
    link = links.get("current", links.get("self"))
    address = link.attributes.get("href", "") if link else ""
    for node in feed.every("podcast:guid", "channel") if address else ():
        meant = str(seed(address))
        good = node.value.lower() == meant or guid(node.value) is not None
        said = "the GUID is not the one that belongs to this address, as when the feed has moved"
        yield Seen(node) if good else told(node, said, f"for a new show `{meant}`; a show keeps its first one")


def _locked_owner(node: Node) -> Wrong | None:
    if node.value != "yes" or "owner" in node.attributes:
        return None
    return Wrong("the feed is locked, and names no `owner` who could unlock it", "add the e-mail address of the owner")


# Lists, podrolls, publishers ----------------------------------------------------------------------------------------


def _medium(feed: Feed) -> str:
    return feed.channel.value_of("podcast:medium") if feed.channel else ""


def _list_items(feed: Feed) -> Iterator[Seen]:
    if _medium(feed) in LISTS:
        for node in (*feed.every("item"), *feed.every("podcast:liveItem")):
            yield told(node, f"a list (`{_medium(feed)}`) has {tag(node)} of its own", "let it name others’ alone")
        yield Seen(feed.channel)


def _list_remote(feed: Feed) -> Iterator[Seen]:
    if _medium(feed) in (*LISTS, "publisher"):
        some = any(feed.every("podcast:remoteItem", "channel"))
        said = f"a feed of the medium `{_medium(feed)}` names no other feed"
        yield Seen(feed.channel) if some else told(feed.channel, said, "add `<podcast:remoteItem>`s to its channel")


def _publisher(node: Node) -> Wrong | None:
    inside = list(node.every("podcast:remoteItem"))
    if len(inside) == 1 and inside[0].attributes.get("medium") == "publisher":
        return None
    hint = 'let it hold one `<podcast:remoteItem medium="publisher">`'
    return Wrong(f"`<podcast:publisher>` holds {len(inside)} feeds, or one that is no publisher’s", hint)


def _remote_twice(feed: Feed) -> Iterator[Seen]:
    met: Counter[tuple[int, str, str]] = Counter()
    for node in feed.every("podcast:remoteItem", "channel", "podcast:podroll", "podcast:publisher"):
        key = (id(node.parent), node.attributes.get("feedGuid", ""), node.attributes.get("itemGuid", ""))
        met[key] += 1
        yield Seen(node) if met[key] == 1 else told(node, "this feed or item stands here already", "leave one")


# Sound --------------------------------------------------------------------------------------------------------------


def _sources(node: Node) -> Wrong | None:
    some = node.first("podcast:source")
    return None if some else Wrong(f"{tag(node)} has no `<podcast:source>`", "say where the file is")


def _source_fits(feed: Feed) -> Iterator[Seen]:
    for node in feed.every("podcast:source", "podcast:alternateEnclosure"):
        kind = node.attributes.get("contentType") or (node.parent.attributes.get("type", "") if node.parent else "")
        wrong = fits(node.attributes.get("uri", ""), kind)
        yield Seen(node, wrong)


def _default_once(feed: Feed) -> Iterator[Seen]:
    for item in (*feed.every("item"), *feed.every("podcast:liveItem")):
        chosen = [n for n in item.every("podcast:alternateEnclosure") if n.attributes.get("default") == "true"]
        yield from (Seen(node) for node in chosen[:1])
        yield from (told(node, "a second alternate enclosure is the default", "let one be") for node in chosen[1:])


def _default_same(feed: Feed) -> Iterator[Seen]:
    """The default is the file of the enclosure itself."""
    for node in feed.every("podcast:alternateEnclosure", "item"):
        enclosure = node.parent.first("enclosure") if node.parent else None
        if node.attributes.get("default") != "true" or enclosure is None:
            continue
        ours, theirs = node.attributes.get("length"), enclosure.attributes.get("length")
        said = f"the default alternate enclosure has {shown(ours or '')} bytes, the enclosure {shown(theirs or '')}"
        good = ours is None or ours == theirs
        yield Seen(node) if good else told(node, said, "the default is the same file as the enclosure")


def _integrity(node: Node) -> Wrong | None:
    check = {"sri": sri, "pgp-signature": signature}.get(node.attributes.get("type", ""))
    value = node.attributes.get("value", "")
    return check(value) if check and value else None


def _trailer_fits(node: Node) -> Wrong | None:
    return fits(node.attributes.get("url", ""), node.attributes.get("type", ""))


def _image_fits(node: Node) -> Wrong | None:
    return fits(node.attributes.get("href", ""), node.attributes.get("type", ""))


def _image_ratio(node: Node) -> Wrong | None:
    """Width and height, where both are there, have the ratio that is named."""
    told_ = [node.attributes.get(key, "") for key in ("width", "height", "aspect-ratio")]
    try:
        width, height = float(told_[0]), float(told_[1])
        across, _, down = told_[2].partition("/")
        ratio = float(across) / float(down or 1)
    except (ValueError, ZeroDivisionError):
        return None
    if not height or abs(width / height - ratio) <= 0.02 * ratio:
        return None
    return Wrong(
        f"{shown(told_[0])} × {shown(told_[1])} pixels are not {shown(told_[2])}",
        f"write {shown(f'{told_[0]}/{told_[1]}')}",
    )


def _image_alt(node: Node) -> Wrong | None:
    if node.attributes.get("alt", "").strip():
        return None
    return Wrong("the picture has no `alt` for those who don’t see it", "say in a few words what it shows")


def _images(feed: Feed) -> Iterator[Seen]:
    said = "`<podcast:images>` is deprecated: `<podcast:image>` may stand several times"
    yield from (told(node, said, "write a `<podcast:image>` for each") for node in feed.every("podcast:images"))


# Beside the sound ---------------------------------------------------------------------------------------------------


_TRANSCRIPTS = ("text/plain", "text/html", "text/vtt", "application/json", "application/x-subrip", "application/srt")


def _kind(node: Node) -> str:
    return node.attributes.get("type", "").partition(";")[0].strip().lower()


def _transcript_type(node: Node) -> Wrong | None:
    if not _kind(node) or _kind(node) in _TRANSCRIPTS:
        return None
    return Wrong(f"{shown(_kind(node))} is no type of a transcript", "`text/vtt` and `text/html` are read by most apps")


def _chapters_type(node: Node) -> Wrong | None:
    if not _kind(node) or _kind(node) in ("application/json+chapters", "application/json"):
        return None
    return Wrong(f"{shown(_kind(node))} is no type of chapters", "write `application/json+chapters`")


def _text_fits(node: Node) -> Wrong | None:
    address = node.attributes.get("url", "")
    return fits(address, _kind(node)) if ending(address) in ("vtt", "srt", "json", "html", "htm", "txt") else None


def _transcript_twice(feed: Feed) -> Iterator[Seen]:
    met: set[tuple[int, str, str, str]] = set()
    for node in feed.every("podcast:transcript", *_ITEMS):
        key = (id(node.parent), _kind(node), node.attributes.get("language", ""), node.attributes.get("rel", ""))
        said = "the item has another transcript of this type and language"
        yield told(node, said, "say in which they differ: `language`, `rel`") if key in met else Seen(node)
        met.add(key)


def _captions(node: Node) -> Wrong | None:
    if node.attributes.get("rel") != "captions" or _kind(node) not in ("text/plain", "text/html"):
        return None
    return Wrong(f"captions have times, and {shown(_kind(node))} has none", "write `text/vtt`, or leave `rel` out")


def _within(name: str, start: str, what: str) -> Look:
    """A part of the sound ends before the sound does."""

    def look(feed: Feed) -> Iterator[Seen]:
        for node in feed.every(name):
            item = node.parent if node.inside("item") else node.parent.parent if node.parent else None
            length = seconds(item.value_of("itunes:duration")) if item else None
            begins, lasts = _number(node, start), _number(node, "duration")
            if length and begins is not None and lasts is not None:
                late = begins + lasts > length + 1
                said = f"the {what} ends at {begins + lasts:g} s, the episode at {length:g} s"
                yield told(node, said, "see its times, or `itunes:duration`") if late else Seen(node)

    return look


def _bite_length(node: Node) -> Wrong | None:
    lasts = _number(node, "duration")
    if lasts is None or 15 <= lasts <= 120 or not lasts:
        return None
    return Wrong(f"the soundbite lasts {lasts:g} s", "15 to 120 s are recommended")


# People, places, numbers --------------------------------------------------------------------------------------------


def _person_twice(feed: Feed) -> Iterator[Seen]:
    met: set[tuple[int, str, str, str]] = set()
    for node in feed.every("podcast:person", *_PLACES):
        role, group = (node.attributes.get(key, "").casefold() for key in ("role", "group"))
        key = (id(node.parent), node.value, role or "host", group or "cast")
        yield told(node, f"{shown(node.value)} stands twice in this role", "leave one") if key in met else Seen(node)
        met.add(key)


def _same_number(name: str, decimal: bool = False) -> Look:
    """Apple's number and the namespace's are one."""

    def look(feed: Feed) -> Iterator[Seen]:
        for item in feed.every("item"):
            mine, theirs = item.first(f"podcast:{name}"), item.value_of(f"itunes:{name}")
            if mine is not None and theirs:
                good = mine.value == theirs or (decimal and mine.value.partition(".")[0] == theirs)
                said = f"`<podcast:{name}>` says {shown(mine.value)}, `<itunes:{name}>` {shown(theirs)}"
                yield Seen(mine) if good else told(mine, said, "let both say the same")

    return look


def _season_names(feed: Feed) -> Iterator[Seen]:
    names: dict[str, str] = {}
    for node in feed.every("podcast:season", "item"):
        if name := node.attributes.get("name"):
            before = names.setdefault(node.value, name)
            said = f"season {shown(node.value)} is called {shown(name)} here and {shown(before)} before"
            yield Seen(node) if before == name else told(node, said, "give a season one name")


def _licence(node: Node) -> Wrong | None:
    if not node.value or "url" in node.attributes or is_licence(node.value):
        return None
    hint = "write an identifier of SPDX, such as `cc-by-4.0`, or add `url`"
    return Wrong(f"{shown(node.value)} is no licence that is known, and has no `url` where it could be read", hint)


# Value --------------------------------------------------------------------------------------------------------------


def _recipient(node: Node) -> Wrong | None:
    address, kind = node.attributes.get("address", ""), node.attributes.get("type", "")
    check = {"node": node_key, "lnaddress": mail}.get(kind)
    return check(address) if check and address else None


def _splits(feed: Feed) -> Iterator[Seen]:
    for name in ("podcast:value", "podcast:valueTimeSplit"):
        for node in feed.every(name):
            shares = [one.attributes.get("split", "") for one in node.every("podcast:valueRecipient")]
            if shares and all(share.isascii() and share.isdigit() and len(share) < 16 for share in shares):
                some = any(int(share) for share in shares)
                yield Seen(node) if some else told(node, "all shares are 0: nobody receives anything", "see `split`")


def _time_split(node: Node) -> Wrong | None:
    remote, own = len(list(node.every("podcast:remoteItem"))), len(list(node.every("podcast:valueRecipient")))
    if (remote, own > 0) in ((1, False), (0, True)):
        return None
    return Wrong(f"{tag(node)} holds {remote} `<podcast:remoteItem>` and {own} `<podcast:valueRecipient>`",
                 "let it hold one remote item, or recipients")  # fmt: skip


# Life ---------------------------------------------------------------------------------------------------------------


def _live_order(node: Node) -> Wrong | None:
    start, end = node.attributes.get("start", ""), node.attributes.get("end", "")
    if not end or start[10:11] != end[10:11] or start[19:] != end[19:] or start <= end:
        return None
    return Wrong(f"the stream ends at {shown(end)}, before it begins", "see `start` and `end`")


def _interact(node: Node) -> Wrong | None:
    off = node.attributes.get("protocol") == "disabled"
    if off and len(node.attributes) > 1:
        return Wrong("comments are disabled, and yet an address is named", "leave `protocol` alone there")
    if not off and "uri" not in node.attributes:
        return Wrong(f"{tag(node)} has no `uri`", "name the post whose answers are the comments")
    return None


def _priorities(feed: Feed) -> Iterator[Seen]:
    for name in _PLACES:
        for parent in feed.every(name):
            several = list(parent.every("podcast:socialInteract"))
            ranks = [node.attributes.get("priority") for node in several]
            if len(several) > 1:
                good = None not in ranks and len(set(ranks)) == len(ranks)
                said = "several `<podcast:socialInteract>` do not say in which order"
                yield Seen(several[0]) if good else told(several[1], said, "give each a `priority` of its own")


def _synthetic(node: Node) -> Wrong | None:
    return TRUE_FALSE(node.value) if node.attributes.get("purpose") == "ai-content" else None


def _synthetic_show(feed: Feed) -> Iterator[Seen]:
    """A show says that it uses machines where one of its episodes does."""
    said: dict[str, set[str]] = defaultdict(set)
    for node in feed.every("podcast:txt"):
        if node.attributes.get("purpose") == "ai-content" and node.parent is not None:
            said[node.parent.name].add(node.value)
    if said["channel"] and said["item"]:
        good = "true" in said["channel"] or "true" not in said["item"]
        message = "an episode has `ai-content` true, and the channel false"
        yield Seen(feed.channel) if good else told(feed.channel, message, "write `true` in the channel")


def _counted(node: Node) -> Wrong | None:
    rule, start = node.attributes.get("rrule", ""), node.attributes.get("dtstart")
    if "COUNT=" not in rule or start:
        return None
    return Wrong("the rule counts, and nothing says from when", "add `dtstart`")


def _says_something(node: Node) -> Wrong | None:
    if node.value or node.attributes.get("rrule") or node.attributes.get("complete"):
        return None
    return Wrong(f"{tag(node)} says nothing", "add `rrule`, `complete` or a text")


def _block_twice(feed: Feed) -> Iterator[Seen]:
    met: dict[str, str] = {}
    for node in feed.every("podcast:block", "channel"):
        service = node.attributes.get("id", "").casefold()
        twice = service in met
        said = f"{tag(node)} for {shown(service or 'all')} stands twice"
        yield told(node, said, "leave one") if twice else Seen(node)
        met[service] = node.value


E, W, A = Level.ERROR, Level.WARNING, Level.ADVICE
ALL = (
    Between("guid-version", "guid", W, "The GUID is a UUID of version 5.",
            each("podcast:guid", "channel", check=_guid_version), "guid"),
    Between("guid-seed", "guid", A, "The GUID of a new show is made from the address of its feed.", _guid_seed, "guid"),
    Between("locked-named", "locked", A, "A locked feed names its owner.",
            each("podcast:locked", "channel", check=_locked_owner), "locked"),
    Between("list-items", "medium", E, "A list has no items of its own.", _list_items, "medium"),
    Between("list-remote", "medium", E, "A list or a publisher names other feeds.", _list_remote, "medium"),
    Between("podroll-some", "podroll", E, "A podroll names other shows.",
            needs("podcast:podroll", "podcast:remoteItem"), "podroll"),
    Between("publisher-one", "publisher", E, "`<podcast:publisher>` holds one publisher feed.",
            each("podcast:publisher", check=_publisher), "publisher"),
    Between("remoteItem-twice", "remoteItem", W, "No feed or item is named twice in one place.", _remote_twice,
            "remote-item"),
    Between("alternateEnclosure-sources", "alternateEnclosure", E, "An alternate enclosure has a source.",
            each("podcast:alternateEnclosure", *_ITEMS, check=_sources), "alternate-enclosure"),
    Between("alternateEnclosure-default-once", "alternateEnclosure", E, "At most one is the default.", _default_once,
            "alternate-enclosure"),
    Between("alternateEnclosure-default-same", "alternateEnclosure", W, "The default is the file of the enclosure.",
            _default_same, "alternate-enclosure"),
    Between("source-fits", "source", W, "The media type of a source is that of its ending.", _source_fits, "source"),
    Between("integrity-checksum", "integrity", E, "A checksum or signature has its form.",
            each("podcast:integrity", check=_integrity), "integrity"),
    Between("trailer-fits", "trailer", W, "The media type of a trailer is that of its ending.",
            each("podcast:trailer", "channel", check=_trailer_fits), "trailer"),
    Between("image-fits", "image", W, "The media type of a picture is that of its ending.",
            each("podcast:image", *_PLACES, check=_image_fits), "image"),
    Between("image-ratio-right", "image", W, "Width and height have the ratio that is named.",
            each("podcast:image", *_PLACES, check=_image_ratio), "image"),
    Between("image-alt-needed", "image", A, "A picture has a text in its place.",
            each("podcast:image", *_PLACES, check=_image_alt), "image"),
    Between("images-deprecated", "images", W, "`<podcast:images>` is not used any more.", _images,
            "images-(deprecated)"),
    Between("transcript-kind", "transcript", W, "A transcript has a type that apps read.",
            each("podcast:transcript", *_ITEMS, check=_transcript_type), "transcript"),
    Between("transcript-fits", "transcript", W, "The media type of a transcript is that of its ending.",
            each("podcast:transcript", *_ITEMS, check=_text_fits), "transcript"),
    Between("transcript-twice", "transcript", W, "Transcripts of an item differ in type, language or purpose.",
            _transcript_twice, "transcript"),
    Between("transcript-captions", "transcript", W, "Captions have times.",
            each("podcast:transcript", *_ITEMS, check=_captions), "transcript"),
    Between("chapters-kind", "chapters", E, "Chapters are `application/json+chapters`.",
            each("podcast:chapters", *_ITEMS, check=_chapters_type), "chapters"),
    Between("soundbite-within", "soundbite", E, "A soundbite ends before the episode does.",
            _within("podcast:soundbite", "startTime", "soundbite"), "soundbite"),
    Between("soundbite-length", "soundbite", A, "A soundbite lasts 15 to 120 seconds.",
            each("podcast:soundbite", *_ITEMS, check=_bite_length), "soundbite"),
    Between("valueTimeSplit-within", "valueTimeSplit", E, "A time split ends before the episode does.",
            _within("podcast:valueTimeSplit", "startTime", "time split"), "value-time-split"),
    Between("valueTimeSplit-holds", "valueTimeSplit", E, "A time split holds one remote item, or recipients.",
            each("podcast:valueTimeSplit", check=_time_split), "value-time-split"),
    Between("value-recipients", "value", E, "A value has recipients.",
            needs("podcast:value", "podcast:valueRecipient"), "value"),
    Between("value-shares", "value", E, "Somebody receives something.", _splits, "value-recipient"),
    Between("valueRecipient-address-form", "valueRecipient", E, "An address has the form of its type.",
            each("podcast:valueRecipient", check=_recipient), "value-recipient"),
    Between("person-twice", "person", W, "Nobody stands twice in one role.", _person_twice, "person"),
    Between("season-agrees", "season", W, "Both namespaces tell one season.", _same_number("season"), "season"),
    Between("season-names", "season", W, "A season has one name.", _season_names, "season"),
    Between("episode-agrees", "episode", W, "Both namespaces tell one number.", _same_number("episode", decimal=True),
            "episode"),
    Between("license-known", "license", W, "A licence is known, or can be read at an address.",
            each("podcast:license", "channel", "item", check=_licence), "license"),
    Between("liveItem-order", "liveItem", E, "A stream ends after it begins.",
            each("podcast:liveItem", check=_live_order), "live-item"),
    Between("liveItem-link", "liveItem", E, "A stream has a link for apps that can’t play it.",
            needs("podcast:liveItem", "podcast:contentLink"), "live-item"),
    Between("liveItem-guid", "liveItem", E, "A stream has a GUID.", needs("podcast:liveItem", "guid"), "live-item"),
    Between("socialInteract-post", "socialInteract", E, "Comments have a post, or are disabled.",
            each("podcast:socialInteract", *_PLACES, check=_interact), "social-interact"),
    Between("socialInteract-order", "socialInteract", W, "Several places for comments have an order.", _priorities,
            "social-interact"),
    Between("txt-ai-content", "txt", E, "`ai-content` is `true` or `false`.",
            each("podcast:txt", *_PLACES, check=_synthetic), "txt"),
    Between("txt-ai-content-show", "txt", W, "The show says `ai-content` where an episode does.",
            _synthetic_show, "txt"),
    Between("updateFrequency-counted", "updateFrequency", E, "A rule that counts says from when.",
            each("podcast:updateFrequency", "channel", check=_counted), "update-frequency"),
    Between("updateFrequency-says", "updateFrequency", W, "`<podcast:updateFrequency>` says something.",
            each("podcast:updateFrequency", "channel", check=_says_something), "update-frequency"),
    Between("block-twice", "block", W, "Each service is told once.", _block_twice, "block"),
)  # fmt: skip
