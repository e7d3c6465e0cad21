"""A library for WordPress: its rows as posts and pages, with their pictures and files as attachments.

What has a date among what is new is a post, all else a page. An episode is a post with the `enclosure` that WordPress
and PowerPress know, in the category of its show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import count
from typing import Any, Final
from urllib.parse import unquote

from pipeline.exporting.blocks import blocks
from pipeline.exporting.catalogue import Catalogue
from pipeline.exporting.wxr import Author, Post, Site, Term, written
from pipeline.formats import markup
from pipeline.formats.letters import slug
from pipeline.formats.scalars import is_permalink
from pipeline.formats.times import clock
from pipeline.formats.wording import Wording
from pipeline.model.artifact import Artifact, unhashed
from pipeline.model.kinds import KINDS, show
from pipeline.model.kinds.episode.row import EpisodeRow
from pipeline.model.rows import Image, Row
from pipeline.model.tree import is_picture

_PAGE_TYPES: Final = ("text/html", "application/rss+xml", "application/json", "text/xml", "application/xml")
_SOUND: Final = ("audio/", "video/")
NOBODY: Final = "library"
"""Who a text is by that names nobody: WordPress gives each text to somebody."""


@dataclass(frozen=True, slots=True)
class ForWordPress:
    """A file for WordPress' importer, in chunks, and what is in it: so many posts, pages and attachments. `renamed` are
    the titles of episodes whose GUID is no address: WordPress makes one of it, and apps see a new episode.
    """

    data: Iterable[bytes]
    posts: int
    pages: int
    attachments: int
    renamed: tuple[str, ...]


@dataclass(slots=True)
class _Desk:
    """What the posts of one file are made with: `files` are those of the build by their address."""

    catalogue: Catalogue
    wording: Wording
    files: Mapping[str, Artifact]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    attached: dict[str, Post] = field(default_factory=dict)


def for_wordpress(
    catalogue: Catalogue, artifacts: Mapping[str, Artifact], base_url: str, timezone: str, wording: Wording
) -> ForWordPress:
    """A library as WordPress' importer takes it. `artifacts` are the files of the build at `base_url`."""
    desk = _Desk(catalogue, wording, {base_url + path: one for path, one in artifacts.items()})
    site = catalogue.site
    authors, terms = _authors(desk), _terms(desk)
    posts = [_post(row, desk, authors, terms) for row in catalogue.rows]
    made = (*desk.attached.values(), *posts)
    about = Site(site["title"], base_url, site["description"], site["language"], timezone)
    return ForWordPress(
        written(about, authors.values(), terms.values(), made),
        sum(post.type == "post" for post in posts),
        sum(post.type == "page" for post in posts),
        len(desk.attached),
        tuple(post.title for post in posts if "enclosure" in post.about and not is_permalink(post.guid)),
    )


def _authors(desk: _Desk) -> dict[str, Author]:
    """Everybody who wrote something, by the address of their page; and "" for nobody."""
    named = {one.id: one for row in desk.catalogue.rows for one in row.authors}
    people = {one.id: Author(next(desk.numbers), one.key, one.title) for _, one in sorted(named.items())}
    return {"": Author(next(desk.numbers), NOBODY, desk.catalogue.site["title"]), **people}


def _terms(desk: _Desk) -> dict[str, Term]:
    """Topics and shows are categories, audiences are tags: each by its address."""
    found = {one.id: (one.title, one.description) for one in desk.catalogue.topics}
    found |= {row.id: (row.title, row.description) for row in desk.catalogue.rows if row.kind == show.KIND.name}
    made = {id_: Term(next(desk.numbers), _last(id_), *_named(said)) for id_, said in found.items()}
    tags = {
        one.id: Term(next(desk.numbers), _last(one.id), one.title, "post_tag", one.description)
        for one in desk.catalogue.audiences
    }
    return made | tags


def _named(said: tuple[str, str]) -> tuple[str, Any, str]:
    return said[0], "category", said[1]


def _last(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _post(row: Row, desk: _Desk, authors: Mapping[str, Author], terms: Mapping[str, Term]) -> Post:
    kind = KINDS[row.kind]
    published = _instant(row.published or row.updated)
    above = (row.show,) if isinstance(row, EpisodeRow) else ()
    about = _sound(row) if isinstance(row, EpisodeRow) else {}
    if row.image and (picture := _attached(row.image, desk)):
        about["_thumbnail_id"] = str(picture.number)
    html = _body(row, desk)
    for address, alt in _leads_to(html):
        _attach(address, alt, desk)
    guid = row.guid if isinstance(row, EpisodeRow) else row.url
    return Post(
        number=next(desk.numbers),
        type="post" if kind.news else "page",
        name=_last(row.id) or "home",
        title=row.title,
        link=row.url,
        guid=guid,
        permalink=False,
        creator=(authors[row.authors[0].id] if row.authors else authors[""]).login,
        published=published,
        changed=_instant(row.updated) if row.updated else published,
        content=blocks(html),
        excerpt=row.description,
        terms=tuple(terms[one.id] for one in (*above, *row.topics, *row.audiences) if one.id in terms),
        about=about,
    )


def _instant(text: str | None) -> datetime:
    """An instant as the catalogue has it. What has no date is as old as WordPress lets it be."""
    return datetime.fromisoformat(text or "2003-01-01T00:00:00+00:00")


def _body(row: Row, desk: _Desk) -> str:
    """The text of an entry, with what stands in its fields: nothing of it is a text for WordPress."""
    heard = isinstance(row, EpisodeRow)  # its enclosure has the sound, and plug-ins show a player for that
    listed = "" if heard else KINDS[row.kind].listing(row, desk.wording.say)
    sheets = (_link(one.url, one.title) for one in getattr(row, "documents", ()))
    parts = (row.html.strip(), listed, *sheets)
    return "\n".join(part for part in parts if part) or f"<p>{escape(row.description, quote=False)}</p>"


def _link(url: str, words: str) -> str:
    return f'<p><a href="{escape(url)}">{escape(words, quote=False)}</a></p>'


def _sound(row: EpisodeRow) -> dict[str, str]:
    """The enclosure in four lines: address, bytes, media type, and what PowerPress knows besides, as PHP writes it."""
    sound = row.sound
    said = {
        "duration": clock(sound.seconds) if sound.seconds else "",
        "explicit": {True: "1", False: "2", None: ""}[row.explicit],
        "season": str(row.season or ""),
        "episode_no": str(row.number or ""),
        "episode_type": row.type,
    }
    if row.transcript:
        words = row.transcript
        said |= {"pci_transcript": "1", "pci_transcript_url": words.url, "pci_transcript_language": words.language}
    if row.chapters:
        said |= {"pci_chapters": "1", "pci_chapters_url": row.chapters.url}
    named = _php({name: value for name, value in said.items() if value})
    return {"enclosure": f"{sound.url}\n{sound.size}\n{sound.type}\n{named}"}


def _php(said: Mapping[str, str]) -> str:
    """A mapping of texts as PHP's `serialize` writes it: lengths are those of bytes."""

    def text(value: str) -> str:
        return f's:{len(value.encode())}:"{value}";'

    inside = "".join(text(name) + text(value) for name, value in said.items())
    return f"a:{len(said)}:{{{inside}}}"


def _leads_to(text: str) -> Iterator[tuple[str, str]]:
    """The addresses that a text shows or leads to, each with what it says of a picture."""
    for tag in markup.tags(text):
        said = {name: value for name, value, _ in markup.given(tag.attributes)} if not tag.end else {}
        if tag.name == "img" and "src" in said:
            yield said["src"], said.get("alt", "")
        elif tag.name == "a" and "href" in said:
            yield said["href"].partition("#")[0], ""


def _title(file: Artifact) -> str:
    """What a file is called in the library from which it comes, else on the site."""
    own = file.source if is_picture(file.source) else unhashed(file.path)
    return own.rpartition("/")[2].rpartition(".")[0]


def _attached(image: Image, desk: _Desk) -> Post | None:
    return _attach(image.url, image.alt, desk)


def _attach(address: str, alt: str, desk: _Desk) -> Post | None:
    """The attachment of a file of the library; None of a page, of sound, and of what lies elsewhere."""
    file = desk.files.get(unquote(address))
    kind = file.headers.get("content-type", "") if file else ""
    if file is None or kind.startswith((*_PAGE_TYPES, *_SOUND)):
        return None
    if address not in desk.attached:
        title, day = _title(file), _instant(None)
        desk.attached[address] = Post(
            number=next(desk.numbers),
            type="attachment",
            name=slug(title) or "file",
            title=title,
            link=address,
            guid=address,
            permalink=False,
            creator=NOBODY,
            published=day,
            changed=day,
            about={"_wp_attachment_image_alt": alt} if alt else {},
            file=address,
        )
    return desk.attached[address]
