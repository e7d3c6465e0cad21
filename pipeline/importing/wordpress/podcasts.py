"""Episodes, as plugins keep them in fields of posts: PowerPress, Seriously Simple Podcasting, PodPress.

Each becomes the item of a feed that its plugin makes of it, so that one reading of feeds holds for all. What is true of
a whole show the plugins keep in their settings, which no export holds; Podlove keeps everything elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Any, Final

from pipeline.importing.source.xml import Element
from pipeline.importing.wordpress import php
from pipeline.importing.wordpress.items import instant
from pipeline.importing.wordpress.markup.figures import ending, media
from pipeline.importing.wordpress.names import names
from pipeline.importing.wordpress.post import Post, Words
from pipeline.importing.wordpress.site import Site

MAIN: Final = "podcast"
"""The name of the feed that every one of these plugins makes first."""
_SERIES: Final = ("series", "podcast_series", "ssp_series")
_OF_SSP: Final = {
    "duration": "itunes:duration",
    "itunes_title": "itunes:title",
    "itunes_episode_number": "itunes:episode",
    "itunes_season_number": "itunes:season",
    "itunes_episode_type": "itunes:episodeType",
    "date_recorded": "ssp:dateRecorded",
}
_OF_POWERPRESS: Final = {
    "duration": "itunes:duration",
    "subtitle": "itunes:subtitle",
    "summary": "itunes:summary",
    "author": "itunes:author",
    "keywords": "itunes:keywords",
    "episode_title": "itunes:title",
    "episode_no": "itunes:episode",
    "season": "itunes:season",
    "episode_type": "itunes:episodeType",
    "order": "itunes:order",
    "copyright": "podcast:license",
}
_ON_OFF: Final = {"block": "itunes:block", "cc": "itunes:isClosedCaptioned"}
_SHOWN_ONLY: Final = names(
    "no_player no_links width height ishd embed hosting podcast_id program_keyword feed_title category",
    "pci_transcript pci_chapters gp_desc gp_explicit gp_block set_size set_duration value_lightning",
    "value_custom_key value_custom_value vts_order pci_transcript_language social_interact_protocol",
    "social_interact_accountid person_roles person_urls link_urls soundbite_durations soundbite_titles pci_geo",
    "pci_osm value_split image itunes_image explicit",
)
"""What said how a page shows it, and what stands beside another field that is read."""
_LINES: Final = 3
_OF_PLUGINS: Final = ("audio_file", "_podPressMedia", "filesize_raw", "itunes_episode_number")
_YES: Final = ("1", "on", "yes", "true")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The recording of a post in one show. `slug` is that of the feed, `said` what its plugin says besides."""

    slug: str
    url: str
    length: str
    type: str
    said: Mapping[str, Any]
    words: Words


def enclosures(post: Post, site: Site) -> tuple[Enclosure, ...]:
    """The recordings of a post, one for each show in which it stands; that of the main feed first."""
    found: dict[str, Enclosure] = {}
    for name, several in post.meta.items():
        if name == "enclosure" or (name.startswith("_") and name.endswith(":enclosure")):
            slug = name[1:].partition(":")[0] if name.startswith("_") else ""
            for words in several:
                one = _enclosure(words, slug or _shows(post)[0], site, post.said("filesize_raw"))
                if one:
                    found.setdefault(one.slug, one)
    if not found:
        found |= {one.slug: one for one in (*_of_ssp(post, site), *_of_podpress(post, site))}
    for slug in _shows(post)[1:] if found else ():
        first = next(iter(found.values()))
        found.setdefault(slug, Enclosure(slug, first.url, first.length, first.type, first.said, first.words))
    return tuple(sorted(found.values(), key=lambda one: one.slug != MAIN))


def _shows(post: Post) -> tuple[str, ...]:
    """The shows in which a post stands: the series of Seriously Simple Podcasting, or the main feed."""
    series = (f"{MAIN}/{one.slug}" for one in post.terms if one.taxonomy in _SERIES and one.slug != MAIN)
    return tuple(series) or (MAIN,)


def _enclosure(words: Words, slug: str, site: Site, size: str = "") -> Enclosure | None:
    """Address, bytes, media type and data of PHP, each in a line; `size` are the bytes where no line says them."""
    url, length, kind, said, *_ = (*(line.strip() for line in words.text.strip().split("\n")), "", "", "")
    url = site.whole(url) if url else ""
    if not url.startswith("http") or not (kind.startswith(("audio/", "video/")) or media(url)):
        return None
    length = length if length.isdigit() else size
    return Enclosure(slug, url, length, kind, php.fields(said) if said else {}, words)


def _of_ssp(post: Post, site: Site) -> Iterator[Enclosure]:
    for words in post.meta.get("audio_file", ()):
        for slug in _shows(post) if words.text.strip() else ():
            if one := _enclosure(words, slug, site, post.said("filesize_raw")):
                yield one


def _of_podpress(post: Post, site: Site) -> Iterator[Enclosure]:
    for words in post.meta.get("_podPressMedia", ()):
        for one in php.listed(php.read(words.text))[:1]:
            said = one if isinstance(one, dict) else {}
            lines = (str(said.get(name) or "") for name in ("URI", "size"))
            if found := _enclosure(Words("\n".join(lines), words.place), MAIN, site):
                yield Enclosure(MAIN, found.url, found.length, "", {"duration": str(said.get("duration") or "")}, words)


def is_of_plugin(post: Post) -> bool:
    """Whether a plugin for podcasts wrote something of a post. WordPress itself notes every sound to which a text leads
    as an enclosure, in three lines.
    """
    data = any(len(words.text.strip().split("\n")) > _LINES for words in post.meta.get("enclosure", ()))
    return (
        data or any(name in post.meta for name in _OF_PLUGINS) or any(one.endswith(":enclosure") for one in post.meta)
    )


def is_lost(post: Post) -> bool:
    """Whether it is an episode of Podlove, whose sound no export holds."""
    return bool(post.said("_podlove_guid"))


def feeds(slug: str, site: Site) -> tuple[str, ...]:
    """The addresses of the feed of a show: that by its path first, and that by its name."""
    main, _, series = slug.partition("/")
    query = f"{site.base}?feed={main}" + (f"&podcast_series={series}" if series else "")
    return f"{site.base}feed/{slug}/", query


def channel(slug: str, site: Site, line: int) -> Element:
    """What an export tells of a show, as a feed would."""
    series = slug.partition("/")[2] or (slug if slug != MAIN else "")
    branch = next((one for name in _SERIES if (one := site.export.branches.get((name, series)))), None)
    title = branch.name if branch else series.replace("-", " ").title() or site.export.title
    about = branch.about if branch and branch.about else site.export.about
    told = {"title": title, "link": site.base, "description": about, "language": site.export.language}
    return Element("channel", line, {}, "", tuple(_one(name, text, line) for name, text in told.items() if text))


def item(post: Post, one: Enclosure, html: str, writer: str) -> Element:
    """A post as the item of the feed of a show; `html` is its text, `writer` the name of who saved it."""
    line, guid = post.place.line, post.said("ssp_original_guid", "ssp_guid") or post.guid
    children = [
        _one("title", post.title, line),
        _one("link", post.link, line),
        _one("guid", guid, line, isPermaLink="true" if post.permalink else "false"),
        _one("dc:creator", writer, line),
        _one("pubDate", format_datetime(instant(post)), line),
        _one("enclosure", "", one.words.place.line, url=one.url, length=one.length, type=one.type),
        _one("description", post.excerpt.text, post.excerpt.place.line),
        _one("content:encoded", html, post.content.place.line),
        *_said_by_ssp(post),
        *_said_by_powerpress(one.said, one.words.place.line),
    ]
    return Element("item", line, {}, "", tuple(child for child in children if child.text.strip() or child.attributes))


def _one(name: str, text: str, line: int, **given: str) -> Element:
    return Element(name, line, {key: value for key, value in given.items() if value}, text)


def _said_by_ssp(post: Post) -> Iterator[Element]:
    line = post.place.line
    for name, element in _OF_SSP.items():
        if said := post.said(name):
            yield _one(element, said, line)
    for name, element in (("explicit", "itunes:explicit"), ("block", "itunes:block")):
        if said := post.said(name):
            yield _one(element, "yes" if said.lower() in _YES else "no", line)
    if cover := post.said("cover_image"):
        yield _one("itunes:image", "", line, href=cover)
    if transcript := post.said("transcript_file"):
        yield _one("podcast:transcript", "", line, url=transcript, type=_transcript_type(transcript))


def _said_by_powerpress(said: Mapping[str, Any], line: int) -> Iterator[Element]:
    texts = {name: str(value).strip() for name, value in said.items() if isinstance(value, str | int | float)}
    for name, text in texts.items():
        if text and name in _OF_POWERPRESS:
            yield _one(_OF_POWERPRESS[name], text, line)
        elif name in _ON_OFF:
            yield from (_one(_ON_OFF[name], "yes", line),) if text.lower() in _YES else ()
        elif text and name not in (*_SHOWN_ONLY, *_BESIDE):
            yield _one(f"powerpress:{name}", text, line)
    if texts.get("explicit") in ("0", "1", "2"):
        yield _one("itunes:explicit", "true" if texts["explicit"] == "1" else "false", line)
    if picture := texts.get("itunes_image") or texts.get("image"):
        yield _one("itunes:image", "", line, href=picture)
    yield from _beside(texts, line)
    yield from _lists(said, line)


_BESIDE: Final = ("pci_transcript_url", "pci_chapters_url", "social_interact_uri", "location")


def _beside(texts: Mapping[str, str], line: int) -> Iterator[Element]:
    """What of Podcasting 2.0 has one value."""
    if url := texts.get("pci_transcript_url", ""):
        language = texts.get("pci_transcript_language", "")
        yield _one("podcast:transcript", "", line, url=url, type=_transcript_type(url), language=language)
    if url := texts.get("pci_chapters_url", ""):
        yield _one("podcast:chapters", "", line, url=url, type="application/json+chapters")
    if url := texts.get("social_interact_uri", ""):
        given = {"protocol": texts.get("social_interact_protocol", "activitypub"), "uri": url}
        yield _one("podcast:socialInteract", "", line, accountId=texts.get("social_interact_accountid", ""), **given)
    if place := texts.get("location", ""):
        yield _one("podcast:location", place, line, geo=texts.get("pci_geo", ""), osm=texts.get("pci_osm", ""))


def _lists(said: Mapping[str, Any], line: int) -> Iterator[Element]:
    """What of Podcasting 2.0 has several, each field as a list beside the others."""
    for name, role, picture, href in _rows(said, "person_names", "person_roles", "person_urls", "link_urls"):
        yield _one("podcast:person", name, line, role=role, img=picture, href=href)
    for start, seconds, title in _rows(said, "soundbite_starts", "soundbite_durations", "soundbite_titles"):
        yield _one("podcast:soundbite", title, line, startTime=start, duration=seconds)
    for other in php.listed(said.get("alternate_enclosure")):
        fields = {str(key): str(value) for key, value in other.items()} if isinstance(other, dict) else {}
        source = _one("podcast:source", "", line, uri=fields.get("url", ""))
        given = {"type": fields.get("type", ""), "length": fields.get("size", "")}
        yield Element("podcast:alternateEnclosure", line, {k: v for k, v in given.items() if v}, "", (source,))
    recipients = tuple(
        Element("podcast:valueRecipient", line, {"name": name, "type": "node", "address": address, "split": split})
        for address, split, name in _rows(said, "value_pubkey", "value_split", "value_lightning")
    )
    if recipients:
        yield Element("podcast:value", line, {"type": "lightning", "method": "keysend"}, "", recipients)


def _rows(said: Mapping[str, Any], first: str, *others: str) -> Iterator[tuple[str, ...]]:
    """Lists side by side; what has no first says nothing."""
    columns = [[str(one or "").strip() for one in php.listed(said.get(name))] for name in (first, *others)]
    for number, value in enumerate(columns[0]):
        if value:
            yield value, *(column[number] if number < len(column) else "" for column in columns[1:])


def _transcript_type(url: str) -> str:
    types = {"srt": "application/srt", "vtt": "text/vtt", "html": "text/html", "htm": "text/html"}
    return types.get(ending(url), "application/json" if ending(url) == "json" else "text/plain")
