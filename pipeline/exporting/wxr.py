"""What WordPress' importer reads: WXR 1.2, RSS 2.0 with elements of WordPress' own.

An importer takes a text for HTML wherever people see it, so titles are escaped once more; what may hold anything stands
in CDATA, as WordPress itself writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Final, Literal
from zoneinfo import ZoneInfo

from pipeline.formats import zones
from pipeline.formats.xml import printable

VERSION: Final = "1.2"
_SPACES: Final = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
_CLOCK: Final = "%Y-%m-%d %H:%M:%S"
Taxonomy = Literal["category", "post_tag"]


@dataclass(frozen=True, slots=True)
class Site:
    """The library: `url` is where it is reached; times are written by the clock of `timezone`, too."""

    title: str
    url: str
    description: str
    language: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who writes; nobody's e-mail address goes along."""

    number: int
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Term:
    """A category or a tag."""

    number: int
    slug: str
    name: str
    taxonomy: Taxonomy
    description: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post, a page or an attachment. `content` is HTML, `title` and `excerpt` are plain text; `file` is the address
    at which an attachment lies.
    """

    number: int
    type: Literal["post", "page", "attachment"]
    name: str
    title: str
    link: str
    guid: str
    permalink: bool
    creator: str
    published: datetime
    changed: datetime
    content: str = ""
    excerpt: str = ""
    terms: tuple[Term, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    parent: int = 0


def written(site: Site, authors: Iterable[Author], terms: Iterable[Term], posts: Iterable[Post]) -> Iterator[bytes]:
    """The file, post by post: a library need not fit into memory."""
    names = "".join(f'\n  xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{names}>\n<channel>\n'.encode()
    yield from map(_line, _head(site))
    yield from (_line(_author(one)) for one in authors)
    yield from (_line(_term(one)) for one in terms)
    zone = zones.zone(site.timezone)
    for post in posts:
        yield _line("<item>")
        yield from map(_line, _said(post, zone))
        yield _line("</item>")
    yield b"</channel>\n</rss>\n"


def _line(text: str) -> bytes:
    return f"{text}\n".encode()


def _head(site: Site) -> Iterator[str]:
    yield _element("title", site.title)
    yield _element("link", site.url)
    yield _element("description", site.description)
    yield _element("language", site.language)
    yield _element("wp:wxr_version", VERSION)
    yield _element("wp:base_site_url", site.url)
    yield _element("wp:base_blog_url", site.url)


def _author(one: Author) -> str:
    said = (
        _element("wp:author_id", one.number),
        _element("wp:author_login", _cdata(one.login)),
        _element("wp:author_email", ""),
        _element("wp:author_display_name", _cdata(one.name)),
    )
    return _element("wp:author", Markup("".join(said)))


def _term(one: Term) -> str:
    """A category, or a tag: WordPress has a word of its own for each part of both."""
    tag, slug, name = {
        "category": ("wp:category", "wp:category_nicename", "wp:cat_name"),
        "post_tag": ("wp:tag", "wp:tag_slug", "wp:tag_name"),
    }[one.taxonomy]
    about = f"{slug.partition('_')[0]}_description"
    said = (
        _element("wp:term_id", one.number),
        _element(slug, _cdata(one.slug)),
        *((_element("wp:category_parent", ""),) if one.taxonomy == "category" else ()),
        _element(name, _cdata(escape(one.name, quote=False))),
        _element(about, _cdata(escape(one.description, quote=False))),
    )
    return _element(tag, Markup("".join(said)))


def _said(post: Post, zone: ZoneInfo) -> Iterator[str]:
    published, changed = post.published.astimezone(UTC), post.changed.astimezone(UTC)
    yield _element("title", _cdata(escape(post.title, quote=False)))
    yield _element("link", post.link)
    yield _element("pubDate", format_datetime(published))
    yield _element("dc:creator", _cdata(post.creator))
    yield f'<guid isPermaLink="{"true" if post.permalink else "false"}">{_plain(post.guid)}</guid>'
    yield _element("description", "")
    yield _element("content:encoded", _cdata(post.content))
    yield _element("excerpt:encoded", _cdata(escape(post.excerpt, quote=False)))
    yield _element("wp:post_id", post.number)
    yield _element("wp:post_date", _cdata(published.astimezone(zone).strftime(_CLOCK)))
    yield _element("wp:post_date_gmt", _cdata(published.strftime(_CLOCK)))
    yield _element("wp:post_modified", _cdata(changed.astimezone(zone).strftime(_CLOCK)))
    yield _element("wp:post_modified_gmt", _cdata(changed.strftime(_CLOCK)))
    yield _element("wp:comment_status", _cdata("closed"))
    yield _element("wp:ping_status", _cdata("closed"))
    yield _element("wp:post_name", _cdata(post.name))
    yield _element("wp:status", _cdata("inherit" if post.type == "attachment" else "publish"))
    yield _element("wp:post_parent", post.parent)
    yield _element("wp:menu_order", 0)
    yield _element("wp:post_type", _cdata(post.type))
    yield _element("wp:post_password", "")
    yield _element("wp:is_sticky", 0)
    if post.file:
        yield _element("wp:attachment_url", _cdata(post.file))
    for term in post.terms:
        name = _cdata(escape(term.name, quote=False))
        yield f'<category domain="{term.taxonomy}" nicename="{_plain(term.slug)}">{name}</category>'
    for key, value in post.about.items():
        said = _element("wp:meta_key", _cdata(key)) + _element("wp:meta_value", _cdata(value))
        yield _element("wp:postmeta", Markup(said))


class Markup(str):
    """Text that is XML already."""

    __slots__ = ()


def _element(name: str, value: str | int) -> str:
    inside = value if isinstance(value, Markup) else _plain(str(value))
    return f"<{name}>{inside}</{name}>"


def _plain(text: str) -> str:
    return escape(printable(text))


def _cdata(text: str) -> Markup:
    inside = printable(text).replace("]]>", "]]]]><![CDATA[>")
    return Markup(f"<![CDATA[{inside}]]>")
