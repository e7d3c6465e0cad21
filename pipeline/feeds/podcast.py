"""The feed of one show.

Standards: RSS 2.0, Apple's "Podcast RSS feed requirements", PSP-1 (required and recommended), Podcasting 2.0 namespace.
Everything that a feed says of an episode's identity and sound is here: the GUID as the editor wrote it, and an
enclosure whose address changes with its bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pipeline.feeds import podcasting
from pipeline.feeds.host import Host
from pipeline.feeds.namespace import Tag, characters, within, yes_no
from pipeline.feeds.notes import Notes, notes
from pipeline.feeds.paging import Part
from pipeline.feeds.rss import TYPE, Channel, Enclosure, Item, write
from pipeline.formats import category as categories
from pipeline.formats import role as roles
from pipeline.model import old, urls
from pipeline.model.artifact import Piece
from pipeline.model.entry import Entry
from pipeline.model.kinds.episode.fields import Episode, heard
from pipeline.model.kinds.show.fields import Credit, Funding, Show
from pipeline.model.library import Library
from pipeline.model.media import MediaFacts
from pipeline.model.published import Published
from pipeline.model.taxonomy import LISTS
from pipeline.model.timing import AT_ONCE

DESCRIPTION_BYTES: Final = 4000
APPLE_CHARACTERS: Final = 255
PODCAST_CHARACTERS: Final = 128
_CAPTIONS: Final = ("text/vtt", "application/x-subrip")
"""Transcripts that are captions, too: they hold the time of all that is said."""


@dataclass(frozen=True, slots=True)
class Material:
    """What feeds are made of: what is published, where, and the artwork of shows and episodes by their path."""

    published: Published
    artwork: Mapping[str, str]
    host: Host


def feed(show: Entry[Show], part: Part, material: Material) -> Piece:
    """A part of the feed of a show. Raises KeyError when an episode has no sound or no rendering, or the show no
    artwork.
    """
    _note(show, part, material.published)
    return Piece(part.path, write(_channel(show, part, material)), show.path)


def _note(show: Entry[Show], part: Part, published: Published) -> None:
    """Ask for all that a feed is made from besides texts and people: it is made again when one of these changes."""
    published.seen(show)
    published.answers.fact("artwork", show.path)
    for path in part.episodes:
        published.find(path)
        published.sound(path)
        published.answers.fact("artwork", path)


def _channel(show: Entry[Show], part: Part, material: Material) -> Channel:
    published, host, fields = material.published, material.host, show.fields
    library = published.library
    episodes = tuple(entry for path in part.episodes if (entry := library.entry(path)))
    return Channel(
        title=host.title(fields.title),
        link=host.url(show.address),
        self_link=host.url(part.path),
        description=within(fields.farewell or fields.description, DESCRIPTION_BYTES),
        language=library.language(show),
        copyright=characters(_copyright(show, library), APPLE_CHARACTERS),
        editor=f"{fields.owner.email} ({_comment(fields.owner.name)})",
        image=host.url(material.artwork[show.path]),
        changed=_changed(show, episodes, library),
        tags=(*_around(show, part, host), *_announced(part, material), *_channel_tags(show, episodes, material)),
        items=tuple(_item(episode, show, material) for episode in episodes),
    )


def _around(show: Entry[Show], part: Part, host: Host) -> Iterator[Tag]:
    """Where the rest of a long feed is (RFC 5005)."""

    def link(rel: str, path: str) -> Tag:
        return Tag("atom:link", attributes={"rel": rel, "href": host.url(path), "type": TYPE})

    if part.number:
        yield Tag("fh:archive")
        yield link("current", urls.show_feed(show.address))
    if part.older:
        yield link("prev-archive", part.older)
        yield link("next", part.older)


def _channel_tags(show: Entry[Show], episodes: tuple[Entry[Episode], ...], material: Material) -> Iterable[Tag]:
    fields, host = show.fields, material.host
    name = characters(fields.owner.name, APPLE_CHARACTERS)
    owner = (Tag("itunes:name", name), Tag("itunes:email", fields.owner.email))
    yield Tag("itunes:author", characters(fields.author or fields.owner.name, APPLE_CHARACTERS))
    yield Tag("itunes:owner", children=owner)
    yield Tag("itunes:image", attributes={"href": host.url(material.artwork[show.path])})
    yield _picture(show, material, fields.image.alt)
    yield from map(_category, dict.fromkeys(fields.category))
    yield yes_no("itunes:explicit", fields.explicit)
    yield Tag("itunes:type", fields.type)
    if not host.preview and (
        moved := fields.new_feed_url or (host.url(urls.show_feed(show.address)) if old.feeds(show) else "")
    ):
        yield Tag("itunes:new-feed-url", str(moved))
    if fields.complete:
        yield Tag("itunes:complete", "Yes")
        yield Tag(
            "podcast:updateFrequency",
            characters(material.published.library.wording.say("show.complete"), PODCAST_CHARACTERS),
            {"complete": "true"},
        )
    if fields.retired or not host.canonical:
        yield Tag("itunes:block", "Yes")
    if host.preview:
        yield Tag("podcast:block", "yes")
    yield Tag("podcast:guid", host.podcast_guid(str(fields.guid), urls.show_feed(show.address)))
    yield Tag("podcast:locked", "yes" if fields.locked or host.preview else "no", {"owner": fields.owner.email})
    yield Tag("podcast:medium", fields.medium)
    if licence := material.published.library.licence(show):
        yield _licence_tag(licence, fields.licence_url)
    yield from _funding(fields.funding)
    yield from _people(fields.people, show.path, material)
    yield _synthetic(any(episode.fields.synthetic_voice for episode in episodes))
    yield from podcasting.of_both(show, material.published)
    yield from podcasting.of_show(show, episodes, material.published, host)


def _announced(part: Part, material: Material) -> Iterable[Tag]:
    """That new episodes are announced, so that nobody need ask again and again: not in an archive, which has none, and
    not at another address than the library's own, where nothing is announced.
    """
    settings = material.published.library.settings.announce
    if settings is None or part.number or not material.host.canonical:
        return
    if settings.hub:
        yield Tag("atom:link", attributes={"rel": "hub", "href": str(settings.hub)})
    if settings.podping:
        yield Tag("podcast:podping", attributes={"usesPodping": "true"})


def _item(episode: Entry[Episode], show: Entry[Show], material: Material) -> Item:
    sound, host = material.published.sound(episode.path), material.host
    text = _notes(episode, sound, material)
    return Item(
        title=episode.fields.title,
        link=host.url(episode.address),
        guid=host.guid(episode.fields.identity),
        permalink=episode.fields.permalink and not host.preview,
        published=episode.public_from,
        brief=text.brief,
        notes=text.whole,
        enclosure=Enclosure(sound.address(host.url), sound.blob.size, sound.type),
        tags=(*_itunes(episode, show, sound, material), *_podcast(episode, show, sound, material)),
    )


def _itunes(episode: Entry[Episode], show: Entry[Show], sound: MediaFacts, material: Material) -> Iterable[Tag]:
    fields = episode.fields
    yield Tag("itunes:title", characters(fields.title, APPLE_CHARACTERS))
    if fields.authors:
        names = ", ".join(material.published.person(author).title for author in fields.authors)
        yield Tag("itunes:author", characters(names, APPLE_CHARACTERS))
    if sound.seconds or not sound.url:  # of what lies on another host nobody may know it
        yield Tag("itunes:duration", str(max(1, round(sound.seconds))))
    yield yes_no("itunes:explicit", show.fields.explicit if fields.explicit is None else fields.explicit)
    yield Tag("itunes:episodeType", fields.type)
    if own := material.artwork.get(episode.path):
        yield Tag("itunes:image", attributes={"href": material.host.url(own)})
    if fields.season:  # Apple counts from 1: never 0
        yield Tag("itunes:season", str(fields.season))
    if fields.number:
        yield Tag("itunes:episode", str(fields.number))


def _podcast(episode: Entry[Episode], show: Entry[Show], sound: MediaFacts, material: Material) -> Iterable[Tag]:
    fields, host = episode.fields, material.host
    if fields.language and fields.language != material.published.library.language(show):
        yield Tag("dc:language", fields.language)
    if episode.path in material.artwork:
        yield _picture(episode, material, fields.image.alt if fields.image else "")
    if fields.season:
        name = show.fields.seasons.get(str(fields.season), "")
        named = {"name": characters(name, PODCAST_CHARACTERS)} if name else {}
        yield Tag("podcast:season", str(fields.season), named)
    if fields.number:
        yield Tag("podcast:episode", str(fields.number))
    for words in sound.transcripts:
        said = {"url": host.url(words.path), "type": words.type, "language": words.language}
        yield Tag("podcast:transcript", attributes=said | ({"rel": "captions"} if words.type in _CAPTIONS else {}))
    if chapters := sound.chapters:
        yield Tag("podcast:chapters", attributes={"url": host.url(chapters.path), "type": chapters.type})
    yield from _soundbites(episode, sound)
    yield from _people(fields.people, episode.path, material)
    yield from _authors(episode, material)
    yield from _funding(fields.funding)
    if fields.location:
        yield Tag("podcast:location", characters(fields.location, PODCAST_CHARACTERS))
    if fields.licence:
        yield _licence_tag(fields.licence, fields.licence_url)
    yield _synthetic(fields.synthetic_voice)
    yield from podcasting.of_both(episode, material.published)
    yield from podcasting.of_episode(episode, sound, host)


def _soundbites(episode: Entry[Episode], sound: MediaFacts) -> Iterable[Tag]:
    """Soundbites on the time line of what listeners hear: what is heard before the recording moves them."""
    for bite, at, seconds in heard(episode.fields.soundbites, sound.timing):
        times = {"startTime": _seconds(at), "duration": _seconds(seconds)}
        yield Tag("podcast:soundbite", characters(bite.title, PODCAST_CHARACTERS), times)


def _notes(episode: Entry[Episode], sound: MediaFacts, material: Material) -> Notes:
    html, page, fields = material.published.html(episode), material.host.url(episode.address), episode.fields
    return notes(html, page=page, note=fields.content_note, summary=fields.description, codes=_codes(episode, sound))


def _codes(episode: Entry[Episode], sound: MediaFacts) -> list[tuple[float, str]]:
    """Seconds and titles of the chapters that lists show, the first at 0: that is where the recording begins, whatever
    precedes it; a later one has the episode's own title before it. Two in one second are one.
    """
    listed = {int(one.start): one.title for one in reversed(sound.chapter_marks) if one.toc and one.title}
    codes = sorted(listed.items())
    if not codes or codes[0][0] == 0:
        return [*codes]
    first, *others = codes
    at_once = first[0] <= sound.lead + AT_ONCE
    return [(0, first[1]), *others] if at_once else [(0, episode.fields.title), *codes]


def _picture(entry: Entry[Any], material: Material, alt: str) -> Tag:
    """The artwork once more, in the namespace that has words for those who don't see it."""
    href = material.host.url(material.artwork[entry.path])
    return Tag("podcast:image", attributes={"href": href, "alt": alt, "aspect-ratio": "1/1"})


def _people(credits_: Iterable[Credit], path: str, material: Material) -> Iterable[Tag]:
    """Those who take part, as the file `path` names them: people lead to their pages, guests to where they say."""
    for credit in credits_:
        if credit.person:
            yield _person(credit.person, credit.part, credit.part_of, material)
        else:
            photo = material.published.image(credit.image, path)
            said = {"role": credit.part, "group": credit.part_of, "href": credit.url or ""}
            yield _named(credit.name or "", said | {"img": photo.url if photo else ""})


def _authors(episode: Entry[Episode], material: Material) -> Iterable[Tag]:
    """Those who wrote an episode, unless they are named as authors anyway."""
    known = {credit.person for credit in episode.fields.people if credit.part == "author"}
    for author in episode.fields.authors:
        if author not in known:
            yield _person(author, "author", roles.group_of("author"), material)


def _person(person_id: str, role: str, group: str, material: Material) -> Tag:
    published = material.published
    said = {"role": role, "group": group, "href": published.person(person_id).url}
    person = published.library.people[person_id]
    photo = published.image(person.photo, LISTS["person"])
    return _named(person.name, said | {"img": photo.url if photo else ""})


def _named(name: str, said: Mapping[str, str]) -> Tag:
    given = {key: value for key, value in said.items() if value}
    return Tag("podcast:person", characters(name, PODCAST_CHARACTERS), given)


def _funding(ways: Iterable[Funding]) -> Iterable[Tag]:
    for way in ways:
        yield Tag("podcast:funding", characters(way.text, PODCAST_CHARACTERS), {"url": str(way.url)})


def _category(category: str) -> Tag:
    """`Health & Fitness > Mental Health` → a category in a category."""
    outer, inner = categories.parts(category)
    children = (Tag("itunes:category", attributes={"text": inner}),) if inner else ()
    return Tag("itunes:category", attributes={"text": outer}, children=children)


def _synthetic(synthetic: bool) -> Tag:
    return Tag("podcast:txt", "true" if synthetic else "false", {"purpose": "ai-content"})


def _licence_tag(licence: str, url: str | None) -> Tag:
    """The namespace writes SPDX identifiers in lower case; a licence of another name has an address."""
    return Tag("podcast:license", characters(licence.lower(), PODCAST_CHARACTERS), {"url": url} if url else {})


def _copyright(show: Entry[Show], library: Library) -> str:
    """Who holds the rights: of the show, else of the site; the licence where nobody is named."""
    return show.fields.copyright or library.settings.feeds.copyright or library.licence(show)


def _comment(name: str) -> str:
    """A name inside the parentheses of `mail (Name)`, which can't hold others."""
    return name.replace("(", "").replace(")", "").strip()


def _changed(show: Entry[Show], episodes: Iterable[Entry[Episode]], library: Library) -> datetime | None:
    """The last date that content gives: of the show, of its episodes, and of what was updated."""
    dates = [show.fields.date]
    for episode in episodes:
        dates += [episode.public_from, episode.fields.updated]
    return max((library.settings.instant(date) for date in dates if date), default=None)


def _seconds(value: float) -> str:
    """Seconds with at most three decimals: `61`, `61.5`."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
