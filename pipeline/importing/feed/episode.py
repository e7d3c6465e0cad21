"""What a feed says of one episode, as its fields, its notes and what lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pipeline.formats.scalars import is_permalink, likeness
from pipeline.importing.deciding.decisions import Decisions
from pipeline.importing.feed import podcasting
from pipeline.importing.feed.alike import adult, artwork, donations, language, name_of, page, people, said, terms, title
from pipeline.importing.feed.beside import chapters, enclosures, transcripts
from pipeline.importing.feed.beside.enclosures import Enclosure
from pipeline.importing.feed.elements import leftovers
from pipeline.importing.feed.notes import Notes, notes
from pipeline.importing.feed.reading import Reading
from pipeline.importing.feed.show import ID
from pipeline.importing.feed.taking import Taking
from pipeline.importing.feed.values.addresses import address
from pipeline.importing.feed.values.dates import instant
from pipeline.importing.feed.values.licences import licence
from pipeline.importing.feed.values.words import line, number
from pipeline.importing.source.found import Asset, Inside, Item, Named
from pipeline.importing.source.xml import Element
from pipeline.problems import Place

Fields = dict[str, Any]
_AUTHORS: Final = ("itunes:author", "dc:creator", "author", "googleplay:author")
_DATES: Final = ("pubDate", "dc:date", "dcterms:created", "atom:updated")
POST: Final = "post"
"""What `kinds` of `import.yml` calls an item without sound."""
_TYPES: Final = ("full", "trailer", "bonus")


@dataclass(frozen=True, slots=True)
class Around:
    """What an episode is read in: the address or file of its page, the address from which links count, what people
    decided, what its show says, the addresses of sound that the show calls trailers, and what several of its GUIDs have
    in common but for case and white space.
    """

    path: str
    base: str
    decisions: Decisions
    reading: Reading
    show: Mapping[str, Any]
    trailers: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()


def identity(item: Element, base: str) -> tuple[str, bool]:
    """What clients know an item by, and whether that is said to be the address of its page: its GUID; without one its
    link, or else the address of its sound. "" where there is nothing of the kind. Blanks around it and line ends in it
    are none of what most apps know it by.
    """
    one = item.first("guid")
    if one is not None and (text := "".join(one.words.splitlines()).strip()):
        return text, one.attributes.get("isPermaLink", "true").strip().lower() == "true"
    link = item.said("link")
    main = enclosures.chosen(enclosures.found_in(item, base))
    return link or (main.url if main else ""), False


def entry(item: Element, around: Around) -> Item | None:
    """The episode of an item. One without sound is none: it becomes what people decided of posts, or else None."""
    guid, permalink = identity(item, around.base)
    found = enclosures.found_in(item, around.base)
    main = enclosures.chosen(found)
    if main is None or (main.film and around.decisions.video == "drop"):
        kind = around.decisions.kinds.get(POST, "drop")
        return None if kind == "drop" or main else _post(item, guid, kind, around)
    taking = Taking(around.path, around.decisions, guid)
    link = address(item.said("feedburner:origLink", "link"), around.base)
    text = notes(item, link or around.base, taking)
    fields = _fields(item, main, found, around, taking) | {"guid": _guid(item, around)}
    fields["chapters"] = _chapters(item, text, fields["audio"], around, taking)
    leftovers(item, "item", taking)
    if taking.kept:
        fields["extra"] = taking.extra
    written = transcripts.read(
        item, str(fields["language"] or around.show.get("language", "")), around.base, around.reading, taking
    )
    fields |= written.fields
    pages = [link, item.said("link"), *([guid] if permalink else [])]
    return Item(
        guid,
        "episode",
        Place(around.path, item.line),
        _ordered(said(fields | taking.mapped)),
        body=text.body(written.added),
        summary=text.summary,
        name=str(fields["title"]),
        within=ID,
        terms=tuple(dict.fromkeys(terms(item))),
        old=tuple(dict.fromkeys(old for one in pages for old in page(one))),
        losses=taking.losses,
    )


def _post(item: Element, guid: str, kind: str, around: Around) -> Item:
    """An item without sound as an entry of another kind."""
    taking = Taking(around.path, around.decisions, guid)
    link = address(item.said("link"), around.base)
    text = notes(item, link or around.base, taking)
    fields = {
        "title": title(item, guid, taking),
        "date": _date(item, taking),
        "authors": _authors(item, {}),
        "image": artwork(item, around.base, taking),
    }
    return Item(
        guid,
        kind,
        Place(around.path, item.line),
        said(fields),
        body=text.text,
        summary=text.summary,
        name=str(fields["title"]),
        terms=tuple(dict.fromkeys(terms(item))),
        old=tuple(page(link)),
        losses=taking.losses,
    )


def _fields(item: Element, main: Enclosure, found: list[Enclosure], around: Around, taking: Taking) -> Fields:
    guid, _ = identity(item, around.base)
    name = title(item, guid, taking)
    explicit = adult(item.first("itunes:explicit", "googleplay:explicit"), taking)
    cover = around.show.get("image", {}).get("file")
    spoken = language(item, ("dc:language",), taking)
    fields: Fields = {
        "title": name,
        "date": _date(item, taking),
        "updated": _updated(item),
        "authors": _authors(item, around.show),
        "image": artwork(item, around.base, taking, cover.url if cover else ""),
        "language": "" if spoken == around.show.get("language") else spoken,
        "audio": enclosures.audio(main, guid, name, item.said("itunes:duration"), around.decisions, taking),
        "number": _number(item, ("itunes:episode", "podcast:episode"), taking),
        "season": _number(item, ("itunes:season", "podcast:season"), taking),
        "type": _type(item, main, around, taking),
        "people": people(item, taking),
        "explicit": None if explicit == around.show.get("explicit", False) else explicit,
        "synthetic_voice": podcasting.synthetic(item) or None,
        **licence(item),
    }
    fields |= podcasting.of_both(item, taking) | podcasting.of_episode(item, taking)
    fields["funding"] += [one for one in donations(item) if one not in fields["funding"]]
    more = enclosures.others(item, main, found, around.decisions, taking)
    fields["content_links"] += more["content_links"]
    return _placed(fields) | {"alternates": more["alternates"]}


def _placed(fields: Fields) -> Fields:
    """A place of which only its name is known has a field of its own."""
    if len(fields["locations"]) == 1 and fields["locations"][0].keys() == {"name"}:
        return fields | {"location": fields["locations"][0]["name"], "locations": []}
    return fields


def _ordered(fields: Fields) -> Fields:
    """The fields in the order in which editors find them: what an episode is known by comes first."""
    first = (
        "title",
        "description",
        "date",
        "updated",
        "guid",
        "audio",
        "number",
        "season",
        "type",
        "authors",
        "people",
    )
    return {name: fields[name] for name in (*(one for one in first if one in fields), *fields)}


def _guid(item: Element, around: Around) -> Any:
    """The GUID as it was published: alone where a feed of ours would say of it what the old one says."""
    guid, permalink = identity(item, around.base)
    one = item.first("guid")
    whole = one.words if one is not None and one.words.strip() else guid
    alone = whole == guid and permalink == is_permalink(guid) and likeness(guid) not in around.alike
    return guid if alone else {"value": whole, "permalink": permalink}


def _date(item: Element, taking: Taking) -> str:
    one = item.first(*_DATES)
    found = next((date for name in _DATES if (date := instant(item.said(name)))), "")
    if not found:
        taking.dropped(one or item, f"no date: `{one.words.strip()[:40]}`" if one else "no date", "feed/pubDate")
    return found


def _updated(item: Element) -> str:
    """The last change, where it is on another day than the first."""
    changed = instant(item.said("atom:updated", "dcterms:modified"))
    first = next((date for name in _DATES if (date := instant(item.said(name)))), "")
    return changed if changed[:10] > first[:10] and item.first("pubDate", "dc:date") else ""


def _authors(item: Element, show: Mapping[str, Any]) -> list[Named]:
    """Who wrote it, where that is not the one who makes the show anyway."""
    known = {str(show.get("author", "")), str(show.get("owner", {}).get("name", "")), str(show.get("title", ""))}
    name = name_of(item.said(*_AUTHORS))
    return [Named(name)] if name and name not in known else []


def _number(item: Element, names: tuple[str, ...], taking: Taking) -> int | None:
    """A number from 1. Others (`0`, `100.5`) have no field."""
    found = next((found for one in item.all(*names) if (found := number(one.words))), None)
    for one in item.all(*names):
        if (one.words.strip() and number(one.words) != found) or one.get("display"):
            taking.keep(one)
    return found


def _type(item: Element, main: Enclosure, around: Around, taking: Taking) -> str:
    one = item.first("itunes:episodeType")
    plain = one.words.strip().lower() if one else ""
    if one is not None and plain not in (*_TYPES, ""):
        taking.keep(one)
    if main.url in around.trailers:
        return "trailer"
    return plain if plain in _TYPES[1:] else ""


def _chapters(item: Element, text: Notes, audio: Mapping[str, Any], around: Around, taking: Taking) -> Any:
    """Chapters of the first form that has some: their own file, the feed, the recording, and times in the notes."""
    marks = _of_file(item, around, taking) or chapters.inline(item, taking)
    if marks:
        return marks
    codes = chapters.of_notes(text.whole)
    file = audio.get("file")
    return Inside(file, tuple(codes)) if isinstance(file, Asset) and file.use == "sound" else codes


def _of_file(item: Element, around: Around, taking: Taking) -> chapters.Marks:
    for one in item.all("podcast:chapters"):
        url = address(one.get("url"), around.base)
        text = around.reading.text(url, one, taking) if url else None
        if text is not None and (found := chapters.of_file(text, url, one.get("type"), one, taking)):
            return found
    return []


def named(item: Element) -> str:
    """What people call an item in a message."""
    return line(item.said("title", "itunes:title")) or "an item without a title"
