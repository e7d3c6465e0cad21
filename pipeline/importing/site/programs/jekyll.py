"""Jekyll (jekyllrb.com) and Hexo (hexo.io): `_posts/2020-05-03-name.md`, collections, addresses by `permalink`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.importing.site.folder import Folder, at, said
from pipeline.importing.site.front import Front, listed
from pipeline.importing.site.marks import liquid
from pipeline.importing.site.page import HTML, Page, Site, located, whole
from pipeline.importing.site.patterns import filled, hyphened, times
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Form

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_CONFIG = ("_config.yml", "_config.yaml", "_config.toml")
_LEFT = ("_site", "_layouts", "_includes", "_sass", "_data", "vendor", "node_modules", "_plugins", "assets/js")


def _known(folder: Folder) -> bool:
    if _hexo(folder):
        return False
    marks = any(
        "_posts" in path.split("/")[:-1] or path.startswith(("_layouts/", "_includes/")) for path in folder.paths
    )
    return (folder.has("_config.toml", "Gemfile") and folder.has(*_CONFIG)) or (folder.has(*_CONFIG) and marks) or marks


def _hexo(folder: Folder) -> bool:
    return folder.has("_config.yml") and any(path.startswith("source/_posts/") for path in folder.paths)


def _site(folder: Folder) -> Site:
    config = folder.values(*_CONFIG)
    url = said(config, "url")
    base = whole(f"{url.rstrip('/')}/{said(config, 'baseurl').strip('/')}" if url else "")
    people = folder.values("_data/authors.yml", "_data/authors.yaml", "_data/authors.json", "_data/members.yml")
    content = said(config, "source").strip("./")
    excluded = tuple(str(one).strip("/") for one in listed(at(config, "exclude")) if "*" not in str(one))
    return Site(
        folder,
        base=base,
        zone=said(config, "timezone"),
        language=said(config, "lang") or said(config, "locale").replace("_", "-"),
        content=content,
        static=(("", ""),),
        config=config,
        people=people,
        left=(*_LEFT, *(f"{content}/{one}" for one in _LEFT if content), *excluded),
    )


def _page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    parts = path.split("/")
    collection = next((part[1:] for part in parts[:-1] if part.startswith("_")), "")
    if f"_{collection}" in listed(at(site.config, "include")):  # pages that only stand in a folder of their own
        collection = ""
    if not front.lines or (collection and collection not in ("posts", "drafts") and not _written(site, collection)):
        return None
    draft = collection == "drafts" or front.yes("published") is False or front.yes("draft") is True
    sort = "post" if collection in ("posts", "drafts") else collection
    page = located(site, path, _with_defaults(site, path, sort, front), form, draft=draft, sort=sort)
    return page if sort == "post" or not page.day else located(site, path, page.front, form, draft=draft, sort=sort)


def _written(site: Site, collection: str) -> bool:
    """Whether the entries of a collection have pages."""
    return str(at(site.config, "collections", collection, "output")).lower() == "true"


def _with_defaults(site: Site, path: str, sort: str, front: Front) -> Front:
    """The fields of a page with those that the configuration says for its folder (`defaults`)."""
    values: dict[str, Any] = {}
    for scope, more in _defaults(site):
        begin, wanted = said(scope, "path").strip("/"), said(scope, "type")
        below = not begin or path == begin or path.startswith(f"{begin}/")
        if below and wanted in ("", {"post": "posts", "": "pages"}.get(sort, sort)):
            values.update({str(name).lower(): value for name, value in more.items()})
    fields = {**values, **front.fields}
    spaced = {name: str(fields[name]).split() for name in ("tags", "categories") if _is_spaced(fields.get(name))}
    return Front({**fields, **spaced}, front.body, front.line, front.lines, front.losses)


def _is_spaced(value: Any) -> bool:
    """Whether a text names several by spaces between them, as Jekyll reads it."""
    return isinstance(value, str) and "," not in value


def _defaults(site: Site) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    found = at(site.config, "defaults")
    for one in found if isinstance(found, list) else ():
        scope, more = at(one, "scope"), at(one, "values")
        if isinstance(more, Mapping):
            yield scope if isinstance(scope, Mapping) else {}, more


def _address(site: Site, page: Page) -> str:
    style = said(site.config, "permalink") or "date"
    own = page.front.said("permalink")
    if page.sort == "post":
        pattern = _STYLES.get(own, own) or _STYLES.get(style, style)
        return filled(pattern if pattern.startswith("/") else f"/{pattern}", _tokens(site, page))
    if page.sort:
        pattern = own or said(site.config, "collections", page.sort, "permalink")
        return filled(_STYLES.get(pattern, pattern) or f"/:collection/:path{_ending(style)}", _tokens(site, page))
    if own:
        return own if own.startswith("/") else f"/{own}"
    return _of_page(page, style)


def _of_page(page: Page, style: str) -> str:
    """The address of a page that is no post: that of its file, with the ending that the style of all gives."""
    folders = "".join(f"{folder}/" for folder in page.folders)
    file, ending = posixpath.splitext(posixpath.basename(page.path))
    if file == "index":
        return f"/{folders}"
    return f"/{folders}{file}{_ending(style) if ending in HTML or page.form != 'html' else ending}".replace(
        ":output_ext", ".html"
    )


def _ending(style: str) -> str:
    if style == "pretty":
        return "/"
    if style in _STYLES or style.endswith(":output_ext"):
        return ":output_ext"
    return "/" if style.endswith("/") else ""


def _tokens(site: Site, page: Page) -> Mapping[str, str]:
    name = posixpath.splitext(posixpath.basename(page.path))[0]
    above = page.folders[: page.folders.index("_posts")] if "_posts" in page.folders else ()
    named = (str(one) for one in page.front.each("categories", "category"))
    categories = tuple(dict.fromkeys(one.lower() for one in (*above, *named)))
    inside = [part for part in page.folders if not part.startswith("_")]
    slug = page.front.said("slug")
    return {
        **times(page.date(site.zone)),
        "title": hyphened(slug or page.name, lambda one: one in "._~!$&'()+,;=@"),
        "slug": hyphened(slug or page.name).lower(),
        "name": hyphened(page.name).lower(),
        "basename": name,
        "path": "/".join((*inside, name)),
        "collection": page.sort,
        "categories": "/".join(categories),
        "slugified_categories": "/".join(hyphened(one) for one in categories),
        "output_ext": ".html",
    }


def _hexo_site(folder: Folder) -> Site:
    config = folder.values("_config.yml")
    root = said(config, "root").strip("/")
    url = said(config, "url").rstrip("/")
    base = whole(url if not root or url.endswith(f"/{root}") else f"{url}/{root}")
    zone, language = said(config, "timezone"), said(config, "language")
    left = ("public", "themes", "scaffolds", "node_modules")
    return Site(folder, base, zone, language, "source", (("source", ""),), config, {}, left)


def _hexo_page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    inner = path.removeprefix("source/")
    if inner == path or not front.lines or (inner.startswith("_") and not inner.startswith(("_posts/", "_drafts/"))):
        return None
    sort = "post" if inner.startswith("_") else ""
    draft = inner.startswith("_drafts/") or front.yes("published") is False
    return located(site, path, front, form, draft=draft, sort=sort)


def _hexo_address(site: Site, page: Page) -> str:
    if own := page.front.said("permalink"):
        return own if own.startswith("/") else f"/{own}"
    name = posixpath.splitext(posixpath.basename(page.path))[0]
    if page.sort != "post":
        return "/" + "".join(f"{folder}/" for folder in page.folders) + ("" if page.index else f"{name}.html")
    inside = [part for part in page.folders if part != "_posts"]
    named = [hyphened(str(one)) for one in page.front.each("categories", "category")]
    title = "/".join((*inside, page.name))
    tokens = {**times(page.date(site.zone)), "title": title, "post_title": title, "name": page.name}
    category = "/".join(named) or said(site.config, "default_category") or "uncategorized"
    return filled(said(site.config, "permalink") or ":year/:month/:day/:title/", {**tokens, "category": category})


JEKYLL = Program(
    name="Jekyll", known=_known, site=_site, page=_page, address=_address, cleaned=(liquid.cleaned,), beside=False
)
HEXO = Program(
    name="Hexo",
    known=_hexo,
    site=_hexo_site,
    page=_hexo_page,
    address=_hexo_address,
    cleaned=(liquid.cleaned,),
    beside=False,
)
