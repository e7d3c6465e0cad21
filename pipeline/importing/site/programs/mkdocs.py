"""MkDocs (mkdocs.org), with the blog and the redirects of its plugins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.importing.site.folder import Folder, at, said
from pipeline.importing.site.front import Front
from pipeline.importing.site.marks import blocks
from pipeline.importing.site.page import Page, Site, directory, located, whole
from pipeline.importing.site.patterns import hyphened
from pipeline.importing.site.program import Program
from pipeline.importing.source.found import Form

_CONFIG = ("mkdocs.yml", "mkdocs.yaml")


def _site(folder: Folder) -> Site:
    config = folder.values(*_CONFIG)
    content = said(config, "docs_dir").strip("./") or "docs"
    people = at(folder.values(f"{content}/blog/.authors.yml", f"{content}/.authors.yml"), "authors")
    return Site(
        folder,
        base=whole(said(config, "site_url")),
        language=said(config, "theme", "language"),
        content=content,
        static=((content, ""),),
        config=config,
        people=people if isinstance(people, Mapping) else {},
        left=(said(config, "site_dir").strip("./") or "site", "overrides", "node_modules"),
    )


def _page(site: Site, path: str, front: Front, form: Form) -> Page | None:
    if not path.startswith(f"{site.content}/") or form == "html":
        return None
    page = located(site, path, front, form, draft=front.yes("draft") is True)
    sort = "post" if page.folders[:2] == ("blog", "posts") and plugin(site, "blog") is not None else ""
    day = str(at(front.fields, "date", "created") or "") or page.day
    return Page(path, front, form, page.folders, page.name, day, page.index, page.draft, sort)


def _address(site: Site, page: Page) -> str:
    if page.sort == "post":
        slug = page.front.said("slug") or hyphened(page.title).lower()
        day = page.date(site.zone)[:10]
        return f"/blog/{day.replace('-', '/')}/{slug}/" if day and slug else ""
    return directory(page, plain=said(site.config, "use_directory_urls").lower() == "false")


def plugin(site: Site, name: str) -> Mapping[str, Any] | None:
    """What the configuration says to a plugin; None where it is not used."""
    found = at(site.config, "plugins")
    for one in found if isinstance(found, list) else [found]:
        if str(one).rpartition("/")[2] == name:
            return {}
        for key, value in one.items() if isinstance(one, Mapping) else ():
            if str(key).rpartition("/")[2] == name:
                return value if isinstance(value, Mapping) else {}
    return None


def redirects(site: Site) -> Iterator[tuple[str, str]]:
    """Old files, and those to which their addresses lead (the plugin `redirects`), below the folder of texts."""
    maps = at(plugin(site, "redirects") or {}, "redirect_maps")
    for old, new in maps.items() if isinstance(maps, Mapping) else ():
        if isinstance(new, str):
            yield str(old), new.partition("#")[0]


def titles(site: Site) -> Iterator[tuple[str, str]]:
    """Files below the folder of texts, each with its title in the navigation."""
    waiting = [at(site.config, "nav")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        for title, inner in one.items() if isinstance(one, Mapping) else ():
            if isinstance(inner, str):
                yield inner, str(title)
            else:
                waiting.append(inner)


MKDOCS = Program(
    name="MkDocs",
    known=lambda folder: folder.has(*_CONFIG),
    site=_site,
    page=_page,
    address=_address,
    cleaned=(blocks.material,),
    headers=True,
    articles=True,
    moved=redirects,
    titles=titles,
)
