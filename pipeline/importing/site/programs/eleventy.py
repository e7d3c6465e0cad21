"""Eleventy (11ty.dev). Its configuration is a program, which is never run; data beside texts is read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.importing.site.folder import Folder, said
from pipeline.importing.site.front import Front
from pipeline.importing.site.marks import liquid
from pipeline.importing.site.page import Page, Site, located, whole
from pipeline.importing.site.patterns import hyphened
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Form
from pipeline.web import Unreachable

_CONFIG = (".eleventy.js", *(f"eleventy.config.{ending}" for ending in ("js", "mjs", "cjs", "ts")))
_INPUT = re.compile(r"""\binput:[ \t]*["']([\w./-]{1,100})["']""")
_SAID = re.compile(r"""(?m)^([ \t]*)["']?(url|language|lang)["']?:[ \t]*["']([^"'\n]{1,500})["']""")
_EXPRESSION = re.compile(r"\{\{-?[ \t]*([\w.]{1,60})[ \t]*(?:\|[ \t]*(?:slug|slugify|url)[ \t]*)?-?\}\}")


def _site(folder: Folder) -> Site:
    match = _INPUT.search(_source(folder, *_CONFIG))
    content = match[1].strip("./") if match else ""
    places = [
        f"{data}/{name}" for data in (f"{content}/_data".lstrip("/"), "_data") for name in ("metadata", "site", "meta")
    ]
    meta = folder.values(*(f"{place}.json" for place in places))
    meta = meta or _said(_source(folder, *(f"{place}.js" for place in places)))
    language = said(meta, "language") or said(meta, "lang")
    left = ("_site", "node_modules", *(f"{content}/{one}".lstrip("/") for one in ("_includes", "_data", "_layouts")))
    statics = (("public", ""), ("static", ""), (content, ""), ("", ""))
    return Site(folder, whole(said(meta, "url")), "", language, content, statics, meta, {}, left)


def _said(source: str) -> Mapping[str, str]:
    """The texts of a program that stand least deep: an author has an address, too."""
    found = sorted(_SAID.findall(source), key=lambda one: -len(one[0]))
    return {name: value for _, name, value in found}


def _source(folder: Folder, *paths: str) -> str:
    """The first of these programs that is there, as a text."""
    path = next((name for name in paths if name in folder), "")
    try:
        return folder.text(path) if path else ""
    except Unreachable:
        return ""


def _page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    if not path.startswith(f"{site.content}/" if site.content else ""):
        return None
    front = _with_data(site, path, front)
    if front.fields.get("permalink") in ("false", None) and "permalink" in front.fields:
        return None
    if not front.fields and (posixpath.dirname(path) == "" or path.upper() == path):
        return None  # the README of the program that makes the site
    sort = "post" if {"posts", "post"} & {str(one) for one in front.each("tags")} else ""
    page = located(site, path, front, form, draft=front.yes("draft") is True, sort=sort)
    return replace(page, index=True) if page.folders[-1:] == (page.name,) else page


def _with_data(site: Site, path: str, front: Front) -> Front:
    """The fields of a text with those that its folder says for all (`posts/posts.json`)."""
    folder = posixpath.dirname(path)
    name = posixpath.basename(folder)
    more: dict[str, Any] = {}
    for file in (f"{folder}/{name}.json", f"{folder}/{name}.11tydata.json") if folder else ():
        more.update({str(key).lower(): value for key, value in site.folder.values(file).items()})
    more = {key: value for key, value in more.items() if isinstance(value, str | list)}
    return Front({**more, **front.fields}, front.body, front.line, front.lines, front.losses)


def _address(_: Site, page: Page) -> str:
    if own := page.front.said("permalink"):
        path = _EXPRESSION.sub(lambda match: _value(match[1], page), own).removesuffix("index.html")
        return "" if "{" in path else f"/{path.lstrip('/')}"
    file = posixpath.splitext(posixpath.basename(page.path))[0]
    folders = "".join(f"{folder}/" for folder in page.folders)
    if page.index:
        return f"/{folders}"
    return f"/{folders}{file}/"


def _value(name: str, page: Page) -> str:
    """What an expression in a pattern stands for; itself where nobody knows."""
    if name in ("page.fileSlug", "fileSlug"):
        return page.name
    if name == "page.filePathStem":
        return "/".join((*page.folders, page.name))
    found = page.front.said(name.lower())
    return hyphened(found).lower() if found else "{"


ELEVENTY = Program(
    name="Eleventy",
    known=lambda folder: folder.has(*_CONFIG),
    site=_site,
    page=_page,
    address=_address,
    cleaned=(liquid.cleaned,),
    beside=False,
)
