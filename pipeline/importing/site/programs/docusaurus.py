"""Docusaurus (docusaurus.io): `docs/`, `blog/`, `src/pages/`. Its configuration is a program, which is never run: what
is written there as a plain text is read.
"""

from __future__ import annotations

import posixpath
import re

from pipeline.importing.site.folder import Folder
from pipeline.importing.site.front import Front
from pipeline.importing.site.marks import blocks
from pipeline.importing.site.page import Page, Site, located, whole
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Form
from pipeline.web import Unreachable

_CONFIG = tuple(f"docusaurus.config.{ending}" for ending in ("js", "ts", "mjs", "cjs"))
_SAID = re.compile(
    r"""(?m)^[ \t]*["']?(url|baseUrl|trailingSlash|defaultLocale|routeBasePath)["']?:[ \t]*["']?([^"',\n]{0,500})"""
)
_NUMBERED = re.compile(r"[0-9]{1,8}[ \t]*[-_.]+[ \t]*([^-_.\s].*)")
_ROOTS = ("docs", "blog", "src/pages")


def _site(folder: Folder) -> Site:
    found: dict[str, str] = {}
    for match in _SAID.finditer(_source(folder)):
        found.setdefault(match[1], match[2].strip())
    url = found.get("url", "")
    people = {**folder.values("blog/authors.yml", "blog/authors.yaml")}
    return Site(
        folder,
        base=whole(f"{url.rstrip('/')}/{found.get('baseUrl', '').strip('/')}" if url else ""),
        language=found.get("defaultLocale", ""),
        static=(("static", ""),),
        config=found,
        people=people,
        left=("build", "node_modules", ".docusaurus", "static", "i18n"),
    )


def _source(folder: Folder) -> str:
    path = next((name for name in _CONFIG if name in folder), "")
    try:
        return folder.text(path) if path else ""
    except Unreachable:
        return ""


def _page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    root = next((root for root in _ROOTS if path.startswith(f"{root}/")), "")
    partial = any(part.startswith("_") for part in path.split("/"))
    if not root or partial or form == "html":
        return None
    page = located(site, path, front, form)
    inner = page.folders[root.count("/") + 1 :] if root != "docs" else ("docs", *page.folders[1:])
    sort = {"blog": "post", "docs": "doc"}.get(root, "")
    folders = tuple(map(_unnumbered, inner)) if sort == "doc" else (("blog", *inner) if sort else inner)
    name = page.name if sort == "post" else _unnumbered(page.name)
    draft = front.yes("draft") is True or front.yes("unlisted") is True
    return Page(path, front, form, folders, name, page.day if sort == "post" else "", page.index, draft, sort)


def _unnumbered(name: str) -> str:
    """A name without the number by which a sidebar orders it."""
    match = _NUMBERED.fullmatch(name)
    return match[1] if match and not re.match(r"[0-9]{1,8}[-_.][0-9]", name) else name


def _address(site: Site, page: Page) -> str:
    ends = "/" if site.config.get("trailingSlash") == "true" else ""
    slug = page.front.said("slug")
    base = {"post": "/blog", "doc": "/docs"}.get(page.sort, "")
    if site.config.get("routeBasePath", "x") in ("", "/") and page.sort == "doc":
        base = ""
    if slug:
        return f"{base}/{slug.strip('/')}".rstrip("/") + ends or "/"
    if page.sort == "post":
        return _of_post(page, base) + ends
    folders = "/".join(page.folders[1:] if page.sort == "doc" else page.folders)
    file = _unnumbered(posixpath.splitext(posixpath.basename(page.path))[0])
    last = page.front.said("id") or file
    if page.index or (page.folders and last == page.folders[-1]):
        last = ""
    return "/" + "/".join(part for part in (base.strip("/"), folders, last) if part) + ends


def _of_post(page: Page, base: str) -> str:
    """A post lies below its day where its file or its folder is named by that."""
    folders = "/".join(page.folders[1:-1] if page.index else page.folders[1:])
    day = page.day.replace("-", "/")
    return "/" + "/".join(part for part in (base.strip("/"), folders, day, page.name) if part)


DOCUSAURUS = Program(
    name="Docusaurus",
    known=lambda folder: folder.has(*_CONFIG),
    site=_site,
    page=_page,
    address=_address,
    cleaned=(blocks.mdx,),
    articles=True,
)
