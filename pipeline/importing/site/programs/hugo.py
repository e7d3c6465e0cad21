"""Hugo (gohugo.io): `content/`, sections, page bundles, addresses by `url`, `slug` and `permalinks`."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.importing.site.folder import DATA, Folder, at, said, stem, values
from pipeline.importing.site.front import Front
from pipeline.importing.site.kinds import named
from pipeline.importing.site.marks import shortcodes
from pipeline.importing.site.page import Page, Site, located, whole
from pipeline.importing.site.patterns import filled, times, urlized
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Form
from pipeline.model.kinds import KINDS
from pipeline.web import Unreachable

_NAMES = tuple(f"{name}{ending}" for name in ("hugo", "config") for ending in (".toml", ".yaml", ".yml", ".json"))
_FOLDERS = ("config/_default/", "config/production/")


def _known(folder: Folder) -> bool:
    if folder.has(*(name for name in _NAMES if name.startswith("hugo")), *(f"config/_default/{one}" for one in _NAMES)):
        return True
    return folder.has(*_NAMES) and any(folder.below("content"))


def _site(folder: Folder) -> Site:
    config = _config(folder)
    content = said(config, "contentDir").strip("/") or "content"
    static = said(config, "staticDir").strip("/") or "static"
    themes = {path.split("/")[1] for path in folder.below("themes") if path.count("/") > 1}
    return Site(
        folder,
        base=whole(said(config, "baseURL")),
        zone=said(config, "timeZone"),
        language=said(config, "languageCode") or said(config, "defaultContentLanguage"),
        content=content,
        static=((static, ""), (content, ""), ("assets", ""), *((f"themes/{one}/static", "") for one in sorted(themes))),
        config=config,
        people=_people(folder),
        left=("public", "resources", "themes", "layouts", "archetypes", "node_modules", "i18n"),
    )


def _config(folder: Folder) -> Mapping[str, Any]:
    """All that the files of the configuration say together, those of a folder below the name of each."""
    found: dict[str, Any] = dict(folder.values(*_NAMES))
    for begin in _FOLDERS:
        for path in folder.below(begin.rstrip("/")):
            if path.endswith(DATA):
                try:
                    read = values(folder.text(path), path)
                except Unreachable:
                    continue
                found.update(read if stem(path) in ("hugo", "config") else {stem(path): read})
    return found


def _people(folder: Folder) -> Mapping[str, Any]:
    files = [path for path in folder.below("data/authors") if path.endswith(DATA)]
    many = folder.values("data/authors.yml", "data/authors.yaml", "data/authors.toml", "data/authors.json")
    return {**many, **{stem(path): folder.values(path) for path in files}}


def _page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    if not path.startswith(f"{site.content}/"):
        return None
    inner, language = _language(site, path)
    if _is_resource(site, path) or _is_hidden(front):
        return None
    page = located(site, inner, _unfolded(front), form, draft=front.yes("draft") is True, language=language)
    return Page(path, *(getattr(page, name) for name in Page.__slots__[1:]))


def _unfolded(front: Front) -> Front:
    """The fields with those that stand below `params`; of a library of ours they are read by themselves."""
    params = front.fields.get("params")
    if not isinstance(params, Mapping) or named(str(params.get("kind", ""))) in KINDS:
        return front
    inner = {str(name).lower(): value for name, value in params.items()}
    fields = {name: value for name, value in front.fields.items() if name != "params"}
    lines = {**dict.fromkeys(inner, front.lines.get("params", 1)), **front.lines}
    return replace(front, fields={**inner, **fields}, lines=lines)


def _language(site: Site, path: str) -> tuple[str, str]:
    """A path without what tells its language (`content/de/…`, `name.de.md`), and that language."""
    languages = at(site.config, "languages")
    known = {str(name).lower() for name in languages} if isinstance(languages, Mapping) else set[str]()
    root, ending = posixpath.splitext(path)
    root, _, code = root.rpartition(".")
    if root and code.lower() in known:
        return root + ending, code.lower()
    parts = path.removeprefix(f"{site.content}/").split("/")
    if len(parts) > 1 and parts[0].lower() in known:
        return "/".join((site.content, *parts[1:])), parts[0].lower()
    return path, ""


def _is_resource(site: Site, path: str) -> bool:
    """Whether a text belongs to the page of its folder (a leaf bundle) and has no page of its own."""
    if stem(path) in ("index", "_index"):
        return False
    folder = posixpath.dirname(path)
    while folder.startswith(f"{site.content}/"):
        if site.folder.has(*(f"{folder}/index{ending}" for ending in (".md", ".html", ".markdown"))):
            return True
        folder = posixpath.dirname(folder)
    return False


def _is_hidden(front: Front) -> bool:
    build = front.fields.get("build") or front.fields.get("_build") or {}
    never = isinstance(build, Mapping) and str(build.get("render", "")).lower() in ("never", "false")
    return never or front.yes("headless") is True


def _address(site: Site, page: Page) -> str:
    prefix = _prefix(site, page)
    if url := page.front.said("url"):
        return url if url.startswith("/") else f"{prefix}/{url}"
    section = page.folders[0] if page.folders else ""
    if not page.index or posixpath.basename(page.path).startswith("index."):
        for pattern in (at(site.config, "permalinks", "page", section), at(site.config, "permalinks", section)):
            if isinstance(pattern, str):
                found = filled(pattern, _tokens(site, page))
                return found and prefix + (found if "." in found.rpartition("/")[2] else found.rstrip("/") + "/")
    return prefix + _by_path(site, page)


def _by_path(site: Site, page: Page) -> str:
    """The address that its file has. A day at the beginning of the name belongs to it."""
    folders, file = list(page.folders), stem(page.path).removesuffix(f".{page.language}" if page.language else "")
    section = page.index and posixpath.basename(page.path).startswith("_index")
    last = folders.pop() if page.index and folders else "" if page.index else file
    last = last if section else page.front.said("slug") or last
    path = "/".join(part for part in (*folders, last) if part)
    kept = str(at(site.config, "disablePathToLower")).lower() == "true"
    path = "-".join(path.split()) if kept else urlized(path)
    ugly = str(at(site.config, "uglyURLs")).lower() == "true"
    return "/" if not path else f"/{path}.html" if ugly and not section else f"/{path}/"


def _prefix(site: Site, page: Page) -> str:
    first = said(site.config, "defaultContentLanguage") or "en"
    within = str(at(site.config, "defaultContentLanguageInSubdir")).lower() == "true"
    return f"/{page.language}" if page.language and (page.language != first.lower() or within) else ""


def _tokens(site: Site, page: Page) -> Mapping[str, str]:
    name = page.folders[-1] if page.index and page.folders else stem(page.path)
    title = urlized(page.title)
    slug = page.front.said("slug")
    sections = page.folders[:-1] if page.index else page.folders
    return {
        **{
            name: value.lower() if name.endswith("name") else value
            for name, value in times(page.date(site.zone)).items()
        },
        "title": title,
        "slug": slug or title,
        "filename": name.lower(),
        "contentbasename": name.lower(),
        "slugorfilename": slug or name.lower(),
        "slugorcontentbasename": slug or name.lower(),
        "section": sections[0] if sections else "",
        "sections": "/".join(sections),
    }


HUGO = Program(
    name="Hugo", known=_known, site=_site, page=_page, address=_address, cleaned=(shortcodes.cleaned,), beside=False
)
