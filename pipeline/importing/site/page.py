"""A site that a program makes of a folder of texts, and one text of it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pipeline.importing.site.folder import Folder
from pipeline.importing.site.front import Front
from pipeline.importing.site.instants import instant
from pipeline.importing.source.found import Form

MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdx")
HTML = (".html", ".htm", ".xhtml")
TEMPLATES = (".njk", ".liquid", ".hbs", ".ejs", ".webc", ".mustache", ".pug", ".haml", ".astro")
"""How templates end, from which pages are made that hold no text of their own."""
OTHER = (".rst", ".adoc", ".asciidoc", ".org", ".textile", ".ipynb", ".rmd")
"""How texts end that are in another form than we read."""
_DATED = re.compile(r"([0-9]{4})[-_]([0-9]{1,2})[-_]([0-9]{1,2})(?:[-_ ]+(.+))?")
_FOR_FEW, _FOR_ALL = ("draft", "private", "unlisted"), ("published", "publish", "public")
_STATES = ("status", "visibility", "state")
_UNSEEN = frozenset({"draft", "private", "hidden", "pending", "review", "unpublished", "password", "members", "paid"})
PASSWORDS = ("password", "passwd", "post_password")
"""Fields that hold what opens a page: no file of a library does."""
_PUBLIC = ("publishdate", "date", "pubdate", "pub_date", "published", "published_at", "created", "created_at", "datum")


@dataclass(frozen=True, slots=True)
class Site:
    """What is said of a site as a whole: the address of its first page (`base`, whole, with its `/`; "" where nobody
    says it) and one by which it calls itself `also`, its time zone and language, the folder of its texts, its files by
    folder and the address below which each is served, what its configuration says, its authors by their ids, and the
    folders of which nothing is read.
    """

    folder: Folder
    base: str = ""
    zone: str = ""
    language: str = ""
    content: str = ""
    static: tuple[tuple[str, str], ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[str, Any] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    also: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A text of a site: its `folders` below that of all texts, its `name` there (that of its file, without its day and
    its ending), the `day` of its name, whether it is the page of its folder (`index`), and whether it is for nobody yet
    (`draft`). `sort`: what its program takes it for, such as `post`.
    """

    path: str
    front: Front
    form: Form
    folders: tuple[str, ...]
    name: str
    day: str = ""
    index: bool = False
    draft: bool = False
    sort: str = ""
    language: str = ""

    def date(self, zone: str) -> str:
        """From when on it is public (ISO 8601); "" where nothing says it."""
        written = (instant(self.front.said(name), zone) for name in _PUBLIC)
        return next(filter(None, written), "") or self.day

    @property
    def withheld(self) -> str:
        """The field by which it was not for everybody; "" where there is none. What programs call so differs, and a
        page that was for few must not be for all.
        """
        hidden = (name for name in _FOR_FEW if self.front.yes(name) is True)
        closed = (name for name in _FOR_ALL if self.front.yes(name) is False)
        others = (name for name in _STATES if self.front.said(name).lower() in _UNSEEN)
        locked = (name for name in PASSWORDS if self.front.said(name))
        return next(chain(hidden, closed, others, locked), "")

    @property
    def title(self) -> str:
        return next(filter(None, map(self.front.said, ("title", "headline"))), "")


def located(site: Site, path: str, front: Front, form: Form, **more: Any) -> Page:
    """A text by its place below the folder of texts; the day at the beginning of its name is no part of that."""
    inner = path.removeprefix(f"{site.content}/" if site.content else "")
    *folders, file = inner.split("/")
    name, day = undated(posixpath.splitext(file)[0])
    index = name.lower() in ("index", "_index", "readme")
    if index and folders:
        name, day = undated(folders[-1])
    return Page(path, front, form, tuple(folders), name, day, index, **more)


def undated(name: str) -> tuple[str, str]:
    """The name of a file without the day at its beginning, and that day (ISO 8601; "" where there is none)."""
    match = _DATED.fullmatch(name)
    day = instant("-".join(match.groups()[:3])) if match else ""
    return (match[4] or name, day) if match and day else (name, "")


def directory(page: Page, *, plain: bool = False) -> str:
    """The address of a page in a folder of its own (`/posts/first/`), or `plain`, as a file (`/posts/first.html`)."""
    file = posixpath.splitext(posixpath.basename(page.path))[0]
    folders = "".join(f"{folder}/" for folder in page.folders)
    if page.index:
        return f"/{folders}"
    return f"/{folders}{file}{'.html' if plain else '/'}"


def whole(base: str) -> str:
    """The address of a site as it is written in its configuration, with its scheme and the `/` at its end; "" for what
    is none.
    """
    base = base.strip().strip("\"'")
    if not base.startswith(("http://", "https://")) or any(one in base for one in " {}<>\"'"):
        return ""
    return base if base.endswith("/") else f"{base}/"
