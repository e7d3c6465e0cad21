"""The fields above a text of another program, as those of an entry: what has a name here, and what is kept or lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Literal

from pipeline.importing.site.folder import at, said, stem
from pipeline.importing.site.front import listed
from pipeline.importing.site.instants import instant
from pipeline.importing.site.leads import Leads
from pipeline.importing.site.page import PASSWORDS, Page
from pipeline.importing.source.found import Asset, Named, Term, Text
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.secret import is_secret
from pipeline.problems import Place

Sort = Literal["category", "tag", "keyword"]
_SUMMARY = ("description", "summary", "excerpt", "teaser", "abstract", "subtitle", "lead", "lede", "dek", "intro")
_UPDATED = (
    "lastmod",
    "updated",
    "last_modified_at",
    "modified",
    "last_modified",
    "updated_at",
    "lastupdated",
    "modified_date",
    "last_updated",
)
_PICTURE = (
    "image",
    "images",
    "cover",
    "featured_image",
    "featuredimage",
    "feature_image",
    "hero",
    "thumbnail",
    "banner",
)
_PICTURES = (
    *_PICTURE,
    "header",
    "og_image",
    "feature",
    "preview",
    "img",
    "photo",
    "cover_image",
    "coverimage",
    "resources",
)
_ALT = ("image_alt", "imagealt", "alt", "cover_alt", "image_alt_text", "featured_image_alt", "thumbnail_alt")
_OLD = ("aliases", "alias", "redirect_from", "redirects")
_AUTHORS = ("authors", "author", "byline")
_OVER = ("expirydate", "unpublishdate", "expires")
_TERMS: tuple[tuple[Sort, tuple[str, ...]], ...] = (
    ("category", ("categories", "category", "topics")),
    ("tag", ("tags", "tag")),
    ("keyword", ("keywords",)),
)
_READ = frozenset((
    *_SUMMARY[:1], *_UPDATED, *_OLD, *_AUTHORS, *_OVER, *_ALT, "title", "headline", "date", "publishdate",
    "pubdate", "pub_date", "published", "published_at", "created", "created_at", "datum", "draft", "categories",
    "category", "topics", "tags", "tag", "keywords", "lang", "language", "locale", "status", "unlisted",
    "permalink", "url", "slug", "save_as", "id", *PASSWORDS, "private", "visibility", "public",
))  # fmt: skip
_LOOK = frozenset((
    "layout", "type", "weight", "menu", "menus", "toc", "comments", "math", "mathjax", "katex", "order",
    "position", "nav_order", "nav_exclude", "has_children", "parent", "grand_parent", "template", "sidebar",
    "sidebar_position", "sidebar_label", "pagination_next", "pagination_prev", "pagination", "hide", "hide_title",
    "hide_table_of_contents", "custom_edit_url", "sitemap", "robots", "outputs", "markup", "class", "css", "js",
    "scripts", "eleventynavigation", "cascade", "classes", "share", "related", "read_time", "author_profile",
    "linktitle", "icon", "displayed_sidebar", "toc_min_heading_level", "toc_max_heading_level", "build", "_build",
    "headless", "isciilanguage", "featured", "showtoc", "tocopen", "cssclass", "cssclasses", "publish", "search",
    "titlecase", "collection", "render_with_liquid",
))  # fmt: skip
"""How a page looked, and where it stood: of no use to another program."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the fields of a page say of its entry."""

    fields: Mapping[str, Any]
    summary: Text | None
    terms: tuple[Term, ...]
    old: tuple[str, ...]
    losses: tuple[Loss, ...]


def written(page: Page, leads: Leads, title: str, *, news: bool, names: bool = False) -> Written:
    """The fields of an entry; `news` may end, others say in `extra` when they were to end. `names`: an alias is another
    name of a text.
    """
    losses = list[Loss]()
    front, zone = page.front, leads.site.zone
    summary = next(((name, text) for name in _SUMMARY if (text := front.said(name))), ("", ""))
    image, shown = _picture(page, leads, losses)
    over = next((found for name in _OVER if (found := instant(front.said(name), zone))), "")
    losses += _unread(page, zone)
    used = {*_READ, summary[0], shown} - ({"aliases", "alias"} if names else set())
    extra = dict(_extra(page, used, losses))
    if by := page.withheld:
        losses.append(Loss(f"front/{by}", "changed", "it was not for everybody: it is a draft here", place(page, by)))
    fields: dict[str, Any] = {
        "title": title,
        "date": page.date(zone),
        "updated": next((found for name in _UPDATED if (found := instant(front.said(name), zone))), ""),
        "authors": _authors(page, leads),
        "image": image,
        "draft": page.draft or bool(page.withheld) or None,
        "language": _language(page, leads),
        "until": over[:16] if news else "",
        "extra": {**extra, **({"expires": over} if over and not news else {})},
    }
    old = tuple(map(str, front.each(*(_OLD[2:] if names else _OLD))))
    said_of = Text(unescape(summary[1]), "plain", page.path, place(page, summary[0])) if summary[1] else None
    there = {name: value for name, value in fields.items() if value not in (None, "", (), {})}
    return Written(there, said_of, _terms(page), old, tuple(losses))


def place(page: Page, name: str) -> Place:
    """Where a field stands in its file."""
    return Place(page.path, page.front.lines.get(name, 1))


def _extra(page: Page, used: set[str], losses: list[Loss]) -> Iterator[tuple[str, Any]]:
    """What has no field here, kept as it is; what tells how a page looked is only counted."""
    for name, value in page.front.fields.items():
        foreign = bool(page.front.lines) and name not in page.front.lines  # said of a whole folder
        if name in used or foreign or value in (None, "", [], {}):
            continue
        if is_secret(name):
            losses.append(Loss("front/secret", "dropped", name, place(page, name)))
            continue
        look = name in _LOOK
        losses.append(
            Loss(
                f"look/{name}" if look else f"front/{name}",
                "dropped" if look else "kept",
                str(value)[:80],
                place(page, name),
            )
        )
        if not look:
            yield name, value


def _unread(page: Page, zone: str) -> Iterator[Loss]:
    """Days that nobody can read, or that could be two."""
    for name in ("date", "publishdate", "lastmod", "updated", *_OVER):
        if (written := page.front.said(name)) and not instant(written, zone):
            yield Loss("front/date", "changed", written[:80], place(page, name))


def _authors(page: Page, leads: Leads) -> tuple[Named, ...]:
    found = [_author(one, leads) for name in _AUTHORS for one in listed(page.front.fields.get(name))]
    return tuple({one.name: one for one in found if one.name}.values())


def _author(value: Any, leads: Leads) -> Named:
    """Somebody by a name, by fields, or by an id of the site."""
    own = at(leads.site.people, str(value)) if isinstance(value, str) else value
    if not isinstance(own, Mapping):
        return Named(str(own).strip() if isinstance(own, str) else str(value).strip())
    name = said(own, "name") or said(own, "title") or (value if isinstance(value, str) else "")
    return Named(name, url=said(own, "url") or said(own, "website"), bio=said(own, "bio") or said(own, "description"))


def _terms(page: Page) -> tuple[Term, ...]:
    """Categories, tags and keywords. A list is one name each; a category of several words may stand without a list."""
    found = []
    for sort, names in _TERMS:
        for name in names:
            found += [Term(str(one), sort) for one in listed(page.front.fields.get(name))]
    return tuple(dict.fromkeys(term for term in found if term.name not in ("posts", "post")))


def _language(page: Page, leads: Leads) -> str:
    own = page.language or next(filter(None, map(page.front.said, ("lang", "language", "locale"))), "")
    return own.replace("_", "-") if own and own.replace("_", "-").lower() != leads.site.language.lower() else ""


def _picture(page: Page, leads: Leads, losses: list[Loss]) -> tuple[Mapping[str, Any] | None, str]:
    """The picture of an entry, and the field that names it."""
    for name in _PICTURES:
        for src, alt in _sources(page.front.fields.get(name)):
            if asset := _asset(src, page, leads, name):
                words = alt or next(filter(None, map(page.front.said, _ALT)), "")
                if not words:
                    losses.append(Loss("picture/no-alt", "changed", src, place(page, name)))
                return {"file": asset, "alt": words}, name
    return None, ""


def _sources(value: Any) -> Iterator[tuple[str, str]]:
    """The paths of pictures in a field, each with its words: a text, a list, or fields."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one.strip(), ""
        elif isinstance(one, Mapping):
            alt = next(
                filter(None, (said(one, name) for name in ("alt", "image_alt", "alt_text", "title", "caption"))), ""
            )
            for name in ("image", "src", "path", "file", "url", "overlay_image", "og_image", "teaser", "feature"):
                if src := said(one, name):
                    yield src, alt


def _asset(src: str, page: Page, leads: Leads, name: str) -> Asset | None:
    if src.startswith(("http://", "https://")) and not leads.target(src, page):
        return Asset(src, src, "picture", name=stem(src), place=place(page, name))
    found = leads.target(src, page)
    if not found or not found.path.lower().endswith(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp")
    ):
        return None
    return Asset(found.path, found.path, "picture", name=stem(found.path), place=place(page, name))
