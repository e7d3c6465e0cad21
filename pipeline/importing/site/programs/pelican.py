"""Pelican (getpelican.com). Its settings are a program, which is never run: plain values are read."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from pipeline.importing.site.folder import Folder
from pipeline.importing.site.front import Front
from pipeline.importing.site.page import Page, Site, located, whole
from pipeline.importing.site.patterns import times, word
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Form
from pipeline.web import Unreachable

_CONFIG = ("pelicanconf.py", "publishconf.py")
_TOKEN = re.compile(r"\{([a-z_]{1,20})(?::([^{}]{0,20}))?\}")
_PARTS = {"%Y": "year", "%m": "month", "%d": "day", "%b": "short_month", "%B": "long_month", "%j": "y_day"}


def _site(folder: Folder) -> Site:
    config = {**_settings(folder, _CONFIG[0]), **_settings(folder, _CONFIG[1])}
    content = config.get("PATH", "content").strip("./")
    return Site(
        folder,
        base=whole(config.get("SITEURL", "")),
        zone=config.get("TIMEZONE", ""),
        language=config.get("DEFAULT_LANG", ""),
        content=content,
        static=((content, ""), (f"{content}/extra", "")),
        config=config,
        left=("output", "themes", "plugins"),
    )


def _settings(folder: Folder, path: str) -> Mapping[str, str]:
    """The settings that are plain texts. Raises nothing: a file that is no Python says nothing."""
    try:
        tree = ast.parse(folder.text(path)) if path in folder else ast.Module([], [])
    except (Unreachable, SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, str] = {}
    for line in tree.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant):
            names = (target.id for target in line.targets if isinstance(target, ast.Name))
            found.update({name: str(line.value.value) for name in names if line.value.value is not None})
    return found


def _page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    if not path.startswith(f"{site.content}/") or not front.fields:
        return None
    page = located(site, path, front, form)
    status = front.said("status").lower()
    sort = "page" if page.folders[:1] == ("pages",) else "post"
    draft, language = status in ("draft", "hidden"), front.said("lang")
    if status == "skip":
        return None
    return Page(path, front, form, page.folders, page.name, page.day, page.index, draft, sort, language)


def _address(site: Site, page: Page) -> str:
    if own := page.front.said("url") or page.front.said("save_as"):
        return f"/{own.lstrip('/')}".removesuffix("index.html")
    name = "PAGE_URL" if page.sort == "page" else "ARTICLE_URL"
    pattern = site.config.get(name) or {"PAGE_URL": "pages/{slug}.html", "ARTICLE_URL": "{slug}.html"}[name]
    source = site.config.get("SLUGIFY_SOURCE", "title")
    slug = page.front.said("slug") or word(page.name if source == "basename" else page.title)
    found = _TOKEN.sub(lambda match: _value(match, site, page, slug), pattern)
    return "" if "{" in found or not slug else f"/{found.lstrip('/')}".removesuffix("index.html")


def _value(match: re.Match[str], site: Site, page: Page, slug: str) -> str:
    """What stands for a part of a pattern; `{` where nobody knows."""
    at = times(page.date(site.zone))
    if match[1] == "date":
        return re.sub("%-?[A-Za-z]", lambda one: at.get(_PARTS.get(one[0].replace("-", ""), ""), "{"), match[2] or "")
    category = page.front.said("category") or (page.folders[0] if page.folders else "misc")
    authors = page.front.each("author", "authors")
    known = {
        "slug": slug,
        "category": word(category),
        "lang": page.language or site.language,
        "author": word(str(authors[0])) if authors else word(site.config.get("AUTHOR", "")),
    }
    return known.get(match[1], "{")


PELICAN = Program(
    name="Pelican",
    known=lambda folder: folder.has(_CONFIG[0]),
    site=_site,
    page=_page,
    address=_address,
    headers=True,
    articles=True,
)
