"""A program that makes sites of texts: how its sites are told, read and cleaned."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.importing.site.desk import Desk
from pipeline.importing.site.folder import Folder
from pipeline.importing.site.front import Front
from pipeline.importing.site.page import Page, Site
from pipeline.importing.source.found import Form

Clean = Callable[[str, Desk], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One that makes sites. `known` tells it by what lies in a folder, `site` reads its configuration, `page` says what
    a file is (None: no page), `address` where that was published: from the root of the site, as `/posts/first/`, or ""
    where nobody knows. `cleaned`: its own markup becomes Markdown, in this order. `headers`: fields may stand without
    fences; `articles`: its texts are articles, unless their folder says more; `beside`: links count from the file, not
    from its address; `names`: an alias is another name of a text, and no address. `moved` are files that are gone, each
    with the one that has its place; `titles` of files, as the navigation has them.
    """

    name: str
    known: Callable[[Folder], bool]
    site: Callable[[Folder], Site]
    page: Callable[[Site, str, Front, Form], Page | None]
    address: Callable[[Site, Page], str]
    cleaned: tuple[Clean, ...] = ()
    headers: bool = False
    articles: bool = False
    beside: bool = True
    names: bool = False
    moved: Callable[[Site], Iterator[tuple[str, str]]] = lambda _: iter(())
    titles: Callable[[Site], Iterator[tuple[str, str]]] = lambda _: iter(())
