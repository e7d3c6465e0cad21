"""What the head of a page says of it: `<meta>`, OpenGraph, JSON-LD (schema.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from pipeline.importing.site.front import Front
from pipeline.importing.site.instants import instant

_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_ABOUT = ("description", "og:description", "twitter:description", "dc.description", "dcterms.description")
_DATE = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "dcterms.issued", "pubdate", "publishdate", "publication_date", "citation_publication_date", "sailthru.date",
)  # fmt: skip
_UPDATED = ("article:modified_time", "datemodified", "og:updated_time", "dcterms.modified", "last-modified", "revised")
_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "citation_author")
_ARTICLES = frozenset(
    (
        "article",
        "blogposting",
        "newsarticle",
        "webpage",
        "techarticle",
        "report",
        "faqpage",
        "aboutpage",
        "medicalwebpage",
    )
)
_FEW = 20
"""The elements `<time>` that are looked at."""
_LONGEST, _MOST = 200_000, 500
"""Characters of a block of JSON-LD, and the things in it, that are looked at."""

Said = Mapping[str, str]


def front(tree: HtmlElement, suffix: str = "") -> Front:
    """The fields of a page. `suffix` stands behind the titles of all pages: the name of their site."""
    meta, known = _meta(tree), _json_ld(tree)
    graph_title, title = _first(meta, _TITLE), _text(tree, ".//title")
    site = meta.get("og:site_name", "")
    headings = [text for one in tree.iter("h1") if (text := " ".join("".join(one.itertext()).split()))]
    heading = headings[0] if len(headings) == 1 else ""
    fields = {
        "title": heading or known.get("headline", "") or without(graph_title or title, suffix, site),
        "description": _first(meta, _ABOUT) or known.get("description", ""),
        "date": known.get("datePublished", "") or _first(meta, _DATE) or _time(tree),
        "lastmod": known.get("dateModified", "") or _first(meta, _UPDATED),
        "author": _author(known, meta),
        "image": known.get("image", "") or meta.get("og:image:secure_url", "") or meta.get("og:image", ""),
        "image_alt": meta.get("og:image:alt", ""),
        "keywords": meta.get("keywords", "") or meta.get("news_keywords", ""),
        "tags": meta.get("article:tag", ""),
        "category": meta.get("article:section", ""),
        "lang": (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip(),
    }
    return Front({name: value for name, value in fields.items() if value}, "", 1)


def canonical(tree: HtmlElement) -> str:
    """The address that a page says it has; "" where it says none."""
    found = (one.get("href") for one in tree.iter("link") if "canonical" in (one.get("rel") or "").lower().split())
    return (next(filter(None, found), "") or _meta(tree).get("og:url", "")).strip()


def without(title: str, suffix: str, site: str = "") -> str:
    """A title without the name of its site behind or before it."""
    title = " ".join(title.split())
    if suffix and title.endswith(suffix) and len(title) > len(suffix):
        return title[: -len(suffix)].strip()
    for mark in (" | ", " – ", " - ", " — ", " · ", " » ", " :: "):
        if site and title.endswith(mark + site):
            return title[: -len(mark + site)].strip()
        if site and title.startswith(site + mark):
            return title[len(site + mark) :].strip()
    return title


def _meta(tree: HtmlElement) -> Said:
    """What `<meta>` says, by its names in lower case; of one that stands more than once all, parted by commas."""
    found: dict[str, list[str]] = {}
    for one in tree.iter("meta"):
        name = one.get("property") or one.get("name") or one.get("itemprop") or ""
        if value := " ".join((one.get("content") or "").split()):
            found.setdefault(name.strip().lower(), []).append(value)
    many = ("article:tag", "citation_author", "keywords")
    return {name: ", ".join(values[:50]) if name in many else values[0] for name, values in found.items()}


def _first(meta: Said, names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _text(tree: HtmlElement, path: str) -> str:
    found = tree.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _time(tree: HtmlElement) -> str:
    """The first `<time>` that says when a page was published."""
    for one in islice(tree.iter("time"), _FEW):
        published = "pubdate" in one.attrib or any(
            "publish" in (one.get(name) or "").lower() for name in ("itemprop", "class")
        )
        value = one.get("datetime") or "".join(one.itertext())
        if (published or _above(one, ("article", "header", "main"))) and instant(value):
            return value
    return ""


def _above(one: HtmlElement, tags: tuple[str, ...]) -> bool:
    return any(above.tag in tags for above in one.iterancestors())


def _json_ld(tree: HtmlElement) -> Said:
    """What JSON-LD says of the page: the first thing in it that is an article, or else a page."""
    found: dict[str, str] = {}
    for one in tree.iter("script"):
        text = one.text or ""
        if "ld+json" not in (one.get("type") or "") or len(text) > _LONGEST:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for thing in _things(value):
            sorts = {str(sort).lower() for sort in _listed(thing.get("@type"))}
            if sorts & _ARTICLES:
                first = not sorts & {"webpage"}
                said = _of_thing(thing)
                found = {**found, **said} if first else {**said, **found}
    return found


def _things(value: Any) -> Iterator[Mapping[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < _MOST:
        seen += 1
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one[:_MOST]))
        elif isinstance(one, dict):
            yield one
            waiting.extend(one[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in one)


def _of_thing(thing: Mapping[str, Any]) -> Said:
    found = {
        name: thing[name] for name in ("headline", "description", "datePublished", "dateModified") if name in thing
    }
    author = [one.get("name") if isinstance(one, dict) else one for one in _listed(thing.get("author"))]
    image = next(iter(_listed(thing.get("image"))), "")
    found["author"] = ", ".join(one for one in author if isinstance(one, str))
    found["image"] = image.get("url", "") if isinstance(image, dict) else image
    return {name: " ".join(value.split()) for name, value in found.items() if isinstance(value, str) and value.strip()}


def _author(known: Said, meta: Said) -> str:
    """Who wrote a page. An address (of a profile) is no name."""
    found = known.get("author", "") or _first(meta, _AUTHOR)
    return "" if "://" in found else found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
