"""What a feed says of its show, as the fields of `show.yml`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from pipeline.formats import category as categories
from pipeline.importing.deciding.decisions import Decisions, Mapped
from pipeline.importing.feed import podcasting
from pipeline.importing.feed.alike import adult, artwork, donations, language, name_of, page, people, said, terms, title
from pipeline.importing.feed.elements import leftovers
from pipeline.importing.feed.taking import Taking
from pipeline.importing.feed.values.addresses import address
from pipeline.importing.feed.values.categories import today
from pipeline.importing.feed.values.licences import licence
from pipeline.importing.feed.values.words import form, line, told, yes
from pipeline.importing.source.found import Item, Text
from pipeline.importing.source.xml import Element
from pipeline.model import urls
from pipeline.model.kinds.show.fields import Owner
from pipeline.model.typed import adapter
from pipeline.problems import Place

Fields = dict[str, Any]
ID: Final = "show"
"""The id of the show among the items of its feed."""
_DIRECTORIES: Final = {"itunes": ("apple", "/id"), "spotify": ("spotify", "/show/")}
_TEXTS: Final = ("description", "itunes:summary", "content:encoded", "googleplay:description", "itunes:subtitle")
_AUTHORS: Final = ("itunes:author", "googleplay:author", "dc:creator", "author")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a feed besides its channel: the address by which subscribers have it ("" of a file that does not
    say it), the place that its elements are lines of, the names of the seasons that its items have, the addresses of
    their sound, and whether one of them says that a voice is made by a machine.
    """

    url: str
    path: str
    seasons: Mapping[str, str]
    sounds: frozenset[str]
    synthetic: bool = False


def show(channel: Element, known: Known, decisions: Decisions) -> Item:
    """The show of a feed."""
    url, path = known.url, known.path
    taking = Taking(path, decisions, ID)
    fields = _fields(channel, url, taking) | {"seasons": dict(known.seasons)}
    leftovers(channel, "channel", taking)
    _unsaid(channel, known, taking)
    if taking.kept:
        fields["extra"] = taking.extra
    text = told(channel.said(*_TEXTS))
    link, place = address(channel.said("link"), url), Place(path, channel.line)
    return Item(
        ID,
        "show",
        place,
        said(fields | taking.mapped),
        summary=Text(text, form(text), link or url, place) if text else None,
        name=str(fields["title"]),
        terms=tuple(terms(channel)),
        old=tuple(dict.fromkeys(one for one in (url, *page(link)) if one)),
        losses=taking.losses,
    )


def _unsaid(channel: Element, known: Known, taking: Taking) -> None:
    """What a channel says of its items that none of them says."""
    for one in channel.all("podcast:trailer"):
        if one.get("url") not in known.sounds:
            taking.keep(one, "a trailer that is no item: subscribers do not have it")
    for one in channel.all("podcast:txt"):
        if one.get("purpose").lower() == podcasting.AI and yes(one.words) and not known.synthetic:
            taking.keep(one, "no episode says which voices are made by a machine")


def _fields(channel: Element, url: str, taking: Taking) -> Fields:
    """In the order in which a show has its fields."""
    explicit = channel.first("itunes:explicit", "googleplay:explicit")
    fields: Fields = {
        "title": title(channel, urlsplit(url).hostname or "Podcast", taking),
        "guid": guid(channel, url, taking),
        "owner": _owner(channel),
        "category": _categories(channel, taking),
        "explicit": adult(explicit, taking) or False,
        "image": artwork(channel, url, taking),
        "author": name_of(channel.said(*_AUTHORS)),
        "language": language(channel, ("language", "dc:language"), taking),
        "type": _type(channel, taking),
        "people": people(channel, taking),
        **licence(channel),
        "copyright": line(channel.said("copyright", "dc:rights", "media:copyright")),
        "locked": _locked(channel, taking),
        "directories": _directories(channel),
        "complete": _complete(channel) or None,
    }
    fields |= podcasting.of_both(channel, taking) | podcasting.of_show(channel, taking)
    fields["funding"] += [one for one in donations(channel) if one not in fields["funding"]]
    if yes(channel.said("itunes:block")):
        fields["block"] = list(dict.fromkeys(("apple", *fields["block"])))
    return fields


def guid(channel: Element, url: str, taking: Taking) -> str:
    """`podcast:guid` as the feed has it, or else as directories computed it from its address."""
    one = channel.first("podcast:guid")
    if one is not None:
        try:
            return str(uuid.UUID(one.words.strip()))
        except ValueError:
            taking.keep(one, f"`{one.words.strip()[:60]}` is no UUID: one is computed from the address of the feed")
    return urls.podcast_guid(url or channel.said("link") or channel.said("title"))


def _owner(channel: Element) -> Fields:
    """Whom directories may write to. Many feeds name no address, so that nobody sends them what nobody wants."""
    owner = channel.first("itunes:owner", "googleplay:owner")
    name = owner.said("itunes:name", "googleplay:name") if owner else ""
    email = owner.said("itunes:email", "googleplay:email") if owner else ""
    locked = channel.first("podcast:locked")
    editors = channel.said("managingEditor", "webMaster", "googleplay:email", "itunes:email")
    known = (email, locked.get("owner") if locked else "", address_of(editors))
    named = (name, channel.said(*_AUTHORS), name_of(editors), channel.said("title"))
    return said(
        {
            "name": next((found for one in named if (found := name_of(one))), ""),
            "email": next(filter(_is_mailbox, known), ""),
        }
    )


def _is_mailbox(text: str) -> bool:
    try:
        adapter(Owner).validate_python({"name": "-", "email": text})
    except ValidationError:
        return False
    return True


def address_of(text: str) -> str:
    """The address in the same."""
    return next((word.strip("()<>,;") for word in text.split() if "@" in word), "")


def _categories(channel: Element, taking: Taking) -> Any:
    """One category as it is, several as a list. Those of others count where Apple's are missing."""
    found: list[str] = []
    own = [*channel.all("itunes:category")]
    for one in own or [*channel.all("googleplay:category", "media:category")]:
        outer = one.get("text") or one.words
        inner = [sub.get("text") for sub in one.all("itunes:category") if sub.get("text")]
        if one.name == "media:category":
            outer, _, behind = outer.partition("/")
            inner = [behind]
        pairs = [(outer, sub) for sub in inner or [""]] if outer else [(sub, "") for sub in inner]
        found += [_category(*pair, one, taking) for pair in pairs]
    if not own:
        found += [categories.canonical(line(one.words)) for one in channel.all("category")]
    several = list(dict.fromkeys(filter(None, found)))
    return several[0] if len(several) == 1 else several


def _category(outer: str, inner: str, element: Element, taking: Taking) -> str:
    named = categories.BETWEEN.join(filter(None, (line(outer), line(inner))))
    chosen = taking.decisions.losses.get(f"category/{named}")
    if isinstance(chosen, Mapped) and categories.canonical(chosen.map):
        return categories.canonical(chosen.map)
    found, same = today(line(outer), line(inner))
    if not found:
        near = f"; `{categories.near(named)}` has a name like it" if categories.near(named) else ""
        taking.dropped(element, f"`{named}` is none of Apple's categories{near}", f"category/{named}")
    elif not same:
        taking.changed(element, f"`{named}` is `{found}` today", f"category/{named}")
    return found


def _type(channel: Element, taking: Taking) -> str:
    one = channel.first("itunes:type")
    plain = one.words.strip().lower() if one else ""
    if one is not None and plain not in ("episodic", "serial", ""):
        taking.keep(one)
    return plain if plain == "serial" else ""


def _locked(channel: Element, taking: Taking) -> bool | None:
    one = channel.first("podcast:locked")
    if one is None:
        return None
    if (answer := yes(one.words)) is None:
        taking.keep(one)
    return answer if answer is False else None


def _directories(channel: Element) -> Fields:
    """The ids of the show at directories, of the addresses that Blubrry's element has."""
    one = channel.first("rawvoice:subscribe")
    found = {}
    for attribute, (name, before) in _DIRECTORIES.items():
        _, marked, behind = (one.get(attribute) if one else "").partition(before)
        number = "".join(sign for sign in behind.partition("?")[0].partition("/")[0] if sign.isalnum())
        if marked and number:
            found[name] = number
    return found


def _complete(channel: Element) -> bool:
    frequency = channel.first("podcast:updateFrequency")
    return bool(yes(channel.said("itunes:complete")) or (frequency and yes(frequency.get("complete"))))
