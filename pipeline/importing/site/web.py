"""A site in the web as what it holds."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urljoin, urlsplit

from pipeline.importing.deciding.losses import verdict
from pipeline.importing.site.crawl import Crawl, crawl
from pipeline.importing.site.fields import written
from pipeline.importing.site.folder import Folder
from pipeline.importing.site.front import Front
from pipeline.importing.site.instants import instant
from pipeline.importing.site.items import cut
from pipeline.importing.site.kinds import DROP, is_shelf, kind_of
from pipeline.importing.site.leads import Leads
from pipeline.importing.site.links import rewritten
from pipeline.importing.site.listing import is_listing
from pipeline.importing.site.page import Page, Site, undated
from pipeline.importing.site.pages import Document
from pipeline.importing.site.reading import shared
from pipeline.importing.site.undated import dated
from pipeline.importing.source.found import Found, Item, Text
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.origin import Origin
from pipeline.model.decisions import Decisions
from pipeline.problems import Place


def web(origin: Origin, start: str, decisions: Decisions) -> Found:
    """The pages at and below an address. Raises `Unreachable` where that does not answer."""
    found = crawl(origin, start, obey=verdict("page/barred", decisions) != "keep")
    site = Site(Folder(origin, "", frozenset()), base=found.home)
    leads = Leads(site, {}, {}, beside=False)
    kept, listings = list[Document](), list[Loss]()
    for url, document in found.pages.items():
        if is_listing(url) and url != found.start:
            listings.append(Loss("page/listing", "dropped", url, Place(url)))
        else:
            kept.append(document)
    documents, told = shared(kept, decisions)
    made = (_item(one, found, leads, decisions) for one in documents)
    return Found(
        found.home,
        dated(one for one in made if one is not None),
        homes=homes(found.home),
        losses=(*found.losses, *listings, *told),
        notes=tuple(found.notes),
    )


def homes(home: str) -> tuple[str, ...]:
    """The addresses below which the files of a site lie: all of its host, by both schemes, with and without `www.`."""
    host = urlsplit(home).netloc.removeprefix("www.")
    return tuple(f"{scheme}://{www}{host}/" for scheme in ("https", "http") for www in ("", "www."))


def _item(document: Document, crawled: Crawl, leads: Leads, decisions: Decisions) -> Item | None:
    url = document.path
    page = _page(document, crawled)
    kind = kind_of(url, page.folders, decisions, home=page.index, post=bool(page.day), articles=False)
    if kind == DROP:
        return None
    title = cut(page.title or page.name.replace("-", " ").capitalize())
    said = written(page, leads, title, news=kind == "news")
    text = rewritten(document.text, lambda link: crawled.leads(link, url))
    changed = instant(crawled.changed.get(url, ""))
    return Item(
        url,
        kind,
        Place(url, 1),
        {**said.fields, **({"updated": changed} if changed and "date" not in said.fields else {})},
        Text(text, "html", url, Place(url, document.line)),
        said.summary,
        name="home" if not page.name else page.name,
        folders=tuple(one for one in page.folders if not is_shelf(one) and not one.isdecimal()),
        terms=said.terms,
        old=tuple(dict.fromkeys((url, *crawled.old.get(url, ())))),
        losses=(*document.losses, *said.losses),
    )


def _page(document: Document, crawled: Crawl) -> Page:
    """A page by its address: the folders and the name that stand there, and a day where that does."""
    parts = urlsplit(document.path)
    inner = unquote(parts.path).removeprefix(urlsplit(crawled.home).path)
    pieces = [piece for piece in inner.split("/") if piece]
    name, day = undated(posixpath.splitext(pieces[-1])[0]) if pieces else ("", "")
    if parts.query:
        name = document.front.said("title")
    numbers = [piece for piece in pieces[:-1] if piece.isdecimal() and piece.isascii()]
    if len(numbers) >= 2 and len(numbers[0]) == 4:
        day = day or instant("-".join((*numbers, "1")[:3]))
    fields = {**document.front.fields}
    if image := document.front.said("image"):
        fields["image"] = urljoin(document.path, image)
    front = Front(fields, document.text, document.line)
    name = "" if name.lower() == "index" else name
    return Page(document.path, front, "html", tuple(pieces[:-1]), name, day, index=not name, sort="document")
