"""The Podcasting 2.0 namespace, from elements to the fields of a show or an episode.

Standard: <https://podcastindex.org/namespace/1.0>.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pipeline.formats import role as roles
from pipeline.formats.letters import slug
from pipeline.importing.feed.taking import Taking, fitted
from pipeline.importing.feed.values.addresses import address, is_web
from pipeline.importing.feed.values.dates import instant
from pipeline.importing.feed.values.words import cut, line, yes
from pipeline.importing.source.found import Asset, Named
from pipeline.importing.source.xml import Element
from pipeline.model.kinds.episode.fields import Soundbite
from pipeline.model.kinds.show.fields import Funding
from pipeline.model.kinds.show.podcasting import (
    Alternate,
    Chat,
    ContentLink,
    Frequency,
    Image,
    Recipient,
    Recommended,
    Social,
    Spot,
    Txt,
    Value,
)
from pipeline.problems import Place

Fields = dict[str, Any]
_SHOWN: Final = 128
_SHORT: Final = 32
AI: Final = "ai-content"


def of_both(element: Element, taking: Taking) -> Fields:
    """What a show and an episode say alike."""
    fields: Fields = {
        "funding": _all(element, ("podcast:funding",), _funding, taking),
        "locations": _all(element, ("podcast:location",), _spot, taking),
        "social": _all(element, ("podcast:socialInteract",), _social, taking),
        "chat": _one(element, "podcast:chat", _chat, taking),
        "value": _one(element, "podcast:value", _value, taking),
        "txt": _all(element, ("podcast:txt",), _txt, taking),
        "images": _all(element, ("podcast:image",), _image, taking),
    }
    return fields


def of_show(element: Element, taking: Taking) -> Fields:
    """What a show says."""
    podroll = element.first("podcast:podroll")
    return {
        "medium": _medium(element, taking),
        "update_frequency": _one(element, "podcast:updateFrequency", _frequency, taking),
        "podroll": _all(podroll, ("podcast:remoteItem",), _recommended, taking) if podroll else [],
        "block": list(_blocked(element, taking)),
    }


def of_episode(element: Element, taking: Taking) -> Fields:
    """What an episode says."""
    return {
        "soundbites": _all(element, ("podcast:soundbite",), _soundbite, taking),
        "content_links": _all(element, ("podcast:contentLink",), _content_link, taking),
    }


def _all(element: Element, names: tuple[str, ...], read: Any, taking: Taking) -> list[Any]:
    """Each of these elements that can be read, once."""
    found: list[Any] = []
    for one in element.all(*names):
        made = read(one, taking)
        if made is not None and made not in found:
            found.append(made)
    return found


def _one(element: Element, name: str, read: Any, taking: Taking) -> Any:
    """The first; what more there are has no field."""
    found = list(element.all(name))
    for one in found[1:]:
        taking.keep(one)
    return read(found[0], taking) if found else None


def _funding(element: Element, taking: Taking) -> Fields | None:
    return fitted(Funding, {"url": element.get("url"), "text": line(element.words)}, element, taking)


def _spot(element: Element, taking: Taking) -> Fields | None:
    rel = element.get("rel").lower()
    values = {
        "name": cut(line(element.words), _SHOWN),
        "rel": "" if rel == "subject" else rel,
        "geo": element.get("geo"),
        "osm": element.get("osm").upper(),
        "country": element.get("country").upper(),
    }
    return fitted(Spot, values, element, taking)


def _social(element: Element, taking: Taking) -> Fields | None:
    values = {
        "protocol": element.get("protocol").lower(),
        "url": element.get("uri"),
        "account": element.get("accountId"),
        "account_url": element.get("accountUrl"),
        "priority": element.get("priority"),
    }
    return fitted(Social, values, element, taking)


def _chat(element: Element, taking: Taking) -> Fields | None:
    said = {name: element.get(name) for name in ("server", "protocol", "space")}
    return fitted(Chat, said | {"account": element.get("accountId")}, element, taking)


def _value(element: Element, taking: Taking) -> Fields | None:
    """How listeners give; shares for a part of an episode have no field."""
    for split in element.all("podcast:valueTimeSplit"):
        taking.keep(split)
    recipients = _all(element, ("podcast:valueRecipient",), _recipient, taking)
    said = {name: element.get(name) for name in ("type", "method", "suggested")}
    return fitted(Value, said | {"recipients": tuple(recipients)}, element, taking)


def _recipient(element: Element, taking: Taking) -> Fields | None:
    values = {
        "name": cut(line(element.get("name")), _SHOWN),
        "type": element.get("type"),
        "address": element.get("address"),
        "split": element.get("split"),
        "key": element.get("customKey"),
        "value": element.get("customValue"),
        "fee": True if yes(element.get("fee")) else None,
    }
    return fitted(Recipient, values, element, taking)


def _txt(element: Element, taking: Taking) -> Fields | None:
    """Texts for programs; that on voices made by machines is a field of its own."""
    if element.get("purpose").lower() == AI:
        return None
    values = {"purpose": cut(element.get("purpose"), _SHOWN), "text": element.words.strip()}
    return fitted(Txt, values, element, taking)


def _image(element: Element, taking: Taking) -> Fields | None:
    """A picture for another purpose than that of artwork, which has its own field."""
    purpose, kind = element.get("purpose"), element.get("type")
    if is_artwork(element):
        return None
    if not is_web(element.get("href")) or not f"{kind or 'image/'}".startswith("image/"):
        taking.keep(element)
        return None
    alt = line(element.get("alt"))
    file = picture(element.get("href"), taking.path, element, alt)
    found = fitted(Image, {"file": file, "alt": alt or "-", "purpose": cut(purpose, _SHOWN)}, element, taking)
    return found | {"alt": alt} if found else None


def is_artwork(element: Element) -> bool:
    """Whether a `podcast:image` shows the show or the episode itself: one without a purpose does."""
    purposes = element.get("purpose").lower().split()
    return not purposes or purposes == ["artwork"]


def picture(url: str, path: str, element: Element, alt: str = "", name: str = "") -> Asset:
    """A picture that an element names."""
    return Asset(url, url, "picture", name, line(alt), place=Place(path, element.line))


def _medium(element: Element, taking: Taking) -> str:
    said = element.said("podcast:medium")
    one = element.first("podcast:medium")
    if one is None or said.lower() == "podcast":
        return ""
    known = ("music", "video", "film", "audiobook", "newsletter", "blog", "course")
    if said.lower() not in known:
        taking.keep(one)
        return ""
    return said.lower()


def _frequency(element: Element, taking: Taking) -> Fields | None:
    """How often something comes. That nothing more does is a field of its own."""
    if yes(element.get("complete")):
        return None
    rule = element.get("rrule").upper().removeprefix("RRULE:")
    values = {
        "text": cut(line(element.words), _SHOWN) or rule,
        "rrule": rule,
        "start": instant(element.get("dtstart")) or element.get("dtstart"),
    }
    return fitted(Frequency, values, element, taking)


def _recommended(element: Element, taking: Taking) -> Fields | None:
    """A show of others. Most feeds do not say its title: its host stands for it."""
    url = element.get("feedUrl")
    title = line(element.get("title"))
    if not title:
        title = url.partition("://")[2].partition("/")[0] or element.get("feedGuid")
        taking.changed(element, f"without a title in the feed: called `{title}`")
    values = {
        "title": title,
        "guid": element.get("feedGuid").lower(),
        "url": url,
        "item": element.get("itemGuid"),
        "medium": "" if element.get("medium") == "podcast" else element.get("medium"),
    }
    return fitted(Recommended, values, element, taking)


def _blocked(element: Element, taking: Taking) -> Iterator[str]:
    """Directories that shall not list the show. "All but these" has no field."""
    said = [(one, yes(one.words)) for one in element.all("podcast:block")]
    whole = any(is_so and not one.get("id") for one, is_so in said)
    for one, is_so in said:
        name = one.get("id").lower()
        if is_so and name and name == slug(name) and not whole:
            yield name
        elif is_so is not False or whole:
            taking.keep(one)


def _soundbite(element: Element, taking: Taking) -> Fields | None:
    values = {"at": element.get("startTime"), "seconds": element.get("duration"), "title": line(element.words)}
    return fitted(Soundbite, values, element, taking)


def _content_link(element: Element, taking: Taking) -> Fields | None:
    url = element.get("href")
    text = line(element.words) or url.partition("://")[2].partition("/")[0]
    return fitted(ContentLink, {"url": url, "text": text}, element, taking)


def alternates(element: Element, enclosure: str, taking: Taking) -> list[Fields]:
    """The sound in other forms; the one that is the enclosure itself says nothing more."""
    found = []
    for one in element.all("podcast:alternateEnclosure"):
        sources = [source.get("uri") for source in one.all("podcast:source")]
        if enclosure in sources:
            continue
        if made := _alternate(one, sources, taking):
            found.append(made)
    return found


def _alternate(element: Element, sources: list[str], taking: Taking) -> Fields | None:
    web = tuple(url for url in sources if is_web(url))
    for url in sources:
        if url not in web:
            taking.changed(element, f"without `{url[:80]}`, which is no address of the web")
    sums = [one.get("value") for one in element.all("podcast:integrity") if one.get("type").lower() in ("sri", "")]
    values = {
        "type": element.get("type"),
        "sources": web,
        "length": "" if element.get("length") == "0" else element.get("length"),
        "bitrate": element.get("bitrate"),
        "height": element.get("height"),
        "language": element.get("lang").replace("_", "-"),
        "title": cut(line(element.get("title")), _SHORT),
        "rel": cut(element.get("rel"), _SHORT),
        "codecs": element.get("codecs"),
        "integrity": sums[0] if sums else "",
    }
    return fitted(Alternate, values, element, taking)


def people(element: Element, taking: Taking) -> list[Named]:
    """Those who take part, with their roles."""
    return [named for one in element.all("podcast:person") if (named := _person(one, taking))]


def _person(element: Element, taking: Taking) -> Named | None:
    name = cut(line(element.words), _SHOWN)
    if not name:
        taking.keep(element)
        return None
    said = element.get("role")
    role = roles.canonical(said) or roles.near(said)
    if said and not roles.canonical(said):
        taking.changed(
            element, f"the role `{said[:60]}` is no role of the Podcast Taxonomy: taken for `{role or 'host'}`"
        )
    image = address(element.get("img"))
    return Named(
        name,
        role or "host",
        roles.canonical_group(element.get("group")),
        address(element.get("href")),
        picture(image, taking.path, element, name, name) if image else None,
        as_guest=True,
    )


def synthetic(element: Element) -> bool | None:
    """Whether a voice is said to be made by a machine; None where nothing is said."""
    return next((yes(one.words) for one in element.all("podcast:txt") if one.get("purpose").lower() == AI), None)
