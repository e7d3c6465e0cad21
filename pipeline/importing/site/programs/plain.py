"""Folders that no program is seen in: texts where they lie, notes of Obsidian, pages as they are served."""

from __future__ import annotations

from pipeline.importing.site.folder import Folder
from pipeline.importing.site.front import Front
from pipeline.importing.site.marks import wiki
from pipeline.importing.site.page import Page, Site, directory, located
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Form

_LEFT = ("node_modules", "templates", "_templates", ".obsidian", ".trash", ".github")


def _site(folder: Folder) -> Site:
    static = (("", ""), ("public", ""), ("static", ""), ("src", ""))
    return Site(folder, static=static, left=_LEFT)


def _page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    status = front.said("status").lower()
    draft = front.yes("draft") is True or front.yes("published") is False or status == "draft"
    return located(site, path, front, form, draft=draft, language="")


def _nowhere(_: Site, page: Page) -> str:
    """Notes were published nowhere, unless they say it themselves."""
    own = page.front.said("permalink")
    return f"/{own.lstrip('/')}" if own else ""


def _address(site: Site, page: Page) -> str:
    """Of a page as it is served, that of its file; of a text nobody knows it."""
    if page.form != "html":
        return _nowhere(site, page)
    return directory(page) if page.index else f"/{page.path}"


OBSIDIAN = Program(
    name="Obsidian",
    known=lambda folder: any(path.startswith(".obsidian/") for path in folder.paths),
    site=_site,
    page=_page,
    address=_nowhere,
    cleaned=(wiki.cleaned,),
    articles=True,
    names=True,
)
PLAIN = Program(
    name="",
    known=lambda _: True,
    site=_site,
    page=_page,
    address=_address,
    cleaned=(wiki.cleaned,),
    headers=True,
)
